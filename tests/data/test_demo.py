"""The demonstration: what each series tells, and that it is the same everywhere and at every load."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from db import migrate
from db.engine import Engine, connect
from db.errors import StoreError
from db.queries import catalogue as catalogue_rows
from db.queries import facts, observations
from db.queries.bulk import NewObservation, add_many_observations
from db.unit_of_work import Session, reading, unit_of_work
from db.vocabulary import EntryMethod, ObsStatus, StoreKind, TargetMode, ValueState
from indicators.domain.statuses import Reason, Status
from indicators.reading.progress.review import Review, read_review
from indicators.reading.store.integrity import problems
from seeds import loader
from seeds.demo.loader import load_demo
from seeds.demo.profiles import OF_COUNTS
from seeds.demo.scenarios import Scenario
from seeds.demo.stories import DemoStory
from seeds.schema import CatalogueFiles
from tests.data.demo_rows import TODAY, contents, shown
from tests.stores import PostgresStores, SqliteStores

NOT_IN_DEMO = {Reason.AGGREGATE_INCOMPLETE, Reason.OPPOSITE_SIGNS}  # of wholes, and of another method


def test_the_rules_say_what_each_story_intends(demo_review: Review, told: dict[str, DemoStory]) -> None:
    found = {code: (demo_review.judged[code].status, demo_review.judged[code].assessment.reason) for code in told}
    assert found == {code: (story.intent.status, story.intent.reason) for code, story in told.items()}


def test_every_series_has_a_story_but_those_that_read_another(demo_review: Review, told: dict[str, DemoStory]) -> None:
    assert set(told) == {code for code, one in demo_review.judged.items() if one.series.reads_from is None}


def test_every_status_and_reason_is_there(demo_review: Review) -> None:
    assert {one.status for one in demo_review.matrix} == set(Status)
    assert {one.assessment.reason for one in demo_review.matrix} - {None} == set(Reason) - NOT_IN_DEMO


def test_every_story_is_told(told: dict[str, DemoStory]) -> None:
    assert {story.intent.scenario for story in told.values()} == set(Scenario)


@pytest.mark.parametrize(
    ("status", "low", "high"),
    [
        (Status.ACHIEVED, 9, 15),
        (Status.ON_TRACK, 26, 34),
        (Status.TO_ACCELERATE, 17, 23),
        (Status.LATE, 12, 18),
        (Status.DECLINE, 4, 9),
        (Status.MISSED, 1, 5),
        (Status.TOO_EARLY, 1, 4),
        (Status.NOT_ASSESSABLE, 11, 18),
    ],
)
def test_the_mix_of_statuses_is_believable(demo_review: Review, status: Status, low: int, high: int) -> None:
    judged = [one for one in demo_review.matrix if one.status is not Status.NOT_APPLICABLE]
    share = 100 * sum(one.status is status for one in judged) / len(judged)
    assert low <= share <= high


def test_paces_are_exactly_on_the_thresholds(demo_review: Review, told: dict[str, DemoStory]) -> None:
    paces = {
        story.intent.scenario: demo_review.judged[code].assessment.pace
        for code, story in told.items()
        if story.intent.scenario in (Scenario.AT_95, Scenario.AT_60)
    }
    assert paces == {Scenario.AT_95: Fraction(95, 100), Scenario.AT_60: Fraction(60, 100)}


def test_a_small_target_is_written_as_one_out_of_two(demo_review: Review, told: dict[str, DemoStory]) -> None:
    notes = {
        demo_review.judged[code].assessment.note
        for code, story in told.items()
        if story.intent.scenario is Scenario.SMALL_TARGET
    }
    assert notes == {"1 sur 2"}


def test_sums_levels_zero_starts_and_own_horizons_are_there(demo_review: Review, catalogue: CatalogueFiles) -> None:
    judged = list(demo_review.judged.values())
    modes = {target.mode for one in judged for target in one.facts.targets}
    assert modes == set(TargetMode)
    levels = [one for one in judged if {target.mode for target in one.facts.targets} == {TargetMode.LEVEL}]
    assert any(one.facts.baseline and one.facts.baseline.value == 0 for one in levels)
    assert any(dict(one.series.horizons) != catalogue.version.horizons for one in judged)
    assert any(one.facts.former_targets for one in judged)
    assert any(one.assessment.provisional for one in judged)
    assert any(one.due.due_since and one.latest and one.latest.period.end.year == 2021 for one in judged)


def test_rebased_series_have_a_second_baseline_in_the_new_definition(
    demo_review: Review, told: dict[str, DemoStory], demo_versions: list[Any]
) -> None:
    rebased = [code for code, story in told.items() if story.intent.scenario is Scenario.REBASED]
    for code in rebased:
        baseline = demo_review.judged[code].facts.baseline
        assert baseline is not None and baseline.version_no == 2 and ObsStatus.BREAK in baseline.flags
        assert any(
            row.series == code and ObsStatus.BREAK in row.flags and row.period_end > baseline.date
            for row in demo_versions
        )


def test_scenarios_hold_as_of_a_past_instant(demo: Engine) -> None:
    past = read_review(demo, date(2024, 6, 1), as_of=datetime(2024, 6, 1, tzinfo=UTC))
    assert past is not None
    assert past.newest_period_end == date(2022, 12, 31)
    assert len({one.status for one in past.matrix}) >= 6
    assert len(past.matrix) == 251


def test_the_store_is_sound(demo: Engine) -> None:
    assert problems(demo) == []


def test_a_second_load_changes_nothing(demo_copy: Engine, catalogue: CatalogueFiles) -> None:
    before, number = contents(demo_copy), _data_version(demo_copy)
    assert not load_demo(demo_copy, catalogue, revisions=3).wrote
    assert contents(demo_copy) == before
    assert _data_version(demo_copy) == number


def test_what_somebody_entered_since_stays(demo_copy: Engine, catalogue: CatalogueFiles) -> None:
    with unit_of_work(demo_copy, "une personne") as work:
        series_id, period = _first_observation(work.session)
        observations.add_observation_version(
            work.session,
            series_id=series_id,
            item_id=None,
            period=period,
            state=ValueState.PUBLISHED,
            value=Decimal("1.5"),
            method=EntryMethod.GRID,
            recorded_by="une personne",
        )
        work.commit()
    assert not load_demo(demo_copy, catalogue).wrote
    with reading(demo_copy) as session:
        assert observations.observations(session)[0].value == Decimal("1.5")


def test_a_second_store_is_the_same_row_by_row(
    demo: Engine, sqlite_stores: SqliteStores, catalogue: CatalogueFiles
) -> None:
    other = connect(sqlite_stores.filled(migrate.upgrade))
    assert load_demo(other, catalogue).wrote
    assert contents(other) == contents(demo)
    other.dispose()


@pytest.mark.postgres
def test_postgresql_holds_the_same(demo: Engine, postgres_stores: PostgresStores, catalogue: CatalogueFiles) -> None:
    url = postgres_stores.filled(migrate.upgrade)
    other = connect(url)
    load_demo(other, catalogue)
    assert problems(other) == []
    assert contents(other) == contents(demo)
    assert not load_demo(other, catalogue).wrote
    other.dispose()
    postgres_stores.discard(url)


def test_a_store_of_real_values_is_refused(sqlite_stores: SqliteStores, catalogue: CatalogueFiles) -> None:
    real = connect(sqlite_stores.filled(migrate.upgrade))
    loader.load(real, catalogue, [])
    with pytest.raises(StoreError, match="base séparée"):
        load_demo(real, catalogue)
    with reading(real) as session:
        assert facts.store_kind(session) is StoreKind.REAL
        assert observations.observations(session, published=False) == []
    real.dispose()


def test_benchmark_stores_grow_and_say_the_same(
    sqlite_stores: SqliteStores, catalogue: CatalogueFiles, demo_review: Review, demo_values: list[Any]
) -> None:
    larger = connect(sqlite_stores.filled(migrate.upgrade))
    load_demo(larger, catalogue, revisions=2, breakdown_factor=2)
    review = read_review(larger, TODAY, confidential=True)
    assert review is not None
    expected = {code: (one.status, one.assessment.pace) for code, one in demo_review.judged.items()}
    assert {code: (one.status, one.assessment.pace) for code, one in review.judged.items()} == expected
    with reading(larger) as session:
        found = shown(session)
    assert len(found) > 2 * len(demo_values)
    assert sum(row.item is None for row in found) == sum(row.item is None for row in demo_values)
    assert all(row.version_no >= 2 for row in found)
    assert problems(larger) == []
    larger.dispose()


def test_an_observation_added_twice_is_refused(demo_copy: Engine) -> None:
    with pytest.raises(StoreError) as refusal, unit_of_work(demo_copy, "essai") as work:
        series_id, period = _first_observation(work.session)
        version = {"state": "publiee", "value": Decimal(1), "method": "grille", "recorded_by": "essai"}
        add_many_observations(work.session, [NewObservation(series_id, None, period, (version,))])
    assert refusal.value.rule == "ux_observation_total"


def test_an_unknown_indicator_gets_the_profile_of_its_unit(told: dict[str, DemoStory]) -> None:
    one = told["ENT-01-A1"].subject
    other = replace(one, card=one.card.model_copy(update={"code": "ZZZ-01"}))
    assert other.profile == OF_COUNTS


def _first_observation(session: Session) -> tuple[int, tuple[str, str, date, date]]:
    """Series and period of a total that is published."""
    row = observations.observations(session)[0]
    series_id = next(one.id for one in catalogue_rows.series(session) if one.code == row.series)
    return series_id, (row.period_code, row.period_kind, row.period_start, row.period_end)


def _data_version(engine: Engine) -> int:
    with reading(engine) as session:
        return facts.data_version(session)
