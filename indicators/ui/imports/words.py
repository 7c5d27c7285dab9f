"""Words of the import screen: which cell, where it stands, what it held and what it would hold."""

from decimal import Decimal

from db.vocabulary import EntryMethod, ObsStatus
from indicators.domain.formatting import with_unit
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.series import Unit
from indicators.domain.values.typed_numbers import echo
from indicators.exchange.rows import Place, Problem
from indicators.reading.progress.review import Judged
from indicators.services.files.previews import Fate, Preview, PreviewCell
from indicators.ui import store
from indicators.ui.kit.cell_text import exact, value_words

_PLAIN = Unit("", "", "", False)


def judged(code: str) -> Judged | None:
    """What is known of a series; None where the code is not one."""
    return store.present().judged.get(code)


def unit_of(code: str) -> Unit:
    """Unit of a series."""
    one = judged(code)
    return _PLAIN if one is None else one.series.unit


def series_words(code: str) -> str:
    """« Chiffre d'affaires – Biothérapies », or the code where it is not known."""
    one = judged(code)
    return code if one is None else f"{one.definition.label} – {one.perimeter.label}"


def period_words(code: str) -> str:
    """« S1 2024 », or the text as it was given."""
    try:
        return Period.parse(code).label
    except ValueError:
        return code


def named(cell: PreviewCell) -> tuple[str, str]:
    """Series and period of a cell, as known or as given."""
    series, period, _, _ = cell.row.given
    return (cell.key.series, cell.key.period) if cell.key else (series, period)


def item_of(cell: PreviewCell) -> str:
    """The part of a breakdown that a cell is about: « PME »; empty for a total."""
    return cell.key.item if cell.key else cell.row.given[3]


def short_name(cell: PreviewCell) -> str:
    """« ENT-01-A2, 2020 »: enough to tell a field from the others."""
    series, period = named(cell)
    item = item_of(cell)
    return f"{series}{f' {item}' if item else ''}, {period_words(period)}"


def place_words(place: Place, method: EntryMethod) -> str:
    """« ligne 3, colonne B »: a paste has no sheet to name."""
    return str(Place("", place.row, place.column) if method is EntryMethod.PASTE else place)


def problem_words(problem: Problem, preview: Preview) -> str:
    """A remark with its place."""
    if preview.method is EntryMethod.PASTE and not problem.place.row:
        return f"{problem.message[:1].upper()}{problem.message[1:]}"
    where = place_words(problem.place, preview.method)
    return f"{where[:1].upper()}{where[1:]} : {problem.message}"


def old_words(cell: PreviewCell) -> str:
    """What is stored now; empty where nothing is."""
    return "" if cell.old is None else value_words(cell.old, unit_of(named(cell)[0]))


def new_words(cell: PreviewCell) -> str:
    """What would be stored, in its unit; empty where nothing is settled."""
    if cell.new is None and not cell.new_flags:
        return ""
    one = judged(named(cell)[0])
    return _value(cell.new, cell.new_flags, unit_of(named(cell)[0]), one.definition.decimals if one else 0)


def _value(value: Decimal | None, flags: frozenset[ObsStatus], unit: Unit, decimals: int) -> str:
    said = describe(flags).lower()
    if value is None:
        return f"pas de valeur : {said}"
    shown = echo(value, unit, decimals)
    return f"{shown} ({said})" if said else shown


def candidate_words(cell: PreviewCell, value: Decimal) -> str:
    """« 1 234 M€ »: a reading of what was typed, as it would be shown."""
    return with_unit(exact(value), unit_of(named(cell)[0]))


SIGNS = {
    Fate.NEW: "+",
    Fate.CHANGED: "→",
    Fate.EQUAL: "=",
    Fate.REFUSED: "✗",
    Fate.QUESTION: "?",
    Fate.EXPLAIN: "⚠",
    Fate.CONFLICT: "⇄",
    Fate.OUTSIDE: "∅",
}
"""Beside the word of each fate, never alone."""

COUNTED = {
    Fate.NEW: ("nouvelle", "nouvelles"),
    Fate.CHANGED: ("modifiée", "modifiées"),
    Fate.EQUAL: ("égale", "égales"),
    Fate.QUESTION: ("à préciser", "à préciser"),
    Fate.EXPLAIN: ("à expliquer", "à expliquer"),
    Fate.CONFLICT: ("conflit", "conflits"),
    Fate.REFUSED: ("refusée", "refusées"),
    Fate.OUTSIDE: ("hors grille", "hors grille"),
}
"""The words of each fate, one and many, in the order in which they are shown."""
