"""Filling a grid with a real browser and a real clipboard: not one value differs, none is lost, none is saved twice."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from db.engine import Engine, connect
from db.queries import observations
from db.unit_of_work import reading
from db.vocabulary import ObsStatus, Role
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellKey
from indicators.reading.people.who import local_person
from indicators.reading.values.entry import GridRow, sheet
from indicators.services.store import preparing
from indicators.services.values import drafts
from indicators.ui.store import today
from tests.e2e.accessibility import violations
from tests.e2e.servers import serving
from tests.e2e.visitor import PHONE, Visitor
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

TITLE = "Que reste-t-il à saisir ?"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
HEAD = re.compile(r"^Valeur \d{4}$")
HAND = 80  # milliseconds between two keys of a quick hand
THIN, HARD = "\u202f", "\u00a0"
Arrive = Callable[..., Visitor]
Row = tuple[GridRow, CellKey]


@pytest.fixture(scope="module")
def filled(sqlite_stores: SqliteStores) -> Iterator[tuple[str, Engine]]:
    """A server on the published values, and its store: here people write."""
    url = sqlite_stores.filled(preparing.prepare)
    engine = connect(url)
    with serving(url) as base:
        yield base, engine
    engine.dispose()


def me(engine: Engine) -> Person:
    return local_person(engine, Role.ADMINISTRATOR)


def rows_of(engine: Engine, year: str, family: str) -> list[Row]:
    """The rows that the grid shows, in its order: those that may be filled, each with its cell."""
    found = sheet(engine, me(engine), year, today())
    return [
        (row, CellKey(row.series, code))
        for row, due in found
        for code in due
        if row.family == family and row.cells[code].editable
    ]


def versions(
    engine: Engine, keys: Iterable[CellKey]
) -> dict[CellKey, tuple[Decimal | None, int, frozenset[ObsStatus]]]:
    """What is stored in some cells: value, number of the version, flags."""
    wanted = set(keys)
    with reading(engine) as session:
        rows = observations.observations(session, published=False)
    found = {CellKey(row.series, row.period_code): (row.value, row.version_no, row.flags) for row in rows}
    return {key: said for key, said in found.items() if key in wanted}


def stand_on(page: Page, row: int) -> None:
    """Put the focus of the grid on the cell to fill of a row."""
    page.bring_to_front()
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid.locator("th", has_text=HEAD)).to_be_attached()
    heads = grid.locator("th").all_inner_texts()
    wanted = next(index for index, head in enumerate(heads) if HEAD.match(head))
    place = grid.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 20, place["y"] + 33 + 15)
    selected(page, 0, 0)
    for column in range(wanted):
        page.keyboard.press("ArrowRight")
        selected(page, column + 1, 0)
    for down in range(row):
        page.keyboard.press("ArrowDown")
        selected(page, wanted, down + 1)


def selected(page: Page, column: int, row: int) -> None:
    """Wait until the grid stands there: under load it follows the keys from afar."""
    expect(page.get_by_test_id(f"glide-cell-{column}-{row}")).to_have_attribute("aria-selected", "true")


def type_in(page: Page, row: int, text: str) -> None:
    """Type a value in a row and go to the next."""
    stand_on(page, row)
    page.keyboard.type(text, delay=HAND)
    page.keyboard.press("Enter", delay=HAND)


def pending(page: Page, count: int) -> None:
    words = "Rien en attente" if not count else f"{count} case{'s' if count > 1 else ''} en attente"
    expect(page.locator(".entry-waiting b")).to_have_text(words.replace(" ", HARD, 1) if count else words)


def copied(visitor: Visitor, texts: list[str]) -> None:
    """Copy a column from a workbook shown in another tab, by Ctrl+C: the clipboard holds HTML and text."""
    page = visitor.page.context.new_page()
    page.goto("about:blank")
    page.evaluate(
        """texts => {
            const table = document.createElement('table');
            for (const text of texts) {
                const cell = table.insertRow().insertCell();
                cell.textContent = text;
            }
            document.body.append(table);
            getSelection().selectAllChildren(document.body);
        }""",
        texts,
    )
    page.keyboard.press("Control+C")
    page.close()
    visitor.page.bring_to_front()


def french_column(rows: list[Row]) -> list[tuple[str, Decimal | None]]:
    """What a French workbook holds for these rows, and what each text means; None is asked about, or empty."""
    found: list[tuple[str, Decimal | None]] = []
    spaces = (" ", HARD, THIN)
    for place, (row, _) in enumerate(rows):
        space = spaces[place % 3]
        if place == 30:
            found.append(("", None))
        elif place == 7:
            found.append(("n.d.", None))
        elif place == 10:
            found.append(("1.234", None))
        elif row.unit.is_percent:
            found.append((f"{place},5{spaces[place % 2]}%", Decimal(f"{place}.5")))
        elif row.decimals:
            found.append((f"1{space}{300 + place},5", Decimal(f"{1300 + place}.5")))
        else:
            found.append((f"12{space}{300 + place}", Decimal(12300 + place)))
    return found


def test_a_block_of_fifty_cells_lands_exactly_or_is_asked_about(arrive: Arrive, filled: tuple[str, Engine]) -> None:
    base, engine = filled
    rows = rows_of(engine, "2016", "ENT")[:50]
    column = french_column(rows)
    assert len(column) == 50 and {row.unit.is_percent for row, _ in rows} == {True, False}
    visitor = arrive(base, permissions=CLIPBOARD).open("saisie?annee=2016&famille=ENT").on(TITLE)
    copied(visitor, [text for text, _ in column] + [""])
    stand_on(visitor.page, 0)
    visitor.page.keyboard.press("Control+V")
    pending(visitor.page, 49)
    expect(visitor.page.get_by_text(re.compile(r"49\s+cases changées d’un coup"))).to_be_visible()
    typed = {key: text.replace(HARD, " ") for (_, key), (text, _) in zip(rows, column, strict=True) if text}
    kept = drafts.drafts_of(engine, me(engine))
    assert {one.key: one.typed.replace(HARD, " ") for one in kept} == typed
    # The line drops, the page comes back: nothing typed is lost.
    visitor.page.reload()
    visitor.on(TITLE)
    pending(visitor.page, 49)
    panel = visitor.page.locator(".st-key-card_entry_attention")
    expect(panel.locator(".entry-ask")).to_have_count(2)
    panel.get_by_role("button", name=f"1{THIN}234").click()
    expect(panel.locator(".entry-ask")).to_have_count(1)
    panel.get_by_role("combobox").click()
    visitor.page.get_by_role("option", name="Manquante : existe mais non collectée").click()
    expect(panel).to_have_count(0)
    visitor.page.get_by_role("button", name="Enregistrer").dblclick()
    expect(visitor.page.locator(".notice.done")).to_contain_text("49\u00a0cases enregistrées")
    pending(visitor.page, 0)
    keys = [key for _, key in rows]
    wanted = {key: value for key, (text, value) in zip(keys, column, strict=True) if text} | {keys[10]: Decimal(1234)}
    found = versions(engine, keys)
    assert {key: value for key, (value, _, _) in found.items()} == wanted
    assert {version for _, version, _ in found.values()} == {1}, "a double click saves once"
    assert found[keys[7]][2] == {ObsStatus.NOT_COLLECTED}
    assert visitor.outside == [] and visitor.complaints == []


def test_two_tabs_on_one_cell(arrive: Arrive, filled: tuple[str, Engine]) -> None:
    base, engine = filled
    keys = [key for _, key in rows_of(engine, "2017", "SNU")[:2]]
    first = arrive(base).open("saisie?annee=2017&famille=SNU").on(TITLE)
    second = arrive(base).open("saisie?annee=2017&famille=SNU").on(TITLE)
    type_in(first.page, 0, "11")
    pending(first.page, 1)
    type_in(second.page, 0, "12")
    pending(second.page, 1)
    type_in(second.page, 1, "13")
    pending(second.page, 2)
    first.page.get_by_role("button", name="Enregistrer").click()
    expect(first.page.locator(".notice.done")).to_be_visible()
    second.page.get_by_role("button", name="Enregistrer").click()
    both = second.page.locator(".entry-both")
    expect(both).to_contain_text("La vôtre")
    found = versions(engine, keys)
    assert [found[key][:2] for key in keys] == [(Decimal(11), 1), (Decimal(13), 1)]
    second.page.get_by_role("button", name="Garder la mienne").click()
    expect(both).to_have_count(0)
    second.page.get_by_role("button", name="Enregistrer").click()
    pending(second.page, 0)
    assert versions(engine, keys)[keys[0]][:2] == (Decimal(12), 2)


def test_ten_values_in_a_row(arrive: Arrive, filled: tuple[str, Engine]) -> None:
    """One screen; the time until each value is kept and understood is printed, and no machine is judged on it."""
    base, engine = filled
    keys = [key for _, key in rows_of(engine, "2018", "PRO")[:11]]
    visitor = arrive(base).open("saisie?annee=2018&famille=PRO").on(TITLE)
    stand_on(visitor.page, 0)
    waits = []
    for place in range(10):
        visitor.page.keyboard.type(str(20 + place), delay=HAND)
        began = time.perf_counter()
        visitor.page.keyboard.press("Enter")
        # At the next picture, where `expect` would look every half second.
        visitor.page.wait_for_function(
            "text => document.querySelector('.entry-waiting b').textContent.startsWith(text)", arg=f"{place + 1}{HARD}"
        )
        waits.append(time.perf_counter() - began)
    print(f"10 valeurs, de la touche Entrée à la valeur comprise : {sum(waits) / 10:.2f} s, au plus {max(waits):.2f} s")
    # The last cell is left open, and the button is pressed.
    visitor.page.keyboard.type("77", delay=HAND)
    visitor.page.get_by_role("button", name="Enregistrer").click()
    expect(visitor.page.locator(".notice.done")).to_contain_text(f"11{HARD}cases enregistrées")
    found = versions(engine, keys)
    assert [found[key][0] for key in keys] == [*map(Decimal, range(20, 30)), Decimal(77)]


def test_the_list_and_the_form_hold_in_a_hand(arrive: Arrive, filled: tuple[str, Engine]) -> None:
    visitor = arrive(filled[0], viewport=PHONE).open("saisie?annee=2019&famille=SNU").on(TITLE)
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_hidden()
    visitor.page.locator(".st-key-narrow_entry_list a").first.click()
    field = visitor.page.get_by_label("Valeur 2019")
    field.fill("n.d.")
    field.press("Enter")
    expect(visitor.page.locator(".value-ask")).to_contain_text("pourquoi n’y a-t-il pas de valeur")
    assert violations(visitor.page) == []
    wide = visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, "nothing scrolls sideways but tables"
    visitor.page.get_by_role("button", name="Abandonner ma saisie").click()
    expect(visitor.page.get_by_text("Rien à enregistrer.")).to_be_visible()
    expect(visitor.settled().page.get_by_label("Valeur 2019")).to_have_value("")
