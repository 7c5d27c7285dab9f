"""What data entry shows: the grid of one's series, the form of one value with its history, the queue to validate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.engine import Engine
from db.queries import campaigns as stored_campaigns
from db.queries import drafts as stored_drafts
from db.queries import entries as stored
from db.unit_of_work import Session, reading
from db.vocabulary import ValueState
from indicators.domain import lifecycle, rights
from indicators.domain.cell_states import COMMENT_SIGN, SIGNS, CellState, Facts, cell_state
from indicators.domain.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.checks import Finding, needs_explanation
from indicators.domain.locks import leave_until, why_locked
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Observation, Target, Unit
from indicators.domain.typed_cells import Meaning, understand
from indicators.reading.cells import Cells, EntrySeries, key_of, period_of, read_cells, read_series
from indicators.reading.findings import NOTHING, findings_of
from indicators.reading.review import observation_of, read_baselines, read_targets

_NOT_ASKED = "La campagne ne demande pas cette période."
_TO_COME = "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. ``value`` is the last version of any state, ``published`` the one in force for the committee.

    ``why_not`` says in French why it is not editable (a lock says until when); a published value is ``correctable``
    with a motive. ``leave_until`` is the last day of an exception to a lock.
    """

    key: CellKey
    period: str
    value: Observation | None
    published: Observation | None
    draft: str | None
    draft_base: int
    draft_details: Mapping[str, Any]
    state: CellState
    sign: str
    commented: bool
    editable: bool
    correctable: bool
    why_not: str
    message: str
    version_no: int
    label: str = ""
    leave_until: date | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A series of the grid. ``targets`` are by year; ``last`` is the newest total with a value."""

    series: str
    indicator: str
    label: str
    family: str
    family_label: str
    perimeter: str
    area: str
    areas: frozenset[int]
    unit: Unit
    decimals: int
    baseline: Baseline | None
    targets: Mapping[int, Target]
    last: Observation | None
    cells: Mapping[str, GridCell]
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a value with why and how it came."""

    observation: Observation
    reason: str
    method: str
    batch: str


@dataclass(frozen=True, slots=True)
class Form:
    """One value: its row and cell, the items of its breakdowns (list → cells), checks, history from the oldest."""

    row: GridRow
    cell: GridCell
    parts: Mapping[str, tuple[GridCell, ...]]
    findings: tuple[Finding, ...]
    history: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A value to judge: the former one in force, who entered it, who submitted it and when, what checks say."""

    key: CellKey
    label: str
    area: str
    unit: Unit
    decimals: int
    value: Observation
    former: Observation | None
    author: str
    submitted_by: str
    submitted_at: datetime | None
    note: str
    findings: tuple[Finding, ...]
    may_validate: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Whoever looks at the grid, with what they are typing and what the campaign asks for."""

    person: Person
    today: date
    drafts: Mapping[CellKey, Any] = field(default_factory=dict)
    asked: Period | None = None


def grid(
    engine: Engine, person: Person, periods: Sequence[str], today: date, campaign: str | None = None
) -> tuple[GridRow, ...]:
    """The series that this person fills (of a campaign, or all of theirs), in catalogue order.

    Somebody who fills none sees those they may read, closed to entry. Raises ValueError for a period that is not one.
    """
    with reading(engine) as session:
        asked, codes = _asked(session, person, campaign)
        known = read_series(session, codes)
        mine = _visible(person, known, Action.ENTER_VALUE) or _visible(person, known, Action.READ_UNPUBLISHED)
        return _rows(session, mine, [Period.parse(one).code for one in periods], _viewer(session, person, today, asked))


def form(engine: Engine, person: Person, key: CellKey, today: date) -> Form | None:
    """Everything about one value; None where there is no such series, or not for this person to read."""
    with reading(engine) as session:
        mine = _visible(person, read_series(session, {key.series}), Action.READ_UNPUBLISHED)
        if not mine or (key.item and (key.breakdown, key.item) not in mine[0].items):
            return None
        viewer = _viewer(session, person, today, None)
        cells = read_cells(session, {key.series})
        (row,) = _rows(session, mine, [key.period], viewer)
        cell = _cell(cells, mine[0], key, viewer)
        stood = cells.latest.get(key)
        versions = stored.former_versions(session, stood.observation_id) if stood is not None else []
        return Form(
            row, cell, _parts(cells, mine[0], key, viewer), _stored_findings(cells, key), _history(key, versions)
        )


