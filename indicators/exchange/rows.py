"""What a file or a paste says, cell by cell, before anything is decided: the common language of the readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.series import Unit
from indicators.domain.values.cells import CellInput


@dataclass(frozen=True, slots=True, order=True)
class SourcePlace:
    """Where something stands, as the person sees it. Row 0 is the whole sheet, an empty column the whole row."""

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        parts = [f"feuille « {self.sheet} »"] if self.sheet else []
        parts += [f"ligne {self.row}"] if self.row else []
        parts += [f"colonne {self.column}"] if self.column else []
        return ", ".join(parts) or "fichier"


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something wrong or worth knowing, where it stands, in French. ``blocks`` when nothing of that place is kept."""

    place: SourcePlace
    message: str
    blocks: bool = True

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where[:1].upper()}{where[1:]} : {self.message}"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One cell to enter, as given. ``cell`` is None when ``problems`` prevent it from being one.

    ``base`` is the version that the person saw, None when nothing tells. ``untouched`` says that the row is still as
    the template was delivered. ``stated`` names what the file speaks of: the rest stays as it is stored.
    ``candidates`` are the answers to ``question``, when the file itself raises one.
    """

    place: SourcePlace
    given: tuple[str, str, str, str]
    typed: str
    cell: CellInput | None = None
    problems: tuple[ReadingProblem, ...] = ()
    base: int | None = None
    untouched: bool = False
    stated: frozenset[str] = frozenset()
    question: str = ""
    candidates: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read: rows in order, remarks on the whole, and how many cells had nothing in them."""

    rows: tuple[RawRow, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
    outside: tuple[RawRow, ...] = ()
    blanks: int = 0
    convention: str = ""


@dataclass(frozen=True, slots=True)
class SeriesCodes:
    """What reading needs to know of a series: its codes, its unit, its items by list."""

    code: str
    indicator: str
    perimeter: str
    unit: Unit
    decimals: int
    items: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table. ``exact`` is the number of a numeric cell; ``trouble`` says why it cannot be used."""

    text: str = ""
    exact: Decimal | None = None
    trouble: str = ""
    is_percent: bool = False
    is_date: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen in it."""
        return not self.trouble and not self.text.strip()


BLANK = TableCell()


def letters(index: int) -> str:
    """Letters of a column, from 0: A, B… Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def french(value: Decimal) -> str:
    """A number as one types it here: no thousands, a decimal comma, every digit."""
    return format(value, "f").replace(".", ",")


def unmistakable(value: Decimal) -> str:
    """The same, with a last zero where three decimals could be taken for thousands: « 1,2340 »."""
    text = french(value)
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text
