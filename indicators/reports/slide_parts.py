"""Slides from the layouts of the template: titles, texts, tables, speaker notes. The look stays in the template.

``assets/edition.pptx`` may be amended in any presentation program, as long as the names of its four layouts and the
numbers of their placeholders (below) stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches, Pt

from indicators.domain.statuses import SIGNS, Status
from indicators.reports.fonts import readable

TEMPLATE = Path(__file__).parent / "assets" / "edition.pptx"
TITLE, SECTION, CHART, TABLE = "Titre", "Section", "Graphique et texte", "Tableau"
LAYOUTS = (TITLE, SECTION, CHART, TABLE)
READING, BODY_OF_TITLE, OBJECT, SIDE, MENTION = 13, 14, 14, 15, 16

_TALLEST = Inches(0.62)

INK, MUTED, ACCENT, HAIR, QUIET = "1B2430", "5B6572", "0B5D62", "C9CED3", "F4F5F3"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look; ``size`` in points, 0 for that of the template."""

    text: str
    bold: bool = False
    color: str = ""
    size: float = 0
    italic: bool = False


Line = Sequence[Piece] | str
Row = Sequence[Sequence[Line]]
"""The cells of a row; each holds lines."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, whether its texts stand at the right."""

    head: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table: columns and rows of lines of pieces."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    size: float = 11
    fills: dict[tuple[int, int], str] = field(default_factory=dict)


def rgb(color: str) -> Any:
    """A colour of six hexadecimal digits."""
    return RGBColor.from_string(color)  # type: ignore[no-untyped-call]


def new_deck() -> Any:
    """An empty presentation in the look of the template."""
    return Presentation(str(TEMPLATE))


def add_slide(deck: Any, layout: str, title: str, mention: str, reading: str = "") -> Any:
    """A slide with its title, its reading and its mention at the foot."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    write(slide.shapes.title.text_frame, [title])
    fill(slide, MENTION, [mention])
    if layout in (CHART, TABLE):
        fill(slide, READING, [reading])
    return slide


def fill(slide: Any, index: int, lines: Sequence[Line]) -> None:
    """Write in a placeholder; without anything to write, it goes."""
    placeholder = slide.placeholders[index]
    if any(lines):
        write(placeholder.text_frame, lines)
    else:
        placeholder._element.getparent().remove(placeholder._element)


def write(frame: Any, lines: Sequence[Line], size: float = 0, right: bool = False) -> None:
    """Paragraphs of a text frame."""
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        if right:
            paragraph.alignment = 3  # PP_ALIGN.RIGHT
        for piece in [Piece(line)] if isinstance(line, str) else line:
            _run(paragraph, piece, size)


def _run(paragraph: Any, piece: Piece, size: float) -> None:
    run = paragraph.add_run()
    run.text = readable(piece.text)
    font = run.font
    font.language_id = MSO_LANGUAGE_ID.BELGIAN_FRENCH
    if piece.bold:
        font.bold = True
    if piece.italic:
        font.italic = True
    if piece.size or size:
        font.size = Pt(piece.size or size)
    if piece.color:
        font.color.rgb = rgb(piece.color)


def sign(status: str, size: float = 0) -> Piece:
    """The sign of a status as a character, in its colour."""
    status_sign = SIGNS[Status(status)]
    return Piece(f"{status_sign.glyph}\u00a0", color=status_sign.color.lstrip("#").upper(), size=size)


def badge(status: str, bold: bool = False, size: float = 0) -> list[Piece]:
    """Sign and word."""
    return [sign(status, size), Piece(SIGNS[Status(status)].word, bold=bold, size=size)]


def describe(shape: Any, text: str, name: str = "") -> None:
    """Alternative text of a chart or table."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", readable(text))
    if name:
        properties.set("name", readable(name))


def add_notes(slide: Any, lines: Sequence[str]) -> None:
    """What the speaker may be asked."""
    slide.notes_slide.notes_text_frame.text = readable("\n".join(lines))


def add_table(slide: Any, grid: SlideTable, alt: str) -> None:
    """A native table in the placeholder of the slide."""
    frame = slide.placeholders[OBJECT].insert_table(rows=len(grid.rows) + 1, cols=len(grid.columns))
    describe(frame, alt)
    table, width = frame.table, frame.width
    table.first_row, table.horz_banding = True, False
    for place, column in enumerate(grid.columns):
        table.columns[place].width = Emu(int(width * column.share / sum(column.share for column in grid.columns)))
        _cell(table.cell(0, place), [[Piece(column.head, bold=True, color=MUTED)]], grid.size - 1, column.right, QUIET)
    for index, row in enumerate(grid.rows, 1):
        for place, lines in enumerate(row):
            _cell(
                table.cell(index, place),
                lines,
                grid.size,
                grid.columns[place].right,
                grid.fills.get((index, place), "FFFFFF"),
            )
    height = Emu(min(int(frame.height / len(table.rows)), _TALLEST))  # as its text where that is taller
    for row in table.rows:
        row.height = height


def _cell(cell: Any, lines: Sequence[Line], size: float, right: bool, color: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(color)
    cell.margin_left, cell.margin_right = Pt(4), Pt(8)
    cell.margin_top = cell.margin_bottom = Pt(2.5)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(cell.text_frame, [_inked(line) for line in lines], size, right)
    _rule(cell)


def _rule(cell: Any) -> None:
    """Hairlines above and under the cell; python-pptx has no word for borders."""
    properties = cell._tc.get_or_add_tcPr()
    for place, name in enumerate(("lnT", "lnB")):  # borders come before the fill
        border = f'<a:{name} {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{HAIR}"/></a:solidFill></a:{name}>'
        properties.insert(place, parse_xml(border))


def _inked(line: Line) -> list[Piece]:
    """Cells take the colour of their table style: ours is said on each run."""
    pieces = [Piece(line)] if isinstance(line, str) else line
    return [Piece(piece.text, piece.bold, piece.color or INK, piece.size, piece.italic) for piece in pieces]
