"""Numbers, dates and plurals as a French-speaking Belgian reader expects them.

Source: docs/method.md, Numbers and dates as shown. Exact values are rounded half up, only here and only for display.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.domain.series import Unit

THOUSANDS = "\u202f"  # narrow no-break space, what ICU gives for fr-BE
SPACE = "\u00a0"  # no-break space before a unit
MINUS = "\u2212"
NOT_AVAILABLE = "n.d."
MAX_DECIMALS = 6

Exact = Decimal | Fraction | int


def number(value: Exact | None, decimals: int | None = None, unit: Unit | str = "") -> str:
    """A number in French: « 1 380,5 M€ », « 78,5 % », « −3 »; « n.d. » when there is none.

    ``decimals`` None shows the digits of the value itself, at most six, without trailing zeros.
    """
    if value is None:
        return NOT_AVAILABLE
    text = _digits(abs(Fraction(value)), MAX_DECIMALS if decimals is None else decimals)
    if decimals is None:
        text = trim(text)
    sign = MINUS if value < 0 and text.strip("0,") else ""
    return with_unit(sign + text, unit)


def short(value: Exact | None, decimals: int, unit: Unit | str = "") -> str:
    """Like :func:`number`, without trailing zeros: 72 with one decimal is « 72 », 69.83 is « 69,8 »."""
    if value is None:
        return NOT_AVAILABLE
    return with_unit(trim(number(value, decimals)), unit)


def signed(value: Exact | None, decimals: int | None = None, unit: Unit | str = "") -> str:
    """A change, always with its sign: « +12,5 points », « −3 »; a change that rounds to zero has none."""
    text = number(value, decimals, unit)
    if value is None or value <= 0 or not number(value, decimals).strip("0,"):
        return text
    return f"+{text}"


def percent(ratio: Exact | None, decimals: int = 1) -> str:
    """A ratio as a percentage: 0.5625 is « 56,3 % »; « — » when the ratio has no meaning."""
    if ratio is None:
        return "—"
    return number(Fraction(ratio) * 100, decimals, "%")


def percent_beside(ratio: Fraction, thresholds: Sequence[Exact], decimals: int = 1) -> str:
    """A ratio in %, with more decimals when rounding would put it on the other side of a threshold.

    « 94,96 % » and not « 95,0 % » beside a threshold of 95 %: the figure must agree with the status.
    """
    for places in range(decimals, MAX_DECIMALS):
        rounded = _rounded(ratio * 100, places) / 100
        if all((rounded >= Fraction(limit)) == (ratio >= Fraction(limit)) for limit in thresholds):
            return percent(ratio, places)
    return percent(ratio, MAX_DECIMALS)


def beside(value: Fraction, reference: Fraction, decimals: int) -> str:
    """A value displayed next to another, with more decimals while rounding would make the two look equal."""
    for places in range(decimals, MAX_DECIMALS):
        if value == reference or _rounded(value, places) != reference:
            return short(value, places)
    return short(value, MAX_DECIMALS)


def with_unit(text: str, unit: Unit | str) -> str:
    """A formatted figure followed by its unit (a unit without symbol adds nothing)."""
    symbol = unit.symbol if isinstance(unit, Unit) else unit
    return f"{text}{SPACE}{symbol}" if symbol else text


def trim(text: str) -> str:
    """Decimals without trailing zeros: « 72,50 » becomes « 72,5 », « 72,0 » becomes « 72 »."""
    return text.rstrip("0").rstrip(",") if "," in text else text


def date_fr(day: date) -> str:
    """A date as JJ/MM/AAAA."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def is_plural(count: Exact) -> bool:
    """French plural begins at two: « 1,5 point », « 2 points »."""
    return not -2 < count < 2


def plural(count: Exact, singular: str, plural_form: str | None = None) -> str:
    """The noun alone, singular or plural: « indicateur » or « indicateurs »."""
    return (plural_form or f"{singular}s") if is_plural(count) else singular


def count_of(count: int, singular: str, plural_form: str | None = None) -> str:
    """A count and its noun: « 1 indicateur », « 22 indicateurs »."""
    return f"{number(count)}{SPACE}{plural(count, singular, plural_form)}"


def _rounded(value: Fraction, decimals: int) -> Fraction:
    """Exact rounding, half away from zero."""
    scale = 10**decimals
    steps = (abs(value) * scale + Fraction(1, 2)) // 1
    return Fraction(-steps if value < 0 else steps, scale)


def _digits(value: Fraction, decimals: int) -> str:
    """Digits of a non-negative number, grouped by three."""
    steps = int(_rounded(value, decimals) * 10**decimals)
    whole, rest = divmod(steps, 10**decimals)
    grouped = f"{whole:,}".replace(",", THOUSANDS)
    return f"{grouped},{rest:0{decimals}d}" if decimals else grouped
