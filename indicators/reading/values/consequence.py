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
    base = review or read_review(engine, today, published=False, confidential=True)
    if base is None:
        return ()
    typed: dict[str, list[Observation]] = {}
    for cell_input in inputs:
        before = base.judged.get(cell_input.key.series)
        observation = None if before is None or cell_input.key.item else _typed(before, cell_input)
        if observation is not None:
            typed.setdefault(cell_input.key.series, []).append(observation)
    touched = {code: judged for code, judged in base.judged.items() if (judged.series.reads_from or code) in typed}
    totals = _latest_totals(engine, {judged.series.values_id for judged in touched.values()})
    changes = []
    for code, each in touched.items():
        source = each.series.reads_from or code
        facts = replace(each.facts, observations=tuple(totals.get(source, ())))
        before = replace(each, facts=facts, assessment=assess(case_of(facts), base.parameters))
        changes.append((code, before.status, _after(base, before, typed[source])))
    return tuple(changes)


def _latest_totals(engine: Engine, ids: Collection[int]) -> dict[str, list[Observation]]:
    """Last values of a few series in any state, nothing masked: the person is about to write there."""
    totals: dict[str, list[Observation]] = {}
    if ids:
        with reading(engine) as session:
            for row in stored.observations(session, sorted(ids), published=False):
                totals.setdefault(row.series, []).append(observation_of(row))
    return totals


def if_published(review: Review, values: Mapping[str, Sequence[Observation]]) -> tuple[Change, ...]:
    """What publishing totals (by series) would do to the statuses of a review, in catalogue order.

    A confidential value is masked there as it will be once published. Series that show the values of another follow.
    """
    public = {code: [_publicly(observation) for observation in observations] for code, observations in values.items()}
    return tuple(
        (code, judged.status, _after(review, judged, public[source]))
        for code, judged in review.judged.items()
        if (source := judged.series.reads_from or code) in public
    )


def _publicly(observation: Observation) -> Observation:
    return observation if observation.conf is ConfStatus.FREE else mask(observation)


def _typed(judged: Judged, cell_input: CellInput) -> Observation | None:
    """The observation that an input would make of a total."""
    meaning = understand(cell_input, judged.series.unit, judged.definition.decimals)
    if not isinstance(meaning, Meaning):
        return None
    try:
        period = Period.parse(cell_input.key.period)
    except ValueError:
        return None
    return Observation(
        period, meaning.value, meaning.flags, numerator=meaning.numerator, denominator=meaning.denominator
    )


def _after(review: Review, judged: Judged, typed: Sequence[Observation]) -> Status:
    replaced = {new.period for new in typed}
    observations = [old for old in judged.facts.observations if old.period not in replaced]
    facts = replace(judged.facts, observations=tuple(sorted((*observations, *typed), key=lambda each: each.period)))
    return assess(case_of(facts), review.parameters).status
