"""What is done to campaigns, from the widgets of their screen: each callback calls one service and tells the result."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypedDict

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import count_of, date_fr, plural
from indicators.domain.values.cells import Kind
from indicators.domain.values.typed_dates import read_date
from indicators.services.campaigns import campaigns
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.who import current_person

_ASKING, _TURN = "campaign_asking", "campaign_turn"


class Click(TypedDict):
    """What a button needs to do something once."""

    on_click: Callable[..., None]
    args: tuple[Any, ...]


def click(act: Callable[..., None], *words: Any) -> Click:
    """A button that does an act: it tells at which turn it was drawn, so that a double click acts once."""
    return {"on_click": act, "args": (_turn(), *words)}


def key(name: str, campaign: str = "") -> str:
    """Key of a widget; a successful act moves it on, so that the next form is empty and a second click acts on nothing."""
    return f"campaign_{name}_{campaign}_{_turn()}"


def typed(name: str, campaign: str = "") -> Any:
    """What a widget holds, trimmed where it is text."""
    value = st.session_state.get(key(name, campaign))
    return value.strip() if isinstance(value, str) else value


def create(turn: int) -> None:
    """Prepare a campaign, then open its page."""
    found: dict[str, str] = {}

    def act() -> str:
        period = typed("period") or ""
        code = typed("code") or suggested_code(period)
        label = typed("label") or suggested_label(period)
        opens_on, due_on = _day("opens", "d'ouverture"), _day("due", "d'échéance")
        campaigns.create_campaign(
            store.engine(), current_person(), code, label, period, opens_on, due_on, typed("note") or ""
        )
        found["campagne"] = code
        return f"La campagne « {label} » est préparée : choisissez ses séries, puis ouvrez-la."

    if _do(act, turn):
        st.query_params.from_dict({**found, "vue": "composer"})


def copy_list(turn: int, campaign: str) -> None:
    """Take over the series and people of another campaign."""
    source = typed("source", campaign)

    def act() -> str:
        if not source:
            raise Refused("Choisissez la campagne à reprendre.")
        many = campaigns.copy_list(store.engine(), current_person(), campaign, source)
        if not many:
            return "Rien à reprendre : toutes ses séries sont déjà demandées."
        return f"{count_of(many, 'série reprise', 'séries reprises')} avec {plural(many, 'sa', 'leur')} responsable."

    _do(act, turn)


def add_series(turn: int, campaign: str, codes: Sequence[str]) -> None:
    """Ask for series, of the person chosen beside."""
    _assign(
        turn, campaign, codes, "add", "demandée", "Ces séries sont déjà demandées, ou aucune ne répond à ces filtres."
    )


def assign(turn: int, campaign: str, codes: Sequence[str]) -> None:
    """Give series to the person chosen beside."""
    _assign(turn, campaign, codes, "give", "attribuée", "Aucune série ne répond à ces filtres.")


def _assign(turn: int, campaign: str, codes: Sequence[str], name: str, done: str, nothing: str) -> None:
    owner = typed(f"{name}_owner", campaign) or None

    def act() -> str:
        if not codes:
            raise Refused(nothing)
        due_on = _optional_day(f"{name}_due", campaign)
        campaigns.assign(store.engine(), current_person(), campaign, dict.fromkeys(codes, owner), due_on)
        who = f" à {owner}" if owner else ", sans responsable pour l'instant"
        return f"{count_of(len(codes), f'série {done}', f'séries {done}s')}{who}."

    _do(act, turn)


def release(turn: int, campaign: str, codes: Sequence[str]) -> None:
    """Ask no longer for series."""

    def act() -> str:
        many = campaigns.release(store.engine(), current_person(), campaign, codes)
        return f"{count_of(many, 'série retirée', 'séries retirées')} de la campagne ; leurs valeurs restent."

    _do(act, turn)


def hand_over(turn: int, campaign: str, owner: str) -> None:
    """Hand one's list over, or some series of it."""
    to, some = typed("to", campaign), typed("some", campaign)

    def act() -> str:
        if not to:
            raise Refused("Choisissez à qui transmettre.")
        given = campaigns.hand_over(store.engine(), current_person(), campaign, to, some or None, owner)
        return f"{count_of(len(given), 'série transmise', 'séries transmises')} à {to}."

    _do(act, turn)


