"""Validation rules: ranges of one indicator, and assertions between series. Each change is in the journal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from db.engine import Engine
from db.queries import administration as stored
from db.queries import rules as stored_rules
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import EventCode
from indicators.domain import rights
from indicators.domain.rights import Action, Person
from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import CrossRule, MissingPolicy, Operator, Side, Term, read_terms
from indicators.domain.values.typed_numbers import Ambiguous, Empty, Understood, read_number
from indicators.domain.values.typed_numbers import RefusedNumber as NotANumber
from indicators.reading.catalogue.administration import told_of_rule
from indicators.reading.values.cells import definition_of, read_series
from indicators.services.refusals import Refused

RANGES = {
    "hard_low": "Minimum admis",
    "hard_high": "Maximum admis",
    "plausible_low": "Minimum habituel",
    "plausible_high": "Maximum habituel",
    "max_change": "Variation habituelle, au plus",
}
"""The ranges of an indicator, in the order in which they are shown."""

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
_LONGEST = 1000
_SEVERITIES = (Severity.BLOCKING, Severity.WARNING)
_BEATEN = "Quelqu’un a modifié cette règle après que vous l’avez vue : rechargez la page."


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A rule between series, as typed: sums of series codes on both sides."""

    left: str
    operator: Operator
    right: str
    severity: Severity
    left_label: str = ""
    right_label: str = ""
    left_missing: MissingPolicy = MissingPolicy.SKIP_IF_ANY
    right_missing: MissingPolicy = MissingPolicy.SKIP_IF_ANY
    advice: str = ""


def set_value_rule(
    engine: Engine, person: Person, indicator: str, typed: Mapping[str, str], *, is_integer: bool, reason: str
) -> bool:
    """Set the ranges of an indicator, as typed; an empty field is no bound. Return whether anything changed.

    The hard range blocks; the plausible range and the change require an explanation. Raises Refused.
    """
    _require(person)
    _check_reason(reason)
    with unit_of_work(engine, person.email) as work:
        subject = stored.indicator(work.session, indicator)
        if subject is None:
            raise Refused(f"L’indicateur « {indicator} » n’existe pas.")
        is_percent, decimals = _unit_of(work.session, indicator)
        ranges = {name: _bound(typed.get(name, ""), name, is_percent, decimals) for name in RANGES}
        _check_ranges(ranges)
        row = stored.value_rule(work.session, subject.id)
        before = {name: getattr(row, name) if row else None for name in RANGES}
        was_integer = bool(row.is_integer) if row else False
        if before == ranges and was_integer is is_integer:
            return False
        if any(value is not None for value in ranges.values()) or is_integer:
            stored_rules.set_value_rule(work.session, subject.id, **ranges, is_integer=is_integer)
        else:
            stored.clear_value_rule(work.session, subject.id)
        work.record(
            EventCode.CATALOGUE_CHANGED,
            f"{indicator}/règles de saisie",
            reason=reason.strip(),
            old=_journal_entry(before, was_integer),
            new=_journal_entry(ranges, is_integer),
        )
        work.commit()
    return True


def understood(rule_input: RuleInput) -> CrossRule:
    """The rule as typed, before series are looked up. Raises Refused."""
    try:
        terms, right = read_terms(rule_input.left), read_terms(rule_input.right)
    except ValueError as error:
        raise Refused(str(error)) from error
    if rule_input.severity not in _SEVERITIES:
        raise Refused("Une règle bloque la soumission, ou demande une explication.")
    if {term.series for term in terms} == {term.series for term in right}:
        raise Refused("Les deux côtés parlent des mêmes séries : la règle ne dirait rien.")
    if max(map(len, (rule_input.left_label, rule_input.right_label, rule_input.advice))) > _LONGEST:
        raise Refused(f"Un texte dépasse {_LONGEST} caractères.")
    return CrossRule(
        Side(rule_input.left_label.strip() or rule_input.left.strip(), terms, rule_input.left_missing),
        rule_input.operator,
        Side(rule_input.right_label.strip() or rule_input.right.strip(), right, rule_input.right_missing),
        rule_input.severity,
        rule_input.advice.strip(),
    )


