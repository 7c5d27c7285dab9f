"""Exporter la revue: what is offered to whom, documents made apart, numbers equal to those on the screens."""

import io
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from db.engine import connect
from indicators.domain.rights import Person
from indicators.reading.committee.decisions import UNTOLD
from indicators.reading.committee.editions import open_edition
from indicators.reports.compiler import TypesettingFailed
from indicators.reports.workbook import README, STATUSES, VALUES
from indicators.services.committee import decisions, editions
from indicators.ui.export import acts, jobs
from indicators.ui.export.jobs import Job, Stage
from indicators.ui.export.make import DETAILS, DocumentKind, Order, cover_of, make
from indicators.ui.store import View
from tests.entry_world import ADA, ANNE, COUNT, NOBODY, RENE, VERA, key, publish, save, typed
from tests.stores import SqliteStores
from tests.ui.entry_screens import LATER, Desk, desk_on, fill, go, keys, notices, press, shown
from tests.ui.markup import Node
from tests.ui.viewer import Prepared

CODE = "COMITE-2026-02"


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    wait()
    jobs._jobs.clear()


def wait() -> None:
    """Until every document asked is made: one thread makes them, in turn."""
    jobs._pool.submit(lambda: None).result(timeout=120)


def document(at: AppTest) -> tuple[Job, str]:
    """The last document that this session asked for, and its file name."""
    asked = at.session_state["export_asked"]
    identifier = list(asked)[-1]
    job = jobs.find(identifier)
    assert job is not None
    return job, asked[identifier][0]


def sheet(content: bytes, name: str) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[name].iter_rows(values_only=True)
    heads = next(rows)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def readme(content: bytes) -> str:
    rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[README].iter_rows(values_only=True)
    return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)


def is_on(chip: Node) -> bool:
    return "on" in chip.attributes["class"].split()


def order(
    url: str, form: DocumentKind = DocumentKind.XLSX, area: int | None = None, code: str = "COMITE-2026-05"
) -> Order:
    """A document of an edition."""
    found = open_edition(connect(url), code)
    assert found is not None
    return Order(form, area, View(edition=found.edition), found.review, str, connect(url))


# The screen -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [NOBODY, RENE, ANNE, VERA, ADA])
def test_everybody_exports_what_is_published_and_staff_their_drafts(desk: Desk, person: Person) -> None:
    publish(desk.engine, "12")
    save(desk.engine, ANNE, typed("99", key(period="2025"), comment="Vérifié"))
    at = desk.open(person, "exporter", forme="xlsx", valeurs="toutes")
    may = person in (ANNE, VERA, ADA)
    assert ("Aussi les non publiées" in shown(at).text) is may
    assert ("« Document de travail »" in shown(at).text) is may
    assert ("Vous n’avez pas accès à des valeurs non publiées" in shown(at).text) is not may
    press(at, "export_prepare")
    wait()
    job, name = document(at)
    values = [(row["Série"], row["Période"], row["Valeur"]) for row in sheet(job.content, VALUES)]
    assert ((COUNT, "2025", 99) in values) is may and (COUNT, "2024", 12) in values
    assert ("DOCUMENT DE TRAVAIL" in readme(job.content)) is may and ("document-de-travail" in name) is may


def test_a_document_is_followed_then_downloaded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk.engine, "12")
    gate = threading.Event()

    def slow(wanted: Order, progress: Callable[[float], None]) -> bytes:
        progress(0.4)
        gate.wait(30)
        return make(wanted, progress)

    monkeypatch.setattr(acts, "make", slow)
    at = press(desk.open(RENE, "exporter", forme="xlsx"), "export_prepare")
    first, _ = document(at)
    text = [one.proto.text for one in at.get("progress")]
    assert text in (["Composition : 40\u00a0%"], ["En attente"], ["Composition : 0\u00a0%"]), text
    at = press(go(at, desk.root, "exporter", forme="pptx"), "export_prepare")
    assert "En attente : 1 document avant celui-ci" in [one.proto.text for one in at.get("progress")]
    # The same one asked again is the same one; other screens are not held up.
    at = press(go(at, desk.root, "exporter", forme="xlsx"), "export_prepare")
    assert document(at)[0] is first
    assert "Où en est la feuille de route" in shown(go(at, desk.root, "")).text
    gate.set()
    wait()
    at = go(at, desk.root, "exporter")
    assert not at.get("progress") and len(at.get("download_button")) == 2
    assert [one.stage for one in jobs._jobs.values()] == [Stage.READY, Stage.READY]
    assert first.make is None, "what it was made of is let go"


