"""Rules between indicators: « A + B ≤ C », « both or none », with a policy for missing values on each side.

Conforms to the validation rules of DHIS2 (docs/method.md, Checks between series): a rule is violated when its
assertion is false; without any stored value nothing is asserted.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from indicators.domain.formatting import number
from indicators.domain.values.checks import Finding, Severity

Values = Mapping[str, Decimal | None]
"""Value by series code for one period; an absent code and None both mean that nothing is stored."""


class Operator(StrEnum):
    """Relation that a rule asserts between its two sides."""

    EQUAL = "="
    DIFFERENT = "≠"
    GREATER = ">"
    AT_LEAST = "≥"
    LESS = "<"
    AT_MOST = "≤"
    BOTH_OR_NONE = "les_deux_ou_aucun"
    NOT_BOTH = "pas_les_deux"


class MissingPolicy(StrEnum):
    """How a missing value affects its side."""

    SKIP_IF_ANY = "ignorer_si_une_manque"
    SKIP_IF_ALL = "ignorer_si_toutes_manquent"
    NEVER_SKIP = "compter_zero"


@dataclass(frozen=True, slots=True)
class Term:
    """A series and its coefficient: « − D » is ``Term("D", -1)``, « 2 B » is ``Term("B", 2)``."""

    series: str
    coefficient: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """A sum of terms, with its label for messages."""

    label: str
    terms: tuple[Term, ...]
    missing: MissingPolicy = MissingPolicy.SKIP_IF_ANY


@dataclass(frozen=True, slots=True)
class CrossRule:
    """An assertion about two sides. A blocking rule prevents submission, a warning requires an explanation."""

    left: Side
    operator: Operator
    right: Side
    severity: Severity = Severity.WARNING
    advice: str = ""


_COMPARE: Mapping[Operator, Callable[[Fraction, Fraction], bool]] = MappingProxyType(
    {
        Operator.EQUAL: operator.eq,
        Operator.DIFFERENT: operator.ne,
        Operator.GREATER: operator.gt,
        Operator.AT_LEAST: operator.ge,
        Operator.LESS: operator.lt,
        Operator.AT_MOST: operator.le,
    }
)

_WORDS: Mapping[Operator, str] = MappingProxyType(
    {
        Operator.EQUAL: "devrait être égal à",
        Operator.DIFFERENT: "devrait être différent de",
        Operator.GREATER: "devrait être supérieur à",
        Operator.AT_LEAST: "devrait être supérieur ou égal à",
        Operator.LESS: "devrait être inférieur à",
        Operator.AT_MOST: "devrait être inférieur ou égal à",
        Operator.BOTH_OR_NONE: "va de pair avec",
        Operator.NOT_BOTH: "ne peut pas être rempli en même temps que",
    }
)


_TERM = re.compile(
    r"\s*(?P<sign>[+\-−–]?)\s*(?:(?P<times>[1-9]\d{0,3})\s*[×xX*]?\s*)?(?P<code>[A-Z]{2,4}-\d{2}-[A-Z0-9]+)\s*"
)


def read_terms(typed: str) -> tuple[Term, ...]:
    """Parse a sum as people write it: « ENT-01-A1 + 2 × ENT-02-A1 − ENT-03-A1 ».

    Raises:
        ValueError: in French, quoting what was not understood.
    """
    terms: list[Term] = []
    place = 0
    while place < len(typed.rstrip()):
        matched = _TERM.match(typed, place)
        if matched is None or (terms and not matched["sign"]):
            rest = typed[place:].strip()[:40]
            raise ValueError(
                f"« {rest} » n'est pas compris : écrivez des codes de séries reliés par + ou −, comme ENT-01-A1 + ENT-02-A1."
            )
        sign = 1 if matched["sign"] in ("", "+") else -1
        terms.append(Term(matched["code"], sign * int(matched["times"] or 1)))
        place = matched.end()
    if not terms:
        raise ValueError("Indiquez au moins une série.")
    codes = [term.series for term in terms]
    if len(set(codes)) < len(codes):
        raise ValueError("Une même série ne s'écrit qu'une fois de chaque côté : donnez-lui un coefficient.")
    return tuple(terms)


def written(terms: Iterable[Term]) -> str:
    """Text of a sum, in the form that :func:`read_terms` parses."""
    pieces: list[str] = []
    for term in terms:
        times = f"{abs(term.coefficient)} × " if abs(term.coefficient) != 1 else ""
        sign = "− " if term.coefficient < 0 else ("+ " if pieces else "")
        pieces.append(f"{sign}{times}{term.series}")
    return " ".join(pieces)


def sentence(rule: CrossRule) -> str:
    """A rule in words, without values: « « A » devrait être égal à « B ». »."""
    left = f"« {rule.left.label} »"
    return f"{left} {_WORDS[rule.operator]} « {rule.right.label} »."


OPERATOR_LABELS: Mapping[Operator, str] = MappingProxyType(
    {
        Operator.EQUAL: "= égal à",
        Operator.DIFFERENT: "≠ différent de",
        Operator.GREATER: "> supérieur à",
        Operator.AT_LEAST: "≥ supérieur ou égal à",
        Operator.LESS: "< inférieur à",
        Operator.AT_MOST: "≤ inférieur ou égal à",
        Operator.BOTH_OR_NONE: "rempli si l’autre l’est",
        Operator.NOT_BOTH: "vide si l’autre est rempli",
    }
)
MISSING_LABELS: Mapping[MissingPolicy, str] = MappingProxyType(
    {
        MissingPolicy.SKIP_IF_ANY: "Ne pas vérifier s’il manque une valeur",
        MissingPolicy.SKIP_IF_ALL: "Ne pas vérifier si toutes les valeurs manquent",
        MissingPolicy.NEVER_SKIP: "Toujours vérifier : une valeur absente compte pour zéro",
    }
)


def is_violated(rule: CrossRule, values: Values) -> bool:
    """Whether the assertion is false for these values; never when no term of either side is stored."""
    if not _is_stored(rule.left, values) and not _is_stored(rule.right, values):
        return False
    filled = _is_filled(rule.left, values), _is_filled(rule.right, values)
    if rule.operator is Operator.BOTH_OR_NONE:
        return any(filled) and not all(filled)
    if rule.operator is Operator.NOT_BOTH:
        return all(filled)
    left, right = evaluate(rule.left, values), evaluate(rule.right, values)
    return left is not None and right is not None and not _COMPARE[rule.operator](left, right)


def evaluate(side: Side, values: Values) -> Fraction | None:
    """The exact value of a side, or None when its policy skips it."""
    if side.missing is not MissingPolicy.NEVER_SKIP and not _is_filled(side, values):
        return None
    return sum((_worth(term, values) for term in side.terms), Fraction(0))


def check_rules(rules: Iterable[CrossRule], values: Values) -> tuple[Finding, ...]:
    """One finding per violated rule, in order; its field names the first series of the left side."""
    return tuple(
        Finding(rule.severity, rule.left.terms[0].series if rule.left.terms else "", _message(rule, values))
        for rule in rules
        if is_violated(rule, values)
    )


def _worth(term: Term, values: Values) -> Fraction:
    value = values.get(term.series)
    return Fraction(0) if value is None else term.coefficient * Fraction(value)


def _is_stored(side: Side, values: Values) -> bool:
    return any(values.get(term.series) is not None for term in side.terms)


def _is_filled(side: Side, values: Values) -> bool:
    """Whether a side counts as present: all its terms by default, at least one under the other policies."""
    if side.missing is MissingPolicy.SKIP_IF_ANY:
        return all(values.get(term.series) is not None for term in side.terms)
    return _is_stored(side, values)


def _message(rule: CrossRule, values: Values) -> str:
    left, right = _named(rule.left, values), _named(rule.right, values)
    sentence = f"{left[:1].upper()}{left[1:]} {_WORDS[rule.operator]} {right}."
    return f"{sentence} {rule.advice}".rstrip()


def _named(side: Side, values: Values) -> str:
    return f"« {side.label} » ({number(evaluate(side, values))})"
