"""« Ma saisie »: what opens for whom, what is kept, asked, saved and submitted, and what a forged state can do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.errors import StoreError
from db.queries import observations
from db.unit_of_work import reading
from db.vocabulary import Horizon, ObsStatus, Role, ValueState
from indicators.domain.rights import Action, Person
from indicators.services.values import drafts, targets
from tests.entry_world import ADA, ANNE, BOB, COUNT, FOREIGN, RENE, SHARE, TODAY, VERA, add, advance, key, publish
from tests.entry_world import save as store_value
from tests.entry_world import typed as given
from tests.stores import SqliteStores
from tests.ui.desk import small_store
from tests.ui.entry_grid import Sit, frame, seats, sheet, stored, waiting, write
from tests.ui.viewer import target

DRAFT = "✎ brouillon"


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Somebody in front of « Ma saisie »."""
    return seats(root, monkeypatch)


# Who comes in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [VERA, RENE], ids=lambda one: one.name)
def test_it_is_closed_to_those_who_enter_nothing(sit: Sit, person: Person) -> None:
    seen = sit(person).seen
    assert "rôle requis" in seen.text and "contribution" in seen.text and not seen.tree.all("table")


def test_each_one_finds_their_own_list(sit: Sit) -> None:
    assert [line.row.series for line in sheet(sit(ANNE)).lines] == [COUNT, SHARE]
    assert [line.row.series for line in sheet(sit(ADA)).lines] == [COUNT, SHARE, FOREIGN]


def test_who_has_no_series_is_told_who_gives_them(sit: Sit) -> None:
    nobody = replace(ANNE, email="z@example.org", series=frozenset())
    seen = sit(nobody).seen
    assert "Aucune série ne vous est attribuée" in seen.text
    assert ("campagnes", {}) in [target(one) for one in seen.links]


# Typing ---------------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_at_once_and_comes_back(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="1 380", ENT_02_A1="12,5 p")
    assert waiting(held, ANNE) == {COUNT: "1 380", SHARE: "12,5 p"} and waiting(held, BOB) == {}
    assert "2 cases en attente" in at.text and "2 cases changées d’un coup" in at.text
    rows = frame(sit(ANNE))
    assert [rows[COUNT][name] for name in ("Valeur", "État", "Compris")] == ["1 380", DRAFT, "1\u202f380"]
    assert rows[SHARE]["Compris"] == "12,5\u00a0% (valeur provisoire)"
    assert stored(held) == {}


