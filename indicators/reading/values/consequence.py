"""« Après cette saisie : En bonne voie → Progrès à accélérer »: what saving would do to statuses. Nothing is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from db.engine import Engine
from db.queries import observations as stored
from db.unit_of_work import reading
from db.vocabulary import ConfStatus
from indicators.domain.disclosure import mask
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import assess, case_of
from indicators.domain.series import Observation
from indicators.domain.statuses import Status
from indicators.domain.values.cells import CellInput
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.reading.progress.review import Judged, Review, observation_of, read_review

Change = tuple[str, Status, Status]
"""Series, status before, status after (perhaps the same)."""


def consequence(
    engine: Engine, inputs: Sequence[CellInput], today: date, review: Review | None = None
) -> tuple[Change, ...]:
    """Status of each series touched, before and after, in catalogue order; cells that cannot be read yet are left out.

    Statuses are those of the last values, published or not, whatever ``review`` shows: it only gives the series, their
    targets and the method (one is read here by default). Series that show the values of a touched one are touched too.
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
    touched = {code: one for code, one in seen.judged.items() if (one.series.reads_from or code) in typed}
    totals = _latest_totals(engine, {one.series.values_id for one in touched.values()})
    changes = []
    for code, shown in touched.items():
        source = shown.series.reads_from or code
        facts = replace(shown.facts, observations=tuple(totals.get(source, ())))
        one = replace(shown, facts=facts, assessment=assess(case_of(facts), seen.parameters))
        changes.append((code, one.status, _after(seen, one, typed[source])))
    return tuple(changes)


def _latest_totals(engine: Engine, ids: Collection[int]) -> dict[str, list[Observation]]:
    """Last values of a few series in any state, nothing masked: the person is about to write there."""
    found: dict[str, list[Observation]] = {}
    if ids:
        with reading(engine) as session:
            for row in stored.observations(session, sorted(ids), published=False):
                found.setdefault(row.series, []).append(observation_of(row))
    return found


def if_published(review: Review, values: Mapping[str, Sequence[Observation]]) -> tuple[Change, ...]:
    """What publishing totals (by series) would do to the statuses of a review, in catalogue order.

    A confidential value is masked there as it will be once published. Series that show the values of another follow.
    """
    seen = {code: [_publicly(one) for one in found] for code, found in values.items()}
    return tuple(
        (code, one.status, _after(review, one, seen[source]))
        for code, one in review.judged.items()
        if (source := one.series.reads_from or code) in seen
    )


def _publicly(one: Observation) -> Observation:
    return one if one.conf is ConfStatus.FREE else mask(one)


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
