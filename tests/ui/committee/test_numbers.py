"""Numbers on screen are those of `reading`, and every count leads to a list of just as many."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from indicators.domain import formatting
from indicators.domain.formatting import date_fr
from indicators.domain.series import Observation
from indicators.domain.statuses import SIGNS
from indicators.reading.progress.attention import ATTENTIONS, awaited_since, concerned
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, area_of
from indicators.reading.progress.whole import whole_of
from tests.ui.markup import Node, plain
from tests.ui.viewer import Prepared, Seen, target

KINDS = ("published", "demo")


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, prepared: Prepared) -> str:
    found: str = getattr(prepared, request.param)
    return found


@pytest.fixture
def review(url: str, reviews: Callable[[str], Review]) -> Review:
    return reviews(url)


def value(one: Judged, observation: Observation) -> str:
    """A value with its unit, as French readers write it."""
    return plain(formatting.number(observation.value, None, one.series.unit))


def percent(*arguments: object) -> str:
    return plain(formatting.percent(*arguments))  # type: ignore[arg-type]


def rows(table: Node) -> list[list[str]]:
    """Cells of the body of a table, in words."""
    return [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]


def test_the_overview_gives_the_coverage_of_the_roadmap(view: Callable[..., Seen], url: str, review: Review) -> None:
    judged = sum(one.is_assessable for one in review.matrix)
    assert len(review.matrix) == 251
    lead = view(url).lead
    assert re.match(rf"{judged} indicateurs? évaluables? sur 251\b", lead)
    assert review.newest_period_end and f"valeurs jusqu’au {date_fr(review.newest_period_end)}" in lead


@pytest.mark.parametrize("parameters", [{}, {"noyau": "oui"}, {"ambition": "A1"}, {"noyau": "oui", "ambition": "A3"}])
def test_a_card_counts_what_needs_attention_and_opens_just_that(
    parameters: dict[str, str], view: Callable[..., Seen], url: str, review: Review
) -> None:
    seen = view(url, **parameters)
    cards = seen.tree.all("a", "alert")
    assert [card.one(css="name").text for card in cards] == [one.title for one in ATTENTIONS]
    for card, attention in zip(cards, ATTENTIONS, strict=True):
        shown = int(card.one(css="big").text)
        if not parameters:
            assert shown == len(concerned(attention, review.matrix, review))
        screen, followed = target(card)
        assert followed == {"a_voir": attention.code, "feuille_de_route": "oui", **parameters}
        assert view(url, screen, **followed).counted("série") == shown


def test_the_matrix_counts_each_area_and_family(view: Callable[..., Seen], url: str, review: Review) -> None:
    expected: dict[tuple[str, str], list[Judged]] = {}
    for one in review.matrix:
        expected.setdefault((area_of(one), one.definition.family), []).append(one)
    seen = {}
    for cell in view(url).tree.all("a", "cell"):
        _, followed = target(cell)
        seen[(followed["aire"], followed["famille"])] = cell
    assert set(seen) == {place for place in expected if place[0] in {*"123456", DIS}}
    for place, series in expected.items():
        if place in seen:
            assert_cell(seen[place], series)


def assert_cell(cell: Node, series: list[Judged]) -> None:
    """A cell tells its statuses, in their order, and how many of how many can be judged."""
    judged = [one for one in series if one.is_assessable]
    tally = Counter(SIGNS[one.status].word for one in judged)
    shown = {each.one("img").attributes["alt"]: int(each.one("b").text) for each in cell.all(css="count")}
    assert shown == tally
    assert list(shown) == [sign.word for sign in SIGNS.values() if sign.word in shown]
    assert re.search(rf"sur {len(series)}\b", cell.text)
    if judged:
        assert re.search(rf"\b{len(judged)} évaluables? sur", cell.text)


def test_every_cell_opens_a_list_of_as_many_series(view: Callable[..., Seen], url: str) -> None:
    for cell in view(url).tree.all("a", "cell"):
        total = re.search(r"sur (\d+)", cell.text)
        screen, followed = target(cell)
        assert total and view(url, screen, **followed).counted("série") == int(total[1]), followed


@pytest.mark.parametrize(
    ("screen", "parameters"),
    [
        ("indicateurs", {"aire": "5"}),
        ("indicateurs", {"a_voir": "attendue", "noyau": "oui"}),
        ("comparer", {"famille": "SNU", "statut": "en_bonne_voie"}),
    ],
)
def test_every_filter_leads_to_as_many_series_as_it_says(
    screen: str, parameters: dict[str, str], view: Callable[..., Seen], prepared: Prepared
) -> None:
    chips = [one for one in view(prepared.demo, screen, **parameters).tree.all("a", "chip") if "(" in one.text]
    assert len(chips) > 10
    for chip in chips:
        count = re.search(r"\((\d+)\)$", chip.text)
        target_screen, followed = target(chip)
        assert target_screen == screen
        assert count and view(prepared.demo, screen, **followed).counted("série") == int(count[1]), chip.text


def test_the_pages_of_the_list_hold_every_series_once(view: Callable[..., Seen], url: str, review: Review) -> None:
    first = view(url, "indicateurs")
    pages = [chip.text for chip in first.tree.all("a", "chip") if "page" in target(chip)[1]]
    codes = []
    for page in pages:
        seen = view(url, "indicateurs", page=page)
        codes += [target(link)[1]["serie"] for link in seen.tree.one("table", "list").all("a")]
    assert sorted(codes) == sorted(review.judged)
    assert first.counted("série") == len(codes)


def test_the_list_gives_the_last_value_of_each_series(view: Callable[..., Seen], url: str, review: Review) -> None:
    seen = view(url, "indicateurs", famille="ENT", aire="1")
    table = seen.tree.one("table", "list")
    lines = dict(zip((target(link)[1]["serie"] for link in table.all("a")), rows(table), strict=True))
    assert lines
    for code, cells in lines.items():
        one = review.judged[code]
        assert SIGNS[one.status].word in cells[5]
        if one.latest:
            assert value(one, one.latest) in cells[3] and one.latest.period.label in cells[4]
        else:
            assert cells[3] == "aucune valeur"


def test_the_latest_values_are_the_newest_ones(view: Callable[..., Seen], url: str, review: Review) -> None:
    lines = rows(view(url).tree.one("table", "list"))
    assert len(lines) == 8
    for one, cells in zip(review.latest_by_indicator, lines, strict=False):
        assert one.latest is not None
        assert cells[0] == one.definition.code
        assert cells[3].startswith(value(one, one.latest))
        assert cells[4] == one.latest.period.label


@pytest.mark.parametrize("area", "123456")
def test_an_area_shows_its_series_by_family(area: str, view: Callable[..., Seen], url: str, review: Review) -> None:
    series = [one for one in review.matrix if area_of(one) == area]
    seen = view(url, "aire", aire=area)
    shown = [target(link)[1]["serie"] for table in seen.tree.all("table", "list") for link in table.all("a")]
    assert sorted(shown) == sorted(one.code for one in series)
    assert re.match(rf"{sum(one.is_assessable for one in series)} .* sur {len(series)}\b", seen.lead)
    operations = next(one for one in review.catalogue.areas if str(one.number) == area).operations
    assert len(seen.tree.all("ul", "plain")[-1].all("li")) <= len(operations)
    assert all(plain(each.wording) in seen.text for each in operations)


def test_the_comparison_lists_every_series_with_a_value(view: Callable[..., Seen], url: str, review: Review) -> None:
    found = [one for one in review.judged.values() if one.definition.family == "SNU" and one.latest]
    seen = view(url, "comparer", famille="SNU")
    table = next(one for one in seen.tree.all("table") if one.one("caption").text == "Séries comparées")
    lines = rows(table)
    assert [cells[0] for cells in lines] == [one.code for one in found]
    for one, cells in zip(found, lines, strict=True):
        assert one.latest and cells[3].startswith(value(one, one.latest))
        assert cells[5:7] == [percent(one.assessment.progress), percent(one.assessment.pace)]
        assert cells[7].startswith(SIGNS[one.status].word)


def test_a_sheet_gives_the_last_value_its_period_and_its_status(
    view: Callable[..., Seen], prepared: Prepared, reviews: Callable[[str], Review]
) -> None:
    review = reviews(prepared.demo)
    for one in [one for one in review.judged.values() if one.latest][::25]:
        seen = view(prepared.demo, "indicateur", serie=one.code)
        assert one.latest is not None
        assert seen.tree.one(css="figure").text.startswith(value(one, one.latest))
        assert f"Dernière valeur · {one.latest.period.label}" in seen.text
        assert SIGNS[one.status].word in seen.text
        for aim in one.facts.targets:
            assert f"{date_fr(aim.date)} · {plain(formatting.number(aim.value, None, one.series.unit))}" in seen.text


def test_a_sheet_without_value_says_what_is_awaited_and_from_whom(
    view: Callable[..., Seen], prepared: Prepared, reviews: Callable[[str], Review]
) -> None:
    review = reviews(prepared.published)
    one = next(one for one in review.matrix if one.latest is None and awaited_since(one, review))
    since = awaited_since(one, review)
    assert since is not None
    text = view(prepared.published, "indicateur", serie=one.code).text
    assert f"Donnée attendue depuis le {date_fr(since)}." in text
    assert f"Source prévue : {plain(one.definition.source)}" in text


def test_a_total_of_the_areas_is_given_or_refused_in_words(
    view: Callable[..., Seen], prepared: Prepared, reviews: Callable[[str], Review]
) -> None:
    review = reviews(prepared.demo)
    wholes = {code: whole_of(review, code) for code in review.catalogue.series_of_indicator}
    refused = next(code for code, whole in wholes.items() if whole and whole.refusal)
    summed = next(code for code, whole in wholes.items() if whole and whole.total and whole.total.value is not None)
    assert plain(wholes[refused].refusal) in view(prepared.demo, "indicateur", serie=refused).text  # type: ignore[union-attr]
    total = wholes[summed].total  # type: ignore[union-attr]
    definition = review.catalogue.definitions[summed]
    unit = review.judged[review.catalogue.series_of_indicator[summed][0].code].series.unit
    assert (
        total
        and plain(formatting.number(total.value, definition.decimals, unit))
        in view(prepared.demo, "indicateur", serie=summed).text
    )


def test_the_method_gives_the_thresholds_in_force(view: Callable[..., Seen], url: str, review: Review) -> None:
    seen = view(url, "methode")
    for ratio in (review.parameters.on_track, review.parameters.accelerate):
        assert percent(ratio, 0) in seen.text
    assert f"Paramètres version {review.parameters.version_no}." in seen.text
    for _, due in review.catalogue.horizons:
        assert date_fr(due) in seen.text
    for one in review.catalogue.breaks:
        assert plain(one.event) in seen.text
