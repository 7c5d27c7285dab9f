"""Definitions, retirements, parameters, horizons and rules: new versions, never the past; on both engines."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from db.engine import Engine
from db.unit_of_work import reading
from db.vocabulary import Direction, Horizon
from indicators.domain.catalogue.definitions import IndicatorSheet
from indicators.domain.catalogue.typed_parameters import typed_of
from indicators.domain.progress.assessment import Parameters
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import Status
from indicators.domain.values.cells import Kind
from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import MissingPolicy, Operator
from indicators.reading.catalogue import administration
from indicators.reading.catalogue.administration import IndicatorFile, read_file, read_rules, transitions
from indicators.reading.progress.review import Judged, Review, read_review
from indicators.reading.values.cells import read_series
from indicators.services.catalogue import definitions, horizons, parameters, rules
from indicators.services.catalogue.rules import RuleInput
from indicators.services.refusals import Refused
from indicators.services.values import targets
from tests.entry_world import ADA, COUNT, FOREIGN, SHARE, SHOWN, TODAY, VERA, key, publish, save, typed

START, CT = date(2021, 12, 31), date(2027, 12, 31)


def the_file(store: Engine, code: str = "ENT-01") -> IndicatorFile:
    found = read_file(store, code)
    assert found is not None
    return found


def edit(store: Engine, base: int | None = None, **changes: Any) -> definitions.Edited:
    more = {name: changes.pop(name) for name in ("confirmed", "decided_on", "reason") if name in changes}
    current = the_file(store).current
    wanted: IndicatorSheet = replace(current.sheet, **changes)
    seen = current.version_no if base is None else base
    return definitions.edit_definition(
        store, ADA, "ENT-01", wanted, base_version_no=seen, today=TODAY, **({"reason": "Motif"} | more)
    )


def review(store: Engine, today: date = TODAY, as_of: datetime | None = None) -> Review:
    found = read_review(store, today, as_of=as_of)
    assert found is not None
    return found


# Definitions ----------------------------------------------------------------------------------------------------------


def test_a_definition_gets_a_version_and_the_past_keeps_its_own(store: Engine) -> None:
    before = datetime.now(UTC)
    publish(store, "12")
    edited = edit(store, label=" Entreprises vivantes ", decided_on=date(2025, 2, 1), reason="Clarté")
    assert (edited.version_no, edited.changed) == (3, ("label",))
    current = the_file(store).current
    assert (current.sheet.label, current.reason, current.recorded_by) == ("Entreprises vivantes", "Clarté", ADA.email)
    assert current.decided_on == date(2025, 2, 1)
    assert review(store).judged[COUNT].definition.label == "Entreprises vivantes"
    assert review(store).judged[COUNT].facts.observations, "values stay with their series"
    assert review(store, as_of=before).judged[COUNT].definition.label == "Libellé"
    again = edit(store, label="Entreprises vivantes")
    assert (again.version_no, again.changed) == (3, ()), "a second click writes nothing"


def test_an_edit_over_another_one_is_refused(store: Engine) -> None:
    edit(store, label="Un")
    with pytest.raises(Refused, match="après celle que vous avez vue"):
        edit(store, base=2, label="Deux")
    assert the_file(store).current.sheet.label == "Un"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": " "}, "nécessaires"),
        ({"label": "x" * 301}, "300 caractères"),
        ({"definition": "x" * 6001}, "6000 caractères"),
        ({"decimals": 7, "confirmed": True}, "de 0 à 6"),
        ({"publication_delay_months": 61, "confirmed": True}, "0 à 60"),
        ({"direction": Direction.NONE, "confirmed": True}, "contexte"),
        ({"decimals": 2}, "confirmez"),
        ({"direction": Direction.DECREASE}, "sens recherché"),
        ({"label": "Autre", "reason": " "}, "motif"),
        ({"label": "Autre", "decided_on": date(2025, 3, 2)}, "à venir"),
    ],
)
def test_a_wrong_edit_writes_nothing(store: Engine, changes: Mapping[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        edit(store, **changes)
    assert the_file(store).current.version_no == 2


def test_a_reversed_direction_is_foreseen_and_judges_from_then_on(store: Engine) -> None:
    publish(store, "12")
    targets.set_baseline(store, VERA, COUNT, "10", START, today=TODAY)
    targets.set_target(store, VERA, COUNT, Horizon.SHORT, "20", due=CT, today=TODAY)
    seen = review(store)

    def alter(one: Judged) -> SeriesFacts:
        return replace(one.facts, direction=Direction.DECREASE) if one.code == COUNT else one.facts

    foreseen = transitions(seen, alter=alter)
    edit(store, direction=Direction.DECREASE, confirmed=True)
    after = review(store).judged[COUNT].status
    assert foreseen.changed[0] == (COUNT, seen.judged[COUNT].status, after)
    assert foreseen.counts[0][2] >= 1
    assert review(store, as_of=datetime.now(UTC)).judged[COUNT].status is after
    assert review(store, as_of=seen.changed_at).judged[COUNT].status is seen.judged[COUNT].status


# Retirement -----------------------------------------------------------------------------------------------------------


def test_a_series_leaves_on_its_day_and_comes_back_with_all_it_held(store: Engine) -> None:
    publish(store, "12")
    before = datetime.now(UTC)
    with pytest.raises(Refused, match=f"{SHOWN} : ces séries montrent ses valeurs"):
        definitions.retire(store, ADA, COUNT, date(2025, 6, 1), "Abandonnée")
    definitions.retire(store, ADA, SHOWN, TODAY, "Abandonnée")
    definitions.retire(store, ADA, COUNT, date(2025, 6, 1), "Abandonnée")
    assert COUNT in review(store, date(2025, 5, 31)).judged
    assert COUNT not in review(store, date(2025, 6, 1)).judged
    assert COUNT in review(store, date(2025, 6, 1), before).judged, "as it was known then"
    assert [one.series for one in administration.read_retired(store)] == [COUNT, SHOWN]
    with pytest.raises(Refused, match="déjà retiré"):
        definitions.retire(store, ADA, COUNT, date(2025, 7, 1), "Encore")
    with reading(store) as session:
        assert "retirée" in read_series(session, {COUNT})[COUNT].closed
    (outcome,) = save(store, ADA, typed("13", base=4))
    assert outcome.kind is Kind.REFUSED and "retirée" in outcome.message
    definitions.reinstate(store, ADA, COUNT, "Reprise")
    assert review(store, date(2025, 7, 1)).judged[COUNT].facts.observations
    with pytest.raises(Refused, match="n’est pas retiré"):
        definitions.reinstate(store, ADA, COUNT, "Encore")


def test_an_indicator_leaves_with_its_series(store: Engine) -> None:
    definitions.retire(store, ADA, "ENT-03", TODAY, "Abandonné")
    definitions.retire(store, ADA, "ENT-01", TODAY, "Abandonné")
    assert not {COUNT, FOREIGN} & review(store).judged.keys()
    assert the_file(store).retired_on == TODAY
    with reading(store) as session:
        assert read_series(session, {FOREIGN})[FOREIGN].closed
    for wrong, said in (("XXX-01", "ni un indicateur"), ("ENT-02", "motif")):
        with pytest.raises(Refused, match=said):
            definitions.retire(store, ADA, wrong, TODAY, "" if wrong == "ENT-02" else "Motif")


# Parameters -----------------------------------------------------------------------------------------------------------


def set_parameters(store: Engine, seen: int = 1, reason: str = "Décision", **changes: str) -> int:
    return parameters.set_parameters(store, ADA, typed_of(Parameters()) | changes, base_version_no=seen, reason=reason)


def test_parameters_get_a_version_and_past_statuses_keep_theirs(store: Engine) -> None:
    publish(store, "12")
    targets.set_baseline(store, VERA, COUNT, "10", START, today=TODAY)
    targets.set_target(store, VERA, COUNT, Horizon.SHORT, "15", due=CT, today=TODAY)
    before = review(store)
    wanted = Parameters(Decimal("0.70"), Decimal("0.30"), version_no=2)
    foreseen = transitions(before, wanted)
    assert set_parameters(store, on_track="70 %", accelerate="30") == 2
    after = review(store)
    assert after.parameters == wanted
    assert {(code, was, after.judged[code].status) for code, was, _ in foreseen.changed} == set(foreseen.changed)
    assert (COUNT, Status.TO_ACCELERATE, Status.ON_TRACK) in foreseen.changed
    past = review(store, as_of=before.changed_at)
    assert (past.parameters.version_no, past.judged[COUNT].status) == (1, Status.TO_ACCELERATE)
    assert [one.parameters.version_no for one in administration.read_parameters_log(store)] == [2, 1]
    assert set_parameters(store, 2, on_track="70", accelerate="30") == 2, "the same again writes nothing"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on_track": "50"}, "décroissant"),
        ({"on_track": "abc"}, "En bonne voie"),
        ({"on_track": "0,95"}, "entre 1"),
        ({"on_track": ""}, "nombre"),
        ({"trend_small": "1.234"}, "deux façons"),
        ({"tolerance": "1"}, "0,001"),
        ({"on_track": "90", "reason": " "}, "motif"),
        ({"on_track": "90", "seen": 7}, "rechargez"),
    ],
)
def test_wrong_parameters_write_nothing(store: Engine, changes: Mapping[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        set_parameters(store, **changes)
    assert review(store).parameters.version_no == 1


# Horizons -------------------------------------------------------------------------------------------------------------


def set_horizon(store: Engine, due: date | None, series: str = "", **more: Any) -> int:
    given = {"seen": date(2026, 12, 31), "reason": "Décision", "today": TODAY} | more
    return horizons.set_horizon(store, ADA, Horizon.SHORT, due, series=series, **given)


def test_a_horizon_of_the_roadmap_moves_with_its_targets_only_where_asked(store: Engine) -> None:
    targets.set_target(store, ADA, FOREIGN, Horizon.SHORT, "20", today=TODAY)
    targets.set_target(store, ADA, COUNT, Horizon.SHORT, "20", today=TODAY)
    before = datetime.now(UTC)
    first, second = date(2027, 6, 30), date(2028, 6, 30)
    assert set_horizon(store, first) == 0
    assert dict(review(store).judged[FOREIGN].series.horizons)[Horizon.SHORT] == first
    assert review(store).judged[FOREIGN].facts.targets[0].date == date(2026, 12, 31), "a target keeps its date"
    with pytest.raises(Refused, match="date de la décision"):
        set_horizon(store, second, seen=first, move_targets=True)
    set_horizon(store, date(2026, 12, 31), seen=first)
    moved = set_horizon(store, second, move_targets=True, decided_on=TODAY)
    assert moved == 1, "COUNT has a date of its own"
    target = review(store).judged[FOREIGN].facts.targets[0]
    assert (target.date, target.version_no, target.decided_on) == (second, 2, TODAY)
    assert review(store).judged[COUNT].facts.targets[0].date == CT
    past = review(store, as_of=before)
    assert dict(past.catalogue.horizons)[Horizon.SHORT] == date(2026, 12, 31)
    assert past.judged[FOREIGN].facts.targets[0].date == date(2026, 12, 31)
    assert next(one.due for one in administration.read_horizon_log(store)) == second


def test_a_series_has_a_date_of_its_own_and_gives_it_back(store: Engine) -> None:
    before = datetime.now(UTC)
    own = date(2028, 12, 31)
    assert set_horizon(store, own, FOREIGN, seen=None) == 0
    assert (FOREIGN, Horizon.SHORT, own, "Décision") in administration.read_own_horizons(store)
    assert dict(review(store).judged[FOREIGN].series.horizons)[Horizon.SHORT] == own
    assert dict(review(store, as_of=before).judged[FOREIGN].series.horizons)[Horizon.SHORT] == date(2026, 12, 31)
    with pytest.raises(Refused, match="rechargez"):
        set_horizon(store, None, FOREIGN, seen=None)
    set_horizon(store, None, FOREIGN, seen=own)
    assert dict(review(store).judged[FOREIGN].series.horizons)[Horizon.SHORT] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("due", "more", "said"),
    [
        (START, {}, "doit suivre la situation initiale"),
        (date(2028, 1, 1), {"reason": ""}, "motif"),
        (date(2028, 1, 1), {"decided_on": date(2025, 3, 2)}, "à venir"),
        (date(2028, 1, 1), {"seen": date(2020, 1, 1)}, "rechargez"),
        (date(2028, 1, 1), {"series": "XXX-01-A1", "seen": None}, "n’existe pas"),
        (None, {}, "Donnez la date"),
    ],
)
def test_a_wrong_horizon_moves_nothing(store: Engine, due: date | None, more: Mapping[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        set_horizon(store, due, **more)
    assert dict(review(store).catalogue.horizons)[Horizon.SHORT] == date(2026, 12, 31)


# Rules ----------------------------------------------------------------------------------------------------------------


def set_ranges(store: Engine, indicator: str = "ENT-01", integer: bool = False, **ranges: str) -> bool:
    return rules.set_value_rule(store, ADA, indicator, ranges, is_integer=integer, reason="Motif")


def test_ranges_block_warn_and_go_away(store: Engine) -> None:
    assert set_ranges(store, hard_low="0", hard_high="1 000", plausible_high="100", max_change="50", integer=True)
    assert not set_ranges(store, hard_low="0", hard_high="1000", plausible_high="100", max_change="50", integer=True)
    kinds = {text: save(store, ADA, typed(text))[0].kind for text in ("1001", "12,5", "150")}
    assert kinds == {"1001": Kind.REFUSED, "12,5": Kind.REFUSED, "150": Kind.EXPLAIN}
    found = the_file(store)
    assert (found.ranges["hard_high"], found.ranges["plausible_low"], found.is_integer) == (1000, None, True)
    assert set_ranges(store)
    assert save(store, ADA, typed("1001"))[0].kind is Kind.SAVED


def test_a_change_is_in_points_where_the_unit_is_a_percentage(store: Engine) -> None:
    set_ranges(store, "ENT-02", max_change="3")
    save(store, ADA, typed("10", key(SHARE, "2023")))
    assert save(store, ADA, typed("12", key(SHARE)))[0].kind is Kind.SAVED
    (outcome,) = save(store, ADA, typed("14", key(SHARE), base=1))
    assert outcome.kind is Kind.EXPLAIN and "points" in outcome.message


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ({"hard_low": "10", "hard_high": "9"}, "dépasse"),
        ({"plausible_low": "5", "hard_low": "6"}, "dépasse"),
        ({"max_change": "0"}, "plus grande que zéro"),
        ({"hard_low": "beaucoup"}, "Minimum admis"),
        ({"hard_low": "n.d."}, "écrivez un nombre"),
    ],
)
def test_wrong_ranges_are_refused(store: Engine, ranges: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        set_ranges(store, **ranges)


RULE = RuleInput(f"2 × {FOREIGN}", Operator.AT_MOST, COUNT, Severity.BLOCKING, "Le double", "Le tout")


def set_rule(store: Engine, wanted: RuleInput = RULE, code: str = " r-1 ", seen: Any = None, reason: str = "M") -> None:
    rules.set_cross_rule(store, ADA, code, wanted, seen=seen, reason=reason)


def test_a_rule_between_series_lives(store: Engine) -> None:
    save(store, ADA, typed("12"), typed("9", key(FOREIGN)))
    set_rule(store)
    (found,) = read_rules(store)
    assert (found.code, found.is_active, found.rule.left.label) == ("R-1", True, "Le double")
    assert administration.violations(store, found.rule) == ("2024",)
    (outcome,) = save(store, ADA, typed("13", base=1))
    assert any("soumission sera refusée" in one.message for one in outcome.findings)
    rules.switch_cross_rule(store, ADA, "R-1", is_active=False, reason="Trêve")
    assert not save(store, ADA, typed("14", base=2))[0].findings
    with pytest.raises(Refused, match="après que vous l’avez vue"):
        set_rule(store, seen=found.seen)
    (now,) = read_rules(store)
    softer = replace(RULE, severity=Severity.WARNING, left_missing=MissingPolicy.NEVER_SKIP)
    set_rule(store, softer, seen=now.seen)
    (changed,) = read_rules(store)
    assert (changed.rule.severity, changed.is_active) == (Severity.WARNING, True)
    with pytest.raises(Refused, match="existe déjà"):
        set_rule(store)
    with pytest.raises(Refused, match="déjà en service"):
        rules.switch_cross_rule(store, ADA, "R-1", is_active=True, reason="M")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (replace(RULE, left="ENT-99-A1"), "n’existe pas"),
        (replace(RULE, left=SHOWN), "saisissez-les"),
        (replace(RULE, left="tout"), "pas compris"),
        (replace(RULE, left=f"{COUNT} {SHARE}"), "pas compris"),
        (replace(RULE, left=""), "au moins une"),
        (replace(RULE, left=f"{COUNT} + {COUNT}"), "qu'une fois"),
        (replace(RULE, left=COUNT), "mêmes séries"),
        (replace(RULE, severity=Severity.NOTE), "bloque la soumission"),
        (replace(RULE, advice="x" * 1001), "1000 caractères"),
    ],
)
def test_a_rule_without_sense_is_refused(store: Engine, wanted: RuleInput, said: str) -> None:
    with pytest.raises(Refused, match=said):
        set_rule(store, wanted)
    assert read_rules(store) == ()


# Withdrawals ----------------------------------------------------------------------------------------------------------


def test_what_was_set_by_mistake_is_withdrawn_and_may_be_set_again(store: Engine) -> None:
    targets.set_baseline(store, VERA, COUNT, "10", START, today=TODAY)
    targets.set_target(store, VERA, COUNT, Horizon.SHORT, "20", due=CT, today=TODAY)
    for why, seen, kind in (("", 1, Kind.REFUSED), ("Erreur", 0, Kind.CONFLICT), ("Erreur", 1, Kind.SAVED)):
        assert targets.withdraw_target(store, VERA, COUNT, Horizon.SHORT, why, base_version_no=seen).kind is kind
    assert targets.withdraw_target(store, VERA, COUNT, Horizon.SHORT, "E", base_version_no=2).kind is Kind.UNCHANGED
    assert targets.withdraw_baseline(store, VERA, COUNT, "Erreur", base_version_no=1).kind is Kind.SAVED
    facts = review(store).judged[COUNT].facts
    assert facts.baseline is None and facts.targets == () and [one.value for one in facts.former_targets] == [20]
    again = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "30", due=CT, base_version_no=2, today=TODAY)
    assert again.kind is Kind.REFUSED and "retirée" in again.message
    more: dict[str, Any] = {"due": CT, "base_version_no": 2, "reason": "Bon chiffre", "today": TODAY}
    assert targets.set_target(store, VERA, COUNT, Horizon.SHORT, "30", **more).version_no == 3


def test_a_dry_run_says_what_saving_would_and_writes_nothing(store: Engine) -> None:
    publish(store, "12")
    targets.set_baseline(store, VERA, COUNT, "10", START, today=TODAY)
    more: dict[str, Any] = {"due": CT, "today": TODAY}
    tried = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "8", dry_run=True, **more)
    assert tried.kind is Kind.EXPLAIN and tried.after is not None and tried.after.value == 8
    kept = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "10", maintained=True, dry_run=True, **more)
    assert kept.kind is Kind.SAVED
    assert review(store).judged[COUNT].facts.targets == ()
    assert targets.set_target(store, VERA, COUNT, Horizon.SHORT, "10", maintained=True, **more).kind is Kind.SAVED
    assert review(store).judged[COUNT].facts.targets[0].maintained
    # A baseline that moves away from what it was to maintain is said.
    moved = targets.set_baseline(
        store, VERA, COUNT, "9", START, base_version_no=1, reason="Recalcul", dry_run=True, today=TODAY
    )
    assert moved.kind is Kind.EXPLAIN and "maintien" in moved.message
