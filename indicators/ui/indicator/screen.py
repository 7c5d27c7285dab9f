"""Indicateur: one story — the chart, the last value, the horizons, why this status, the sheet."""

import streamlit as st

from indicators.domain.wording import label
from indicators.exchange import writers
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.reading.store import tables
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.indicator import neighbours, sheet, staff, story
from indicators.ui.judgements import cards
from indicators.ui.kit import links, view
from indicators.ui.kit.html import Html, chip, empty, esc, header, html, join, link, show
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the indicator that the address names."""
    review = store.present()
    one = _asked(review)
    if one is None:
        _unknown(review)
        return
    show(header(one.definition.label, _lead(one), _crumbs(review, one), _perimeters(review, one)))
    story.head(review, one, is_dark())
    story.why(review, one)
    cards.about_series(review, one)
    neighbours.side_by_side(review, one, is_dark())
    neighbours.breakdowns(one, is_dark())
    sheet.sheet(review, one)
    neighbours.sources(one)
    neighbours.revisions(one)
    _downloads(review, one)
    staff.doors(review, one, current_person())


def _asked(review: Review) -> Judged | None:
    """The series of the address; an indicator's code alone means its first series."""
    code = links.parameter("serie")
    if code in review.judged:
        return review.judged[code]
    of_indicator = review.catalogue.series_of_indicator.get(code)
    return review.judged[of_indicator[0].code] if of_indicator else None


def _unknown(review: Review) -> None:
    code = links.parameter("serie")
    title = "Cet indicateur n’existe pas" if code else "Quel indicateur voulez-vous voir ?"
    reason = f"Aucune série ne porte le code « {code} » : le lien est peut-être incomplet." if code else ""
    choose = link(links.address("indicateurs"), "Choisir dans la liste des indicateurs")
    show(header(title, crumbs=(("Vue d’ensemble", links.address("")),)))
    show(empty(reason or "Choisissez un indicateur", html("<p>{}</p>", choose)))


def _lead(one: Judged) -> Html:
    card = one.definition
    words = [one.code, one.perimeter.label]
    if card.core:
        words.append("noyau")
    words += [label(one.facts.type).lower(), label(card.direction).lower(), label(card.frequency).lower()]
    return esc(" · ".join(words))


def _crumbs(review: Review, one: Judged) -> tuple[tuple[str, str], ...]:
    steps = [("Vue d’ensemble", links.address(""))]
    number = area_of(one)
    if number.isdigit():
        area = review.catalogue.areas_by_number[int(number)]
        steps.append((f"{area.number} {area.label}", links.address("aire", aire=area.number)))
    family = review.catalogue.families_by_code[one.definition.family]
    steps.append((family.short, links.address("indicateurs", famille=family.code, aire=number)))
    return tuple(steps)


def _perimeters(review: Review, one: Judged) -> Html:
    siblings = review.catalogue.series_of_indicator[one.definition.code]
    if len(siblings) < 2:
        return Html()
    return join(
        chip(
            review.catalogue.perimeters[each.perimeter].short,
            links.address("indicateur", serie=each.code),
            each.code == one.code,
        )
        for each in siblings
    )


def _downloads(review: Review, one: Judged) -> None:
    def rows() -> list[writers.Row]:
        wanted = one.series.reads_from or one.code
        unpublished = store.present_view().unpublished
        found = tables.values(store.engine(), review, store.instant(), unpublished=unpublished)
        return [row for row in found if row["serie"] == wanted]

    st.download_button(
        "Télécharger les données (CSV)",
        lambda: writers.to_spreadsheet_csv(rows()).encode(),
        file_name=f"{one.code}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    show(html('<p class="foot">{} ; définition version {}.</p>', view.dated(review), one.definition.version_no))


screen()
