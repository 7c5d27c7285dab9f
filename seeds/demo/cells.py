"""Breakdowns: the parts of each total, exactly adding up to it wherever adding up means something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from db.vocabulary import Aggregation, ConfStatus, PeriodKind
from indicators.domain.periods import Period, month_end
from seeds.demo.histories import Life, RecordedFigure
from seeds.demo.marks import PLAIN, Mark, mark
from seeds.demo.paths import Figure, split
from seeds.demo.slopes import exact
from seeds.demo.subjects import DemoSubject
from seeds.schema import CodeList, ItemEntry

OUTSIDE = {
    "ROLE": {"FOURN"},
    "TYPE-IMPLANTATION": {"EXTENSION"},
    "COTATION": {"BOURSIERE"},
    "PROMOTEUR": {"TIERS"},
    "MONTANT-ACCORD": {"TOTAL-JALONS"},
    "MODALITE-CONSULTATION": {"TELEPHONE"},
    "CANCER": {"SEIN"},
    "AGE-ESPERANCE": {"65-ANS"},
    "REPONDANT": {"PERSONNEL"},
}
"""Items that the notes of the lists keep out of the main value."""

UNUSED = {"ROLE": {"ENSEMBLE"}}
"""Items that only receive published values."""

OVERLAPPING = frozenset({"INSTRUMENT", "CERTIFICATION", "MODELE-PRECLINIQUE", "CLIENT-PLATEFORME"})
"""Lists in which one distinct unit may count under several items: their sum passes the total."""


@dataclass(frozen=True, slots=True)
class DemoPart:
    """A part of a total: list, item, and what is recorded of it."""

    code_list: str
    item: str
    recorded: RecordedFigure


def cells_of(subject: DemoSubject, total: RecordedFigure, factor: int = 1) -> Iterator[DemoPart]:
    """Parts of one total in every list of the series; with a factor, also those of its quarters, months and days."""
    if total.figure.value is None or total.mark.is_missing or total.life is Life.WITHDRAWN:
        return
    for code_list in subject.lists:
        parts = list(_parts(subject, code_list, total))
        for cell in parts:
            yield cell
            yield from _shorter(cell, factor)


def is_broken_down(subject: DemoSubject) -> bool:
    """Series whose parts are known over time: the core, and the distinct units."""
    return subject.is_core or subject.card.aggregation is Aggregation.DISTINCT


def top_items(code_list: CodeList) -> list[ItemEntry]:
    """Items that no other item includes, and that are in use."""
    unused = UNUSED.get(code_list.code, set())
    return [item for item in code_list.items if item.parent is None and item.code not in unused]


def _parts(subject: DemoSubject, code_list: CodeList, total: RecordedFigure) -> Iterator[DemoPart]:
    outside = OUTSIDE.get(code_list.code, set())
    inside = [item for item in top_items(code_list) if item.code not in outside]
    figures = _inside(subject, code_list, inside, total.figure)
    figures |= {
        top_item.code: _aside(subject, top_item, total.figure)
        for top_item in top_items(code_list)
        if top_item.code in outside
    }
    for each in code_list.items:
        if each.parent in figures:
            figures[each.code] = _aside(subject, each, figures[each.parent], 45)
    marks = _marks(subject, code_list, inside, figures)
    for code, figure in figures.items():
        part_mark = marks.get(code) or (mark("M") if figure.value is None else PLAIN)
        yield DemoPart(code_list.code, code, RecordedFigure(figure, part_mark, _life(total.life)))


def _life(life: Life) -> Life:
    """Parts follow their total in its state; its revisions are told by the total alone."""
    return life if life.is_pending else Life.SIMPLE


def _inside(subject: DemoSubject, code_list: CodeList, items: Sequence[ItemEntry], total: Figure) -> dict[str, Figure]:
    weights = [_weight(subject, code_list, item, total.period) for item in items]
    codes = [item.code for item in items]
    if subject.is_ratio:
        return dict(zip(codes, _ratios(subject, total, weights), strict=True))
    value = total.value or Decimal(0)
    if subject.is_additive:
        parts = split(value, weights, subject.grain)
        if code_list.code in OVERLAPPING and subject.card.aggregation is Aggregation.DISTINCT:
            parts = [min(value, part + (part // 3)) for part in parts]
    elif len(items) == 1:
        parts = [value]
    else:
        parts = [_around(subject, code_list, item, total) for item in items]
    return {code: Figure(total.period, part) for code, part in zip(codes, parts, strict=True)}


def _weight(subject: DemoSubject, code_list: CodeList, item: ItemEntry, period: Period) -> int:
    """Weight of an item, which drifts slowly over the years."""
    key = (code_list.code, item.code)
    start, drift = subject.chance.between(10, 60, "poids", *key), subject.chance.between(-1, 4, "dérive", *key)
    return max(2, start + drift * (period.end.year - 2019))


def _around(subject: DemoSubject, code_list: CodeList, item: ItemEntry, total: Figure) -> Decimal:
    """A share or a rate of one item, on one side of the whole."""
    percent = subject.chance.between(82, 118, "autour", code_list.code, item.code)
    value = Fraction(total.value or 0) * percent / 100
    value = min(value, Fraction(100)) if subject.is_percent else value
    return exact(round(value / Fraction(subject.grain)) * Fraction(subject.grain))


def _ratios(subject: DemoSubject, total: Figure, weights: Sequence[int]) -> Iterator[Figure]:
    """Ratios whose terms add up to those of the total."""
    whole = int(total.denominator or 0)
    below = [int(part) for part in split(Decimal(whole), weights, Decimal(1))]
    above = [int(part) for part in split(total.numerator or Decimal(0), below, Decimal(1))] if whole else below
    for numerator, denominator in zip(above, below, strict=True):
        if denominator == 0:
            yield Figure(total.period, None)
            continue
        percent = Fraction(100 * numerator, denominator)
        value = exact(round(percent / Fraction(subject.grain)) * Fraction(subject.grain))
        yield Figure(total.period, value, Decimal(numerator), Decimal(denominator))


def _aside(subject: DemoSubject, item: ItemEntry, total: Figure, most: int = 60) -> Figure:
    """A value apart from the main one, smaller than it; a ratio has no terms there."""
    percent = subject.chance.between(20, most, "à côté", item.code)
    grain = Fraction(subject.grain)
    return Figure(total.period, exact(round(Fraction(total.value or 0) * percent / 100 / grain) * grain))


def _marks(
    subject: DemoSubject, code_list: CodeList, inside: Sequence[ItemEntry], figures: dict[str, Figure]
) -> dict[str, Mark]:
    """Some lists have two masked parts, others one part counted with its neighbour."""
    draw = subject.chance.below(100, "liste", code_list.code)
    if len(inside) < 3 or not subject.is_additive:
        return {}
    values = {item.code: figures[item.code].value or Decimal(0) for item in inside}
    if draw < 8:
        first, second = sorted(values, key=lambda code: (values[code], code))[:2]
        return {first: mark("Q", ConfStatus.PRIMARY_SMALL), second: mark("Q", ConfStatus.SECONDARY)}
    if draw < 14:
        included, counted = inside[0].code, inside[1].code
        figures[included] = replace(figures[included], value=values[included] + values[counted])
        return {counted: mark("K"), included: mark("W")}
    if draw < 18:
        return {inside[0].code: replace(PLAIN, conf=ConfStatus.PRIMARY_DOMINANCE)}
    return {}


def _shorter(cell: DemoPart, factor: int) -> Iterator[DemoPart]:
    """The same part for ``factor`` - 1 shorter periods of its year, from half-years to days."""
    figure = cell.recorded.figure
    if factor > 1 and figure.period.kind is PeriodKind.YEAR:
        for code in _shorter_codes(figure.period.end.year)[: factor - 1]:
            yield replace(cell, recorded=replace(cell.recorded, figure=replace(figure, period=_period(code))))


@cache
def _shorter_codes(year: int) -> tuple[str, ...]:
    months = range(1, 13)
    days = (f"{year}-{month:02d}-{day:02d}" for month in months for day in range(1, month_end(year, month).day + 1))
    parts = ("S1", "S2", "Q1", "Q2", "Q3", "Q4", *(f"{month:02d}" for month in months))
    return (*(f"{year}-{part}" for part in parts), *days)


@cache
def _period(code: str) -> Period:
    return Period.parse(code)
