"""Figures, dates and reserves of a series in the words that charts, readings and tables share."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from db.vocabulary import ObsStatus
from indicators.domain.formatting import NOT_AVAILABLE, SPACE, date_fr, number, plural, short, signed
from indicators.domain.periods import Period
from indicators.domain.quality import LABELS, MISSING, PROVISIONAL, by_precedence
from indicators.domain.series import Unit

Number = Decimal | Fraction

RESERVED: frozenset[ObsStatus] = PROVISIONAL | {ObsStatus.FORECAST, ObsStatus.UNVALIDATED}
"""Flags that are said beside the value itself, and make its point hollow."""


def figure(value: Number | None, decimals: int, unit: Unit | str = "") -> str:
    """A value as charts write it: « 72 % », « 0,004 » even when the sheet asks for no decimals.

    A small value is never rounded to zero: « 0 » is a real zero only.
    """
    text = short(value, decimals, unit)
    if not value or short(value, decimals).strip("0,−"):
        return text
    return _significant(Fraction(value), unit)


def exact(value: Number | None, unit: Unit | str = "") -> str:
    """The digits of the value itself for tables, at most six decimals, or two significant digits."""
    text = number(value, None, unit)
    return _significant(Fraction(value), unit) if value and not number(value).strip("0,−") else text


def expected(value: Number | None, decimals: int, unit: Unit | str = "") -> str:
    """A value of the path: computed, not observed, so with one decimal at least under 1 000."""
    is_small = value is None or abs(Fraction(value)) < 1000
    return figure(value, max(decimals, 1) if is_small else decimals, unit)


def _significant(value: Fraction, unit: Unit | str) -> str:
    """Two significant digits: 0.0000000412 is « 0,000000041 »; beyond 12 decimals, a power of ten."""
    digits, exponent = f"{float(abs(value)):.1e}".split("e")
    sign = "−" if value < 0 else ""
    if int(exponent) < -12:
        text = f"{sign}{digits.replace('.', ',')} × 10{superscript(int(exponent))}"
    else:
        text = sign + f"{float(abs(value)):.{1 - int(exponent)}f}".replace(".", ",").rstrip("0")
    symbol = unit.symbol if isinstance(unit, Unit) else unit
    return f"{text}{SPACE}{symbol}" if symbol else text


def superscript(exponent: int) -> str:
    """An exponent in raised digits: -9 is « ⁻⁹ »."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def reserve(flags: Iterable[ObsStatus]) -> str:
    """What makes a value uncertain, agreeing with « valeur »: « estimée », « provisoire, fiabilité faible »."""
    return ", ".join(_lower(LABELS[flag].removeprefix("Valeur ")) for flag in by_precedence(flags) if flag in RESERVED)


def reserve_phrase(flags: Iterable[ObsStatus]) -> str:
    """The same after a value in a sentence: « valeur estimée », « prévision »; empty without reserve."""
    return ", ".join(_lower(LABELS[flag]) for flag in by_precedence(flags) if flag in RESERVED)


def why_missing(flags: Iterable[ObsStatus]) -> str:
    """« n.d. (masquée (confidentialité)) » is heavy: « n.d. : masquée (confidentialité) »."""
    reasons = [LABELS[flag].removeprefix("Manquante").strip(" :()") for flag in by_precedence(flags) if flag in MISSING]
    text = ", ".join(reason for reason in reasons if reason)
    return f"{NOT_AVAILABLE}{SPACE}: {_balanced(text)}" if text else NOT_AVAILABLE


def _balanced(text: str) -> str:
    """Closes the bracket that trimming may have opened."""
    return text + ")" * (text.count("(") - text.count(")"))


def change(first: Number, last: Number, decimals: int, unit: Unit) -> str:
    """« soit +44 points », « soit −3 ETP (−12,5 %) », « sans changement »: percentages change in points."""
    gap = Fraction(last) - Fraction(first)
    if gap == 0:
        return "sans changement"
    if unit.is_percent:
        return f"soit {_signed(gap, decimals)}{SPACE}{plural(gap, 'point')}"
    growth = f" ({signed(gap / Fraction(first) * 100, 1, '%')})" if first > 0 and last >= 0 else ""
    return f"soit {_signed(gap, decimals, unit)}{growth}"


def _signed(gap: Fraction, decimals: int, unit: Unit | str = "") -> str:
    text = figure(gap, decimals, unit)
    return f"+{text}" if gap > 0 else text


def span(start: date, end: date) -> str:
    """How long: « en 5 ans », « en 18 mois », « en 5 ans et 2 mois », « en 12 jours »."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= 0 or (end - start).days < 28:
        days = (end - start).days
        return f"en {days}{SPACE}{plural(days, 'jour')}"
    years, rest = divmod(months, 12)
    if rest and months < 24:
        return f"en {months}{SPACE}mois"
    in_years = f"en {years}{SPACE}{plural(years, 'an')}"
    return f"{in_years} et {rest}{SPACE}mois" if rest else in_years


def when(period: Period) -> str:
    """« en avril 2022 », « au S1 2024 », « au 31/05/2024 »; the words are kept together."""
    return period.when.replace(" ", SPACE)


def break_sentence(period: Period) -> str:
    """« Rupture de série en 2019 : les valeurs d’avant et d’après ne se comparent pas. »"""
    return f"Rupture de série {when(period)}{SPACE}: les valeurs d’avant et d’après ne se comparent pas."


def more(count: int, singular: str, many: str) -> str:
    """« 1 autre poste », « 6 autres postes »."""
    return f"{count}{SPACE}{plural(count, singular, many)}"


def on(day: date) -> str:
    """« au 31/12/2023 »."""
    return f"au{SPACE}{date_fr(day)}"


def listed(parts: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
