"""The workbook to fill in: a person's series for some periods, with stored values and locks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.engine import Engine
from db.queries import campaigns as stored_campaigns
from db.queries.entries import CellVersionRow
from db.unit_of_work import Session, reading
from db.vocabulary import CampaignState, ConfStatus, TargetMode, ValueState
from indicators.domain import wording
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.rights import Person
from indicators.domain.series import Observation, Target
from indicators.domain.values import lifecycle
from indicators.domain.values.cells import CellKey
from indicators.domain.values.checks import previous_comparable
from indicators.domain.values.locks import why_locked
from indicators.exchange import workbook_out
from indicators.exchange.workbook_out import TemplateRow
from indicators.reading.progress.targets import read_targets
from indicators.reading.values.cells import Cells, EntrySeries, read_cells, read_series
from indicators.reading.values.entry import sheet_keys
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused

MAX_LINES = 15_000


@dataclass(frozen=True, slots=True)
class _OpenCampaign:
    """An open campaign: its period, and the due date of each series."""

    label: str
    period: Period
    due_on: Mapping[str, date]


@dataclass(frozen=True)
class _LineContext:
    """Context of the rows, written beside the values."""

    cells: Cells
    targets: Mapping[str, tuple[Target, ...]]
    campaigns: tuple[_OpenCampaign, ...]
    person: Person
    day: date


def template(
    engine: Engine,
    person: Person,
    periods: Sequence[str] = (),
    *,
    campaign: str | None = None,
    breakdowns: bool = False,
    today: date | None = None,
) -> bytes:
    """A workbook pre-filled with the series that the person may enter, for some periods.

    Args:
        periods: codes of periods, that of the campaign by default; a series with shorter ones has several rows.
        campaign: code of the campaign whose series to keep; all of the person's by default.
        breakdowns: whether to add a row for each item of the code lists.

    Raises:
        Refused: nothing to enter, too much, or a period that does not exist.
    """
    day = day_or_today(today)
    lines = list(_lines(engine, person, _cells_due(engine, person, periods, campaign), breakdowns, day))
    if not lines:
        raise Refused("Aucune série ne vous est attribuée pour ces périodes.")
    if len(lines) > MAX_LINES:
        raise Refused(f"Ce classeur aurait plus de {MAX_LINES} lignes : demandez moins de périodes ou de séries.")
    return workbook_out.build(lines, person.name, day)


def count_lines(
    engine: Engine, person: Person, periods: Sequence[str], *, campaign: str | None = None, breakdowns: bool = False
) -> int:
    """Number of rows of the workbook.

    Raises:
        Refused: a period that does not exist.
    """
    due = _cells_due(engine, person, periods, campaign)
    if not breakdowns:
        return len(due)
    with reading(engine) as session:
        series = read_series(session, {key.series for key in due})
    return sum(1 + len(series[key.series].items) for key in due)


def _cells_due(engine: Engine, person: Person, periods: Sequence[str], campaign: str | None) -> list[CellKey]:
    """Totals to enter, series by series in the order of the grid, each with its periods."""
    codes = periods or [_period_of(engine, campaign)]
    try:
        sorted_periods = sorted({Period.parse(code) for code in codes})
    except ValueError as error:
        raise Refused(str(error)) from error
    by_series: dict[str, dict[CellKey, None]] = {}
    for period in sorted_periods:
        for key in sheet_keys(engine, person, period.code, campaign):
            by_series.setdefault(key.series, {})[key] = None
    return [key for keys in by_series.values() for key in keys]


def _period_of(engine: Engine, campaign: str | None) -> str:
    if campaign is None:
        raise Refused("Choisissez au moins une période.")
    with reading(engine) as session:
        row = stored_campaigns.campaign(session, campaign)
    if row is None:
        raise Refused(f"La campagne « {campaign} » n'existe pas.")
    return str(row.period_code)


def _open_campaigns(session: Session) -> Iterator[_OpenCampaign]:
    for row in stored_campaigns.campaigns(session):
        if row.state == CampaignState.OPEN:
            listed = stored_campaigns.series(session, row.id)
            due = {request.code: request.due_on or row.due_on for request in listed}
            yield _OpenCampaign(row.label, Period.parse(row.period_code), due)


def _lines(
    engine: Engine, person: Person, due: Sequence[CellKey], breakdowns: bool, day: date
) -> Iterator[TemplateRow]:
    with reading(engine) as session:
        cells = read_cells(session, {key.series for key in due})
        Shown = _LineContext(cells, read_targets(session)[0], tuple(_open_campaigns(session)), person, day)
    for key in due:
        series = cells.series[key.series]
        yield _line(Shown, series, key, "")
        for item in series.items.values() if breakdowns else ():
            yield _line(Shown, series, CellKey(key.series, key.period, item.list, item.code), item.label)


def _line(context: _LineContext, series: EntrySeries, key: CellKey, item_label: str) -> TemplateRow:
    row, period = context.cells.latest.get(key), Period.parse(key.period)
    closed = _why_closed(context.cells, key, period, context.person, context.day)
    return TemplateRow(
        key=key,
        indicator=series.indicator,
        label=series.label,
        perimeter=series.perimeter,
        unit=series.unit.label,
        item_label=item_label,
        last=_last(context.cells, series, key, period),
        targets="" if key.item else _targets(context.targets.get(key.series, ()), series),
        campaign=_campaign(context.campaigns, key.series, period),
        is_due=not closed,
        state=closed or _state(row),
        **_stored(row),
    )


def _targets(targets: Sequence[Target], series: EntrySeries) -> str:
    """« CT 31/12/2026 : 75 % ; MT 31/12/2031 : 85 % »."""
    return " ; ".join(
        f"{target.horizon} {date_fr(target.date)} : {number(target.value, None, series.unit)}"
        f"{' cumulés' if target.mode is TargetMode.CUMULATIVE else ''}"
        for target in targets
    )


def _campaign(campaigns: Sequence[_OpenCampaign], code: str, period: Period) -> str:
    """The open campaigns that expect a value, each with its due date."""
    return " ; ".join(
        f"{campaign.label}, pour le {date_fr(campaign.due_on[code])}"
        for campaign in campaigns
        if code in campaign.due_on and campaign.period.start <= period.start and period.end <= campaign.period.end
    )


def _why_closed(cells: Cells, key: CellKey, period: Period, person: Person, day: date) -> str:
    locked = why_locked(cells.locks, period, person.email, day)
    if locked:
        return locked
    if period.start > day:
        return "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."
    state = cells.state(key)
    return "" if state is ValueState.PUBLISHED else lifecycle.lock_reason(state)


def _state(row: CellVersionRow | None) -> str:
    if row is None:
        return "À saisir"
    label = wording.label(ValueState(row.state))
    return f"{label} : un motif est demandé pour la corriger" if row.state == ValueState.PUBLISHED else label


def _last(cells: Cells, series: EntrySeries, key: CellKey, period: Period) -> str:
    """The previous value, with its unit and its period."""
    observation: Observation | None = previous_comparable(cells.others(key), period, frozenset(), key.item or None)
    if observation is None:
        return ""
    flags = f", {describe(observation.flags).lower()}" if observation.flags else ""
    return f"{number(observation.value, None, series.unit)} ({observation.period.label}{flags})"


def _stored(row: CellVersionRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    if row.state == ValueState.WITHDRAWN:
        return {"version_no": row.version_no}
    return {
        "version_no": row.version_no,
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "flags": row.flags,
        "conf": ConfStatus(row.conf_status),
        "source": row.source,
        "source_url": row.source_url,
        "comment": row.comment,
    }
