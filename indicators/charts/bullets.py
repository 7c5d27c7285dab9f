"""Bullet graph of one series (Stephen Few's specification): where it stands between start and goal.

The scale runs from the situation initiale, at the left, to the last target, at the right: for
decreasing indicators too, so that right is always better. It has no colour of status.
"""

from dataclasses import dataclass
from fractions import Fraction

from indicators.charts import words
from indicators.charts.base import FONT, Palette, palette
from indicators.charts.labels import text_width
from indicators.charts.svg import document, num
from indicators.domain.formatting import SPACE, percent
from indicators.domain.progress.assessment import Assessment
from indicators.domain.progress.evidence import case_of
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import REASON_TEXT

_SIDE = 14  # pixels left at each end, for what lies beyond the scale
_BEYOND = 11  # pixels that the bar may run over an end before an arrow takes over
_TEXT = 9


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels; ``start`` and ``goal`` may be equal (a level to maintain)."""

    start: Fraction
    goal: Fraction
    sign: int
    width: float

    def x(self, value: words.Number) -> float:
        """Pixels from the left, unbounded."""
        whole = self.goal - self.start
        if whole == 0:  # nothing to cover: the goal is at the right, a worse value to its left
            spread = abs(self.start) / 5 or Fraction(1)
            share = float(1 + (Fraction(value) - self.start) * self.sign / spread)
        else:
            share = float((Fraction(value) - self.start) / whole)
        return _SIDE + share * (self.width - 2 * _SIDE)

    def bounded(self, value: words.Number) -> float:
        """Pixels kept inside the drawing."""
        return min(max(self.x(value), _SIDE - _BEYOND), self.width - _SIDE + _BEYOND)


def bullet_svg(
    facts: SeriesFacts, assessment: Assessment, width: int = 260, height: int = 34, dark: bool = False
) -> str:
    """Bar: latest value. Tall tick: value expected by then. Diamonds: CT, MT, LT. Left rule: situation initiale.

    An arrow ends a bar that leaves the scale. Empty text without situation initiale or target: there is
    no scale then. A series that cannot be judged has no bar.
    """
    scale = _scale(facts, width)
    if scale is None:
        return ""
    colors, middle = palette(dark), (height - _TEXT - 3) / 2
    parts = [_track(scale, middle, colors)]
    if assessment.value is not None:
        parts.append(_bar(scale, assessment, middle, colors))
    parts.append(_rule(scale.x(scale.start), middle, 7, 2, colors.muted))
    if assessment.expected is not None:
        parts.append(_rule(scale.bounded(assessment.expected), middle, 9, 2.5, colors.ink))
    parts.append(_goals(facts, scale, middle, height, colors))
    return document(width, height, "".join(parts))


def bullet_alt(facts: SeriesFacts, assessment: Assessment) -> str:
    """« 72 %, pour 69,8 % attendus à cette date ; de 60 % (situation initiale) à 95 % (LT) ; 34,3 % du chemin. »"""
    scale = _scale(facts, 260)
    if scale is None:
        return "Sans situation initiale ou sans cible, l’avancement ne se mesure pas."
    goal = _last_horizon(facts)
    start, end = (words.figure(value, facts.decimals, facts.unit) for value in (scale.start, scale.goal))
    ends = f"de {start} (situation initiale) à {end} ({goal})"
    if assessment.value is None:
        why = REASON_TEXT[assessment.reason] if assessment.reason else "progrès non évalué"
        return f"{why[:1].upper()}{why[1:]}{SPACE}; {ends}."
    value = words.figure(assessment.value, facts.decimals, facts.unit)
    due = words.expected(assessment.expected, facts.decimals, facts.unit)
    return f"{value}, pour {due} attendus à cette date{SPACE}; {ends}{_way(scale, assessment)}."


def _way(scale: _Scale, assessment: Assessment) -> str:
    """Share of the whole way, unbounded; nothing when there is none to cover."""
    if scale.goal == scale.start or assessment.value is None:
        return ""
    share = (Fraction(assessment.value) - scale.start) / (scale.goal - scale.start)
    return f"{SPACE}; {percent(share)} du chemin"


def _scale(facts: SeriesFacts, width: float) -> _Scale | None:
    case = case_of(facts)
    if case.start is None or not case.path_targets or case.mode is None:
        return None
    return _Scale(Fraction(case.start[1]), Fraction(case.path_targets[-1][1]), case.sign, width)


def _last_horizon(facts: SeriesFacts) -> str:
    return str(max(facts.targets, key=lambda target: target.date).horizon)


def _track(scale: _Scale, middle: float, colors: Palette) -> str:
    left, right = _SIDE, scale.width - _SIDE
    frame = f'fill="{colors.grid}" stroke="{colors.former}" stroke-width="0.75"'
    return f'<rect x="{left}" y="{num(middle - 6)}" width="{num(right - left)}" height="12" {frame}/>'


def _bar(scale: _Scale, assessment: Assessment, middle: float, colors: Palette) -> str:
    """From the start to the latest value; hollow when the value is provisional, arrowed beyond the scale."""
    assert assessment.value is not None
    start, end = scale.x(scale.start), scale.bounded(assessment.value)
    if scale.goal == scale.start:
        start = _SIDE
    left, right = min(start, end), max(start, end)
    fill = colors.surface if assessment.provisional else colors.accent
    look = f'fill="{fill}" stroke="{colors.accent}" stroke-width="1.5"'
    bar = f'<rect x="{num(left)}" y="{num(middle - 3)}" width="{num(max(right - left, 1))}" height="6" {look}/>'
    return bar + _arrow(scale, assessment.value, middle, colors)


def _arrow(scale: _Scale, value: words.Number, middle: float, colors: Palette) -> str:
    """A head at the end of a bar that goes further than the drawing."""
    x = scale.x(value)
    if scale.bounded(value) == x:
        return ""
    tip, turn = (scale.width - 1, -8) if x > 0 else (1, 8)
    path = f"M{num(tip)} {num(middle)}l{turn} -7v14Z"
    return f'<path d="{path}" fill="{colors.accent}"/>'


def _rule(x: float, middle: float, half: float, width: float, color: str) -> str:
    """A perpendicular tick."""
    return f'<path d="M{num(x)} {num(middle - half)}v{num(2 * half)}" stroke="{color}" stroke-width="{num(width)}"/>'


def _goals(facts: SeriesFacts, scale: _Scale, middle: float, height: float, colors: Palette) -> str:
    """A diamond and a short name for each target; names that would touch are joined: « CT·MT »."""
    case = case_of(facts)
    dated = sorted(facts.targets, key=lambda target: target.date)
    targets = [target for target in dated if facts.baseline and target.date > facts.baseline.date]
    places = [(scale.bounded(target.value), str(target.horizon)) for target in targets[-len(case.path_targets) :]]
    look = f'fill="{colors.surface}" stroke="{colors.ink}" stroke-width="1.25"'
    diamonds = "".join(
        f'<path d="M{num(x)} {num(middle - 4.5)}l4.5 4.5 -4.5 4.5 -4.5 -4.5Z" {look}/>' for x, _ in places
    )
    return diamonds + "".join(_name(x, name, scale.width, height, colors) for x, name in _joined(places))


def _joined(places: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Names in order of place, neighbours closer than their width made one."""
    joined: list[tuple[float, str]] = []
    for x, name in sorted(places, key=lambda place: place[0]):
        if joined and x - joined[-1][0] < (text_width(joined[-1][1], _TEXT) + text_width(name, _TEXT)) / 2 + 4:
            before_x, before = joined[-1]
            joined[-1] = ((before_x + x) / 2, f"{before}·{name}")
        else:
            joined.append((x, name))
    return joined


def _name(x: float, name: str, width: float, height: float, colors: Palette) -> str:
    half = text_width(name, _TEXT) / 2
    at = min(max(x, half), width - half)
    font = f'font-family="{FONT}" font-size="{_TEXT}" fill="{colors.muted}" text-anchor="middle"'
    return f'<text x="{num(at)}" y="{num(height - 2)}" {font}>{name}</text>'