def set_cross_rule(
    engine: Engine,
    person: Person,
    code: str,
    rule_input: RuleInput,
    *,
    seen: Mapping[str, object] | None,
    reason: str,
) -> None:
    """Add a rule between series (``base_rule`` is None), or change the one that the person saw. Raises Refused."""
    _require(person)
    _check_reason(reason)
    name = code.strip().upper()
    if not _CODE.fullmatch(name):
        raise Refused("Le code d’une règle s’écrit en lettres, chiffres et traits d’union, 20 au plus : « MEDTECH-1 ».")
    rule = understood(rule_input)
    with unit_of_work(engine, person.email) as work:
        _check_series(work.session, (*rule.left.terms, *rule.right.terms))
        row = stored.cross_rule(work.session, name)
        if seen is None and row is not None:
            raise Refused(f"La règle « {name} » existe déjà.")
        if seen is not None and (row is None or told_of_rule(row) != seen):
            raise Refused(_BEATEN)
        definition = definition_of(rule)
        old = None if row is None else told_of_rule(row)
        stored_rules.set_cross_rule(work.session, name, definition, str(rule.severity), rule.advice)
        new = {"definition": definition, "severity": str(rule.severity), "advice": rule.advice, "is_active": True}
        work.record(EventCode.CATALOGUE_CHANGED, f"règle {name}", reason=reason.strip(), old=old, new=new)
        work.commit()


def switch_cross_rule(engine: Engine, person: Person, code: str, *, is_active: bool, reason: str) -> None:
    """Deactivate or reactivate a rule between series. Raises Refused."""
    _require(person)
    _check_reason(reason)
    with unit_of_work(engine, person.email) as work:
        row = stored.cross_rule(work.session, code)
        if row is None:
            raise Refused(f"La règle « {code} » n’existe pas.")
        if bool(row.is_active) is is_active:
            raise Refused("Cette règle est déjà en service." if is_active else "Cette règle est déjà suspendue.")
        stored.switch_cross_rule(work.session, row.id, is_active)
        new = {"is_active": is_active}
        work.record(
            EventCode.CATALOGUE_CHANGED,
            f"règle {code}",
            reason=reason.strip(),
            old={"is_active": not is_active},
            new=new,
        )
        work.commit()


def _bound(typed: str, name: str, is_percent: bool, decimals: int) -> Decimal | None:
    """A typed bound. The change is in % of the previous value, in points where the unit is %."""
    reading = read_number(typed, is_percent=is_percent or name == "max_change", decimals=decimals)
    match reading:
        case Empty():
            return None
        case Understood() if not reading.flags:
            return reading.value
        case Ambiguous():
            raise Refused(f"{RANGES[name]} : {reading.question} Écrivez-le sans séparateur de milliers.")
        case NotANumber():
            raise Refused(f"{RANGES[name]} : {reading.reason}")
        case _:
            raise Refused(f"{RANGES[name]} : écrivez un nombre, ou rien.")


def _check_ranges(ranges: Mapping[str, Decimal | None]) -> None:
    order = ("hard_low", "plausible_low", "plausible_high", "hard_high")
    bounds = [(RANGES[name], value) for name in order if (value := ranges[name]) is not None]
    for (lower, low), (higher, high) in pairwise(bounds):
        if low > high:
            raise Refused(f"{lower} dépasse {higher.lower()}.")
    if (change := ranges["max_change"]) is not None and change <= 0:
        raise Refused("La variation habituelle doit être plus grande que zéro.")


def _journal_entry(ranges: Mapping[str, Decimal | None], is_integer: bool) -> dict[str, object]:
    return {name: None if value is None else str(value) for name, value in ranges.items()} | {"entiers": is_integer}


def _unit_of(session: Session, indicator: str) -> tuple[bool, int]:
    entry_series = next((each for each in read_series(session).values() if each.indicator == indicator), None)
    return (entry_series.unit.is_percent, entry_series.decimals) if entry_series else (False, 6)


def _check_series(session: Session, terms: tuple[Term, ...]) -> None:
    series = read_series(session, {term.series for term in terms})
    for term in terms:
        if term.series not in series:
            raise Refused(f"La série « {term.series} » n’existe pas.")
        if series[term.series].closed:
            raise Refused(series[term.series].closed)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Indiquez le motif : il reste au journal.")
    if len(reason) > _LONGEST:
        raise Refused(f"Le motif dépasse {_LONGEST} caractères.")


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.EDIT_CATALOGUE)
    if not leave:
        raise Refused(leave.reason)
