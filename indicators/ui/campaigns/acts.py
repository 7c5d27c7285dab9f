"""Actions of the campaign screens: each callback calls one service and returns the message to display."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from indicators.domain.formatting import count_of, date_fr, plural
from indicators.domain.values.cells import Kind
from indicators.services.campaigns import campaigns
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit import act, fields
from indicators.ui.kit.act import ActAnswer, Click
from indicators.ui.kit.notices import Notice, Tone
from indicators.ui.who import current_person

FORM = "campaign"
_ASKING = "campaign_asking"


def click(carry_out: act.Act, *words: Any) -> Click:
    """Button arguments for an action. All these screens share one form, so a success clears every field."""
    return act.click(FORM, carry_out, *words)


def key(name: str, campaign: str = "") -> str:
    """Widget key of a field, optionally for one campaign."""
    return fields.key(FORM, _field(name, campaign))


def create() -> ActAnswer:
    """Prepare a campaign, then open its page."""
    period = _text("period")
    code = _text("code") or suggested_code(period)
    label = _text("label") or suggested_label(period)
    opens_on, due_on = _day("opens", "d'ouverture"), _day("due", "d'échéance")
    note = _text("note")
    campaigns.create_campaign(store.engine(), current_person(), code, label, period, opens_on, due_on, note)
    return ActAnswer(
        f"La campagne « {label} » est préparée : choisissez ses séries, puis ouvrez-la.",
        then=lambda: st.query_params.from_dict({"campagne": code, "vue": "composer"}),
    )


def copy_list(campaign: str) -> str:
    """Copy the series and owners of the campaign selected in the form."""
    source = _text("source", campaign)
    if not source:
        raise Refused("Choisissez la campagne à reprendre.")
    many = campaigns.copy_list(store.engine(), current_person(), campaign, source)
    if not many:
        return "Rien à reprendre : toutes ses séries sont déjà demandées."
    return f"{count_of(many, 'série reprise', 'séries reprises')} avec {plural(many, 'sa', 'leur')} responsable."


def add_series(campaign: str, codes: Sequence[str]) -> str:
    """Add series to a campaign, assigned to the owner selected in the form."""
    return _assign(
        campaign, codes, "add", "demandée", "Ces séries sont déjà demandées, ou aucune ne répond à ces filtres."
    )


def assign(campaign: str, codes: Sequence[str]) -> str:
    """Assign series of a campaign to the owner selected in the form."""
    return _assign(campaign, codes, "give", "attribuée", "Aucune série ne répond à ces filtres.")


def _assign(campaign: str, codes: Sequence[str], name: str, done: str, nothing: str) -> str:
    if not codes:
        raise Refused(nothing)
    owner = _text(f"{name}_owner", campaign) or None
    due_on = fields.day_of(FORM, _field(f"{name}_due", campaign))
    campaigns.assign(store.engine(), current_person(), campaign, dict.fromkeys(codes, owner), due_on)
    who = f" à {owner}" if owner else ", sans responsable pour l'instant"
    return f"{count_of(len(codes), f'série {done}', f'séries {done}s')}{who}."


def release(campaign: str, codes: Sequence[str]) -> str:
    """Remove series from a campaign."""
    many = campaigns.release(store.engine(), current_person(), campaign, codes)
    return f"{count_of(many, 'série retirée', 'séries retirées')} de la campagne ; leurs valeurs restent."


def hand_over(campaign: str, owner: str) -> str:
    """Transfer all or some of a person's series to another person."""
    to, series = _text("to", campaign), fields.chosen(FORM, _field("some", campaign))
    if not to:
        raise Refused("Choisissez à qui transmettre.")
    some = [str(code) for code in series] if isinstance(series, list | tuple) else []
    moved = campaigns.hand_over(store.engine(), current_person(), campaign, to, some or None, owner)
    return f"{count_of(len(moved), 'série transmise', 'séries transmises')} à {to}."


def open_campaign(campaign: str) -> str:
    """Open or reopen a campaign."""
    campaigns.open_campaign(store.engine(), current_person(), campaign)
    return f"La campagne {campaign} est ouverte."


def close(campaign: str) -> str:
    """Close a campaign."""
    campaigns.close_campaign(store.engine(), current_person(), campaign)
    return f"La campagne {campaign} est clôturée."


def publish(campaign: str) -> ActAnswer:
    """Publish the validated values of a campaign, with a note."""
    outcomes = campaigns.publish_campaign(store.engine(), current_person(), campaign, _text("publish_note", campaign))
    cell_outcomes = [outcome for outcome in outcomes if not outcome.is_written and outcome.kind is not Kind.UNCHANGED]
    published = count_of(len(outcomes) - len(cell_outcomes), "valeur publiée", "valeurs publiées")
    return ActAnswer(
        (
            *(Notice(Tone.ATTENTION, f"{outcome.key} : {outcome.message}") for outcome in cell_outcomes),
            Notice(Tone.DONE, f"Campagne publiée : {published}."),
        )
    )


def lock() -> str:
    """Lock a period against entry."""
    period = _text("lock_period")
    campaigns.lock_period(store.engine(), current_person(), period, _text("lock_reason"))
    return f"La période {period} est verrouillée ; ses cases affichent le motif."


def lift(lock_id: int, period: str) -> str:
    """Lift the lock of a period."""
    campaigns.lift_lock(store.engine(), current_person(), lock_id, _text("lift_motive", str(lock_id)))
    return f"La période {period} est rouverte ; ses exceptions prennent fin."


def grant(lock_id: int) -> str:
    """Grant one person an exemption from a period lock."""
    to, reason = _text("leave_to", str(lock_id)), _text("leave_reason", str(lock_id))
    if not to:
        raise Refused("Choisissez la personne qui pourra encore saisir.")
    until = _day("exempt_until", "de fin", str(lock_id))
    campaigns.grant_exception(store.engine(), current_person(), lock_id, to, until, reason)
    return f"{to} peut saisir dans cette période jusqu'au {date_fr(until)} compris."


def ask(name: str, campaign: str) -> None:
    """Show the confirmation step of an action until it succeeds or is cancelled."""
    st.session_state[_ASKING] = (name, campaign, act.turn(FORM))


def is_asking(name: str, campaign: str) -> bool:
    """Whether an action is waiting for confirmation."""
    return bool(st.session_state.get(_ASKING) == (name, campaign, act.turn(FORM)))


def forget() -> None:
    """Cancel the pending confirmation."""
    st.session_state.pop(_ASKING, None)


def suggested_code(period: str) -> str:
    """Default code of a campaign: « COL-2025 »."""
    return f"COL-{period.upper()}" if period else ""


def suggested_label(period: str) -> str:
    """Default label of a campaign: « Collecte 2025 »."""
    return f"Collecte {period}" if period else ""


def _field(name: str, campaign: str) -> str:
    return f"{name}:{campaign}" if campaign else name


def _text(name: str, campaign: str = "") -> str:
    return fields.typed(FORM, _field(name, campaign)).strip()


def _day(name: str, which: str, campaign: str = "") -> date:
    day = fields.day_of(FORM, _field(name, campaign))
    if day is None:
        raise Refused(f"Donnez la date {which} : JJ/MM/AAAA.")
    return day
