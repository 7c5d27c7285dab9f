"""The typeface of the editions: which characters it can show, and how wide they are.

Inter 4.1 (SIL Open Font License, ``assets/fonts/LICENSE-Inter.txt``), static styles from the npm package inter-ui,
reduced to Latin, Greek, Cyrillic and signs. Only two tables of the files are read: ``cmap`` and ``hmtx``.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "assets" / "fonts"
FAMILY = "Inter"
UNKNOWN = "□"
"""What stands for a character that the typeface does not have: an edition never fails for an emoji."""

_STANDS_FOR = {
    "✕": "×",
    "✗": "×",
    "✖": "×",
    "⧗": "○",
    "▒": "■",
    "\u2028": "\n",
    "\u2029": "\n",
    "\t": " ",
    "\r": "",
    "\u00ad": "",
    "\u200b": "",
    "\ufe0f": "",
}
_KEPT = frozenset("\n")


@dataclass(frozen=True, slots=True)
class Face:
    """One style: advance widths by character, as shares of the type size."""

    advances: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """Width of a line, without kerning, in the unit of ``size``."""
        return size * sum(self.advances.get(ord(character), 0.6) for character in text)


@lru_cache(maxsize=4)
def face(name: str = "Regular") -> Face:
    """« Regular », « Italic » or « SemiBold »."""
    tables = _tables((FOLDER / f"Inter-{name}.ttf").read_bytes())
    (per_em,) = struct.unpack_from(">H", tables["head"], 18)
    (count,) = struct.unpack_from(">H", tables["hhea"], 34)
    widths = [struct.unpack_from(">H", tables["hmtx"], 4 * index)[0] / per_em for index in range(count)]
    glyphs = _characters(tables["cmap"])
    return Face({code: widths[min(glyph, count - 1)] for code, glyph in glyphs.items()})


def printable(text: str) -> str:
    """The text in characters that the typeface has; others become « □ », control characters nothing."""
    advances = face().advances
    if all(ord(character) in advances or character in _KEPT for character in text):
        return text
    return "".join(map(_shown, text))


def readable(text: str) -> str:
    """The text for programs with typefaces of their own: only what cannot be seen goes, or reads otherwise than it is.

    Office files cannot hold most control characters at all.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in "\n\t" or character.isspace() else "" for character in text
    )


def _shown(character: str) -> str:
    if character in _STANDS_FOR:
        return _STANDS_FOR[character]
    if ord(character) in face().advances or character in _KEPT:
        return character
    if character.isspace():
        return " "
    # Direction marks and other invisible characters could make a text read otherwise than it is.
    return UNKNOWN if character.isprintable() else ""


def _tables(content: bytes) -> dict[str, bytes]:
    """Tables of a TrueType file by tag (OpenType specification, table directory)."""
    (count,) = struct.unpack_from(">H", content, 4)
    tables = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", content, 12 + 16 * index)
        tables[tag.decode("ascii")] = content[start : start + length]
    return tables


def _characters(cmap: bytes) -> dict[int, int]:
    """Glyph of each character: the Windows tables, formats 4 and 12."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    glyphs: dict[int, int] = {}
    for index in range(count):
        platform, _, start = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        (form,) = struct.unpack_from(">H", cmap, start)
        if platform == 3 and form == 12:
            glyphs |= _groups(cmap[start:])
        elif platform == 3 and form == 4:
            glyphs |= _segments(cmap[start:])
    return glyphs


def _groups(table: bytes) -> dict[int, int]:
    (count,) = struct.unpack_from(">L", table, 12)
    glyphs: dict[int, int] = {}
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", table, 16 + 12 * index)
        glyphs |= {code: glyph + code - first for code in range(first, last + 1)}
    return glyphs


def _segments(table: bytes) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 14 + shift) for shift in (0, double + 2, 2 * double + 2, 3 * double + 2)
    )
    glyphs: dict[int, int] = {}
    for index in range(count):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = 14 + 3 * double + 2 + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", table, place)
            if glyph or not offsets[index]:
                glyphs[code] = (glyph + deltas[index]) % 65536
    return {code: glyph for code, glyph in glyphs.items() if glyph}
