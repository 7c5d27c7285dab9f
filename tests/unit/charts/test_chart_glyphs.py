"""Signs, sparklines and bullets: well-formed, true to their figures, readable on both themes."""

from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from chart_samples import COUNT, GOALS, RSW, baseline, judged, obs, series, target

from db.vocabulary import Direction
from indicators.charts.base import DARK, LIGHT, Palette, contrast
from indicators.charts.glyphs import (
    bullet_alt,
    bullet_svg,
    data_uri,
    sign_alt,
    sign_svg,
    sparkline_alt,
    sparkline_points,
    sparkline_svg,
    write_signs,
)
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import SIGNS, Status

SIGNS_FOLDER = Path(__file__).parents[3] / "static" / "signs"
NS = "{http://www.w3.org/2000/svg}"


def bar(facts: SeriesFacts, width: int = 260) -> tuple[float, float] | None:
    """Left and right ends of the bar of a bullet."""
    root = ElementTree.fromstring(bullet_svg(facts, judged(facts), width=width))
    found = [one for one in root.iter(f"{NS}rect") if one.get("height") == "6"]
    return (
        (float(found[0].get("x", 0)), float(found[0].get("x", 0)) + float(found[0].get("width", 0))) if found else None
    )


@pytest.mark.parametrize("status", list(Status))
def test_signs_are_distinct_well_formed_and_named(status: Status) -> None:
    root = ElementTree.fromstring(sign_svg(status))
    assert root.get("width") == "14"
    assert sum(sign_svg(status) == sign_svg(other) for other in Status) == 1
    assert sign_alt(status) == f"Statut\u00a0: {SIGNS[status].word}"


def test_signs_have_a_dark_outline_and_the_cross_a_white_casing() -> None:
    for status in (Status.ACHIEVED, Status.ON_TRACK, Status.TO_ACCELERATE, Status.LATE, Status.DECLINE):
        assert 'stroke="#1b2430"' in sign_svg(status)
        assert SIGNS[status].color in sign_svg(status)
    assert sign_svg(Status.MISSED).index("#ffffff") < sign_svg(Status.MISSED).index("#000000")


def test_sign_shapes_differ_without_colour() -> None:
    shapes = {ElementTree.fromstring(sign_svg(status))[-1].get("d") for status in Status}
    assert len(shapes) == len(Status)


def test_sign_files_are_up_to_date(tmp_path: Path) -> None:
    for file in write_signs(tmp_path):
        served = SIGNS_FOLDER / file.name
        assert served.read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
            f"run write_signs for {file.name}"
        )
    assert {file.name for file in SIGNS_FOLDER.glob("*.svg")} == {f"{status}.svg" for status in Status}


def test_data_uri_can_be_an_image_source() -> None:
    assert data_uri(sign_svg(Status.LATE)).startswith("data:image/svg+xml;base64,")


def test_sparkline_is_cut_at_missing_values_and_ends_with_a_dot() -> None:
    points = [(2019.0, Decimal(1)), (2020.0, Decimal(2)), (2021.0, None), (2022.0, Decimal(3)), (2023.0, Decimal(2))]
    root = ElementTree.fromstring(sparkline_svg(points))
    assert len(root.findall(f"{NS}polyline")) == 2
    assert root.findall(f"{NS}circle")[-1].get("fill") == LIGHT.accent
    hollow = ElementTree.fromstring(sparkline_svg(points, dark=True, hollow_last=True))
    assert hollow.findall(f"{NS}circle")[-1].get("fill") == DARK.surface


@pytest.mark.parametrize("values", [[], [None], [5], [5, 5], [10**30, -(10**30)]])
def test_sparkline_of_anything_stays_inside(values: list[int | None]) -> None:
    points = [(2020.0 + i, None if value is None else Decimal(value)) for i, value in enumerate(values)]
    root = ElementTree.fromstring(sparkline_svg(points, width=96, height=28))
    for dot in root.iter(f"{NS}circle"):
        assert 0 <= float(dot.get("cx", 0)) <= 96
        assert 0 <= float(dot.get("cy", 0)) <= 28


