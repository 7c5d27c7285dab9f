"""Décisions: what the committee decided, who is in charge, the due date and the outcome."""

from collections.abc import Sequence

import streamlit as st

from indicators.domain.formatting import count_of
from indicators.domain.rights import Action, Person, allowed
from indicators.exchange import writers
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.decisions import forms, words
from indicators.ui.decisions import list as lists
from indicators.ui.decisions import sheet as sheets
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, chip, empty, esc, header, html, join, link, show, warnings
from indicators.ui.who import current_person

QUESTION = "Qu’a décidé le comité, et où en est-on ?"


def screen() -> None:
    """Draw the decision named by the address, or the list."""
    review, person = store.present(), current_person()
    decisions, writes = memory.decisions(), bool(allowed(person, Action.DECIDE)) and not memory.is_past()
    code = links.parameter("decision")
    decision = next((each for each in decisions if each.code == code), None)
    if decision is not None:
        _decision(review, decision, person, writes)
        return
    unknown = [f"La décision « {code} » n’existe pas ; voici toutes celles du comité."] if code else []
    _list(review, decisions, writes, unknown)


def _list(review: Review, decisions: Sequence[Decision], writes: bool, unknown: list[str]) -> None:
    query = lists.query(review, decisions)
    is_new = writes and links.parameter("acte") == "consigner"
    tools = Html()
    if writes and not is_new:
        tools = chip("Consigner une décision", links.address("decisions", acte="consigner"))
    show(header(QUESTION, _lead(review, decisions), tools=tools))
    if unknown or query.unknown:
        show(warnings([*unknown, *query.unknown]))
    if is_new:
        forms.new(review, query.at())
    if not decisions:
        show(_nothing_yet())
        return
    show(query.panel())
    if not query.matching:
        back = link(links.address("decisions", etat=lists.ALL), "Voir toutes les décisions")
        show(empty("Aucune décision ne répond à ces filtres", html("<p>{}</p>", back)))
        return
    lines = join(words.line(review, decision) for decision in query.matching)
    title = {lists.OPEN: "Décisions ouvertes", lists.LATE: "Décisions en retard", lists.CLOSED: "Décisions closes"}
    show(
        card(html('<ul class="plain de-list">{}</ul>', lines), title.get(query.values["etat"], "Toutes les décisions"))
    )
    st.download_button(
        "Télécharger ces décisions (CSV)",
        lambda: writers.to_spreadsheet_csv(lists.rows(review, query.matching)).encode(),
        file_name="decisions.csv",
        mime="text/csv",
        key="decisions_export",
        on_click="ignore",
    )


def _lead(review: Review, decisions: Sequence[Decision]) -> Html:
    still = [decision for decision in decisions if decision.is_open]
    late = sum(decision.is_overdue(review.today) for decision in still)
    text = count_of(len(still), "décision ouverte", "décisions ouvertes")
    if late:
        text += f", dont {late} en retard"
    return esc(f"{text} · {count_of(len(decisions) - len(still), 'close')}")


def _nothing_yet() -> Html:
    return empty(
        "Le comité n’a encore consigné aucune décision",
        html(
            "<p>Chaque décision y garde son texte, la personne responsable, son échéance et ce qu’elle concerne. Elle revient "
            "à chaque réunion jusqu’à ce qu’elle soit close. Le secrétariat du comité les consigne.</p>"
        ),
    )


def _decision(review: Review, decision: Decision, person: Person, writes: bool) -> None:
    revises = writes and links.parameter("acte") == "reviser"
    tools = (
        chip(
            "Réviser le texte, la personne ou l’échéance",
            links.address("decisions", decision=decision.code, acte="reviser"),
        )
        if writes and not revises
        else Html()
    )
    show(
        header(
            f"Décision {decision.code}",
            esc(f"{words.origin_in_words(decision)[0].upper()}{words.origin_in_words(decision)[1:]}"),
            (("Décisions", links.address("decisions")),),
            tools,
        )
    )
    if revises:
        forms.revise(review, decision, links.address("decisions", decision=decision.code))
    else:
        forms.close_revision(decision.code)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(sheets.sheet(review, decision))
    with right:
        if writes and not revises:
            forms.follow_up(decision)
        show(sheets.history(review, memory.versions(decision.code), person))


screen()
