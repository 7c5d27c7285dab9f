"""« Décisions »: what is listed, recorded, followed up and revised; what is refused; the file that one takes away."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.vocabulary import DecisionState
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.committee.decisions import UNTOLD, history, read_decisions
from indicators.reading.progress.review import read_review
from indicators.services.committee import decisions, editions
from indicators.services.committee.decisions import DecisionLinks
from indicators.settings import settings
from indicators.ui import store as seen_store
from indicators.ui.decisions import list as decision_list
from indicators.ui.decisions import words as decision_words
from tests.entry_world import ADA, ANNE, COUNT, FOREIGN, NOBODY, RENE, SHARE, TODAY, VERA
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store
from tests.ui.viewer import Prepared, target

Sit = Callable[..., Desk]
EVIL = '=HYPERLINK("x") <img src=x onerror=alert(1)> **gras**'
NEW = "decision:new"


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    seat = seat_of(monkeypatch)
    return lambda person, **more: desk(root, person, seat).open("decisions", **more)


def decide(engine: Engine, text: str, **more: Any) -> str:
    more.setdefault("taken_on", date(2025, 2, 1))
    return decisions.decide(engine, ADA, text, **more).code


def some(engine: Engine) -> None:
    """Four decisions: overdue in area 1, due later in area 2, without a date, closed."""
    decide(engine, "En souffrance", in_charge="Pôle", due_on=date(2025, 2, 15), about=DecisionLinks(series=[COUNT]))
    decide(engine, "À venir", in_charge="Cellule", due_on=date(2025, 9, 1), about=DecisionLinks(series=[FOREIGN]))
    decide(engine, "Sans date", about=DecisionLinks(operations=["O1"]))
    code = decide(engine, "Terminée", in_charge="Pôle", about=DecisionLinks(indicators=["ENT-02"]))
    decisions.follow_up(engine, ADA, code, DecisionState.DONE, "C’est fait.", base_version_no=1)


def field(at: Desk, form: str, name: str) -> Any:
    widgets = (*at.at.text_input, *at.at.text_area, *at.at.selectbox, *at.at.multiselect)
    (found,) = [one for one in widgets if (one.key or "").startswith(f"{form}:{name}:")]
    return found


def fill(at: Desk, form: str, **texts: object) -> Desk:
    for name, value in texts.items():
        field(at, form, name).set_value(value)
        at.run()
    return at


def listed(at: Desk) -> list[str]:
    return [one.text for one in at.seen.tree.all("p", "de-text")]


# What is read ---------------------------------------------------------------------------------------------------------


def test_everybody_reads_and_only_the_administration_writes(sit: Sit, held: Engine) -> None:
    some(held)
    for person in (NOBODY, RENE, ANNE, VERA, ADA):
        at = sit(person)
        assert at.seen.lead == "3 décisions ouvertes, dont 1 en retard · 1 close"
        assert ("Consigner une décision" in at.text) is (person is ADA)
        for acte in ("consigner", "reviser"):
            refused = sit(person, acte=acte, decision="D-2025-01" if acte == "reviser" else "")
            assert bool(refused.at.text_area) is (person is ADA)


def test_open_ones_first_the_most_urgent_before_the_others(sit: Sit, held: Engine) -> None:
    some(held)
    assert listed(sit(RENE)) == ["En souffrance", "À venir", "Sans date"]
    assert listed(sit(RENE, etat="retard")) == ["En souffrance"]
    assert listed(sit(RENE, etat="closes")) == ["Terminée"]
    assert listed(sit(RENE, etat="toutes")) == ["En souffrance", "À venir", "Sans date", "Terminée"]
    assert listed(sit(RENE, aire="2")) == ["À venir"]
    assert listed(sit(RENE, aire="1", etat="toutes")) == ["En souffrance", "Sans date", "Terminée"]
    assert listed(sit(RENE, responsable="Pôle", etat="toutes")) == ["En souffrance", "Terminée"]
    text = sit(RENE).text
    assert "En retard de 14 jours" in text and "échéance 01/09/2025" in text and "sans échéance" in text


def test_filters_are_links_that_keep_the_others(sit: Sit, held: Engine) -> None:
    some(held)
    found = [target(one) for one in sit(RENE, aire="1", responsable="Pôle").seen.links]
    assert ("decisions", {"etat": "toutes", "aire": "1", "responsable": "Pôle"}) in found
    assert ("decisions", {"aire": "1"}) in found and ("decisions", {"responsable": "Pôle"}) in found


def test_filters_that_mean_nothing_are_told(sit: Sit, held: Engine) -> None:
    some(held)
    at = sit(RENE, etat="<b>", aire="9", responsable="Personne")
    assert at.seen.text.count("il est ignoré") == 3 and len(listed(at)) == 3
    assert "La décision « D-1 » n’existe pas" in sit(RENE, decision="D-1").text


def test_empty_states(sit: Sit, held: Engine) -> None:
    assert "Le comité n’a encore consigné aucune décision" in sit(RENE).text
    some(held)
    at = sit(RENE, etat="retard", aire="2")
    assert "Aucune décision ne répond à ces filtres" in at.text
    assert ("decisions", {"etat": "toutes"}) in [target(one) for one in at.seen.links]


def test_one_decision_tells_all_of_it(sit: Sit, held: Engine) -> None:
    editions.freeze(held, ADA, "C1", "Comité du 12/02/2025", date(2025, 2, 12))
    code = decide(
        held, "Relancer", in_charge="Pôle", due_on=date(2025, 2, 15), edition="C1", about=DecisionLinks(series=[COUNT])
    )
    decisions.follow_up(held, ADA, code, DecisionState.UNDER_WAY, "Deux réponses sur trois.", base_version_no=1)
    decisions.revise(
        held,
        ADA,
        code,
        "Plus large",
        base_version_no=2,
        text="Relancer tout",
        in_charge="",
        due_on=None,
        about=DecisionLinks(indicators=["ENT-02"]),
    )
    at = sit(RENE, decision=code)
    assert at.seen.h1 == f"Décision {code}" and "Comité du 12/02/2025" in at.seen.lead
    for words in (
        "Relancer tout",
        "sans personne désignée",
        "Texte, avant : Relancer",
        "État : Ouverte → En cours",
        "Responsable : Pôle → personne",
        "Échéance : 15/02/2025 → sans échéance",
        f"Concerne : + ENT-02, − {COUNT}",
        "Deux réponses sur trois.",
        "Ada, le",
        "Décision consignée",
    ):
        assert words in at.seen.text, words
    public = sit(NOBODY, decision=code).seen.text
    assert "Ada" not in public and "Pôle" not in public and f"{UNTOLD} → personne" in public
    assert not at.at.text_area


# Recording ------------------------------------------------------------------------------------------------------------


def test_a_decision_is_recorded_once(sit: Sit, held: Engine) -> None:
    editions.freeze(held, ADA, "C1", "Comité du 12/02/2025", date(2025, 2, 12))
    at = sit(ADA, acte="consigner")
    fill(at, NEW, text="Relancer le pôle", in_charge="Pôle", due="bientôt", about=[COUNT, "ENT-01"], operations=["O1"])
    at.click(f"{NEW}:go")
    assert "n’est pas une date" in at.text and read_decisions(held) == ()
    assert field(at, NEW, "text").value == "Relancer le pôle", "what was typed stays"
    fill(at, NEW, due="30/06/2025").click(f"{NEW}:go")
    (one,) = read_decisions(held)
    assert (one.code, one.text, one.in_charge, one.due_on) == (
        "D-2025-01",
        "Relancer le pôle",
        "Pôle",
        date(2025, 6, 30),
    )
    assert (one.series, one.indicators, one.operations) == ((COUNT,), ("ENT-01",), ("O1",))
    assert (one.edition, one.taken_on, one.recorded_by) == ("C1", TODAY, ADA.email)
    assert "D-2025-01 consignée" in at.text and "Relancer le pôle" in listed(at) and not at.at.text_area


def test_nothing_to_decide_is_refused(sit: Sit, held: Engine) -> None:
    at = sit(ADA, acte="consigner").click(f"{NEW}:go")
    assert "Une décision demande un texte" in at.text and read_decisions(held) == ()


def test_who_loses_the_right_meanwhile_is_refused_by_the_service(
    sit: Sit, held: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = fill(sit(ADA, acte="consigner"), NEW, text="Relancer")
    at.person = RENE
    at.click(f"{NEW}:go")
    assert "rôle" in at.text and read_decisions(held) == ()


# Following up and revising --------------------------------------------------------------------------------------------


def test_a_decision_is_followed_until_closed(sit: Sit, held: Engine) -> None:
    code = decide(held, "Relancer")
    form = f"decision:follow:{code}"
    at = fill(sit(ADA, decision=code), form, state=DecisionState.DONE)
    at.click(f"{form}:go")
    assert "Dites où en est la décision" in at.text and len(history(held, code)) == 1
    assert field(at, form, "state").value is DecisionState.DONE
    fill(at, form, note="Plan remis.", meeting="12/03/2025").click(f"{form}:go")
    last = history(held, code)[-1]
    assert (last.state, last.note, last.meeting) == (DecisionState.DONE, "Plan remis.", date(2025, 3, 12))
    assert field(at, form, "note").value == "" and "État : Ouverte → Réalisée" in at.seen.text
    assert listed(sit(ADA, etat="closes")) == ["Relancer"]


def test_a_revision_keeps_what_was_and_says_why(sit: Sit, held: Engine) -> None:
    code = decide(
        held,
        "Relancer",
        in_charge="Pôle",
        due_on=date(2025, 6, 30),
        about=DecisionLinks(series=[COUNT], operations=["O1"]),
    )
    form = f"decision:revise:{code}"
    at = sit(ADA, decision=code, acte="reviser")
    assert [field(at, form, name).value for name in ("text", "in_charge", "due")] == ["Relancer", "Pôle", "30/06/2025"]
    assert (field(at, form, "about").value, field(at, form, "operations").value) == ([COUNT], ["O1"])
    fill(at, form, due="30/09/2025", about=[COUNT, SHARE]).click(f"{form}:go")
    assert "demande une note" in at.text and field(at, form, "due").value == "30/09/2025"
    fill(at, form, note="Délai demandé").click(f"{form}:go")
    last = history(held, code)[-1]
    assert (last.due_on, set(last.series), last.operations) == (date(2025, 9, 30), {COUNT, SHARE}, ("O1",))
    assert "Échéance : 30/06/2025 → 30/09/2025" in at.seen.text and not [
        one for one in at.at.text_input if (one.key or "").startswith(form)
    ]


@pytest.mark.parametrize("act", ["follow", "revise"])
def test_a_conflict_is_told_and_the_next_click_is_over_what_was_told(sit: Sit, held: Engine, act: str) -> None:
    code = decide(held, "Relancer")
    form = f"decision:{act}:{code}"
    at = fill(sit(ADA, decision=code, acte="reviser" if act == "revise" else ""), form, note="La mienne")
    other = Person("Otto", "o@example.org", ADA.roles)
    decisions.follow_up(held, other, code, DecisionState.UNDER_WAY, "La sienne", base_version_no=1)
    at.run().click(f"{form}:go")
    assert "o@example.org a modifié cette décision" in at.text and "La sienne" in at.seen.text
    assert len(history(held, code)) == 2 and field(at, form, "note").value == "La mienne"
    at.click(f"{form}:go")
    assert [one.note for one in history(held, code)] == ["", "La sienne", "La mienne"]


# What is taken away ---------------------------------------------------------------------------------------------------


def test_hostile_text_is_text_on_screen_and_in_a_spreadsheet(sit: Sit, held: Engine) -> None:
    code = decide(held, EVIL, in_charge=EVIL)
    decisions.follow_up(held, ADA, code, DecisionState.UNDER_WAY, EVIL, base_version_no=1)
    for at in (sit(ADA), sit(ADA, decision=code), sit(ADA, responsable=EVIL)):
        assert "<img src=x" not in at.seen.html and "**gras**" in at.seen.text
    review = read_review(held, TODAY)
    assert review is not None
    text = writers.to_spreadsheet_csv(decision_list.rows(review, read_decisions(held)))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert (
        row["texte"].startswith("'=HYPERLINK") and row["responsable"].startswith("'=") and row["note"].startswith("'=")
    )
    assert (row["decision"], row["etat"], row["en_retard"]) == (code, "En cours", "non")


def test_what_the_catalogue_lost_is_named_by_its_code(held: Engine) -> None:
    decide(held, "Relancer", about=DecisionLinks(series=[COUNT], indicators=["ENT-02"], operations=["O1"]))
    known = read_review(held, TODAY)
    assert known is not None
    lost = replace(known, judged={}, catalogue=replace(known.catalogue, definitions={}, areas=()))
    assert decision_words.concerned(lost, read_decisions(held)[0]) == (COUNT, "ENT-02", "O1")


def test_a_past_day_lists_what_was_decided_then(
    prepared: Prepared, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_DATABASE_URL", prepared.demo)
    settings.cache_clear()
    monkeypatch.setattr(seen_store, "today", lambda: date(2026, 11, 1))
    seat = seat_of(monkeypatch)
    now = desk(root, ADA, seat).open("decisions", etat="toutes")
    then = desk(root, ADA, seat).open("decisions", etat="toutes", au="2025-12-01")
    one = desk(root, ADA, seat).open("decisions", decision="D-2025-01", au="2025-12-01", acte="reviser")
    assert len(listed(now)) == 5 and len(listed(then)) == 3
    assert "Consigner une décision" not in then.text and not one.at.text_area
    assert "Décision consignée" in one.text and "Réalisée" not in one.text
    settings.cache_clear()
