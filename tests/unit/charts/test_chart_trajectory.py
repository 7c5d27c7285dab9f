"""The trajectory: what the figure holds, where, and that nothing in it lies."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from chart_samples import COUNT, GOALS, MONEY, RSW, TODAY, baseline, judged, obs, series, sums, target, texts, trace

from db.vocabulary import Frequency, Nature, TargetMode
from indicators.charts.base import CONFIG, Chart, palette
from indicators.charts.trajectory import trajectory
from indicators.domain.series import SeriesFacts


def chart(facts: SeriesFacts, **more: bool) -> Chart:
    found = trajectory(facts, judged(facts), today=TODAY, **more)
    assert found is not None
    return found


def test_targets_are_open_diamonds_at_their_exact_dates_and_values() -> None:
    marks = trace(chart(RSW).figure, "cibles")
    assert marks.marker.symbol == "diamond"
    assert marks.marker.color == palette(False).surface
    assert list(marks.x) == ["2023-12-31", "2026-12-31", "2031-12-31"]
    assert list(marks.y) == [75, 85, 95]


def test_path_is_dashed_from_the_baseline_through_the_targets() -> None:
    path = trace(chart(RSW).figure, "trajectoire vers les cibles")
    assert list(zip(path.x, path.y, strict=True))[:2] == [("2020-12-31", 60), ("2023-12-31", 75)]
    assert path.line.dash == "5px,4px"
    assert path.mode == "lines"


def test_provisional_points_are_hollow_and_others_full() -> None:
    colors, points = palette(False), trace(chart(RSW).figure, "observé")
    assert list(points.marker.color) == [colors.accent] * 5 + [colors.surface]


@pytest.mark.parametrize("flag", list("PEIU"))
def test_every_provisional_flag_makes_the_point_hollow(flag: str) -> None:
    points = trace(chart(series((obs("2023", 3), obs("2024", 4, flag)))).figure, "observé")
    assert points.marker.color[-1] == palette(False).surface


def test_line_is_cut_at_a_break_with_a_dotted_line_and_its_word() -> None:
    found = chart(series((obs("2018", 155), obs("2019", 90, "B"), obs("2020", 95)), unit=COUNT)).figure
    assert list(trace(found, "observé").y) == [155, None, 90, 95]
    assert trace(found, "observé").connectgaps is False
    lines = [shape for shape in found.layout.shapes if shape.type == "line"]
    assert [(line.x0, line.line.dash) for line in lines] == [("2019-07-01", "2px,3px")]
    assert "rupture" in texts(found)


def test_missing_values_cut_the_line_and_are_never_zero() -> None:
    found = chart(series((obs("2020", 5), obs("2021", None, "L"), obs("2022", 7)), unit=COUNT)).figure
    assert list(trace(found, "observé").y) == [5, None, 7]
    marks = trace(found, "valeur manquante")
    assert list(marks.x) == ["2021-12-31"]
    assert "existe mais non collectée" in marks.hovertext[0]
    assert "n.d." in texts(found)


def test_skipped_year_cuts_the_line_of_a_yearly_series() -> None:
    assert list(trace(chart(series((obs("2019", 5), obs("2022", 7)))).figure, "observé").y) == [5, None, 7]


def test_irregular_and_biennial_series_are_joined_over_the_years_they_skip() -> None:
    two = (obs("2018", 5), obs("2020", 7))
    for frequency in (Frequency.BIENNIAL, Frequency.IRREGULAR):
        assert list(trace(chart(series(two, frequency=frequency)).figure, "observé").y) == [5, 7]
    assert None in trace(chart(series((two[0], obs("2021", 7)), frequency=Frequency.BIENNIAL)).figure, "observé").y


def test_dates_within_successive_years_are_joined() -> None:
    assert list(trace(chart(RSW).figure, "observé").y) == [28, 40, 50, 56, 64, 72]


def test_forecast_is_shown_aside_and_never_joined() -> None:
    found = chart(series((obs("2023", 5), obs("2024", 6), obs("2025", 9, "F")))).figure
    assert list(trace(found, "observé").y) == [5, 6]
    assert list(trace(found, "hors de la ligne").y) == [9]


def test_half_year_of_a_yearly_flow_is_shown_aside() -> None:
    facts = series((obs("2023", 25000), obs("2024", 26000), obs("2025-S1", 13400)), unit=MONEY, nature=Nature.FLOW)
    found = chart(facts).figure
    assert list(trace(found, "observé").y) == [25000, 26000]
    assert list(trace(found, "hors de la ligne").y) == [13400]


def test_baseline_is_a_short_bar_and_is_named() -> None:
    found = chart(RSW).figure
    mark = trace(found, "situation initiale")
    assert (mark.marker.symbol, list(mark.x), list(mark.y)) == ("line-ew", ["2020-12-31"], [60])
    assert "situation\u00a0initiale,\u00a060\u00a0%" in texts(found)


def test_targets_and_last_value_are_named_on_the_chart() -> None:
    said = " ".join(texts(chart(RSW).figure)).replace("\u00a0", " ")
    for words in ("CT · 75 %", "MT · 85 %", "LT · 95 %", "72 %</b>", "avril 2022, estimée", "à venir"):
        assert words in said


def test_zone_to_come_starts_today_and_reaches_the_edge() -> None:
    figure = chart(RSW).figure
    zone = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (zone.x0, zone.x1) == (TODAY.isoformat(), figure.layout.xaxis.range[1])
    assert zone.fillcolor == palette(False).zone


def test_zone_has_room_for_its_name_even_without_future_target() -> None:
    assert "à venir" in texts(chart(series((obs("2012", 5), obs("2013", 6)))).figure)


def test_former_targets_are_faint_named_and_dated() -> None:
    former = (target("LT", "2031-12-31", 90, decided_on=date(2022, 3, 12)), target("LT", "2031-12-31", 95))
    figure = chart(replace(RSW, former_targets=former)).figure
    marks = trace(figure, "anciennes cibles")
    assert list(marks.y) == [90]  # the one that equals the target in force is not drawn twice
    assert marks.marker.color == palette(False).former
    assert any("ancienne\u00a0cible\u00a090\u00a0%\u00a0(12/03/2022)" in text for text in texts(figure))


def test_sum_mode_draws_the_running_sum_from_zero() -> None:
    facts = sums(("2022", 4), ("2023", 7), ("2024", 9), start=baseline("2021-12-31", 0))
    points = trace(chart(facts).figure, "observé")
    assert list(zip(points.x, points.y, strict=True)) == [
        ("2021-12-31", 0),
        ("2022-12-31", 4),
        ("2023-12-31", 11),
        ("2024-12-31", 20),
    ]
    assert points.marker.size[0] == 0


def test_running_sum_stops_at_a_missing_year() -> None:
    facts = sums(("2022", 4), ("2024", 9), start=baseline("2021-12-31", 0))
    assert list(trace(chart(facts).figure, "observé").y) == [0, 4]


def test_sums_without_baseline_are_not_mixed_with_levels() -> None:
    found = chart(sums(("2022", 4), ("2023", 7)))
    assert not [one for one in found.figure.data if one.name == "cibles"]
    assert "Les cibles en cumul ne sont pas tracées" in found.reading


def test_mixed_modes_draw_the_levels_only() -> None:
    goals = (target("CT", "2023-12-31", 5), target("LT", "2031-12-31", 80, mode=TargetMode.CUMULATIVE))
    found = chart(series((obs("2022", 4),), goals, baseline("2021-12-31", 3), unit=COUNT))
    assert list(trace(found.figure, "cibles").y) == [5]
    assert "La cible en cumul n’est pas tracée" in found.reading


def test_nothing_to_show_gives_no_chart() -> None:
    for facts in (series(), series((), (), baseline("2021-12-31", 60)), series((obs("2023", None, "O"),))):
        assert trajectory(facts, judged(facts), today=TODAY) is None


def test_targets_without_observations_show_the_path_alone() -> None:
    found = chart(series((), GOALS, baseline("2021-12-31", 60)))
    assert [one.name for one in found.figure.data] == ["trajectoire vers les cibles", "situation initiale", "cibles"]


@pytest.mark.parametrize("count", [1, 2, 40])
def test_any_number_of_points(count: int) -> None:
    line = tuple(obs(f"{2012 + i // 4}-Q{i % 4 + 1}", 100 + i) for i in range(count))
    points = trace(chart(series(line, unit=COUNT, frequency=Frequency.QUARTERLY)).figure, "observé")
    assert len(points.x) == count


@pytest.mark.parametrize(
    ("codes", "frequency"),
    [
        (("2023-S1", "2023-S2", "2024-S1"), Frequency.SEMESTRIAL),
        (("2025-01", "2025-02", "2025-03"), Frequency.MONTHLY),
        (("2025-09-01", "2025-09-15", "2025-09-29"), Frequency.IRREGULAR),
    ],
)
def test_short_periods_have_readable_ticks(codes: tuple[str, ...], frequency: Frequency) -> None:
    facts = series(tuple(obs(code, 10 + i) for i, code in enumerate(codes)), unit=COUNT, frequency=frequency)
    for compact in (False, True):
        figure = chart(facts, compact=compact).figure
        assert None not in trace(figure, "observé").y
        assert len(figure.layout.xaxis.ticktext) >= 2


@pytest.mark.parametrize("scale", ["1e-14", "1e-8", "0.001", "1", "1e7", "1e13", "1e24"])
def test_huge_and_tiny_numbers(scale: str) -> None:
    line = tuple(obs(str(2019 + i), Decimal(scale) * (i + 1)) for i in range(4))
    for compact in (False, True):
        figure = chart(series(line, unit=COUNT), compact=compact).figure
        ticks = figure.layout.yaxis.ticktext
        assert len(set(ticks)) == len(ticks) >= 3
        assert max(map(len, ticks)) <= 10


def test_percent_axis_runs_from_zero_to_a_hundred() -> None:
    ticks = chart(RSW).figure.layout.yaxis.ticktext
    assert (ticks[0], ticks[-1]) == ("0\u00a0%", "100\u00a0%")


def test_counts_start_at_zero() -> None:
    figure = chart(series((obs("2022", 80), obs("2023", 120)), unit=COUNT)).figure
    assert figure.layout.yaxis.tickvals[0] == 0
    assert not [text for text in texts(figure) if "zéro" in text]


def test_axis_that_leaves_zero_out_says_so() -> None:
    figure = chart(series((obs("2022", 1000), obs("2023", 1010)), unit=COUNT)).figure
    assert figure.layout.yaxis.tickvals[0] > 0
    assert any("l’axe ne commence pas à zéro" in text for text in texts(figure))


def test_negative_values_keep_zero_on_the_axis() -> None:
    ticks = chart(series((obs("2022", -12), obs("2023", 4)), unit=MONEY)).figure.layout.yaxis.tickvals
    assert ticks[0] < 0 < ticks[-1]
    assert 0 in ticks


def test_axes_hold_every_point() -> None:
    figure = chart(RSW).figure
    low, high = figure.layout.yaxis.range
    first, last = figure.layout.xaxis.range
    for one in figure.data:
        assert all(first <= x <= last for x in one.x if x)
        assert all(low <= y <= high for y in one.y if y is not None)


def test_yearly_ticks_are_named_as_ends_of_years_beside_months() -> None:
    figure = chart(RSW).figure
    assert all(text.startswith("fin") for text in figure.layout.xaxis.ticktext)
    assert all(day.endswith("12-31") for day in map(str, figure.layout.xaxis.tickvals))
    yearly = chart(series((obs("2020", 5), obs("2021", 6)))).figure
    assert "2021" in yearly.layout.xaxis.ticktext


def test_people_s_words_cannot_become_html() -> None:
    hover = trace(chart(RSW).figure, "observé").hovertext[-1]
    assert "&lt;b&gt;rapportée" in hover
    assert "Source : FRATEM" in hover


def test_frame_is_french_quiet_and_transparent() -> None:
    layout = chart(RSW).figure.layout.template.layout
    assert layout.separators == ",\u202f"
    assert layout.font.family == "Inter, sans-serif"
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.showlegend is False
    assert CONFIG["displayModeBar"] is False  # its texts are English
    assert CONFIG["displaylogo"] is False


def test_today_far_after_the_last_value_is_still_on_the_axis() -> None:
    figure = chart(series((obs("2010", 5), obs("2011", 6)))).figure
    assert date.fromisoformat(figure.layout.xaxis.range[1]) > TODAY + timedelta(days=1)


def test_dark_theme_changes_colours_only() -> None:
    light, dark = chart(RSW).figure, chart(RSW, dark=True).figure
    assert [list(one.y) for one in light.data] == [list(one.y) for one in dark.data]
    assert trace(dark, "observé").line.color == palette(True).accent


def test_drawing_time_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    chart(RSW)
    start = perf_counter()
    for _ in range(5):
        chart(RSW)
    print(f"trajectory(): {(perf_counter() - start) * 200:.1f} ms")
    assert "ms" in capsys.readouterr().out
