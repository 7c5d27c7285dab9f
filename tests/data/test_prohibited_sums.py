"""Sums that the sources forbid (MedTech cartography of December 2025) cannot come out of this store."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from db.queries import observations, targets
from db.queries.reference import identifiers
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import Aggregation, IndicatorType, ObsStatus, PerimeterKind
from indicators.domain.statuses import Status
from indicators.reading.progress.review import Review, read_review
from indicators.reading.progress.whole import area_series, whole_of
from tests.factories import add_value

DAY = date(2026, 1, 15)
SUPPLIERS = {"CTX-23-G345": Decimal(763), "CTX-24-G345": Decimal(3206)}
DEVELOPERS = {"ENT-06-G345": Decimal(1380), "ENT-05-G345": Decimal(4300)}
ECOSYSTEM = {"CTX-25-DIS": Decimal(7900), "CTX-26-DIS": Decimal(57000)}


def review_of(engine: Engine) -> Review:
    review = read_review(engine, DAY)
    assert review is not None
    return review


def all_values(engine: Engine) -> list[Any]:
    with reading(engine) as session:
        return observations.observations(session, totals_only=False)


def test_suppliers_and_developers_are_indicators_apart(loaded: Engine) -> None:
    review = review_of(loaded)
    for code, value in (SUPPLIERS | DEVELOPERS | ECOSYSTEM).items():
        assert [one.value for one in review.judged[code].facts.observations] == [value], code
    for code in SUPPLIERS | ECOSYSTEM:
        one = review.judged[code]
        assert one.facts.type is IndicatorType.CONTEXT
        assert one.definition.aggregation is Aggregation.NOT_ADDITIVE
        assert not one.series.in_matrix
        assert ObsStatus.INCLUDES_ANOTHER in one.facts.observations[0].flags
    assert {review.judged[code].series.unit.code for code in ("CTX-24-G345", "ENT-05-G345")} == {"ETP"}
    assert review.judged["CTX-26-DIS"].series.unit.code != "ETP", "jobs are not full-time equivalents"


def test_forbidden_sums_and_means_are_nowhere(loaded: Engine) -> None:
    turnover, jobs = Decimal(1380) + 763, Decimal(4300) + 3206
    means = {round(value / 227, digits) for value in DEVELOPERS.values() for digits in range(4)}
    forbidden = {turnover, jobs} | means
    about_firms = {row.value for row in all_values(loaded) if row.series.startswith(("ENT-", "CTX-2"))}
    assert means.isdisjoint(row.value for row in all_values(loaded) if row.series.endswith("-G345"))
    assert about_firms.isdisjoint({turnover, jobs})
    review = review_of(loaded)
    wholes = [whole_of(review, code) for code in review.catalogue.definitions]
    assert not [one for one in wholes if one and one.total and one.total.value in forbidden]


def test_the_227_firms_are_no_total(loaded: Engine) -> None:
    rows = [row for row in all_values(loaded) if row.value == 227]
    assert [(row.series, row.list, row.item) for row in rows] == [("ENT-01-G345", "ROLE", "ENSEMBLE")]
    assert ObsStatus.DEFINITION_DIFFERS in rows[0].flags
    assert review_of(loaded).judged["ENT-01-G345"].facts.observations == ()


def test_context_has_neither_target_nor_baseline_and_is_never_judged(loaded: Engine) -> None:
    review = review_of(loaded)
    context = {one.code for one in review.judged.values() if one.facts.type is IndicatorType.CONTEXT}
    assert len(context) >= 29
    with reading(loaded) as session:
        aimed_at = {row.series for row in (*targets.targets(session), *targets.baselines(session))}
    assert aimed_at
    assert context.isdisjoint(aimed_at)
    assert {review.judged[code].status for code in context} == {Status.NOT_APPLICABLE}


def test_no_baseline_is_made_from_a_published_value(loaded: Engine) -> None:
    with reading(loaded) as session:
        assert targets.baselines(session) == []


@pytest.mark.parametrize("indicator", ["ENT-05", "ENT-06"])
def test_groups_are_never_summed_with_areas(loaded: Engine, indicator: str) -> None:
    with unit_of_work(loaded, "essai") as work:
        ids = identifiers(work.session, "series", "code")
        for area in range(1, 7):
            add_value(work.session, 10 * area, series_id=ids[f"{indicator}-A{area}"])
        work.commit()
    whole = whole_of(review_of(loaded), indicator)
    assert whole is not None
    assert whole.total is not None
    assert whole.total.value == Fraction(210)


def test_missing_areas_leave_no_total_whatever_the_group_says(loaded: Engine) -> None:
    assert whole_of(review_of(loaded), "ENT-06") is None
    with unit_of_work(loaded, "essai") as work:
        add_value(work.session, 10, series_id=identifiers(work.session, "series", "code")["ENT-06-A3"])
        work.commit()
    whole = whole_of(review_of(loaded), "ENT-06")
    assert whole is not None
    assert whole.total is not None
    assert whole.total.value is None
    assert len(whole.total.missing) == 5


def test_parts_of_a_whole_are_areas_and_never_the_domain(loaded: Engine) -> None:
    review = review_of(loaded)
    for code in review.catalogue.definitions:
        parts = area_series(review, code)
        assert {one.perimeter.kind for one in parts} <= {PerimeterKind.AREA}
        covered = [number for one in parts for number in one.perimeter.areas]
        assert len(covered) == len(set(covered)), f"{code}: an area is counted twice"
