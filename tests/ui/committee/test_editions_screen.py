"""Éditions: freezing one, once; opening it, whatever comes after; checking that it is what it was."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import connect
from db.unit_of_work import unit_of_work
from indicators.domain.rights import Person
from indicators.reading.committee.editions import read_editions
from indicators.reading.progress.review import read_review
from indicators.services.committee import editions
from indicators.services.refusals import Refused
from indicators.ui.editions import acts
from indicators.ui.editions.list import short
from indicators.ui.kit import links
from tests.entry_world import ADA, ANNE, BOTH, COUNT, NOBODY, RENE, VERA, key, publish
from tests.stores import SqliteStores
from tests.ui.entry_screens import LATER, Desk, desk_on, fill, go, keys, notices, press, shown
from tests.ui.viewer import Prepared, Seen, target

LABEL, CODE = "Comité du 01/02/2026", "COMITE-2026-02"


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


def freeze(desk: Desk, code: str = CODE, label: str = LABEL, note: str = "") -> str:
    """An edition frozen by the administration."""
    return editions.freeze(desk.engine, ADA, code, label, date(2026, 2, 1), note).fingerprint


@pytest.mark.parametrize("person", [NOBODY, RENE, ANNE, VERA, BOTH, ADA])
def test_everybody_reads_editions_and_the_administration_alone_freezes(desk: Desk, person: Person) -> None:
    at = desk.open(person, "editions")
    assert "Aucune édition n’est encore figée" in shown(at).text
    assert ("edition_prepare" in keys(at)) is (person is ADA)
    freeze(desk)
    at = desk.open(person, "editions")
    assert ("par Ada" in shown(at).text) is bool(person.roles), "names of people are not told to the public"


def test_an_edition_is_suggested_confirmed_and_frozen_once(desk: Desk) -> None:
    publish(desk.engine, "12")
    at = press(desk.open(ADA, "editions"), "edition_prepare")
    asked = shown(at).text
    assert f"Figer « {LABEL} » ?" in asked and f"Code {CODE}, réunion du 01/02/2026." in asked
    assert (
        "4 séries" in asked and "0 appréciation du comité" in asked and "paramètres de la méthode, version 1" in asked
    )
    assert not read_editions(desk.engine), "nothing is frozen before the confirmation"
    freezing = at.button(key="edition_freeze")
    freezing.click()
    at.run()
    assert f"Édition « {LABEL} » figée : 4 séries." in notices(at)
    (one,) = read_editions(desk.engine)
    assert (one.code, one.label, one.held_on, one.frozen_by) == (CODE, LABEL, LATER, ADA.email)
    assert short(one.fingerprint) in shown(at).text and one.fingerprint in shown(at).text


def test_a_double_click_freezes_once_and_answers_once(desk: Desk, double_clicks: Callable[[], int]) -> None:
    publish(desk.engine, "12")
    at = press(press(desk.open(ADA, "editions"), "edition_prepare"), "edition_freeze")
    assert notices(at) == f"✓ Fait : Édition « {LABEL} » figée : 4 séries."
    assert double_clicks() == 4 and len(read_editions(desk.engine)) == 1


def test_what_was_typed_stays_on_a_refusal_and_on_the_way_back(desk: Desk) -> None:
    freeze(desk)
    at = desk.open(ADA, "editions")
    at.text_input(key="edition:label:0").set_value("Comité <b>extraordinaire</b>")
    at.text_input(key="edition:held_on:0").set_value("31/02/2026")
    assert "n’existe pas dans le calendrier" in notices(press(at, "edition_prepare"))
    at.text_input(key="edition:held_on:0").set_value("3/2/2026")
    at.text_input(key="edition:code:0").set_value(CODE)
    assert "porte déjà le code" in notices(press(at, "edition_prepare"))
    assert at.text_input(key="edition:label:0").value == "Comité <b>extraordinaire</b>"
    at.text_input(key="edition:code:0").set_value("")
    at = press(at, "edition_prepare")
    assert "Figer « Comité <b>extraordinaire</b> » ?" in shown(at).text and "COMITE-2026-02-03" in shown(at).text
    at = press(at, "edition_forget")
    assert at.text_input(key="edition:label:0").value == "Comité <b>extraordinaire</b>"
    assert at.text_input(key="edition:held_on:0").value == "03/02/2026"
    at = press(press(at, "edition_prepare"), "edition_freeze")
    assert {one.code for one in read_editions(desk.engine)} == {CODE, "COMITE-2026-02-03"}
    assert not shown(at).all("b", "extraordinaire") and "Comité <b>extraordinaire</b>" in shown(at).text


def test_a_forged_confirmation_is_refused_by_the_service(desk: Desk) -> None:
    at = desk.open(ADA, "editions")
    at = press(at, "edition_prepare")
    desk.sit(VERA)
    assert "Votre rôle ne permet pas" in notices(press(at, "edition_freeze"))
    assert not read_editions(desk.engine)
    with pytest.raises(Refused):
        editions.freeze(desk.engine, VERA, CODE, LABEL, LATER)


def test_an_edition_opens_as_it_was_and_its_links_stay_in_it(desk: Desk) -> None:
    publish(desk.engine, "12")
    freeze(desk)
    publish(desk.engine, "777", key(period="2025"))
    at = desk.open(RENE, "indicateur", serie=COUNT)
    assert "777" in shown(at).text
    at = go(at, desk.root, "indicateur", serie=COUNT, edition=CODE)
    page = shown(at)
    assert "777" not in page.text and f"Édition « {LABEL} »" in page.text and "rien n’y change plus" in page.text
    views = [target(link) for link in page.all("a") if not link.attributes["href"].startswith("http")]
    inside = [words for screen, words in views if screen in links.VALUES_SCREENS]
    assert [words.get("edition") for words in inside].count(None) == 1, "one link leads back to today"
    assert ("depuis", {"de": CODE}) in views
    at = go(at, desk.root, "", edition=CODE)
    assert ("exporter", {"edition": CODE}) in [target(link) for link in shown(at).all("a")]


@pytest.mark.parametrize("asked", ["INCONNUE", "<b>x</b>", "' OR 1=1 --"])
def test_an_unknown_edition_is_told_and_today_is_shown(desk: Desk, asked: str) -> None:
    publish(desk.engine, "12")
    at = desk.open(RENE, "", edition=asked)
    page = shown(at)
    assert f"L’édition « {asked} » n’existe pas" in page.text and "Où en est la feuille de route" in page.text
    assert not page.all("p", "past")


def test_what_is_asked_beside_an_edition_is_told(desk: Desk) -> None:
    freeze(desk)
    at = desk.open(ADA, "", edition=CODE, au="2020-01-01", valeurs="toutes")
    assert "ni un autre jour, ni des valeurs non publiées" in shown(at).text
    assert "Document de travail" not in shown(at).text


def test_the_fingerprint_is_checked_and_a_change_is_named(desk: Desk) -> None:
    publish(desk.engine, "12")
    freeze(desk)
    at = press(desk.open(RENE, "editions"), f"edition_check_{CODE}")
    assert "Empreinte identique" in shown(at).text
    with unit_of_work(desk.engine, "essai") as work:
        triggers = work.session.execute(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='edition_line'")
        )
        for (name,) in triggers.all():
            work.session.execute(text(f'DROP TRIGGER "{name}"'))
        work.session.execute(
            text("UPDATE edition_line SET content = replace(content, '\"12\"', '\"13\"') WHERE content LIKE '%\"12\"%'")
        )
        work.commit()
    at = press(at, f"edition_check_{CODE}")
    told = shown(at).text
    assert "Empreinte différente" in told and "a été modifié depuis" in told
    assert f"{COUNT} :" in told and "valeur" in told and '"13"' not in told, "figures stay out of it"


def test_codes_and_labels_are_suggested() -> None:
    day = date(2026, 3, 12)
    assert acts.suggested_label(day) == "Comité du 12/03/2026"
    taken: set[str] = set()
    for wanted in ("COMITE-2026-03", "COMITE-2026-03-12", "COMITE-2026-03-12-2", "COMITE-2026-03-12-3"):
        assert acts.suggested_code(day, frozenset(taken)) == wanted
        taken.add(wanted)


def test_the_demonstration_shows_its_two_editions(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "editions")
    assert seen.counted("édition") == 2
    titles = [one.text for one in seen.tree.all("h2")]
    assert titles[:2] == ["Comité du 21/05/2026", "Comité du 20/11/2025"]
    views = [target(link) for link in seen.links]
    assert ("depuis", {"de": "COMITE-2025-11", "a": "COMITE-2026-05"}) in views
    assert ("", {"edition": "COMITE-2025-11"}) in views and ("exporter", {"edition": "COMITE-2026-05"}) in views


def test_an_open_edition_says_what_was_known_then(view: Callable[..., Seen], prepared: Prepared, root: Path) -> None:
    seen = view(prepared.demo, edition="COMITE-2026-05")
    engine = connect(prepared.demo)
    edition = read_editions(engine)[0]
    then = read_review(engine, edition.held_on, as_of=edition.as_of)
    engine.dispose()
    assert then is not None
    assert seen.counted("indicateur") == sum(one.is_assessable for one in then.matrix)
    assert "valeurs jusqu’au 31/12/2024" in seen.lead
