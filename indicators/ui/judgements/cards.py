"""Cards on the screens of an area and of an indicator: committee's appreciation, pilots' comments, decisions."""

from collections.abc import Iterable

import streamlit as st

from indicators.domain.formatting import count_of
from indicators.domain.rights import Person
from indicators.reading.catalogue.catalogue import Area
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Judged, Review
from indicators.ui.decisions import words
from indicators.ui.judgements import forms, text
from indicators.ui.judgements.matter import TopicCard, of_area, of_series
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, details, html, join, link, show
from indicators.ui.who import current_person


def about_series(review: Review, judged: Judged) -> None:
    """Draw the three cards on the screen of an indicator."""
    codes = {judged.code, judged.series.reads_from or judged.code}
    decisions = [
        each for each in memory.decisions() if codes & {*each.series} or judged.definition.code in each.indicators
    ]
    _draw(review, of_series(review, judged), decisions)


def about_area(review: Review, area: Area) -> None:
    """Draw the three cards on the screen of an area."""
    decisions = [each for each in memory.decisions() if area.number in words.areas_of(review, each)]
    _draw(review, of_area(review, area), decisions)


def _draw(review: Review, sheet: TopicCard, decisions: list[Decision]) -> None:
    person, standing = current_person(), memory.standing(sheet.matter)
    writes = not memory.is_past()
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, key="card_appreciation"):
        show(text.appreciation(sheet, standing, person))
        if writes:
            forms.appreciation(sheet, standing, person)
        _more(text.history(sheet, standing, person))
    with right, st.container(border=True, key="card_comments"):
        show(text.comments(sheet, standing, person))
        if writes:
            forms.comment(sheet, standing, person)
        _more(text.comments_history(sheet, standing, person))
    show(_decisions(review, sheet, decisions, person))


def _more(former: Html) -> None:
    if former:
        show(former)


def _decisions(review: Review, sheet: TopicCard, decisions: list[Decision], person: Person) -> Html:
    """Open decisions first, by due date; closed ones in a section that opens on demand."""
    every = html('<p class="note">{}</p>', link(links.address("decisions"), "Toutes les décisions du comité"))
    if not decisions:
        return card(html('<p class="muted">Aucune décision ne concerne {}.</p>{}', sheet.noun, every), "Décisions")
    still = [decision for decision in words.by_urgency(decisions, review.today) if decision.is_open]
    closed = [decision for decision in reversed(decisions) if not decision.is_open]
    note = count_of(len(still), "décision encore ouverte", "décisions encore ouvertes")
    body = _list(review, still) + (
        details(f"Décisions closes ({len(closed)})", _list(review, closed), is_open=not still) if closed else Html()
    )
    return card(body + every, "Décisions", note=note if still else "Aucune n’est encore ouverte")


def _list(review: Review, decisions: Iterable[Decision]) -> Html:
    lines = join(words.line(review, decision, brief=True) for decision in decisions)
    return html('<ul class="plain de-list">{}</ul>', lines) if lines else Html()
