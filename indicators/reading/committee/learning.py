"""What the committee can learn from its own past: decisions followed, projections checked, targets changed, coverage."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from db.engine import Engine
from db.queries import editions as stored
from db.queries import observations as stored_observations
from db.unit_of_work import Session, reading
from db.vocabulary import DecisionState
from indicators.domain.progress.assessment import Assessment, assess, case_of
from indicators.domain.progress.projections import Projection, projections
from indicators.domain.series import Target
from indicators.domain.statuses import ASSESSABLE, STATUS_ORDER, Status
from indicators.reading.committee.decisions import Decision, read_decisions
from indicators.reading.committee.editions import Edition, open_edition, read_editions
from indicators.reading.progress.review import Judged, Review, review_within


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision as it stands, and its state at each edition by code (absent before it was taken)."""

    decision: Decision
    states: Mapping[str, DecisionState]
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class CheckedProjection:
    """A projection that could be made of a series at an edition, and what came."""

    edition: str
    series: str
    projection: Projection


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many series of the matrix could be judged in an edition, among all of them: as the overview counts."""

    edition: Edition
    counts: Mapping[Status, int]

    @property
    def judged(self) -> int:
        """Series whose status says something of progress."""
        return sum(many for status, many in self.counts.items() if status in ASSESSABLE)

    @property
    def total(self) -> int:
        """Series of the matrix."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class UnderFormer:
    """A series whose targets changed: the status of today, and what it would be under the former targets."""

    series: str
    former: tuple[Target, ...]
    current: tuple[Target, ...]
    under_former: Assessment
    now: Assessment

    @property
    def differs(self) -> bool:
        """Whether the change of targets changed the status."""
        return (self.under_former.status, self.under_former.reason) != (self.now.status, self.now.reason)


def follow_decisions(engine: Engine, today: date) -> tuple[Followed, ...]:
    """Every decision with its state from edition to edition, in the order in which they were taken."""
    states: dict[str, dict[str, DecisionState]] = defaultdict(dict)
    for edition in reversed(read_editions(engine)):
        for one in read_decisions(engine, edition.as_of):
            states[one.code][edition.code] = one.state
    return tuple(
        Followed(decision, states[decision.code], decision.is_overdue(today)) for decision in read_decisions(engine)
    )


def checked_projections(engine: Engine, review: Review, *, confidential: bool = False) -> tuple[CheckedProjection, ...]:
    """Projections of each edition against what has come since, as the given review knows it; oldest edition first.

    Values that the public may not read enter none, unless asked for.
    """
    checkeds = []
    for edition in reversed(read_editions(engine)):
        with reading(engine) as session:
            then = review_within(session, edition.held_on, as_of=edition.as_of, confidential=confidential)
        if then is not None:
            checkeds += [
                CheckedProjection(edition.code, code, projection)
                for code, judged in then.judged.items()
                if code in review.judged and judged.series.reads_from is None
                for projection in projections(judged.facts, review.judged[code].facts)
            ]
    return tuple(checkeds)


def coverage(engine: Engine, *, confidential: bool = False) -> tuple[Coverage, ...]:
    """How many series could be judged, edition by edition, the oldest first; read from the lines frozen then.

    Unless asked for, a series whose value the public may not read counts as the edition shows it when it is opened.
    """
    with reading(engine) as session:
        frozen = _frozen_counts(session)
        is_masked = not confidential and bool(stored_observations.ever_confidential(session))
    counts = frozen if not is_masked else {code: _public_counts(engine, code) for code in frozen}
    return tuple(
        Coverage(edition, {status: counts[edition.code][status] for status in STATUS_ORDER})
        for edition in reversed(read_editions(engine))
    )


def _frozen_counts(session: Session) -> dict[str, Counter[Status]]:
    counts: dict[str, Counter[Status]] = defaultdict(Counter)
    for row in stored.status_counts(session):
        counts[row.code][Status(row.status)] += row.many
    return counts


def _public_counts(engine: Engine, code: str) -> Counter[Status]:
    opened = open_edition(engine, code)
    assert opened is not None, code
    return Counter(line.status for line in opened.lines.values() if line.in_matrix)


def under_targets_of(review: Review, then: Review) -> tuple[UnderFormer, ...]:
    """Series whose targets are no longer those of an earlier review, and their status had they stayed."""
    pairs = ((judged, then.judged[code].facts.targets) for code, judged in review.judged.items() if code in then.judged)
    return tuple(
        _under(review, judged, former) for judged, former in pairs if former and _plans(former) != _plans_of(judged)
    )


def under_first_targets(review: Review) -> tuple[UnderFormer, ...]:
    """The same against the first version of each target: what was promised at the beginning."""
    under_formers = []
    for judged in review.judged.values():
        first: dict[str, Target] = {}
        for target in sorted((*judged.facts.former_targets, *judged.facts.targets), key=lambda each: each.version_no):
            first.setdefault(target.horizon, target)
        targets = tuple(sorted(first.values(), key=lambda each: each.date))
        if targets and _plans(targets) != _plans_of(judged):
            under_formers.append(_under(review, judged, targets))
    return tuple(under_formers)


def _under(review: Review, judged: Judged, former: tuple[Target, ...]) -> UnderFormer:
    assessment = assess(case_of(replace(judged.facts, targets=former)), review.parameters)
    return UnderFormer(judged.code, former, judged.facts.targets, assessment, judged.assessment)


def _plans_of(judged: Judged) -> list[tuple[object, ...]]:
    return _plans(judged.facts.targets)


def _plans(targets: tuple[Target, ...]) -> list[tuple[object, ...]]:
    return [(target.horizon, target.date, target.value, target.mode) for target in targets]
