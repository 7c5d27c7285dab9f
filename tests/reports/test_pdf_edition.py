"""The PDF: tagged for people who listen to it, marked on every page, with the figures of the screens."""

from dataclasses import replace
from itertools import pairwise

import pytest

from indicators.domain.formatting import number
from indicators.domain.progress.explanation import explain
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.reading.progress import figures
from indicators.reading.progress.attention import ATTENTIONS, concerned
from indicators.reading.progress.review import Judged, Review
from indicators.reports import words
from indicators.reports.cover import Cover
from indicators.reports.pdf import pdf
from tests.reports.opened import Pdf, squeezed


def test_every_core_indicator_says_its_value_status_and_targets(opened_pdf: Pdf, core: list[Judged]) -> None:
    for one in core:
        card = opened_pdf.card(one.code)
        assert squeezed(figures.value_of(one, one.latest)) in card, one.code
        assert squeezed(SIGNS[one.status].word) in card, one.code
        if one.latest:
            assert squeezed(f"Dernière valeur · {one.latest.period.label}") in card
            assert squeezed(figures.reserves(one.latest)) in card
        for target in one.facts.targets:
            assert squeezed(number(target.value, None, one.series.unit)) in card, one.code


def test_every_core_indicator_says_why(opened_pdf: Pdf, core: list[Judged], review: Review) -> None:
    for one in core:
        card = opened_pdf.card(one.code)
        for sentence in explain(one.facts, one.assessment, review.parameters):
            assert squeezed(sentence.replace("'", "’")) in card, (one.code, sentence)


def test_the_synthesis_counts_what_the_overview_counts(opened_pdf: Pdf, review: Review) -> None:
    page = next(text for text in opened_pdf.pages if "Bilandeséchéances" in text)
    tally = [sum(one.status is status for one in review.matrix) for status in STATUS_ORDER]
    assert squeezed("".join(map(str, tally))) in page
    judged = sum(one.is_assessable for one in review.matrix)
    assert f"{judged}indicateursévaluablessur{len(review.matrix)}" in page
    for attention in ATTENTIONS:
        assert f"{len(concerned(attention, review.matrix, review))}dont" in page, attention.code


def test_what_cannot_be_judged_is_listed_with_its_reason(opened_pdf: Pdf, review: Review) -> None:
    annex = opened_pdf.text[opened_pdf.text.rindex("Cequinepeutpasêtrejugé") :]
    for one in review.matrix:
        if one.assessment.reason is not None:
            assert squeezed(one.definition.code) in annex


def test_it_is_tagged_french_and_titled(opened_pdf: Pdf, cover: Cover) -> None:
    root = opened_pdf.root
    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]).lower() == "fr-be"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert opened_pdf.reader.metadata.title == cover.title
    packet = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in packet
    assert cover.title in packet


def test_every_picture_has_a_text(opened_pdf: Pdf, core: list[Judged]) -> None:
    figures = [one for one in opened_pdf.elements if one["/S"] == "/Figure"]
    assert len(figures) >= sum(bool(one.facts.observations) for one in core)
    assert all(str(one.get("/Alt", "")).strip() for one in figures)


def test_charts_say_every_value_that_they_draw(opened_pdf: Pdf, core: list[Judged]) -> None:
    texts = squeezed(" ".join(str(one["/Alt"]) for one in opened_pdf.elements if one["/S"] == "/Figure"))
    for one in core:
        for each in one.facts.observations:
            if each.value is not None:
                assert squeezed(f"{each.period.label} : {number(each.value, None, one.series.unit)}") in texts, one.code


def test_headings_skip_no_level(opened_pdf: Pdf) -> None:
    levels = [int(one["/S"][2]) for one in opened_pdf.elements if one["/S"] in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_heads(opened_pdf: Pdf) -> None:
    tables = [one for one in opened_pdf.elements if one["/S"] == "/Table"]
    assert len(tables) > 20
    assert sum(one["/S"] == "/TH" for one in opened_pdf.elements) >= 2 * len(tables)


def test_typefaces_are_inside(opened_pdf: Pdf) -> None:
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in opened_pdf.reader.pages
        for font in (one.get_object() for one in page["/Resources"].get("/Font", {}).values())
    }
    assert fonts
    assert all("Inter" in name for name in fonts)
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts.values())


def test_every_page_says_that_figures_are_fictitious(opened_pdf: Pdf) -> None:
    assert all("donnéesfictives" in page.casefold() for page in opened_pdf.pages)


def test_pages_are_numbered_and_dated(opened_pdf: Pdf, review: Review) -> None:
    count = len(opened_pdf.pages)
    for place, page in enumerate(opened_pdf.pages[1:], 2):
        assert f"{place}/{count}" in page
        assert f"Donnéesau{words.data_day(review)}" in page


def test_real_figures_are_not_called_fictitious(real_review: Review, cover: Cover) -> None:
    opened = Pdf(pdf(real_review, replace(cover, notes=()), area=3))
    assert "fictives" not in opened.text.casefold()
    assert squeezed("Aucune valeur n’est publiée") in opened.text


def test_a_working_document_says_so_on_every_page(review: Review, cover: Cover) -> None:
    opened = Pdf(pdf(review, replace(cover, is_draft=True), area=1))
    assert all("documentdetravail" in page.casefold() for page in opened.pages)


def test_one_area_holds_its_own_series_only(review: Review, cover: Cover) -> None:
    opened = Pdf(pdf(review, replace(cover, filters="aire 2"), area=2))
    assert "ENT-01-A2·" in opened.text
    assert "ENT-01-A3·" not in opened.text
    assert all("aire2" in page for page in opened.pages)


def test_an_unknown_area_is_refused(review: Review, cover: Cover) -> None:
    with pytest.raises(ValueError, match="aire 9"):
        pdf(review, cover, area=9)


def test_words_of_people_stand_beside_what_they_are_about(opened_pdf: Pdf) -> None:
    assert squeezed("Deux fermetures expliquent le recul.") in opened_pdf.card("ENT-01-A3")
    assert squeezed("Relancer l’appel à projets.") in opened_pdf.text
    assert squeezed("Une bonne année.") in opened_pdf.text


def test_the_same_review_gives_the_same_bytes(review: Review, cover: Cover) -> None:
    assert pdf(review, cover, area=4) == pdf(review, cover, area=4)


def test_another_process_gives_the_same_bytes(review: Review, cover: Cover) -> None:
    shares: list[float] = []
    assert pdf(review, cover, area=4, apart=True, progress=shares.append) == pdf(review, cover, area=4)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
