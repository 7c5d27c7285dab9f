"""What a workbook may repeat: each kind of element up to its bound, and not one more, whatever reads it next."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from indicators.exchange.limits import FileRefused, ReadingLimits
from indicators.exchange.repetition import BOUNDS, MAX_NAMES, MAX_OTHERS, check_repetition
from indicators.exchange.workbook_in import read_workbook
from tests.unit.exchange.books import LEXICON, book, edited

ROW = ("ENT-06-A1", "2024", None, None, 1)
NAMES = (*BOUNDS, "anything")


def part(content: str) -> dict[str, bytes]:
    return {"xl/part.xml": f"<root>{content}</root>".encode()}


def bound_of(name: str) -> tuple[int, str]:
    return BOUNDS.get(name, (MAX_OTHERS, f"éléments « {name} »"))


@pytest.mark.parametrize("name", NAMES)
def test_each_element_up_to_its_bound_and_not_more(name: str) -> None:
    bound, label = bound_of(name)
    check_repetition(part(f"<{name}/>" * bound))
    with pytest.raises(FileRefused) as refusal:
        check_repetition(part(f"<{name}/>" * (bound + 1)))
    count = f"{bound:,}".replace(",", "\u202f")
    assert str(refusal.value).startswith(f"Ce classeur compte plus de {count} {label} (xl/part.xml) : copiez")


def test_elements_are_counted_over_all_parts_and_whatever_their_namespace() -> None:
    half = "<mergeCell/>" * (BOUNDS["mergeCell"][0] // 2)
    with pytest.raises(FileRefused, match="plages fusionnées"):
        check_repetition(
            {
                "a.xml": f"<root>{half}</root>".encode(),
                "b.xml": f"<root xmlns='urn:b'>{half}</root>".encode(),
                "c.xml": b"<x:root xmlns:x='urn:c'><x:mergeCell/></x:root>",
            }
        )


def test_an_element_may_leave_the_namespace_of_its_parent() -> None:
    check_repetition({"a.xml": b"<root xmlns='urn:a'><row xmlns=''/></root>"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\n" * 9_000_000, "trop d'éléments"),
        ("&lt;" * 9_000_000, "trop d'éléments"),
        ("_x000D_" * 900_000, "trop d'éléments"),
        ("<!---->" * 9_000_000, "trop d'éléments"),
        ("<row " + " ".join(f"a{place}=''" for place in range(40_000)) + "/>", "trop longues ou trop diverses"),
        ("".join(f"<a{place % 20}>" for place in range(310_000)), "trop d'éléments"),
        ("".join(f"<a{place}/>" for place in range(2 * MAX_NAMES)), "trop longues ou trop diverses"),
        (f"<!--{'x' * 400_000}-->", "trop longues"),
        (f"<row spans='{'x' * 400_000}'/>", "trop longues"),
        (f"<row xmlns='{'u' * 256}'/>", "un de ses formats est trop long"),
        (f"<numFmt numFmtId='164' formatCode='{'[' * 256}'/>", "un de ses formats est trop long"),
        ("<row>" * 10, "n'est pas lisible"),
    ],
    ids=lambda value: value[:12],
)
def test_what_makes_parsers_work_for_nothing(content: str, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        check_repetition(part(content))


def repeated(element: str, count: int, before: bytes, end: bytes = b"") -> Callable[[bytes], bytes]:
    """Put the element so many times before a place of a part."""
    return lambda data: data.replace(before, element.encode() * count + end + before, 1)


@pytest.mark.parametrize(
    ("name", "element", "before"),
    [
        ("row", "<row/>", b"</sheetData>"),
        ("mergeCell", '<mergeCell ref="XA1:XB1"/>', b"</worksheet>"),
        ("col", '<col min="1" max="1" width="9"/>', b"<sheetData>"),
        ("hyperlink", '<hyperlink ref="A1:XFD1048576" location="x"/>', b"</worksheet>"),
        ("dataValidation", '<dataValidation sqref="A1:XFD1048576"/>', b"</worksheet>"),
        ("conditionalFormatting", '<conditionalFormatting sqref="A1"/>', b"</worksheet>"),
    ],
)
def test_a_sheet_is_read_below_a_bound_and_refused_above(name: str, element: str, before: bytes) -> None:
    bound, label = bound_of(name)
    content = edited(book(ROW), sheet1=repeated(element, bound - 10, before))
    assert len(read_workbook(content, LEXICON).rows) == 1
    with pytest.raises(FileRefused, match=label):
        read_workbook(edited(book(ROW), sheet1=repeated(element, bound + 1, before)), LEXICON)


@pytest.mark.parametrize(
    ("name", "element", "change"),
    [
        ("rPh", '<si><rPh sb="0" eb="1"/></si>', "sharedStrings"),
        ("xf", '<xf numFmtId="0"/>', "styles"),
        ("font", "<font/>", "styles"),
        ("numFmt", '<numFmt numFmtId="164" formatCode="0"/>', "styles"),
        ("definedName", '<definedName name="a">A1</definedName>', "workbook"),
        ("comment", '<comment ref="A1"/>', "app"),
    ],
)
def test_a_part_is_read_below_a_bound_and_refused_above(name: str, element: str, change: str) -> None:
    bound, label = bound_of(name)
    before = {
        "sharedStrings": b"</sst>",
        "styles": b"</styleSheet>",
        "workbook": b"</workbook>",
        "app": b"</Properties>",
    }
    inside = {change: repeated(element, bound - 500, before[change])}
    assert len(read_workbook(edited(book(ROW), **inside), LEXICON).rows) == 1
    with pytest.raises(FileRefused, match=label):
        read_workbook(edited(book(ROW), **{change: repeated(element, bound + 1, before[change])}), LEXICON)


def test_merged_ranges_that_overlap_are_refused_before_their_cells_are_visited() -> None:
    merge = repeated('<mergeCell ref="A1:XFD1048576"/>', 1_000, b"</worksheet>")
    rows = [("ENT-06-A1", str(1900 + place), None, None, 1) for place in range(100)]
    with pytest.raises(FileRefused, match="Feuille « Valeurs » : des plages fusionnées se recouvrent"):
        read_workbook(edited(book(*rows), sheet1=merge), LEXICON)


def test_a_part_that_many_sheets_name_is_read_once() -> None:
    def sheets(data: bytes) -> bytes:
        start, end = data.index(b"<sheet "), data.index(b"</sheets>")
        return data[:end] + data[start:end].replace(b"Valeurs", b"Encore") * 100 + data[end:]

    content = read_workbook(edited(book(ROW), workbook=sheets), LEXICON)
    assert [row.place.sheet for row in content.rows] == ["Valeurs"]


def test_rows_are_counted_over_all_sheets() -> None:
    def second(made: Any, _sheet: Any) -> None:
        made.add_worksheet("Autre").write_column(0, 0, ["x"] * 90)

    rows = [("ENT-06-A1", str(1900 + place), None, None, 1) for place in range(90)]
    assert len(read_workbook(book(*rows, touch=second), LEXICON).rows) == 90
    with pytest.raises(FileRefused, match="Les feuilles comptent ensemble plus de 100 lignes"):
        read_workbook(book(*rows, touch=second), LEXICON, ReadingLimits(max_rows=100))


@pytest.mark.parametrize(
    "change",
    [
        {"workbook": lambda data: data.replace(b'sheetId="1"', b'sheetId="x"')},
        {"workbook": lambda data: data.replace(b'r:id="rId1"', b'r:id="rId99"')},
        {"styles": lambda data: data.replace(b'<xf numFmtId="0"', b'<xf numFmtId="x"')},
        {"sheet1": lambda data: data.replace(b'<row r="2"', b'<row r="x"')},
        {"sheet1": lambda data: data.replace(b'r="E2"', b'r="2E"')},
        {"sheet1": lambda data: data.replace(b"</worksheet>", b'<mergeCell ref="x"/></worksheet>')},
        {"sheet1": lambda data: b""},
    ],
)
def test_what_openpyxl_cannot_read_is_refused_in_words(change: dict[str, Callable[[bytes], bytes]]) -> None:
    with pytest.raises(FileRefused, match="Ce classeur est abîmé : un de ses éléments n'est pas lisible"):
        read_workbook(edited(book(ROW), **change), LEXICON)


def test_members_beside_the_workbook_are_never_opened() -> None:
    """Names that climb out of the archive or start at its root lead nowhere."""
    buffer = io.BytesIO(book(ROW))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("../../outside.xml", "<a/>")
        archive.writestr("/absolute.bin", b"\x00" * 100)
    assert len(read_workbook(buffer.getvalue(), LEXICON).rows) == 1
