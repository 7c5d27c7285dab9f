"""One rule between series: entered as sums of codes, read back in words and tested on the stored values."""

import streamlit as st

from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import (
    MISSING_LABELS,
    OPERATOR_LABELS,
    MissingPolicy,
    Operator,
    sentence,
    written,
)
from indicators.reading.catalogue.administration import StoredRule, read_rules, violations
from indicators.services.catalogue import rules
from indicators.services.catalogue.rules import RuleInput
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.catalogue.rules import EFFECTS
from indicators.ui.kit import links
from indicators.ui.kit.act import ActAnswer, click
from indicators.ui.kit.fields import chosen, key, problem, typed
from indicators.ui.kit.html import Html, empty, esc, header, html, link, show
from indicators.ui.who import current_person

NEW = "nouvelle"
_CRUMBS = ("Catalogue", "catalogue"), ("Règles entre séries", "catalogue?vue=regles")


def draw(code: str) -> None:
    """Draw the rule with this code, or an empty form for a new rule."""
    rule = next((rule for rule in read_rules(store.engine()) if rule.code == code), None)
    if rule is None and code != NEW:
        show(header("Cette règle n’existe pas", crumbs=_CRUMBS))
        everything = link(links.address("catalogue", vue="regles"), "Voir toutes les règles")
        show(empty(f"Aucune règle ne porte le code « {code[:40]} »", html("<p>{}</p>", everything)))
        return
    form = f"rule:{code}"
    state = "" if rule is None else "En service." if rule.is_active else "Suspendue : elle ne vérifie plus rien."
    show(header(f"Règle {rule.code}" if rule else "Quelle nouvelle règle ?", esc(state), _CRUMBS))
    with st.container(border=True, key="card_catalogue_rule"):
        _fields(rule, form)
        show(_echo(form))
        st.text_area("Motif", key=key(form, "reason"), max_chars=1000, height=80)
        with st.container(horizontal=True):
            st.button("Enregistrer la règle", type="primary", key=key(form, "save"), **click(form, _save, form, rule))
            if rule:
                label = "Suspendre" if rule.is_active else "Remettre en service"
                act = click(form, _switch, form, rule.code, not rule.is_active)
                st.button(label, key=key(form, "switch"), **act)


def _fields(stored: StoredRule | None, form: str) -> None:
    rule = stored.rule if stored else None
    if stored is None:
        st.text_input("Code de la règle", key=key(form, "code"), placeholder="ENT-1", max_chars=20)
    left, middle, right = st.columns([3, 2, 3], vertical_alignment="bottom")
    hint = "ENT-02-A1 + ENT-03-A1"
    left.text_input(
        "D’un côté", written(rule.left.terms) if rule else "", key=key(form, "left"), placeholder=hint, max_chars=1000
    )
    operators = list(Operator)
    middle.selectbox(
        "Doit être",
        operators,
        operators.index(rule.operator) if rule else operators.index(Operator.AT_MOST),
        format_func=OPERATOR_LABELS.__getitem__,
        key=key(form, "operator"),
    )
    right.text_input(
        "De l’autre",
        written(rule.right.terms) if rule else "",
        key=key(form, "right"),
        placeholder="ENT-01-A1",
        max_chars=1000,
    )
    left, right = st.columns(2)
    for place, name, side in (
        (left, "left", rule.left if rule else None),
        (right, "right", rule.right if rule else None),
    ):
        whose = "du premier côté" if name == "left" else "du second côté"
        place.text_input(
            f"Nom {whose} dans les messages", side.label if side else "", key=key(form, f"{name}_label"), max_chars=200
        )
        choices = list(MissingPolicy)
        place.selectbox(
            f"S’il manque une valeur {whose}",
            choices,
            choices.index(side.missing) if side else 0,
            format_func=MISSING_LABELS.__getitem__,
            key=key(form, f"{name}_missing"),
        )
    severities = list(EFFECTS)
    st.selectbox(
        "Quand elle n’est pas respectée",
        severities,
        severities.index(rule.severity) if rule else 1,
        format_func=EFFECTS.__getitem__,
        key=key(form, "severity"),
    )
    st.text_input(
        "Conseil montré à la personne (facultatif)",
        rule.advice if rule else "",
        key=key(form, "advice"),
        max_chars=1000,
    )


def _echo(form: str) -> Html:
    """The rule in words, and the periods whose stored values break it."""
    if not typed(form, "left").strip() or not typed(form, "right").strip():
        return Html()
    try:
        rule = rules.understood(_read(form))
        broken = violations(store.engine(), rule)
    except Refused as refusal:
        return problem(str(refusal))
    effect = (
        f"Aujourd’hui non respectée pour : {', '.join(broken)}."
        if broken
        else "Les valeurs enregistrées la respectent."
    )
    return html('<div class="admin-effect" role="status"><p>{}</p><p>{}</p></div>', sentence(rule), effect)


def _read(form: str) -> RuleInput:
    """The rule entered in the form. Raises Refused for a choice that is not offered."""
    operator, severity = chosen(form, "operator"), chosen(form, "severity")
    missing = [chosen(form, f"{name}_missing") for name in ("left", "right")]
    if (
        operator not in list(Operator)
        or severity not in list(Severity)
        or any(choice not in list(MissingPolicy) for choice in missing)
    ):
        raise Refused("Choisissez parmi ce qui est proposé.")
    return RuleInput(
        left=typed(form, "left"),
        operator=Operator(str(operator)),
        right=typed(form, "right"),
        severity=Severity(str(severity)),
        left_label=typed(form, "left_label"),
        right_label=typed(form, "right_label"),
        left_missing=MissingPolicy(str(missing[0])),
        right_missing=MissingPolicy(str(missing[1])),
        advice=typed(form, "advice"),
    )


def _save(form: str, stored: StoredRule | None) -> ActAnswer:
    code = stored.code if stored else typed(form, "code")
    rules.set_cross_rule(
        store.engine(),
        current_person(),
        code,
        _read(form),
        seen=stored.seen if stored else None,
        reason=typed(form, "reason"),
    )
    return ActAnswer(f"Règle {code.strip().upper()} enregistrée, en service.", then=_back_to_the_list)


def _back_to_the_list() -> None:
    st.query_params.pop("regle", None)
    st.query_params["vue"] = "regles"


def _switch(form: str, code: str, is_active: bool) -> str:
    rules.switch_cross_rule(store.engine(), current_person(), code, is_active=is_active, reason=typed(form, "reason"))
    return f"Règle {code} {'remise en service' if is_active else 'suspendue'}."
