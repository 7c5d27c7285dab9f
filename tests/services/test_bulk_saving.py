"""Many cells saved together: in a few statements, with what one by one would have given."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.engine import Engine
from db.queries import entries, facts, integrity
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import EntryMethod, ValueState
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.content import ValueContent
from indicators.domain.values.typed_cells import Meaning
from indicators.reading.values.cells import Cells, read_cells
from indicators.services.files import imports, undo
from indicators.services.files.imports import Answers, Frame
from indicators.services.files.previews import Answer, Preview
from indicators.services.values import drafts
from indicators.services.values.versions import CellPlan, append_all
from tests.entry_world import ANNE, BOB, COUNT, SHARE, TODAY, key, publish, save, typed

CONTENT = ValueContent(Decimal(5))
YEARS = [str(year) for year in range(2005, 2025)]


def cells_of(store: Engine) -> Cells:
    with reading(store) as session:
        return read_cells(session, {COUNT, SHARE})


def first_version(store: Engine, key: CellKey, content: ValueContent = CONTENT) -> CellPlan:
    """The plan of somebody who found the cell empty."""
    series = cells_of(store).series[key.series]
    return CellPlan(CellOutcome(key, Kind.SAVED, "", 1), series, None, 1, ValueState.DRAFT, content)


def block(text: str, *years: str) -> tuple[str, Frame]:
    return text, Frame((tuple(CellKey(COUNT, year) for year in years),), years)


def pasted(store: Engine, person: Any, text: str, *years: str) -> Preview:
    return imports.preview_paste(store, person, *block(text, *years), today=TODAY)


def confirmed(store: Engine, person: Any, shown: Preview, answers: Answers | None = None) -> imports.Confirmation:
    return imports.confirm(store, person, shown, answers or Answers(), today=TODAY)


def sound(store: Engine) -> None:
    with reading(store) as session:
        assert integrity.misplaced_heads(session) == integrity.version_gaps(session) == []
        assert integrity.observations_without_head(session) == []


def test_every_version_says_who_when_how_and_why_and_the_journal_each_cell(store: Engine) -> None:
    publish(store, "10", key(period="2005"))
    save(store, ANNE, typed("11", key(period="2006"), comment="Vérifié"))
    drafts.save_draft(store, ANNE, key(period="2007"), "12", 0)
    drafts.save_draft(store, BOB, key(period="2007"), "99", 0)
    shown = pasted(store, ANNE, "12\t12\t12\t13", "2005", "2006", "2007", "2008")
    done = confirmed(store, ANNE, shown, Answers(reason="Erreur <de> copie"))
    assert done.written == 4, done.outcomes
    rows = {at.period: row for at, row in cells_of(store).latest.items()}
    assert [(rows[year].version_no, rows[year].value) for year in ("2005", "2006", "2007")] == [
        (5, 12),
        (2, 12),
        (1, 12),
    ]
    for row in rows.values():
        assert (row.recorded_by, row.method, row.batch, row.state) == (ANNE.email, "collage", done.batch, "brouillon")
        assert row.recorded_at is not None
    assert (rows["2005"].reason, rows["2006"].reason) == ("Erreur <de> copie", "")
    assert cells_of(store).published[key(period="2005")].value == 10
    with reading(store) as session:
        events = {one.subject: one for one in facts.journal(session, limit=5)}
    assert events[f"{COUNT}/2005"].action == "corriger" and events[f"{COUNT}/2006"].action == "saisir"
    assert events[f"{COUNT}/2006"].details["old"]["value"] == "11"
    assert all(event.batch == done.batch for event in events.values())
    assert [one.key.period for one in drafts.drafts_of(store, ANNE)] == []
    assert [one.typed for one in drafts.drafts_of(store, BOB)] == ["99"]
    sound(store)


def test_a_rule_of_the_store_is_told_for_its_cell_and_the_others_stand(store: Engine) -> None:
    broken = replace(CONTENT, numerator=Decimal(1))
    with unit_of_work(store, ANNE.email) as work:
        refused = append_all(
            work,
            [
                first_version(store, key(period="2005")),
                first_version(store, key(period="2006"), broken),
                first_version(store, key(period="2007", item="PME")),
            ],
            EntryMethod.FILE,
        )
        work.commit()
    assert {at.period: (one.kind, one.message) for at, one in refused.items()} == {
        "2006": (Kind.REFUSED, "Le numérateur et le dénominateur vont ensemble.")
    }
    assert {at.period for at in cells_of(store).latest} == {"2005", "2007"}
    sound(store)


def test_versions_are_appended_and_never_written_over(store: Engine) -> None:
    save(store, ANNE, typed("11", key(period="2006"), comment="Vérifié"))
    stood = cells_of(store).latest[key(period="2006")]
    again = replace(first_version(store, key(period="2006")), former=stood)
    with unit_of_work(store, BOB.email) as work:
        (refusal,) = append_all(work, [again], EntryMethod.FILE).values()
    assert refusal.kind is Kind.CONFLICT and refusal.theirs is not None and refusal.theirs.value == 11
    with reading(store) as session:
        assert [row.value for row in entries.former_versions(session, stood.observation_id)] == [11]


def test_two_simultaneous_confirmations_write_one_and_tell_the_other(store: Engine) -> None:
    text = ("\t".join(str(10 + place) for place in range(20)), "\t".join(str(11 + place) for place in range(20)))
    shown = [pasted(store, person, text[place], *YEARS) for place, person in enumerate((ANNE, BOB))]
    assert [one.counts[Kind.NEW] for one in shown] == [20, 20]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda pair: confirmed(store, *pair), zip((ANNE, BOB), shown, strict=True)))
    won, lost = sorted(done, key=lambda one: one.batch is None)
    assert (won.written, lost.batch, lost.written) == (20, None, 0)
    assert any(one.kind is Kind.CONFLICT for one in lost.outcomes)
    authors = {row.recorded_by for row in cells_of(store).latest.values()}
    assert len(authors) == 1 and len(cells_of(store).latest) == 20
    sound(store)


def test_a_large_import_is_undone_in_one_go(store: Engine) -> None:
    save(store, ANNE, typed("11", key(period="2006"), comment="Vérifié"))
    done = confirmed(store, ANNE, pasted(store, ANNE, "10\t12\t13", "2005", "2006", "2007"))
    assert done.batch is not None, done.outcomes
    back = undo.undo(store, ANNE, done.batch, today=TODAY)
    assert len(back.reverted) == 3
    rows = {at.period: (row.state, row.value, row.version_no) for at, row in cells_of(store).latest.items()}
    assert rows == {"2005": ("retiree", None, 2), "2006": ("brouillon", 11, 3), "2007": ("retiree", None, 2)}
    sound(store)


# Answers --------------------------------------------------------------------------------------------------------------


def test_checking_answers_writes_nothing_and_keeps_what_was_settled(store: Engine) -> None:
    shown = pasted(store, ANNE, "1.234\tn.d.\tabc\t8", "2005", "2006", "2007", "2008")
    answers = Answers({key(period="2005"): Answer(chosen=Decimal(1234))})
    again = imports.recheck(store, ANNE, shown, answers, today=TODAY)
    assert [cell.outcome.kind for cell in again.cells] == [Kind.NEW, Kind.QUESTION, Kind.REFUSED, Kind.EXPLAIN]
    assert again.identity == shown.identity and again.cells[0].new == Meaning(Decimal(1234))
    assert cells_of(store).latest == {}
    done = confirmed(store, ANNE, again, Answers({key(period="2008"): Answer(comment="Relu")}))
    assert done.written == 2, done.outcomes


@pytest.mark.parametrize("chosen", [Decimal(5), Decimal("NaN")])
def test_a_reading_that_was_not_offered_is_not_taken(store: Engine, chosen: Decimal) -> None:
    shown = pasted(store, ANNE, "1.234", "2005")
    done = confirmed(store, ANNE, shown, Answers({key(period="2005"): Answer(chosen=chosen)}))
    assert (done.batch, cells_of(store).latest) == (None, {})
