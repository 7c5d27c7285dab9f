"""Forms to record, follow up and revise a decision: each action calls one service."""

from collections.abc import Collection, Mapping

import streamlit as st

from db.vocabulary import DecisionState
from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.services.committee import decisions
from indicators.services.committee.decisions import DecisionLinks, DecisionOutcome
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.decisions import words
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import version_seen
from indicators.ui.kit.act import ActAnswer, click, drop_parameters
from indicators.ui.kit.fields import chosen, day_of, key, typed
from indicators.ui.kit.html import html, link, show
from indicators.ui.kit.version_seen import began
from indicators.ui.who import current_person

NEW = "decision:new"
_LONGEST = 4000
_ALL_AREAS = "dans toutes les aires"


def new(review: Review, cancel: str) -> None:
    """Draw the form of a new decision. ``cancel`` is the address of the Cancel link."""
    with st.container(border=True, key="card_decision_new"):
        show(html("<h2>Consigner une décision</h2>"))
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
        st.button("Consigner la décision", key=f"{NEW}:go", type="primary", **click(NEW, _decide))
        show(html("<p>{}</p>", link(cancel, "Annuler")))


def follow_up(decision: Decision) -> None:
    """Draw the follow-up form: state and note."""
    form = f"decision:follow:{decision.code}"
    with st.container(border=True, key="card_decision_follow"):
        show(html("<h2>Où en est-elle ?</h2>"))
        states = list(DecisionState)
        field = f"state:{decision.version_no}"
        st.selectbox("État", states, states.index(decision.state), format_func=label, key=key(form, field))
        st.text_area(
            "Note de suivi",
            key=key(form, "note"),
            max_chars=_LONGEST,
            height=90,
            placeholder="Ce qui a été fait, ce qui reste à faire",
        )
        st.text_input("Comité du (facultatif)", key=key(form, "meeting"), placeholder="JJ/MM/AAAA", max_chars=40)
        base_version_no = began(form, decision.version_no, is_untouched=not typed(form, "note").strip())
        act = click(form, _follow, form, decision.code, field, base_version_no)
        st.button("Enregistrer le suivi", key=f"{form}:go", type="primary", **act)


def revise(review: Review, decision: Decision, cancel: str) -> None:
    """Draw the revision form: text, person in charge, due date, subjects, and a mandatory note giving the reason."""
    form = revision(decision.code)
    base_version_no = began(form, decision.version_no, is_untouched=False)
    with st.container(border=True, key="card_decision_revise"):
        show(html("<h2>Réviser la décision</h2>"))
        _fields(review, form, decision)
        st.text_input("Motif de la révision", key=key(form, "note"), placeholder="Une phrase, gardée dans l’historique")
        act = click(form, _revise, form, decision.code, base_version_no)
        st.button("Enregistrer la révision", key=f"{form}:go", type="primary", **act)
        show(html("<p>{}</p>", link(cancel, "Annuler")))


def revision(code: str) -> str:
    """Name of the revision form of a decision."""
    return f"decision:revise:{code}"


def close_revision(code: str) -> None:
    """Discard the revision form, so that it starts from the stored version when reopened."""
    version_seen.forget(revision(code))


def _fields(review: Review, form: str, decision: Decision | None) -> None:
    st.text_area(
        "Décision",
        decision.text if decision else "",
        key=key(form, "text"),
        max_chars=_LONGEST,
        height=100,
        placeholder="Ce qui est décidé, en une ou deux phrases",
    )
    left, right = st.columns(2)
    left.text_input(
        "Personne ou service responsable",
        decision.in_charge if decision else "",
        key=key(form, "in_charge"),
        max_chars=1000,
        placeholder="Qui en répond devant le comité",
    )
    due = date_fr(decision.due_on) if decision and decision.due_on else ""
    right.text_input("Échéance", due, key=key(form, "due"), placeholder="JJ/MM/AAAA", max_chars=40)
    about = (*decision.indicators, *decision.series) if decision else ()
    _choice("Indicateurs concernés", form, "about", _subjects(review), about)
    operations = {
        each.code: f"{each.code} {each.wording} (aire {area.number})" for area, each in words.operations(review)
    }
    _choice("Opérations concernées", form, "operations", operations, decision.operations if decision else ())


def _choice(label_: str, form: str, field: str, choices: Mapping[str, str], present: Collection[str]) -> None:
    """Draw a multiple choice. Codes already in the decision stay offered, even once retired from the catalogue."""
    options = {**choices, **{code: code for code in present if code not in choices}}
    st.multiselect(
        label_,
        list(options),
        list(present),
        format_func=lambda code: options.get(code, code),
        key=key(form, field),
        placeholder="Tapez un code ou un mot",
        select_all=False,
    )


def _subjects(review: Review) -> dict[str, str]:
    """Codes and labels of indicators, each followed by its series; series that read from another are left out."""
    subjects = {}
    for code, definition in review.catalogue.definitions.items():
        every = review.catalogue.series_of_indicator.get(code, ())
        if len(every) != 1:
            subjects[code] = f"{code} {definition.label}, {_ALL_AREAS}"
        for series in every:
            if series.reads_from is None:
                perimeter = review.catalogue.perimeters[series.perimeter].label
                subjects[series.code] = f"{series.code} {definition.label} ({perimeter})"
    return subjects


def _about(form: str) -> DecisionLinks:
    """The selected subjects; a code that is not an indicator is passed as a series, which the service checks."""
    review = store.review()
    subjects, operations = _codes(form, "about"), _codes(form, "operations")
    indicators = review.catalogue.definitions if review else {}
    return DecisionLinks(
        series=[code for code in subjects if code not in indicators],
        indicators=[code for code in subjects if code in indicators],
        operations=operations,
    )


def _codes(form: str, field: str) -> list[str]:
    codes = chosen(form, field)
    return [str(code) for code in codes] if isinstance(codes, list | tuple) else []


def _decide() -> ActAnswer:
    outcome = decisions.decide(
        store.engine(),
        current_person(),
        typed(NEW, "text"),
        in_charge=typed(NEW, "in_charge"),
        due_on=day_of(NEW, "due"),
        about=_about(NEW),
        edition=str(chosen(NEW, "edition") or ""),
        taken_on=day_of(NEW, "taken") or store.today(),
    )
    return ActAnswer(_answer(NEW, outcome), then=drop_parameters("acte"))


def _follow(form: str, code: str, field: str, base_version_no: int) -> str:
    state = chosen(form, field)
    if state not in list(DecisionState):
        raise Refused("Choisissez un état.")
    outcome = decisions.follow_up(
        store.engine(),
        current_person(),
        code,
        DecisionState(str(state)),
        typed(form, "note"),
        base_version_no=base_version_no,
        meeting=day_of(form, "meeting"),
    )
    return _answer(form, outcome)


def _revise(form: str, code: str, base_version_no: int) -> ActAnswer:
    outcome = decisions.revise(
        store.engine(),
        current_person(),
        code,
        typed(form, "note"),
        base_version_no=base_version_no,
        text=typed(form, "text"),
        in_charge=typed(form, "in_charge"),
        due_on=day_of(form, "due"),
        about=_about(form),
    )
    return ActAnswer(_answer(form, outcome), then=drop_parameters("acte"))


def _answer(form: str, outcome: DecisionOutcome) -> str:
    return version_seen.answer(form, outcome.kind, outcome.message, outcome.version_no)
