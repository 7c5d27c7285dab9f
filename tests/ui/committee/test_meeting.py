"""Mode réunion: who may type in it, what is recorded, what is refused and stays typed, and an order that holds still."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from db.engine import Engine
from db.vocabulary import AppreciationLevel, Horizon
from indicators.domain.committee.appreciations import Matter
from indicators.domain.rights import Person
from indicators.reading.committee.decisions import read_decisions
from indicators.reading.committee.judgements import read_judgements
from indicators.services.committee import decisions, judgements
from indicators.services.committee.decisions import DecisionLinks
from indicators.services.values import targets
from tests.entry_world import ADA, ANNE, COUNT, RENE, TODAY, VERA, publish
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store

Sit = Callable[[Person], Desk]
DECISION, OPINION = f"meeting:decision:{COUNT}", f"meeting:appreciation:{COUNT}"
AREA = "meeting:appreciation:aire 1"
EVERYTHING = {"portee": "alertes"}


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """One series of area 1 is late: 11 on a way from 10 to 40."""
    with small_store(sqlite_stores, monkeypatch) as engine:
        targets.set_baseline(engine, VERA, COUNT, "10", date(2021, 12, 31), source="Enquête", today=TODAY)
        targets.set_target(engine, VERA, COUNT, Horizon.MEDIUM, "40", due=date(2026, 12, 31), today=TODAY)
        publish(engine, "11")
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    return lambda person: desk(root, person, seat_of(monkeypatch))


def at_series(one: Desk) -> Desk:
    """The view of the late series: after that of its area."""
    return one.open("reunion", vue="2", **EVERYTHING)


def place(one: Desk) -> str:
    return one.seen.tree.one("span", "meeting-place").text


def test_the_opening_says_what_comes_and_what_is_not_there_yet(sit: Sit) -> None:
    ada = sit(ADA).open("reunion", **EVERYTHING)
    assert ada.seen.h1 == "Comité du 01/03/2025" and place(ada) == "Ouverture"
    assert "1 en retard" in ada.seen.text and "1 appréciation attendue" in ada.seen.text
    assert "Aucune édition n’est encore figée" in ada.seen.text and "Aucune décision n’est ouverte" in ada.seen.text
    assert not ada.at.main.get("text_area")


@pytest.mark.parametrize("person", [RENE, ANNE, VERA], ids=lambda one: one.name)
def test_only_the_secretariat_types_others_read(sit: Sit, held: Engine, person: Person) -> None:
    judgements.appreciate(
        held, ADA, Matter(series=COUNT), AppreciationLevel.SUPPORT_NEEDED, "<b>Motif</b>", today=TODAY
    )
    seen = at_series(sit(person))
    assert "En retard" in seen.seen.text and "Appuis nécessaires" in seen.seen.text and "<b>Motif</b>" in seen.seen.text
    assert not seen.at.main.get("text_area") and not seen.at.main.get("button") and not seen.at.main.get("radio")
    closing = seen.open("reunion", vue="99", **EVERYTHING)
    assert place(closing) == "Clôture" and "<b>Motif</b>" in closing.seen.text


def test_a_decision_is_recorded_at_its_view_and_the_order_holds_still(sit: Sit, held: Engine) -> None:
    ada = at_series(sit(ADA))
    where, links = place(ada), [link.attributes["href"] for link in ada.seen.links if "vue" in link.attributes["href"]]
    ada.at.text_area(key=f"{DECISION}:text:0").set_value("Relancer <i>tout</i>")
    ada.at.text_input(key=f"{DECISION}:charge:0").set_value("Cellule")
    ada.at.text_input(key=f"{DECISION}:due:0").set_value("31/02/2025")
    ada.press("Consigner la décision")
    assert "Refusé" in ada.seen.text and "calendrier" in ada.seen.text and not read_decisions(held)
    assert ada.at.text_area(key=f"{DECISION}:text:0").value == "Relancer <i>tout</i>"
    ada.at.text_input(key=f"{DECISION}:due:0").set_value("30/06/2025")
    ada.press("Consigner la décision")
    (found,) = read_decisions(held)
    assert (found.series, found.in_charge, found.due_on, found.taken_on) == (
        (COUNT,),
        "Cellule",
        date(2025, 6, 30),
        TODAY,
    )
    assert "Relancer <i>tout</i>" in ada.seen.text and ada.at.text_area(key=f"{DECISION}:text:1").value == ""
    assert place(ada) == where
    assert [link.attributes["href"] for link in ada.seen.links if "vue" in link.attributes["href"]] == links
    ada.press("Consigner la décision")
    assert "Une décision demande un texte" in ada.seen.text and len(read_decisions(held)) == 1


def test_an_appreciation_that_disagrees_asks_for_its_motive_and_keeps_what_was_chosen(sit: Sit, held: Engine) -> None:
    ada = at_series(sit(ADA))
    ada.press("Enregistrer l’appréciation")
    assert "Choisissez une appréciation" in ada.seen.text
    ada.at.radio(key=f"{OPINION}:level:0").set_value(AppreciationLevel.SECURED)
    ada.press("Enregistrer l’appréciation")
    assert "donnez-en le motif" in ada.seen.text
    assert ada.at.radio(key=f"{OPINION}:level:0").value == AppreciationLevel.SECURED
    ada.at.text_area(key=f"{OPINION}:motive:0").set_value("Le carnet est plein")
    ada.press("Enregistrer l’appréciation")
    adopted = read_judgements(held).of_series(COUNT).adopted
    assert adopted and (adopted.level, adopted.meeting) == (AppreciationLevel.SECURED, TODAY)
    assert "Objectifs sécurisés" in ada.seen.text and place(ada) == "2 sur 3", "it is still on the agenda"


def test_what_is_typed_is_still_there_when_one_comes_back(sit: Sit) -> None:
    ada = at_series(sit(ADA))
    ada.at.text_area(key=f"{DECISION}:text:0").set_value("À moitié écrit")
    ada.run()
    ada.open("reunion", vue="1", **EVERYTHING)
    assert "À moitié écrit" not in ada.seen.text
    assert at_series(ada).at.text_area(key=f"{DECISION}:text:0").value == "À moitié écrit"


def test_an_area_is_judged_as_a_whole_and_two_secretaries_do_not_overwrite_each_other(sit: Sit, held: Engine) -> None:
    first, second = (sit(ADA).open("reunion", vue="1", **EVERYTHING) for _ in range(2))
    for tab, level in ((first, AppreciationLevel.COMPROMISED), (second, AppreciationLevel.SUPPORT_NEEDED)):
        tab.at.radio(key=f"{AREA}:level:0").set_value(level)
        tab.press("Enregistrer l’appréciation")
    assert "après ce que vous avez vu" in second.seen.text
    assert read_judgements(held).of_area(1).level is AppreciationLevel.COMPROMISED


def test_the_closing_tells_the_day_and_offers_the_minutes(sit: Sit, held: Engine) -> None:
    decisions.decide(held, ADA, "Relancer <b>", about=DecisionLinks(series=[COUNT]), taken_on=TODAY)
    ada = sit(ADA).open("reunion", vue="99", **EVERYTHING)
    assert place(ada) == "Clôture" and "1 décision · 0 appréciation" in ada.seen.lead
    text = ada.seen.tree.one("pre", "meeting-text").text
    assert "COMPTE RENDU DU COMITÉ DU 01/03/2025" in text and "Présents : …" in text and "Relancer <b>" in text
    assert COUNT in text and "aucune édition n’a été figée ce jour" in text
    assert [one.label for one in ada.at.main.get("download_button")] == ["Compte rendu en PDF"]


@pytest.mark.parametrize(
    ("address", "told", "where"),
    [
        ({"vue": "<b>"}, "La vue « <b> » n’existe pas", "Ouverture"),
        ({"vue": "-1"}, "La vue « -1 » n’existe pas", "Ouverture"),
        ({"vue": "²"}, "La vue « ² » n’existe pas", "Ouverture"),
        ({"vue": "99999"}, "Clôture de la réunion", "Clôture"),
        ({"aire": "9"}, "Le filtre « aire = 9 » n’existe pas ; il est ignoré.", "Ouverture"),
        ({"portee": "<i>"}, "Le filtre « portee = <i> » n’existe pas ; il est ignoré.", "Ouverture"),
        ({"aire": "ensemble"}, "Rien ne demande l’attention du comité", "Ouverture"),
    ],
)
def test_a_strange_address_is_told(sit: Sit, address: dict[str, str], told: str, where: str) -> None:
    rene = sit(RENE).open("reunion", **address)
    assert told in rene.seen.text and place(rene) == where


def test_the_rights_of_a_click_are_those_of_the_click(sit: Sit, held: Engine) -> None:
    ada = at_series(sit(ADA))
    ada.at.text_area(key=f"{DECISION}:text:0").set_value("Forgée")
    ada.person = RENE
    ada.press("Consigner la décision")
    assert "Votre rôle ne permet pas" in ada.seen.text and not read_decisions(held)
