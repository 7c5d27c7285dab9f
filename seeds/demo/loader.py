"""Loading the demonstration: fictitious values for every series, in a store of its own that says so."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from db.engine import Engine
from db.errors import StoreError
from db.queries import bulk, facts
from db.queries.reference import identifiers, sync
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import EventCode, StoreKind
from seeds import load_catalogue, load_values
from seeds.demo.cells import cells_of, is_broken_down
from seeds.demo.definitions import record_definitions
from seeds.demo.histories import ACTOR, RecordedFigure, versions_of
from seeds.demo.stories import DemoStory, stories
from seeds.demo.subjects import DemoSubject, subjects
from seeds.report import LoadReport
from seeds.schema import CatalogueFiles

_BATCH = 20_000
_REAL = "Cette base contient le vrai catalogue et de vraies valeurs : les valeurs fictives vont dans une base séparée, vide."


def load_demo(engine: Engine, catalogue: CatalogueFiles, revisions: int = 1, breakdown_factor: int = 1) -> LoadReport:
    """Fill a store with fictitious values, baselines and targets, in one transaction. A second load changes nothing.

    Series that already hold something are left as they are. For measurements, ``revisions`` is the least number of
    versions of each observation, and ``breakdown_factor`` adds parts of every series (half-years, quarters, months and
    days beside the years: some 13 000 observations for each unit from 2 on, so 8 gives ten times as many as 1, and 77
    a hundred times); statuses stay the same. Raises StoreError for a store that is not a demonstration.
    """
    report = LoadReport()
    with unit_of_work(engine, ACTOR) as work:
        _refuse_real(work.session)
        record_definitions(work.session, catalogue)
        load_catalogue.load(work.session, catalogue, report)
        load_values.load_parameters(work.session, report, ACTOR)
        _Filling(work.session, report, revisions, breakdown_factor).fill(subjects(catalogue))
        if report.wrote:
            facts.set_store_fact(work.session, "kind", StoreKind.DEMONSTRATION)
            facts.set_store_fact(work.session, "catalogue", catalogue.checksum)
            work.record(EventCode.STORE_FILLED, "démonstration", checksum=catalogue.checksum, rapport=report.lines())
            work.commit()
    return report


def _refuse_real(session: Session) -> None:
    """A store that was prepared for real figures, or that somebody filled, never receives fictitious ones."""
    is_demonstration = facts.store_kind(session) is StoreKind.DEMONSTRATION
    if not is_demonstration and (facts.store_fact(session, "kind") or bulk.series_with_values(session)):
        raise StoreError(_REAL, "demonstration_in_real_store")


class _Filling:
    """Writes the stories of the series that hold nothing yet."""

    def __init__(self, session: Session, report: LoadReport, revisions: int, factor: int) -> None:
        self.session, self.report = session, report
        self.revisions, self.factor = revisions, factor
        self.series = identifiers(session, "series", "code")
        lists = identifiers(session, "breakdown_list", "code")
        by_list = identifiers(session, "breakdown_item", "list_id", "code")
        self.items = {
            (code, item): by_list[(list_id, item)]
            for code, list_id in lists.items()
            for (at, item) in by_list
            if at == list_id
        }

    def fill(self, everyone: Sequence[DemoSubject]) -> None:
        """Write every story; the report counts them."""
        filled = bulk.series_with_values(self.session)
        tally = self.report.tally("Séries fictives")
        new = []
        for story in stories(everyone):
            if self.series[story.subject.code] in filled:
                tally.left += 1
            else:
                tally.added += 1
                new.append(story)
        self._decisions(new)
        observations = (row for story in new for row in self._observations(story))
        added = 0
        while batch := list(islice(observations, _BATCH)):
            added += len(batch)
            bulk.add_many_observations(self.session, batch)
        self.report.tally("Observations fictives").added += added

    def _decisions(self, new: Sequence[DemoStory]) -> None:
        """Horizons of their own, baselines and targets."""
        count = self.report.tally
        horizons = [row for story in new for row in self._with_series(story, story.horizons)]
        self.report.count(
            "Échéances propres fictives", sync(self.session, "series_horizon", ["series_id", "horizon"], horizons)
        )
        baselines = [row for story in new for row in self._with_series(story, story.baselines)]
        count("Situations initiales fictives").added += bulk.add_many_baselines(self.session, baselines)
        targets = [row for story in new for row in self._with_series(story, story.targets)]
        count("Cibles fictives").added += bulk.add_many_targets(self.session, targets)

    def _with_series(self, story: DemoStory, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        identity = self.series[story.subject.code]
        return ({"series_id": identity, **row} for row in rows)

    def _observations(self, story: DemoStory) -> Iterator[bulk.NewObservation]:
        for total in story.totals:
            yield self._row(story, total)
        if not is_broken_down(story.subject) and self.factor == 1:
            return
        for total in story.broken_down():
            for cell in cells_of(story.subject, total, self.factor):
                yield self._row(story, cell.recorded, (cell.code_list, cell.item))

    def _row(
        self, story: DemoStory, recorded: RecordedFigure, item: tuple[str, str] | None = None
    ) -> bulk.NewObservation:
        period = recorded.figure.period
        return bulk.NewObservation(
            series_id=self.series[story.subject.code],
            item_id=self.items[item] if item else None,
            period=(period.code, str(period.kind), period.start, period.end),
            versions=versions_of(story.subject, recorded, story.grid, self.revisions, "/".join(item or ())),
        )
