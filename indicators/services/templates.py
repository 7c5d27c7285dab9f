"""The workbook that somebody fills: their series for some periods, with what is stored and what is locked."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from db.engine import Engine
from db.unit_of_work import reading
from db.vocabulary import ConfStatus, ValueState
from indicators.domain import lifecycle, rights, wording
from indicators.domain.cells import CellKey
from indicators.domain.checks import previous_comparable
from indicators.domain.formatting import number
from indicators.domain.locks import why_locked
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.rights import Action, Person
from indicators.domain.series import Observation
from indicators.exchange import workbook_out
from indicators.exchange.workbook_out import Line
from indicators.reading.cells import Cells, EntrySeries, read_cells, read_series
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused

MAX_LINES = 15_000


def template(
    engine: Engine,
    person: Person,
    periods: Sequence[str],
    *,
    series: Collection[str] | None = None,
    breakdowns: bool = False,
    today: date | None = None,
) -> bytes:
    """A workbook pre-filled with the series that the person may enter, for some periods.

    Args:
        series: codes to keep (those of a campaign); all of the person's by default.
        breakdowns: whether to add a row for each item of the code lists.

    Raises:
        Refused: nothing to enter, too much, or a period that does not exist.
    """
    day = day_or_today(today)
    try:
        asked = sorted({Period.parse(code) for code in periods})
    except ValueError as error:
        raise Refused(str(error)) from error
    with reading(engine) as session:
        mine = [one.code for one in read_series(session, series).values() if _is_mine(one, person)]
        cells = read_cells(session, mine)
    lines = [line for code in mine for line in _lines(cells, cells.series[code], asked, person, day, breakdowns)]
    if not lines:
        raise Refused("Aucune série ne vous est attribuée pour ces périodes.")
    if len(lines) > MAX_LINES:
        raise Refused(f"Ce classeur aurait plus de {MAX_LINES} lignes : demandez moins de périodes ou de séries.")
    return workbook_out.build(lines, person.name, day)


def _is_mine(series: EntrySeries, person: Person) -> bool:
    return not series.closed and bool(rights.allowed(person, Action.ENTER_VALUE, series.subject()))


def _lines(
    cells: Cells, series: EntrySeries, periods: Sequence[Period], person: Person, day: date, breakdowns: bool
) -> Iterator[Line]:
    items = [("", "", ""), *((one.list, one.code, one.label) for one in series.items.values() if breakdowns)]
    for period in periods:
        for listed, item, label in items:
            yield _line(cells, series, CellKey(series.code, period.code, listed, item), label, period, person, day)


def _line(
    cells: Cells, series: EntrySeries, key: CellKey, item_label: str, period: Period, person: Person, day: date
) -> Line:
    row = cells.latest.get(key)
    closed = _why_closed(cells, key, period, person, day)
    return Line(
        key=key,
        indicator=series.indicator,
        label=series.label,
        perimeter=series.perimeter,
        unit=series.unit.label,
        item_label=item_label,
        last=_last(cells, series, key, period),
        is_due=not closed,
        state=closed or _state(row),
        **_stored(row),
    )


def _why_closed(cells: Cells, key: CellKey, period: Period, person: Person, day: date) -> str:
    locked = why_locked(cells.locks, period, person.email, day)
    if locked:
        return locked
    if period.start > day:
        return "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."
    state = cells.state(key)
    return "" if state is ValueState.PUBLISHED else lifecycle.lock_reason(state)


def _state(row: Any) -> str:
    if row is None:
        return "À saisir"
    said = wording.label(ValueState(row.state))
    return f"{said} : un motif est demandé pour la corriger" if row.state == ValueState.PUBLISHED else said


def _last(cells: Cells, series: EntrySeries, key: CellKey, period: Period) -> str:
    """The value before this period, with its unit and its period."""
    found: Observation | None = previous_comparable(cells.others(key), period, frozenset(), key.item or None)
    if found is None:
        return ""
    flags = f", {describe(found.flags).lower()}" if found.flags else ""
    return f"{number(found.value, None, series.unit)} ({found.period.label}{flags})"


def _stored(row: Any) -> dict[str, Any]:
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
