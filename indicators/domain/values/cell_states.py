"""State of a cell in words and sign, never by colour alone: WCAG 1.4.1."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from db.vocabulary import ValueState
from indicators.domain.values.cells import Kind


class CellState(StrEnum):
    """What a person must know of a cell at a glance; the value is the word shown."""

    EMPTY = "vide"
    TYPED = "brouillon"
    SAVED = "enregistrée"
    WARNED = "avertissement"
    TO_EXPLAIN = "à expliquer"
    TO_CLARIFY = "à préciser"
    REFUSED = "refusée"
    CONFLICT = "conflit"
    LOCKED = "verrouillée"
    SUBMITTED = "soumise"
    RETURNED = "renvoyée"
    VALIDATED = "validée"
    PUBLISHED = "publiée"
    WITHDRAWN = "retirée"


SIGNS: Mapping[CellState, str] = MappingProxyType(
    {
        CellState.EMPTY: "",
        CellState.TYPED: "✎",
        CellState.SAVED: "✓",
        CellState.WARNED: "⚠",
        CellState.TO_EXPLAIN: "⚠",
        CellState.TO_CLARIFY: "?",
        CellState.REFUSED: "✗",
        CellState.CONFLICT: "⇄",
        CellState.LOCKED: "⊘",
        CellState.SUBMITTED: "→",
        CellState.RETURNED: "↩",
        CellState.VALIDATED: "✓✓",
        CellState.PUBLISHED: "●",
        CellState.WITHDRAWN: "⌫",
    }
)

COMMENT_SIGN = "✉"
"""Beside the sign of a cell that carries a comment."""

COMMENTED = f"commentée {COMMENT_SIGN}"

_OF_STATE: Mapping[ValueState | None, CellState] = MappingProxyType(
    {
        None: CellState.EMPTY,
        ValueState.DRAFT: CellState.SAVED,
        ValueState.SUBMITTED: CellState.SUBMITTED,
        ValueState.RETURNED: CellState.RETURNED,
        ValueState.VALIDATED: CellState.VALIDATED,
        ValueState.PUBLISHED: CellState.PUBLISHED,
        ValueState.WITHDRAWN: CellState.WITHDRAWN,
    }
)

_OF_KIND: Mapping[Kind, CellState] = MappingProxyType(
    {
        Kind.SAVED: CellState.SAVED,
        Kind.WARNED: CellState.WARNED,
        Kind.EXPLAIN: CellState.TO_EXPLAIN,
        Kind.QUESTION: CellState.TO_CLARIFY,
        Kind.REFUSED: CellState.REFUSED,
        Kind.CONFLICT: CellState.CONFLICT,
        Kind.UNCHANGED: CellState.SAVED,
        Kind.LOCKED: CellState.LOCKED,
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state of a cell depends on. ``typed`` is what reading a draft gave; None where nothing is being typed."""

    state: ValueState | None = None
    has_draft: bool = False
    typed: Kind | None = None
    locked: bool = False
    warned: bool = False


def cell_state(facts: Facts) -> CellState:
    """The one state shown: what is being typed first, then the lock, then the life of the value."""
    if facts.has_draft:
        return CellState.TYPED if facts.typed is None else _OF_KIND[facts.typed]
    if facts.locked:
        return CellState.LOCKED
    if facts.warned and facts.state is ValueState.DRAFT:
        return CellState.WARNED
    return _OF_STATE[facts.state]


def typed_state(kind: Kind) -> CellState:
    """The state of a cell that is being typed, by what saving it would do: nothing is saved yet."""
    return CellState.TYPED if kind in (Kind.SAVED, Kind.UNCHANGED) else _OF_KIND[kind]


def in_words(state: CellState, commented: bool = False) -> str:
    """Sign and word: « ✓ enregistrée », « ⚠ avertissement, commentée ✉ »."""
    said = f"{SIGNS[state]} {state}".strip()
    return f"{said}, {COMMENTED}" if commented else said


def state_of_kind(kind: Kind) -> CellState:
    """The state to show in a cell that was just saved, or could not be."""
    return _OF_KIND[kind]
