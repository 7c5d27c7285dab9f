"""The filters of lists of series keep what their names say, on the published values."""

from collections.abc import Callable
from functools import partial

import pytest

from db.vocabulary import IndicatorType
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import filters, links
from indicators.ui.kit.query import Query
from tests.ui.viewer import Prepared


@pytest.fixture
def kept(reviews: Callable[[str], Review], prepared: Prepared) -> Callable[..., list[Judged]]:
    """The series that filters keep: ``kept(aire="1", noyau="oui")``."""
    review = reviews(prepared.published)
    every, address = [*filters.of_series(review).values()], partial(links.bare_address, "indicateurs")

    def keep(**asked: str) -> list[Judged]:
        query = Query([*review.judged.values()], every, address, parameters=asked)
        assert not query.unknown
        return query.matching

    return keep


def test_areas_groups_and_the_domain_share_all_series(kept: Callable[..., list[Judged]]) -> None:
    by_area = {number: kept(aire=str(number)) for number in range(1, 7)}
    assert all(series.perimeter.areas == (number,) for number, some in by_area.items() for series in some)
    shared = [*by_area.values(), kept(aire="DIS"), kept(aire="groupe")]
    assert all(shared)
    assert sum(map(len, shared)) == len(kept())


def test_each_filter_keeps_what_it_names(kept: Callable[..., list[Judged]]) -> None:
    assert {series.facts.type for series in kept(type="contexte")} == {IndicatorType.CONTEXT}
    assert {series.definition.core for series in kept(noyau="oui")} == {True}
    assert {series.series.in_matrix for series in kept(feuille_de_route="oui")} == {True}
    assert {str(series.status) for series in kept(statut="non_evaluable")} == {"non_evaluable"}
    assert {(series.definition.family, *series.perimeter.areas) for series in kept(aire="3", famille="ENT")} == {
        ("ENT", 3)
    }
    assert 0 < len(kept(a_voir="attendue")) < len(kept())
