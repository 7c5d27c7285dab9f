"""The life of a value through a browser: entered, submitted, judged in bulk, published, seen by the committee."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indicators.services.store import preparing
from tests.e2e.servers import serving
from tests.e2e.visitor import Visitor
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

SERIES, LABEL = "ENT-01-A1", "Entreprises actives de l’aire"


@pytest.fixture(scope="module")
def server(sqlite_stores: SqliteStores) -> Iterator[str]:
    """A demonstration of its own: these tests write to it."""
    with serving(sqlite_stores.filled(preparing.prepare_demonstration)) as base:
        yield base


def become(visitor: Visitor, role: str) -> None:
    """Look through another role, each of which is somebody of their own."""
    page = visitor.page
    page.get_by_role("combobox", name=re.compile("Voir l’outil comme")).click()
    with visitor.answered():
        page.get_by_role("option", name=role, exact=True).click()
    expect(page.get_by_role("combobox", name="Voir l’outil comme")).to_have_value(role)


def go(visitor: Visitor, screen: str, title: str | re.Pattern[str]) -> Page:
    """Follow a link of the navigation: the session goes on, with its role."""
    visitor.page.get_by_test_id("stSidebarNav").get_by_role("link", name=screen, exact=True).click()
    visitor.on(title)
    return visitor.page


def press(visitor: Visitor, name: str | re.Pattern[str]) -> None:
    visitor.page.get_by_role("button", name=name).click()
    visitor.settled()


def ticked(page: Page, many: int) -> None:
    """Wait until the browser has ticked what the server ticks: a click before that sends them as they were."""
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(many)


def said(page: Page, words: str) -> None:
    expect(page.locator(".notices")).to_contain_text(words)


def test_a_value_goes_from_the_contributor_to_the_committee(arrive: Callable[..., Visitor], server: str) -> None:
    visitor = arrive(server).open(f"valeur?serie={SERIES}&periode=2026")
    page = visitor.page
    become(visitor, "Contribution")
    visitor.on(LABEL)
    page.get_by_role("textbox").first.fill("1 234")
    page.get_by_role("textbox").first.press("Tab")
    comment = page.get_by_label(re.compile("^Commentaire"))
    comment.fill("Relevé <b>complet</b>")
    comment.press("Tab")
    press(visitor, "Enregistrer")
    press(visitor, "Soumettre pour validation")
    expect(page.locator(".ds", has_text="soumise").first).to_be_visible()

    # Nobody validates their own entry: another role is another person.
    become(visitor, "Validation")
    go(visitor, "À valider", "Quelles valeurs attendent votre validation ?")
    page.locator(".chips a", has_text=re.compile("^Auteur$")).click()
    page.locator(".chips a", has_text=re.compile("^Contribution de cet ordinateur")).click()
    expect(page.locator(".chip.on", has_text="Contribution de cet ordinateur")).to_be_visible()
    visitor.settled()  # what the filter leaves out is gone
    card = page.locator('[class*="st-key-card_validation_"]', has=page.locator(".v-row", has_text="complet")).last
    expect(card).to_contain_text("Relevé <b>complet</b>")
    expect(card).to_contain_text(re.compile(r"1.234"))
    shown = page.get_by_role("checkbox").count()
    assert shown > 1
    press(visitor, re.compile("^Tout sélectionner"))
    ticked(page, shown)
    # The bar of acts stays in view while the list scrolls under it.
    bar = page.locator(".st-key-card_validation_bar")
    page.get_by_role("checkbox").last.scroll_into_view_if_needed()
    expect(bar).to_be_in_viewport()
    press(visitor, f"Valider la sélection ({shown})")
    expect(page.locator(".scroll table tbody tr")).to_have_count(shown)
    press(visitor, re.compile("^Confirmer : valider"))
    said(page, f"{shown}\u00a0valeurs validées")
    expect(page.locator(".v-report li")).to_have_count(shown)

    become(visitor, "Administration")
    visitor.page.locator(".tools a", has_text="À publier").click()
    visitor.on("Quelles valeurs attendent d’être publiées ?")
    page.locator(".chips a", has_text=re.compile("^Auteur$")).click()
    page.locator(".chips a", has_text=re.compile("^Contribution de cet ordinateur")).click()
    expect(page.locator(".chip.on", has_text="Contribution de cet ordinateur")).to_be_visible()
    ticked(page, shown)
    press(visitor, f"Publier la sélection ({shown})")
    press(visitor, re.compile("^Confirmer : publier"))
    said(page, "Publier demande une note")
    note = page.get_by_label("Note de publication")
    note.fill("Comité du 5 décembre")
    note.press("Tab")
    press(visitor, re.compile("^Confirmer : publier"))
    said(page, f"{shown}\u00a0valeurs publiées")

    # What the committee sees.
    become(visitor, "Lecture")
    go(visitor, "Vue d’ensemble", "Où en est la feuille de route ?")
    row = page.locator("table.list tr", has_text=LABEL)
    expect(row).to_contain_text(re.compile(r"1.234"))
    row.get_by_role("link").first.click()
    visitor.on(LABEL)
    expect(page.locator(".figure").first).to_contain_text(re.compile(r"1.234"))

    become(visitor, "Administration")
    page = go(visitor, "Journal", "Qui a changé quoi, quand et pourquoi ?")
    first = page.locator(".jr-list li").first
    expect(first).to_contain_text("Administration de cet ordinateur a publié")
    expect(first).to_contain_text("Motif : Comité du 5 décembre")
    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter ce journal (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Comité du 5 décembre" in text and text.count("\n") > 60
    assert visitor.complaints == [] and visitor.outside == []


def test_reminders_open_in_one_s_own_mail(arrive: Callable[..., Visitor], server: str) -> None:
    visitor = arrive(server).open("campagnes?campagne=COL-2025")
    visitor.page.get_by_role("link", name="Relances").click()
    expect(visitor.page.locator('a[href^="mailto:"]').first).to_be_visible()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Fichier du message 1 (.eml)").click()
    assert b"X-Unsent: 1" in Path(download.value.path()).read_bytes()
