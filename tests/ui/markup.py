"""A small tree of HTML, strict about what is left open: browsers mend it in silence, screen readers suffer from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img", "hr", "input", "meta", "link", "col", "wbr"}


@dataclass
class Node:
    """An element with its attributes and its content in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, every run of spaces as one plain space."""
        return plain("".join(self._words()))

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", css: str = "") -> "list[Node]":
        """Elements inside of it with a tag, a class or both, in order."""
        return [one for one in self.walk() if tag in ("", one.tag) and (not css or css in one.classes)]

    def one(self, tag: str = "", css: str = "") -> "Node":
        """The only such element."""
        found = self.all(tag, css)
        assert len(found) == 1, f"{len(found)} × {tag}.{css}"
        return found[0]

    def walk(self) -> "Iterator[Node]":
        """Every element inside of it."""
        for child in self.content:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def _words(self) -> Iterator[str]:
        for child in self.content:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style"):
                yield " " if child.tag in _BLOCKS else ""
                yield from child._words()
                yield " " if child.tag in _BLOCKS else ""


def plain(text: str) -> str:
    """A text with plain spaces: where a line may break is looked at by eye, not here."""
    return " ".join(text.split())


_BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "li",
    "td",
    "th",
    "tr",
    "br",
    "section",
    "caption",
    "summary",
    "dt",
    "dd",
    "i",
    "img",
    "b",
}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ferme <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def parse(html: str) -> Node:
    """The tree of a piece of HTML; refuses elements that do not close in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> reste ouvert"
    return builder.open[0]
