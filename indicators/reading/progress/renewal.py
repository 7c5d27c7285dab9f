"""The present review after a write: only the series that changed are read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.engine import Engine
from db.queries import observations as stored_observations
from db.queries.facts import all_store_facts
from db.queries.observations import Extent
from db.unit_of_work import reading
from indicators.domain.progress.assessment import Parameters
from indicators.domain.series import Observation
from indicators.reading.catalogue.catalogue import Catalogue, read_catalogue
from indicators.reading.progress.review import Review, assemble, read_observations, read_parameters


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

    From an earlier reading it takes the totals and the judgements of the series in which nothing was recorded since. It
    takes nothing from one of another day, catalogue or parameters, nor where it cannot tell what was recorded.
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
            unchanged = {code: totals for code, totals in before.observations.items() if code not in changed.values()}
            observations = unchanged | (
                read_observations(session, list(changed), published=published) if changed else {}
            )
            judged_before = before.review.judged
            review = assemble(session, before.review.catalogue, parameters, observations, today, known=judged_before)
        return Reading(review, published, observations, extent, facts)