def test_sparkline_texts() -> None:
    points, hollow = sparkline_points(RSW)
    assert hollow
    assert sparkline_alt(points, 1, RSW.unit) == "Évolution de 28\u00a0% à 72\u00a0%, en 6\u00a0valeurs"
    assert sparkline_alt([], 1) == "Aucune valeur"
    assert sparkline_alt([(2020.0, Decimal(3))], 0) == "Une seule valeur\u00a0: 3"


def test_sparkline_points_are_cut_at_a_break() -> None:
    points, _ = sparkline_points(series((obs("2018", 5), obs("2019", 9, "B"))))
    assert [value for _, value in points] == [5, None, 9]


def test_bullet_bar_is_the_share_of_the_way() -> None:
    facts = series((obs("2023", 70),), (target("LT", "2031-12-31", 80),), baseline("2021-12-31", 60))
    assert bar(facts) == (14, 130)


def test_decreasing_bullet_is_mirrored_so_that_right_is_better() -> None:
    facts = series(
        (obs("2023", 70),), (target("LT", "2031-12-31", 60),), baseline("2021-12-31", 80), direction=Direction.DECREASE
    )
    assert bar(facts) == (14, 130)


def test_bullet_beyond_the_scale_has_an_arrow() -> None:
    goal, start = (target("LT", "2031-12-31", 80),), baseline("2021-12-31", 60)
    over, under = series((obs("2023", 200),), goal, start), series((obs("2023", 10),), goal, start)
    assert "M259 " in bullet_svg(over, judged(over))
    assert "M1 " in bullet_svg(under, judged(under))
    inside = series((obs("2023", 70),), goal, start)
    assert "v14Z" not in bullet_svg(inside, judged(inside))


def test_bullet_marks_targets_and_joins_names_that_would_touch() -> None:
    svg = bullet_svg(RSW, judged(RSW))
    assert [text.text for text in ElementTree.fromstring(svg).iter(f"{NS}text")] == ["CT", "MT", "LT"]
    close = series(
        (obs("2024", 1),),
        (target("MT", "2026-12-31", 2), target("LT", "2031-12-31", 2)),
        baseline("2021-12-31", 0),
        unit=COUNT,
    )
    assert ">MT·LT</text>" in bullet_svg(close, judged(close))


def test_bullet_without_scale_or_judgement() -> None:
    assert bullet_svg(series((obs("2023", 5),)), judged(series((obs("2023", 5),)))) == ""
    waiting = series((), GOALS, baseline("2021-12-31", 60))
    assert bar(waiting) is None
    assert bullet_alt(waiting, judged(waiting)).startswith("Aucune observation utilisable")


def test_level_to_maintain_has_a_bullet() -> None:
    facts = series((obs("2023", 60),), (target("LT", "2031-12-31", 60),), baseline("2021-12-31", 60))
    assert bar(facts) == (14, 246)
    assert "du chemin" not in bullet_alt(facts, judged(facts))


def test_bullet_text() -> None:
    assert bullet_alt(RSW, judged(RSW)).replace("\u00a0", " ") == (
        "72 %, pour 66,7 % attendus à cette date ; de 60 % (situation initiale) à 95 % (LT) ; 34,3 % du chemin."
    )


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_hold_three_to_one_and_texts_four_and_a_half(colors: Palette) -> None:
    for background in (colors.surface, colors.zone):
        for line in (colors.accent, colors.ink, colors.muted, colors.former, *colors.series):
            assert contrast(line, background) >= 3, (line, background)
        for text in (colors.ink, colors.muted):
            assert contrast(text, background) >= 4.5, (text, background)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0072b2", "#ffffff") == pytest.approx(5.19, abs=0.01)
