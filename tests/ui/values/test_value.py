"""« Une valeur »: what opens for whom, what is understood, computed, saved, submitted, restored, and what is refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.queries import observations
from db.unit_of_work import reading
from db.vocabulary import ConfStatus, Horizon, ObsStatus, Role, ValueState
from indicators.domain.rights import Action, Person
from indicators.services.values import drafts, targets
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    COUNT,
    FOREIGN,
    RENE,
    SHARE,
    TODAY,
    VERA,
    WIM,
    add,
    advance,
    key,
    publish,
)
from tests.entry_world import save as store_value
from tests.entry_world import typed as given
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store
from tests.ui.viewer import target

Sit = Callable[..., Desk]


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Somebody in front of one value."""
    seat = seat_of(monkeypatch)

    def seated(person: Person, series: str = COUNT, period: str = "2024", **more: str) -> Desk:
        return desk(root, person, seat).open("valeur", serie=series, periode=period, **more)

    return seated


def field(at: Desk, label: str) -> Any:
    """The field with this label, else the one whose label begins so."""
    fields = (*at.at.text_input, *at.at.text_area, *at.at.selectbox, *at.at.button_group)
    (found,) = [one for one in fields if one.label == label] or [
        one for one in fields if one.label.replace("\\", "").startswith(label)
    ]
    return found


def write(at: Desk, **texts: str) -> Desk:
    """Fill fields by the first word of their label."""
    for label, text in texts.items():
        field(at, label.replace("_", " ")).set_value(text)
        at.run()
    return at


def versions(engine: Engine) -> list[Any]:
    with reading(engine) as session:
        return observations.observations(session, totals_only=False, published=False, withdrawn=True)


# Who comes in ---------------------------------------------------------------------------------------------------------


def test_a_reader_is_refused(sit: Sit) -> None:
    seen = sit(RENE).seen
    assert "rôle requis" in seen.text and "La valeur" not in seen.text


@pytest.mark.parametrize("person", [WIM, replace(ANNE, series=frozenset({SHARE}))], ids=["area", "series"])
def test_a_value_of_others_is_as_if_it_were_not(sit: Sit, held: Engine, person: Person) -> None:
    store_value(held, ANNE, given("12"))
    at = sit(person)
    assert "ne vous est pas ouverte" in at.seen.h1 and "12" not in at.seen.h1


@pytest.mark.parametrize(
    ("series", "period"), [("X", "2024"), (COUNT, "hier"), (COUNT, ""), ("<b>", "2024"), ("ENT-03-A1", "2024")]
)
def test_an_address_that_names_no_value_says_what_to_do(sit: Sit, series: str, period: str) -> None:
    at = sit(ANNE, series, period)
    assert "valeur" in at.seen.h1.lower() and ("saisie", {}) in [target(one) for one in at.seen.links]


def test_a_validator_reads_and_does_not_write(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12", comment="Compté <b>deux</b> fois"), given("5", key(item="PME")))
    advance(held, Action.SUBMIT)
    at = sit(VERA)
    assert "Compté &lt;b&gt;deux&lt;/b&gt; fois" in at.seen.html and "PME : 5" in at.text
    assert "Enregistrer" not in at.labels() and not [one for one in at.at.text_input if one.label.startswith("Valeur")]
    assert "Votre rôle ne permet pas" in at.text


# The form -------------------------------------------------------------------------------------------------------------


def test_a_value_is_typed_echoed_kept_and_saved(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE, SHARE), Valeur="12,5 p", Commentaire="Vérifié", Source="Pôle", Lien="https://pole.example/x")
    assert "Compris : 12,5 % (valeur provisoire)" in at.text and "Brouillon gardé pour vous seul" in at.text
    again = sit(ANNE, SHARE)
    assert field(again, "Valeur").value == "12,5 p" and field(again, "Commentaire").value == "Vérifié"
    again.click("value_save").click("value_save")
    (row,) = versions(held)
    assert (str(row.value), row.flags, row.comment) == ("12.5", {ObsStatus.PROVISIONAL}, "Vérifié")
    assert (row.source, row.source_url, row.version_no, row.method) == (
        "Pôle",
        "https://pole.example/x",
        1,
        "formulaire",
    )
    assert "Enregistré : 12,5 %" in again.text and drafts.drafts_of(held, ANNE) == ()
    assert field(again, "Valeur").value == "12,5", "flags have their own place in the form"


