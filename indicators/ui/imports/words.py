"""Text of the import screen: cell labels, positions, old and new values."""

from decimal import Decimal

from db.vocabulary import EntryMethod, ObsStatus
from indicators.domain.formatting import with_unit
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.series import Unit
from indicators.domain.values.cells import Kind
from indicators.domain.values.typed_numbers import echo
from indicators.exchange.rows import ReadingProblem, SourcePlace
from indicators.reading.progress.review import Judged
from indicators.services.files.previews import Preview, PreviewCell
from indicators.ui import store
from indicators.ui.kit.cell_text import exact, value_words

_PLAIN = Unit("", "", "", False)


def judged(code: str) -> Judged | None:
    """The series with this code and its computed status; None if the code is unknown."""
    return store.present().judged.get(code)


def unit_of(code: str) -> Unit:
    """Unit of a series; an empty unit if the code is unknown."""
    assessed = judged(code)
    return _PLAIN if assessed is None else assessed.series.unit


def series_words(code: str) -> str:
    """« Chiffre d'affaires – Biothérapies », or the code when unknown."""
    assessed = judged(code)
    return code if assessed is None else f"{assessed.definition.label} – {assessed.perimeter.label}"


def period_words(code: str) -> str:
    """« S1 2024 », or the text as given when it is not a period."""
    try:
        return Period.parse(code).label
    except ValueError:
        return code


def named(cell: PreviewCell) -> tuple[str, str]:
    """Series and period of a cell, as recognised or else as given."""
    return cell.key.series, cell.key.period


def item_of(cell: PreviewCell) -> str:
    """The breakdown item of a cell: « PME »; empty for a total."""
    return cell.key.item


def short_name(cell: PreviewCell) -> str:
    """Short name to tell a field from the others: « ENT-01-A2, 2020 »."""
    series, period = named(cell)
    item = item_of(cell)
    return f"{series}{f' {item}' if item else ''}, {period_words(period)}"


def place_words(place: SourcePlace, method: EntryMethod) -> str:
    """Position of a cell: « ligne 3, colonne B »; the sheet is omitted for a paste."""
    return str(SourcePlace("", place.row, place.column) if method is EntryMethod.PASTE else place)


def problem_words(problem: ReadingProblem, preview: Preview) -> str:
    """A problem with its position."""
    if preview.method is EntryMethod.PASTE and not problem.place.row:
        return f"{problem.message[:1].upper()}{problem.message[1:]}"
    where = place_words(problem.place, preview.method)
    return f"{where[:1].upper()}{where[1:]} : {problem.message}"


def old_words(cell: PreviewCell) -> str:
    """The stored value as text; empty without one."""
    return "" if cell.old is None else value_words(cell.old, unit_of(named(cell)[0]))


def new_words(cell: PreviewCell) -> str:
    """The value to store, with its unit; empty while undecided."""
    if cell.new is None:
        return ""
    series = judged(named(cell)[0])
    return _value(cell.new.value, cell.new.flags, unit_of(named(cell)[0]), series.definition.decimals if series else 0)


def _value(value: Decimal | None, flags: frozenset[ObsStatus], unit: Unit, decimals: int) -> str:
    lower = describe(flags).lower()
    if value is None:
        return f"pas de valeur : {lower}"
    text = echo(value, unit, decimals)
    return f"{text} ({lower})" if lower else text


def candidate_words(cell: PreviewCell, value: Decimal) -> str:
    """A possible reading of the typed text: « 1 234 M€ »."""
    return with_unit(exact(value), unit_of(named(cell)[0]))


KINDS = (
    Kind.NEW,
    Kind.CHANGED,
    Kind.UNCHANGED,
    Kind.QUESTION,
    Kind.EXPLAIN,
    Kind.CONFLICT,
    Kind.REFUSED,
    Kind.OUTSIDE,
)
"""What may become of a cell, in the order in which the preview counts them."""
