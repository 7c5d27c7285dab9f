"""Situations initiales et cibles: what is missing, set and revised as French text, withdrawn, and what stood before."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.vocabulary import Horizon
from indicators.domain.rights import Person
from indicators.reading.progress.review import read_review
from indicators.services.values import targets
from tests.entry_world import ADA, ANNE, COUNT, FOREIGN, RENE, SHARE, SHOWN, TODAY, VERA, publish
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store

Sit = Callable[[Person], Desk]
START, CT = date(2021, 12, 31), date(2027, 12, 31)


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        publish(engine, "12")
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    return lambda person: desk(root, person, seat_of(monkeypatch))


def facts(engine: Engine, code: str = COUNT) -> Any:
    review = read_review(engine, TODAY)
    assert review is not None
    return review.judged[code].facts


def fill(one: Desk, field: str, **values: str) -> None:
    form = f"target:{COUNT}:{field}"
    turn = next(box.key.rpartition(":")[2] for box in one.at.text_input if box.key and box.key.startswith(form))
    for name, value in values.items():
        box = one.at.text_area if name == "reason" else one.at.text_input
        box(key=f"{form}:{name}:{turn}").set_value(value)


@pytest.mark.parametrize("person", [RENE, ANNE], ids=lambda one: one.name)
def test_readers_and_contributors_are_refused(sit: Sit, person: Person) -> None:
    seen = sit(person).open("cibles", serie=COUNT).seen
    assert "rôle requis : validation ou administration" in seen.text and not seen.tree.all("table")


def test_the_list_says_what_is_missing_in_ones_areas(sit: Sit, held: Engine) -> None:
    vera = sit(VERA).open("cibles")
    assert "2 séries à juger" in vera.seen.lead and FOREIGN not in vera.seen.text and COUNT in vera.seen.text
    targets.set_baseline(held, VERA, COUNT, "10", START, today=TODAY)
    assert COUNT not in vera.open("cibles", manque="situation").seen.text
    assert SHARE in vera.open("cibles", manque="situation").seen.text
    assert COUNT in vera.open("cibles", manque="cible").seen.text
    assert "Aucune série ne répond" in vera.open("cibles", manque="rien").seen.text
    assert "3 séries à juger" in sit(ADA).open("cibles").seen.lead
    assert "« <b> »" in vera.open("cibles", serie="<b>").seen.text


def test_a_baseline_then_a_target_are_set_with_their_effect(sit: Sit, held: Engine) -> None:
    vera = sit(VERA).open("cibles", serie=COUNT, champ="baseline")
    fill(vera, "baseline", value="1.234")
    vera.run()
    assert "peut se lire de deux façons" in vera.seen.text and vera.at.radio
    fill(vera, "baseline", value="10,0", source="Enquête <b>2021</b>")
    vera.run()
    assert "Compris : 10." in vera.seen.text and "Le statut resterait" in vera.seen.text
    assert facts(held).baseline is None, "looking writes nothing"
    vera.press("Enregistrer")
    assert facts(held).baseline.value == 10 and "La situation initiale. Enregistré : 10" in vera.text
    assert "champ" not in vera.at.query_params and "Enquête <b>2021</b>" in vera.seen.text
    vera.open("cibles", serie=COUNT, champ="CT")
    fill(vera, "CT", value="15", decided="01/02/2025")
    vera.run()
    assert "Le statut passerait de" in vera.seen.text and "Non évaluable" in vera.seen.text
    vera.press("Enregistrer")
    target = facts(held).targets[0]
    assert (target.value, target.date, target.decided_on) == (Decimal(15), CT, date(2025, 2, 1))


def test_a_target_on_the_wrong_side_asks_for_a_reason_and_keeps_what_was_typed(sit: Sit, held: Engine) -> None:
    targets.set_baseline(held, VERA, COUNT, "10", START, today=TODAY)
    vera = sit(VERA).open("cibles", serie=COUNT, champ="CT")
    fill(vera, "CT", value="8")
    vera.press("Enregistrer")
    assert "Refusé" in vera.seen.text and "déjà atteinte" in vera.seen.text
    assert vera.at.text_input(key=f"target:{COUNT}:CT:value:0").value == "8"
    fill(vera, "CT", override="Décision du comité")
    vera.press("Enregistrer")
    assert facts(held).targets[0].value == 8
    fill(vera.open("cibles", serie=COUNT, champ="CT"), "CT", value="10")
    vera.at.checkbox(key=f"target:{COUNT}:CT:maintained:1").check()
    vera.press("Enregistrer")
    assert "demande un motif" in vera.seen.text and "date de la décision" in vera.seen.text
    fill(vera, "CT", reason="On garde", decided="01/02/2025")
    vera.press("Enregistrer")
    assert facts(held).targets[0].maintained and "maintien" in vera.seen.text


def test_two_tabs_do_not_overwrite_each_other(sit: Sit, held: Engine) -> None:
    first, second = (sit(VERA).open("cibles", serie=COUNT, champ="baseline") for _ in range(2))
    for tab, value in ((first, "10"), (second, "11")):
        fill(tab, "baseline", value=value)
        tab.press("Enregistrer")
    assert "rechargez" in second.seen.text and facts(held).baseline.value == 10


def test_history_tells_what_the_status_would_be_and_a_mistake_is_withdrawn(sit: Sit, held: Engine) -> None:
    targets.set_baseline(held, VERA, COUNT, "10", START, today=TODAY)
    more: dict[str, Any] = {"due": CT, "today": TODAY}
    targets.set_target(held, VERA, COUNT, Horizon.SHORT, "15", **more)
    more |= {"base_version_no": 1, "reason": "<i>Plus</i>", "decided_on": TODAY}
    targets.set_target(held, VERA, COUNT, Horizon.SHORT, "11", **more)
    vera = sit(VERA).open("cibles", serie=COUNT)
    rows = vera.seen.tree.all("section", "card")[-1].all("tr")[1:]
    assert [row.all("td")[-1].text for row in rows] == ["Cible atteinte", "Progrès à accélérer", "Cible atteinte"]
    assert "2 · en vigueur" in rows[0].text and "<i>Plus</i>" in rows[0].text
    vera.open("cibles", serie=COUNT, champ="CT", acte="retirer")
    assert "Le statut passerait de" in vera.seen.text
    vera.press("Retirer la cible CT")
    assert "Retirer demande un motif" in vera.seen.text
    vera.at.text_area(key=f"withdraw:{COUNT}:CT:reason:0").set_value("Erreur de frappe")
    vera.press("Retirer la cible CT")
    assert facts(held).targets == () and "retirée" in vera.seen.text and "Erreur de frappe" in vera.seen.text


def test_series_without_targets_of_their_own_say_why(sit: Sit) -> None:
    ada = sit(ADA)
    assert "montre les valeurs d’une autre" in ada.open("cibles", serie=SHOWN, champ="CT").seen.text
    assert not ada.at.button
    foreign = sit(VERA).open("cibles", serie=FOREIGN, champ="CT")
    assert "hors de votre périmètre de validation" in foreign.seen.text and not foreign.at.button


def test_a_forged_field_is_no_door(sit: Sit, held: Engine) -> None:
    vera = sit(VERA).open("cibles", serie=COUNT, champ="CT")
    fill(vera, "CT", value="15", day="pas une date")
    vera.press("Enregistrer")
    assert "n’est pas une date" in vera.seen.text
    assert vera.open("cibles", serie=COUNT, champ="XX").at.button.len == 0
    # The rights of the one who clicks are those of the click.
    vera.open("cibles", serie=COUNT, champ="CT")
    fill(vera, "CT", value="15", day="31/12/2027")
    vera.person = Person(VERA.name, VERA.email, VERA.roles, areas=frozenset({2}))
    vera.press("Enregistrer")
    assert facts(held).targets == () and "hors de votre périmètre" in vera.seen.text