def test_a_share_is_computed_from_its_terms(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE, SHARE), Numérateur="1", Dénominateur="3")
    assert "Compris : 33,33 %" in at.text
    at.click("value_save")
    (row,) = versions(held)
    assert (str(row.value), str(row.numerator), str(row.denominator)) == ("33.33", "1", "3")
    write(at, Dénominateur="0")
    assert "doit être plus grand que zéro" in at.text


@pytest.mark.parametrize(
    ("address", "is_link"),
    [("https://pole.example/x?a=1&b=<b>", True), ("javascript:alert(1)", False), ("p. 12", False)],
)
def test_only_a_page_of_the_web_is_a_link(sit: Sit, held: Engine, address: str, is_link: bool) -> None:
    store_value(held, ANNE, given("12", source_url=address))
    seen = sit(ANNE).seen
    proofs = [one for one in seen.links if one.text == "Voir la preuve"]
    assert bool(proofs) is is_link
    assert all(one.attributes == {"href": address, "target": "_blank", "rel": "noopener noreferrer"} for one in proofs)


def test_marks_and_reasons(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="12")
    field(at, "Ce qu’il faut savoir").set_value([ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER])
    at.run()
    assert "comprend une autre catégorie, valeur estimée" in at.text
    at.click("value_save")
    assert versions(held)[0].flags == {ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER}
    write(at, Valeur="")
    field(at, "Ce qu’il faut savoir").set_value([])
    field(at, "S’il n’y a pas").set_value(ObsStatus.NOT_COLLECTED)
    at.run()
    assert "Compris : pas de valeur" in at.text
    at.click("value_save")
    assert (versions(held)[0].value, versions(held)[0].flags) == (None, {ObsStatus.NOT_COLLECTED})


def test_questions_and_refusals_keep_what_was_typed(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="abc")
    at.click("value_save")
    assert "Ce n’est pas un nombre" in at.text and field(at, "Valeur").value == "abc" and versions(held) == []
    write(at, Valeur="1.234").press("1 234").click("value_save")
    assert str(versions(held)[0].value) == "1234"


def test_an_unusual_value_asks_for_a_comment(sit: Sit, held: Engine) -> None:
    publish(held, "100", key(period="2023"))
    at = write(sit(ANNE), Valeur="200").click("value_save")
    assert "Variation inhabituelle" in at.text and len(versions(held)) == 1
    write(at, Commentaire="Deux sociétés").click("value_save")
    assert str(versions(held)[1].value) == "200" and "avertissement" in at.text


def test_parts_are_added_up_and_saved_with_the_total(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="30", PME="20")
    assert "il manque Grandes" in at.text
    write(at, Grandes="9")
    assert "diffère du total" in at.text
    write(at, Grandes="10")
    assert "La somme des parts correspond au total." in at.text
    at.click("value_save")
    assert "3 cases enregistrées" in at.text
    assert {(row.item, str(row.value)) for row in versions(held)} == {(None, "30"), ("PME", "20"), ("GE", "10")}


def test_a_part_has_a_form_of_its_own(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE, ventilation="TAILLE", modalite="PME"), Valeur="20").click("value_save")
    (row,) = versions(held)
    assert (row.item, str(row.value)) == ("PME", "20") and "PME" in at.seen.lead
    assert "ne vous est pas ouverte" in sit(ANNE, ventilation="TAILLE", modalite="X").seen.h1


def test_references_and_consequence_stand_beside(sit: Sit, held: Engine) -> None:
    targets.set_baseline(held, VERA, COUNT, "10", date(2021, 12, 31), today=TODAY)
    targets.set_target(held, VERA, COUNT, Horizon.SHORT, "22", due=date(2027, 12, 31), today=TODAY)
    store_value(held, ANNE, given("11", key(period="2022")))
    at = sit(ANNE)
    for words in ("Dernière valeur, 2022 11", "Attendu en 2024 16", "Cible CT, 31/12/2027 22", "31/12/2021 10"):
        assert words in at.text
    assert "Après cette saisie" not in at.text
    write(at, Valeur="16")
    assert "Après cette saisie" in at.text and "→" in at.text and "En bonne voie" in at.text


def test_one_walks_along_one_s_list(sit: Sit) -> None:
    at = sit(ANNE)
    steps = {one.text: target(one) for one in at.seen.links if "chip" in one.classes}
    assert steps == {"Suivante ›": ("valeur", {"serie": SHARE, "periode": "2024", "annee": "2024"})}
    assert "1 sur 2" in at.text


# Two people, forged states --------------------------------------------------------------------------------------------


