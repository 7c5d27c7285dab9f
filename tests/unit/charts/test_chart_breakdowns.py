"""Breakdowns: stacked when items add up, lines otherwise; names, gaps and the rest in the table."""

from itertools import pairwise

from chart_samples import MONEY, PERCENT, obs, texts

from indicators.charts.base import Chart
from indicators.charts.breakdown_frame import spread
from indicators.charts.breakdown_lines import Item
from indicators.charts.breakdowns import breakdown_over_time


def item(name: str, *values: object, first: int = 2020) -> Item:
    return name, tuple(obs(str(first + i), value, "" if value is not None else "L") for i, value in enumerate(values))


THREE = [item("Biothérapies", 120, 130, 180), item("Molécules", 80, 82, 90), item("Diagnostic", 20, 25, 30)]
TWELVE = [item(f"Poste {letter}", 10 * n, 10 * n + 1) for n, letter in enumerate("ABCDEFGHIJKL", 1)]


def chart(items: list[Item], additive: bool = False, **more: bool) -> Chart:
    found = breakdown_over_time("Chiffre d’affaires", MONEY, 1, items, additive=additive, **more)
    assert found is not None
    return found


def test_additive_items_are_stacked_columns() -> None:
    figure = chart(THREE, additive=True).figure
    assert {one.type for one in figure.data} == {"bar"}
    assert figure.layout.barmode == "stack"
    assert [list(one.y) for one in figure.data] == [[120, 130, 180], [80, 82, 90], [20, 25, 30]]
    assert len({one.marker.pattern.shape for one in figure.data}) == 3
    assert "300" in texts(figure)


def test_other_items_are_lines_that_differ_by_dash_and_marker() -> None:
    figure = chart(TWELVE[:8]).figure
    assert {one.type for one in figure.data} == {"scatter"}
    assert len({(one.line.dash, one.marker.symbol) for one in figure.data}) == 8
    assert len({one.line.dash for one in figure.data}) == len({one.marker.symbol for one in figure.data}) == 8


def test_beyond_eight_items_the_smallest_are_joined_when_they_add_up() -> None:
    figure = chart(TWELVE, additive=True).figure
    assert [one.name.replace("\u00a0", " ") for one in figure.data][-1] == "autres (4)"
    assert len(figure.data) == 9
    assert list(figure.data[-1].y) == [100, 104]
    assert sum(one.y[-1] for one in figure.data) == sum(10 * n + 1 for n in range(1, 13))


def test_beyond_eight_items_lines_leave_the_rest_to_the_table() -> None:
    found = chart(TWELVE)
    assert len(found.figure.data) == 8
    assert found.reading.replace("\u00a0", " ").endswith("Le tableau donne 4 autres postes.")
    assert found.table["Poste"].nunique() == 12


def test_missing_part_makes_an_incomplete_column_not_a_zero() -> None:
    items = [item("A", 5, None, 7), item("B", 3, 4, 5)]
    figure = chart(items, additive=True).figure
    assert list(figure.data[0].y) == [5, None, 7]
    assert "incomplet" in texts(figure)


def test_incomplete_last_column_is_not_called_a_total() -> None:
    assert "total" not in chart([item("A", 5, None), item("B", 3, 4)], additive=True).reading


def test_negative_values_are_never_stacked() -> None:
    assert chart([item("A", 5, -2), item("B", 3, 4)], additive=True).figure.data[0].type == "scatter"


def test_lines_are_cut_at_gaps_and_breaks() -> None:
    broken = ("A", (obs("2018", 3), obs("2020", 5), obs("2021", 9, "B")))
    found = chart([broken, item("B", 1, 2, first=2020)])
    assert list(found.figure.data[0].y) == [3, None, 5, None, 9]
    assert "Rupture de série en\u00a02021" in found.reading


def test_readings() -> None:
    assert chart(THREE, additive=True).reading.replace("\u00a0", " ") == (
        "En 2022, total de 300 M€ : Biothérapies 180 M€ (60,0 %), Molécules 90 M€ (30,0 %) et Diagnostic 30 M€ (10,0 %)."
    )
    assert chart(THREE).reading.replace("\u00a0", " ") == "En 2022, de 30 M€ (Diagnostic) à 180 M€ (Biothérapies)."


def test_items_are_named_at_their_last_value_and_harmless() -> None:
    said = texts(chart([item("<script>", 5, 6), item("B", 3, 4)]).figure)
    assert any("&lt;script&gt;" in text and "<b>6\u00a0M€</b>" in text for text in said)


def test_table_holds_every_value() -> None:
    table = chart(THREE).table
    assert list(table[table["Poste"] == "Molécules"]["Valeur"]) == ["80", "82", "90"]
    assert list(table.columns) == ["Période", "Poste", "Valeur", "Unité", "Drapeaux", "Source"]


def test_no_value_gives_no_chart() -> None:
    assert breakdown_over_time("x", PERCENT, 1, []) is None
    assert breakdown_over_time("x", PERCENT, 1, [item("A", None)]) is None


def test_spread_keeps_order_and_distance() -> None:
    placed = spread([100, 100, 101, 5, 6], 16, 200)
    order = sorted(placed)
    assert all(second - first >= 16 for first, second in pairwise(order))
    assert placed.index(min(placed)) == 3
    assert all(8 <= height <= 192 for height in placed)


def test_dark_and_compact_hold() -> None:
    found = chart(TWELVE, additive=True, dark=True, compact=True)
    assert found.figure.layout.margin.r < 340 / 2
