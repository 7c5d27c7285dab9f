"""Every state × every action, and the steps that ask for a motive."""

from itertools import product

import pytest

from db.vocabulary import ValueState
from indicators.domain.rights import Action
from indicators.domain.values.lifecycle import Refusal, is_open, lock_reason, needs_reason, next_state, steps_from

STATES = (None, *ValueState)

# (state, action): state that follows; a star asks for a motive. Everything else is refused.
STEPS = {
    ("-", "saisir"): "brouillon",
    ("brouillon", "saisir"): "brouillon",
    ("brouillon", "retablir"): "brouillon",
    ("brouillon", "soumettre"): "soumise",
    ("brouillon", "retirer"): "retiree",
    ("soumise", "valider"): "validee",
    ("soumise", "renvoyer"): "renvoyee *",
    ("soumise", "retirer"): "retiree",
    ("renvoyee", "saisir"): "brouillon",
    ("renvoyee", "retablir"): "brouillon",
    ("renvoyee", "soumettre"): "soumise *",
    ("renvoyee", "retirer"): "retiree",
    ("validee", "publier"): "publiee",
    ("validee", "renvoyer"): "renvoyee *",
    ("validee", "retirer"): "retiree *",
    ("publiee", "corriger"): "brouillon *",
    ("publiee", "retablir"): "brouillon *",
    ("publiee", "retirer"): "retiree *",
    ("retiree", "saisir"): "brouillon",
    ("retiree", "retablir"): "brouillon",
}


@pytest.mark.parametrize(("state", "action"), list(product(STATES, Action)))
def test_every_state_and_action(state: ValueState | None, action: Action) -> None:
    following, _, star = STEPS.get((state or "-", action), "").partition(" ")
    with_motive = next_state(state, action, "Erreur de source")
    if not following:
        assert isinstance(with_motive, Refusal)
        assert with_motive.reason.endswith(".")
        assert not needs_reason(state, action)
        return
    assert with_motive == following
    assert needs_reason(state, action) is bool(star)
    for blank in ("", "  \n"):
        assert isinstance(next_state(state, action, blank), Refusal) is bool(star)


def test_a_value_lives_from_draft_to_publication_and_back() -> None:
    state: ValueState | None = None
    for action in (Action.ENTER_VALUE, Action.SUBMIT, Action.VALIDATE, Action.PUBLISH):
        following = next_state(state, action)
        assert isinstance(following, ValueState)
        state = following
    assert state is ValueState.PUBLISHED
    refusal = next_state(state, Action.CORRECT)
    assert isinstance(refusal, Refusal)
    assert "motif" in refusal.reason
    assert next_state(state, Action.CORRECT, "Source révisée") is ValueState.DRAFT


def test_a_closed_cell_says_why() -> None:
    assert [state for state in STATES if is_open(state)] == [
        None,
        ValueState.DRAFT,
        ValueState.RETURNED,
        ValueState.WITHDRAWN,
    ]
    assert lock_reason(None) == ""
    assert "validée" in lock_reason(ValueState.VALIDATED)
    assert "motif" in lock_reason(ValueState.PUBLISHED)


def test_refusals_tell_what_comes_first() -> None:
    assert next_state(ValueState.DRAFT, Action.PUBLISH) == Refusal(
        "La valeur est un brouillon : elle doit d'abord être soumise, puis validée."
    )
    assert next_state(None, Action.VALIDATE) == Refusal(
        "Il n'y a pas encore de valeur : impossible de valider une valeur."
    )
    assert next_state(ValueState.PUBLISHED, Action.SUBMIT) == Refusal(
        "La valeur est à l'état « publiée » : impossible de soumettre une valeur."
    )


def test_steps_offered_are_the_steps_there_are() -> None:
    assert steps_from(ValueState.SUBMITTED) == (Action.VALIDATE, Action.RETURN, Action.WITHDRAW)
    assert steps_from(None) == (Action.ENTER_VALUE,)
