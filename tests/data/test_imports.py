"""Pastes and files against a real store: shown first, written once and whole, undone later, never over somebody else."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from db.engine import Engine
from db.queries import batches, facts, observations
from db.queries.reference import identifiers
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import ConfStatus, EntryMethod, ObsStatus, Role, ValueState
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellInput, CellKey, Kind
from indicators.domain.values.typed_cells import Meaning
from indicators.exchange import writers
from indicators.exchange.pasted import parse_block, place_block
from indicators.exchange.workbook_out import COLUMNS, VALUES_SHEET
from indicators.reading.progress.review import read_review
from indicators.reading.store import tables
from indicators.services.files import imports, templates, undo
from indicators.services.files.previews import Answer, Answers, Preview
from indicators.services.refusals import Refused
from indicators.services.values.saving import save_cells
from tests.factories import add_value

TODAY = date(2025, 11, 21)
COUNTS = [f"ENT-01-A{area}" for area in range(1, 7)]


def contributor(*series: str, email: str = "anne@example.org") -> Person:
    return Person("Anne", email, frozenset({Role.CONTRIBUTOR}), frozenset(series))


ANNE = contributor(*COUNTS)
BOB = contributor(*COUNTS, email="bob@example.org")
ADMIN = Person("Zoé", "zoe@example.org", frozenset({Role.ADMINISTRATOR}))


def csv(*rows: Sequence[object], header: str = "serie;periode;valeur;commentaire") -> bytes:
    lines = (";".join(map(str, (*row, "")[:4])) for row in rows)
    return "\n".join([header, *lines]).encode()


def shown(engine: Engine, person: Person, *rows: Sequence[object], **more: Any) -> Preview:
    return imports.preview_file(engine, person, csv(*rows), "essai.csv", today=TODAY, **more)


def confirm(engine: Engine, person: Person, preview: Preview, answers: Answers | None = None) -> imports.Confirmation:
    return imports.confirm(engine, person, preview, answers or Answers(), today=TODAY)


def save(engine: Engine, person: Person, series: str, typed: str, base: int = 0) -> None:
    one = CellInput(CellKey(series, "2024"), typed, base, comment="Vérifié")
    (outcome,) = save_cells(engine, person, [one], EntryMethod.GRID, today=TODAY)
    assert outcome.kind in (Kind.SAVED, Kind.WARNED), outcome.message


def latest(engine: Engine, *series: str) -> dict[str, tuple[Decimal | None, str, int]]:
    with reading(engine) as session:
        ids = [identifiers(session, "series", "code")[one] for one in series or COUNTS]
        found = observations.observations(session, ids, published=False, withdrawn=True)
        return {f"{row.series}/{row.period_code}": (row.value, row.state, row.version_no) for row in found}


def version(engine: Engine) -> int:
    with reading(engine) as session:
        return facts.data_version(session)


def fates(preview: Preview) -> list[Kind]:
    return [cell.outcome.kind for cell in preview.cells]


# Before anything is written -------------------------------------------------------------------------------------------


def test_a_preview_tells_every_fate_and_writes_nothing(loaded: Engine) -> None:
    save(loaded, ANNE, COUNTS[1], "10")
    save(loaded, ANNE, COUNTS[2], "20")
    before = version(loaded)
    found = shown(
        loaded,
        ANNE,
        (COUNTS[0], 2024, 5),
        (COUNTS[1], 2024, 12),
        (COUNTS[2], 2024, "20"),
        (COUNTS[3], 2024, "abc"),
        (COUNTS[4], 2024, "1.234"),
        (COUNTS[5], 2024, "n.d."),
        ("ENT-06-A1", 2024, 5),
        ("ENT-01-A9", 2024, 5),
        (COUNTS[0], 2031, 5),
        (COUNTS[0], "31/06/2023", 5),
        (COUNTS[1], 2023, ""),
    )
    new, question, refused = Kind.NEW, Kind.QUESTION, Kind.REFUSED
    assert fates(found) == [new, Kind.CHANGED, Kind.UNCHANGED, refused, question, question, *([refused] * 4)]
    assert (found.counts[Kind.REFUSED], found.blanks) == (5, 1)
    changed = found.cells[1]
    assert changed.old is not None and changed.new is not None
    assert (changed.old.value, changed.new.value) == (Decimal(10), Decimal(12))
    assert found.cells[4].outcome.candidates == (Decimal(1234), Decimal("1.234"))
    assert version(loaded) == before and COUNTS[0] + "/2024" not in latest(loaded)
    rejected = imports.rejects_csv(found).decode("utf-8-sig").splitlines()
    assert len(rejected) == 8
    again = imports.preview_file(loaded, ANNE, imports.rejects_csv(found), today=TODAY)
    assert (fates(again)[:3], again.notices) == ([refused, question, question], ())
    assert rejected[1].startswith(";5;C;ENT-01-A4;;;2024;abc;Ce n'est pas un nombre")


def test_a_large_change_asks_for_an_explanation(loaded: Engine) -> None:
    save(loaded, ANNE, COUNTS[0], "10")
    row = (COUNTS[0], 2025, 20)
    assert fates(shown(loaded, ANNE, row)) == [Kind.EXPLAIN]
    assert fates(shown(loaded, ANNE, (*row, "Fusion de deux sociétés"))) == [Kind.NEW]


def test_who_may_not_import_is_refused(loaded: Engine) -> None:
    reader = Person("Luc", "luc@example.org", frozenset({Role.READER}))
    with pytest.raises(Refused, match="Votre rôle ne permet pas d'importer un fichier"):
        shown(loaded, reader, (COUNTS[0], 2024, 5))


def test_values_that_are_already_there_keep_their_flags_and_confidentiality(loaded: Engine) -> None:
    """A file that does not speak of quality takes none back."""
    with unit_of_work(loaded, "x@example.org") as work:
        add_value(
            work.session,
            "12",
            series_id=identifiers(work.session, "series", "code")[COUNTS[0]],
            flags=frozenset({ObsStatus.ESTIMATED}),
            conf_status=ConfStatus.CONFIDENTIAL,
            comment="Enquête",
        )
        work.commit()
    assert fates(shown(loaded, ANNE, (COUNTS[0], 2024, "12"))) == [Kind.UNCHANGED]


# Confirming -----------------------------------------------------------------------------------------------------------


def test_what_was_shown_is_written_as_one_batch(loaded: Engine) -> None:
    before = version(loaded)
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, 5), (COUNTS[1], 2024, "7 p"), (COUNTS[2], 2024, "x"))
    done = confirm(loaded, ANNE, preview)
    assert (done.batch, done.written) == (preview.identity, 2)
    assert latest(loaded) == {
        "ENT-01-A1/2024": (Decimal(5), ValueState.DRAFT, 1),
        "ENT-01-A2/2024": (Decimal(7), ValueState.DRAFT, 1),
    }
    assert version(loaded) == before + 1
    (batch,) = imports.history(loaded, ANNE)
    assert (batch.author, batch.file_name, batch.method) == (ANNE.email, "essai.csv", EntryMethod.FILE)
    assert batch.summary == {"ecrites": 2, "inchangees": 0, "non_importees": 1}
    with reading(loaded) as session:
        kinds = {(event.action, event.batch) for event in facts.journal(session, limit=3)}
    assert kinds == {("importer", done.batch), ("saisir", done.batch)}


def test_confirming_twice_writes_once(loaded: Engine) -> None:
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, 5))
    first = confirm(loaded, ANNE, preview)
    before = version(loaded)
    again = confirm(loaded, ANNE, preview)
    assert (again.batch, again.written, again.already) == (first.batch, 1, True)
    assert version(loaded) == before
    assert latest(loaded)["ENT-01-A1/2024"] == (Decimal(5), ValueState.DRAFT, 1)


def test_answers_complete_what_was_asked(loaded: Engine) -> None:
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, "1.234"), (COUNTS[1], 2024, "n.d."), (COUNTS[2], 2024, "2.345"))
    answers = Answers(
        {
            CellKey(COUNTS[0], "2024"): Answer(chosen=Decimal(1234)),
            CellKey(COUNTS[1], "2024"): Answer(absence=ObsStatus.NOT_COLLECTED),
        }
    )
    assert confirm(loaded, ANNE, preview, answers).written == 2
    assert {key: value for key, (value, _, _) in latest(loaded).items()} == {
        "ENT-01-A1/2024": Decimal(1234),
        "ENT-01-A2/2024": None,
    }


def test_somebody_else_meanwhile_stops_the_whole_import(loaded: Engine) -> None:
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, 5), (COUNTS[1], 2024, 6))
    save(loaded, BOB, COUNTS[1], "60")
    done = confirm(loaded, ANNE, preview)
    assert (done.batch, done.written) == (None, 0)
    assert [one.kind for one in done.outcomes] == [Kind.REFUSED, Kind.CONFLICT]
    assert latest(loaded) == {"ENT-01-A2/2024": (Decimal(60), ValueState.DRAFT, 1)}
    assert imports.history(loaded, ANNE) == ()


def test_a_correction_of_a_published_value_needs_a_motive(loaded: Engine) -> None:
    with unit_of_work(loaded, "x@example.org") as work:
        add_value(work.session, "12", series_id=identifiers(work.session, "series", "code")[COUNTS[0]])
        work.commit()
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, 13))
    assert fates(preview) == [Kind.QUESTION]
    assert confirm(loaded, ANNE, preview).batch is None
    assert confirm(loaded, ANNE, preview, Answers(reason="Erreur de copie")).written == 1
    assert latest(loaded)["ENT-01-A1/2024"] == (Decimal(13), ValueState.DRAFT, 2)


# Undoing --------------------------------------------------------------------------------------------------------------


def test_undoing_leaves_what_was_edited_since(loaded: Engine) -> None:
    save(loaded, ANNE, COUNTS[0], "10")
    rows = [(COUNTS[0], 2024, 11), (COUNTS[1], 2024, 21), (COUNTS[2], 2024, 31)]
    code = confirm(loaded, ANNE, shown(loaded, ANNE, *rows)).batch
    assert code is not None
    save(loaded, BOB, COUNTS[2], "33", base=1)
    foreseen = undo.foresee(loaded, ANNE, code, today=TODAY)
    done = undo.undo(loaded, ANNE, code, today=TODAY)
    assert (foreseen.reverted, foreseen.skipped) == (done.reverted, done.skipped)
    assert [key.series for key in done.reverted] == COUNTS[:2]
    (kept,) = done.skipped
    assert kept.key.series == COUNTS[2]
    assert kept.reason.startswith("Modifiée depuis par bob@example.org le ")
    assert kept.reason.endswith(" : 33 (brouillon).")
    assert latest(loaded) == {
        "ENT-01-A1/2024": (Decimal(10), ValueState.DRAFT, 3),
        "ENT-01-A2/2024": (None, ValueState.WITHDRAWN, 2),
        "ENT-01-A3/2024": (Decimal(33), ValueState.DRAFT, 2),
    }
    back, first = imports.history(loaded, ANNE)
    assert (back.code, back.author, back.summary["annule"]) == (done.batch, ANNE.email, code)
    assert first.undone_by == ANNE.email
    with pytest.raises(Refused, match=r"a déjà été annulé par anne@example\.org"):
        undo.undo(loaded, ANNE, code, today=TODAY)


def test_undoing_is_itself_undone(loaded: Engine) -> None:
    save(loaded, ANNE, COUNTS[0], "10")
    code = confirm(loaded, ANNE, shown(loaded, ANNE, (COUNTS[0], 2024, 11), (COUNTS[1], 2024, 21))).batch
    assert code is not None
    back = undo.undo(loaded, ANNE, code, today=TODAY)
    assert back.batch is not None
    undo.undo(loaded, ANNE, back.batch, today=TODAY)
    assert latest(loaded) == {
        "ENT-01-A1/2024": (Decimal(11), ValueState.DRAFT, 4),
        "ENT-01-A2/2024": (Decimal(21), ValueState.DRAFT, 3),
    }


def test_undoing_a_correction_gives_the_published_value_back(loaded: Engine) -> None:
    with unit_of_work(loaded, "x@example.org") as work:
        add_value(work.session, "12", series_id=identifiers(work.session, "series", "code")[COUNTS[0]])
        work.commit()
    code = confirm(loaded, ANNE, shown(loaded, ANNE, (COUNTS[0], 2024, 13), motive="Erreur")).batch
    assert code is not None
    undo.undo(loaded, ANNE, code, today=TODAY)
    assert latest(loaded)["ENT-01-A1/2024"] == (Decimal(12), ValueState.PUBLISHED, 3)


def test_only_the_author_or_the_administration_undoes(loaded: Engine) -> None:
    code = confirm(loaded, ANNE, shown(loaded, ANNE, (COUNTS[0], 2024, 11))).batch
    assert code is not None
    with pytest.raises(Refused, match="Cet import a été fait par une autre personne"):
        undo.undo(loaded, BOB, code, today=TODAY)
    lost = contributor(*COUNTS[1:])
    assert "ne vous est pas attribuée" in undo.undo(loaded, lost, code, today=TODAY).skipped[0].reason
    assert undo.undo(loaded, ADMIN, code, today=TODAY).reverted
    with pytest.raises(Refused, match="n'existe pas"):
        undo.undo(loaded, ANNE, "IMP-0", today=TODAY)


def test_two_claims_of_one_code(loaded: Engine) -> None:
    """The rule behind « confirmed twice writes once » when two clicks arrive together."""
    with reading(loaded) as session:
        assert batches.by_code(session, "IMP-X") is None
    preview = shown(loaded, ANNE, (COUNTS[0], 2024, 5))
    with unit_of_work(loaded, ANNE.email) as work:
        batches.add(work.session, code=preview.identity, author=ANNE.email, method=EntryMethod.FILE)
        work.commit()
    assert confirm(loaded, ANNE, preview).already
    assert latest(loaded) == {}


# Fifty cells of a French workbook -------------------------------------------------------------------------------------

YEARS = [str(year) for year in range(2015, 2025)]
BLOCK = (
    "12\t14\t1 380\t1\u00a0380\t1\u202f380\t15,0\t16\t17\t18\t19\r\n"
    "20\t21\t22\t23\t24\t1.234\tn.d.\t25 p\t26 e\t27\t\r\n"
    "\t\t\t\t\t\t\t\t\t\t\r\n"
    "30\t31\t32\t33\t34\t35\t36\t37\tabc\t12;8\r\n"
    "40\t41\t42\t43\t44\t45\t46\t47\t48\t=6*7\r\n"
)


def test_a_french_block_lands_exactly_as_meant_or_is_asked_about(loaded: Engine) -> None:
    grid = [[CellKey(series, year) for year in YEARS] for series in COUNTS[:5]]
    content = place_block(parse_block(BLOCK), grid, (0, 0))
    preview = imports.preview(loaded, ANNE, content, EntryMethod.PASTE, today=TODAY)
    by_key = {cell.row.cell.key: cell for cell in preview.cells if cell.row.cell}
    asked = {str(key): cell.row.typed for key, cell in by_key.items() if cell.outcome.kind is Kind.QUESTION}
    refused = {str(key): cell.row.typed for key, cell in by_key.items() if cell.outcome.kind is Kind.REFUSED}
    assert asked == {"ENT-01-A2/2020": "1.234", "ENT-01-A2/2021": "n.d."}
    assert refused == {"ENT-01-A4/2023": "abc", "ENT-01-A4/2024": "12;8", "ENT-01-A5/2024": "=6*7"}
    assert (preview.blanks, len(content.outside), len(by_key)) == (12, 0, 40)
    meant = [12, 14, 1380, 1380, 1380, 15, 16, 17, 18, 19]
    assert [new.value for year in YEARS if (new := by_key[CellKey(COUNTS[0], year)].new)] == meant
    assert by_key[CellKey(COUNTS[1], "2022")].new == Meaning(Decimal(25), frozenset({ObsStatus.PROVISIONAL}))
    explained = {key: Answer(comment="Relu") for key, cell in by_key.items() if cell.outcome.kind is Kind.EXPLAIN}
    done = confirm(loaded, ANNE, preview, Answers(explained))
    assert done.written == 40 - len(asked) - len(refused), done.outcomes
    stored = latest(loaded)
    assert [stored[f"{COUNTS[0]}/{year}"][0] for year in YEARS] == meant


def test_percentages_are_read_in_percent(loaded: Engine) -> None:
    code = next(one.code for one in imports.read_lexicon(loaded).series.values() if one.unit.is_percent)
    found = shown(loaded, ADMIN, (code, 2022, "12,5 %"), (code, 2023, "12,5%"), (COUNTS[0], 2024, "12 %"))
    assert [cell.new for cell in found.cells] == [Meaning(Decimal("12.5")), Meaning(Decimal("12.5")), None]
    assert found.cells[2].outcome.kind is Kind.REFUSED


# The delivered workbook -----------------------------------------------------------------------------------------------


def brought_back(content: bytes, values: dict[tuple[str, str], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[VALUES_SHEET]
    place = {name: index for index, (name, _, _) in enumerate(COLUMNS, 1)}
    for row in range(2, sheet.max_row + 1):
        key = (sheet.cell(row, place["serie"]).value, sheet.cell(row, place["periode"]).value)
        if key in values:
            sheet.cell(row, place["valeur"]).value = values[key]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_template_comes_back_with_conflicts_shown(loaded: Engine) -> None:
    save(loaded, ANNE, COUNTS[0], "10")
    save(loaded, ANNE, COUNTS[1], "20")
    content = templates.template(loaded, ANNE, ["2024"], today=TODAY)
    save(loaded, BOB, COUNTS[0], "11", base=1)
    save(loaded, BOB, COUNTS[1], "22", base=1)
    back = brought_back(content, {(COUNTS[0], "2024"): 12, (COUNTS[2], "2024"): "30,0"})
    preview = imports.preview_file(loaded, ANNE, back, today=TODAY)
    found = {cell.key.series: cell for cell in preview.cells}
    assert {code: cell.outcome.kind for code, cell in found.items()} == {
        COUNTS[0]: Kind.CONFLICT,
        COUNTS[1]: Kind.UNCHANGED,  # left as delivered: nobody is overwritten
        COUNTS[2]: Kind.NEW,
    }
    theirs = found[COUNTS[0]].outcome.theirs
    assert theirs is not None and (theirs.value, theirs.recorded_by) == (Decimal(11), BOB.email)
    mine = Answers({CellKey(COUNTS[0], "2024"): Answer(overwrite=True, comment="Vu avec Bob")})
    assert confirm(loaded, ANNE, preview, mine).written == 2
    assert {key: value for key, (value, _, _) in latest(loaded).items()} == {
        "ENT-01-A1/2024": Decimal(12),
        "ENT-01-A2/2024": Decimal(22),
        "ENT-01-A3/2024": Decimal(30),
    }


def test_the_template_holds_the_series_of_the_person(loaded: Engine) -> None:
    content = templates.template(loaded, contributor(COUNTS[0]), ["2024", "2031"], today=TODAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))[VALUES_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[7]) for row in rows] == [(COUNTS[0], "2024"), (COUNTS[0], "2031")]
    assert (
        rows[1][[name for name, _, _ in COLUMNS].index("etat")]
        == "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."
    )
    with pytest.raises(Refused, match="Aucune série ne vous est attribuée"):
        templates.template(loaded, contributor(), ["2024"], today=TODAY)
    with pytest.raises(Refused, match="n'existe pas"):
        templates.template(loaded, ANNE, ["2024-02-31"], today=TODAY)


# Our own exports ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [writers.to_csv, writers.to_spreadsheet_csv, None])
def test_an_export_brought_back_changes_nothing(
    loaded: Engine, write: Callable[[list[writers.Row]], str] | None
) -> None:
    review = read_review(loaded, TODAY)
    assert review is not None
    rows = tables.values(loaded, review)
    content = write(rows).encode() if write else writers.to_workbook({"values": rows})
    found = imports.preview_file(loaded, ADMIN, content, today=TODAY)
    assert (set(fates(found)), len(found.cells), found.notices) == ({Kind.UNCHANGED}, len(rows), ())
