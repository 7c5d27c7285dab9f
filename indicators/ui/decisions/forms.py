"""Recording a decision, following it up, wording it anew: each act calls one service."""

from collections.abc import Collection, Mapping

import streamlit as st

from db.vocabulary import DecisionState
from indicators.domain.formatting import date_fr
from indicators.domain.values.cells import Kind
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.services.committee import decisions
from indicators.services.committee.decisions import About, DecisionOutcome
from indicators.ui import store
from indicators.ui.decisions import words
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit.administration import chosen, day_of, key, typed
from indicators.ui.kit.html import link, show
from indicators.ui.kit.version_seen import Began, began, leave, send
from indicators.ui.who import current_person

NEW = "decision:new"
_LONGEST = 4000
_ALL_AREAS = "dans toutes les aires"


def new(review: Review, cancel: str) -> None:
    """The form of a new decision. ``cancel`` is where one goes back to."""
    start = began(NEW, 0, is_untouched=True)
    with st.container(border=True, key="card_decision_new"):
        show("<h2>Consigner une décision</h2>")
        _fields(review, NEW, None)
        left, right = st.columns(2)
        editions = memory.editions()
        left.selectbox(
            "Édition vue par le comité",
            ["", *editions],
            min(1, len(editions)),
            format_func=lambda code: editions[code].label if code else "Aucune",
            key=key(NEW, "edition"),
        )
        today = date_fr(store.today())
        right.text_input("Prise le", today, key=key(NEW, "taken"), placeholder="JJ/MM/AAAA", max_chars=40)
        st.button("Consigner la décision", key=f"{NEW}:go", type="primary", on_click=_decide, args=(start,))
        show(f"<p>{link(cancel, 'Annuler')}</p>")


def follow_up(one: Decision) -> None:
    """How far the decision is: state and note."""
    form = f"decision:follow:{one.code}"
    with st.container(border=True, key="card_decision_follow"):
        show("<h2>Où en est-elle ?</h2>")
        states = list(DecisionState)
        field = f"state:{one.version_no}"
        st.selectbox("État", states, states.index(one.state), format_func=label, key=key(form, field))
        st.text_area(
            "Note de suivi",
            key=key(form, "note"),
            max_chars=_LONGEST,
            height=90,
            placeholder="Ce qui a été fait, ce qui reste à faire",
        )
        st.text_input("Comité du (facultatif)", key=key(form, "meeting"), placeholder="JJ/MM/AAAA", max_chars=40)
        start = began(form, one.version_no, is_untouched=not typed(form, "note").strip())
        args = (one.code, field, start)
        st.button("Enregistrer le suivi", key=f"{form}:go", type="primary", on_click=_follow, args=args)


def revise(review: Review, one: Decision, cancel: str) -> None:
    """Text, person in charge, due date or what it concerns, with a note that says why."""
    form = revision(one.code)
    start = began(form, one.version_no, is_untouched=False)
    with st.container(border=True, key="card_decision_revise"):
        show("<h2>Réviser la décision</h2>")
        _fields(review, form, one)
        st.text_input("Motif de la révision", key=key(form, "note"), placeholder="Une phrase, gardée dans l’historique")
        args = (one.code, start)
        st.button("Enregistrer la révision", key=f"{form}:go", type="primary", on_click=_revise, args=args)
        show(f"<p>{link(cancel, 'Annuler')}</p>")


def revision(code: str) -> str:
    """Name of the form that revises a decision."""
    return f"decision:revise:{code}"


def close_revision(code: str) -> None:
    """The form is not on the screen: the next time, it begins from what is stored then."""
    leave(revision(code))


