"""What is done to campaigns, from the widgets of their screen: each act calls one service and answers."""

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
from indicators.ui.kit.act import Click, Done
from indicators.ui.kit.notices import Notice, Tone
from indicators.ui.who import current_person

FORM = "campaign"
_ASKING = "campaign_asking"


def click(carry_out: act.Act, *words: Any) -> Click:
    """A button of these screens: they are one form, so that one success empties every field."""
    return act.click(FORM, carry_out, *words)


def key(name: str, campaign: str = "") -> str:
    """Key of a field."""
    return fields.key(FORM, _field(name, campaign))


def create() -> Done:
    """Prepare a campaign, then open its page."""
    period = _text("period")
    code = _text("code") or suggested_code(period)
    label = _text("label") or suggested_label(period)
    opens_on, due_on = _day("opens", "d'ouverture"), _day("due", "d'échéance")
    note = _text("note")
    campaigns.create_campaign(store.engine(), current_person(), code, label, period, opens_on, due_on, note)
    return Done(
        f"La campagne « {label} » est préparée : choisissez ses séries, puis ouvrez-la.",
        then=lambda: st.query_params.from_dict({"campagne": code, "vue": "composer"}),
    )


def copy_list(campaign: str) -> str:
    """Take over the series and people of another campaign."""
    source = _text("source", campaign)
    if not source:
        raise Refused("Choisissez la campagne à reprendre.")
    many = campaigns.copy_list(store.engine(), current_person(), campaign, source)
    if not many:
        return "Rien à reprendre : toutes ses séries sont déjà demandées."
    return f"{count_of(many, 'série reprise', 'séries reprises')} avec {plural(many, 'sa', 'leur')} responsable."


def add_series(campaign: str, codes: Sequence[str]) -> str:
    """Ask for series, of the person chosen beside."""
    return _assign(
        campaign, codes, "add", "demandée", "Ces séries sont déjà demandées, ou aucune ne répond à ces filtres."
    )


def assign(campaign: str, codes: Sequence[str]) -> str:
    """Give series to the person chosen beside."""
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
    """Ask no longer for series."""
    many = campaigns.release(store.engine(), current_person(), campaign, codes)
    return f"{count_of(many, 'série retirée', 'séries retirées')} de la campagne ; leurs valeurs restent."


def hand_over(campaign: str, owner: str) -> str:
    """Hand a person's list over, or some series of it."""
    to, series = _text("to", campaign), fields.chosen(FORM, _field("some", campaign))
    if not to:
        raise Refused("Choisissez à qui transmettre.")
    some = [str(code) for code in series] if isinstance(series, list | tuple) else []
    moved = campaigns.hand_over(store.engine(), current_person(), campaign, to, some or None, owner)
    return f"{count_of(len(moved), 'série transmise', 'séries transmises')} à {to}."


def open_campaign(campaign: str) -> str:
    """Open, or open again."""
    campaigns.open_campaign(store.engine(), current_person(), campaign)
    return f"La campagne {campaign} est ouverte."


def close(campaign: str) -> str:
    """Close."""
    campaigns.close_campaign(store.engine(), current_person(), campaign)
    return f"La campagne {campaign} est clôturée."


def publish(campaign: str) -> Done:
    """Publish what is validated, with a note."""
    outcomes = campaigns.publish_campaign(store.engine(), current_person(), campaign, _text("publish_note", campaign))
    left = [outcome for outcome in outcomes if not outcome.is_written and outcome.kind is not Kind.UNCHANGED]
    published = count_of(len(outcomes) - len(left), "valeur publiée", "valeurs publiées")
    return Done(
        (
            *(Notice(Tone.ATTENTION, f"{outcome.key} : {outcome.message}") for outcome in left),
            Notice(Tone.DONE, f"Campagne publiée : {published}."),
        )
    )


def lock() -> str:
    """Close a period to entry."""
    period = _text("lock_period")
    campaigns.lock_period(store.engine(), current_person(), period, _text("lock_reason"))
    return f"La période {period} est verrouillée ; ses cases affichent le motif."


def lift(lock_id: int, period: str) -> str:
    """Open a period again."""
    campaigns.lift_lock(store.engine(), current_person(), lock_id, _text("lift_motive", str(lock_id)))
    return f"La période {period} est rouverte ; ses exceptions prennent fin."


def grant(lock_id: int) -> str:
    """Let one person write in a locked period."""
    to, reason = _text("leave_to", str(lock_id)), _text("leave_reason", str(lock_id))
    if not to:
        raise Refused("Choisissez la personne qui pourra encore saisir.")
    until = _day("leave_until", "de fin", str(lock_id))
    campaigns.grant_exception(store.engine(), current_person(), lock_id, to, until, reason)
    return f"{to} peut saisir dans cette période jusqu'au {date_fr(until)} compris."


def ask(name: str, campaign: str) -> None:
    """Show the step that confirms an act, until one succeeds."""
    st.session_state[_ASKING] = (name, campaign, act.turn(FORM))


def is_asking(name: str, campaign: str) -> bool:
    """Whether an act waits to be confirmed."""
    return bool(st.session_state.get(_ASKING) == (name, campaign, act.turn(FORM)))


def forget() -> None:
    """Leave that step."""
    st.session_state.pop(_ASKING, None)


def suggested_code(period: str) -> str:
    """« COL-2025 »."""
    return f"COL-{period.upper()}" if period else ""


def suggested_label(period: str) -> str:
    """« Collecte 2025 »."""
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
