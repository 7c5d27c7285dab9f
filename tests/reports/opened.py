"""Editions opened by other programs than those that made them: pypdf, python-pptx, openpyxl."""

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import openpyxl
import pypdf
from pptx import Presentation


def squeezed(text: str) -> str:
    """Text without any white space nor hyphenation: editions wrap lines where they must."""
    text = re.sub(r"(?<=[a-zà-ÿ])[-\u2010]\s*\n\s*(?=[a-zà-ÿ])", "", text)
    return re.sub(r"[\s\u00a0\u202f\u00ad]+", "", text)


class Pdf:
    """A PDF: its pages as text, and its structure."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = pypdf.PdfReader(io.BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"].get_object()

    @cached_property
    def pages(self) -> list[str]:
        """Text of each page, squeezed."""
        return [squeezed(page.extract_text()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All the pages."""
        return "".join(self.pages)

    @cached_property
    def cards(self) -> dict[str, str]:
        """What the half page of each series says: from its code to the next one."""
        parts = re.split(r"(?=[A-Z]{3}-\d\d-[A-Z0-9]+·)", self.text)
        return {part.partition("·")[0]: part for part in parts[1:]}

    def card(self, code: str) -> str:
        """The half page of one series."""
        return self.cards[code]

    @cached_property
    def elements(self) -> list[Any]:
        """Structure elements in reading order."""
        return list(self._walk(self.root["/StructTreeRoot"].get_object()))

    def _walk(self, node: Any) -> Iterator[Any]:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(found, dict) and "/S" in found:
                yield found
                yield from self._walk(found)


class Deck:
    """A presentation."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.slides = list(Presentation(io.BytesIO(content)).slides)

    def slide(self, code: str) -> Any:
        """The slide of a series: its code ends the notes."""
        return next(one for one in self.slides if f"Série {code} ·" in notes(one))


def notes(slide: Any) -> str:
    """Speaker notes."""
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def words(slide: Any) -> str:
    """Everything written on a slide, tables too, squeezed."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return squeezed(" ".join(found))


def chart(slide: Any) -> Any:
    """The native chart of a slide, None without."""
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


class Workbook:
    """A workbook."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of a sheet by the names of its columns."""
        heads, *rows = self.book[name].iter_rows(values_only=True)
        return [dict(zip(heads, row, strict=True)) for row in rows]
