"""On paper and in the dark: the same signs, charts and figures, readable."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "least", "most"),
    [("", 2, 4), ("indicateur?serie=ENT-01-A1", 2, 8), ("methode", 4, 16), ("indicateurs?aire=1", 2, 8)],
)
def test_a_print_holds_the_whole_screen_without_its_frame(
    address: str, least: int, most: int, visit: Callable[..., Visitor]
) -> None:
    visitor = visit("demo", address)
    visitor.page.emulate_media(media="print")
    for chrome in ("stSidebar", "stHeader", "stDownloadButton"):
        for each in visitor.page.get_by_test_id(chrome).all():
            expect(each).to_be_hidden()
    for sign in visitor.page.locator("img.sg:not(details img)").all()[:20]:
        expect(sign).to_be_visible()
    charts = visitor.page.locator('[data-testid="stPlotlyChart"] .main-svg')
    if address.startswith("indicateur?"):
        expect(charts.first).to_be_visible()
    # Chromium writes page objects uncompressed.
    pages = len(re.findall(rb"/Type\s*/Page\b", visitor.page.pdf(format="A4")))
    assert least <= pages <= most


def test_the_dark_theme_follows_the_machine(visit: Callable[..., Visitor]) -> None:
    """That its colours stand out enough is asked of every part by the survey."""
    visitor = visit("demo", "guide", color_scheme="dark")
    shade = visitor.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", shade)[:3]) < 60
    ink = visitor.page.evaluate("getComputedStyle(document.querySelector('.ds h1')).color")
    assert min(int(part) for part in re.findall(r"\d+", ink)[:3]) > 200
