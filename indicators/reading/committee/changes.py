"""« Depuis la dernière réunion »: what changed between two instants of the store, with the decisions still open."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.engine import Engine
from db.queries import editions as stored_editions
from db.queries import observations as stored_observations
from db.queries import targets as stored_targets
from db.queries.observations import DraftOfPublishedRow, ObservationRow
from db.queries.targets import BaselineRow, TargetRow
from db.unit_of_work import Session, reading
from db.vocabulary import ValueState
from indicators.domain.committee.changes import Change, Changes, Provenance, SeriesSnapshot, Snapshot, compare
from indicators.domain.series import Observation
from indicators.reading.committee.decisions import Decision, decisions_within
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.committee.judgements import Spoken, judgements_within, spoken
from indicators.reading.instants import day_of, end_of
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.review import Review, review_within

BASELINE = ""
"""What a change of a baseline is about: neither a period nor a horizon."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A value that is overdue at the end; ``is_new`` when it was not yet, or of another date, at the start."""

    series: str
    since: date
    is_new: bool


@dataclass(frozen=True)
class Since:
    """Two views of the store and what changed from one to the other.

    ``decisions`` are those still open at the end, the nearest due date first; ``closed`` those closed in between.
    ``said`` is what was appreciated and commented in between.
    """

    edition: str
    start: datetime
    end: datetime | None
    before: Review
    after: Review
    changes: Changes
    awaited: tuple[Awaited, ...]
    decisions: tuple[Decision, ...]
    closed: tuple[Decision, ...]
    said: tuple[Spoken, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed: the screen says so."""
        return self.changes.is_empty and not self.closed and not self.said


def last_edition(engine: Engine, before: datetime | None = None) -> Edition | None:
    """The edition of the last meeting (before an instant); None where nothing was ever frozen."""
    return next((edition for edition in read_editions(engine) if before is None or edition.as_of < before), None)


def since(
    engine: Engine,
    start: str | date | datetime,
    until: str | date | datetime | None = None,
    *,
    today: date,
    confidential: bool = False,
) -> Since | None:
    """What changed since an edition (by its code), the end of a day or an instant; None where nothing was known then.

    Args:
        until: the same, for the other end; now by default.
        today: the present day, on which values are overdue when ``until`` is now.

    Raises:
        LookupError: there is no such edition.
    """
    with reading(engine) as session:
        first = _instant(session, start)
        last = None if until is None else _instant(session, until)
        before = _review(session, first, today, confidential)
        after = _review(session, last, today, confidential)
        if before is None or after is None:
            return None
        then = {decision.code for decision in decisions_within(session, first) if decision.is_open}
        decisions = decisions_within(session, last)
        spokens = tuple(spoken(judgements_within(session, first), judgements_within(session, last)))
        withdrawn = _withdrawn(session, last)
        typed = _typed(session, first)
    changes = compare(snapshot(before), snapshot(after, withdrawn))
    changes = replace(changes, facts=tuple(_as_typed(fact, typed) for fact in changes.facts))
    open_ones = sorted(
        (decision for decision in decisions if decision.is_open),
        key=lambda decision: (decision.due_on or date.max, decision.code),
    )
    return Since(
        edition=start if isinstance(start, str) else "",
        start=first,
        end=last,
        before=before,
        after=after,
        changes=changes,
        awaited=_awaited(before, after),
        decisions=tuple(open_ones),
        closed=tuple(decision for decision in decisions if not decision.is_open and decision.code in then),
        said=spokens,
    )


def snapshot(review: Review, withdrawn: dict[tuple[str, str], Provenance] | None = None) -> Snapshot:
    """A review as the rules compare it."""
    return Snapshot(
        {
            judged.code: SeriesSnapshot(
                judged.facts,
                judged.definition.version_no,
                awaited_since(judged, review),
                judged.series.reads_from is not None,
            )
            for judged in review.judged.values()
        },
        review.today,
        review.parameters,
        withdrawn or {},
        dict(review.catalogue.horizons),
    )


def _review(session: Session, at: datetime | None, today: date, confidential: bool) -> Review | None:
    day = today if at is None else day_of(at)
    return review_within(session, day, as_of=at, confidential=confidential)


def _instant(session: Session, at: str | date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at
    if isinstance(at, date):
        return end_of(at)
    row = stored_editions.edition(session, at)
    if row is None:
        raise LookupError(f"L’édition « {at} » n’existe pas.")
    return row.as_of


def _awaited(before: Review, after: Review) -> tuple[Awaited, ...]:
    former = {judged.code: awaited_since(judged, before) for judged in before.judged.values()}
    awaited = (
        (judged.code, awaited_since(judged, after))
        for judged in after.judged.values()
        if judged.series.reads_from is None
    )
    return tuple(Awaited(code, day, day != former.get(code)) for code, day in awaited if day is not None)


def _withdrawn(session: Session, at: datetime | None) -> dict[tuple[str, str], Provenance]:
    """Why, by whom and when what is no longer there was taken back."""
    values = stored_observations.observations(session, withdrawn=True, as_of=at)
    withdrawn = {(row.series, row.period_code): _said(row) for row in values if row.state == ValueState.WITHDRAWN}
    for target in stored_targets.targets(session, at):
        if target.state == ValueState.WITHDRAWN:
            withdrawn[(target.series, target.horizon)] = _said(target)
    for baseline in stored_targets.baselines(session, at):
        if baseline.state == ValueState.WITHDRAWN:
            withdrawn[(baseline.series, BASELINE)] = _said(baseline)
    return withdrawn


def _typed(session: Session, start: datetime) -> dict[tuple[str, str], list[DraftOfPublishedRow]]:
    """The drafts of what was published since an instant, by series and period, oldest first."""
    by_figure: dict[tuple[str, str], list[DraftOfPublishedRow]] = defaultdict(list)
    for row in stored_observations.drafts_of_published(session, start):
        by_figure[(row.series, row.period_code)].append(row)
    return by_figure


def _as_typed(change: Change, typed: dict[tuple[str, str], list[DraftOfPublishedRow]]) -> Change:
    """A change of a value with the author and the motive of its entry: whoever published it only let it through."""
    if not isinstance(change.after, Observation):
        return change
    first = change.before.version_no if isinstance(change.before, Observation) else 0
    drafts = [
        row for row in typed.get((change.series, change.what), ()) if first < row.version_no < change.after.version_no
    ]
    if not drafts:
        return change
    motive = next((row.reason for row in reversed(drafts) if row.reason), change.provenance.reason)
    return replace(change, provenance=replace(change.provenance, reason=motive, author=drafts[-1].recorded_by))


def _said(row: ObservationRow | TargetRow | BaselineRow) -> Provenance:
    return Provenance(row.reason, row.recorded_by, row.recorded_at)