def test_the_second_person_chooses(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="15")
    store_value(held, BOB, given("10"))
    at.click("value_save")
    assert "La vôtre 15 Celle de b@example.org 10" in at.text
    at.press("Garder la mienne").click("value_save")
    assert [(str(row.value), row.version_no) for row in versions(held)] == [("15", 2)]


def test_one_may_leave_it_to_the_other(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="15")
    store_value(held, BOB, given("10"))
    at.run().press("Garder la leur")
    assert field(at, "Valeur").value == "10" and drafts.drafts_of(held, ANNE) == ()


def test_a_lock_set_meanwhile_stops_it(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="15")
    add(held, "period_lock", period_code="2024", reason="Comptes clos", locked_by=ADA.email)
    at.click("value_save")
    assert versions(held) == [] and "Comptes clos" in at.text and "Enregistrer" not in at.labels()


def test_a_right_lost_meanwhile_stops_it(sit: Sit, held: Engine) -> None:
    at = sit(ANNE)
    at.person = replace(ANNE, roles=frozenset({Role.READER}))
    write(at, Valeur="15")
    assert versions(held) == [] and drafts.drafts_of(held, ANNE) == () and "rôle requis" in at.text


# Life -----------------------------------------------------------------------------------------------------------------


def test_submit_then_closed_then_withdrawn(sit: Sit, held: Engine) -> None:
    at = write(sit(ANNE), Valeur="12").click("value_save").click("value_submit")
    assert versions(held)[0].state == ValueState.SUBMITTED
    assert "retirez-la ou demandez son renvoi" in at.text and "Enregistrer" not in at.labels()
    write(at, Motif_du_retrait="Trop tôt").press("Retirer la valeur")
    assert versions(held)[0].state == ValueState.WITHDRAWN and "Trop tôt" in at.text


def test_a_published_value_is_corrected_with_a_motive(sit: Sit, held: Engine) -> None:
    publish(held, "100")
    at = write(sit(ANNE), Valeur="101").click("value_save")
    assert "demande un motif" in at.text and versions(held)[0].state == ValueState.PUBLISHED
    write(at, Motif_de_la_correction="Erreur de frappe").click("value_save")
    assert (str(versions(held)[0].value), versions(held)[0].state) == ("101", ValueState.DRAFT)
    assert "Erreur de frappe" in at.seen.tree.one("table").text
    with reading(held) as session:
        assert str(observations.observations(session)[0].value) == "100"


def test_a_returned_value_is_answered(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    advance(held, Action.SUBMIT, Action.RETURN)
    at = sit(ANNE).click("value_submit")
    assert "Renvoyée : « Note »" in at.text and "répondez à la note" in at.text
    write(at, Votre_réponse="Vérifié").click("value_submit")
    assert versions(held)[0].state == ValueState.SUBMITTED


def test_a_version_is_restored_as_a_new_one(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    store_value(held, ANNE, given("13", base=1))
    at = sit(ANNE).click("value_restore")
    assert "Choisissez d’abord" in at.text
    field(at, "Version").set_value(1)
    at.click("value_restore")
    assert (str(versions(held)[0].value), versions(held)[0].version_no) == ("12", 3)
    assert field(at, "Valeur").value == "12"


def test_a_break_is_declared_with_its_note(sit: Sit, held: Engine) -> None:
    store_value(held, ANNE, given("12"))
    at = sit(ANNE).press("Déclarer la rupture")
    assert "demande une note" in at.text
    write(at, Ce_qui_a_changé="Nouvelle enquête").press("Déclarer la rupture")
    assert versions(held)[0].flags == {ObsStatus.BREAK}


def test_a_value_is_hidden_from_the_public(sit: Sit, held: Engine) -> None:
    publish(held, "12")
    at = sit(VERA)
    field(at, "Diffusion voulue").set_value(ConfStatus.CONFIDENTIAL)
    at.press("Changer la diffusion")
    assert "demande un motif" in at.text
    write(at, Motif="Une seule société")
    field(at, "Diffusion voulue").set_value(ConfStatus.CONFIDENTIAL)
    at.press("Changer la diffusion")
    assert versions(held)[0].conf_status == "C" and "confidentiel" in at.text


def test_what_a_person_may_not_do_is_not_offered(sit: Sit, held: Engine) -> None:
    publish(held, "12")
    assert "Retirer la valeur" not in sit(ANNE).labels()
    assert "Retirer la valeur" in sit(VERA).labels() and "Soumettre pour validation" not in sit(VERA).labels()


def test_the_administration_opens_any_value(sit: Sit) -> None:
    assert "Enregistrer" in sit(ADA, FOREIGN).labels()
