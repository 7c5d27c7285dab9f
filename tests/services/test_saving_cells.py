"""Saving cells: what is read, asked, refused, kept; conflicts, double clicks, locks and checks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.engine import Engine
from db.queries import observations, rules
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import ConfStatus, ObsStatus, ValueState
from indicators.domain.rights import Action
from indicators.domain.values.cells import Kind
from indicators.domain.values.cross_checks import CrossRule, MissingPolicy, Operator, Side, Term
from indicators.reading.people.journal import Filters, read_journal
from indicators.reading.progress.review import read_data_version
from indicators.reading.values.cells import definition_of
from indicators.services.campaigns import campaigns
from indicators.services.values import drafts, steps
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    COUNT,
    FOREIGN,
    SHARE,
    SHOWN,
    TODAY,
    VERA,
    add,
    advance,
    key,
    publish,
    save,
    typed,
)


def stored(store: Engine, *, published: bool = False) -> dict[tuple[str, str, str | None], Decimal | None]:
    with reading(store) as session:
        rows = observations.observations(session, totals_only=False, published=published)
        return {(row.series, row.period_code, row.item): row.value for row in rows}


def test_a_value_is_saved_with_its_echo_and_its_event(store: Engine) -> None:
    before = read_data_version(store)
    (outcome,) = save(store, ANNE, typed("1 380 p"))
    assert (outcome.kind, outcome.version_no) == (Kind.SAVED, 1)
    assert outcome.message == "Enregistré : 1\u202f380."
    assert stored(store) == {(COUNT, "2024", None): Decimal(1380)}
    assert read_data_version(store) == before + 1
    (event,) = read_journal(store, ADA, Filters(subject=f"{COUNT}/2024"))
    assert (event.actor, event.action, event.old) == (ANNE.email, "saisir", None)
    assert (event.new["value"], event.new["flags"], event.new["state"]) == ("1380", "P", "brouillon")


def test_several_cells_bump_the_data_version_once(store: Engine) -> None:
    before = read_data_version(store)
    outcomes = save(
        store, ANNE, *(typed("10", key(period=str(year)), comment="Série stable") for year in range(2000, 2025))
    )
    assert {one.kind for one in outcomes} == {Kind.SAVED}
    assert read_data_version(store) == before + 1


@pytest.mark.parametrize(
    ("text", "kind", "more"),
    [
        ("", Kind.UNCHANGED, {}),
        ("abc", Kind.REFUSED, {}),
        ("-5", Kind.REFUSED, {}),
        ("1,5", Kind.REFUSED, {}),
        ("1.234", Kind.QUESTION, {}),
        ("1.234", Kind.SAVED, {"chosen": Decimal(1234)}),
        ("1.234", Kind.QUESTION, {"chosen": Decimal(7)}),
        ("n.d.", Kind.QUESTION, {}),
        ("n.d.", Kind.SAVED, {"absence": ObsStatus.NOT_COLLECTED}),
        ("n.d.", Kind.REFUSED, {"absence": ObsStatus.ESTIMATED}),
        ("", Kind.SAVED, {"absence": ObsStatus.CANNOT_EXIST}),
        ("12", Kind.REFUSED, {"absence": ObsStatus.MISSING}),
        ("12", Kind.REFUSED, {"flags": frozenset({ObsStatus.MISSING})}),
        ("12", Kind.REFUSED, {"numerator": "3"}),
        ("12", Kind.REFUSED, {"comment": "x" * 5000}),
        ("+12", Kind.SAVED, {"chosen": Decimal(12)}),
    ],
)
def test_what_is_typed_is_read_asked_or_refused(store: Engine, text: str, kind: Kind, more: dict[str, object]) -> None:
    (outcome,) = save(store, ANNE, typed(text, **more))
    assert outcome.kind is kind, outcome
    assert outcome.message
    assert len(stored(store)) == (kind is Kind.SAVED)


def test_one_bad_cell_loses_no_other(store: Engine) -> None:
    outcomes = save(store, ANNE, typed("12"), typed("abc", key(period="2023")), typed("11", key(period="2022")))
    assert [one.kind for one in outcomes] == [Kind.SAVED, Kind.REFUSED, Kind.SAVED]
    assert len(stored(store)) == 2


def test_all_or_nothing_writes_nothing_and_says_so(store: Engine) -> None:
    outcomes = save(store, ANNE, typed("12"), typed("abc", key(period="2023")), all_or_nothing=True)
    assert [one.kind for one in outcomes] == [Kind.REFUSED, Kind.REFUSED]
    assert "rien n'est enregistré" in outcomes[0].message
    assert stored(store) == {}


def test_a_dry_run_says_the_same_and_writes_nothing(store: Engine) -> None:
    inputs = typed("12"), typed("abc", key(period="2023"))
    rehearsed = save(store, ANNE, *inputs, dry_run=True)
    assert stored(store) == {}
    assert save(store, ANNE, *inputs) == rehearsed


def test_a_double_click_saves_once(store: Engine) -> None:
    first, second = save(store, ANNE, typed("12")), save(store, ANNE, typed("12"))
    assert (first[0].kind, second[0].kind) == (Kind.SAVED, Kind.UNCHANGED)
    assert second[0].version_no == 1
    before = read_data_version(store)
    save(store, ANNE, typed("12,0", base=1))
    assert read_data_version(store) == before, "nothing new: no cache starts anew"


def test_the_second_of_two_people_gets_both_values(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    ours, other = save(store, BOB, typed("13"), typed("11", key(period="2023")))
    assert (ours.kind, other.kind) == (Kind.CONFLICT, Kind.SAVED)
    assert ours.theirs is not None
    assert (ours.theirs.value, ours.theirs.recorded_by, ours.version_no) == (Decimal(12), ANNE.email, 1)
    assert "« 12 »" in ours.message and ANNE.email in ours.message
    (again,) = save(store, BOB, typed("13", base=1))
    assert (again.kind, again.version_no) == (Kind.SAVED, 2)


def test_the_same_cell_twice_in_one_call_is_refused(store: Engine) -> None:
    assert {one.kind for one in save(store, ANNE, typed("12"), typed("13"))} == {Kind.REFUSED}
    assert stored(store) == {}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (key("XXX"), "n'existe pas"),
        (key(item="XXX"), "modalité"),
        (key(SHARE, item="PME"), "modalité"),
        (key(period="2024-13"), ""),
        (key(period="hier"), ""),
        (key(SHOWN), "saisissez-les là"),
    ],
)
def test_a_cell_that_does_not_exist_is_refused(store: Engine, at: object, said: str) -> None:
    (outcome,) = save(store, ADA, typed("12", at))  # type: ignore[arg-type]
    assert outcome.kind is Kind.REFUSED and said in outcome.message and outcome.message


def test_a_period_to_come_takes_forecasts_only(store: Engine) -> None:
    later = key(period="2026")
    assert save(store, ANNE, typed("12", later))[0].kind is Kind.LOCKED
    assert save(store, ANNE, typed("12 f", later))[0].kind is Kind.SAVED


def test_a_warning_asks_for_an_explanation(store: Engine) -> None:
    save(store, ANNE, typed("100", key(period="2023")))
    (asked,) = save(store, ANNE, typed("140"))
    assert asked.kind is Kind.EXPLAIN and "+40" in asked.message.replace("\u202f", "") and asked.findings
    together = save(store, ANNE, typed("140"), typed("135", key(period="2023"), 1, comment="Révisé"))
    assert [one.kind for one in together] == [Kind.SAVED, Kind.SAVED], "compared with what comes in together"
    (saved,) = save(store, ANNE, typed("190", base=1, comment="Nouveau site"))
    assert (saved.kind, saved.version_no) == (Kind.WARNED, 2)


def test_ranges_of_the_indicator_block_or_warn(store: Engine) -> None:
    add(store, "value_rule", indicator_id=1, hard_high=Decimal(1000), plausible_high=Decimal(500))
    assert save(store, ANNE, typed("1001", comment="Vrai"))[0].kind is Kind.REFUSED
    assert save(store, ANNE, typed("501"))[0].kind is Kind.EXPLAIN
    assert save(store, ANNE, typed("500"))[0].kind is Kind.SAVED


def test_a_breakdown_is_summed_with_what_comes_in_together(store: Engine) -> None:
    pme, large = key(item="PME"), key(item="GE")
    outcomes = save(store, ANNE, typed("30"), typed("20", pme), typed("10", large))
    assert {one.kind for one in outcomes} == {Kind.SAVED}
    (wrong,) = save(store, ANNE, typed("11", large, base=1))
    assert wrong.kind is Kind.EXPLAIN and "somme" in wrong.message
    assert save(store, ANNE, typed("11", large, base=1, comment="Doublons"))[0].kind is Kind.WARNED
    assert save(store, ANNE, typed("3", key(item="MICRO")))[0].kind is Kind.EXPLAIN, "the sum is still wrong"


def _rule(store: Engine, severity: str) -> None:
    rule = CrossRule(
        Side("parts", (Term(SHARE),), MissingPolicy.SKIP_IF_ANY), Operator.AT_MOST, Side("entreprises", (Term(COUNT),))
    )
    with unit_of_work(store, "essai") as work:
        rules.set_cross_rule(work.session, "R", definition_of(rule), severity)
        work.commit()


def test_a_rule_between_series_warns(store: Engine) -> None:
    _rule(store, "avertissement")
    save(store, ANNE, typed("10"))
    assert save(store, ANNE, typed("20", key(SHARE)))[0].kind is Kind.EXPLAIN
    assert save(store, ANNE, typed("20", key(SHARE), comment="Autre source"))[0].kind is Kind.WARNED


def test_a_blocking_rule_between_series_stops_submission_only(store: Engine) -> None:
    _rule(store, "bloquante")
    outcomes = save(store, ANNE, typed("10"), typed("20", key(SHARE)))
    assert {one.kind for one in outcomes} == {Kind.SAVED}
    assert "soumission sera refusée" in outcomes[1].message
    assert steps.step(store, ANNE, Action.SUBMIT, [key(SHARE)])[0].kind is Kind.REFUSED
    save(store, ANNE, typed("9", key(SHARE), base=1, comment="Corrigé"))
    assert steps.step(store, ANNE, Action.SUBMIT, [key(SHARE)])[0].kind is Kind.SAVED


def test_a_published_value_is_corrected_with_a_motive_and_stays_in_force(store: Engine) -> None:
    publish(store, "12")
    (asked,) = save(store, ANNE, typed("13", base=4))
    assert asked.kind is Kind.QUESTION and "motif" in asked.message
    (saved,) = save(store, ANNE, typed("13", base=4, motive="Erreur de saisie"))
    assert (saved.kind, saved.version_no) == (Kind.SAVED, 5)
    cell = (COUNT, "2024", None)
    assert (stored(store)[cell], stored(store, published=True)[cell]) == (Decimal(13), Decimal(12))
    event = read_journal(store, ADA, Filters(subject=str(key())))[0]
    assert (event.action, event.motive, event.old["value"], event.new["value"]) == (
        "corriger",
        "Erreur de saisie",
        "12",
        "13",
    )


def test_a_submitted_value_is_closed(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    advance(store, Action.SUBMIT)
    (outcome,) = save(store, ANNE, typed("13", base=2))
    assert outcome.kind is Kind.LOCKED and "soumise" in outcome.message


def test_emptying_a_cell_is_asked_about(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    assert save(store, ANNE, typed("", base=1))[0].kind is Kind.QUESTION
    assert save(store, ANNE, typed("", base=1, absence=ObsStatus.MISSING))[0].kind is Kind.SAVED


def test_typing_over_a_confidential_value_keeps_it_hidden(store: Engine) -> None:
    save(store, ANNE, typed("12 c"))
    save(store, ANNE, typed("13", base=1))
    with reading(store) as session:
        (row,) = observations.observations(session, published=False)
    assert (row.value, row.conf_status) == (Decimal(13), ConfStatus.CONFIDENTIAL)


def test_a_source_stays_until_another_is_given(store: Engine) -> None:
    save(store, ANNE, typed("12", source="Enquête"))
    save(store, ANNE, typed("13", base=1))
    with reading(store) as session:
        (row,) = observations.observations(session, published=False)
    assert row.source == "Enquête"


def test_a_locked_period_says_why_and_exceptions_expire(store: Engine) -> None:
    number = campaigns.lock_period(store, ADA, "2024", "Clôture annuelle")
    month = key(period="2024-05")
    for at in (key(), month):
        (outcome,) = save(store, ANNE, typed("12", at))
        assert outcome.kind is Kind.LOCKED and "Clôture annuelle" in outcome.message
    assert save(store, ADA, typed("12"))[0].kind is Kind.LOCKED, "nobody is above a lock"
    campaigns.grant_exception(store, ADA, number, ANNE.email, TODAY, "Erreur signalée", today=TODAY)
    assert save(store, BOB, typed("12"))[0].kind is Kind.LOCKED
    late = save(store, ANNE, typed("12"), today=TODAY + timedelta(days=1))[0]
    assert late.kind is Kind.LOCKED and "a pris fin le 01/03/2025" in late.message
    assert save(store, ANNE, typed("12"))[0].kind is Kind.SAVED
    assert steps.step(store, BOB, Action.SUBMIT, [key()], today=TODAY)[0].kind is Kind.LOCKED
    campaigns.lift_lock(store, ADA, number, "Réouverture")
    assert save(store, BOB, typed("13", base=1))[0].kind is Kind.SAVED


def test_a_draft_keeps_exactly_what_was_typed_until_it_is_saved(store: Engine) -> None:
    text = " 1.234,5 ?? \u202f\u00a0é"
    before = read_data_version(store)
    drafts.save_draft(store, ANNE, key(), "1", 0)
    drafts.save_draft(store, ANNE, key(), text, 0, {"comment": "à vérifier"})
    drafts.save_draft(store, ANNE, key(item="PME"), "n.d.", 0)
    found = {one.key: one for one in drafts.drafts_of(store, ANNE)}
    assert (found[key()].typed, found[key()].details) == (text, {"comment": "à vérifier"})
    assert drafts.drafts_of(store, BOB) == () == drafts.drafts_of(store, VERA)
    assert read_data_version(store) == before
    save(store, ANNE, typed(text))
    assert len(drafts.drafts_of(store, ANNE)) == 2, "refused: kept as typed"
    save(store, ANNE, typed("12"))
    assert [one.key for one in drafts.drafts_of(store, ANNE)] == [key(item="PME")]
    assert drafts.discard_draft(store, ANNE, key(item="PME"))
    assert drafts.drafts_of(store, ANNE) == ()


def test_foreign_series_are_refused_without_saying_what_they_hold(store: Engine) -> None:
    save(store, ADA, typed("12", key(FOREIGN)))
    (outcome,) = save(store, ANNE, typed("13", key(FOREIGN)))
    assert (outcome.kind, outcome.theirs, outcome.version_no) == (Kind.REFUSED, None, None)
    assert outcome.message == f"La série {FOREIGN} ne vous est pas attribuée."


def test_the_state_of_a_new_version_is_a_draft(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    with reading(store) as session:
        (row,) = observations.observations(session, published=False)
    assert (row.state, row.recorded_by, row.method) == (ValueState.DRAFT, ANNE.email, "grille")
    assert row.period_end == date(2024, 12, 31)
