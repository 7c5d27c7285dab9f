"""The slides: native charts with the figures of the screens, texts for those who do not see them."""

import io
import zipfile

import openpyxl
import pytest

from indicators.charts.story import story_of
from indicators.domain.periods import decimal_year
from indicators.domain.progress.explanation import explain
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.reading.progress import figures
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.reports.cover import Cover
from indicators.reports.slide_parts import LAYOUTS, TEMPLATE, new_deck
from indicators.reports.slides import pptx
from tests.reports.opened import Deck, chart, notes, squeezed, words

Dots = set[tuple[float, float]]


def test_every_core_indicator_says_its_value_and_status(opened_deck: Deck, core: list[Judged]) -> None:
    for one in core:
        text = words(opened_deck.slide(one.code))
        assert squeezed(figures.value_of(one, one.latest)) in text, one.code
        assert squeezed(SIGNS[one.status].word) in text, one.code


def dots(series: list[object], *names: str) -> Dots:
    """Points of the series of a chart that have one of these names."""
    found: Dots = set()
    for one in series:
        if one.name in names:  # type: ignore[attr-defined]
            xs = [float(value.text) for value in one._element.xpath("c:xVal//c:pt/c:v")]  # type: ignore[attr-defined]
            found |= set(zip(xs, one.values, strict=True))  # type: ignore[attr-defined]
    return found


def test_charts_hold_the_values_and_targets(opened_deck: Deck, core: list[Judged]) -> None:
    drawn = 0
    for one in core:
        found = chart(opened_deck.slide(one.code))
        story = story_of(one.facts)
        if found is None:
            assert not story.spots and not story.targets and not story.aside
            continue
        drawn += 1
        series = list(found.plots[0].series)
        spots = {(float(decimal_year(spot.day)), float(spot.value)) for spot in story.spots}
        starts = [story.start] if story.is_sum and story.start and story.spots else []
        lead = {(float(decimal_year(day)), float(value)) for day, value in starts}
        assert dots(series, "Observé", "Observé (suite)") == spots | lead, one.code
        goals = {(float(decimal_year(each.date)), float(each.value)) for each in story.targets}
        assert dots(series, "Cibles") == goals, one.code
    assert drawn > 100


def test_charts_can_be_edited(opened_deck: Deck) -> None:
    """Each has its own workbook, which holds the numbers that it draws."""
    with zipfile.ZipFile(io.BytesIO(opened_deck.content)) as files:
        books = [name for name in files.namelist() if name.endswith(".xlsx")]
        assert len(books) == sum(chart(one) is not None for one in opened_deck.slides)
        sheet = openpyxl.load_workbook(io.BytesIO(files.read(books[0]))).active
        assert any(isinstance(cell.value, int | float) for row in sheet.iter_rows() for cell in row)


def test_stacked_counts_are_those_of_the_matrix(opened_deck: Deck, review: Review) -> None:
    plot = chart(opened_deck.slides[1]).plots[0]
    places = list(plot.categories)
    for series in plot.series:
        status = next(one for one in STATUS_ORDER if SIGNS[one].word == series.name)
        for place, count in zip(places, series.values, strict=True):
            area = place[0] if place[0].isdigit() else "DIS"
            expected = sum(one.status is status and area_of(one) == area for one in review.matrix)
            assert count == expected, (place, status)


def test_notes_say_why(opened_deck: Deck, core: list[Judged], review: Review) -> None:
    for one in core:
        text = notes(opened_deck.slide(one.code))
        for sentence in explain(one.facts, one.assessment, review.parameters):
            assert sentence.replace("'", "’") in text, one.code


def test_every_slide_has_a_title_and_its_mention(opened_deck: Deck) -> None:
    for slide in opened_deck.slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert "DONNÉESFICTIVES" in words(slide)


def test_every_chart_and_table_has_a_text(opened_deck: Deck) -> None:
    frames = [shape for slide in opened_deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(frames) > 100
    assert all(frame._element.xpath(".//p:cNvPr")[0].get("descr", "").strip() for frame in frames)


def test_nothing_waits_to_be_filled(opened_deck: Deck) -> None:
    """An empty placeholder would show its prompt to whoever edits the slide."""
    for slide in opened_deck.slides:
        assert all(one.has_chart or one.has_table or one.text_frame.text for one in slide.placeholders)


@pytest.mark.parametrize("detail", ["attention", "rien"])
def test_indicators_are_chosen(review: Review, cover: Cover, core: list[Judged], detail: str) -> None:
    deck = Deck(pptx(review, cover, area=5, detail=detail))  # type: ignore[arg-type]
    shown = [one for one in deck.slides if "Pourquoi ce statut" in notes(one)]
    alerting = {"recul", "en_retard", "cible_non_atteinte"}
    expected = [one for one in core if area_of(one) == "5" and one.status in alerting]
    assert len(shown) == (len(expected) if detail == "attention" else 0)


def test_the_template_has_the_layouts_that_are_asked_for() -> None:
    assert [layout.name for layout in new_deck().slide_layouts] == list(LAYOUTS)
    with zipfile.ZipFile(TEMPLATE) as files:
        assert not [name for name in files.namelist() if "printerSettings" in name or name.endswith(".jpeg")]


def test_slides_are_the_same_for_the_same_review(review: Review, cover: Cover) -> None:
    assert pptx(review, cover, area=3) == pptx(review, cover, area=3)


def test_slides_of_a_real_store(real_review: Review, cover: Cover) -> None:
    deck = Deck(pptx(real_review, cover, area=1, detail="tout"))
    assert not any("FICTIVES" in words(slide) for slide in deck.slides)
