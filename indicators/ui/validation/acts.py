"""Validation of several values at once: selection, confirmation step, and outcome for each value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from db.vocabulary import ValueState
from indicators.domain.formatting import count_of
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.reading.values.entry import Waiting
from indicators.services.refusals import Refused
from indicators.services.values import steps
from indicators.ui import store
from indicators.ui.kit.act import ActAnswer
from indicators.ui.kit.notices import Notice, Tone
from indicators.ui.validation.rows import name_of, when
from indicators.ui.who import current_person

FORM = "validation"
_PENDING, _REPORT, NOTE = "validation_pending", "validation_report", "validation_note"

VERBS = {Action.VALIDATE: "valider", Action.RETURN: "renvoyer", Action.PUBLISH: "publier"}
_DONE = {Action.VALIDATE: "validée", Action.RETURN: "renvoyée", Action.PUBLISH: "publiée"}
_NEEDS_NOTE = {
    Action.RETURN: "Renvoyer une valeur demande une note : dites ce qu'il faut corriger.",
    Action.PUBLISH: "Publier demande une note : dites au comité ce qui est publié.",
}


@dataclass(frozen=True, slots=True)
class Pending:
    """The action to confirm: the versions of the values when they were selected, by cell."""

    action: Action
    versions: Mapping[CellKey, int]
    email: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Outcome of the action on one value."""

    name: str
    message: str
    is_done: bool


def box_key(waiting: Waiting) -> str:
    """Key of the checkbox of a value; it changes with the version, so that a new version is not ticked unseen."""
    return _box(waiting.key, waiting.value.version_no)


def selected(waitings: Sequence[Waiting]) -> list[Waiting]:
    """Displayed values that are ticked."""
    return [waiting for waiting in waitings if waiting.may_validate and st.session_state.get(box_key(waiting), False)]


def tick(waitings: Sequence[Waiting], value: bool) -> None:
    """Tick all of what is shown, or none of it."""
    for waiting in waitings:
        if waiting.may_validate:
            st.session_state[box_key(waiting)] = value


def prepare(action: Action, waitings: Sequence[Waiting]) -> None:
    """Open the confirmation step for the selection; nothing is written yet."""
    versions = {waiting.key: waiting.value.version_no for waiting in selected(waitings)}
    if not versions:
        raise Refused(f"Aucune valeur n'est sélectionnée : cochez celles qu'il faut {VERBS[action]}.")
    st.session_state[_PENDING] = Pending(action, versions, current_person().email)
    st.session_state.pop(_REPORT, None)


def pending(actions: Sequence[Action]) -> Pending | None:
    """The action awaiting confirmation in this session; None if it belongs to another person."""
    step = st.session_state.get(_PENDING)
    if isinstance(step, Pending) and step.action in actions and step.email == current_person().email:
        return step
    return None


def cancel() -> None:
    """Return to the list with its ticks restored: Streamlit drops the state of checkboxes that are not drawn."""
    step = st.session_state.pop(_PENDING, None)
    if isinstance(step, Pending):
        for key, version_no in step.versions.items():
            st.session_state[_box(key, version_no)] = True


def carry_out(names: Mapping[CellKey, str], people: Mapping[str, str]) -> ActAnswer | None:
    """Run the pending action, if any; a refusal leaves it pending."""
    step = st.session_state.get(_PENDING)
    if not isinstance(step, Pending):
        return None
    note = str(st.session_state.get(NOTE, "")) if step.action in _NEEDS_NOTE else ""
    if step.action in _NEEDS_NOTE and not note.strip():
        raise Refused(_NEEDS_NOTE[step.action])
    outcomes = steps.step(store.engine(), current_person(), step.action, list(step.versions), note, seen=step.versions)

    def then() -> None:
        st.session_state.pop(_PENDING, None)
        st.session_state[_REPORT] = tuple(
            ReportLine(names.get(outcome.key, str(outcome.key)), _message(outcome, people), outcome.is_written)
            for outcome in outcomes
        )
        if any(outcome.is_written for outcome in outcomes):
            st.session_state.pop(NOTE, None)

    return ActAnswer(_notices(step.action, outcomes), then)


def report() -> tuple[ReportLine, ...]:
    """Outcome for each value of the last action."""
    lines = st.session_state.get(_REPORT, ())
    return lines if isinstance(lines, tuple) else ()


def forget_report() -> None:
    """Clear the report."""
    st.session_state.pop(_REPORT, None)


def names_of(waitings: Sequence[Waiting]) -> dict[CellKey, str]:
    """Names of the values in the report."""
    return {waiting.key: f"{name_of(waiting)} : {waiting.label}" for waiting in waitings}


def _box(key: CellKey, version_no: int) -> str:
    return f"validation_box_{key}_{version_no}"


def _message(outcome: CellOutcome, people: Mapping[str, str]) -> str:
    """Message of an outcome; a conflict is described by what the other person did to the value."""
    theirs = outcome.theirs
    if outcome.kind is not Kind.CONFLICT or theirs is None:
        return outcome.message
    did = {
        ValueState.VALIDATED: "l'a déjà validée",
        ValueState.PUBLISHED: "l'a déjà publiée",
        ValueState.RETURNED: "l'a renvoyée",
        ValueState.WITHDRAWN: "l'a retirée",
        ValueState.SUBMITTED: "l'a soumise à nouveau",
    }.get(theirs.state, "l'a modifiée")
    who = people.get(theirs.recorded_by, theirs.recorded_by) or "Quelqu'un"
    return f"{who} {did} {when(theirs.recorded_at)} : rien n'a été fait ici."


def _notices(action: Action, outcomes: Sequence[CellOutcome]) -> tuple[Notice, ...]:
    done = sum(outcome.is_written for outcome in outcomes)
    failed = len(outcomes) - done
    notices = []
    if done:
        notices.append(Notice(Tone.DONE, f"{count_of(done, f'valeur {_DONE[action]}', f'valeurs {_DONE[action]}s')}."))
    if failed:
        why = "elle n'a pas" if failed == 1 else "elles n'ont pas"
        text = f"{count_of(failed, 'valeur')} : {why} pu être {_DONE[action]}{'' if failed == 1 else 's'} (voir le détail)."
        notices.append(Notice(Tone.ATTENTION if done else Tone.REFUSED, text))
    return tuple(notices)
