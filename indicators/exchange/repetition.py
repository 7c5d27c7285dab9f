"""How often a workbook may repeat each of its elements, counted before any library builds objects from them.

A few kilobytes of archive unpack into millions of merged ranges, styles or rows. One pass of expat over every part
counts elements by name, attributes, line breaks and references, keeps nothing, and stops at the first bound.
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
    "si": (300_000, "textes différents"),
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
MAX_NAMES = 5_000
"""Different names of elements and attributes: parsers remember each of them."""
MAX_MARKS = 6_000_000
"""Elements, attributes, line breaks and references, all together."""
MAX_TAG = 256 * 1024
"""Bytes of one tag, comment or instruction: parsers start again at its beginning with each block that they receive."""
MAX_REPEATED_TEXT = 255
"""Characters of a namespace, which parsers compare for each element, and of a number format, which patterns search."""

_CHUNK = 64 * 1024
_ADVICE = "copiez ses valeurs dans un classeur neuf."


def check_repetition(parts: Mapping[str, bytes]) -> None:
    """Refuse a workbook that repeats an element too often, nests declarations, or is not sound XML.

    Raises:
        FileRefused: with what is too numerous and the part in which the bound was reached.
    """
    counter = _Counter()
    for path, data in parts.items():
        counter.read(path, data)


class _Counter:
    """What is still allowed, over all parts."""

    def __init__(self) -> None:
        self._left = {name: bound for name, (bound, _) in BOUNDS.items()}
        self._names: dict[str, str] = {}
        self._marks = MAX_MARKS
        self._path = ""

    def read(self, path: str, data: bytes) -> None:
        """Count one part."""
        self._path = path
        self._marks -= data.count(b"\n") + data.count(b"\r") + data.count(b"&")
        parser = expat.ParserCreate(intern=self._names)
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse_declarations
        try:
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                parser.Parse(chunk, False)
                if start + len(chunk) - parser.CurrentByteIndex > MAX_TAG:
                    raise FileRefused(f"Ce classeur est abîmé : une de ses balises est trop longue ({path}).")
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileRefused("Ce classeur est abîmé : un de ses éléments n'est pas lisible.") from error

    def _start(self, name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2]
        left = self._left[local] = self._left.get(local, MAX_OTHERS) - 1
        self._marks -= 1 + len(attributes) // 2
        if left < 0:
            bound, label = BOUNDS.get(local, (MAX_OTHERS, f"éléments « {local[:40]} »"))
            counted = f"{bound:,}".replace(",", "\u202f")
            raise FileRefused(f"Ce classeur compte plus de {counted} {label} ({self._path}) : {_ADVICE}")
        if self._marks < 0 or len(self._names) > MAX_NAMES:
            raise FileRefused(f"Ce classeur contient trop d'éléments ({self._path}) : {_ADVICE}")
        if sum(map(len, attributes)) > MAX_REPEATED_TEXT:
            for key, text in zip(attributes[::2], attributes[1::2], strict=True):
                if len(text) > MAX_REPEATED_TEXT and (key == "formatCode" or key.startswith("xmlns")):
                    raise FileRefused(f"Ce classeur est abîmé : un de ses formats est trop long ({self._path}).")


def _refuse_declarations(*_declaration: object) -> None:
    raise FileRefused("Ce classeur contient des déclarations qui n'ont rien à y faire ; il n'a pas été lu.")
