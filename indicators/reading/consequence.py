"""« Après cette saisie : En bonne voie → Progrès à accélérer »: what saving would do to statuses. Nothing is written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.engine import Engine
from indicators.domain.assessment import assess, case_of
from indicators.domain.cells import CellInput
from indicators.domain.periods import Period
from indicators.domain.series import Observation
from indicators.domain.statuses import Status
from indicators.domain.typed_cells import Meaning, understand
from indicators.reading.review import Judged, Review, read_review

Change = tuple[str, Status, Status]
"""Series, status before, status after (perhaps the same)."""


def consequence(
    engine: Engine, inputs: Sequence[CellInput], today: date, review: Review | None = None
) -> tuple[Change, ...]:
    """Status of each series touched, before and after, in catalogue order; cells that cannot be read yet are left out.

    Statuses are those of the last values, published or not: ``review`` is such a reading, made here by default.
    Series that show the values of a touched one are touched too.
    """
    seen = review or read_review(engine, today, published=False, confidential=True)
    if seen is None:
        return ()
    typed: dict[str, list[Observation]] = {}
    for given in inputs:
        one = seen.judged.get(given.key.series)
        observation = None if one is None or given.key.item else _typed(one, given)
        if observation is not None:
            typed.setdefault(given.key.series, []).append(observation)
    return tuple(
        (code, one.status, _after(seen, one, typed[source]))
        for code, one in seen.judged.items()
        if (source := one.series.reads_from or code) in typed
    )


def _typed(one: Judged, given: CellInput) -> Observation | None:
    """The observation that an input would make of a total."""
    meant = understand(given, one.series.unit, one.definition.decimals)
    if not isinstance(meant, Meaning):
        return None
    try:
        period = Period.parse(given.key.period)
    except ValueError:
        return None
    return Observation(period, meant.value, meant.flags, numerator=meant.numerator, denominator=meant.denominator)


def _after(review: Review, one: Judged, typed: Sequence[Observation]) -> Status:
    replaced = {new.period for new in typed}
    kept = [old for old in one.facts.observations if old.period not in replaced]
    facts = replace(one.facts, observations=tuple(sorted((*kept, *typed), key=lambda each: each.period)))
    return assess(case_of(facts), review.parameters).status
