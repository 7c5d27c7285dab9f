"""Figures as SVG without a browser: the same places, texts and marks as Plotly gives them."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from db.engine import Engine
from indicators.charts.base import Chart
from indicators.charts.breakdowns import breakdown_over_time
from indicators.charts.multiples import area_multiples
from indicators.charts.trajectory import trajectory
from indicators.reading.progress.details import read_breakdowns
from indicators.reading.progress.review import Judged, Review
from indicators.reports.drawing.figure import figure_svg
from indicators.reports.drawing.marks import symbol_path
from indicators.reports.drawing.plane import NotDrawn, plane_of
from indicators.reports.drawing.texts import Run, rich
from indicators.reports.fonts import face

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart | None, width: float) -> ElementTree.Element:
    assert chart is not None
    return ElementTree.fromstring(figure_svg(chart.figure, width))


def trajectories(core: list[Judged], today: date) -> list[Chart]:
    found = [trajectory(one.facts, one.assessment, today=today, compact=True) for one in core]
    return [one for one in found if one is not None]


def test_every_text_of_a_figure_is_written(core: list[Judged], review: Review) -> None:
    for chart in trajectories(core, review.today):
        text = "".join(drawn(chart, 520).itertext())
        layout = chart.figure.layout
        for note in layout.annotations:
            plain = re.sub(r"<[^>]+>", "", note.text.replace("<br>", ""))
            assert plain.replace("&amp;", "&") in text
        assert all(tick in text for tick in (*layout.xaxis.ticktext, *layout.yaxis.ticktext))


def test_no_text_leaves_the_drawing(core: list[Judged], review: Review) -> None:
    for chart in trajectories(core, review.today):
        root = drawn(chart, 520)
        for text in root.iter(f"{SVG}text"):
            size, x = float(text.get("font-size", "0")), float(text.get("x", "0"))
            width = sum(
                face("SemiBold" if one.get("font-weight") else "Regular").width(one.text or "", size)
                for one in text.iter()
            )
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
            assert left > -3, "".join(text.itertext())
            assert left + width < 523, "".join(text.itertext())


def test_points_stand_where_their_values_are(core: list[Judged], review: Review) -> None:
    one = next(each for each in core if len(each.facts.observations) > 4 and each.facts.targets)
    chart = trajectory(one.facts, one.assessment, today=review.today)
    assert chart is not None
    spec = chart.figure.to_plotly_json()
    plane = plane_of(spec["layout"], spec["layout"]["template"]["layout"], 700)
    trace = next(each for each in spec["data"] if each["name"] == "observé")
    circles = [(float(each.get("cx", 0)), float(each.get("cy", 0))) for each in drawn(chart, 700).iter(f"{SVG}circle")]
    for day, value in zip(trace["x"], trace["y"], strict=True):
        if day is not None:
            assert any(abs(x - plane.x("x", day)) < 0.02 and abs(y - plane.y("y", value)) < 0.02 for x, y in circles)
    low, high = spec["layout"]["yaxis"]["range"]
    assert plane.y("y", low) == pytest.approx(plane.bottom)
    assert plane.y("y", high) == pytest.approx(plane.top)
    assert plane.y("paper", 1) == pytest.approx(plane.top)
    assert plane.x("x domain", 1) == pytest.approx(plane.right)


def test_breakdowns_and_multiples_are_drawn(demo_engine: Engine, review: Review) -> None:
    one = review.judged["ENT-01-A1"]
    found = read_breakdowns(demo_engine, one.series)
    for breakdown in found:
        for additive in (True, False):
            chart = breakdown_over_time("x", one.facts.unit, 0, breakdown.items, additive=additive)
            assert chart is not None
            root = drawn(chart, 700)
            known = sum(value is not None for trace in chart.figure.data for value in trace.y)
            marks = sum(len(list(root.iter(f"{SVG}{tag}"))) for tag in ("rect", "circle", "path"))
            assert marks >= known
            assert all(trace.name[:8] in "".join(root.itertext()) for trace in chart.figure.data)
    series = [review.judged[each.code] for each in review.catalogue.series_of_indicator["ENT-01"]]
    chart = area_multiples(
        [(each.perimeter.short, each.facts, each.assessment) for each in series] + [("Ailleurs", None, None)],
        today=review.today,
    )
    root = drawn(chart, 1100)
    assert "sans objet" in "".join(root.itertext())
    assert len(list(root.iter(f"{SVG}svg"))) == 1 + len(series)  # the signs


def test_the_small_language_of_texts_is_read() -> None:
    text = rich('<b>72 %</b> <span style="color:#5b6572">avril<br>2022</span> &lt;b&gt;', 12)
    assert text.lines == (
        (Run("72 %", bold=True), Run(" "), Run("avril", color="#5b6572")),
        (Run("2022", color="#5b6572"), Run(" <b>")),
    )
    assert text.height == pytest.approx(2 * 12 * 1.3)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(NotDrawn):
        symbol_path("hexagon", 5)
