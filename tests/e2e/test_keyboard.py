"""Everything can be reached, seen and opened with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


def tab_to(visitor: Visitor, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is on such an element."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} n’est pas atteint en {most} pressions de Tab")


def focus_is_seen(visitor: Visitor) -> bool:
    """Whether the element in focus has an outline or a ring."""
    seen: bool = visitor.page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
        }"""
    )
    return seen


def test_a_card_a_cell_and_a_sheet_open_by_enter(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo")
    tab_to(visitor, "a.alert")
    assert focus_is_seen(visitor)
    tab_to(visitor, "a.cell")
    assert focus_is_seen(visitor)
    visitor.page.keyboard.press("Enter")
    visitor.on("Indicateurs")
    tab_to(visitor, "td.title a")
    assert focus_is_seen(visitor)
    code = visitor.page.evaluate("new URL(document.activeElement.href).searchParams.get('serie')")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("p.lead")).to_contain_text(code)


def test_the_table_of_a_chart_opens_by_enter(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", "indicateur?serie=ENT-01-A1")
    table = visitor.page.locator("details table").first
    expect(table).to_be_hidden()
    tab_to(visitor, "summary")
    assert focus_is_seen(visitor)
    visitor.page.keyboard.press("Enter")
    expect(table).to_be_visible()
    visitor.page.keyboard.press("Enter")
    expect(table).to_be_hidden()


def test_filters_set_and_lift_by_enter(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo")
    before = visitor.lead
    tab_to(visitor, "a.chip")
    assert focus_is_seen(visitor)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("p.lead")).not_to_have_text(before)
    assert "noyau=oui" in visitor.address


def test_what_scrolls_can_be_scrolled(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", "methode")
    assert visitor.page.locator(".scroll").count() > 3
    assert visitor.page.locator('.scroll:not([tabindex="0"])').count() == 0
