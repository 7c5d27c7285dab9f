"""The whole on one page: counts, matrix, horizons, and what needs attention. Never a mean."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.charts.words import expected
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.progress.balance import BALANCE_LABELS, BalanceState
from indicators.domain.statuses import SIGNS, STATUS_ORDER, Status
from indicators.domain.wording import label
from indicators.reading.progress import figures
from indicators.reading.progress.attention import ATTENTIONS, Attention, concerned
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, area_of
from indicators.reports import words

COUNTED = STATUS_ORDER[:6]
"""Statuses counted in a cell of the matrix; the others are in its line of coverage."""

SIGN_OF = {"recul": Status.DECLINE, "retard": Status.LATE, "manquee": Status.MISSED}


@dataclass(frozen=True, slots=True)
class Count:
    """How many series have a status."""

    status: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: ``kind`` is « none » (sans objet), « void » (no value yet) or « counted »."""

    kind: str
    counts: tuple[Count, ...]
    text: str
    share: float = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An area, or the whole domain (« Σ »)."""

    sign: str
    head: str
    complement: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One horizon: how many targets stand in each state."""

    horizon: str
    name: str
    date: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """A series that needs attention, on one line."""

    code: str
    indicator: str
    label: str
    perimeter: str
    value: str
    period: str
    status: str
    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The series of one indicator that need attention for the same reason."""

    indicator: str
    label: str
    items: tuple[AttentionItem, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """A reason for attention: how many series of the roadmap, and those of the core.

    ``groups`` are the same items by indicator, for reasons that concern many: empty for the others.
    """

    code: str
    title: str
    explanation: str
    status: str
    count: int
    items: tuple[AttentionItem, ...]
    groups: tuple[ItemGroup, ...]


BALANCE_STATES = tuple(BalanceState)
BALANCE_HEADS = tuple(BALANCE_LABELS[state] for state in BALANCE_STATES)


def chosen(review: Review, area: int | None) -> list[Judged]:
    """The series of the roadmap that an edition counts: all, or those of one area."""
    return [series for series in review.matrix if area is None or area_of(series) == str(area)]


def counts(series: list[Judged]) -> tuple[Count, ...]:
    """Every status with its count, zeros too, in the one order."""
    return counts_of(Counter(judged.status for judged in series))


def counts_of(tally: Mapping[Status, int]) -> tuple[Count, ...]:
    """The same from a tally."""
    return tuple(Count(status.value, SIGNS[status].word, tally.get(status, 0)) for status in STATUS_ORDER)


def present(series: list[Judged]) -> tuple[Count, ...]:
    """The counts of the statuses that say something of progress, zeros left out."""
    counted = {status.value for status in COUNTED}
    return tuple(count for count in counts(series) if count.count and count.status in counted)


def matrix(review: Review, series: list[Judged], area: int | None = None) -> tuple[MatrixRow, ...]:
    """Areas × families, then the domain where it has series."""
    cells: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for judged in series:
        cells[(area_of(judged), judged.definition.family)].append(judged)
    rows = [
        MatrixRow(
            str(strategic_area.number),
            strategic_area.short,
            strategic_area.complement,
            _cells(review, str(strategic_area.number), cells),
        )
        for strategic_area in review.catalogue.areas
        if area is None or strategic_area.number == area
    ]
    if any(place == DIS for place, _ in cells):
        rows.append(MatrixRow("Σ", "DIS entier", "suivis au niveau régional", _cells(review, DIS, cells)))
    return tuple(rows)


def _cells(review: Review, area: str, cells: dict[tuple[str, str], list[Judged]]) -> tuple[MatrixCell, ...]:
    return tuple(_cell(cells[(area, family.code)]) for family in review.catalogue.families)


def _cell(series: list[Judged]) -> MatrixCell:
    if not series:
        return MatrixCell("none", (), "sans objet")
    if not any(judged.latest for judged in series):
        return MatrixCell("void", (), f"0 sur {len(series)}, donnée attendue")
    judged = sum(judged.is_assessable for judged in series)
    if judged:
        return MatrixCell(
            "counted", present(series), f"{count_of(judged, 'évaluable')} sur {len(series)}", judged / len(series)
        )
    informed = sum(judged.latest is not None for judged in series)
    return MatrixCell("counted", (), f"{count_of(informed, 'valeur')}, 0 évaluable sur {len(series)}")


def horizons(review: Review, series: list[Judged]) -> tuple[BalanceRow, ...]:
    """The balance of each horizon over series that may be judged."""
    tally: dict[str, Counter[BalanceState]] = defaultdict(Counter)
    for judged in series:
        for each in words.balances(judged, review):
            tally[each.horizon.value][each.state] += 1
    return tuple(
        BalanceRow(name.value, label(name), date_fr(due), tuple(tally[name.value][state] for state in BALANCE_STATES))
        for name, due in review.catalogue.horizons
    )


def alerts(review: Review, series: list[Judged], listed: list[Judged]) -> tuple[Alert, ...]:
    """Reasons for attention among ``series``; items are those of ``listed`` (the core)."""
    return tuple(_alert(review, attention, series, listed) for attention in ATTENTIONS)


def _alert(review: Review, attention: Attention, series: list[Judged], listed: list[Judged]) -> Alert:
    judged_series, core = concerned(attention, series, review), concerned(attention, listed, review)
    sign = SIGN_OF.get(attention.code)
    items = tuple(item(review, judged, attention.code) for judged in core)
    groups = () if sign else _grouped(items)
    status = sign.value if sign else ""
    return Alert(attention.code, attention.title, attention.explanation, status, len(judged_series), items, groups)


def _grouped(items: tuple[AttentionItem, ...]) -> tuple[ItemGroup, ...]:
    by_indicator: dict[str, list[AttentionItem]] = defaultdict(list)
    for each in items:
        by_indicator[each.indicator].append(each)
    return tuple(ItemGroup(code, items[0].label, tuple(items)) for code, items in by_indicator.items())


def item(review: Review, judged: Judged, reason: str) -> AttentionItem:
    """One line; ``detail`` says what the reason for attention rests on."""
    return AttentionItem(
        code=judged.code,
        indicator=judged.definition.code,
        label=judged.definition.label,
        perimeter=words.perimeter(judged),
        value=figures.value_of(judged, judged.latest),
        period=judged.latest.period.label if judged.latest else "",
        status=judged.status.value,
        word=SIGNS[judged.status].word,
        detail=_detail(review, judged, reason),
    )


def _detail(review: Review, judged: Judged, reason: str) -> str:
    if reason == "attendue":
        return words.awaited(judged, review)
    if reason == "echeance":
        target = next(each for each in judged.facts.targets if each.date >= review.today)
        return f"{target.horizon} : {number(target.value, None, judged.series.unit)} au {date_fr(target.date)}"
    found = judged.assessment.expected
    return f"attendu {expected(found, judged.facts.decimals, judged.series.unit)}" if found is not None else ""
