"""The figures of the demonstration: plausible, coherent, and fictitious in every word."""

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from db.engine import Engine
from db.queries import facts, targets
from db.unit_of_work import reading
from db.vocabulary import Aggregation, ConfStatus, EntryMethod, Frequency, ObsStatus, StoreKind, ValueState
from indicators.domain.progress.aggregation import check_distinct_total
from indicators.reading.progress.review import Review
from seeds.demo.cells import OUTSIDE, OVERLAPPING, UNUSED
from seeds.demo.stories import DemoStory

REAL_NAMES = ("BCE", "BNB", "IWEPS", "AViQ", "AWEX", "BioWin", "MedTech", "Statbel", "INAMI", "SPW", "http", "Eurostat")


def test_every_flag_of_the_entry_form_is_there(demo_values: list[Any]) -> None:
    flags = {flag for row in demo_values for flag in row.flags}
    assert {str(flag) for flag in flags} == set("BDEFIKLMNOPUWQ")
    assert any(len(row.flags) > 1 for row in demo_values)


def test_every_state_method_and_confidentiality_is_there(demo_versions: list[Any]) -> None:
    rows = demo_versions
    assert {row.state for row in rows} == set(ValueState)
    assert {row.conf_status for row in rows} == set(ConfStatus)
    assert {row.method for row in rows} == {
        EntryMethod.GRID,
        EntryMethod.PASTE,
        EntryMethod.FILE,
        EntryMethod.FORM,
    }
    assert {row.version_no for row in rows} == {1, 2, 3}


def test_missing_values_have_a_reason_and_present_ones_have_none(demo_values: list[Any]) -> None:
    missing = set(map(ObsStatus, "KLMOQ"))
    assert all(bool(missing & row.flags) is (row.value is None) for row in demo_values)


def test_everything_says_that_it_is_fictitious(demo: Engine, demo_versions: list[Any]) -> None:
    with reading(demo) as session:
        assert facts.store_kind(session) is StoreKind.DEMONSTRATION
        decisions = [*targets.baselines(session), *targets.targets(session)]
    rows = demo_versions
    assert {row.source for row in [*rows, *decisions]} == {"Donnée fictive"}
    assert {row.recorded_by for row in [*rows, *decisions]} == {"démonstration"}
    words = {text for row in rows for text in (row.caveat, row.comment, row.reason, row.source_url) if text}
    words |= {row.reason for row in decisions if row.reason}
    assert all("ficti" in text for text in words)
    assert not [text for text in words for name in REAL_NAMES if name in text]


def test_revisions_say_why_and_instants_go_forward(demo: Engine, demo_versions: list[Any]) -> None:
    with reading(demo) as session:
        decisions: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in targets.targets(session):
            decisions[(row.series, row.horizon)].append(row)
        for row in targets.baselines(session):
            decisions[(row.series,)].append(row)
    by_observation: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in demo_versions:
        by_observation[(row.observation_id,)].append(row)
    for history in [*decisions.values(), *by_observation.values()]:
        instants = [row.recorded_at for row in history]
        assert instants == sorted(set(instants))
        assert datetime(2022, 1, 1, tzinfo=UTC) < instants[0] and instants[-1] < datetime(2026, 11, 1, tzinfo=UTC)
    assert all(row.reason for rows in decisions.values() for row in rows[1:])
    assert all(row.reason for row in demo_versions if row.version_no > 1 and row.state == ValueState.WITHDRAWN)
    assert any(row.version_no == 3 and "Révision" in row.reason for row in demo_versions)


def test_values_come_in_after_their_period_except_forecasts(demo_versions: list[Any]) -> None:
    early = {row.flags for row in demo_versions if row.recorded_at.date() <= row.period_end}
    assert early == {frozenset({ObsStatus.FORECAST})}


def test_figures_suit_their_unit(demo_values: list[Any], told: dict[str, DemoStory]) -> None:
    for row in demo_values:
        subject = told[row.series].subject
        if row.value is None:
            continue
        assert row.value >= 0
        assert row.value == row.value.quantize(subject.grain)
        assert not subject.is_percent or row.value <= 100


