"""Paramètres de la méthode: what a change would do is seen before it is saved; horizons, with their targets."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from db.engine import Engine
from db.vocabulary import Horizon
from indicators.domain.rights import Person
from indicators.reading.catalogue.administration import read_own_horizons
from indicators.reading.progress.review import Review, read_review
from indicators.services.values import targets
from tests.entry_world import ADA, ANNE, COUNT, FOREIGN, RENE, TODAY, VERA, publish
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store

Sit = Callable[[Person], Desk]
START, CT = date(2021, 12, 31), date(2027, 12, 31)


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        publish(engine, "12")
        targets.set_baseline(engine, VERA, COUNT, "10", START, today=TODAY)
        targets.set_target(engine, VERA, COUNT, Horizon.SHORT, "15", due=CT, today=TODAY)
        targets.set_target(engine, ADA, FOREIGN, Horizon.SHORT, "15", today=TODAY)
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    return lambda person: desk(root, person, seat_of(monkeypatch))


def review(engine: Engine) -> Review:
    found = read_review(engine, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize("person", [RENE, ANNE, VERA], ids=lambda one: one.name)
def test_only_the_administration_opens_it(sit: Sit, person: Person) -> None:
    seen = sit(person).open("parametres").seen
    assert "rôle requis : administration" in seen.text and not seen.tree.all("table")


def test_the_effect_is_shown_before_a_version_is_saved(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("parametres")
    assert "Paramètres en vigueur : version 1" in ada.seen.lead and "changeraient" not in ada.seen.text
    ada.at.text_input(key="parameters:on_track:0").set_value("70 %")
    ada.run()
    assert "2 statuts changeraient" in ada.seen.text and "Progrès à accélérer → En bonne voie" in ada.seen.text
    assert review(held).parameters.version_no == 1, "nothing is written by looking"
    ada.press("Enregistrer la version 2")
    assert "Refusé : Indiquez le motif" in ada.text
    assert ada.at.text_input(key="parameters:on_track:0").value == "70 %"
    ada.at.text_area(key="parameters:reason:0").set_value("Décision <b>du</b> comité")
    ada.press("Enregistrer la version 2")
    assert review(held).parameters.version_no == 2 and "Paramètres version 2 en vigueur" in ada.text
    assert "Décision <b>du</b> comité" in ada.seen.text, "shown as text"
    assert ada.at.text_input(key="parameters:on_track:1").value == "70"


def test_what_is_not_understood_is_told_under_the_fields(sit: Sit) -> None:
    ada = sit(ADA).open("parametres")
    for typed, said in (("0,95", "Écrivez un pourcentage"), ("50", "décroissant"), ("1.234", "deux façons")):
        ada.at.text_input(key="parameters:on_track:0").set_value(typed)
        ada.run()
        assert said in ada.seen.text
    ada.press("Enregistrer la version 2")
    assert "Refusé" in ada.seen.text and ada.at.text_input(key="parameters:on_track:0").value == "1.234"


def test_another_tab_that_was_first_is_not_overwritten(sit: Sit, held: Engine) -> None:
    first, second = sit(ADA).open("parametres"), sit(ADA).open("parametres")
    for tab, value in ((first, "90"), (second, "80")):
        tab.at.text_input(key="parameters:on_track:0").set_value(value)
        tab.at.text_area(key="parameters:reason:0").set_value("Motif")
    first.press("Enregistrer la version 2")
    second.press("Enregistrer la version 2")
    assert "rechargez la page" in second.seen.text
    assert review(held).parameters.version_no == 2


def test_a_horizon_moves_with_its_targets_once_its_effect_was_seen(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("parametres", echeance="CT")
    assert ada.seen.h1 == "À quelle date placer l’échéance CT de la feuille de route ?"
    form = "horizon:CT:"
    ada.at.text_input(key=f"{form}:due:0").set_value("31/06/2028")
    ada.run()
    assert "n’existe pas dans le calendrier" in ada.seen.text
    ada.at.text_input(key=f"{form}:due:0").set_value("30/06/2028")
    ada.at.checkbox(key=f"{form}:move:0").check()
    ada.run()
    assert "les cibles étant dues au 30/06/2028" in ada.seen.text
    ada.press("Enregistrer la date")
    assert "Refusé" in ada.text and ada.at.text_input(key=f"{form}:due:0").value == "30/06/2028"
    ada.at.text_area(key=f"{form}:reason:0").set_value("Feuille de route révisée")
    ada.at.text_input(key=f"{form}:decided:0").set_value("01/02/2025")
    ada.press("Enregistrer la date")
    assert "Échéance CT enregistrée ; 1 cible déplacée" in ada.text and "echeance" not in ada.at.query_params
    assert review(held).judged[FOREIGN].facts.targets[0].date == date(2028, 6, 30)
    assert "Changements d’échéances" in ada.text and "Feuille de route révisée" in ada.seen.text


def test_a_series_gets_a_date_of_its_own_and_gives_it_back(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("parametres")
    ada.at.text_input(key="own_horizon:series:0").set_value(FOREIGN.lower())
    ada.press("Donner une date propre")
    assert dict(ada.at.query_params) == {"serie": FOREIGN, "echeance": "CT"}
    form = f"horizon:CT:{FOREIGN}"
    ada.at.text_input(key=f"{form}:due:0").set_value("31.12.2028")
    ada.at.text_area(key=f"{form}:reason:0").set_value("Projet propre")
    ada.press("Enregistrer la date")
    assert (FOREIGN, Horizon.SHORT, date(2028, 12, 31), "Projet propre") in read_own_horizons(held)
    ada.open("parametres", echeance="CT", serie=FOREIGN)
    ada.at.text_area(key=f"{form}:reason:1").set_value("Comme les autres")
    ada.press("Revenir à la date de la feuille de route")
    assert FOREIGN not in {code for code, *_ in read_own_horizons(held)}
    assert "n’est pas au catalogue" in ada.open("parametres", echeance="CT", serie="<b>X").text
