"""Value axes that do not lie, and time axes in French.

A value axis starts at zero unless the values lie far from it and close together, and then says so.
Percentages run from 0 to 100. Years are marked at their end: a value of 2024 stands above « 2024 ».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor, log10

from indicators.charts.words import Number, superscript
from indicators.domain.formatting import MINUS, SPACE, number
from indicators.domain.periods import add_months, month_end
from indicators.domain.series import Unit

CUT_NOTE = "l’axe ne commence pas à zéro"
HEADROOM = Fraction(13, 100)
FAR_FROM_ZERO = Fraction(1, 10)  # a spread under a tenth of the largest value cannot be read from zero
_SCALES = {6: "millions", 9: "milliards"}
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_LEFT, _RIGHT, _FUTURE = 0.03, 0.05, 62  # shares left free on each side; pixels for « à venir »
_EDGE = 10  # pixels of the right margin
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Drawn range, ticks and their texts. ``note`` gives the unit and, if need be, that zero is cut."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    note: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Drawn range in days, ticks and their texts."""

    low: date
    high: date
    ticks: tuple[date, ...]
    texts: tuple[str, ...]

    def share(self, day: date) -> float:
        """Where a day stands, from 0 at the left to 1 at the right."""
        return (day - self.low).days / (self.high - self.low).days


def value_axis(values: Iterable[Number], unit: Unit, ticks: int = 5) -> ValueAxis:
    """The axis that holds all the values, with about ``ticks`` intervals."""
    exact = [Fraction(value) for value in values] or [Fraction(0)]
    start, end, is_cut = _bounds(min(exact), max(exact), unit.is_percent)
    whole = all(value.denominator == 1 for value in exact) and not unit.is_percent
    step = _nice_step((end - start) / ticks, whole)
    first, last = floor(start / step), -floor(-end / step)
    if unit.is_percent and end == 100:
        last = floor(end / step)
    marks = [step * index for index in range(first, last + 1)]
    low, high = marks[0], max(marks[-1], end)
    pad = (high - low) * HEADROOM
    texts, scale = _tick_texts(marks, step, unit)
    return ValueAxis(
        low=float(low - (pad / 2 if low < 0 or is_cut else pad / 6)),
        high=float(high + pad),
        ticks=tuple(float(mark) for mark in marks),
        texts=texts,
        note=axis_note(unit, scale, is_cut),
        is_cut=is_cut,
    )


def axis_note(unit: Unit, scale: str, is_cut: bool) -> str:
    """« M€ · en millions · l’axe ne commence pas à zéro »; nothing for plain percentages from zero."""
    name = "" if unit.is_percent else unit.symbol or unit.label
    return " · ".join(part for part in (name, scale, CUT_NOTE if is_cut else "") if part)


def _bounds(low: Fraction, high: Fraction, is_percent: bool) -> tuple[Fraction, Fraction, bool]:
    """Ends of the axis before rounding to ticks, and whether zero is left out."""
    spread = high - low
    if low < 0 < high or low == high == 0:
        return (low, high, False) if spread else (Fraction(0), Fraction(1), False)
    largest = max(abs(low), abs(high))
    if 0 < spread < largest * FAR_FROM_ZERO:
        return _zoomed(low, high, is_percent)
    if is_percent and low >= 0 and 50 < high <= 100:
        return Fraction(0), Fraction(100), False
    return min(low, Fraction(0)), max(high, Fraction(0)), False


def _zoomed(low: Fraction, high: Fraction, is_percent: bool) -> tuple[Fraction, Fraction, bool]:
    """Half of the spread added on each side; a share stays within 0 and 100 %."""
    room = (high - low) / 2
    top = high + room
    if is_percent and high <= 100:
        top = min(top, Fraction(100))
    return low - room, top, True


def _nice_step(raw: Fraction, whole: bool) -> Fraction:
    """1, 2, 5 (or 25, 250…) times a power of ten, not under one for things that are counted."""
    power = Fraction(10) ** floor(log10(float(raw)))
    factors = (Fraction(1), Fraction(2), *([Fraction(5, 2)] if power >= 10 else []), Fraction(5), Fraction(10))
    step = next(power * factor for factor in factors if power * factor >= raw * Fraction(9, 10))
    return max(step, Fraction(1)) if whole else step


