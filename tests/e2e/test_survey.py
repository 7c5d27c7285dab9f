"""Every screen on both stores, on a desk and on a phone: accessible, French, contained, silent."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.accessibility import violations
from tests.e2e.visitor import PHONE, WIDE, Visitor
from tests.ui.french import english

pytestmark = pytest.mark.browser

ADDRESSES = {
    "published": [
        "",
        "aire",
        "aire?aire=4",
        "indicateurs",
        "comparer?famille=SNU",
        "indicateur?serie=SNU-01-A5",
        "indicateur?serie=ENT-01-A1",
        "methode",
        "guide",
    ],
    "demo": [
        "",
        "aire?aire=1",
        "indicateurs?a_voir=retard",
        "comparer?famille=ENT",
        "indicateur?serie=ENT-01-A1",
        "methode",
    ],
}
# On a phone the demonstration shows every layout; of the published values, those that are mostly empty.
ON_PHONE = {"published": ["", "indicateur?serie=ENT-01-A1", "guide"], "demo": ADDRESSES["demo"]}
CASES = [
    (kind, address, width)
    for width, where in (("bureau", ADDRESSES), ("téléphone", ON_PHONE))
    for kind, addresses in where.items()
    for address in addresses
]

# Accessible names that readers of screens hear: of the charts and of our own parts.
NAMES = """() => [...document.querySelectorAll(
    '.ds [aria-label], .ds [alt], .ds [title], [data-testid="stPlotlyChart"][aria-label], nav[aria-label]'
)].flatMap(one => ['aria-label', 'alt', 'title'].map(name => one.getAttribute(name))).filter(Boolean)"""
READ = """() => [...document.querySelectorAll('[data-testid="stMain"], [data-testid="stSidebar"]')]
    .map(one => one.innerText).join('\\n')"""


@dataclass(frozen=True)
class Survey:
    """What one load of a screen showed."""

    violations: list[str]
    outside: list[str]
    complaints: list[str]
    language: str
    words: str
    names: list[str]
    scroll_width: int
    too_wide: list[str]
    banners: int


@pytest.fixture(scope="session")
def surveys() -> dict[tuple[str, str, str], Survey]:
    """What was loaded so far: pytest may run the questions about one screen far from each other."""
    return {}


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def survey(
    request: pytest.FixtureRequest,
    surveys: dict[tuple[str, str, str], Survey],
    contexts: Callable[..., BrowserContext],
    servers: dict[str, str],
) -> Survey:
    """A screen, loaded once for all that is asked of it."""
    if request.param not in surveys:
        surveys[request.param] = _load(*request.param, contexts, servers)
    return surveys[request.param]


def _load(
    kind: str, address: str, width: str, contexts: Callable[..., BrowserContext], servers: dict[str, str]
) -> Survey:
    """A screen in a new tab; what opens on demand is open."""
    context = contexts() if width == "bureau" else contexts(viewport=PHONE)
    visitor = Visitor(context.new_page(), servers[kind]).open(address)
    page = visitor.page
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Survey(
        violations=violations(page),
        outside=visitor.outside,
        complaints=visitor.complaints,
        language=page.evaluate("document.documentElement.lang"),
        words=page.evaluate(READ),
        names=page.evaluate(NAMES),
        scroll_width=page.evaluate("document.documentElement.scrollWidth"),
        too_wide=_too_wide(visitor),
        banners=page.get_by_text("Données fictives : base de démonstration").count(),
    )
    page.close()
    return found


def _too_wide(visitor: Visitor) -> list[str]:
    """Parts that stick out of the window and that no scrolling frame of their own contains."""
    found: list[str] = visitor.page.evaluate(
        """() => [...document.querySelectorAll('.ds *, [data-testid="stPlotlyChart"]')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1
                && !one.closest('.scroll') && one.checkVisibility() && !one.closest('.sr'))
            .map(one => one.outerHTML.slice(0, 120))"""
    )
    return found


def test_it_breaks_no_rule_of_accessibility(survey: Survey) -> None:
    assert survey.violations == []


def test_it_asks_nothing_of_other_machines(survey: Survey) -> None:
    assert survey.outside == []


def test_the_browser_complains_of_nothing(survey: Survey) -> None:
    assert survey.complaints == []


def test_it_speaks_french(survey: Survey) -> None:
    assert survey.language == "fr"
    # Names of drawn icons are set as text by Streamlit, hidden from readers of screens.
    words = survey.words.replace("expand_more", "").replace("keyboard_double_arrow_left", "")
    assert english(words) == []
    assert [name for name in survey.names if english(name)] == []


def test_nothing_scrolls_sideways_but_tables(survey: Survey, request: pytest.FixtureRequest) -> None:
    *_, width = request.node.callspec.params["survey"]
    assert survey.scroll_width <= (WIDE if width == "bureau" else PHONE)["width"]
    assert survey.too_wide == []


def test_fictitious_figures_are_marked_and_real_ones_are_not(survey: Survey, request: pytest.FixtureRequest) -> None:
    kind, *_ = request.node.callspec.params["survey"]
    assert survey.banners == (1 if kind == "demo" else 0)
