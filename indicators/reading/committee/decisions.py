"""Decisions of the committee as they stand at an instant, and how each came there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.engine import Engine
from db.queries import decisions as stored
from db.unit_of_work import Session, reading
from db.vocabulary import DecisionState

OPEN_STATES = frozenset({DecisionState.OPEN, DecisionState.UNDER_WAY})
"""They come back at each meeting until closed."""


UNTOLD = "nom réservé au comité"
"""Whom the public reads of instead of a person in charge."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A version of a decision, with what it is about by codes. ``edition`` is the one that was before the committee."""

    code: str
    taken_on: date
    edition: str
    text: str
    in_charge: str
    due_on: date | None
    state: DecisionState
    note: str
    meeting: date | None
    series: tuple[str, ...]
    indicators: tuple[str, ...]
    operations: tuple[str, ...]
    version_no: int
    recorded_by: str
    recorded_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after its due date."""
        return self.is_open and self.due_on is not None and self.due_on < today


def told_to(is_public: bool, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions as somebody may read them: the public is not told who is in charge."""
    if not is_public:
        return tuple(decisions)
    return tuple(replace(decision, in_charge=UNTOLD if decision.in_charge else "") for decision in decisions)


def read_decisions(engine: Engine, as_of: datetime | None = None) -> tuple[Decision, ...]:
    """Every decision as it stands (stood at an instant), in the order in which they were taken."""
    with reading(engine) as session:
        return decisions_within(session, as_of)


def decisions_within(session: Session, as_of: datetime | None = None) -> tuple[Decision, ...]:
    """The same in a transaction already open."""
    newest = {version.code: version for version in _versions(session, as_of)}
    return tuple(sorted(newest.values(), key=lambda decision: (decision.taken_on, decision.code)))


def open_decisions(engine: Engine, as_of: datetime | None = None) -> tuple[Decision, ...]:
    """Those that come back before the committee: the nearest due date first, those without one last."""
    decisions = [decision for decision in read_decisions(engine, as_of) if decision.is_open]
    return tuple(sorted(decisions, key=lambda decision: (decision.due_on or date.max, decision.code)))


def history(engine: Engine, code: str, as_of: datetime | None = None) -> tuple[Decision, ...]:
    """Every version of a decision (until an instant), oldest first."""
    with reading(engine) as session:
        return tuple(_versions(session, as_of, code))


def _versions(session: Session, as_of: datetime | None, code: str | None = None) -> Iterable[Decision]:
    about: dict[tuple[int, str], list[str]] = defaultdict(list)
    for version_id, kind, target in stored.links(session):
        about[(version_id, kind)].append(target)
    return (_decision(row, about) for row in stored.versions(session, as_of, code))


def _decision(row: stored.DecisionVersionRow, about: dict[tuple[int, str], list[str]]) -> Decision:
    return Decision(
        code=row.code,
        taken_on=row.taken_on,
        edition=row.edition or "",
        text=row.text,
        in_charge=row.in_charge,
        due_on=row.due_on,
        state=DecisionState(row.state),
        note=row.note,
        meeting=row.meeting,
        series=tuple(about[(row.id, "series")]),
        indicators=tuple(about[(row.id, "indicator")]),
        operations=tuple(about[(row.id, "operation")]),
        version_no=row.version_no,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
