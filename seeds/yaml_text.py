"""YAML as text: every scalar stays the text that was typed, and every value knows its line.

Nothing is guessed: ``1.10`` stays « 1.10 », ``non`` stays « non », ``2021-12-31`` stays text. Typed values are
made later, from text, by :mod:`seeds.schema`. Duplicate keys, tabs and aliases are refused.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from seeds.problems import Problem

Place = tuple[str | int, ...]
# The C parser gives the same nodes and marks, ten times faster; the Python one stands in where it is absent.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Document:
    """One file as text: ``data`` holds only dict, list and str; ``lines`` gives the line of each place."""

    name: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, place: Place) -> int:
        """Line of ``place``, or of the nearest enclosing place that was written in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def blame(self, line: int, message: str, field_name: str = "") -> None:
        """Record one mistake of this file."""
        self.problems.append(Problem(self.name, line, field_name, message))


def read_document(path: Path, name: str) -> Document:
    """Read one file. Mistakes of form are in ``problems``; ``data`` is then None or incomplete."""
    document = Document(name)
    text = _text(path, document)
    if text is None:
        return document
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        detail = getattr(error, "problem", None) or str(error).splitlines()[0]
        document.blame(
            mark.line + 1 if mark else 0,
            f"la syntaxe YAML n’est pas respectée ; vérifiez l’alignement, les deux-points et les guillemets ({detail}).",
        )
        return document
    if root is None:
        document.blame(0, "le fichier est vide.")
    else:
        document.data = _Builder(document).build(root, ())
    return document


def _text(path: Path, document: Document) -> str | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        document.blame(0, "fichier absent.")
        return None
    except UnicodeDecodeError:
        document.blame(0, "le fichier n’est pas encodé en UTF-8.")
        return None
    tabbed = [number for number, line in enumerate(text.split("\n"), start=1) if "\t" in line]
    for number in tabbed:
        document.blame(number, "tabulation non admise : utilisez des espaces.")
    return None if tabbed else text


class _Builder:
    """Turns nodes into dict, list and str while noting the line of each place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.document.lines.setdefault(place, line)
        if id(node) in self.seen:
            self.document.blame(line, "les ancres (&) et les renvois (*) ne sont pas admis.", _name(place))
            return ""
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*place, number)) for number, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.document.blame(line, "un nom de champ doit être un mot simple.", _name(place))
            elif key_node.value in result:
                self.document.blame(line, "champ écrit deux fois.", key_node.value)
            else:
                here = (*place, key_node.value)
                self.document.lines[here] = line
                result[key_node.value] = self.build(value_node, here)
        return result


def _name(place: Place) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")
