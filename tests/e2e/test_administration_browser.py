"""Administration by hand: typed in French, clicked twice, gone back to."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from db.engine import connect
from db.queries import targets
from db.unit_of_work import reading
from indicators.services.store import preparing
from tests.e2e.servers import serving
from tests.e2e.visitor import Visitor
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

SERIES = "PRO-11-A5"


@pytest.fixture(scope="module")
def own(sqlite_stores: SqliteStores) -> Iterator[tuple[str, str]]:
    """A demonstration of their own, with its server: these tests write."""
    url = sqlite_stores.filled(preparing.prepare_demonstration)
    with serving(url) as address:
        yield url, address


def test_a_target_is_revised_once_by_a_double_click_and_the_way_back_is_sound(
    own: tuple[str, str], arrive: Callable[..., Visitor]
) -> None:
    url, address = own
    tab = arrive(address).open(f"cibles?serie={SERIES}&champ=MT")
    page = tab.page
    page.get_by_label("Valeur (mois)").fill("60,5")
    page.get_by_label("Date de la décision du comité").fill("01/02/2024")
    page.get_by_label("Motif").fill("Révision du comité")
    page.get_by_role("button", name="Enregistrer").dblclick()  # straight from the field: what is typed counts
    expect(page.locator("h2", has_text="Réviser la cible MT")).to_have_count(0)
    expect(page.get_by_text("Révision du comité").first).to_be_visible()
    page.go_back()
    expect(page.locator("h2", has_text="Réviser la cible MT")).to_be_visible()
    expect(page.get_by_label("Valeur (mois)")).to_have_value("60,5")
    page.reload()
    tab.settled()
    engine = connect(url)
    with reading(engine) as session:
        versions = [row for row in targets.targets(session) if (row.series, row.horizon) == (SERIES, "MT")]
    assert [str(row.value) for row in versions][-1] == "60.5" and len(versions) == 2
    engine.dispose()
    assert versions[-1].reason == "Révision du comité"
