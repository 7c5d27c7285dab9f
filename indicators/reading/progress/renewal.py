"""The present review after a write: only the series that changed are read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.engine import Engine
from db.queries import observations as stored_observations
from db.queries.facts import all_store_facts
from db.queries.observations import ChangedFigures, Extent
from db.unit_of_work import Session, reading
from indicators.domain.progress.assessment import Parameters
from indicators.domain.series import Observation
from indicators.reading.catalogue.catalogue import Catalogue, read_catalogue
from indicators.reading.progress.facts import read_observations
from indicators.reading.progress.review import Review, assemble, read_parameters


@dataclass(frozen=True, slots=True)
class Reading:
    """A review of the present for the public, with what the next one starts from."""

    review: Review
    published: bool
    observations: Mapping[str, list[Observation]]
    extent: Extent
    facts: Mapping[str, str]
    """Named facts of the store: its kind, the checksum of the files that the catalogue came from."""

    def rests_on(
        self, today: date, published: bool, catalogue: Catalogue, parameters: Parameters, facts: Mapping[str, str]
    ) -> bool:
        """Whether it was made from the same, values, baselines and targets aside."""
        review = self.review
        return (review.today, self.published, self.facts) == (today, published, facts) and (
            (review.parameters, review.catalogue) == (parameters, catalogue)
        )


def read_present(
    engine: Engine, today: date, *, published: bool = True, before: Reading | None = None
) -> Reading | None:
    """The review of the present as :func:`read_review` gives it; None where no catalogue was loaded.

    From an earlier reading it takes what nothing was recorded of since: totals, and judgements of whole series. It takes
    nothing from one of another day, catalogue or parameters, nor where it cannot tell what was recorded.
    """
    with reading(engine) as session:
        catalogue = read_catalogue(session, today=today)
        if catalogue is None:
            return None
        parameters, facts = read_parameters(session), all_store_facts(session)
        extent = stored_observations.extent(session)
        changed = None
        if before is not None and before.rests_on(today, published, catalogue, parameters, facts):
            changed = stored_observations.changed_since(session, before.extent, extent)
        if before is None or changed is None:
            observations = read_observations(session, published=published)
            review = assemble(session, catalogue, parameters, observations, today)
        else:
            observations = _renewed(session, before, changed)
            judged_before = before.review.judged
            review = assemble(session, before.review.catalogue, parameters, observations, today, known=judged_before)
        return Reading(review, published, observations, extent, facts)


def _renewed(session: Session, before: Reading, changes: ChangedFigures) -> dict[str, list[Observation]]:
    """Totals by series: those of before, read again in the series and periods that changed.

    What masks a total is in the same series and period (:func:`by_series`), so that nothing else can have changed.
    """
    renewed = dict(before.observations)
    if changes.series:
        fresh = read_observations(session, list(changes.series), changes.periods, published=before.published)
        for code in changes.series.values():
            others = [total for total in renewed.get(code, ()) if total.period.code not in changes.periods]
            renewed[code] = sorted(
                [*others, *fresh.get(code, ())], key=lambda total: (total.period.end, total.period.start)
            )
    return renewed
