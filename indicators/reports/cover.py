"""What an edition says of itself, and what people wrote for it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is: the committee's own appreciation, a comment, a decision."""

    APPRECIATION = "appreciation"
    COMMENT = "commentaire"
    DECISION = "decision"


NOTE_LABELS = {
    NoteKind.APPRECIATION: "Appréciation du comité",
    NoteKind.COMMENT: "Commentaire",
    NoteKind.DECISION: "Décision",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Free words about a subject: the code of a series, of a perimeter (« A1 », « DIS »), or empty for the whole.

    They are never mixed with the computed status: they stand beside it, signed and dated.
    """

    kind: NoteKind
    subject: str
    text: str
    author: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """Identity of an edition.

    ``made_at`` is aware; ``fingerprint`` is that of the data, if one was taken; ``filters`` are in words, empty for
    the whole roadmap. ``is_draft``: values that are not published are shown, so every page says « Document de
    travail ». ``is_fictitious`` marks every page; a demonstration store does so by itself.
    """

    title: str
    made_at: dt.datetime
    subtitle: str = ""
    code_version: str = ""
    fingerprint: str = ""
    filters: str = ""
    is_draft: bool = False
    is_fictitious: bool = False
    notes: tuple[Note, ...] = ()
