"""What the person answers to the questions of a preview, as the widgets of the last run say."""

import streamlit as st

from indicators.services.files.previews import Answer, Answers, Ask, Preview, PreviewCell

MOST = 25
"""Questions asked at once; the following ones come once these are answered."""

TITLES = {
    Ask.NUMBER: "Nombres qui se lisent de deux façons",
    Ask.ABSENCE: "Valeurs absentes",
    Ask.MOTIVE: "Valeurs publiées à corriger",
    Ask.COMMENT: "Valeurs à expliquer",
    Ask.CHOICE: "Valeurs enregistrées entre-temps",
}
COMMON = "common"
OVERWRITE, LEAVE = "Enregistrer la mienne à sa place", "Laisser celle qui est enregistrée"


def answers(shown: Preview) -> Answers:
    """What the widgets of the last run say; the rest stays unanswered."""
    cells = {}
    for rank, (place, cell) in enumerate(asked(shown)):
        answer = (_own(shown, place, cell) if rank < MOST else None) or _common(shown, cell)
        if answer is not None and cell.key is not None:
            cells[cell.key] = answer
    return Answers(cells, _text(shown, COMMON, Ask.MOTIVE))


def asked(shown: Preview) -> list[tuple[int, PreviewCell]]:
    """Cells that wait for an answer, with their place in the preview, kind after kind."""
    waiting = [(place, cell) for place, cell in enumerate(shown.cells) if cell.asks in TITLES]
    order = list(TITLES)
    return sorted(waiting, key=lambda pair: order.index(pair[1].asks))


def key_of(shown: Preview, place: int | str, ask: Ask) -> str:
    """A cell that asks something else after an answer has another widget."""
    return f"import_ask_{shown.identity}_{place}_{ask.name.lower()}"


def _own(shown: Preview, place: int, cell: PreviewCell) -> Answer | None:
    said = st.session_state.get(key_of(shown, place, cell.asks))
    text = _text(shown, place, cell.asks)
    if cell.asks is Ask.NUMBER:
        return None if said is None else Answer(chosen=said)
    if cell.asks is Ask.ABSENCE:
        return None if said is None else Answer(absence=said)
    if cell.asks is Ask.CHOICE:
        return Answer(overwrite=True) if said == OVERWRITE else None
    if not text:
        return None
    return Answer(comment=text) if cell.asks is Ask.COMMENT else Answer(motive=text)


def _common(shown: Preview, cell: PreviewCell) -> Answer | None:
    """The answer given for all the cells of its kind; the motive for all goes apart."""
    if cell.asks is Ask.COMMENT:
        text = _text(shown, COMMON, Ask.COMMENT)
        return Answer(comment=text) if text else None
    if cell.asks is Ask.ABSENCE:
        reason = st.session_state.get(key_of(shown, COMMON, Ask.ABSENCE))
        return Answer(absence=reason) if reason is not None else None
    return None


def _text(shown: Preview, place: int | str, ask: Ask) -> str:
    said = st.session_state.get(key_of(shown, place, ask))
    return said.strip() if isinstance(said, str) else ""
