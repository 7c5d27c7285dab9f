"""The life of a value end to end: steps, returns, corrections, restoring, withdrawing, breaks, confidentiality."""

from decimal import Decimal

import pytest

from db.engine import Engine
from db.queries import integrity, observations
from db.unit_of_work import reading
from db.vocabulary import ConfStatus, ObsStatus, ValueState
from indicators.domain.rights import Action
from indicators.domain.values.cell_states import CellState
from indicators.domain.values.cells import Kind
from indicators.reading.people.journal import Filters, read_journal
from indicators.reading.values import entry as shown
from indicators.services.refusals import Refused
from indicators.services.values import drafts, steps
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    BOTH,
    COUNT,
    FOREIGN,
    NOBODY,
    SHARE,
    TODAY,
    VERA,
    WIM,
    add,
    advance,
    key,
    publish,
    save,
    typed,
)


def last(store: Engine, *, published: bool = False) -> tuple[Decimal | None, str, int]:
    with reading(store) as session:
        assert integrity.misplaced_heads(session) == integrity.version_gaps(session) == []
        (row,) = observations.observations(session, published=published, withdrawn=True)
        return row.value, row.state, row.version_no


def do(store: Engine, person: object, action: Action, motive: str = "", **more: object) -> object:
    (outcome,) = steps.step(store, person, action, [key()], motive, today=TODAY, **more)  # type: ignore[arg-type]
    return outcome


