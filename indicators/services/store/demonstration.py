"""The demonstration's committee: two past editions, with their ratings, comments and decisions."""

from datetime import datetime

from db.engine import Engine
from db.queries import decisions as stored_decisions
from db.queries import editions as stored_editions
from db.queries import judgements as stored
from db.queries.reference import identifiers
from db.unit_of_work import UnitOfWork, unit_of_work
from db.vocabulary import AppreciationLevel, AppreciationState, DecisionState
from indicators import __version__
from indicators.domain.committee.appreciations import ALARMS
from indicators.domain.statuses import ASSESSABLE
from indicators.reading.committee.edition_lines import Named
from indicators.reading.committee.judgements import in_area
from indicators.reading.instants import day_of
from indicators.reading.progress.review import Review, review_within
from indicators.services.committee.editions import freeze_within
from seeds.demo import committee
from seeds.demo.committee import DECISIONS, MEETINGS, PILOT, SECRETARIAT, DecisionPlan, DemoMeeting, Step
from seeds.report import LoadReport


def add_committee(engine: Engine, report: LoadReport) -> None:
    """Add the fictitious committee to a demonstration store, in one transaction. Idempotent."""
    tally = report.tally("Éditions fictives")
    with unit_of_work(engine, SECRETARIAT, alone=True) as work:
        if stored_editions.editions(work.session):
            tally.left += len(MEETINGS)
            return
        demonstration = _Demonstration(work)
        for rank, meeting in enumerate(MEETINGS):
            demonstration.prepare(rank, meeting)
            demonstration.freeze(meeting)
        for plan in DECISIONS:
            demonstration.decide(plan)
        demonstration.propose()
        tally.added += len(MEETINGS)
        report.tally("Décisions fictives").added += len(DECISIONS)
        work.commit()


class _Demonstration:
    """Writes in chronological order: nothing can be recorded before an existing edition."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work, self.session = work, work.session
        self.areas = identifiers(work.session, "area", "number")
        self.series = identifiers(work.session, "series", "code")
        self.operations = identifiers(work.session, "operation", "code")
        self.editions: dict[str, int] = {}
        self.alarming: dict[int, list[str]] = {}
        self.first_operation: dict[int, list[str]] = {}
        self.versions: dict[tuple[str, object], int] = {}

    def prepare(self, rank: int, meeting: DemoMeeting) -> None:
        """Add the ratings and comments made before a meeting."""
        review = self._review(meeting.frozen_at)
        self.first_operation = {
            area.number: [each.code for each in area.operations[:1]] for area in review.catalogue.areas
        }
        for number, area_id in sorted(self.areas.items()):
            name, where = f"aire {number}", {"area_id": area_id, "series_id": None}
            self.alarming[number] = [judged.code for judged in in_area(review, number) if judged.status in ALARMS]
            level = committee.level_of(name, rank, _share(review, number))
            self._appreciate(name, where, rank, meeting, level)
            for kind, text in committee.comments_of(name, rank):
                values = {
                    **where,
                    "kind": str(kind),
                    "text": text,
                    **self._signature(PILOT, meeting.prepared_at, name, kind),
                }
                stored.add_comment(self.session, **values, meeting=meeting.held_on)
            for code in committee.looked_at(self.alarming[number], rank):
                about = {"area_id": None, "series_id": self.series[code]}
                self._appreciate(code, about, rank, meeting, committee.level_of(code, rank, 60))

    def freeze(self, meeting: DemoMeeting) -> None:
        """Freeze the edition of a meeting, as of its instant."""
        named = Named(meeting.code, meeting.label, meeting.held_on, committee.NOTE, meeting.frozen_at, __version__)
        freeze_within(self.work, named, frozen_at=meeting.frozen_at)
        self.editions |= {head.code: head.id for head in stored_editions.editions(self.session)}

    def decide(self, plan: DecisionPlan) -> None:
        """Add a decision and its follow-up."""
        meeting = MEETINGS[plan.meeting]
        number = stored_decisions.add(self.session, plan.code, meeting.held_on, self.editions[meeting.code])
        first = Step(plan.meeting, DecisionState.OPEN)
        for version, step in enumerate((first, *plan.steps), 1):
            at = MEETINGS[step.meeting]
            stored_decisions.add_version(
                self.session,
                number,
                series=[self.series[code] for code in self.alarming.get(plan.area, [])[:1]],
                indicators=[],
                operations=[self.operations[code] for code in self.first_operation.get(plan.area, [])],
                text=plan.text,
                in_charge=plan.in_charge,
                due_on=plan.due_on,
                state=str(step.state),
                note=step.note,
                meeting=at.held_on,
                version_no=version,
                recorded_by=SECRETARIAT,
                recorded_at=at.decided_at,
            )

    def propose(self) -> None:
        """Add a rating proposed since the last meeting, not yet seen by the committee."""
        number = min(self.areas)
        values = self._signature(PILOT, committee.LAST_PROPOSAL, f"aire {number}", "appréciation")
        stored.add_appreciation(
            self.session,
            area_id=self.areas[number],
            series_id=None,
            level=str(AppreciationLevel.ATTAINABLE),
            state=str(AppreciationState.PROPOSED),
            motive=committee.motive_of("proposition", len(MEETINGS)),
            meeting=None,
            **values,
        )

    def _appreciate(
        self, name: str, where: dict[str, int | None], rank: int, meeting: DemoMeeting, level: AppreciationLevel
    ) -> None:
        stored.add_appreciation(
            self.session,
            **where,
            level=str(level),
            state=str(AppreciationState.ADOPTED),
            motive=committee.motive_of(name, rank),
            meeting=meeting.held_on,
            **self._signature(SECRETARIAT, meeting.prepared_at, name, "appréciation"),
        )

    def _signature(self, who: str, when: datetime, name: str, kind: object) -> dict[str, object]:
        """Version number, author and instant of the next version about a subject."""
        self.versions[(name, kind)] = number = self.versions.get((name, kind), 0) + 1
        return {"version_no": number, "recorded_by": who, "recorded_at": when}

    def _review(self, at: datetime) -> Review:
        review = review_within(self.session, day_of(at), as_of=at, confidential=True)
        if review is None:
            raise LookupError("La démonstration n’a pas de catalogue.")
        return review


def _share(review: Review, number: int) -> int:
    """Share of alarms in an area, in % of its assessable series."""
    judged = [judged.status for judged in in_area(review, number) if judged.status in ASSESSABLE]
    return 100 * sum(status in ALARMS for status in judged) // len(judged) if judged else 0
