"""Coller ou importer: what is pasted or brought is shown first, asked about where it must be, written once and whole."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.unit_of_work import reading
from db.vocabulary import ObsStatus
from indicators.domain.rights import Person
from indicators.reading.values.cells import read_cells
from indicators.services.campaigns import campaigns
from tests.entry_world import ADA, ANNE, BOB, COUNT, FOREIGN, RENE, SHARE, VERA, WIM, key, publish, save, typed
from tests.stores import SqliteStores
from tests.ui.entry_screens import LATER, Desk, desk_on, fill, go, notices, press, shown
from tests.ui.import_desk import BOTH, answer, confirm, imports_of, paste, pasted, preview_of, stored


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


# Who ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["", "coller", "fichier", "historique"])
def test_it_opens_for_who_may_import_and_nobody_else(desk: Desk, way: str) -> None:
    for person in (ANNE, ADA):
        text = shown(desk.open(person, "importer", facon=way)).text
        assert "Quelles valeurs apportez-vous" in text and "rôle requis" not in text
    for person in (RENE, VERA, WIM):
        at = desk.open(person, "importer", facon=way)
        assert "rôle requis" in shown(at).text and not at.text_area and not at.file_uploader


def test_somebody_without_any_series_is_told_who_can_change_that(desk: Desk) -> None:
    nobody = Person("Zoé", "z@example.org", ANNE.roles)
    text = shown(desk.open(nobody, "importer")).text
    assert "Aucune série ne vous est attribuée" in text and "L’administration attribue les séries" in text
    at = desk.open(nobody, "importer", facon="fichier")
    assert "pas de classeur à emporter" in shown(at).text and not at.main.get("download_button")


def test_what_somebody_was_about_to_confirm_is_not_shown_to_the_next_person(desk: Desk, root: Path) -> None:
    at = pasted(desk, "1\t2")
    desk.sit(BOB)
    go(at, root, "importer", **BOTH)
    assert "Aperçu" not in shown(at).text and preview_of(at) == {}


# Pasting --------------------------------------------------------------------------------------------------------------


def test_nothing_is_written_before_confirming_and_then_all_of_it(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("10", comment="Vérifié"))
    at = pasted(desk, "12\t11\n12,5 %\t13 p")
    seen = shown(at)
    assert preview_of(at) == {"nouvelle": 3, "modifiee": 1}
    assert "Aperçu : 4 cases lues 4 valeurs prêtes." in seen.text
    assert "10 → 11" in seen.text and "rien → 12,5 %" in seen.text and "rien → 13,0 % (valeur provisoire)" in seen.text
    assert [one.text for one in seen.all("span", "import-place")][:2] == ["ligne 1, colonne A", "ligne 1, colonne B"]
    assert stored(desk) == {"ENT-01-A1/2024": (Decimal(10), "brouillon")}
    confirm(at)
    (batch,) = imports_of(desk)
    assert notices(at) == f"✓ Fait : 4 valeurs enregistrées (import {batch.code})."
    assert stored(desk)["ENT-02-A1/2023"] == (Decimal("12.5"), "brouillon") and len(stored(desk)) == 4
    assert at.text_area[0].value == "" and preview_of(at) == {}
    href = shown(at).all("section", "card")
    assert not href  # the result is in a container of its own
    assert batch.code in shown(at).text


def test_what_is_there_already_is_said_unchanged(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("10", comment="Vérifié"))
    at = confirm(pasted(desk, "9\t10"))
    assert "1 valeur enregistrée, 1 inchangée" in notices(at)
    at = pasted(desk, "9\t10")
    assert "2 sont déjà enregistrées" in shown(at).text and "import_confirm" not in {one.key for one in at.button}


def test_the_rows_expected_are_those_of_the_grid(desk: Desk) -> None:
    at = desk.open(ANNE, "importer", **BOTH)
    rows = [row.text for row in shown(at).all("table", "data")[0].all("tr")][1:]
    assert [row.split()[:2] for row in rows] == [["1", COUNT], ["2", SHARE]]
    assert "2023, 2024" in rows[0]


def test_the_campaign_that_is_due_comes_first(desk: Desk) -> None:
    campaigns.create_campaign(desk.engine, ADA, "C24", "Collecte <b>", "2024", LATER, LATER)
    campaigns.assign(desk.engine, ADA, "C24", {COUNT: ANNE.email})
    campaigns.open_campaign(desk.engine, ADA, "C24")
    at = paste(desk.open(ANNE, "importer"), "7")
    chips = [one.text for one in shown(at).all("a", "on")]
    assert chips[1:3] == ["Collecte <b>", "2024"] and preview_of(at) == {"nouvelle": 1}
    assert "1 ligne" in shown(at).text
    confirm(at)
    assert stored(desk) == {"ENT-01-A1/2024": (Decimal(7), "brouillon")}


def test_codes_in_the_block_decide(desk: Desk) -> None:
    at = pasted(desk, f"{SHARE}\t1,5\t2,5\n{FOREIGN}\t3\n")
    assert preview_of(at) == {"nouvelle": 2, "refusee": 1}
    assert f"La série {FOREIGN} ne vous est pas attribuée" in shown(at).text
    confirm(at)
    assert set(stored(desk)) == {"ENT-02-A1/2023", "ENT-02-A1/2024"}
    left = shown(at).text
    assert "1 case n’a pas été importée" in left
    assert [one.label for one in at.main.get("download_button")] == ["Télécharger les cases non importées (CSV)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Rien n’a été collé"), (" \t\n", "Rien n’a été collé"), ("1\x00", "pas un texte")],
    ids=["nothing", "blank", "not a text"],
)
def test_what_cannot_be_read_is_said_beside_the_text_which_stays(desk: Desk, text: str, said: str) -> None:
    at = pasted(desk, text)
    assert said in shown(at).all("p", "import-problem")[0].text
    assert at.text_area[0].value == text


def test_the_text_stays_while_it_is_not_confirmed(desk: Desk) -> None:
    text = "abc\t<b>gras</b>\n"
    at = pasted(desk, text)
    assert at.text_area[0].value == text and preview_of(at) == {"refusee": 2}
    seen = shown(at)
    assert "<b>gras</b>" in seen.text and not [one for one in seen.all("b") if one.text == "gras"]
    press(at, "import_drop")
    assert at.text_area[0].value == text and "Aperçu" not in shown(at).text


def test_other_periods_ask_for_another_preview(desk: Desk, root: Path) -> None:
    at = pasted(desk, "1\t2")
    go(at, root, "importer", **{**BOTH, "periodes": "2022,2023"})
    assert "prévisualisez de nouveau" in shown(at).text and preview_of(at) == {}
    assert at.text_area[0].value == "1\t2"


def test_filters_keep_one_kind_of_cells(desk: Desk, root: Path) -> None:
    at = pasted(desk, "1\tabc\n2\t101")
    go(at, root, "importer", **BOTH, voir="refusee")
    rows = shown(at).all("table", "import-cells")[0].all("tr")[1:]
    assert len(rows) == 2 and all("Refusée" in row.text for row in rows)
    assert "au maximum de 100 %" in rows[1].text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"campagne": "<i>", "periodes": ""}, "Aucune campagne ouverte ne porte le code « <i> »"),
        ({"periodes": "2024,hier,2024-13"}, "« hier » n’est pas une période"),
        ({"facon": "voler"}, "La façon « voler » n’existe pas"),
        ({"periodes": "2024,2024-S1"}, "Lignes"),
        ({"page": "99", "voir": "rien"}, "Le bloc à coller"),
    ],
)
def test_strange_addresses_are_said_and_do_no_harm(desk: Desk, address: dict[str, str], said: str) -> None:
    assert said.casefold() in shown(desk.open(ANNE, "importer", **{**BOTH, **address})).text.casefold()


# Questions ------------------------------------------------------------------------------------------------------------


def test_what_is_ambiguous_or_missing_is_answered_in_place(desk: Desk) -> None:
    at = pasted(desk, "1.234\tn.d.\n\t50")
    assert preview_of(at) == {"a_preciser": 2, "nouvelle": 1}
    number = answer(at, "ENT-01-A1, 2023 : que voulez-vous dire")
    assert number.value is None  # type: ignore[attr-defined]
    assert at.radio[0].options == ["1 234".replace(" ", "\u202f"), "1,234"]
    at.radio[0].set_value(Decimal(1234))
    at.selectbox(key=_key(at, "ENT-01-A1, 2024 : pourquoi")).set_value(ObsStatus.NOT_COLLECTED)
    confirm(at)
    assert "3 valeurs enregistrées" in notices(at)
    assert stored(desk) == {
        "ENT-01-A1/2023": (Decimal(1234), "brouillon"),
        "ENT-01-A1/2024": (None, "brouillon"),
        "ENT-02-A1/2024": (Decimal(50), "brouillon"),
    }


def _key(at: AppTest, label: str) -> str:
    return str(answer(at, label).key)  # type: ignore[attr-defined]


def test_what_is_not_answered_is_left_out_and_told(desk: Desk) -> None:
    at = confirm(pasted(desk, "1.234\t7"))
    assert "1 valeur enregistrée" in notices(at) and "1 case n’a pas été importée" in shown(at).text
    assert set(stored(desk)) == {"ENT-01-A1/2024"}


def test_with_nothing_answered_nothing_is_written(desk: Desk) -> None:
    at = confirm(pasted(desk, "1.234"))
    assert "Rien à écrire" in notices(at) and at.text_area[0].value == "1.234"
    assert stored(desk) == {} and imports_of(desk) == []


def test_an_answer_may_raise_another_question(desk: Desk) -> None:
    publish(desk.engine, "10", key(period="2022"))
    publish(desk.engine, "10", key(period="2023"))
    at = pasted(desk, "50")
    assert preview_of(at) == {"a_preciser": 1} and "10 → 50" in shown(at).text
    at.text_input(key=_key(at, "Motif de la correction")).set_value("Erreur de copie")
    confirm(at)
    assert "encore une réponse" in notices(at) and preview_of(at) == {"a_expliquer": 1}
    at.text_input(key=_key(at, "ENT-01-A1, 2023 : votre explication")).set_value("Fusion <b>")
    confirm(at)
    assert stored(desk)["ENT-01-A1/2023"] == (Decimal(50), "brouillon")
    with reading(desk.engine) as session:
        row = read_cells(session, {COUNT}).latest[key(period="2023")]
    assert (row.reason, row.comment) == ("Erreur de copie", "Fusion <b>")


def test_answers_can_be_checked_before_confirming_and_one_may_serve_for_all(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("10", key(period="2022")), typed("10", key(SHARE, "2022")))
    at = pasted(desk, "50\tnc\n50\tn.d.")
    assert preview_of(at) == {"a_expliquer": 2, "a_preciser": 2}
    at.text_input(key=_key(at, "Explication commune")).set_value("Nouveau périmètre")
    at.selectbox(key=_key(at, "Raison commune")).set_value(ObsStatus.CANNOT_EXIST)
    press(at, "import_recheck")
    assert preview_of(at) == {"nouvelle": 4} and len(stored(desk)) == 2
    assert "4 valeurs prêtes" in shown(at).text
    confirm(at)
    assert stored(desk)["ENT-02-A1/2024"] == (None, "brouillon")


# Together -------------------------------------------------------------------------------------------------------------


def test_somebody_else_meanwhile_stops_everything_and_both_values_are_shown(desk: Desk) -> None:
    at = pasted(desk, "12\t13")
    save(desk.engine, BOB, typed("99", key(period="2024"), comment="Vérifié"))
    confirm(at)
    assert "1 valeur a été enregistrée par quelqu’un d’autre" in notices(at)
    assert stored(desk) == {"ENT-01-A1/2024": (Decimal(99), "brouillon")}
    seen = shown(at).all("dl", "import-both")[0].text
    assert "La vôtre 13" in seen and f"Celle de {BOB.email} 99" in seen
    assert at.text_area[0].value == "12\t13"
    at.radio[0].set_value("Enregistrer la mienne à sa place")
    confirm(at)
    assert stored(desk)["ENT-01-A1/2024"] == (Decimal(13), "brouillon")


def test_the_value_that_is_stored_may_be_left(desk: Desk) -> None:
    at = pasted(desk, "12\t13")
    save(desk.engine, BOB, typed("14", key(period="2024"), comment="Vérifié"))
    confirm(at)
    at.radio[0].set_value("Laisser celle qui est enregistrée")
    confirm(at)
    assert "1 valeur enregistrée" in notices(at)
    assert stored(desk)["ENT-01-A1/2024"] == (Decimal(14), "brouillon")


def test_two_tabs_that_confirm_the_same_write_once(desk: Desk) -> None:
    first, second = pasted(desk, "12\t13"), pasted(desk, "12\t13")
    confirm(first)
    confirm(second)
    assert "2 valeurs enregistrées" in notices(first)
    assert "tout est déjà enregistré" in notices(second) and preview_of(second) == {"egale": 2}
    assert len(imports_of(desk)) == 1
