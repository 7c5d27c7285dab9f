"""« Indicateur » screen: chart, last value, horizons, explanation of the status and metadata of one series."""

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
    """Draw the series selected in the address."""
    review = store.present()
    judged = _series_in_address(review)
    if judged is None:
        _unknown(review)
        return
    show(header(judged.definition.label, _lead(judged), _crumbs(review, judged), _perimeters(review, judged)))
    story.head(review, judged, is_dark())
    story.why(review, judged)
    cards.about_series(review, judged)
    neighbours.side_by_side(review, judged, is_dark())
    neighbours.breakdowns(judged, is_dark())
    sheet.sheet(review, judged)
    neighbours.sources(judged)
    neighbours.revisions(judged)
    _downloads(review, judged)
    staff.doors(review, judged, current_person())


def _series_in_address(review: Review) -> Judged | None:
    """Series selected in the address; the code of an indicator selects its first series."""
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


def _lead(judged: Judged) -> Html:
    card = judged.definition
    words = [judged.code, judged.perimeter.label]
    if card.core:
        words.append("noyau")
    words += [label(judged.facts.type).lower(), label(card.direction).lower(), label(card.frequency).lower()]
    return esc(" · ".join(words))


def _crumbs(review: Review, judged: Judged) -> tuple[tuple[str, str], ...]:
    steps = [("Vue d’ensemble", links.address(""))]
    number = area_of(judged)
    if number.isdigit():
        area = review.catalogue.areas_by_number[int(number)]
        steps.append((f"{area.number} {area.label}", links.address("aire", aire=area.number)))
    family = review.catalogue.families_by_code[judged.definition.family]
    steps.append((family.short, links.address("indicateurs", famille=family.code, aire=number)))
    return tuple(steps)


def _perimeters(review: Review, judged: Judged) -> Html:
    siblings = review.catalogue.series_of_indicator[judged.definition.code]
    if len(siblings) < 2:
        return Html()
    return join(
        chip(
            review.catalogue.perimeters[each.perimeter].short,
            links.address("indicateur", serie=each.code),
            each.code == judged.code,
        )
        for each in siblings
    )


def _downloads(review: Review, judged: Judged) -> None:
    def rows() -> list[writers.Row]:
        series_code = judged.series.reads_from or judged.code
        unpublished = store.present_view().unpublished
        values = tables.values(store.engine(), review, store.instant(), unpublished=unpublished)
        return [row for row in values if row["serie"] == series_code]

    st.download_button(
        "Télécharger les données (CSV)",
        lambda: writers.to_spreadsheet_csv(rows()).encode(),
        file_name=f"{judged.code}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    show(html('<p class="foot">{} ; définition version {}.</p>', view.dated(review), judged.definition.version_no))


screen()
