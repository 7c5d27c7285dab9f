"""What is done to editions, from the widgets of their screen: freezing one, and checking what one was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import date_fr
from indicators.domain.values.typed_dates import read_date
from indicators.reading.committee.editions import Edition, Verification, read_editions, verify
from indicators.services.committee import editions
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.who import current_person

_TURN, _ASKED, _CHECKED = "edition_turn", "edition_asked", "edition_checked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An edition to freeze, as it was typed and understood, waiting to be confirmed."""

    code: str
    label: str
    held_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking an edition found, and when."""

    verification: Verification
    at: datetime


def key(name: str) -> str:
    """Key of a widget; an edition that is frozen moves it on, so that the next form is empty."""
    return f"edition_{name}_{turn()}"


def turn() -> int:
    """How many editions this session has frozen: a button says at which turn it was drawn, so that it acts once."""
    return int(st.session_state.get(_TURN, 0))


def suggested_code(held_on: date, taken: frozenset[str]) -> str:
    """« COMITE-2026-03 »; with the day, then a number, where that is taken."""
    month = f"COMITE-{held_on:%Y-%m}"
    others = (f"{month}-{held_on:%d}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (month, f"{month}-{held_on:%d}", *others) if code not in taken)


def suggested_label(held_on: date) -> str:
    """« Comité du 12/03/2026 »."""
    return f"Comité du {date_fr(held_on)}"


def waiting() -> Wanted | None:
    """The edition that waits to be confirmed."""
    found: Wanted | None = st.session_state.get(_ASKED)
    return found


def prepare() -> None:
    """Understand what was typed, and ask for a confirmation. Nothing is written."""
    try:
        held_on = read_date(_typed("held_on")) or store.today()
    except ValueError as refusal:
        tell(Tone.REFUSED, str(refusal))
        return
    taken = frozenset(one.code for one in read_editions(store.engine()))
    code = _typed("code") or suggested_code(held_on, taken)
    if code in taken:
        tell(Tone.REFUSED, f"Une édition porte déjà le code {code} : prenez-en un autre.")
        return
    label = _typed("label") or suggested_label(held_on)
    st.session_state[_ASKED] = Wanted(code, label, held_on, _typed("note"))


def forget() -> None:
    """Go back to what was typed; it is still there."""
    wanted = waiting()
    st.session_state.pop(_ASKED, None)
    if wanted is not None:  # the fields were not drawn while the confirmation was
        texts = {"code": wanted.code, "label": wanted.label, "held_on": date_fr(wanted.held_on), "note": wanted.note}
        for name, text in texts.items():
            st.session_state[key(name)] = text


def freeze(drawn_at: int, wanted: Wanted) -> None:
    """Freeze the edition that was confirmed, once."""
    if drawn_at != turn():
        return  # the second half of a double click
    try:
        outcome = editions.freeze(
            store.engine(), current_person(), wanted.code, wanted.label, wanted.held_on, wanted.note
        )
    except (Refused, StoreError) as refusal:
        tell(Tone.REFUSED, str(refusal))
        return
    st.session_state[_TURN] = drawn_at + 1
    st.session_state.pop(_ASKED, None)
    tell(Tone.DONE, outcome.message)


def check(code: str) -> None:
    """Compute the fingerprint of an edition again. It changes nothing."""
    try:
        found = verify(store.engine(), code)
    except (LookupError, StoreError) as trouble:
        tell(Tone.REFUSED, str(trouble))
        return
    if found is None:
        tell(Tone.REFUSED, f"L’édition « {code} » n’existe pas.")
        return
    _all_checked()[code] = Checked(found, datetime.now(store.LOCAL))


def checked(edition: Edition) -> Checked | None:
    """What this session found of an edition."""
    return _all_checked().get(edition.code)


def _all_checked() -> dict[str, Checked]:
    found: dict[str, Checked] = st.session_state.setdefault(_CHECKED, {})
    return found


def _typed(name: str) -> str:
    value: Any = st.session_state.get(key(name))
    return value.strip() if isinstance(value, str) else ""
