"""Files by their content: bounded, never believed about their own size, and refused in words."""

import io
import struct
import zipfile

import pytest

from indicators.exchange.limits import FileKind, FileRefused, ReadingLimits, sniff, unpack
from indicators.exchange.workbook_in import read_workbook
from tests.unit.exchange.books import LEXICON, book, edited

ROW = ("ENT-06-A1", "2024", None, None, 1)


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b" \r\n", "vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "ancien classeur .xls, ou un classeur protégé"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x00", "ni un classeur .xlsx ni un texte CSV"),
        (b"a;b\n" * 3_000_000, "dépasse 10 Mo"),
    ],
)
def test_what_is_not_read(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        sniff(content)


def test_content_decides() -> None:
    assert sniff(book(ROW)) is FileKind.WORKBOOK
    assert sniff(b"serie;periode;valeur") is FileKind.TEXT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(**{"readme.xml": b"<a/>"}), "n'est pas un classeur"),
        (archive(mimetype=b"", **{"content.xml": b""}), "OpenDocument"),
        (archive(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}), r"binaire \(.xlsb\)"),
        (archive(**{"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}), "macros"),
        (archive(**{"[Content_Types].xml": b""}), "n'est pas un classeur"),
        (b"PK\x03\x04 and then nothing", "abîmé"),
        (book(ROW)[:-200], "abîmé"),
    ],
)
def test_archives_that_are_not_workbooks(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_workbook(content, LEXICON)


def test_a_workbook_that_unpacks_into_too_much_is_refused() -> None:
    bomb = edited(book(ROW), sheet1=lambda data: data + b" " * 90 * 1024 * 1024)
    assert len(bomb) < 200_000
    with pytest.raises(FileRefused, match="décompressé, ce classeur dépasse 80 Mo"):
        read_workbook(bomb, LEXICON)


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    """The directory announces ten bytes; the stream would give a million."""
    honest = archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"x" * 1_000_000})
    lying = honest.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))
    with pytest.raises(FileRefused, match="taille annoncée"):
        unpack(lying)


def test_nothing_beyond_the_limit_is_unpacked() -> None:
    with pytest.raises(FileRefused, match="dépasse"):
        unpack(book(ROW), ReadingLimits(max_unpacked=1000))


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    nasty = edited(book(ROW), sheet1=lambda data: data.replace(b"?>\n", b"?>\n" + laughs, 1))
    with pytest.raises(FileRefused, match="déclarations"):
        read_workbook(nasty, LEXICON)


def test_too_many_rows_or_columns_are_refused() -> None:
    rows = [("ENT-06-A1", str(1900 + place), None, None, 1) for place in range(12)]
    with pytest.raises(FileRefused, match="plus de 10 lignes"):
        read_workbook(book(*rows), LEXICON, ReadingLimits(max_rows=10))
    with pytest.raises(FileRefused, match="plus de 100 colonnes"):
        read_workbook(book((*ROW, *range(200))), LEXICON)


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    with pytest.raises(FileRefused, match="lignes"):
        read_workbook(book(ROW, touch=lambda _, sheet: sheet.write(1_048_575, 0, "x")), LEXICON)


def test_broken_xml_is_refused() -> None:
    with pytest.raises(FileRefused, match="n'est pas lisible"):
        read_workbook(edited(book(ROW), sheet1=lambda data: data[:-20]), LEXICON)
