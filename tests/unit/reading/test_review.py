"""What people look at: the right version of each figure at each instant, once, with its judgement."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Engine, text

from db.queries import targets
from db.queries.reference import identifiers
from db.unit_of_work import UnitOfWork, unit_of_work
from db.vocabulary import EntryMethod, Horizon, ObsStatus, StoreKind, ValueState
from indicators.domain.progress.assessment import Parameters
from indicators.domain.statuses import Status
from indicators.reading.progress import attention, details, selection
from indicators.reading.progress.review import Review, read_data_version, read_review
from indicators.reading.store import integrity, tables
from tests.factories import PERSON, add_target, add_value

DAY = date(2026, 1, 15)
SERIES = "ENT-06-A3"
PUBLISHED, DRAFT, WITHDRAWN = ValueState.PUBLISHED, ValueState.DRAFT, ValueState.WITHDRAWN
Act = Callable[[UnitOfWork], object]


def act(engine: Engine, *acts: Act) -> datetime:
    """Do some things in one transaction; gives an instant after them."""
    with unit_of_work(engine, PERSON) as work:
        for one in acts:
            one(work)
        work.commit()
    return datetime.now(UTC)


def value(amount: int | None, series: str = SERIES, **columns: object) -> Act:
    def enter(work: UnitOfWork) -> None:
        add_value(work.session, amount, series_id=identifiers(work.session, "series", "code")[series], **columns)

    return enter


def baseline(amount: int | None, state: ValueState = PUBLISHED, series: str = SERIES) -> Act:
    def enter(work: UnitOfWork) -> None:
        targets.add_baseline_version(
            work.session,
            series_id=identifiers(work.session, "series", "code")[series],
            dated=date(2021, 12, 31),
            value=None if amount is None else Decimal(amount),
            state=state,
            method=EntryMethod.FORM,
            recorded_by=PERSON,
        )

    return enter


def target(amount: int | None, due: date = date(2026, 12, 31), state: ValueState = PUBLISHED, **columns: object) -> Act:
    def enter(work: UnitOfWork) -> None:
        exact = None if amount is None else Decimal(amount)
        add_target(work.session, SERIES, Horizon.MEDIUM, due=due, value=exact, state=state, **columns)

    return enter


def review_of(engine: Engine, as_of: datetime | None = None, *, published: bool = True) -> Review:
    review = read_review(engine, DAY, as_of=as_of, published=published)
    assert review is not None
    return review


def test_store_without_catalogue_has_no_review(engine: Engine) -> None:
    assert read_review(engine, DAY) is None
    assert read_data_version(engine) == 0


def test_review_holds_the_whole_catalogue(loaded: Engine) -> None:
    review = review_of(loaded)
    assert (len(review.matrix), len(review.judged), len(review.catalogue.areas)) == (251, 283, 6)
    assert review.kind is StoreKind.REAL
    assert review.data_version == read_data_version(loaded) == 1
    assert review.parameters == Parameters()
    shown = [(one.definition.is_of_roadmap, one.latest.period.end) for one in review.with_values if one.latest]
    assert shown == sorted(shown, reverse=True)
    assert review.newest_period_end == max(end for _, end in shown)


def test_status_is_judged_from_what_is_stored(loaded: Engine) -> None:
    act(loaded, baseline(100), target(150), value(130))
    one = review_of(loaded).judged[SERIES]
    assert (one.assessment.expected, one.status) == (Fraction(130), Status.ON_TRACK)
    assert one.is_assessable
    assert one.next_target is not None
    assert one.next_target.value == 150


def test_only_published_words_count_unless_asked(loaded: Engine) -> None:
    act(loaded, baseline(100), target(150), value(130), value(140, state=DRAFT), target(160, state=DRAFT))
    act(loaded, baseline(90, state=DRAFT))
    facts = review_of(loaded).judged[SERIES].facts
    assert [one.value for one in facts.observations] == [130]
    assert [one.value for one in facts.targets] == [150]
    assert facts.former_targets == ()
    assert facts.baseline is not None
    assert facts.baseline.value == 100
    drafts = review_of(loaded, published=False).judged[SERIES].facts
    assert [(one.value, one.state) for one in drafts.observations] == [(140, DRAFT)]


def test_withdrawn_words_disappear_and_stay_in_the_past(loaded: Engine) -> None:
    before = act(loaded, baseline(100), target(150), value(130))
    act(loaded, baseline(None, WITHDRAWN), target(None, state=WITHDRAWN), value(None, state=WITHDRAWN))
    facts = review_of(loaded).judged[SERIES].facts
    assert (facts.baseline, facts.targets, facts.observations) == (None, (), ())
    assert [one.value for one in facts.former_targets] == [150]
    then = review_of(loaded, before).judged[SERIES]
    assert then.facts.baseline is not None
    assert (then.facts.targets[0].value, then.facts.observations[0].value) == (150, 130)
    assert then.status is Status.ON_TRACK


@pytest.mark.parametrize("due", [date(2025, 12, 31), date(2026, 12, 31), date(2028, 6, 30)])
def test_revised_target_replaces_the_former_one(loaded: Engine, due: date) -> None:
    """Brought forward, kept, or put off."""
    before = act(loaded, target(150))
    act(loaded, target(140, due=due, reason="Moyens réduits"))
    facts = review_of(loaded).judged[SERIES].facts
    assert [(one.value, one.date, one.reason) for one in facts.targets] == [(140, due, "Moyens réduits")]
    assert [(one.value, one.version_no) for one in facts.former_targets] == [(150, 1)]
    assert [one.value for one in review_of(loaded, before).judged[SERIES].facts.targets] == [150]


def test_series_that_shows_another_is_judged_on_its_values(loaded: Engine) -> None:
    review = review_of(loaded)
    code, source = next((one.code, one.reads_from) for one in review.catalogue.series.values() if one.reads_from)
    act(loaded, value(7, series=str(source), period="2030"))
    after = review_of(loaded)
    assert after.judged[code].facts.observations[-1].value == 7
    assert after.judged[code].facts.observations == after.judged[str(source)].facts.observations
    assert [one.code for one in after.with_values].count(str(source)) == 1
    assert code not in {one.code for one in after.with_values}


def test_before_the_catalogue_nothing_was_known(loaded: Engine) -> None:
    assert review_of(loaded, datetime(2001, 1, 1, tzinfo=UTC)).judged == {}


def test_thresholds_are_those_in_force(loaded: Engine) -> None:
    before = datetime.now(UTC)
    columns = "on_track, accelerate, decline, tolerance, trend_percent, trend_units, trend_small, reason, recorded_by"
    strict = columns.replace("on_track", "'0.99'" if loaded.dialect.name == "sqlite" else "0.99", 1)
    later = datetime.now(UTC) + timedelta(seconds=1)
    statement = f"INSERT INTO method_parameters (version_no, {columns}, recorded_at)"
    with loaded.begin() as connection:
        connection.execute(
            text(f"{statement} SELECT 2, {strict}, :at FROM method_parameters"), {"at": _stored(loaded, later)}
        )
    assert review_of(loaded).parameters.on_track == Decimal("0.99")
    assert review_of(loaded, before).parameters.on_track == Decimal("0.95")


def _stored(engine: Engine, instant: datetime) -> object:
    return instant.replace(tzinfo=None).isoformat(" ") if engine.dialect.name == "sqlite" else instant


# Tables ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (Fraction(7, 12), "0.583333"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(0), "0.000000"),
        (Fraction(130), "130.000000"),
        (Fraction(1, 10_000_000), "0.000000"),
    ],
)
def test_ratios_are_exact_decimals_with_six_places(ratio: Fraction, shown: str) -> None:
    found = tables.rounded(ratio)
    assert isinstance(found, Decimal)
    assert format(found, "f") == shown


def test_ratio_without_meaning_is_absent() -> None:
    assert tables.rounded(None) is None


def test_tables_tell_a_value_with_its_flags_and_version(loaded: Engine) -> None:
    act(loaded, value(130), value(131, flags={ObsStatus.PROVISIONAL, ObsStatus.BREAK}, comment="Corrigé"))
    rows = tables.values(loaded, review_of(loaded))
    row = next(one for one in rows if one["serie"] == SERIES)
    assert (row["valeur"], row["obs_status"], row["autres_statuts"], row["version"]) == (131, "B", "P", 2)
    assert (row["commentaire"], row["donnees"]) == ("Corrigé", "Données publiées")
    assert "+00:00" in row["enregistre_le"]


def test_every_table_has_the_same_columns_in_each_row(loaded: Engine) -> None:
    review = review_of(loaded)
    for rows in (tables.values(loaded, review), tables.statuses(review), tables.catalogue(review)):
        assert len({tuple(row) for row in rows}) == 1


# Filters --------------------------------------------------------------------------------------------------------------


def test_every_series_stands_in_one_area_in_a_group_or_in_the_whole_domain(loaded: Engine) -> None:
    places = {series.code: selection.area_of(series) for series in review_of(loaded).judged.values()}
    assert {*places.values()} == {*map(str, range(1, 7)), selection.DIS, selection.GROUP}
    for series in review_of(loaded).judged.values():
        if places[series.code] not in (selection.DIS, selection.GROUP):
            assert series.perimeter.areas == (int(places[series.code]),)


def test_attention_is_drawn_to_what_declines(loaded: Engine) -> None:
    act(loaded, baseline(100), target(150), value(80))
    review = review_of(loaded)
    assert review.judged[SERIES].status is Status.DECLINE
    found = attention.concerned(attention.BY_CODE["recul"], review.judged.values(), review)
    assert [one.code for one in found] == [SERIES]
    soon = attention.concerned(attention.BY_CODE["echeance"], review.judged.values(), review)
    assert [one.code for one in soon] == [SERIES]


# Sheets and integrity -------------------------------------------------------------------------------------------------


def test_revisions_are_told_only_where_there_are_some(loaded: Engine) -> None:
    series = review_of(loaded).catalogue.series[SERIES]
    act(loaded, value(130), value(120, period="2023"))
    assert details.read_revisions(loaded, series) == ()
    act(loaded, value(131, reason="Comptes rectifiés"), value(140, state=DRAFT))
    found = details.read_revisions(loaded, series)
    assert [(one.observation.value, one.reason) for one in found] == [(130, ""), (131, "Comptes rectifiés")]


def test_breakdowns_are_in_the_order_of_their_list(loaded: Engine) -> None:
    review = review_of(loaded)
    group = review.catalogue.series["ENT-01-G345"]
    found = details.read_breakdowns(loaded, group)
    assert [one.breakdown.code for one in found] == ["ROLE"]
    assert [value.value for _, values in found[0].items for value in values] == [227]


def test_sound_store_has_no_problem_and_a_broken_one_says_which(loaded: Engine) -> None:
    assert integrity.problems(loaded) == []
    with loaded.begin() as connection:
        connection.execute(text("DELETE FROM observation_head WHERE observation_id = 1"))
    problems = integrity.problems(loaded)
    assert len(problems) == 1
    assert problems[0].endswith("sans version courante.")
