"""Drawings the size of a word, as inline SVG: status signs, sparklines, and bullets (from ``bullets``).

Each drawing has a function that gives its text in French; none is ever shown without its text.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from indicators.charts import words
from indicators.charts.base import Palette, palette
from indicators.charts.bullets import bullet_alt, bullet_svg
from indicators.charts.story import story_of
from indicators.charts.svg import data_uri, document, num, pairs
from indicators.domain.formatting import SPACE
from indicators.domain.periods import decimal_year
from indicators.domain.series import SeriesFacts, Unit
from indicators.domain.statuses import SIGNS, Status

__all__ = [
    "bullet_alt",
    "bullet_svg",
    "data_uri",
    "sign_alt",
    "sign_svg",
    "sparkline_alt",
    "sparkline_points",
    "sparkline_svg",
    "write_signs",
]

OUTLINE, CASING = "#1b2430", "#ffffff"
SIGN_FILE_SIZE = 16

_STAR = "M8 1.2 9.9 5.9 15 6.3 11.1 9.5 12.3 14.5 8 11.8 3.7 14.5 4.9 9.5 1 6.3 6.1 5.9Z"
_CROSS = "M3.4 3.4 12.6 12.6M12.6 3.4 3.4 12.6"
_FILLED = {
    "star": _STAR,
    "circle": "M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2Z",
    "triangle-up": "M8 1.8 14.6 13.6H1.4Z",
    "diamond": "M8 1.2 14.4 8 8 14.8 1.6 8Z",
    "triangle-down": "M8 14.2 1.4 2.4H14.6Z",
    "hourglass": "M3 1.8H13L9 8 13 14.2H3L7 8Z",
}
_STROKED = {"x": (_CROSS, 3.0), "circle-open": ("M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 1 1 8 2.6Z", 2.0)}
_DASH = ("M2.5 8H13.5", 2.4)

Point = tuple[Fraction | float, words.Number | None]


def sign_svg(status: Status, size: int = 14) -> str:
    """The sign of a status: filled shape with a dark outline, in a white casing that holds on dark cards.

    In black and white the shapes alone tell the statuses apart.
    """
    sign = SIGNS[status]
    body = _filled(_FILLED[sign.shape], sign.color) if sign.shape in _FILLED else _stroked(sign.shape, sign.color)
    return document(size, size, body, view="0 0 16 16")


def sign_alt(status: Status) -> str:
    """« Statut : En bonne voie »."""
    return f"Statut{SPACE}: {SIGNS[status].word}"


def _filled(path: str, color: str) -> str:
    casing = f'<path d="{path}" fill="{CASING}" stroke="{CASING}" stroke-width="2.4" stroke-linejoin="round"/>'
    shape = f'<path d="{path}" fill="{color}" stroke="{OUTLINE}" stroke-width="1.1" stroke-linejoin="round"/>'
    return casing + shape


def _stroked(shape: str, color: str) -> str:
    """Signs made of a line: the casing is a wider white line under it."""
    path, width = _STROKED.get(shape, _DASH)
    line = f'<path d="{path}" fill="none" stroke-linecap="round"'
    casing = f'{line} stroke="{CASING}" stroke-width="{num(width + 2.2)}"/>' if shape == "x" else ""
    return f'{casing}{line} stroke="{color}" stroke-width="{num(width)}"/>'


def write_signs(folder: Path) -> tuple[Path, ...]:
    """Writes ``<status>.svg`` for every status, served as /app/static/signs/."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for status in Status:
        file = folder / f"{status}.svg"
        file.write_text(sign_svg(status, SIGN_FILE_SIZE) + "\n", encoding="utf-8")
        files.append(file)
    return tuple(files)


def sparkline_svg(
    points: Sequence[Point], width: int = 96, height: int = 28, dark: bool = False, hollow_last: bool = False
) -> str:
    """A line of values over time, its last point marked; a value of None cuts the line.

    There is no scale: it shows a movement, and always goes with the last value in figures.
    """
    colors = palette(dark)
    dots = [(float(t), float(value)) for t, value in points if value is not None]
    if not dots:
        middle = num(height / 2)
        rule = f'<path d="M2 {middle}H{width - 2}" stroke="{colors.muted}" stroke-dasharray="2 3"/>'
        return document(width, height, rule)
    body = "".join(_stroke(run, colors) for run in _pixel_runs(points, dots, width, height))
    return document(width, height, body + _last_dot(dots, width, height, colors, hollow_last))


def sparkline_points(facts: SeriesFacts) -> tuple[list[Point], bool]:
    """The line of a series as the big chart draws it, cut at breaks and gaps; whether its last point is hollow."""
    points: list[Point] = []
    story = story_of(facts)
    for run in story.runs:
        if points:
            points.append((points[-1][0], None))
        points += [(decimal_year(spot.day), spot.value) for spot in run]
    return points, bool(story.spots) and story.spots[-1].hollow


def sparkline_alt(points: Sequence[Point], decimals: int = 1, unit: Unit | str = "") -> str:
    """« Évolution de 28 % à 72 %, en 6 valeurs »."""
    values = [value for _, value in points if value is not None]
    if not values:
        return "Aucune valeur"
    if len(values) == 1:
        return f"Une seule valeur{SPACE}: {words.figure(values[0], decimals, unit)}"
    first, last = (words.figure(value, decimals, unit) for value in (values[0], values[-1]))
    return f"Évolution de {first} à {last}, en {len(values)}{SPACE}valeurs"


def _pixel_runs(
    points: Sequence[Point], dots: list[tuple[float, float]], width: int, height: int
) -> list[list[tuple[float, float]]]:
    """Joined points in pixels: one list for each stretch without a missing value."""
    runs: list[list[tuple[float, float]]] = [[]]
    for t, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(_pixel((float(t), float(value)), dots, width, height))
    return [run for run in runs if run]


def _pixel(point: tuple[float, float], dots: list[tuple[float, float]], width: int, height: int) -> tuple[float, float]:
    """Where a point goes; a lone value stands at the right, equal values in the middle."""
    (t, value), pad = point, 4.0
    first, last = dots[0][0], dots[-1][0]
    low, high = min(v for _, v in dots), max(v for _, v in dots)
    across = (t - first) / (last - first) if last > first else 1.0
    up = (value - low) / (high - low) if high > low else 0.5
    return pad + across * (width - 2 * pad), height - pad - up * (height - 2 * pad)


def _stroke(run: list[tuple[float, float]], colors: Palette) -> str:
    if len(run) == 1:
        ((x, y),) = run
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="1.4" fill="{colors.accent}"/>'
    line = f'fill="none" stroke="{colors.accent}" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"'
    return f'<polyline points="{pairs(run)}" {line}/>'


def _last_dot(dots: list[tuple[float, float]], width: int, height: int, colors: Palette, hollow: bool) -> str:
    x, y = _pixel(dots[-1], dots, width, height)
    fill = colors.surface if hollow else colors.accent
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="2.75" fill="{fill}" stroke="{colors.accent}" stroke-width="1.5"/>'
