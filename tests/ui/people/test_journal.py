"""Journal: sentences, what each person may read, filters that the address holds, pages, export."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.unit_of_work import unit_of_work
from db.vocabulary import ConfStatus, EventCode, Horizon, ObsStatus
from indicators.domain.rights import Action
from indicators.exchange import writers
from indicators.reading.people.journal import Filters, read_journal, read_page
from indicators.services.campaigns import campaigns
from indicators.services.values import steps, targets
from indicators.ui.journal.sentences import rows as all_rows
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    COUNT,
    FOREIGN,
    NOBODY,
    RENE,
    SHARE,
    TODAY,
    VERA,
    WIM,
    advance,
    key,
    save,
    typed,
)
from tests.stores import SqliteStores
from tests.ui.entry_screens import Desk, desk_on, fill, go, notices, shown


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


def many_acts(desk: Desk, many: int) -> None:
    """Facts of somebody else, about what few may read."""
    with unit_of_work(desk.engine, WIM.email) as work:
        for number in range(many):
            work.record(
                EventCode.VALUE_ENTERED,
                f"{FOREIGN}/{1900 + number}",
                old=None,
                new={"value": str(number), "state": "brouillon"},
            )
        work.commit()


def sentences(at: AppTest) -> list[str]:
    return [line.text for one in shown(at).all("ul", "jr-list") for line in one.all("li")]


def address(at: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in dict(at.query_params).items()}


def test_it_opens_for_those_who_have_a_hand_in_entry(desk: Desk) -> None:
    for person in (ANNE, VERA, ADA):
        assert "Rien ne s’est encore passé" in shown(desk.open(person, "journal")).text
    assert "rôle requis" in shown(desk.open(RENE, "journal")).text


def test_each_fact_is_a_sentence_with_old_new_and_why(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("12", comment="Au <b>téléphone</b>"))
    save(
        desk.engine,
        ANNE,
        typed("1 380", base=1, flags=frozenset({ObsStatus.PROVISIONAL}), comment="Au <b>téléphone</b>"),
    )
    advance(desk.engine, Action.SUBMIT, Action.RETURN)
    save(desk.engine, ANNE, typed("n.d.", key(SHARE), absence=ObsStatus.NOT_COLLECTED))
    save(desk.engine, ANNE, typed("3", key(item="PME")))
    steps.mark_confidential(desk.engine, VERA, key(), ConfStatus.CONFIDENTIAL, "Une seule entreprise", today=TODAY)
    targets.set_target(desk.engine, VERA, COUNT, Horizon.SHORT, "20", today=TODAY)
    campaigns.create_campaign(desk.engine, ADA, "C24", "Collecte", "2024", TODAY, date(2026, 6, 1))
    campaigns.assign(desk.engine, ADA, "C24", {COUNT: ANNE.email})
    campaigns.hand_over(desk.engine, ADA, "C24", BOB.email, owner=ANNE.email)
    campaigns.open_campaign(desk.engine, ADA, "C24")
    number = campaigns.lock_period(desk.engine, ADA, "2022", "Clos")
    campaigns.grant_exception(desk.engine, ADA, number, ANNE.email, date(2099, 1, 31), "Tardive")
    campaigns.lift_lock(desk.engine, ADA, number, "Fini")
    at = desk.open(ADA, "journal")
    told = sentences(at)
    for words in (
        "Anne a saisi",
        "12 → 1 380",
        "qualité : valeur normale → Valeur provisoire",
        "a renvoyé pour correction",
        "Motif : Note",
        "Manquante : existe mais non collectée",
        "PME",
        "Véra a changé la confidentialité de",
        "confidentialité : diffusion libre → confidentiel",
        "Motif : Une seule entreprise",
        "Véra a fixé la cible de",
        "court terme : 20",
        "a préparé la campagne C24",
        "personne → Anne",
        "Anne → Bob",
        "en préparation → ouverte",
        "a verrouillé la période 2022",
        "jusqu’au 31/01/2099",
        "a rouvert la période 2022",
        "Saisie dans la grille",
    ):
        assert any(words in line.replace("\u202f", " ") for line in told), (words, told)
    assert not any("<b>" in one.text and one.all("b")[1:] for one in shown(at).all("li"))
    assert len(told) == len(read_journal(desk.engine, ADA))


def test_a_person_finds_all_that_concerns_them_among_the_acts_of_others(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("12"))
    many_acts(desk, 620)
    save(desk.engine, ADA, typed("13", base=1))
    assert [one.subject for one in read_journal(desk.engine, ANNE)] == [str(key())] * 2, "not hidden by the limit"
    assert [one.subject for one in read_journal(desk.engine, VERA, limit=1)] == [str(key())]
    assert len(read_journal(desk.engine, WIM, limit=None)) == 620
    assert read_journal(desk.engine, NOBODY) == () == read_journal(desk.engine, RENE)
    assert len(sentences(desk.open(BOB, "journal"))) == 2


def test_pages_and_export_hold_everything_that_the_filters_keep(desk: Desk) -> None:
    many_acts(desk, 120)
    save(desk.engine, ANNE, typed("12", comment='=CMD("x")'))
    at = desk.open(ADA, "journal")
    assert "121 faits · page 1 sur 3" in shown(at).text and len(sentences(at)) == 50
    assert len(sentences(go(at, desk.root, "journal", page="3"))) == 21
    assert len(sentences(go(at, desk.root, "journal", page="999"))) == 21, "past the end is the last page"
    assert len(sentences(go(at, desk.root, "journal", page="0"))) == 50
    rows = list(all_rows(read_page(desk.engine, ADA, Filters())))
    assert len(rows) == 121
    text = writers.to_spreadsheet_csv(rows)
    read = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [one["numero"] for one in read] == [str(one["numero"]) for one in rows]
    assert not [cell for one in read for cell in one.values() if cell.startswith(("=", "+", "@"))]
    assert {one["personne"] for one in read} == {"Anne", "Wim"}


def test_filters_are_in_the_address(desk: Desk) -> None:
    many_acts(desk, 3)
    save(desk.engine, ANNE, typed("12"))
    save(desk.engine, ANNE, typed("40", key(SHARE)))
    advance(desk.engine, Action.SUBMIT)
    at = desk.open(ADA, "journal", personne=ANNE.email)
    assert len(sentences(at)) == 3
    counts = {"serie": ("ent-01", 5), "action": ("soumettre", 1), "personne": ("inconnue", 6), "import": ("IMP", 0)}
    for name, (value, many) in counts.items():
        assert len(sentences(go(at, desk.root, "journal", **{name: value}))) == many, name
    assert "Aucun fait ne répond à ces filtres" in shown(go(at, desk.root, "journal", serie="%")).text
    assert len(sentences(go(at, desk.root, "journal", serie=COUNT))) == 2
    assert len(sentences(go(at, desk.root, "journal", serie="ENT"))) == 6, "the beginning of codes, as whole words"
    today = datetime.now(UTC).date()
    assert len(sentences(go(at, desk.root, "journal", depuis=today.replace(year=2099).isoformat()))) == 0
    assert len(sentences(go(at, desk.root, "journal", jusque="2020-01-01"))) == 0
    strange = go(at, desk.root, "journal", depuis="31/06/2023")
    assert "Le filtre « depuis = 31/06/2023 » n’existe pas ; il est ignoré." in shown(strange).text
    assert len(sentences(strange)) == 6


def test_what_is_typed_goes_to_the_address_and_a_mistake_stays_typed(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("12"))
    save(desk.engine, ANNE, typed("40", key(SHARE)))
    at = desk.open(ADA, "journal", page="2")
    at.text_input(key="journal_serie_").set_value(SHARE).run()
    assert address(at) == {"serie": SHARE} and len(sentences(at)) == 1
    assert at.text_input(key=f"journal_serie_{SHARE}").value == SHARE
    at.text_input(key="journal_depuis_").set_value("5/12/20255").run()
    assert "n’est pas une date" in notices(at) and at.text_input(key="journal_depuis_").value == "5/12/20255"
    at.text_input(key="journal_depuis_").set_value("5/12/2020").run()
    assert address(at) == {"serie": SHARE, "depuis": "2020-12-05"}
    assert at.text_input(key="journal_depuis_2020-12-05").value == "05/12/2020"
    at.text_input(key=f"journal_serie_{SHARE}").set_value("").run()
    assert "serie" not in address(at) and len(sentences(at)) == 2
