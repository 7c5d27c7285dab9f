"""Every screen looked at once by width: what is looked at, what one look shows, what is asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from playwright.sync_api import BrowserContext

from tests.e2e.accessibility import violations
from tests.e2e.visitor import Visitor
from tests.ui.french import english

# Accessible names that readers of screens hear: of the charts and of our own parts.
NAMES = """() => [...document.querySelectorAll(
    '.ds [aria-label], .ds [alt], .ds [title], [data-testid="stPlotlyChart"][aria-label], nav[aria-label]'
)].flatMap(one => ['aria-label', 'alt', 'title'].map(name => one.getAttribute(name))).filter(Boolean)"""
# Names of drawn icons are set as text by Streamlit, hidden from readers of screens.
READ = """() => document.querySelectorAll('[data-testid="stIconMaterial"]').forEach(one => { one.style.display = 'none' })
    || [...document.querySelectorAll('[data-testid="stMain"], [data-testid="stSidebar"]')]
    .map(one => one.innerText).join('\\n')"""
# Parts that stick out of the window and that no scrolling frame of their own contains.
TOO_WIDE = """() => [...document.querySelectorAll('.ds *, [data-testid="stPlotlyChart"]')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('.scroll') && one.checkVisibility() && !one.closest('.sr'))
    .map(one => one.outerHTML.slice(0, 120))"""
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true })"

TROUBLE = {"Cette page n’a pas pu s’afficher", "Le tableau de bord ne peut pas s’ouvrir"}

Case = tuple[str, str]
"""A store and an address."""


@dataclass(frozen=True)
class Survey:
    """What one look at a screen showed."""

    kind: str
    asked: str
    address: str
    title: str
    violations: list[str]
    outside: list[str]
    complaints: list[str]
    language: str
    words: str
    names: list[str]
    excess: int
    too_wide: list[str]
    banners: int


def cases(addresses: dict[str, list[str]]) -> list[Case]:
    """Each store with each of its addresses."""
    return [(kind, address) for kind, those in addresses.items() for address in those]


def name_of(case: Case) -> str:
    """A case as the name of a test."""
    return "-".join(case)


class Surveyor:
    """Walks from screen to screen in one tab for each store, and remembers what it saw."""

    def __init__(self, contexts: Callable[..., BrowserContext], servers: dict[str, str], **options: object) -> None:
        self._contexts, self._servers, self._options = contexts, servers, options
        self._tabs: dict[str, Visitor] = {}
        self._seen: dict[Case, Survey] = {}

    def look(self, case: Case) -> Survey:
        """A screen with all that opens on demand, looked at once for all that is asked of it."""
        if case not in self._seen:
            self._seen[case] = _look(case, self._at(*case))
        return self._seen[case]

    def _at(self, kind: str, address: str) -> Visitor:
        if kind in self._tabs:
            return self._tabs[kind].turn_to(address)
        self._tabs[kind] = Visitor(self._contexts(**self._options).new_page(), self._servers[kind])
        return self._tabs[kind].open(address)

    def leave(self) -> None:
        """Close the tabs."""
        for tab in self._tabs.values():
            tab.page.close()


def _look(case: Case, visitor: Visitor) -> Survey:
    page = visitor.page
    page.evaluate(OPEN)
    found = Survey(
        kind=case[0],
        asked=case[1],
        address=visitor.address,
        title=visitor.h1,
        violations=violations(page),
        outside=[*visitor.outside],
        complaints=[*visitor.complaints],
        language=page.evaluate("document.documentElement.lang"),
        names=page.evaluate(NAMES),
        excess=page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        too_wide=page.evaluate(TOO_WIDE),
        banners=page.get_by_text("Données fictives : base de démonstration").count(),
        words=page.evaluate(READ),
    )
    visitor.outside.clear()
    visitor.complaints.clear()
    return found


class Questions:
    """What is asked of every look: at each of ``LOOKED_AT`` with the ``OPTIONS`` of a context, in the same module."""

    def test_it_opens(self, survey: Survey) -> None:
        assert unquote_plus(survey.address) == unquote_plus(survey.asked), survey.address
        assert survey.title not in TROUBLE, survey.title

    def test_it_breaks_no_rule_of_accessibility(self, survey: Survey) -> None:
        assert not survey.violations, survey.violations

    def test_it_asks_nothing_of_other_machines(self, survey: Survey) -> None:
        assert not survey.outside, survey.outside

    def test_the_browser_complains_of_nothing(self, survey: Survey) -> None:
        assert not survey.complaints, survey.complaints

    def test_it_speaks_french(self, survey: Survey) -> None:
        assert survey.language == "fr"
        found = english("\n".join([survey.words, *survey.names]))
        assert not found, found

    def test_nothing_scrolls_sideways_but_tables(self, survey: Survey) -> None:
        assert survey.excess <= 0, survey.excess
        assert not survey.too_wide, survey.too_wide

    def test_fictitious_figures_are_marked_and_real_ones_are_not(self, survey: Survey) -> None:
        assert survey.banners == (survey.kind == "demo")
