"""The rows and cells of data entry: what a person sees of each, and whether and why not they may fill it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.queries import campaigns as stored_campaigns
from db.queries import drafts as stored_drafts
from db.queries import entries as stored
from db.unit_of_work import Session
from db.vocabulary import PerimeterKind, ValueState
from indicators.domain import rights
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Observation, Target, Unit
from indicators.domain.values import lifecycle
from indicators.domain.values.cell_states import COMMENT_SIGN, WORDS, CellState, cell_state
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.checks import Finding, needs_explanation
from indicators.domain.values.locks import exempt_until, why_locked
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_details import with_details
from indicators.reading.progress.review import observation_of
from indicators.reading.progress.targets import read_baselines, read_targets
from indicators.reading.values.cells import Cells, EntrySeries, key_of, read_cross_rules, read_locks, series_of_rule
from indicators.reading.values.findings import NOTHING, findings_of

_NOT_ASKED = "La campagne ne demande pas cette période."
_TO_COME = "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. ``value`` is the last version of any state, ``published`` the one in force for the committee.

    ``why_not`` says in French why it is not editable (a lock says until when); a published value is ``correctable``
    with a motive. ``exempt_until`` is the last day of an exception to a lock; ``note`` says why a value was returned;
    ``label`` and ``parent`` (the item that includes it) are those of a part.
    """

    key: CellKey
    period: str
    value: Observation | None
    published: Observation | None
    draft: str | None
    draft_base: int
    draft_details: Mapping[str, object]
    state: CellState
    sign: str
    commented: bool
    editable: bool
    correctable: bool
    why_not: str
    message: str
    version_no: int
    label: str = ""
    exempt_until: date | None = None
    note: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A series of the grid. ``targets`` are by year; ``last`` is the newest total with a value.

    ``tied`` are the series that a rule ties to it, itself included.
    """

    series: str
    indicator: str
    label: str
    family: str
    family_label: str
    perimeter: str
    perimeter_kind: PerimeterKind
    area: str
    areas: frozenset[int]
    unit: Unit
    decimals: int
    baseline: Baseline | None
    targets: Mapping[int, Target]
    last: Observation | None
    cells: Mapping[str, GridCell]
    breakdowns: tuple[str, ...] = ()
    tied: frozenset[str] = frozenset()


PeriodsOf = Callable[[EntrySeries], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks at the grid, with what they are typing and what the campaign asks for."""

    person: Person
    today: date
    drafts: Mapping[CellKey, stored_drafts.DraftRow] = field(default_factory=dict)
    asked: Period | None = None


def asked_by(session: Session, person: Person, campaign: str | None) -> tuple[Period | None, set[str] | None]:
    """Period and series of a campaign: one's own list, or all of it for whoever fills none of it."""
    if campaign is None:
        return None, None
    row = stored_campaigns.campaign(session, campaign)
    if row is None:
        return None, set()
    listed = stored_campaigns.series(session, row.id)
    mine = {listed_row.code for listed_row in listed if listed_row.owner == person.email}
    return Period.parse(row.period_code), mine or {listed_row.code for listed_row in listed}


def visible(person: Person, series: Mapping[str, EntrySeries], action: Action) -> list[EntrySeries]:
    """Series open to entry on which the person may do an action."""
    return [
        entry_series
        for entry_series in series.values()
        if not entry_series.closed and rights.allowed(person, action, entry_series.subject())
    ]


def viewer_of(session: Session, person: Person, today: date, period: Period | None) -> Viewer:
    """Somebody with their own drafts."""
    drafts = {key_of(row): row for row in stored_drafts.drafts(session, person.email)} if person.email else {}
    return Viewer(person, today, drafts, period)


def rows_of(
    session: Session, series: Sequence[EntrySeries], periods_of: PeriodsOf, viewer: Viewer
) -> tuple[GridRow, ...]:
    """Rows of totals. Only totals are read: breakdowns are five times as many, and no row shows them."""
    periods = {entry_series.code: tuple(periods_of(entry_series)) for entry_series in series}
    cells = _totals(
        session,
        {entry_series.code: entry_series for entry_series in series},
        {code for each in periods.values() for code in each},
    )
    baselines, targets = read_baselines(session), read_targets(session)[0]
    return tuple(
        GridRow(
            series=entry_series.code,
            indicator=entry_series.indicator,
            label=entry_series.label,
            family=entry_series.family,
            family_label=entry_series.family_label,
            perimeter=entry_series.perimeter,
            perimeter_kind=entry_series.perimeter_kind,
            area=entry_series.perimeter_label,
            areas=entry_series.areas,
            unit=entry_series.unit,
            decimals=entry_series.decimals,
            baseline=baselines.get(entry_series.code),
            targets={target.date.year: target for target in targets.get(entry_series.code, ())},
            last=_last(cells, entry_series),
            cells={
                period: cell_of(cells, entry_series, CellKey(entry_series.code, period), viewer)
                for period in periods[entry_series.code]
            },
            breakdowns=tuple(dict.fromkeys(item.list for item in entry_series.items.values())),
            tied=frozenset(
                code
                for rule in cells.cross_rules
                if entry_series.code in series_of_rule(rule)
                for code in series_of_rule(rule)
            ),
        )
        for entry_series in series
    )


