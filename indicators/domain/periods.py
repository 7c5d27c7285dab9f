"""Reference periods (`2024`, `2024-S1`, `2024-Q3`, `2024-05`, `2024-05-31`) and decimal years.

Decimal years follow the progress method: 2021 is the END of 2021 (31/12/2021), 2021.5 is 30/06/2022.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache, total_ordering
from math import ceil

from db.vocabulary import PeriodKind

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

_CODE = re.compile(r"([12]\d{3})(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-(\d{2}))?))?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A reference period with its first and last day (both included). Sorts by end, then start."""

    code: str
    kind: PeriodKind
    start: date
    end: date

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, code: str) -> "Period":
        """Read a period code.

        Raises:
            ValueError: with a French message, when the code is not one of the five accepted forms.
        """
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise ValueError(_unknown(code))
        year, semester, quarter, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if day is not None and month is not None:
            return cls._day(code, year, month, day)
        if month is not None:
            return cls._months(PeriodKind.MONTH, year, month, 1)
        if quarter is not None:
            return cls._months(PeriodKind.QUARTER, year, 3 * quarter - 2, 3)
        if semester is not None:
            return cls._months(PeriodKind.SEMESTER, year, 6 * semester - 5, 6)
        return cls._months(PeriodKind.YEAR, year, 1, 12)

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> "Period":
        """The period of this kind that contains ``day``."""
        if kind is PeriodKind.DAY:
            return cls(day.isoformat(), kind, day, day)
        length = _LENGTH[kind]
        return cls._months(kind, day.year, (day.month - 1) // length * length + 1, length)

    @classmethod
    def _day(cls, code: str, year: int, month: int, day: int) -> "Period":
        try:
            return cls.containing(PeriodKind.DAY, date(year, month, day))
        except ValueError:
            raise ValueError(f"La date « {code} » n'existe pas dans le calendrier.") from None

    @classmethod
    def _months(cls, kind: PeriodKind, year: int, first: int, length: int) -> "Period":
        last = first + length - 1
        suffix = {
            PeriodKind.YEAR: "",
            PeriodKind.SEMESTER: f"-S{last // 6}",
            PeriodKind.QUARTER: f"-Q{last // 3}",
            PeriodKind.MONTH: f"-{first:02d}",
        }[kind]
        return cls(f"{year:04d}{suffix}", kind, date(year, first, 1), month_end(year, last))

    @property
    def following(self) -> "Period":
        """The next period of the same kind."""
        return Period.containing(self.kind, self.end + timedelta(days=1))

    @property
    def label(self) -> str:
        """Short French name: « 2024 », « S1 2024 », « T3 2024 », « mai 2024 », « 31/05/2024 »."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.end:%Y}"
            case PeriodKind.SEMESTER:
                return f"S{self.end.month // 6} {self.end:%Y}"
            case PeriodKind.QUARTER:
                return f"T{self.end.month // 3} {self.end:%Y}"
            case PeriodKind.MONTH:
                return f"{MONTHS[self.end.month - 1]} {self.end:%Y}"
            case PeriodKind.DAY:
                return f"{self.end:%d/%m/%Y}"

    @property
    def when(self) -> str:
        """The label with its preposition: « en 2024 », « au S1 2024 », « en mai 2024 », « au 31/05/2024 »."""
        in_words = self.kind in (PeriodKind.YEAR, PeriodKind.MONTH)
        return f"{'en' if in_words else 'au'} {self.label}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.end, self.start) < (other.end, other.start)


_LENGTH = {PeriodKind.YEAR: 12, PeriodKind.SEMESTER: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}


def _unknown(code: str) -> str:
    forms = "2024, 2024-S1, 2024-Q3, 2024-05 ou 2024-05-31"
    return f"Période « {code} » non reconnue : écrivez par exemple {forms}."


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """``day`` moved by whole months; the end of a month stays the end of a month."""
    index = day.year * 12 + day.month - 1 + months
    last = month_end(index // 12, index % 12 + 1)
    if day == month_end(day.year, day.month):
        return last
    return last.replace(day=min(day.day, last.day))


@lru_cache(maxsize=4096)
def decimal_year(day: date) -> Fraction:
    """Exact decimal year, in months: 31/12/2021 is 2021, 30/06/2022 is 2021.5, 15/02/2022 lies between."""
    in_month = Fraction(day.day, monthrange(day.year, day.month)[1])
    return day.year - 1 + (day.month - 1 + in_month) / 12


def from_decimal_year(t: Fraction) -> date:
    """The date of a decimal year, to the nearest day of the month: inverse of :func:`decimal_year`."""
    months = t * 12
    whole = ceil(months) - 1
    year, month = whole // 12 + 1, whole % 12 + 1
    length = monthrange(year, month)[1]
    return date(year, month, max(1, round((months - whole) * length)))
