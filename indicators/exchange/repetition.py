"""How often a workbook may repeat each of its elements, counted before any library builds objects from them.

A few kilobytes of archive unpack into millions of merged ranges, styles or rows. One pass of expat over every part
counts elements by name, keeps nothing, and stops at the first bound.
"""

from collections.abc import Mapping
from xml.parsers import expat

from indicators.exchange.limits import MAX_CELLS, FileRefused

BOUNDS: Mapping[str, tuple[int, str]] = {
    "row": (100_000, "lignes, vides comprises"),
    "c": (MAX_CELLS, "cellules, vides comprises"),
    "v": (MAX_CELLS, "valeurs de cellules"),
    "is": (MAX_CELLS, "textes de cellules"),
    "t": (MAX_CELLS, "textes"),
    "f": (MAX_CELLS, "formules"),
    "si": (150_000, "textes différents"),
    "sheet": (200, "feuilles"),
    "mergeCell": (20_000, "plages fusionnées"),
    "col": (20_000, "réglages de colonnes"),
    "numFmt": (1_000, "formats de nombre"),
    "xf": (64_000, "formats de cellule"),
    "font": (20_000, "polices"),
    "fill": (20_000, "remplissages"),
    "border": (20_000, "bordures"),
    "cellStyle": (20_000, "styles nommés"),
    "dxf": (20_000, "styles conditionnels"),
    "definedName": (10_000, "noms définis"),
    "hyperlink": (50_000, "liens"),
    "comment": (20_000, "commentaires de cellules"),
    "dataValidation": (20_000, "règles de validation"),
    "conditionalFormatting": (20_000, "mises en forme conditionnelles"),
    "cfRule": (20_000, "règles de mise en forme conditionnelle"),
    **dict.fromkeys(
        ("r", "rPr", "rFont", "sz", "color", "family", "charset", "scheme", "b", "i", "u"),
        (50_000, "morceaux de texte mis en forme"),
    ),
    "rPh": (20_000, "lectures phonétiques"),
    "Relationship": (20_000, "relations entre ses éléments"),
    "Override": (1_000, "éléments déclarés"),
    **dict.fromkeys(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"), (5_000, "dessins")),
    **dict.fromkeys(("workbookView", "customWorkbookView"), (1_000, "vues")),
    **dict.fromkeys(("functionGroup", "smartTagType", "webPublishObject"), (1_000, "extensions")),
    **dict.fromkeys(("externalReference", "pivotCache"), (1_000, "sources de données")),
}
"""Local name of an element → how often the whole workbook may hold it, and what a person calls it."""

MAX_OTHERS = 20_000
"""Elements of any other name, each."""
MAX_ALL_OTHERS = 300_000
"""Elements of all other names together: nothing reads them, and they stay in memory until the end of a sheet."""
MAX_NAMES = 5_000
"""Different names of elements and attributes: parsers remember each of them."""
MAX_MARKS = 6_000_000
"""Tags, attributes, line breaks, references and escaped characters, all together."""
MAX_TAG = 256 * 1024
"""Bytes of one tag, comment or instruction: parsers start again at its beginning with each block that they receive."""
MAX_REPEATED_TEXT = 255
"""Characters of a namespace, which parsers compare for each element, and of a number format, which patterns search."""

_MARKS = {b"<": 1, b"=": 1, b"\n": 1, b"\r": 1, b"&": 1, b"_x": 10}
"""What makes parsers, and the reading of escaped characters, do something; and how much of it."""
_CHUNK = 64 * 1024
_ALL_OTHERS = ""
_ADVICE = "copiez ses valeurs dans un classeur neuf."


def check_repetition(parts: Mapping[str, bytes]) -> None:
    """Refuse a workbook that repeats an element too often, declares entities, or is not sound XML.

    Raises:
        FileRefused: with what is too numerous and the part in which the bound was reached.
    """
    left = {name: bound for name, (bound, _) in BOUNDS.items()} | {_ALL_OTHERS: MAX_ALL_OTHERS}
    names: dict[str, str] = {}
    marks = MAX_MARKS
    for path, data in parts.items():
        marks -= sum(data.count(mark) * weight for mark, weight in _MARKS.items())
        if marks < 0:
            raise FileRefused(f"Ce classeur contient trop d'éléments ({path}) : {_ADVICE}")
        _count(path, data, left, names)


def _count(path: str, data: bytes, left: dict[str, int], names: dict[str, str]) -> None:
    """Take the elements of one part off what is ``left`` of each name; ``names`` gathers all that parsers remember."""

    def start(name: str, attributes: list[str]) -> None:
        local = name.rpartition(" ")[2]
        left[local] = rest = left.get(local, MAX_OTHERS) - 1
        if rest < 0:
            bound, label = BOUNDS.get(local, (MAX_OTHERS, f"éléments « {local[:40]} »"))
            counted = f"{bound:,}".replace(",", "\u202f")
            raise FileRefused(f"Ce classeur compte plus de {counted} {label} ({path}) : {_ADVICE}")
        if local not in BOUNDS:
            left[_ALL_OTHERS] -= 1
            if left[_ALL_OTHERS] < 0:
                raise FileRefused(f"Ce classeur contient trop d'éléments ({path}) : {_ADVICE}")
        elif local == "numFmt":
            check_length("", max(attributes, key=len, default=""))

    def check_length(_prefix: str | None, text: str | None) -> None:
        if text is not None and len(text) > MAX_REPEATED_TEXT:
            raise FileRefused(f"Ce classeur est abîmé : un de ses formats est trop long ({path}).")

    parser = expat.ParserCreate(namespace_separator=" ", intern=names)
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.StartNamespaceDeclHandler = check_length
    parser.StartDoctypeDeclHandler = _refuse_declarations
    try:
        for begin in range(0, len(data), _CHUNK):
            chunk = data[begin : begin + _CHUNK]
            parser.Parse(chunk, False)
            if begin + len(chunk) - parser.CurrentByteIndex > MAX_TAG or len(names) > MAX_NAMES:
                raise FileRefused(f"Ce classeur est abîmé : ses balises sont trop longues ou trop diverses ({path}).")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileRefused("Ce classeur est abîmé : un de ses éléments n'est pas lisible.") from error


def _refuse_declarations(*_declaration: object) -> None:
    raise FileRefused("Ce classeur contient des déclarations qui n'ont rien à y faire ; il n'a pas été lu.")