def test_a_failure_is_told_and_can_be_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk.engine, "12")
    tries: list[int] = []

    def unlucky(wanted: Order, progress: Callable[[float], None]) -> bytes:
        tries.append(1)
        if len(tries) == 1:
            raise TypesettingFailed("<b>modèle</b>")
        return make(wanted, progress)

    monkeypatch.setattr(acts, "make", unlucky)
    at = press(desk.open(RENE, "exporter", forme="xlsx"), "export_prepare")
    wait()
    at.run()
    assert "n’a pas pu être composé" in shown(at).text and "modèle" not in shown(at).text
    (retry,) = [one for one in keys(at) if one.startswith("export_retry_")]
    at = press(at, retry)
    wait()
    at.run()
    assert len(at.get("download_button")) == 1 and len(tries) == 2


def test_what_is_no_longer_kept_is_told(desk: Desk) -> None:
    publish(desk.engine, "12")
    at = press(desk.open(RENE, "exporter", forme="xlsx"), "export_prepare")
    wait()
    jobs._jobs.clear()
    at.run()
    assert "n’est plus gardé" in shown(at).text
    (gone,) = [one for one in keys(at) if one.startswith("export_forget_")]
    assert "Vos documents" not in shown(press(at, gone)).text


@pytest.mark.parametrize("name", ["aire", "forme", "fiches", "edition", "au"])
def test_what_means_nothing_is_told(desk: Desk, name: str) -> None:
    at = desk.open(RENE, "exporter", **{name: "<b>x</b>"})
    named = "<b>x</b>" if name in ("edition", "au") else f"{name} = <b>x</b>"
    assert shown(at).text.count(f"« {named} »") == 1
    at = press(at, "export_prepare")
    assert document(at)[1] == f"revue-{LATER.isoformat()}.pdf"


