"""Life of a value: brouillon → soumise → validée → publiée, with returns, corrections and withdrawals.

Only states and reasons are checked here; ``rights`` checks who may act. Source: docs/method.md, Life of a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from db.vocabulary import ValueState
from indicators.domain import wording
from indicators.domain.rights import ACTION_LABELS, Action


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that is not possible in this state, with the reason as a French sentence."""

    reason: str


_NEW, _DRAFT, _RETURNED = None, ValueState.DRAFT, ValueState.RETURNED
_SUBMITTED, _VALIDATED = ValueState.SUBMITTED, ValueState.VALIDATED
_PUBLISHED, _WITHDRAWN = ValueState.PUBLISHED, ValueState.WITHDRAWN

TRANSITIONS: Mapping[tuple[ValueState | None, Action], ValueState] = MappingProxyType(
    {
        (_NEW, Action.ENTER_VALUE): _DRAFT,
        (_DRAFT, Action.ENTER_VALUE): _DRAFT,
        (_DRAFT, Action.RESTORE): _DRAFT,
        (_DRAFT, Action.SUBMIT): _SUBMITTED,
        (_DRAFT, Action.WITHDRAW): _WITHDRAWN,
        (_SUBMITTED, Action.VALIDATE): _VALIDATED,
        (_SUBMITTED, Action.RETURN): _RETURNED,
        (_SUBMITTED, Action.WITHDRAW): _WITHDRAWN,
        (_RETURNED, Action.ENTER_VALUE): _DRAFT,
        (_RETURNED, Action.RESTORE): _DRAFT,
        (_RETURNED, Action.SUBMIT): _SUBMITTED,
        (_RETURNED, Action.WITHDRAW): _WITHDRAWN,
        (_VALIDATED, Action.PUBLISH): _PUBLISHED,
        (_VALIDATED, Action.RETURN): _RETURNED,
        (_VALIDATED, Action.WITHDRAW): _WITHDRAWN,
        (_PUBLISHED, Action.CORRECT): _DRAFT,
        (_PUBLISHED, Action.RESTORE): _DRAFT,
        (_PUBLISHED, Action.WITHDRAW): _WITHDRAWN,
        (_WITHDRAWN, Action.ENTER_VALUE): _DRAFT,
        (_WITHDRAWN, Action.RESTORE): _DRAFT,
    }
)
"""Every step there is. A correction leaves the published version in force until the new one is published."""

_REASONS: Mapping[tuple[ValueState | None, Action], str] = MappingProxyType(
    {
        (_PUBLISHED, Action.CORRECT): "Corriger une valeur publiée demande un motif : erreur, source révisée, méthode…",
        (_PUBLISHED, Action.RESTORE): "Rétablir une version d'une valeur publiée demande un motif.",
        (_PUBLISHED, Action.WITHDRAW): "Retirer une valeur publiée demande un motif.",
        (_VALIDATED, Action.WITHDRAW): "Retirer une valeur validée demande un motif.",
        (_SUBMITTED, Action.RETURN): "Renvoyer une valeur demande une note : dites ce qu'il faut corriger.",
        (_VALIDATED, Action.RETURN): "Renvoyer une valeur demande une note : dites ce qu'il faut corriger.",
        (_RETURNED, Action.SUBMIT): "Cette valeur vous a été renvoyée : répondez à la note, ou corrigez la valeur.",
    }
)

_ADVICE: Mapping[tuple[ValueState | None, Action], str] = MappingProxyType(
    {
        (_SUBMITTED, Action.ENTER_VALUE): "La valeur est soumise : retirez-la ou demandez son renvoi pour la modifier.",
        (_VALIDATED, Action.ENTER_VALUE): "La valeur est validée : demandez son renvoi pour la modifier.",
        (_PUBLISHED, Action.ENTER_VALUE): "La valeur est publiée : corrigez-la en donnant un motif.",
        (_DRAFT, Action.VALIDATE): "La valeur est un brouillon : elle doit d'abord être soumise.",
        (_DRAFT, Action.PUBLISH): "La valeur est un brouillon : elle doit d'abord être soumise, puis validée.",
        (_SUBMITTED, Action.PUBLISH): "La valeur est soumise : elle doit d'abord être validée.",
        (_DRAFT, Action.CORRECT): "La valeur n'est pas publiée : modifiez le brouillon.",
    }
)

_STEPS = frozenset(action for _, action in TRANSITIONS)


def next_state(state: ValueState | None, action: Action, motive: str = "") -> ValueState | Refusal:
    """The state that follows, or why the step is refused.

    Args:
        state: state of the latest version; None when there is no value yet.
        action: the step; actions that change no state are refused.
        reason: note or reason of the person; required when :func:`needs_reason` is True.
    """
    following = TRANSITIONS.get((state, action))
    if following is None:
        return Refusal(_why_not(state, action))
    if needs_reason(state, action) and not motive.strip():
        return Refusal(_REASONS[state, action])
    return following


def needs_reason(state: ValueState | None, action: Action) -> bool:
    """Whether the step requires a note or a reason."""
    return (state, action) in _REASONS


def steps_from(state: ValueState | None) -> tuple[Action, ...]:
    """Steps possible from this state, in the order of the actions."""
    return tuple(action for action in Action if (state, action) in TRANSITIONS)


def is_open(state: ValueState | None) -> bool:
    """Whether a value may be typed over; otherwise :func:`lock_reason` says why not."""
    return (state, Action.ENTER_VALUE) in TRANSITIONS


def lock_reason(state: ValueState | None) -> str:
    """Why a cell is closed to entry, for its tooltip; empty if it is open."""
    return "" if is_open(state) else _why_not(state, Action.ENTER_VALUE)


def _why_not(state: ValueState | None, action: Action) -> str:
    advice = _ADVICE.get((state, action))
    if advice:
        return advice
    doing = ACTION_LABELS[action]
    if action not in _STEPS:
        return f"« {doing.capitalize()} » ne change pas l'état d'une valeur."
    if state is None:
        return f"Il n'y a pas encore de valeur : impossible de {doing}."
    return f"La valeur est à l'état « {wording.label(state).lower()} » : impossible de {doing}."
