"""What is done to editions, from the widgets of their screen: freezing a new edition, and checking those there are."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.reading.committee.editions import Edition, Verification, read_editions, verify
from indicators.services.committee import editions
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit import fields
from indicators.ui.kit.act import Done
from indicators.ui.who import current_person

FORM = "edition"
_ASKED, _CHECKED = "edition_asked", "edition_checked"


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
    wanted: Wanted | None = st.session_state.get(_ASKED)
    return wanted


def prepare() -> None:
    """Understand what was typed, and ask for a confirmation. Nothing is written."""
    held_on = fields.day_of(FORM, "held_on") or store.today()
    taken = frozenset(edition.code for edition in read_editions(store.engine()))
    code = _text("code") or suggested_code(held_on, taken)
    if code in taken:
        raise Refused(f"Une édition porte déjà le code {code} : prenez-en un autre.")
    st.session_state[_ASKED] = Wanted(code, _text("label") or suggested_label(held_on), held_on, _text("note"))


def forget() -> None:
    """Go back to what was typed; it is still there."""
    wanted = waiting()
    st.session_state.pop(_ASKED, None)
    if wanted is not None:  # the fields were not drawn while the confirmation was
        texts = {"code": wanted.code, "label": wanted.label, "held_on": date_fr(wanted.held_on), "note": wanted.note}
        for name, text in texts.items():
            st.session_state[fields.key(FORM, name)] = text


def freeze(wanted: Wanted) -> Done:
    """Freeze the edition that was confirmed."""
    outcome = editions.freeze(store.engine(), current_person(), wanted.code, wanted.label, wanted.held_on, wanted.note)
    return Done(outcome.message, then=lambda: st.session_state.pop(_ASKED, None))


def check(code: str) -> Done:
    """Compute the fingerprint of an edition again. It changes nothing."""
    try:
        verification = verify(store.engine(), code)
    except LookupError as error:
        raise Refused(str(error)) from error
    if verification is None:
        raise Refused(f"L’édition « {code} » n’existe pas.")
    _all_checked()[code] = Checked(verification, datetime.now(store.LOCAL))
    return Done(())


def checked(edition: Edition) -> Checked | None:
    """What checking an edition found in this session."""
    return _all_checked().get(edition.code)


def _all_checked() -> dict[str, Checked]:
    verdicts: dict[str, Checked] = st.session_state.setdefault(_CHECKED, {})
    return verdicts


def _text(name: str) -> str:
    return fields.typed(FORM, name).strip()
