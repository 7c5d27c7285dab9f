"""From the content of an edition to the files that the compiler reads. Texts travel as JSON, never as markup."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from indicators.reports import compiler
from indicators.reports.fonts import FAMILY, printable

TEMPLATES = Path(__file__).parent / "assets" / "typst"


def typeset_pdf(data: Mapping[str, object], made_at: datetime, *, apart: bool = False) -> bytes:
    """The PDF of an edition; ``apart``, in a process of its own.

    Raises ``compiler.TypesettingFailed``.
    """
    files = {**templates(), "data.json": packed(data)}
    return (compiler.to_pdf_apart if apart else compiler.to_pdf)(files, made_at)


def typeset_picture(svg: str, scale: float) -> bytes:
    """A drawing as PNG in our typeface, ``scale`` pixels for each pixel of the drawing."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        f'#set text(font: "{FAMILY}")\n#image("drawing.svg")'
    )
    # The compiler counts 72 points an inch, and takes a pixel of the drawing for three quarters of a point.
    return compiler.to_png({"main.typ": page, "drawing.svg": printable(svg)}, 96 * scale)


@lru_cache(maxsize=1)
def templates() -> Mapping[str, str]:
    """The templates by name; « main.typ » is the entry."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.typ"))}


def packed(data: Mapping[str, object]) -> str:
    """The data as JSON, in characters that the typeface has: one that it lacks would make the PDF invalid."""
    return json.dumps(_shown(data), ensure_ascii=False)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(name): _shown(each) for name, each in value.items()}
    if isinstance(value, Iterable):
        return [_shown(each) for each in value]
    return value