def test_too_many_at_once_is_refused_in_french(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MAX_WAITING", 0)
    at = press(desk.open(RENE, "exporter"), "export_prepare")
    assert "Trop de documents sont déjà en préparation" in notices(at)


# Documents ------------------------------------------------------------------------------------------------------------


def test_the_workbook_of_an_edition_says_what_reading_says(prepared: Prepared) -> None:
    engine = connect(prepared.demo)
    found = open_edition(engine, "COMITE-2026-05")
    assert found is not None
    wanted = order(prepared.demo)
    content = make(wanted, lambda _: None)
    rows = {row["Série"]: row for row in sheet(content, STATUSES)}
    assert rows.keys() == found.review.judged.keys()
    for code, one in found.review.judged.items():
        assert rows[code]["Code du statut"] == str(one.status), code
    totals = {(row["Série"], row["Période"]): row["Valeur"] for row in sheet(content, VALUES) if not row["Modalité"]}
    seen = {
        (one.code, each.period.code): each.value
        for one in found.review.judged.values()
        for each in one.facts.observations
        if one.series.reads_from is None
    }
    assert {place for place in seen if seen[place] is not None} <= totals.keys()
    for place, value in seen.items():
        if value is not None:
            assert totals[place] == pytest.approx(float(value)), place
    text = readme(content)
    assert "Comité du 21/05/2026" in text and "figée le 21/05/2026" in text
    assert found.edition.fingerprint in text.replace(" ", ""), "the whole fingerprint is printed"
    assert "21/05/2026 à 10:30 (état de la base à cet instant)" in text
    engine.dispose()


def test_an_area_alone_says_its_filter_and_its_notes(prepared: Prepared) -> None:
    wanted = order(prepared.demo, area=2)
    cover = cover_of(wanted, datetime.now(UTC))
    assert cover.filters == "aire 2" and wanted.file_name == "COMITE-2026-05_aire-2.xlsx"
    every = cover_of(order(prepared.demo), datetime.now(UTC))
    assert 0 < len(cover.notes) < len(every.notes) and set(cover.notes) <= set(every.notes)
    assert {one.kind for one in every.notes} == {"appreciation", "commentaire", "decision"}


@pytest.mark.parametrize("form", [DocumentKind.PDF, DocumentKind.PPTX])
def test_documents_and_slides_of_an_area_are_made(prepared: Prepared, form: DocumentKind) -> None:
    shares: list[float] = []
    content = make(order(prepared.demo, form, 6), shares.append)
    assert (
        content.startswith(b"%PDF" if form is DocumentKind.PDF else b"PK")
        and shares == sorted(shares)
        and shares[-1] == 1
    )
    if form is DocumentKind.PPTX:
        deck = Presentation(io.BytesIO(content))
        text = " ".join(
            shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
        )
        assert "Comité du 21/05/2026" in text and "aire 6" in text


def test_slides_of_indicators_are_chosen(desk: Desk) -> None:
    publish(desk.engine, "12")
    many = {}
    for wanted in ("", "tout", "rien"):
        at = press(desk.open(RENE, "exporter", forme="pptx", fiches=wanted), "export_prepare")
        wait()
        many[wanted] = len(Presentation(io.BytesIO(document(at)[0].content)).slides)
        (on,) = [one.text for one in shown(at).all("a", "chip") if one.text in DETAILS.values() and is_on(one)]
        assert on == DETAILS[wanted or "attention"]
    assert many["tout"] > many[""] >= many["rien"], "all of the core, what needs attention, none"


def test_names_of_people_are_not_told_to_the_public(desk: Desk) -> None:
    publish(desk.engine, "12")
    decisions.decide(desk.engine, ADA, "Écrire aux pôles", in_charge="Secrétariat")
    texts = {}
    for person in (NOBODY, RENE):
        at = press(desk.open(person, "exporter", forme="xlsx"), "export_prepare")
        wait()
        texts[person.email] = readme(document(at)[0].content)
    assert all("Écrire aux pôles" in text for text in texts.values())
    assert "Secrétariat" in texts[RENE.email] and "Secrétariat" not in texts[""] and UNTOLD in texts[""]
    assert "Ada" in texts[RENE.email] and "Ada" not in texts[""] and "ada@" not in texts[""]


def test_hostile_codes_make_no_path(desk: Desk) -> None:
    publish(desk.engine, "12")
    editions.freeze(desk.engine, ADA, "../../etc/<b>", "Comité <i>", LATER)
    at = press(desk.open(RENE, "exporter", edition="../../etc/<b>", forme="xlsx"), "export_prepare")
    assert document(at)[1] == "etc--b.xlsx" and "Comité <i>" in shown(at).text


# The queue ------------------------------------------------------------------------------------------------------------


def test_finished_documents_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MAX_KEPT", 2)
    made = [jobs.ask(number, lambda _: b"x") for number in range(4)]
    wait()
    last = jobs.ask("autre", lambda _: b"x")
    wait()
    assert [jobs.find(one.id) is not None for one in made] == [False, False, True, True]
    made[3].requested_at -= timedelta(hours=2)
    jobs.ask("encore", lambda _: b"x")
    assert jobs.find(made[3].id) is None and jobs.find(last.id) is last


def test_progress_never_goes_back() -> None:
    job = Job("x", None, datetime.now(UTC))
    for share in (0.2, 0.1, 2.0):
        job.note(share)
    assert job.share == 1.0