def queue(
    engine: Engine,
    person: Person,
    states: Sequence[ValueState] = (ValueState.SUBMITTED,),
    action: Action = Action.VALIDATE,
) -> tuple[Waiting, ...]:
    """Values of one's areas that wait for an action, oldest first: to validate by default, or validated to publish.

    Those that the person entered are shown, with why somebody else must judge them.
    """
    with reading(engine) as session:
        keys = [key_of(row) for row in stored.in_states(session, states)]
        cells = read_cells(session, {key.series for key in keys})
        readable = {
            one.code for one in cells.series.values() if rights.allowed(person, Action.READ_UNPUBLISHED, one.subject())
        }
        waiting = [key for key in keys if key.series in readable]
        ids = sorted({cells.latest[key].observation_id for key in waiting})
        rounds: dict[int, list[Any]] = {}
        for row in stored.rounds(session, ids) if ids else ():
            rounds.setdefault(row.observation_id, []).append(row)
        return tuple(_waiting(cells, key, rounds[cells.latest[key].observation_id], person, action) for key in waiting)


def _asked(session: Session, person: Person, campaign: str | None) -> tuple[Period | None, set[str] | None]:
    """Period and series of a campaign: one's own list, or all of it for whoever fills none of it."""
    if campaign is None:
        return None, None
    row = stored_campaigns.campaign(session, campaign)
    if row is None:
        return None, set()
    listed = stored_campaigns.series(session, row.id)
    mine = {one.code for one in listed if one.owner == person.email}
    return Period.parse(row.period_code), mine or {one.code for one in listed}


def _visible(person: Person, series: Mapping[str, EntrySeries], action: Action) -> list[EntrySeries]:
    return [one for one in series.values() if not one.closed and rights.allowed(person, action, one.subject())]


def _viewer(session: Session, person: Person, today: date, asked: Period | None) -> _Viewer:
    drafts = {key_of(row): row for row in stored_drafts.drafts(session, person.email)} if person.email else {}
    return _Viewer(person, today, drafts, asked)


def _rows(
    session: Session, series: Sequence[EntrySeries], periods: Sequence[str], viewer: _Viewer
) -> tuple[GridRow, ...]:
    cells = read_cells(session, {one.code for one in series})
    baselines, targets = read_baselines(session), read_targets(session)[0]
    return tuple(
        GridRow(
            series=one.code,
            indicator=one.indicator,
            label=one.label,
            family=one.family,
            family_label=one.family_label,
            perimeter=one.perimeter,
            area=one.perimeter_label,
            areas=one.areas,
            unit=one.unit,
            decimals=one.decimals,
            baseline=baselines.get(one.code),
            targets={target.date.year: target for target in targets.get(one.code, ())},
            last=_last(cells, one),
            cells={period: _cell(cells, one, CellKey(one.code, period), viewer) for period in periods},
            breakdowns=tuple(dict.fromkeys(item.list for item in one.items.values())),
        )
        for one in series
    )


def _last(cells: Cells, series: EntrySeries) -> Observation | None:
    """The newest total with a value, whatever its state."""
    line = cells.others(CellKey(series.code, ""))
    known = [one for one in line if one.value is not None and one.state is not ValueState.WITHDRAWN]
    return max(known, key=lambda one: one.period, default=None)


def _cell(cells: Cells, series: EntrySeries, key: CellKey, viewer: _Viewer) -> GridCell:
    state, value, draft = cells.state(key), cells.observation(key), viewer.drafts.get(key)
    read = None if draft is None else _read(series, key, draft)
    locked = why_locked(cells.locks, Period.parse(key.period), viewer.person.email, viewer.today)
    why_not = _why_not(series, state, key, locked, viewer)
    correctable = state is ValueState.PUBLISHED and not _why_not(series, None, key, locked, viewer)
    shown = cell_state(
        Facts(
            state,
            draft is not None,
            None if read is None else read.kind,
            bool(locked),
            state is ValueState.DRAFT and needs_explanation(_stored_findings(cells, key)),
        )
    )
    published, commented = cells.published.get(key), value is not None and bool(value.comment)
    item = series.items.get((key.breakdown, key.item))
    return GridCell(
        key=key,
        period=key.period,
        value=value,
        published=observation_of(published) if published and published.state == ValueState.PUBLISHED else None,
        draft=None if draft is None else draft.typed,
        draft_base=0 if draft is None else draft.base_version_no,
        draft_details={} if draft is None else draft.details,
        state=shown,
        sign=f"{SIGNS[shown]} {COMMENT_SIGN}".strip() if commented else SIGNS[shown],
        commented=commented,
        editable=not why_not,
        correctable=correctable,
        why_not=why_not,
        message=read.message if read is not None else why_not,
        version_no=cells.version_no(key),
        label="" if item is None else item.label,
        leave_until=leave_until(cells.locks, Period.parse(key.period), viewer.person.email, viewer.today),
    )