def test_ratios_have_their_two_terms(demo_values: list[Any], told: dict[str, DemoStory]) -> None:
    ratios = [row for row in demo_values if told[row.series].subject.is_ratio and row.value is not None]
    assert ratios
    for row in ratios:
        exact = 100 * row.numerator / row.denominator
        assert row.value == (exact if row.item is None else exact.quantize(Decimal("0.1"), "ROUND_HALF_EVEN"))


def test_parts_add_up_to_their_total(demo_values: list[Any], told: dict[str, DemoStory]) -> None:
    totals = {(row.series, row.period_code): row for row in demo_values if row.item is None}
    sums = {key: parts for key, parts in _parts(demo_values).items() if told[key[0]].subject.is_additive}
    assert len(sums) > 1000
    for (series, period, code_list), parts in sums.items():
        total = totals[(series, period)].value
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            assert sum(known) <= total
        elif code_list in OVERLAPPING and told[series].subject.card.aggregation is Aggregation.DISTINCT:
            check_distinct_total(total, known)
        else:
            assert sum(known) == total


def _parts(demo_values: list[Any]) -> dict[tuple[str, str, str], list[Decimal | None]]:
    """Parts that belong to the main value, by series, period and list; a part counted elsewhere weighs nothing."""
    found: dict[tuple[str, str, str], list[Decimal | None]] = defaultdict(list)
    for row in demo_values:
        apart = OUTSIDE.get(row.list, set()) | UNUSED.get(row.list, set())
        if row.item is not None and row.item not in apart and ObsStatus.IN_ANOTHER_CATEGORY not in row.flags:
            found[(row.series, row.period_code, row.list)].append(row.value)
    return found


def test_groups_of_areas_add_up_their_areas(demo_review: Review, told: dict[str, DemoStory]) -> None:
    groups = [story.subject for story in told.values() if story.subject.parts]
    assert {one.card.aggregation for one in groups} == {Aggregation.SUM, Aggregation.DISTINCT}
    for group in groups:
        for one in demo_review.judged[group.code].facts.observations:
            parts = [_value_of(demo_review, part, one.period.code) for part in group.parts]
            if group.card.aggregation is Aggregation.SUM:
                assert one.value == sum(parts)
            else:
                check_distinct_total(one.value or Decimal(0), parts)


def _value_of(demo_review: Review, series: str, period: str) -> Decimal:
    found = [one.value for one in demo_review.judged[series].facts.observations if one.period.code == period]
    assert found and found[0] is not None
    return found[0]


def test_core_series_are_broken_down_over_time(demo_values: list[Any], told: dict[str, DemoStory]) -> None:
    years: dict[str, set[str]] = defaultdict(set)
    for row in demo_values:
        if row.item is not None:
            years[row.series].add(row.period_code)
    core = [one.subject for one in told.values() if one.subject.is_core and one.subject.lists]
    assert len(core) > 100
    assert all(len(years[one.code]) >= (2 if one.card.frequency is Frequency.BIENNIAL else 3) for one in core)


def test_half_years_are_there_where_the_card_says_so(demo_values: list[Any], told: dict[str, DemoStory]) -> None:
    halves: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in demo_values:
        if row.item is None and "-S" in row.period_code:
            halves[(row.series, row.period_code[:4])].append(row)
    expected = {code for code, one in told.items() if one.subject.card.frequency is Frequency.SEMESTRIAL}
    assert {series for series, _ in halves} == expected
    totals = {(row.series, row.period_code): row.value for row in demo_values if row.item is None}
    for (series, year), rows in halves.items():
        if told[series].subject.is_flow and totals.get((series, year)) is not None:
            assert sum(row.value for row in rows) == totals[(series, year)]


def test_masked_parts_go_in_pairs(demo_values: list[Any]) -> None:
    masked: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in demo_values:
        if row.item is not None and ObsStatus.SUPPRESSED in row.flags:
            masked[(row.series, row.period_code, row.list)].add(row.conf_status)
    assert masked
    assert all(found == {ConfStatus.PRIMARY_SMALL, ConfStatus.SECONDARY} for found in masked.values())
