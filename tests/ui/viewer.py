"""A screen as somebody finds it at an address: its headings, its words, its links, its tables."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from streamlit.testing.v1 import AppTest

from indicators.ui.registry import PIECES, SCREENS
from tests.ui.markup import Node, parse

# Every name that an address of ours may hold.
NAMES_OF_PARAMETERS = (
    "aire famille ambition type noyau statut a_voir page serie ventilation modalite feuille_de_route valeurs au "
    "periode annee campagne etape par groupe vue etat responsable retard frequence personne import depuis "
    "jusque action facon periodes ventilations voir lot manque acte indicateur echeance role q champ decision "
    "edition de a forme fiches vue portee compte_rendu"
)
PARAMETERS = set(NAMES_OF_PARAMETERS.split())

FILES = {screen.address: screen.path for screen in (*SCREENS, PIECES)}


@dataclass(frozen=True)
class Prepared:
    """Addresses of the three stores that screens are tried on."""

    empty: str
    published: str
    demo: str


@dataclass(frozen=True)
class Seen:
    """What one run of the script put on the screen: ``html`` is every piece of the main part, then the Markdown."""

    html: str
    brand: str

    @cached_property
    def tree(self) -> Node:
        """The same as a tree; markup that does not close is refused."""
        return parse(self.html)

    @property
    def text(self) -> str:
        """What can be read, spaces collapsed."""
        return self.tree.text

    @property
    def h1(self) -> str:
        """The one title of the screen."""
        titles = [one.text for one in self.tree.all("h1")] or re.findall(r"^# (.+)$", self.html, re.MULTILINE)
        assert len(titles) == 1, titles
        return titles[0]

    @cached_property
    def lead(self) -> str:
        """The line under the title."""
        lines = re.findall(r'<p class="lead">(.*?)</p>', self.html)
        assert len(lines) == 1, lines
        return parse(lines[0]).text

    @property
    def links(self) -> list[Node]:
        """Links of the main part."""
        return self.tree.all("a")

    def counted(self, noun: str) -> int:
        """The number before a noun in the line under the title: « 32 séries » is 32."""
        found = re.search(rf"(\d+) {noun}s?\b", self.lead)
        assert found, f"« {noun} » absent de « {self.lead} »"
        return int(found[1])


def visitor(root: Path) -> AppTest:
    """A session of somebody who just arrived, on the first screen."""
    return AppTest.from_file(root / "app.py", default_timeout=60).run()


def open_view(at: AppTest, root: Path, address: str, parameters: dict[str, str]) -> Seen:
    """Go to an address within a session, as by following a link."""
    at.switch_page(str(FILES[address].relative_to(root)))
    at.query_params.clear()
    at.query_params.update(parameters)
    at.run()
    assert not at.exception, [each.message for each in at.exception]
    pieces = [element.proto.body for element in at.main.get("html")]
    own = [body for body in pieces if not body.startswith(("<script>", "<style>"))]
    brand = "".join(element.proto.body for element in at.sidebar.get("html"))
    return Seen("\n".join([*own, *(element.value for element in at.main.get("markdown"))]), brand)


def turn_of(at: AppTest, form: str) -> int:
    """How many times the act of a form succeeded in a session: the keys of its fields hold it."""
    records = at.session_state["acts"] if "acts" in at.session_state else {}  # noqa: SIM401 (no mapping)
    return records[form].turn if form in records else 0


def target(link: Node) -> tuple[str, dict[str, str]]:
    """Screen and parameters that a link leads to."""
    parts = urlsplit(link.attributes["href"])
    return parts.path.removeprefix("./"), dict(parse_qsl(parts.query))
