"""Answers to the questions of a preview, read from the widgets of the last run."""

import streamlit as st

from indicators.services.files.previews import Answer, Answers, Ask, Preview, PreviewCell

MOST = 25
"""Questions asked at once; the following ones come once these are answered."""

TITLES = {
    Ask.NUMBER: "Nombres qui se lisent de deux façons",
    Ask.ABSENCE: "Valeurs absentes",
    Ask.REASON: "Valeurs publiées à corriger",
    Ask.COMMENT: "Valeurs à expliquer",
    Ask.CHOICE: "Valeurs enregistrées entre-temps",
}
COMMON = "common"
OVERWRITE, LEAVE = "Enregistrer la mienne à sa place", "Laisser celle qui est enregistrée"


def answers(preview: Preview) -> Answers:
    """Answers read from the widgets; cells without one stay unanswered."""
    cells = {}
    for rank, (place, cell) in enumerate(cells_to_answer(preview)):
        answer = (_own(preview, place, cell) if rank < MOST else None) or _common(preview, cell)
        if answer is not None:
            cells[cell.key] = answer
    return Answers(cells, _text(preview, COMMON, Ask.REASON))


def cells_to_answer(preview: Preview) -> list[tuple[int, PreviewCell]]:
    """Cells that need an answer, with their index in the preview, grouped by kind of question."""
    waiting = [(place, cell) for place, cell in enumerate(preview.cells) if cell.asks in TITLES]
    order = list(TITLES)
    return sorted(waiting, key=lambda pair: order.index(pair[1].asks))


def key_of(preview: Preview, place: int | str, ask: Ask) -> str:
    """Widget key of a question; it changes when an answer raises another question about the cell."""
    return f"import_ask_{preview.identity}_{place}_{ask.name.lower()}"


def _own(preview: Preview, place: int, cell: PreviewCell) -> Answer | None:
    chosen = st.session_state.get(key_of(preview, place, cell.asks))
    text = _text(preview, place, cell.asks)
    if cell.asks is Ask.NUMBER:
        return None if chosen is None else Answer(chosen=chosen)
    if cell.asks is Ask.ABSENCE:
        return None if chosen is None else Answer(absence=chosen)
    if cell.asks is Ask.CHOICE:
        return Answer(overwrite=True) if chosen == OVERWRITE else None
    if not text:
        return None
    return Answer(comment=text) if cell.asks is Ask.COMMENT else Answer(reason=text)


def _common(preview: Preview, cell: PreviewCell) -> Answer | None:
    """The common answer for cells of this kind; the common reason for corrections is passed separately."""
    if cell.asks is Ask.COMMENT:
        text = _text(preview, COMMON, Ask.COMMENT)
        return Answer(comment=text) if text else None
    if cell.asks is Ask.ABSENCE:
        reason = st.session_state.get(key_of(preview, COMMON, Ask.ABSENCE))
        return Answer(absence=reason) if reason is not None else None
    return None


def _text(preview: Preview, place: int | str, ask: Ask) -> str:
    typed = st.session_state.get(key_of(preview, place, ask))
    return typed.strip() if isinstance(typed, str) else ""
