"""Words of people stay words, whatever language a format could take them for."""

import re
from xml.etree import ElementTree

import pytest

from indicators.charts.trajectory import trajectory
from indicators.reading.progress.review import Review
from indicators.reports import pictures
from indicators.reports.cover import Cover
from indicators.reports.fonts import UNKNOWN, printable, readable
from indicators.reports.pdf import pdf
from indicators.reports.slides import pptx
from indicators.reports.workbook import VALUES, xlsx
from tests.reports.conftest import HOSTILE
from tests.reports.opened import Deck, Pdf, Workbook, squeezed, words

SHOWN = squeezed(printable(HOSTILE))


def test_characters_without_a_drawing_are_replaced() -> None:
    assert printable("72 % – « é » Δ Ж") == "72 % – « é » Δ Ж"
    assert printable("a😀b中c") == f"a{UNKNOWN}b{UNKNOWN}c"
    assert printable("a\x00\x07\u202eb") == "ab"
    assert readable("a😀b中\x00\x07\u202e\u00a0c") == "a😀b中\u00a0c"
    assert printable("a\tb\u2028c") == "a b\nc"


def test_the_pdf_shows_them(hostile: Review, hostile_cover: Cover) -> None:
    opened = Pdf(pdf(hostile, hostile_cover))
    assert opened.reader.metadata.title == printable(HOSTILE)
    assert opened.text.count(SHOWN) > 10
    links = [one.get_object() for page in opened.reader.pages for one in page.get("/Annots", [])]
    assert not [one for one in links if "/URI" in one.get("/A", {})]
    assert b"/JavaScript" not in opened.content


def test_slides_show_them(hostile: Review, hostile_cover: Cover) -> None:
    deck = Deck(pptx(hostile, hostile_cover, detail="tout"))
    kept = squeezed(readable(HOSTILE))
    assert kept in words(deck.slides[0])
    assert any(kept in words(one) for one in deck.slides[5:])


def test_cells_hold_them_as_texts(hostile: Review, hostile_cover: Cover) -> None:
    book = Workbook(xlsx(hostile, hostile_cover))
    for sheet in book.book.worksheets:
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert {row["Source"] for row in book.rows(VALUES)} == {readable(HOSTILE)}


@pytest.mark.parametrize("start", ["=1+1", "+1+1", "-1+1", "@A1", "\t=1"])
def test_a_text_that_begins_like_a_formula_is_no_formula(hostile: Review, hostile_cover: Cover, start: str) -> None:
    one = next(iter(hostile.judged.values()))
    chart = trajectory(one.facts, one.assessment, today=hostile.today)
    assert chart is not None
    caption = pictures.Caption(start)
    cells = re.split(r";", pictures.csv(chart, caption).splitlines()[1])
    assert f"'{start}" in "".join(cells).replace('"', "")


def test_a_picture_is_one_well_formed_drawing(hostile: Review, hostile_cover: Cover) -> None:
    one = next(iter(hostile.judged.values()))
    chart = trajectory(one.facts, one.assessment, today=hostile.today)
    assert chart is not None
    caption = pictures.caption_of(hostile, hostile_cover, HOSTILE, [HOSTILE])
    root = ElementTree.fromstring(pictures.svg(chart, caption))
    assert SHOWN in squeezed("".join(root.itertext()))
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
        "svg", "title", "rect", "path", "circle", "polyline", "text", "tspan",
    }  # fmt: skip
    assert pictures.png(chart, caption, scale=1).startswith(b"\x89PNG")
