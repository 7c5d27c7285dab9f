"""The state of a cell as a sign and a word, never by colour alone (WCAG 1.4.1)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from db.vocabulary import ValueState
from indicators.domain.values.cells import Kind

CellState: TypeAlias = Kind | ValueState | None
"""What saving would do with what is being typed, or what stands in the way; else the life of the stored value; None
for an empty cell."""


class Words(NamedTuple):
    """Sign, singular and plural of a state: « ✗ », « refusée », « refusées »."""

    sign: str
    word: str
    plural: str


WORDS: Mapping[CellState, Words] = MappingProxyType(
    {
        None: Words("", "vide", "vides"),
        Kind.SAVED: Words("✎", "brouillon", "brouillons"),  # shown before it is saved; then the value has its own life
        Kind.WARNED: Words("⚠", "avertissement", "avertissements"),
        Kind.EXPLAIN: Words("⚠", "à expliquer", "à expliquer"),
        Kind.QUESTION: Words("?", "à préciser", "à préciser"),
        Kind.REFUSED: Words("✗", "refusée", "refusées"),
        Kind.CONFLICT: Words("⇄", "conflit", "conflits"),
        Kind.LOCKED: Words("⊘", "verrouillée", "verrouillées"),
        Kind.NEW: Words("+", "nouvelle", "nouvelles"),
        Kind.CHANGED: Words("→", "modifiée", "modifiées"),
        Kind.UNCHANGED: Words("=", "égale", "égales"),
        Kind.OUTSIDE: Words("∅", "hors grille", "hors grille"),
        ValueState.DRAFT: Words("✓", "enregistrée", "enregistrées"),
        ValueState.SUBMITTED: Words("→", "soumise", "soumises"),
        ValueState.RETURNED: Words("↩", "renvoyée", "renvoyées"),
        ValueState.VALIDATED: Words("✓✓", "validée", "validées"),
        ValueState.PUBLISHED: Words("●", "publiée", "publiées"),
        ValueState.WITHDRAWN: Words("⌫", "retirée", "retirées"),
    }
)

LEGEND: tuple[CellState, ...] = (
    Kind.SAVED,
    ValueState.DRAFT,
    Kind.WARNED,
    Kind.EXPLAIN,
    Kind.QUESTION,
    Kind.REFUSED,
    Kind.LOCKED,
    ValueState.SUBMITTED,
    ValueState.RETURNED,
    ValueState.VALIDATED,
    ValueState.PUBLISHED,
    ValueState.WITHDRAWN,
)
"""States that the help of the grid explains. A conflict explains itself where it happens."""

COMMENT_SIGN = "✉"
"""Beside the sign of a cell that carries a comment."""

COMMENTED = f"commentée {COMMENT_SIGN}"


def cell_state(state: ValueState | None, draft: Kind | None, *, locked: bool, warned: bool) -> CellState:
    """The state displayed: the draft first, then the lock, then the state of the value.

    ``draft`` is the outcome of saving it, None without a draft; ``warned`` is True when checks find something in the
    stored value.
    """
    if draft is not None:
        return typed_state(draft)
    if locked:
        return Kind.LOCKED
    return Kind.WARNED if warned and state is ValueState.DRAFT else state


def typed_state(kind: Kind) -> Kind:
    """The state of a cell with a draft, from the outcome of saving it; a draft even if equal to the stored value."""
    return Kind.SAVED if kind is Kind.UNCHANGED else kind


def in_words(state: CellState, commented: bool = False) -> str:
    """Sign and word: « ✓ enregistrée », « ⚠ avertissement, commentée ✉ »."""
    words = f"{WORDS[state].sign} {WORDS[state].word}".strip()
    return f"{words}, {COMMENTED}" if commented else words