def _fields(review: Review, form: str, one: Decision | None) -> None:
    st.text_area(
        "Décision",
        one.text if one else "",
        key=key(form, "text"),
        max_chars=_LONGEST,
        height=100,
        placeholder="Ce qui est décidé, en une ou deux phrases",
    )
    left, right = st.columns(2)
    left.text_input(
        "Personne ou service responsable",
        one.in_charge if one else "",
        key=key(form, "in_charge"),
        max_chars=1000,
        placeholder="Qui en répond devant le comité",
    )
    due = date_fr(one.due_on) if one and one.due_on else ""
    right.text_input("Échéance", due, key=key(form, "due"), placeholder="JJ/MM/AAAA", max_chars=40)
    kept = (*one.indicators, *one.series) if one else ()
    _choice("Indicateurs concernés", form, "about", _with(_subjects(review), kept), kept)
    kept = one.operations if one else ()
    _choice("Opérations concernées", form, "operations", _with(_operations(review), kept), kept)


def _choice(label_: str, form: str, field: str, options: Mapping[str, str], kept: Collection[str]) -> None:
    st.multiselect(
        label_,
        list(options),
        list(kept),
        format_func=lambda code: options.get(code, code),
        key=key(form, field),
        placeholder="Tapez un code ou un mot",
        select_all=False,
    )


def _subjects(review: Review) -> dict[str, str]:
    """Indicators in every area, each followed by its series; those that show the values of another are left out."""
    found = {}
    for code, definition in review.catalogue.definitions.items():
        series = review.catalogue.series_of_indicator.get(code, ())
        if len(series) != 1:
            found[code] = f"{code} {definition.label}, {_ALL_AREAS}"
        for one in series:
            if one.reads_from is None:
                found[one.code] = f"{one.code} {definition.label} ({review.catalogue.perimeters[one.perimeter].label})"
    return found


def _operations(review: Review) -> dict[str, str]:
    return {one.code: f"{one.code} {one.wording} (aire {area.number})" for area, one in words.operations(review)}


def _with(options: dict[str, str], kept: Collection[str]) -> dict[str, str]:
    """What a decision names already stays a choice, even once the catalogue has retired it."""
    return options | {code: code for code in kept if code not in options}


def _about(form: str) -> About:
    """What was chosen; a code that is no indicator is taken for a series, which the service checks."""
    known = store.review()
    subjects, operations = _codes(form, "about"), _codes(form, "operations")
    indicators = known.catalogue.definitions if known else {}
    return About(
        series=[code for code in subjects if code not in indicators],
        indicators=[code for code in subjects if code in indicators],
        operations=operations,
    )


def _codes(form: str, field: str) -> list[str]:
    given = chosen(form, field)
    return [str(code) for code in given] if isinstance(given, list | tuple) else []


def _decide(start: Began) -> None:
    def call() -> DecisionOutcome:
        form = start.form
        return decisions.decide(
            store.engine(),
            current_person(),
            typed(form, "text"),
            in_charge=typed(form, "in_charge"),
            due_on=day_of(form, "due"),
            about=_about(form),
            edition=str(chosen(form, "edition") or ""),
            taken_on=day_of(form, "taken") or store.today(),
        )

    send(start, lambda: _answer(call()), away=("acte",))


def _follow(code: str, field: str, start: Began) -> None:
    def call() -> DecisionOutcome:
        form, state = start.form, chosen(start.form, field)
        if state not in list(DecisionState):
            raise ValueError("Choisissez un état.")
        return decisions.follow_up(
            store.engine(),
            current_person(),
            code,
            DecisionState(str(state)),
            typed(form, "note"),
            base_version_no=start.seen,
            meeting=day_of(form, "meeting"),
        )

    send(start, lambda: _answer(call()))


def _revise(code: str, start: Began) -> None:
    def call() -> DecisionOutcome:
        form = start.form
        return decisions.revise(
            store.engine(),
            current_person(),
            code,
            typed(form, "note"),
            base_version_no=start.seen,
            text=typed(form, "text"),
            in_charge=typed(form, "in_charge"),
            due_on=day_of(form, "due"),
            about=_about(form),
        )

    send(start, lambda: _answer(call()), away=("acte",))


def _answer(outcome: DecisionOutcome) -> tuple[Kind, str, int]:
    return outcome.kind, outcome.message, outcome.version_no
