"""What one does on « Une valeur »: type, answer, save, submit, withdraw, restore, declare a break, hide."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import streamlit as st

from db.errors import StoreError
from db.vocabulary import ConfStatus, EntryMethod, ObsStatus
from indicators.domain.formatting import count_of
from indicators.domain.quality import MISSING
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_details import retyped
from indicators.services.refusals import Refused
from indicators.services.values import saving, steps
from indicators.ui import store
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.value import state
from indicators.ui.value.state import Held
from indicators.ui.who import current_person

TEXTS = ("numerator", "denominator", "comment", "motive", "source", "source_url")
_ACCEPTED = (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED)


def changed() -> None:
    """A field of the whole value was changed: keep the form as it is now."""
    form = state.held()
    _keep(form, _of_widgets(form))


def _of_widgets(form: Held) -> CellInput:
    before = form.now(form.key)
    typed = _text(form, "typed", before.typed)
    given = retyped(before, typed) if typed != before.typed else before
    absence = st.session_state.get(form.widget("absence"), before.absence)
    flags = st.session_state.get(form.widget("flags"), before.flags)
    hidden = st.session_state.get(form.widget("confidential"), before.confidential)
    texts: dict[str, Any] = {name: _text(form, name, getattr(before, name)) for name in TEXTS}
    return replace(
        given,
        # Whoever types a number takes the reason of its absence back.
        absence=ObsStatus(absence) if absence in MISSING and (given.typed == before.typed) else None,
        flags=frozenset(ObsStatus(one) for one in flags or () if one in list(ObsStatus)),
        confidential=ConfStatus(hidden) if hidden in list(ConfStatus) else before.confidential,
        **texts,
    )


def _text(form: Held, name: str, before: str) -> str:
    return str(st.session_state.get(form.widget(name), before) or "")


def part_changed(key: CellKey, widget: str) -> None:
    """A part of a breakdown was changed."""
    form = state.held()
    if key in form.stored:
        _keep(form, retyped(form.now(key), str(st.session_state.get(widget) or "")))


def choose(key: CellKey, value: Decimal) -> None:
    """Which number an ambiguous text means."""
    form = state.held()
    _keep(form, replace(form.now(key), chosen=value))


def keep_mine(key: CellKey, version_no: int) -> None:
    """Keep one's own value, having seen the other."""
    form = state.held()
    _keep(form, replace(form.now(key), base_version_no=version_no))


def give_up() -> None:
    """Leave everything as it is stored."""
    form = state.held()
    reason = state.change(form, current_person(), [form.stored[key] for key in list(form.typed)])
    form.is_stale = True
    if reason:
        tell(Tone.REFUSED, reason)


def _keep(form: Held, given: CellInput) -> None:
    reason = state.change(form, current_person(), [given])
    if reason:
        tell(
            Tone.REFUSED, f"{reason} Ce que vous avez tapé reste affiché ici, mais ne survivrait pas à un rechargement."
        )


def save() -> None:
    """Save the value and its parts; a second click says the same again and saves nothing."""
    form = state.held()
    if not form.typed:
        _say(form, *(form.report or (Tone.ATTENTION, "Rien à enregistrer : ce formulaire n’a pas changé.")))
        return

    def act() -> tuple[CellOutcome, ...]:
        return saving.save_cells(
            store.engine(), current_person(), state.inputs(form), EntryMethod.FORM, today=store.today()
        )

    found = _tried(act)
    if found is None:
        return
    left = [one for one in found if one.kind not in _ACCEPTED]
    for one in found:
        if one.kind in _ACCEPTED:
            form.typed.pop(one.key, None)
            form.unkept.discard(one.key)
    form.is_stale = len(left) < len(found)
    # Saving from another window may have dropped these drafts.
    state.change(form, current_person(), [form.typed[one.key] for one in left])
    if not left:
        whole = next((one for one in found if one.key == form.key), found[0])
        _say(
            form,
            Tone.DONE,
            whole.message if len(found) == 1 else f"{count_of(len(found), 'case enregistrée', 'cases enregistrées')}.",
        )
    else:
        kept = len(found) - len(left)
        done = f"{count_of(kept, 'case enregistrée', 'cases enregistrées')} ; " if kept else ""
        _say(form, Tone.ATTENTION, f"{done}{count_of(len(left), 'réponse attendue', 'réponses attendues')} ci-dessous.")


def submit(version_no: int) -> None:
    """Send the saved value to be validated."""
    _step(Action.SUBMIT, version_no, "submit_note")


def withdraw(version_no: int) -> None:
    """Take the value back."""
    _step(Action.WITHDRAW, version_no, "withdraw_note")


def _step(action: Action, version_no: int, note: str) -> None:
    form = state.held()

    def act() -> tuple[CellOutcome, ...]:
        return steps.step(
            store.engine(),
            current_person(),
            action,
            [form.key],
            _text(form, note, ""),
            seen={form.key: version_no},
            today=store.today(),
        )

    _tell(form, act)


def restore(version_no: int) -> None:
    """Bring the chosen version back as a new draft."""
    form = state.held()
    wanted = st.session_state.get(form.widget("restore"))
    if not isinstance(wanted, int):
        tell(Tone.ATTENTION, "Choisissez d’abord la version à rétablir.")
        return
    note = _text(form, "restore_note", "")
    _tell(
        form,
        lambda: (
            steps.restore(
                store.engine(), current_person(), form.key, wanted, note, seen=version_no, today=store.today()
            ),
        ),
    )


def declare_break(version_no: int) -> None:
    """Say that the measure changed from here on."""
    form = state.held()
    note = _text(form, "break_note", "")
    _tell(
        form,
        lambda: (
            steps.declare_break(store.engine(), current_person(), form.key, note, seen=version_no, today=store.today()),
        ),
    )


def hide(version_no: int) -> None:
    """Change whether the public may read the value."""
    form = state.held()
    wanted = st.session_state.get(form.widget("hide"))
    if wanted not in list(ConfStatus):
        tell(Tone.ATTENTION, "Choisissez d’abord la diffusion voulue.")
        return
    note = _text(form, "hide_note", "")
    _tell(
        form,
        lambda: (
            steps.mark_confidential(
                store.engine(),
                current_person(),
                form.key,
                ConfStatus(wanted),
                note,
                seen=version_no,
                today=store.today(),
            ),
        ),
    )


def _tell(form: Held, act: Callable[[], tuple[CellOutcome, ...]]) -> None:
    """Do it; what was typed for it goes only when it is done."""
    for one in _tried(act) or ():
        if one.is_written or one.kind is Kind.UNCHANGED:
            form.is_stale = True
            _say(form, Tone.DONE, one.message)
        else:
            tell(Tone.REFUSED, one.message)


def _tried(act: Callable[[], tuple[CellOutcome, ...]]) -> tuple[CellOutcome, ...] | None:
    try:
        return act()
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, str(error))
        return None


def _say(form: Held, tone: Tone, text: str) -> None:
    form.report = (tone, text)
    tell(tone, text)
