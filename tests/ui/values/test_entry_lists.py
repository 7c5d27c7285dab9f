"""« Ma saisie »: which list comes first, until when, and what filters and periods make of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.engine import Engine
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellKey
from indicators.services.campaigns import campaigns
from indicators.services.values import steps
from indicators.ui import store
from tests import world
from tests.entry_world import ADA, ANNE, BOB, COUNT, FOREIGN, SHARE, TODAY, add, key
from tests.entry_world import save as store_value
from tests.entry_world import typed as given
from tests.stores import SqliteStores
from tests.ui.desk import small_store
from tests.ui.entry_grid import Sit, frame, seats, sheet, stored, write


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Somebody in front of « Ma saisie »."""
    return seats(root, monkeypatch)


@pytest.fixture
def called(held: Engine) -> Engine:
    """Two open campaigns; one asks something of Anne."""
    for code, due in (("C23", date(2025, 3, 5)), ("C24", date(2025, 3, 12))):
        campaigns.create_campaign(held, ADA, code, f"Collecte {code}", f"20{code[1:]}", TODAY, due)
        campaigns.open_campaign(held, ADA, code)
    campaigns.assign(held, ADA, "C24", {COUNT: ANNE.email})
    return held


def test_the_campaign_that_asks_something_of_me_comes_first(sit: Sit, called: Engine) -> None:
    at = sit(ANNE)
    assert at.seen.lead.startswith("Collecte C24 · à rendre pour le 12 mars 2025, dans 11 jours · 0 sur 1 case")
    assert [line.key for line in sheet(at).lines] == [CellKey(COUNT, "2024")]
    assert "Aucune campagne" in sit(ANNE, campagne="C99").text
    assert "n’est pas une année" in sit(ANNE, annee="hier").text
    assert "valeurs de 2022" in sit(ANNE, annee="2022").seen.lead
    assert "Aucune série ne vous est attribuée dans cette campagne" in sit(ANNE, campagne="C23").text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 3, 12), "aujourd’hui"),
        (date(2025, 3, 11), "demain"),
        (date(2025, 3, 14), "en retard de 2 jours"),
    ],
)
def test_the_due_date_is_said_in_words(
    sit: Sit, called: Engine, monkeypatch: pytest.MonkeyPatch, day: date, words: str
) -> None:
    monkeypatch.setattr(store, "today", lambda: day)
    assert words in sit(ANNE).seen.lead


def test_filters_narrow_the_list_and_lose_nothing(sit: Sit, held: Engine) -> None:
    at = write(sit(ADA), ENT_01_A1="12")
    at.open("saisie", aire="2")
    assert list(frame(at)) == [FOREIGN] and "1 case en attente" in at.text
    at.open("saisie", aire="9")
    assert "n’existe pas ; il est ignoré" in at.text and len(frame(at)) == 3
    at.click("entry_save")
    assert stored(held)[f"{COUNT}/2024"][0] == "12"


def test_a_series_of_shorter_periods_has_a_row_for_each(sit: Sit, held: Engine) -> None:
    definition = {**world.DEFINITION, "id": 9, "indicator_id": 2, "version_no": 2, "unit_id": 2}
    add(held, "indicator_version", **definition | {"frequency": "semestrielle"})
    at = sit(ANNE)
    assert [str(line.key) for line in sheet(at).lines] == [f"{COUNT}/2024", f"{SHARE}/2024-S1", f"{SHARE}/2024-S2"]
    (table,) = at.at.data_editor
    assert list(table.value["Période"]) == ["2024", "S1 2024", "S2 2024"]


def test_an_exception_to_a_lock_says_until_when(sit: Sit, held: Engine) -> None:
    number = campaigns.lock_period(held, ADA, "2024", "Comptes clos")
    campaigns.grant_exception(held, ADA, number, ANNE.email, date(2025, 3, 9), "Pôle en retard", today=TODAY)
    assert "jusqu’au 09/03/2025" in sit(ANNE).text and "verrouillée" in sit(BOB).text


def test_the_steps_of_a_value_reach_the_head(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    steps.step(held, ANNE, Action.SUBMIT, [key()], today=TODAY)
    assert "1 sur 2 cases remplies · 1 soumise ou plus loin" in sit(ANNE).seen.lead
