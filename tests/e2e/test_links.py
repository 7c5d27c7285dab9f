"""The address holds the view: it can be sent, reloaded, left and found again; counts lead to what they count."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor, plain

pytestmark = pytest.mark.browser

OVERVIEW = "Où en est la feuille de route ?"


VIEWS = [
    "?noyau=oui&ambition=A1",
    "indicateurs?aire=1&famille=ENT&statut=en_bonne_voie",
    "indicateurs?page=3",
    "indicateur?serie=ENT-01-A2",
]


def shown(visitor: Visitor) -> tuple[object, list[str]]:
    """What a view shows, with what it lists."""
    return visitor.view, visitor.page.locator("table.list a, .figure").all_inner_texts()


def test_a_link_restores_the_view(visit: Callable[..., Visitor]) -> None:
    walking = visit("demo")
    # In a context that knows nothing of the first.
    elsewhere = visit("demo", "guide", color_scheme="no-preference")
    for address in VIEWS:
        walking.turn_to(address)
        assert walking.address == address
        assert shown(elsewhere.open(address)) == shown(walking), address


def test_the_view_survives_a_reload(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", VIEWS[1])
    before = shown(visitor)
    visitor.page.reload()
    assert shown(visitor.settled()) == before


def test_back_and_forward_give_each_former_view(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo")
    whole = visitor.view
    visitor.page.get_by_role("link", name=re.compile(r"^Noyau \(")).click()
    expect(visitor.page.locator("p.lead")).not_to_have_text(whole[1])
    overview = visitor.settled().view
    assert any("Noyau" in chip for chip in overview[2])
    listed = visitor.follow("a.cell:not(.void)", "Indicateurs").view
    title = plain(visitor.page.locator("td.title a").first.inner_text())
    sheet = visitor.follow("td.title a", title).view
    visitor.page.go_back()
    assert visitor.on("Indicateurs").view == listed
    visitor.page.go_back()
    assert visitor.on(OVERVIEW).view == overview
    visitor.page.go_forward()
    assert visitor.on("Indicateurs").view == listed
    visitor.page.go_forward()
    assert visitor.on(title).view == sheet
    visitor.page.go_back()
    visitor.on("Indicateurs").page.go_back()
    visitor.on(OVERVIEW).page.go_back()
    expect(visitor.page.locator("p.lead")).to_have_text(re.compile("sur 251"))
    assert visitor.settled().view == whole


def test_links_keep_the_session_and_filters_lift_as_they_set(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", "indicateurs?aire=1")
    visitor.page.evaluate("window.sameDocument = true")
    everything = visitor.view
    chip = visitor.page.get_by_role("group", name="Famille").get_by_role("link", name=re.compile("^Produits"))
    count = re.search(r"\((\d+)\)", chip.inner_text())
    chip.click()
    expect(visitor.page.locator("p.lead")).not_to_have_text(everything[1])
    assert count and visitor.settled().lead.startswith(f"{count[1]} série")
    assert "famille=PRO" in visitor.address and "aire=1" in visitor.address
    visitor.page.get_by_role("group", name="Famille").get_by_role("link", name=re.compile("^Tout")).click()
    expect(visitor.page.locator("p.lead")).not_to_have_text(re.compile(f"^{count[1]}\\s"))
    assert visitor.settled().view == everything
    assert visitor.page.evaluate("window.sameDocument") is True


def test_the_navigation_opens_each_screen_and_forgets_filters(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", "indicateurs?aire=1")
    for name, title in {
        "Aires stratégiques": "Que poursuit chaque aire stratégique ?",
        "Comparer": "Comment les indicateurs se comparent-ils ?",
        "Méthode": "Comment les progrès sont-ils jugés ?",
        "Guide": "Guide",
        "Indicateurs": "Indicateurs",
        "Vue d’ensemble": OVERVIEW,
    }.items():
        visitor.page.get_by_role("navigation", name="Écrans").get_by_role("link", name=name, exact=True).click()
        visitor.on(title)
        assert "?" not in visitor.address


@pytest.mark.parametrize("kind", ["published", "demo"])
def test_a_card_opens_as_many_series_as_it_counts(kind: str, visit: Callable[..., Visitor]) -> None:
    visitor = visit(kind)
    cards = visitor.page.locator("a.alert")
    for place in range(cards.count()):
        name, number = cards.nth(place).locator(".name").inner_text(), cards.nth(place).locator(".big").inner_text()
        cards.nth(place).click()
        assert re.search(rf"\b{number} séries?\b", visitor.on(name.strip()).lead)
        visitor.page.go_back()
        visitor.on(OVERVIEW)


def test_a_cell_of_the_matrix_opens_its_list_then_a_sheet(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo")
    cell = visitor.page.locator('a.cell[href*="aire=4"][href*="famille=INF"]')
    total = re.search(r"sur\s(\d+)", cell.inner_text())
    cell.click()
    assert total and visitor.on("Indicateurs").lead.startswith(f"{total[1]} séries")
    visitor.page.locator('td.title a[href*="INF-01"]').first.click()
    expect(visitor.page.locator("p.lead")).to_have_text(re.compile("^INF-01-A4"))


# The eight questions that a review asks (docs/method.md, Questions of a review): the clicks from the overview, then the answer.
QUESTIONS = {
    "Où en est-on par rapport à l’échéance CT ?": (
        ["a.cell:not(.void)", "td.title a"],
        r"CT\s+31/12/2023 · .*\s+(Atteinte|Non atteinte|Donnée attendue)",
    ),
    "Qu’est-ce qui décroche, et depuis quand ?": (
        ["a.alert:has-text('Recul')", "td.title a"],
        r"De\s.+\sen\s\d{4}\sà\s.+\sen\s\d{4}",
    ),
    "Est-ce un vrai recul ou un changement de source ?": (
        ["a.alert:has-text('Recul')", "td.title a", "summary:has-text('avec source et réserves')"],
        r"Période\s+Valeur\s+Qualité\s+Source\s+Réserve\s+20",
    ),
    "Qu’est-ce qu’on ne sait toujours pas mesurer ?": (
        ["a.alert:has-text('Donnée attendue')"],
        r"attendue depuis le \d\d/\d\d/\d{4}",
    ),
    "Quelle aire porte le résultat ?": (
        ["a.cell:not(.void)", "td.title a"],
        r"Les aires côte à côte",
    ),
    "Que change-t-on aux cibles ?": (
        ["a.alert:has-text('En retard')", "td.title a"],
        r"Rythme nécessaire\s+Pour atteindre .+, il faut .+ par an",
    ),
    # Names of companies are not in the store: the pilot of the area says what a figure rests on.
    "Une seule entreprise explique-t-elle la hausse ?": (
        ["tbody th a[href*='aire=1']"],
        r"Explication des chiffres[\s\S]+la hausse vient de",
    ),
    "Qu’avait-on décidé la dernière fois ?": (
        ["[data-testid='stSidebarNav'] a:has-text('Décisions')"],
        r"décid[\s\S]+D-2026-01",
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_a_review_is_answered_in_three_clicks(question: str, visit: Callable[..., Visitor]) -> None:
    clicks, answer = QUESTIONS[question]
    assert len(clicks) <= 3
    visitor = visit("demo")
    for selector in clicks:
        title = visitor.h1
        visitor.page.locator(selector).first.click()
        if not selector.startswith("summary"):
            expect(visitor.page.locator("h1")).not_to_have_text(title)
            visitor.settled()
    expect(visitor.page.get_by_test_id("stMain")).to_have_text(re.compile(answer), use_inner_text=True, timeout=5_000)
