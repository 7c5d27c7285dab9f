"""Actions of the « Une valeur » screen: type, answer, save, submit, withdraw, restore, declare a break, hide."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import streamlit as st

from db.vocabulary import ConfStatus, EntryMethod, ObsStatus
from indicators.domain.formatting import count_of
from indicators.domain.quality import MISSING
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_details import retyped
from indicators.services.refusals import Refused
from indicators.services.values import saving, steps
from indicators.ui import store
from indicators.ui.kit.act import ActAnswer, last
from indicators.ui.kit.notices import Notice, Tone, tell
from indicators.ui.value import state
from indicators.ui.value.state import OpenForm
from indicators.ui.who import current_person

TEXTS = ("numerator", "denominator", "comment", "motive", "source", "source_url")
_ACCEPTED = (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED)


def changed() -> None:
    """Callback: a field of the total changed; store the form as a draft."""
    form = state.current_form()
    _keep(form, _of_widgets(form))


def _of_widgets(form: OpenForm) -> CellInput:
    before = form.now(form.key)
    typed = _text(form, "typed", before.typed)
    cell_input = retyped(before, typed) if typed != before.typed else before
    absence = st.session_state.get(form.widget("absence"), before.absence)
    flags = st.session_state.get(form.widget("flags"), before.flags)
    hidden = st.session_state.get(form.widget("confidential"), before.confidential)
    texts: dict[str, Any] = {name: _text(form, name, getattr(before, name)) for name in TEXTS}
    return replace(
        cell_input,
        # Whoever types a number takes the reason of its absence back.
        absence=ObsStatus(absence) if absence in MISSING and (cell_input.typed == before.typed) else None,
        flags=frozenset(ObsStatus(flag) for flag in flags or () if flag in list(ObsStatus)),
        confidential=ConfStatus(hidden) if hidden in list(ConfStatus) else before.confidential,
        **texts,
    )


def _text(form: OpenForm, name: str, before: str) -> str:
    return str(st.session_state.get(form.widget(name), before) or "")


def part_changed(key: CellKey, widget: str) -> None:
    """Callback: an item of a breakdown changed."""
    form = state.current_form()
    if key in form.stored:
        _keep(form, retyped(form.now(key), str(st.session_state.get(widget) or "")))


def choose(key: CellKey, value: Decimal) -> None:
    """Callback: choose the number meant by an ambiguous text."""
    form = state.current_form()
    _keep(form, replace(form.now(key), chosen=value))


def keep_mine(key: CellKey, version_no: int) -> None:
    """Callback: keep the user's value after a conflict."""
    form = state.current_form()
    _keep(form, replace(form.now(key), base_version_no=version_no))


def give_up() -> None:
    """Callback: discard the edits and keep what is stored."""
    form = state.current_form()
    reason = state.change(form, current_person(), [form.stored[key] for key in list(form.typed)])
    form.is_stale = True
    if reason:
        tell(Tone.REFUSED, reason)


def _keep(form: OpenForm, cell_input: CellInput) -> None:
    reason = state.change(form, current_person(), [cell_input])
    if reason:
        tell(
            Tone.REFUSED, f"{reason} Ce que vous avez tapé reste affiché ici, mais ne survivrait pas à un rechargement."
        )


def save() -> ActAnswer:
    """Save the value and its items; a second click repeats the result and saves nothing."""
    form, me = state.current_form(), current_person()
    if not form.typed:
        return last(form.name) or _attention("Rien à enregistrer : ce formulaire n’a pas changé.")
    outcomes = saving.save_cells(store.engine(), me, state.inputs(form), EntryMethod.FORM, today=store.today())
    cell_outcomes = [outcome for outcome in outcomes if outcome.kind not in _ACCEPTED]
    for outcome in outcomes:
        if outcome.kind in _ACCEPTED:
            form.typed.pop(outcome.key, None)
            form.unkept.discard(outcome.key)
    form.is_stale = len(cell_outcomes) < len(outcomes)
    # Saving from another window may have dropped these drafts.
    state.change(form, me, [form.typed[outcome.key] for outcome in cell_outcomes])
    saved = count_of(len(outcomes) - len(cell_outcomes), "case enregistrée", "cases enregistrées")
    if cell_outcomes:
        before = f"{saved} ; " if len(cell_outcomes) < len(outcomes) else ""
        return _attention(
            f"{before}{count_of(len(cell_outcomes), 'réponse attendue', 'réponses attendues')} ci-dessous."
        )
    return ActAnswer(outcomes[0].message if len(outcomes) == 1 else f"{saved}.")


def submit(version_no: int) -> ActAnswer:
    """Submit the saved value for validation."""
    return _step(Action.SUBMIT, version_no, "submit_note")


def withdraw(version_no: int) -> ActAnswer:
    """Withdraw the value."""
    return _step(Action.WITHDRAW, version_no, "withdraw_note")


def _step(action: Action, version_no: int, note: str) -> ActAnswer:
    form = state.current_form()
    text, versions = _text(form, note, ""), {form.key: version_no}
    (outcome,) = steps.step(
        store.engine(), current_person(), action, [form.key], text, seen=versions, today=store.today()
    )
    return _done(form, outcome)


def restore(version_no: int) -> ActAnswer:
    """Restore the selected version as a new draft."""
    form = state.current_form()
    former = st.session_state.get(form.widget("restore"))
    if not isinstance(former, int):
        return _attention("Choisissez d’abord la version à rétablir.")
    note, today = _text(form, "restore_note", ""), store.today()
    outcome = steps.restore(store.engine(), current_person(), form.key, former, note, seen=version_no, today=today)
    return _done(form, outcome)


def declare_break(version_no: int) -> ActAnswer:
    """Declare a break in the series at this period."""
    form = state.current_form()
    note, today = _text(form, "break_note", ""), store.today()
    outcome = steps.declare_break(store.engine(), current_person(), form.key, note, seen=version_no, today=today)
    return _done(form, outcome)


def hide(version_no: int) -> ActAnswer:
    """Change the confidentiality of the value."""
    form = state.current_form()
    status = st.session_state.get(form.widget("hide"))
    if status not in list(ConfStatus):
        return _attention("Choisissez d’abord la diffusion voulue.")
    outcome = steps.mark_confidential(
        store.engine(),
        current_person(),
        form.key,
        ConfStatus(status),
        _text(form, "hide_note", ""),
        seen=version_no,
        today=store.today(),
    )
    return _done(form, outcome)


def _done(form: OpenForm, outcome: CellOutcome) -> ActAnswer:
    """Result to display for a step; clears its note once done. Raises Refused if it was not done."""
    if not outcome.is_written and outcome.kind is not Kind.UNCHANGED:
        raise Refused(outcome.message)
    form.is_stale = True
    return ActAnswer(outcome.message)


def _attention(text: str) -> ActAnswer:
    return ActAnswer((Notice(Tone.ATTENTION, text),))