def open_campaign(turn: int, campaign: str) -> None:
    """Open, or open again."""
    _do(lambda: _moved(campaigns.open_campaign, campaign, "ouverte"), turn)


def close(turn: int, campaign: str) -> None:
    """Close."""
    _do(lambda: _moved(campaigns.close_campaign, campaign, "clôturée"), turn)


def publish(turn: int, campaign: str) -> None:
    """Publish what is validated, with a note."""
    note = typed("publish_note", campaign) or ""

    def act() -> str:
        outcomes = campaigns.publish_campaign(store.engine(), current_person(), campaign, note)
        left = [one for one in outcomes if not one.is_written and one.kind is not Kind.UNCHANGED]
        for one in left:
            tell(Tone.ATTENTION, f"{one.key} : {one.message}")
        return f"Campagne publiée : {count_of(len(outcomes) - len(left), 'valeur publiée', 'valeurs publiées')}."

    _do(act, turn)


def lock(turn: int) -> None:
    """Close a period to entry."""
    period, reason = typed("lock_period") or "", typed("lock_reason") or ""

    def act() -> str:
        campaigns.lock_period(store.engine(), current_person(), period, reason)
        return f"La période {period} est verrouillée ; ses cases affichent le motif."

    _do(act, turn)


def lift(turn: int, lock_id: int, period: str) -> None:
    """Open a period again."""
    motive = typed("lift_motive", str(lock_id)) or ""

    def act() -> str:
        campaigns.lift_lock(store.engine(), current_person(), lock_id, motive)
        return f"La période {period} est rouverte ; ses exceptions prennent fin."

    _do(act, turn)


def grant(turn: int, lock_id: int) -> None:
    """Let one person write in a locked period."""
    to, reason = typed("leave_to", str(lock_id)), typed("leave_reason", str(lock_id)) or ""

    def act() -> str:
        if not to:
            raise Refused("Choisissez la personne qui pourra encore saisir.")
        until = _day("leave_until", "de fin", str(lock_id))
        campaigns.grant_exception(store.engine(), current_person(), lock_id, to, until, reason)
        return f"{to} peut saisir dans cette période jusqu'au {date_fr(until)} compris."

    _do(act, turn)


def ask(name: str, campaign: str) -> None:
    """Show the step that confirms an act."""
    st.session_state[_ASKING] = (name, campaign)


def is_asking(name: str, campaign: str) -> bool:
    """Whether an act waits to be confirmed."""
    return bool(st.session_state.get(_ASKING) == (name, campaign))


def forget() -> None:
    """Leave that step."""
    st.session_state.pop(_ASKING, None)


def suggested_code(period: str) -> str:
    """« COL-2025 »."""
    return f"COL-{period.upper()}" if period else ""


def suggested_label(period: str) -> str:
    """« Collecte 2025 »."""
    return f"Collecte {period}" if period else ""


def _moved(service: Callable[..., None], campaign: str, word: str) -> str:
    service(store.engine(), current_person(), campaign)
    return f"La campagne {campaign} est {word}."


def _day(name: str, which: str, campaign: str = "") -> date:
    found = _optional_day(name, campaign)
    if found is None:
        raise Refused(f"Donnez la date {which} : JJ/MM/AAAA.")
    return found


def _optional_day(name: str, campaign: str = "") -> date | None:
    try:
        return read_date(str(typed(name, campaign) or ""))
    except ValueError as error:
        raise Refused(str(error)) from error


def _do(act: Callable[[], str], turn: int) -> bool:
    """Do something once: what the widgets of a turn asked for is spent by success, and stays typed on a refusal."""
    if turn != _turn():
        return False  # the second half of a double click
    try:
        said = act()
    except (Refused, StoreError) as refusal:
        tell(Tone.REFUSED, str(refusal))
        return False
    st.session_state[_TURN] = turn + 1
    st.session_state.pop(_ASKING, None)
    tell(Tone.DONE, said)
    return True


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))