def _tick_texts(marks: list[Fraction], step: Fraction, unit: Unit) -> tuple[tuple[str, ...], str]:
    """Texts of the ticks, and the multiple that they are written in (« en millions »)."""
    power = _scale_power(max(abs(mark) for mark in marks), step)
    scaled = step / Fraction(10) ** power
    decimals = max(0, -floor(log10(float(scaled)))) if scaled < 1 else 0
    symbol = "%" if unit.is_percent else ""
    texts = tuple(number(mark / Fraction(10) ** power, decimals, symbol) for mark in marks)
    return tuple(text.replace(f"{MINUS}0{SPACE}", f"0{SPACE}") for text in texts), scale_name(power)


def _scale_power(largest: Fraction, step: Fraction) -> int:
    """0 as long as plain figures are readable, else the power of ten to divide by."""
    if largest >= 10**7:
        power = (len(str(int(largest))) - 1) // 3 * 3
        return power if power > 9 else power - 3 if step < Fraction(10) ** power / 10 and power > 6 else power
    if step < Fraction(1, 10**5):
        return floor(log10(float(largest))) // 3 * 3
    return 0


def scale_name(power: int) -> str:
    """« en millions », « en milliards », « × 10⁻⁹ »; empty for units."""
    if power == 0:
        return ""
    return f"en {_SCALES[power]}" if power in _SCALES else f"× 10{superscript(power)}"


def time_axis(
    days: list[date],
    room: float,
    *,
    anchor: date | None = None,
    by_year: bool = True,
    least_months: int = 3,
    today: date | None = None,
) -> TimeAxis:
    """An axis over ``days`` for ``room`` pixels, at least ``least_months`` long.

    Yearly ticks fall on ``anchor``'s year. They read « 2024 » when all values are yearly, else
    « fin 2024 », since the tick is the end of the year. After ``today``, if given, there is always room
    to write that this time is still to come.
    """
    first, last = min(days), max(days)
    while (last - first).days < least_months * 30:
        first, last = add_months(first, -1), add_months(last, 1)
    length = (last - first).days
    low = first - timedelta(days=max(2, round(length * _LEFT)))
    high = last + timedelta(days=max(2, round(length * _RIGHT)))
    if today is not None:
        share = _FUTURE / room
        high = max(high, low + (today - low) / (1 - share))
    ticks, step = _ticks(low, high, room, anchor or first, by_year)
    last_x = room + _EDGE - _tick_width(step, by_year) / 2  # a text further right would be cut by the card
    visible = _until(ticks, low, high, last_x / room)
    if len(visible) < 2:  # no room for regular ticks: two year ends at least
        ends = _until(_month_ends(low, high, 12, low), low, high, last_x / room)
        visible = (ends[0], ends[-1]) if len(ends) > 1 else visible
    return TimeAxis(low, high, visible, tuple(_tick_text(tick, step, by_year) for tick in visible))


def _ticks(low: date, high: date, room: float, anchor: date, by_year: bool) -> tuple[tuple[date, ...], int]:
    """The finest month ends that have room for their texts."""
    days: tuple[date, ...] = ()
    for step in _STEPS:
        days = _month_ends(low, high, step, anchor)
        if len(days) * _tick_width(step, by_year) <= room and (step >= 12 or not _is_yearly(low, high, by_year)):
            return days, step
    return days, _STEPS[-1]


def _until(ticks: tuple[date, ...], low: date, high: date, share: float) -> tuple[date, ...]:
    return tuple(tick for tick in ticks if (tick - low) / (high - low) <= share)


def _is_yearly(low: date, high: date, by_year: bool) -> bool:
    """Yearly values never take month ticks, unless they have less than a year to stand in."""
    return by_year and (high - low).days > 366


def _tick_width(step: int, by_year: bool) -> int:
    if step < 12:
        return 72
    return 46 if by_year else 60


def _month_ends(low: date, high: date, step: int, anchor: date) -> tuple[date, ...]:
    """Month ends between two days, every ``step`` months, December of the anchor's year being one."""
    phase = (anchor.year * 12 + 11) % step
    first, last = low.year * 12 + low.month - 1, high.year * 12 + high.month - 1
    ends = (month_end(month // 12, month % 12 + 1) for month in range(first, last + 1) if month % step == phase)
    return tuple(end for end in ends if low <= end <= high)


def _tick_text(day: date, step: int, by_year: bool) -> str:
    if step < 12:
        return f"{_SHORT_MONTHS[day.month - 1]}{SPACE}{day.year}"
    return str(day.year) if by_year else f"fin{SPACE}{day.year}"
