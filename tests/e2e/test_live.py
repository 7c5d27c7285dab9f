"""A store that nobody prepared, several tabs, and a write by another process."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from db.engine import connect
from db.queries import observations
from db.queries.reference import identifiers
from db.unit_of_work import unit_of_work
from db.vocabulary import EntryMethod, ValueState
from indicators.domain.periods import Period
from tests.e2e.servers import serving
from tests.e2e.visitor import Visitor
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

SERIES = "ENT-01-A1"


@pytest.fixture(scope="module")
def fresh_store(sqlite_stores: SqliteStores) -> str:
    """A store of this module alone: it is written to."""
    return sqlite_stores.blank()


@pytest.fixture(scope="module")
def fresh_server(fresh_store: str) -> Iterator[str]:
    with serving(fresh_store) as address:
        yield address


def publish(url: str, year: str, value: str) -> None:
    """What an entry of another process will do: one transaction, one published version."""
    engine = connect(url)
    period = Period.parse(year)
    with unit_of_work(engine, "essai@example.org") as work:
        observations.add_observation_version(
            work.session,
            series_id=identifiers(work.session, "series", "code")[SERIES],
            item_id=None,
            period=(period.code, period.kind, period.start, period.end),
            state=ValueState.PUBLISHED,
            value=Decimal(value),
            flags=frozenset(),
            source="Essai",
            method=EntryMethod.FORM,
            recorded_by="essai@example.org",
        )
        work.commit()
    engine.dispose()


def test_a_new_store_is_ready_at_the_first_visit(arrive: Callable[..., Visitor], fresh_server: str) -> None:
    visitor = arrive(fresh_server).open()
    assert "sur 251" in visitor.lead
    assert visitor.complaints == []


def test_tabs_do_not_disturb_each_other(arrive: Callable[..., Visitor], fresh_server: str) -> None:
    one, two = arrive(fresh_server).open("indicateurs?aire=1"), arrive(fresh_server).open("aire")
    before = one.view
    two.follow(".card h2 a", "1. Biothérapies préventives et curatives")
    one.page.locator("td.title a").first.click()
    expect(one.page.locator("p.lead")).to_contain_text("ENT-01-A1")
    assert two.h1.startswith("1. ")
    one.page.go_back()
    assert one.on("Indicateurs").view == before


def test_a_write_elsewhere_is_seen_at_the_next_interaction(
    arrive: Callable[..., Visitor], fresh_server: str, fresh_store: str
) -> None:
    visitor: Visitor = arrive(fresh_server).open(f"indicateur?serie={SERIES}")
    other = arrive(fresh_server).open("indicateurs?aire=1&famille=ENT")
    expect(visitor.page.locator(".figure")).to_have_text("n.d.")
    publish(fresh_store, "2024", "1234.5")
    chips = visitor.page.locator(".tools .chip")
    chips.nth(1).click()
    expect(visitor.page.locator("p.lead")).to_contain_text("ENT-01-A2")
    chips.nth(0).click()
    expect(visitor.page.locator(".figure")).to_have_text("1\u202f234,5")
    publish(fresh_store, "2025", "2000")
    other.page.locator("td.title a").first.click()
    expect(other.page.locator(".figure")).to_have_text("2\u202f000")