def _totals(session: Session, by_code: Mapping[str, EntrySeries], periods: Collection[str]) -> Cells:
    """Totals of series and of those that a rule ties to them; with the parts where a saved draft is checked."""
    rules = [rule for rule in read_cross_rules(session) if by_code.keys() & series_of_rule(rule)]
    codes = by_code.keys() | {code for rule in rules for code in series_of_rule(rule)}
    latest = {key_of(row): row for row in stored.current(session, sorted(codes), totals_only=True)}
    overtaken = stored.current(session, sorted(by_code), published=True, totals_only=True, overtaken=True)
    in_force = {key: row for key, row in latest.items() if row.state == ValueState.PUBLISHED}
    checked = {key.series for key, row in latest.items() if row.state == ValueState.DRAFT and key.period in periods}
    parts = stored.current(session, sorted(checked & by_code.keys()), periods=sorted(periods)) if checked else []
    return Cells(
        series=by_code,
        latest=latest | {key_of(row): row for row in parts},
        published=in_force | {key_of(row): row for row in overtaken},
        locks=read_locks(session),
        cross_rules=tuple(rules),
    )


def _last(cells: Cells, series: EntrySeries) -> Observation | None:
    """The newest total with a value, whatever its state."""
    line = cells.others(CellKey(series.code, ""))
    observations = [
        observation
        for observation in line
        if observation.value is not None and observation.state is not ValueState.WITHDRAWN
    ]
    return max(observations, key=lambda observation: observation.period, default=None)


def cell_of(cells: Cells, series: EntrySeries, key: CellKey, viewer: Viewer) -> GridCell:
    """One cell as this person sees it."""
    state, value, draft = cells.state(key), cells.observation(key), viewer.drafts.get(key)
    read = None if draft is None else _read(series, key, draft)
    locked = why_locked(cells.locks, Period.parse(key.period), viewer.person.email, viewer.today)
    why_not = _why_not(series, state, key, locked, viewer)
    correctable = state is ValueState.PUBLISHED and not _why_not(series, None, key, locked, viewer)
    shown = cell_state(
        state,
        None if draft is None else Kind.SAVED if read is None else read.kind,
        locked=bool(locked),
        warned=state is ValueState.DRAFT and needs_explanation(stored_findings(cells, key)),
    )
    sign = WORDS[shown].sign
    published, commented = cells.published.get(key), value is not None and bool(value.comment)
    item, stored_row = series.items.get((key.breakdown, key.item)), cells.latest.get(key)
    return GridCell(
        key=key,
        period=key.period,
        value=value,
        published=observation_of(published) if published and published.state == ValueState.PUBLISHED else None,
        draft=None if draft is None else draft.typed,
        draft_base=0 if draft is None else draft.base_version_no,
        draft_details={} if draft is None else draft.details,
        state=shown,
        sign=f"{sign} {COMMENT_SIGN}".strip() if commented else sign,
        commented=commented,
        editable=not why_not,
        correctable=correctable,
        why_not=why_not,
        message=read.message if read is not None else why_not,
        version_no=cells.version_no(key),
        label="" if item is None else item.label,
        exempt_until=exempt_until(cells.locks, Period.parse(key.period), viewer.person.email, viewer.today),
        note=stored_row.reason if stored_row is not None and state is ValueState.RETURNED else "",
        parent=None if item is None else item.parent,
    )


def _read(series: EntrySeries, key: CellKey, draft: stored_drafts.DraftRow) -> CellOutcome | None:
    """What reading a draft says before it is saved: a question or a refusal; None when it reads well."""
    cell = with_details(key, draft.typed, draft.base_version_no, draft.details)
    meaning = understand(cell, series.unit, series.decimals)
    return meaning if isinstance(meaning, CellOutcome) and meaning.kind in (Kind.REFUSED, Kind.QUESTION) else None


def _why_not(series: EntrySeries, state: ValueState | None, key: CellKey, locked: str, viewer: Viewer) -> str:
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


def stored_findings(cells: Cells, key: CellKey) -> tuple[Finding, ...]:
    """What checks say of a value as it is stored."""
    row = cells.latest.get(key)
    if row is None or row.state == ValueState.WITHDRAWN:
        return ()
    meaning = Meaning(row.value, row.flags, numerator=row.numerator, denominator=row.denominator)
    return findings_of(cells, key, meaning, NOTHING)