def test_a_cell_typed_back_to_what_it_was_is_no_longer_pending(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    at = write(sit(ANNE), ENT_01_A1="13")
    assert "1 case en attente" in at.text
    at = write(at, ENT_01_A1="12")
    assert "Rien en attente" in at.text and waiting(held, ANNE) == {}


def test_another_person_and_another_year_start_from_their_own(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12")
    at.person = BOB
    assert "Rien en attente" in at.open("saisie").text
    at.person = ANNE
    assert "Rien en attente" in at.open("saisie", annee="2023").text
    assert "1 case en attente" in at.open("saisie", annee="2024").text


def test_another_screen_and_back_loses_nothing(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12")
    at.open("methode").open("saisie").run()
    assert frame(at)[COUNT]["Valeur"] == "12" and waiting(held, ANNE) == {COUNT: "12"}
    write(at, ENT_02_A1="50").run()
    assert waiting(held, ANNE) == {COUNT: "12", SHARE: "50"}


def test_the_grid_and_the_form_share_their_drafts(sit: Sit) -> None:
    at = write(sit(ANNE), ENT_01_A1="12").open("valeur", serie=COUNT, periode="2024")
    (figure,) = [one for one in at.at.text_input if one.label.startswith("Valeur")]
    assert figure.value == "12"
    figure.set_value("13")
    at.run().open("saisie")
    assert frame(at)[COUNT]["Valeur"] == "13" and "1 case en attente" in at.text
    write(at, ENT_01_A1="14").open("valeur", serie=COUNT, periode="2024")
    assert [one.value for one in at.at.text_input if one.label.startswith("Valeur")] == ["14"]


def test_what_is_typed_while_a_save_is_under_way_is_kept(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12")
    old = sheet(at).editor
    assert old is not None
    at.click("entry_save")
    at.send(old.widget, {"edited_rows": {0: {"Valeur": "12"}, 1: {"Valeur": "50"}}})
    assert waiting(held, ANNE) == {SHARE: "50"} and frame(at)[SHARE]["Valeur"] == "50"
    at.send(old.widget, {"edited_rows": {}})
    assert waiting(held, ANNE) == {SHARE: "50"}


def test_flags_that_have_no_letter_stay_when_the_figure_changes(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("100", flags=frozenset({ObsStatus.INCLUDES_ANOTHER, ObsStatus.PROVISIONAL})))
    at = sit(ANNE)
    assert frame(at)[COUNT]["Valeur"] == "100 p"
    write(at, ENT_01_A1="101").click("entry_save")
    with reading(held) as session:
        (row,) = observations.observations(session, published=False)
    assert (row.value, row.flags) == (101, {ObsStatus.INCLUDES_ANOTHER})


def test_typed_markup_is_shown_as_text(sit: Sit) -> None:
    at = write(sit(ANNE), ENT_01_A1="<b>gras</b> [x](http://x.example)")
    assert "&lt;b&gt;gras&lt;/b&gt;" in at.seen.html and "<b>gras" not in at.seen.html


def test_what_the_store_cannot_keep_stays_on_screen(sit: Sit, held: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: Any, **_more: Any) -> None:
        raise StoreError("La base de données ne répond pas.", "unavailable")

    at = sit(ANNE)
    with monkeypatch.context() as broken:
        broken.setattr(drafts, "save_drafts", down)
        write(at, ENT_01_A1="12")
        assert "La base de données ne répond pas." in at.run().text and "1 case en attente" in at.text
    at.click("entry_save")
    assert stored(held)[f"{COUNT}/2024"][0] == "12"


# Questions ------------------------------------------------------------------------------------------------------------


def test_an_ambiguous_number_is_asked_about_and_answered(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="1.234")
    assert frame(at)[COUNT]["État"] == "? à préciser" and frame(at)[COUNT]["Compris"] == "1\u202f234 ou 1,234 ?"
    at.click("entry_save")
    assert stored(held) == {} and "1 case attend votre réponse, plus bas" in at.text
    at.press("1 234")
    assert frame(at)[COUNT]["Compris"] == "1\u202f234" and "1 234" not in at.labels()
    # The answer survives a reload; another text asks anew.
    again = sit(ANNE)
    assert frame(again)[COUNT]["État"] == DRAFT
    assert frame(write(again, ENT_01_A1="1.235"))[COUNT]["État"] == "? à préciser"
    write(again, ENT_01_A1="1.234").press("1 234").click("entry_save")
    assert stored(held)[f"{COUNT}/2024"] == ("1234", ValueState.DRAFT, 1)


def test_a_missing_value_asks_for_its_reason(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="n.d.")
    (reason,) = [one for one in at.at.selectbox if one.label == "Pourquoi n’y a-t-il pas de valeur ?"]
    assert reason.value is None and "Manquante : existe mais non collectée" in reason.options
    reason.select_index(0)
    at.run()
    assert frame(at)[COUNT]["Compris"] == "pas de valeur : manquante : existe mais non collectée"
    at.click("entry_save")
    assert frame(sit(ANNE))[COUNT]["Valeur"] == "n.d."


def test_an_emptied_cell_is_asked_about_and_can_be_put_back(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    at = write(sit(ANNE), ENT_01_A1="")
    assert "Vous avez vidé cette case" in at.text
    at.press("Remettre 12")
    assert frame(at)[COUNT]["Valeur"] == "12" and "Rien en attente" in at.text and waiting(held, ANNE) == {}


def test_a_refused_text_is_kept_as_typed_with_the_reason(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12 %", ENT_02_A1="1e1")
    assert "n’est pas un pourcentage" in at.text and frame(at)[COUNT]["État"] == "✗ refusée"
    at.click("entry_save")
    assert frame(at)[COUNT]["Valeur"] == "12 %" and waiting(held, ANNE)[COUNT] == "12 %"
    at.press("10 %").click("entry_save")
    assert set(stored(held)) == {f"{SHARE}/2024"}
    at.press("Abandonner cette saisie")
    assert frame(at)[COUNT]["Valeur"] == "" and waiting(held, ANNE) == {}


def test_an_unusual_value_is_saved_once_explained(sit: Sit, held: Engine) -> None:
    publish(held, "100", key(period="2023"))
    at = write(sit(ANNE), ENT_01_A1="200")
    assert frame(at)[COUNT]["État"] == "⚠ à expliquer" and "+100,0" in at.text
    (why,) = [one for one in at.at.text_input if one.label == "Votre explication"]
    why.set_value("Deux <i>sociétés</i> de plus")
    at.run()
    assert frame(at)[COUNT]["État"] == "⚠ avertissement" and "commentée" in frame(at)[COUNT]["Compris"]
    at.click("entry_save")
    assert frame(at)[COUNT]["État"] == "⚠ avertissement" and "Deux" not in waiting(held, ANNE)
    assert stored(held)[f"{COUNT}/2024"][0] == "200"


def test_one_explanation_may_serve_several_cells(sit: Sit, held: Engine) -> None:
    for series, text in ((COUNT, "100"), (FOREIGN, "100"), (SHARE, "10")):
        store_value(held, ADA, given(text, key(series, "2023")))
    at = write(sit(ADA), ENT_01_A1="200", ENT_02_A1="80", ENT_01_A2="300")
    (why,) = [one for one in at.at.text_input if one.label.startswith("Une même explication pour les 3")]
    why.set_value("Nouvelle source")
    at.run().click("entry_save")
    assert "3 cases enregistrées" in at.text and "Rien en attente" in at.text


def test_what_another_window_dropped_is_not_lost_here(sit: Sit, held: Engine) -> None:
    first, second = sit(ANNE), sit(ANNE)
    write(first, ENT_01_A1="11")
    write(second, ENT_01_A1="12", ENT_02_A1="13")
    first.click("entry_save")
    second.click("entry_save")
    assert frame(second)[COUNT]["Valeur"] == "12" and frame(second)[COUNT]["État"] == "⇄ conflit"
    assert waiting(held, ANNE) == {COUNT: "12"} and stored(held)[f"{SHARE}/2024"][0] == "13"


def test_the_consequence_is_said_before_saving(sit: Sit, held: Engine) -> None:
    targets.set_baseline(held, VERA, COUNT, "10", date(2021, 12, 31), today=TODAY)
    targets.set_target(held, VERA, COUNT, Horizon.SHORT, "20", due=date(2027, 12, 31), today=TODAY)
    store_value(held, ANNE, given("11", key(period="2022")))
    at = write(sit(ANNE), ENT_01_A1="15")
    changes = at.seen.tree.one("ul", "entry-after").text
    assert "→" in changes and "En bonne voie" in changes
    # What cannot be kept has no consequence.
    assert not write(at, ENT_01_A1="-15").seen.tree.all("ul", "entry-after")


# Saving ---------------------------------------------------------------------------------------------------------------


def test_a_double_click_saves_once_and_still_says_so(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12", ENT_02_A1="50")
    at.click("entry_save").click("entry_save")
    assert "2 cases enregistrées" in at.text
    assert {version for _, _, version in stored(held).values()} == {1}
    assert "2 sur 2 cases remplies" in at.seen.lead


def test_the_second_of_two_people_chooses_and_the_other_cells_are_saved(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    store_value(held, BOB, given("10"))
    write(at, ENT_01_A1="15", ENT_02_A1="50").click("entry_save")
    assert stored(held)[f"{COUNT}/2024"][0] == "10" and stored(held)[f"{SHARE}/2024"][0] == "50"
    assert frame(at)[COUNT]["État"] == "⇄ conflit"
    both = at.seen.tree.one("dl", "entry-both").text
    assert both.startswith("La vôtre 15 Celle de b@example.org 10")
    at.press("Garder la mienne").click("entry_save")
    assert stored(held)[f"{COUNT}/2024"] == ("15", ValueState.DRAFT, 2)


def test_one_may_leave_the_value_of_the_other(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    store_value(held, BOB, given("10"))
    write(at, ENT_01_A1="15").press("Garder la leur")
    assert frame(at)[COUNT]["Valeur"] == "10" and "Rien en attente" in at.text and waiting(held, ANNE) == {}
    assert stored(held)[f"{COUNT}/2024"] == ("10", ValueState.DRAFT, 1)


def test_without_pending_cells_what_others_saved_is_shown(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    store_value(held, BOB, given("10"))
    assert frame(at.run())[COUNT]["Valeur"] == "10"


# Submitting -----------------------------------------------------------------------------------------------------------


def test_all_saved_values_are_submitted_at_once_after_a_summary(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), ENT_01_A1="12", ENT_02_A1="50").click("entry_save")
    write(at, ENT_02_A1="51")
    assert "1 valeur enregistrée à soumettre" in at.text
    at.click("entry_submit")
    assert "Valeurs à soumettre" in at.text and "ne sera pas soumise" in at.text
    assert stored(held)[f"{COUNT}/2024"][1] is ValueState.DRAFT
    at.click("entry_not_now")
    assert "Soumettre cette valeur" not in at.labels()
    at.click("entry_submit").press("Soumettre cette valeur")
    assert stored(held)[f"{COUNT}/2024"][1:] == (ValueState.SUBMITTED, 2)
    assert stored(held)[f"{SHARE}/2024"][1:] == (ValueState.DRAFT, 1)
    assert COUNT not in frame(at) and "retirez-la ou demandez son renvoi" in at.text


def test_a_returned_value_shows_its_note_and_asks_for_an_answer(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    advance(held, Action.SUBMIT, Action.RETURN)
    at = sit(ANNE)
    assert "Renvoyées pour correction" in at.text and "« Note »" in at.text and frame(at)[COUNT]["État"] == "↩ renvoyée"
    at.click("entry_submit").press("Soumettre cette valeur")
    assert "répondez à la note" in at.text and stored(held)[f"{COUNT}/2024"][1] is ValueState.RETURNED
    at.click("entry_submit")
    at.at.text_area(key="entry_submit_note").set_value("Vérifié auprès du pôle")
    at.press("Soumettre cette valeur")
    assert stored(held)[f"{COUNT}/2024"][1] is ValueState.SUBMITTED


# Forged states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edits",
    [
        {99: {"Valeur": "12"}},
        {-1: {"Valeur": "12"}},
        {"0; DROP": {"Valeur": "12"}},
        {0: {"Indicateur": "autre"}},
        {0: "12"},
    ],
    ids=str,
)
def test_a_forged_edit_is_said_and_changes_nothing(sit: Sit, held: Engine, edits: Any) -> None:
    at = sit(ANNE)
    at.send(sheet(at).editor.widget, {"edited_rows": edits})  # type: ignore[union-attr]
    assert "n’est pas ouverte à la saisie" in at.run().text
    assert waiting(held, ANNE) == {} and stored(held) == {}


def test_a_number_sent_in_place_of_a_text_is_read_as_typed(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    at.send(sheet(at).editor.widget, {"edited_rows": {0: {"Valeur": 12}}})  # type: ignore[union-attr]
    assert waiting(held, ANNE) == {COUNT: "12"}


def test_a_lock_set_meanwhile_stops_the_cell_with_the_reason(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    add(held, "period_lock", period_code="2024", reason="Comptes clos", locked_by=ADA.email)
    write(at, ENT_01_A1="12").click("entry_save")
    assert "verrouillée jusqu’à sa réouverture : Comptes clos" in at.text and stored(held) == {}
    seen = sit(ANNE)
    assert "Aucune case n’est ouverte à la saisie ici" in seen.text and "Comptes clos" in seen.text


def test_a_right_lost_meanwhile_stops_everything(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    at.person = replace(ANNE, series=frozenset())
    write(at, ENT_01_A1="12")
    assert waiting(held, ANNE) == {} and stored(held) == {}
    other = sit(ANNE)
    other.person = replace(ANNE, roles=frozenset({Role.READER}))
    write(other, ENT_01_A1="12")
    assert "rôle requis" in other.text and waiting(held, ANNE) == {}


def test_what_is_closed_says_why_and_leads_to_its_form(sit: Sit, held: Engine) -> None:
    publish(held, "12")
    at = sit(ANNE)
    assert COUNT not in frame(at) and "La valeur est publiée : corrigez-la en donnant un motif." in at.text
    forms = [target(one)[1] for one in at.seen.links if target(one)[0] == "valeur"]
    assert {"serie": COUNT, "periode": "2024", "annee": "2024"} in forms
