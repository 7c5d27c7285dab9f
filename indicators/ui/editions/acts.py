"""Actions of the editions screen: freezing a new edition and verifying existing ones."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.reading.committee.editions import Edition, Verification, read_editions, verify
from indicators.services.committee import editions
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit import fields
from indicators.ui.kit.act import ActAnswer
from indicators.ui.who import current_person

FORM = "edition"
_ASKED, _CHECKED = "edition_asked", "edition_checked"


@dataclass(frozen=True, slots=True)
class PendingEdition:
    """An edition about to be frozen, as parsed from the form and waiting for confirmation."""

    code: str
    label: str
    held_on: date
    note: str


@dataclass(frozen=True, slots=True)
class EditionCheck:
    """Result of verifying an edition, and when it was verified."""

    verification: Verification
    at: datetime


def suggested_code(held_on: date, used_codes: frozenset[str]) -> str:
    """Default code: « COMITE-2026-03 »; if already used, with the day, then with a number."""
    month = f"COMITE-{held_on:%Y-%m}"
    numbered = (f"{month}-{held_on:%d}-{number}" for number in range(2, len(used_codes) + 3))
    return next(code for code in (month, f"{month}-{held_on:%d}", *numbered) if code not in used_codes)


def suggested_label(held_on: date) -> str:
    """Default label: « Comité du 12/03/2026 »."""
    return f"Comité du {date_fr(held_on)}"


def waiting() -> PendingEdition | None:
    """The edition waiting for confirmation, if any."""
    pending: PendingEdition | None = st.session_state.get(_ASKED)
    return pending


def prepare() -> None:
    """Parse the form and ask for confirmation; nothing is written. Raises Refused if the code is already used."""
    held_on = fields.day_of(FORM, "held_on") or store.today()
    used_codes = frozenset(edition.code for edition in read_editions(store.engine()))
    code = _text("code") or suggested_code(held_on, used_codes)
    if code in used_codes:
        raise Refused(f"Une édition porte déjà le code {code} : prenez-en un autre.")
    st.session_state[_ASKED] = PendingEdition(code, _text("label") or suggested_label(held_on), held_on, _text("note"))


def forget() -> None:
    """Cancel the confirmation and restore the form as it was filled in."""
    pending = waiting()
    st.session_state.pop(_ASKED, None)
    if pending is not None:  # the fields were not drawn while the confirmation was
        texts = {
            "code": pending.code,
            "label": pending.label,
            "held_on": date_fr(pending.held_on),
            "note": pending.note,
        }
        for name, text in texts.items():
            st.session_state[fields.key(FORM, name)] = text


def freeze(pending: PendingEdition) -> ActAnswer:
    """Freeze the confirmed edition."""
    outcome = editions.freeze(
        store.engine(), current_person(), pending.code, pending.label, pending.held_on, pending.note
    )
    return ActAnswer(outcome.message, then=lambda: st.session_state.pop(_ASKED, None))


def check(code: str) -> ActAnswer:
    """Recompute the fingerprint of an edition and keep the result; nothing is written. Raises Refused if not found."""
    try:
        verification = verify(store.engine(), code)
    except LookupError as error:
        raise Refused(str(error)) from error
    if verification is None:
        raise Refused(f"L’édition « {code} » n’existe pas.")
    _all_checked()[code] = EditionCheck(verification, datetime.now(store.LOCAL))
    return ActAnswer(())


def checked(edition: Edition) -> EditionCheck | None:
    """The verification of an edition made in this session, if any."""
    return _all_checked().get(edition.code)


def _all_checked() -> dict[str, EditionCheck]:
    verdicts: dict[str, EditionCheck] = st.session_state.setdefault(_CHECKED, {})
    return verdicts


def _text(name: str) -> str:
    return fields.typed(FORM, name).strip()
