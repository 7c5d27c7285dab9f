"""One chart to take away, with where it comes from."""

import struct

from indicators.charts.bullets import bullet_alt, bullet_svg
from indicators.charts.trajectory import trajectory
from indicators.reading.progress.review import Judged, Review
from indicators.reports import pictures
from indicators.reports.cover import Cover
from tests.reports.opened import squeezed


def first(core: list[Judged]) -> Judged:
    return next(one for one in core if one.is_assessable and one.latest)


def test_a_picture_says_what_it_shows_and_from_when(core: list[Judged], review: Review, cover: Cover) -> None:
    one = first(core)
    chart = trajectory(one.facts, one.assessment, today=review.today)
    assert chart is not None and one.latest is not None
    caption = pictures.caption_of(review, cover, one.facts.label, [one.latest.source])
    text = squeezed(pictures.svg(chart, caption))
    for words in (one.facts.label, chart.reading, one.latest.source, "DONNÉES FICTIVES", "Données au"):
        assert squeezed(words) in text


def test_pixels_follow_the_scale(core: list[Judged], review: Review, cover: Cover) -> None:
    one = first(core)
    chart = trajectory(one.facts, one.assessment, today=review.today)
    assert chart is not None
    caption = pictures.caption_of(review, cover, one.facts.label)
    for scale in (1, 2):
        content = pictures.png(chart, caption, width=600, scale=scale)
        assert struct.unpack(">L", content[16:20])[0] == 600 * scale
    assert pictures.png(chart, caption) == pictures.png(chart, caption)


def test_figures_are_those_of_the_table_twin(core: list[Judged], review: Review, cover: Cover) -> None:
    one = first(core)
    chart = trajectory(one.facts, one.assessment, today=review.today)
    assert chart is not None
    lines = pictures.csv(chart, pictures.caption_of(review, cover, one.facts.label)).splitlines()
    assert len(lines) == len(chart.table) + 1
    assert lines[0].startswith("\ufeffPériode;Ligne;Valeur")
    for line, value in zip(lines[1:], chart.table["Valeur"], strict=True):
        assert value in line
        assert "Données fictives" in line


def test_a_bullet_is_a_picture_too(core: list[Judged], review: Review, cover: Cover) -> None:
    one = first(core)
    alt = bullet_alt(one.facts, one.assessment)
    caption = pictures.caption_of(review, cover, one.facts.label)
    svg = pictures.drawing_svg(bullet_svg(one.facts, one.assessment), caption, (260, 34), alt)
    assert squeezed(alt) in squeezed(svg)
    assert pictures.typeset_picture(svg, 1).startswith(b"\x89PNG")