def test_from_draft_to_published_with_a_return(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    assert do(store, VERA, Action.VALIDATE).kind is Kind.REFUSED, "not submitted yet"
    assert do(store, ANNE, Action.SUBMIT).kind is Kind.SAVED
    assert do(store, VERA, Action.RETURN).kind is Kind.QUESTION, "a return says why"
    assert do(store, VERA, Action.RETURN, "Vérifiez la source").version_no == 3
    assert save(store, ANNE, typed("13", base=3))[0].version_no == 4
    assert do(store, ANNE, Action.SUBMIT).kind is Kind.SAVED
    assert do(store, VERA, Action.VALIDATE).kind is Kind.SAVED
    assert do(store, VERA, Action.PUBLISH, "Comité de mars").kind is Kind.SAVED
    assert last(store) == last(store, published=True) == (Decimal(13), ValueState.PUBLISHED, 7)
    actions = [event.action for event in read_journal(store, ADA, Filters(subject=str(key())))]
    assert actions == ["publier", "valider", "soumettre", "saisir", "renvoyer", "soumettre", "saisir"]


def test_nobody_validates_their_own_entry(store: Engine) -> None:
    said = "Vous avez saisi ou soumis cette valeur : une autre personne doit la valider."
    save(store, BOTH, typed("12"))
    advance(store, Action.SUBMIT)
    outcome = do(store, BOTH, Action.VALIDATE)
    assert (outcome.kind, outcome.message) == (Kind.REFUSED, said)
    (waiting,) = shown.queue(store, BOTH)
    assert (waiting.may_validate, waiting.why_not, waiting.author) == (False, said, ANNE.email)
    assert shown.queue(store, VERA)[0].may_validate
    assert shown.queue(store, WIM) == ()


def test_whoever_submitted_does_not_validate_either(store: Engine) -> None:
    save(store, BOB, typed("12"))
    assert do(store, BOTH, Action.SUBMIT).kind is Kind.SAVED
    assert "une autre personne" in do(store, BOTH, Action.VALIDATE).message


def test_a_break_declared_by_another_does_not_free_the_author(store: Engine) -> None:
    save(store, BOTH, typed("12"))
    assert steps.declare_break(store, VERA, key(), "Nouvelle enquête", today=TODAY).kind is Kind.SAVED
    assert do(store, BOB, Action.SUBMIT).kind is Kind.SAVED
    assert do(store, BOTH, Action.VALIDATE).kind is Kind.REFUSED
    assert do(store, VERA, Action.VALIDATE).kind is Kind.REFUSED, "she declared the break"
    assert do(store, ADA, Action.VALIDATE).kind is Kind.SAVED


def test_steps_go_on_for_the_others(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    outcomes = steps.step(store, ANNE, Action.SUBMIT, [key(FOREIGN), key(), key(period="2023"), key("X")], today=TODAY)
    assert [one.kind for one in outcomes] == [Kind.REFUSED, Kind.SAVED, Kind.REFUSED, Kind.REFUSED]
    assert "pas encore de valeur" in outcomes[2].message


def test_a_step_on_a_value_that_changed_since_is_a_conflict(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    advance(store, Action.SUBMIT)
    outcome = do(store, VERA, Action.VALIDATE, seen={key(): 1})
    assert outcome.kind is Kind.CONFLICT and outcome.theirs.version_no == 2
    assert do(store, VERA, Action.VALIDATE, seen={key(): 2}).kind is Kind.SAVED
    assert do(store, VERA, Action.VALIDATE).kind is Kind.REFUSED, "already done"


def test_what_is_not_a_step_is_refused(store: Engine) -> None:
    with pytest.raises(Refused, match="étape"):
        do(store, ADA, Action.ENTER_VALUE)


def test_withdrawing_a_correction_leaves_the_published_value(store: Engine) -> None:
    publish(store, "12")
    save(store, ANNE, typed("13", base=4, motive="Erreur"))
    assert do(store, ANNE, Action.WITHDRAW).kind is Kind.SAVED
    assert last(store, published=True) == (Decimal(12), ValueState.PUBLISHED, 6)
    assert do(store, ANNE, Action.WITHDRAW, "Je veux").kind is Kind.REFUSED, "a contributor withdraws nothing published"
    assert do(store, VERA, Action.WITHDRAW).kind is Kind.QUESTION
    assert do(store, VERA, Action.WITHDRAW, "Source retirée").kind is Kind.SAVED
    assert last(store, published=True)[1] == ValueState.WITHDRAWN


def test_an_earlier_version_is_restored_as_a_new_one(store: Engine) -> None:
    publish(store, "12")
    save(store, ANNE, typed("13", base=4, motive="Erreur"))
    advance(store, Action.SUBMIT, Action.VALIDATE, Action.PUBLISH)
    assert steps.restore(store, ANNE, key(), 4, today=TODAY).kind is Kind.QUESTION, "a motive is needed"
    assert steps.restore(store, ANNE, key(), 99, "Motif", today=TODAY).kind is Kind.REFUSED
    assert steps.restore(store, ANNE, key(), 4, "12 était juste", seen=7, today=TODAY).kind is Kind.CONFLICT
    outcome = steps.restore(store, ANNE, key(), 4, "12 était juste", seen=8, today=TODAY)
    assert (outcome.kind, outcome.version_no) == (Kind.SAVED, 9)
    assert last(store) == (Decimal(12), ValueState.DRAFT, 9)
    assert last(store, published=True) == (Decimal(13), ValueState.PUBLISHED, 8)
    advance(store, Action.SUBMIT, Action.VALIDATE, Action.PUBLISH)
    assert last(store, published=True)[0] == Decimal(12)


def test_a_break_on_a_published_value_is_a_correction(store: Engine) -> None:
    publish(store, "12")
    with pytest.raises(Refused, match="note"):
        steps.declare_break(store, VERA, key(), " ", today=TODAY)
    assert steps.declare_break(store, VERA, key(), "Nouvelle définition", today=TODAY).kind is Kind.SAVED
    assert steps.declare_break(store, VERA, key(), "Encore", today=TODAY).kind is Kind.UNCHANGED
    with reading(store) as session:
        (draft,) = observations.observations(session, published=False)
        (published,) = observations.observations(session)
    assert (draft.state, draft.flags) == (ValueState.DRAFT, {ObsStatus.BREAK})
    assert "Nouvelle définition" in draft.caveat and published.flags == frozenset()


def test_hiding_a_value_is_immediate_and_showing_it_again_is_not(store: Engine) -> None:
    publish(store, "12")
    save(store, ANNE, typed("13", base=4, motive="Erreur"))
    outcome = steps.mark_confidential(store, ANNE, key(), ConfStatus.CONFIDENTIAL, "Une seule entreprise", today=TODAY)
    assert (outcome.kind, outcome.version_no) == (Kind.SAVED, 7)
    with reading(store) as session:
        (published,), (latest,) = (
            observations.observations(session),
            observations.observations(session, published=False),
        )
    assert (published.value, published.conf_status, published.version_no) == (Decimal(12), "C", 6)
    assert (latest.value, latest.conf_status, latest.state) == (Decimal(13), "C", ValueState.DRAFT)
    assert last(store) == (Decimal(13), ValueState.DRAFT, 7)
    again = steps.mark_confidential(store, VERA, key(), ConfStatus.CONFIDENTIAL, "Encore", today=TODAY)
    assert again.kind is Kind.UNCHANGED
    advance(store, Action.SUBMIT, Action.VALIDATE, Action.PUBLISH)
    assert steps.mark_confidential(store, VERA, key(), ConfStatus.FREE, "Accord", today=TODAY).kind is Kind.SAVED
    with reading(store) as session:
        (published,) = observations.observations(session)
    assert published.conf_status == "C", "until it is validated and published"


def test_marks_need_their_motive_and_a_value(store: Engine) -> None:
    with pytest.raises(Refused, match="motif"):
        steps.mark_confidential(store, ANNE, key(), ConfStatus.CONFIDENTIAL, "")
    outcome = steps.mark_confidential(store, ANNE, key(), ConfStatus.CONFIDENTIAL, "Motif")
    assert outcome.kind is Kind.REFUSED


def test_the_grid_says_the_state_of_each_cell(store: Engine) -> None:
    save(store, ANNE, typed("100", key(period="2021")), typed("100", key(period="2022")))
    save(store, ANNE, typed("180", key(period="2023"), comment="Nouveau site"))
    publish(store, "90", key(SHARE, "2022"))
    drafts.save_draft(store, ANNE, key(), "1 2", 0)
    drafts.save_draft(store, ANNE, key(SHARE), "12,5", 0)
    add(store, "period_lock", period_code="2021", reason="Clos", locked_by=ADA.email)
    count, share = shown.grid(store, ANNE, ["2021", "2022", "2023", "2024", "2026"], TODAY)
    assert [one.state for one in count.cells.values()] == [
        CellState.LOCKED,
        CellState.SAVED,
        CellState.WARNED,
        CellState.REFUSED,
        CellState.EMPTY,
    ]
    assert (count.cells["2023"].commented, count.cells["2023"].sign) == (True, "⚠ ✉")
    assert count.cells["2021"].why_not.startswith("Période 2021 verrouillée jusqu'à sa réouverture : Clos.")
    assert "pas commencé" in count.cells["2026"].why_not and count.cells["2024"].editable
    assert (count.cells["2024"].draft, count.last.value) == ("1 2", Decimal(180))  # type: ignore[union-attr]
    assert share.cells["2024"].state is CellState.TYPED
    published = share.cells["2022"]
    assert (published.state, published.editable, published.correctable) == (CellState.PUBLISHED, False, True)
    assert [row.series for row in shown.grid(store, VERA, ["2022"], TODAY)] == [COUNT, SHARE]
    assert not any(cell.editable for row in shown.grid(store, VERA, ["2022"], TODAY) for cell in row.cells.values())
    assert shown.grid(store, NOBODY, ["2022"], TODAY) == ()


def test_the_form_shows_parts_checks_and_history(store: Engine) -> None:
    save(store, ANNE, typed("30"), typed("20", key(item="PME")))
    save(store, ANNE, typed("31", base=1))
    found = shown.form(store, ANNE, key(), TODAY)
    assert found is not None
    assert [(one.observation.value, one.observation.version_no) for one in found.history] == [
        (Decimal(30), 1),
        (Decimal(31), 2),
    ]
    assert [(cell.label, cell.version_no) for cell in found.parts["TAILLE"]] == [
        ("PME", 1),
        ("Grandes", 0),
        ("Micro", 0),
    ]
    assert "il manque Grandes" in found.findings[0].message
    assert shown.form(store, WIM, key(), TODAY) is None
