"""Values as the text of an input cell, which parses back to the same value, and how typed text is interpreted."""

from decimal import Decimal

from db.vocabulary import ConfStatus, ObsStatus, ValueState
from indicators.domain.formatting import NOT_AVAILABLE, number
from indicators.domain.quality import MISSING, describe
from indicators.domain.series import Observation, Target, Unit
from indicators.domain.values.cells import CellInput, CellOutcome, Kind
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_numbers import FLAG_LETTERS, echo
from indicators.domain.wording import label

_LETTERS = {flag: letter for letter, flag in FLAG_LETTERS.items()}


def places(value: Decimal) -> int:
    """Number of decimals of a value."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def exact(value: Decimal) -> str:
    """A value with all its digits, in French, without its unit."""
    return number(value, places(value))


def cell_text(observation: Observation | None) -> str:
    """A stored value as it would be typed, « 1 380,5 p »; empty if there is none."""
    if observation is None or observation.state is ValueState.WITHDRAWN:
        return ""
    if observation.value is None:
        return NOT_AVAILABLE
    letters = sorted(_LETTERS[flag] for flag in observation.flags if flag in _LETTERS)
    return " ".join((exact(observation.value), *letters))


def number_text(observation: Observation | None) -> str:
    """A stored value as it would be typed, without flag letters, for a form with separate flag fields."""
    return (
        exact(observation.value)
        if observation is not None and observation.value is not None and not _is_gone(observation)
        else ""
    )


def flags_without_letter(observation: Observation | None) -> frozenset[ObsStatus]:
    """Flags that have no letter in a cell: they are kept when the value is typed again."""
    if observation is None or _is_gone(observation):
        return frozenset()
    return frozenset(flag for flag in observation.flags if flag not in _LETTERS and flag not in MISSING)


def value_words(observation: Observation | None, unit: Unit) -> str:
    """A stored value in words: « 1 380,5 M€ », « n.d. (manquante…) », « valeur retirée »."""
    if observation is None:
        return "aucune valeur"
    if _is_gone(observation):
        return "valeur retirée"
    if observation.value is None:
        return f"{NOT_AVAILABLE} ({describe(observation.flags).lower()})"
    qualifiers = [describe(observation.flags).lower()] if observation.flags else []
    if observation.conf is not ConfStatus.FREE:
        qualifiers.append(label(observation.conf).lower())
    text = number(observation.value, places(observation.value), unit)
    return f"{text} ({', '.join(qualifiers)})" if qualifiers else text


def last_words(observation: Observation | None) -> str:
    """The last value with its period, without its unit: « 1 380,5 (2023) »."""
    return "" if observation is None else f"{number(observation.value)} ({observation.period.label})"


def target_words(target: Target | None) -> str:
    """A target with its horizon and year: « 1 500 (MT 2026) »."""
    return "" if target is None else f"{number(target.value)} ({target.horizon.value} {target.date.year})"


def understood(cell_input: CellInput, unit: Unit, decimals: int) -> str:
    """Interpretation of a typed cell, in its unit; empty if it is blank or cannot be parsed."""
    meaning = understand(cell_input, unit, decimals)
    if not isinstance(meaning, Meaning):
        return ""
    qualifiers = [describe(meaning.flags).lower()] if meaning.flags else []
    if meaning.conf is not ConfStatus.FREE:
        qualifiers.append(label(meaning.conf).lower())
    if meaning.value is None:
        return f"pas de valeur : {', '.join(qualifiers)}"
    text = echo(meaning.value, unit, decimals)
    return f"{text} ({', '.join(qualifiers)})" if qualifiers else text


def echo_of(cell_input: CellInput, outcome: CellOutcome | None, unit: Unit, decimals: int) -> str:
    """Interpretation of a typed cell, « 1 380,5 M€ », or a short message if it cannot be saved."""
    text = understood(cell_input, unit, decimals)
    if text:
        return text
    if outcome is None or outcome.kind is Kind.UNCHANGED:
        return ""
    if outcome.kind is Kind.QUESTION and outcome.candidates:
        return " ou ".join(exact(candidate) for candidate in outcome.candidates) + " ?"
    return "pourquoi n’y a-t-il pas de valeur ?" if outcome.kind is Kind.QUESTION else outcome.message


def _is_gone(observation: Observation) -> bool:
    return observation.state is ValueState.WITHDRAWN
