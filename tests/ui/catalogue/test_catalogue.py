"""Catalogue: a definition gets a new version, things are retired and put back, rules are set; never the past."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.engine import Engine
from indicators.domain.rights import Person
from indicators.domain.values.checks import Severity
from indicators.reading.catalogue.administration import IndicatorFile, read_file, read_retired, read_rules
from indicators.services.catalogue import definitions
from tests.entry_world import ADA, ANNE, COUNT, FOREIGN, RENE, SHARE, SHOWN, TODAY, VERA, publish, save, typed
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store

Sit = Callable[[Person], Desk]
CODE = "ENT-01"


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        publish(engine, "12")
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    return lambda person: desk(root, person, seat_of(monkeypatch))


def the_file(engine: Engine) -> IndicatorFile:
    found = read_file(engine, CODE)
    assert found is not None
    return found


def field(name: str, turn: int = 0) -> str:
    return f"sheet:{CODE}:{name}:{turn}"


@pytest.mark.parametrize("person", [RENE, ANNE, VERA], ids=lambda one: one.name)
def test_only_the_administration_opens_it(sit: Sit, person: Person) -> None:
    seen = sit(person).open("catalogue", indicateur=CODE).seen
    assert "rôle requis : administration" in seen.text and not seen.tree.all("table")


def test_indicators_are_found_by_word_and_family(sit: Sit) -> None:
    ada = sit(ADA).open("catalogue")
    assert "3 indicateurs, 4 séries" in ada.seen.lead
    assert len(ada.open("catalogue", q="ent-02").seen.tree.one("table", "catalogue-list").all("tr")) == 2
    assert "Aucun indicateur ne répond" in ada.open("catalogue", q="<b>rien").seen.text
    assert len(ada.open("catalogue", q="definition", famille="ENT").seen.tree.all("tr")) == 4, "accents do not matter"
    ada.open("catalogue").at.text_input(key="catalogue:q:").set_value("ENT-03")
    ada.run()
    assert ada.at.query_params["q"] == "ENT-03" and "ENT-01" not in ada.seen.text
    assert "Rien n’est retiré" in ada.open("catalogue", etat="retires").seen.text
    assert "« <B> »" in ada.open("catalogue", indicateur="<b>").seen.text


def test_a_new_version_says_what_changes_and_keeps_the_former(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("catalogue", indicateur=CODE)
    assert "Rien n’est encore changé" in ada.seen.text
    ada.at.text_input(key=field("label")).set_value("Entreprises <b>actives</b>")
    ada.run()
    assert "Change : libellé." in ada.seen.text
    ada.press("Enregistrer la version 3")
    assert "Refusé : Indiquez le motif" in ada.text
    assert ada.at.text_input(key=field("label")).value == "Entreprises <b>actives</b>"
    ada.at.text_area(key=field("reason")).set_value("Clarté")
    ada.press("Enregistrer la version 3")
    assert the_file(held).current.version_no == 3 and "version 3 en vigueur" in ada.text
    seen = ada.open("catalogue", indicateur=CODE, vue="versions").seen
    assert seen.h1 == "Entreprises <b>actives</b>" and "Clarté" in seen.text
    assert next(one.text for one in seen.tree.all("span", "admin-before")) == "Libellé"


def test_a_change_of_direction_is_foreseen_and_confirmed(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("catalogue", indicateur=CODE)
    ada.at.selectbox(key=field("direction")).select_index(1)
    ada.run()
    assert "inverse le jugement" in ada.seen.text and "Aucun statut ne changerait" in ada.seen.text
    ada.at.text_area(key=field("reason")).set_value("Erreur de sens")
    ada.press("Enregistrer la version 3")
    assert "confirmez que c’est voulu" in ada.seen.text
    ada.at.checkbox(key=field("confirmed")).check()
    ada.press("Enregistrer la version 3")
    assert str(the_file(held).current.sheet.direction) == "baisse"


def test_a_forged_choice_is_refused(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("catalogue", indicateur=CODE)
    ada.at.text_area(key=field("reason")).set_value("Motif")
    ada.at.text_input(key=field("publication_delay_months")).set_value("douze")
    ada.press("Enregistrer la version 3")
    assert "nombre de mois" in ada.seen.text
    ada.at.text_input(key=field("publication_delay_months")).set_value("999")
    ada.press("Enregistrer la version 3")
    assert the_file(held).current.version_no == 2


def test_a_series_is_retired_and_put_back(sit: Sit, held: Engine) -> None:
    definitions.retire(held, ADA, SHOWN, TODAY, "Montrait ses valeurs")
    ada = sit(ADA).open("catalogue", indicateur=CODE, vue="series", objet=COUNT)
    form = f"retire:{COUNT}"
    ada.at.text_input(key=f"{form}:day:0").set_value("31/02/2025")
    ada.at.text_area(key=f"{form}:reason:0").set_value("Abandonnée <b>")
    ada.press(f"Retirer {COUNT}")
    assert "n’existe pas dans le calendrier" in ada.seen.text
    ada.at.text_input(key=f"{form}:day:0").set_value("01/02/2025")
    ada.press(f"Retirer {COUNT}")
    assert [one.series for one in read_retired(held)] == [COUNT, SHOWN] and "retiré le 01/02/2025" in ada.seen.text
    assert COUNT in ada.open("catalogue", etat="retires").seen.text
    ada.open("catalogue", indicateur=CODE, vue="series", objet=COUNT)
    ada.at.text_area(key=f"{form}:reason:1").set_value("Reprise")
    ada.press(f"Rétablir {COUNT}")
    assert [one.series for one in read_retired(held)] == [SHOWN]


def test_an_indicator_out_of_the_catalogue_is_still_found(sit: Sit, held: Engine) -> None:
    definitions.retire(held, ADA, "ENT-03", TODAY, "Montrait ses valeurs")
    ada = sit(ADA).open("catalogue", indicateur=CODE, vue="series", objet=CODE)
    ada.at.text_area(key=f"retire:{CODE}:reason:0").set_value("Abandonné")
    ada.press(f"Retirer {CODE}")
    assert "1 indicateur, 1 série" in ada.open("catalogue").seen.lead
    assert "retiré au" in ada.open("catalogue", indicateur=CODE).seen.lead


def test_ranges_are_typed_in_french_and_refusals_keep_them(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("catalogue", indicateur=CODE, vue="regles")
    form = f"ranges:{CODE}"
    assert "de 12 à 12" in ada.seen.text
    ada.at.text_input(key=f"{form}:hard_high:0").set_value("1 000,5")
    ada.at.text_input(key=f"{form}:hard_low:0").set_value("2 000")
    ada.at.text_area(key=f"{form}:reason:0").set_value("Bornes")
    ada.press("Enregistrer les règles")
    assert "dépasse" in ada.seen.text and ada.at.text_input(key=f"{form}:hard_low:0").value == "2 000"
    ada.at.text_input(key=f"{form}:hard_low:0").set_value("0")
    ada.press("Enregistrer les règles")
    assert str(the_file(held).ranges["hard_high"]) == "1000.5"
    assert ada.at.text_input(key=f"{form}:hard_high:1").value.replace("\u202f", " ") == "1 000,5"


def test_a_rule_between_series_is_tried_before_it_is_saved(sit: Sit, held: Engine) -> None:
    save(held, ADA, typed("20", typed("").key.__class__(FOREIGN, "2024")))
    ada = sit(ADA)
    assert "Aucune règle entre séries" in ada.open("catalogue", vue="regles").seen.text
    ada.open("catalogue", regle="nouvelle")
    for name, value in (("code", "r-1"), ("left", "tout"), ("right", COUNT), ("left_label", "Aire <b>2</b>")):
        ada.at.text_input(key=f"rule:nouvelle:{name}:0").set_value(value)
    ada.run()
    assert "n’est pas compris" in ada.seen.text
    ada.at.text_input(key="rule:nouvelle:left:0").set_value(FOREIGN)
    ada.run()
    assert "« Aire <b>2</b> » devrait être inférieur ou égal à" in ada.seen.text
    assert "Aujourd’hui non respectée pour : 2024." in ada.seen.text and read_rules(held) == ()
    ada.at.text_area(key="rule:nouvelle:reason:0").set_value("Cohérence")
    ada.press("Enregistrer la règle")
    (rule,) = read_rules(held)
    assert (rule.code, rule.rule.severity) == ("R-1", Severity.WARNING)
    assert ada.seen.h1 == "Quelles séries doivent s’accorder entre elles ?" and "non respectée pour 2024" in ada.text
    ada.open("catalogue", regle="R-1")
    ada.at.text_area(key="rule:R-1:reason:0").set_value("Trêve")
    ada.press("Suspendre")
    assert not read_rules(held)[0].is_active and "Suspendue" in ada.seen.text
    assert "Aucune règle ne porte" in ada.open("catalogue", regle="<b>").seen.text
    assert SHARE not in ada.seen.text