def _read(series: EntrySeries, key: CellKey, draft: Any) -> CellOutcome | None:
    """What reading a draft says before it is saved: a question or a refusal; None when it reads well."""
    meant = understand(CellInput(key, draft.typed), series.unit, series.decimals)
    return meant if isinstance(meant, CellOutcome) and meant.kind in (Kind.REFUSED, Kind.QUESTION) else None


def _why_not(series: EntrySeries, state: ValueState | None, key: CellKey, locked: str, viewer: _Viewer) -> str:
    """Why a cell is not editable; empty when it is."""
    leave = rights.allowed(viewer.person, Action.ENTER_VALUE, series.subject(state))
    if not leave:
        return leave.reason
    period = Period.parse(key.period)
    if locked:
        return locked
    if period.start > viewer.today:
        return _TO_COME
    if viewer.asked is not None and not (viewer.asked.start <= period.start and period.end <= viewer.asked.end):
        return _NOT_ASKED
    return lifecycle.lock_reason(state)


def _stored_findings(cells: Cells, key: CellKey) -> tuple[Finding, ...]:
    row = cells.latest.get(key)
    if row is None or row.state == ValueState.WITHDRAWN:
        return ()
    meaning = Meaning(row.value, row.flags, numerator=row.numerator, denominator=row.denominator)
    return findings_of(cells, key, meaning, NOTHING)


def _parts(cells: Cells, series: EntrySeries, key: CellKey, viewer: _Viewer) -> dict[str, tuple[GridCell, ...]]:
    found: dict[str, tuple[GridCell, ...]] = {}
    for item in series.items.values():
        part = CellKey(key.series, key.period, item.list, item.code)
        found[item.list] = (*found.get(item.list, ()), _cell(cells, series, part, viewer))
    return found


def _history(key: CellKey, versions: Sequence[Any]) -> tuple[Version, ...]:
    code = period_of(key)[0]
    return tuple(Version(_version(row, code, key.item), row.reason, row.method, row.batch or "") for row in versions)


def _version(row: Any, period: str, item: str) -> Observation:
    """A bare row of versions, which knows neither its period nor its item."""
    return observation_of(_Named(row, period, item or None))


class _Named:
    """A stored version with the names that its own table does not hold."""

    def __init__(self, row: Any, period_code: str, item: str | None) -> None:
        self._row, self.period_code, self.item = row, period_code, item

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _waiting(cells: Cells, key: CellKey, rounds: Sequence[Any], person: Person, action: Action) -> Waiting:
    series, value = cells.series[key.series], observation_of(cells.latest[key])
    entered = [one for one in rounds if one.state == ValueState.DRAFT]
    submitted = [one for one in rounds if one.state == ValueState.SUBMITTED]
    author = entered[-1].recorded_by if entered else rounds[-1].recorded_by
    submitter = submitted[-1] if submitted else None
    leave = rights.allowed(
        person, action, series.subject(value.state, author, submitter.recorded_by if submitter else "")
    )
    published = cells.published.get(key)
    return Waiting(
        key=key,
        label=series.label,
        area=series.perimeter_label,
        unit=series.unit,
        decimals=series.decimals,
        value=value,
        former=observation_of(published) if published and published.state == ValueState.PUBLISHED else None,
        author=author,
        submitted_by=submitter.recorded_by if submitter else "",
        submitted_at=submitter.recorded_at if submitter else None,
        note=submitter.reason if submitter else "",
        findings=_stored_findings(cells, key),
        may_validate=bool(leave),
        why_not=leave.reason,
    )
