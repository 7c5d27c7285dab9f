"""What data entry shows: the grid of one's series, the form of one value with its history, the queue to validate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.engine import Engine
from db.queries import entries as stored
from db.unit_of_work import reading
from db.vocabulary import PerimeterKind, ValueState
from indicators.domain import rights
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person
from indicators.domain.series import Observation, Unit
from indicators.domain.values.cells import CellKey
from indicators.domain.values.checks import Finding
from indicators.domain.values.due_periods import periods_due, years_before
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import Cells, EntrySeries, key_of, read_cells, read_series
from indicators.reading.values.entry_rows import (
    GridCell,
    GridRow,
    Viewer,
    asked_by,
    cell_of,
    rows_of,
    stored_findings,
    viewer_of,
    visible,
)

__all__ = [
    "GridCell",
    "GridRow",
    "ValueForm",
    "ValueVersion",
    "Waiting",
    "form",
    "grid",
    "queue",
    "sheet",
    "sheet_keys",
]

FORMER_YEARS = 2
"""Earlier years shown beside what is asked for."""


@dataclass(frozen=True, slots=True)
class ValueVersion:
    """A version of a value with why and how it came."""

    observation: Observation
    reason: str
    method: str
    batch: str


@dataclass(frozen=True, slots=True)
class ValueForm:
    """One value: its row and cell, the items of its breakdowns (list → cells), checks, history from the oldest."""

    row: GridRow
    cell: GridCell
    parts: Mapping[str, tuple[GridCell, ...]]
    findings: tuple[Finding, ...]
    history: tuple[ValueVersion, ...]


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
    part: str = ""  # label of the item of a breakdown; empty for the total


def grid(
    engine: Engine, person: Person, periods: Sequence[str], today: date, campaign: str | None = None
) -> tuple[GridRow, ...]:
    """The series that this person fills (of a campaign, or all of theirs), in catalogue order.

    Somebody who fills none sees those they may read, closed to entry. Raises ValueError for a period that is not one.
    """
    with reading(engine) as session:
        campaign_period, codes = asked_by(session, person, campaign)
        series = read_series(session, codes)
        mine = visible(person, series, Action.ENTER_VALUE) or visible(person, series, Action.READ_UNPUBLISHED)
        codes_of_periods = [Period.parse(period).code for period in periods]
        return rows_of(session, mine, lambda _: codes_of_periods, viewer_of(session, person, today, campaign_period))


def sheet(
    engine: Engine, person: Person, asked: str, today: date, campaign: str | None = None
) -> tuple[tuple[GridRow, tuple[str, ...]], ...]:
    """The series that this person fills with the periods due of each, by family, then area, then indicator.

    ``asked`` is the period of the campaign, or a year: a series with shorter periods has several due. Cells hold those
    and the same periods of the years before. Raises ValueError for a period that is not one.
    """
    period = Period.parse(asked)
    with reading(engine) as session:
        mine = _listed(read_series(session, asked_by(session, person, campaign)[1]), person)
        due = {
            entry_series.code: tuple(each.code for each in periods_due(period, entry_series.frequency))
            for entry_series in mine
        }
        grid_rows = rows_of(
            session, mine, lambda series: _with_years_before(due[series.code]), viewer_of(session, person, today, None)
        )
        return tuple((row, due[row.series]) for row in grid_rows)


def sheet_keys(engine: Engine, person: Person, asked: str, campaign: str | None = None) -> tuple[CellKey, ...]:
    """The cells that are due, in the order of :func:`sheet`, without their content."""
    period = Period.parse(asked)
    with reading(engine) as session:
        mine = _listed(read_series(session, asked_by(session, person, campaign)[1]), person)
    return tuple(
        CellKey(entry_series.code, each.code)
        for entry_series in mine
        for each in periods_due(period, entry_series.frequency)
    )


def _listed(by_code: Mapping[str, EntrySeries], person: Person) -> list[EntrySeries]:
    """What a person fills, grouped by family then perimeter: single areas, groups, the whole domain."""
    mine = visible(person, by_code, Action.ENTER_VALUE)
    families = list(dict.fromkeys(entry_series.family for entry_series in mine))
    kinds = list(PerimeterKind)
    return sorted(
        mine,
        key=lambda series: (families.index(series.family), kinds.index(series.perimeter_kind), sorted(series.areas)),
    )


def _with_years_before(due: Sequence[str]) -> tuple[str, ...]:
    periods = [Period.parse(code) for code in due]
    return tuple(years_before(period, years).code for period in periods for years in range(FORMER_YEARS, -1, -1))


def form(engine: Engine, person: Person, key: CellKey, today: date) -> ValueForm | None:
    """Everything about one value; None where there is no such series, or not for this person to read."""
    with reading(engine) as session:
        mine = visible(person, read_series(session, {key.series}), Action.READ_UNPUBLISHED)
        if not mine or (key.item and (key.breakdown, key.item) not in mine[0].items):
            return None
        viewer = viewer_of(session, person, today, None)
        cells = read_cells(session, {key.series})
        (row,) = rows_of(session, mine, lambda _: [key.period], viewer)
        cell = cell_of(cells, mine[0], key, viewer)
        stood = cells.latest.get(key)
        versions = stored.former_versions(session, stood.observation_id) if stood is not None else []
        return ValueForm(
            row, cell, _parts(cells, mine[0], key, viewer), stored_findings(cells, key), _history(versions)
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
            entry_series.code
            for entry_series in cells.series.values()
            if rights.allowed(person, Action.READ_UNPUBLISHED, entry_series.subject())
        }
        waiting = [key for key in keys if key.series in readable]
        ids = sorted({cells.latest[key].observation_id for key in waiting})
        rounds: dict[int, list[stored.ContributionRow]] = {}
        for row in stored.contributions(session, ids) if ids else ():
            rounds.setdefault(row.observation_id, []).append(row)
        return tuple(_waiting(cells, key, rounds[cells.latest[key].observation_id], person, action) for key in waiting)


def _parts(cells: Cells, series: EntrySeries, key: CellKey, viewer: Viewer) -> dict[str, tuple[GridCell, ...]]:
    parts: dict[str, tuple[GridCell, ...]] = {}
    for item in series.items.values():
        part = CellKey(key.series, key.period, item.list, item.code)
        parts[item.list] = (*parts.get(item.list, ()), cell_of(cells, series, part, viewer))
    return parts


def _history(versions: Sequence[stored.CellVersionRow]) -> tuple[ValueVersion, ...]:
    return tuple(ValueVersion(observation_of(row), row.reason, row.method, row.batch or "") for row in versions)


def _waiting(
    cells: Cells, key: CellKey, rounds: Sequence[stored.ContributionRow], person: Person, action: Action
) -> Waiting:
    series, value = cells.series[key.series], observation_of(cells.latest[key])
    entered = [step for step in rounds if step.state == ValueState.DRAFT]
    submitted = [step for step in rounds if step.state == ValueState.SUBMITTED]
    author = entered[-1].recorded_by if entered else rounds[-1].recorded_by
    submitter = submitted[-1] if submitted else None
    leave = rights.allowed(
        person, action, series.subject(value.state, author, submitter.recorded_by if submitter else "")
    )
    published = cells.published.get(key)
    item = series.items.get((key.breakdown, key.item))
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
        findings=stored_findings(cells, key),
        may_validate=bool(leave),
        why_not=leave.reason,
        part="" if item is None else item.label,
    )
