"""A meeting by hand: arrows, reload, back, a decision clicked twice, the way out."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from db.engine import connect
from indicators.reading.committee.decisions import read_decisions
from indicators.services.store import preparing
from indicators.ui.store import today
from tests.e2e.servers import serving
from tests.e2e.visitor import PROJECTOR, Visitor
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own(sqlite_stores: SqliteStores) -> Iterator[tuple[str, str]]:
    """A demonstration of their own, with its server: these tests write."""
    url = sqlite_stores.filled(preparing.prepare_demonstration)
    with serving(url) as address:
        yield url, address


def at(tab: Visitor, place: str | re.Pattern[str]) -> Visitor:
    expect(tab.page.locator(".meeting-place")).to_have_text(place)
    return tab.settled()


def test_figures_can_be_read_from_the_back_of_the_room(own: tuple[str, str], arrive: Callable[..., Visitor]) -> None:
    tab = arrive(own[1], viewport=PROJECTOR).open("reunion?vue=2")
    sizes = {
        css: float(tab.page.locator(css).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
        for css in (".figure", "h1", ".meeting-status", ".deadline", ".meeting-place")
    }
    wanted = {".figure": 90, "h1": 40, ".meeting-status": 32, ".deadline": 20, ".meeting-place": 18}
    assert all(sizes[css] >= least for css, least in wanted.items()), sizes
    # The status, the value and the chart hold in the window without scrolling.
    for css in (".figure", ".meeting-status", '[data-testid="stPlotlyChart"]:visible'):
        box = tab.page.locator(css).first.bounding_box()
        assert box and box["y"] + box["height"] <= PROJECTOR["height"], css


def test_the_keyboard_leads_the_meeting_and_the_place_is_kept(
    own: tuple[str, str], arrive: Callable[..., Visitor]
) -> None:
    tab = arrive(own[1], viewport=PROJECTOR).open("reunion")
    page = tab.page
    at(tab, "Ouverture")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for number in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        at(tab, re.compile(rf"^{number} sur \d+$"))
    title = tab.h1
    page.keyboard.press("ArrowLeft")
    at(tab, re.compile("^2 sur"))
    expect(page.locator("h1")).not_to_have_text(title)
    page.get_by_role("link", name="Suivant").click()
    assert at(tab, re.compile("^3 sur")).h1 == title
    page.reload()
    assert at(tab, re.compile("^3 sur")).h1 == title
    page.go_back()
    at(tab, re.compile("^2 sur"))
    page.go_forward()
    at(tab, re.compile("^3 sur"))
    # In a field the arrows move the caret, and Escape leaves nothing.
    page.get_by_label("Décision", exact=True).fill("mot")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    at(tab, re.compile("^3 sur"))
    with tab.answered():  # the field that is left gives what was typed
        page.locator("h1").click()
    page.keyboard.press("Escape")
    tab.on("Où en est la feuille de route ?")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    page.go_back()
    assert at(tab, re.compile("^3 sur")).h1 == title


def test_a_decision_is_recorded_once_and_the_minutes_tell_it(
    own: tuple[str, str], arrive: Callable[..., Visitor]
) -> None:
    url, address = own
    tab = arrive(address, viewport=PROJECTOR).open("reunion?vue=4")
    page = tab.page
    place, title = page.locator(".meeting-place").inner_text(), tab.h1
    page.get_by_label("Décision", exact=True).fill("Accompagner deux dossiers")
    page.get_by_role("button", name="Consigner la décision").dblclick()  # straight from the field: what is typed counts
    expect(page.locator(".notice.done").first).to_contain_text("consignée")
    expect(page.locator(".card", has_text="Décisions ouvertes")).to_contain_text("Accompagner deux dossiers")
    assert (page.locator(".meeting-place").inner_text(), tab.h1) == (place, title)
    engine = connect(url)
    assert [one.text for one in read_decisions(engine) if one.taken_on == today()] == ["Accompagner deux dossiers"]
    engine.dispose()
    page.get_by_role("link", name="Clôture").click()
    at(tab, "Clôture")
    expect(page.locator(".meeting-text")).to_contain_text("Accompagner deux dossiers")
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".meeting-copied")).to_have_text("Texte copié.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Compte rendu en PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
