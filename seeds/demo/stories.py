"""Everything that the demonstration says of one series: baseline, targets and totals, with their histories."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from db.vocabulary import Aggregation, EntryMethod, Horizon, ObsStatus, PeriodKind, ValueState
from indicators.domain.periods import Period
from seeds.demo.histories import Life, RecordedFigure, Version, recorded
from seeds.demo.marks import PLAIN, Mark, mark, mark_of
from seeds.demo.paths import Figure, figure_of, old_definition, ratio_of, totals
from seeds.demo.plans import BASELINE, LAST_YEAR, Aim, NoPlan, SeriesPlan, grid_of, plan_of
from seeds.demo.scenarios import GENERIC, Intent, Scenario, deal, intent_of
from seeds.demo.slopes import ValueGrid
from seeds.demo.subjects import DemoSubject

_PENDING = ((Life.DRAFT, 3), (Life.SUBMITTED, 4), (Life.RETURNED, 3), (Life.VALIDATED, 3))
_WITHOUT_BASELINE = (Scenario.CONTEXT, Scenario.NO_BASELINE)
_WITHOUT_TARGET = (Scenario.CONTEXT, Scenario.GROUP, Scenario.NO_TARGET)
_BROKEN = (Scenario.BROKEN, Scenario.REBASED)
_RAISED = "Révision fictive : ambition relevée après l’évaluation à mi-parcours."
_CONVERTED = "Révision fictive : cible convertie dans la nouvelle définition."
_REBASED = "Situation initiale fictive recalculée dans la nouvelle définition."
_CORRECTED = "Révision fictive : situation initiale corrigée."


@dataclass(frozen=True)
class DemoStory:
    """One series of the demonstration. Rows hold the columns of the store but the identifier of the series."""

    subject: DemoSubject
    intent: Intent
    grid: ValueGrid
    totals: list[RecordedFigure]
    baselines: list[Version] = field(default_factory=list)
    targets: list[Version] = field(default_factory=list)
    horizons: list[dict[str, Any]] = field(default_factory=list)

    def broken_down(self) -> Iterator[RecordedFigure]:
        """The totals that have parts: those of the years, or of half-years where the year is not written."""
        has_years = any(total.figure.period.kind is PeriodKind.YEAR for total in self.totals)
        for figure in self.totals:
            is_year = figure.figure.period.kind is PeriodKind.YEAR
            if is_year == has_years and ObsStatus.FORECAST not in figure.mark.flags:
                yield figure


def stories(subjects: Iterable[DemoSubject]) -> Iterator[DemoStory]:
    """The stories of all series; those of groups of areas come after their parts."""
    everyone = list(subjects)
    dealt = deal(everyone)
    by_series: dict[str, DemoStory] = {}
    for subject in sorted(everyone, key=lambda each: bool(each.parts)):
        scenario = dealt[subject.code]
        story = _group(subject, by_series) if subject.parts else _story(subject, scenario)
        if subject.is_part:
            by_series[subject.code] = story
        yield story


def _story(subject: DemoSubject, scenario: Scenario) -> DemoStory:
    pending = _pending(subject, scenario)
    intent, plan = _settled(subject, scenario, LAST_YEAR - 1 if pending else LAST_YEAR)
    break_year = _break_year(subject, plan) if intent.scenario in _BROKEN else None
    recordeds = list(_totals(subject, intent, plan, break_year, pending))
    story = DemoStory(subject, intent, plan.grid, recordeds)
    if intent.scenario not in _WITHOUT_BASELINE:
        story.baselines.extend(_baselines(subject, intent, plan, break_year))
    if intent.scenario not in _WITHOUT_TARGET:
        story.targets.extend(_targets(subject, intent, plan))
    if plan.own_horizons:
        reason = "Date fictive : objectifs d’un plan antérieur."
        story.horizons.extend({"horizon": str(aim.horizon), "due": aim.due, "reason": reason} for aim in plan.aims)
    return story


def _settled(subject: DemoSubject, scenario: Scenario, last_year: int) -> tuple[Intent, SeriesPlan]:
    """The plan of the story that was dealt, or of the first plain one that the series can tell."""
    for candidate in (scenario, *GENERIC, Scenario.NO_TARGET):
        try:
            return intent_of(candidate), plan_of(subject, intent_of(candidate), last_year)
        except NoPlan:
            continue
    raise NoPlan(subject.code)


def _pending(subject: DemoSubject, scenario: Scenario) -> Life | None:
    """State of the latest value where it is not published yet; the year before is then the one judged."""
    if scenario not in GENERIC or subject.is_part or not subject.is_yearly:
        return None
    draw = subject.chance.below(100, "en attente")
    for life, weight in _PENDING:
        if draw < weight:
            return life
        draw -= weight
    return None


def _break_year(subject: DemoSubject, plan: SeriesPlan) -> int:
    candidates = [year for year in subject.break_years if plan.dated.year < year <= plan.last_year]
    return subject.chance.pick(candidates or (2023, 2024), "année de rupture")


def _totals(
    subject: DemoSubject, intent: Intent, plan: SeriesPlan, break_year: int | None, pending: Life | None
) -> Iterator[RecordedFigure]:
    silent = intent.scenario is Scenario.NO_OBSERVATION and subject.chance.pick((True, False), "silence")
    last = 2021 if silent or intent.scenario is Scenario.OLD_VALUE else LAST_YEAR
    for figure in totals(subject, plan, break_year):
        year = figure.period.end.year
        if year <= last:
            total_mark = mark_of(subject, intent, plan, year, break_year)
            yield RecordedFigure(figure, total_mark, _life(subject, intent, plan, year, total_mark, pending))
    if silent:
        draft = figure_of(subject, plan, LAST_YEAR, plan.level)
        yield RecordedFigure(draft, PLAIN, Life.DRAFT)
    if (silent or subject.chance.happens(7, "prévision")) and intent.scenario in (*GENERIC, Scenario.NO_OBSERVATION):
        yield from _forecast(subject, plan)


def _forecast(subject: DemoSubject, plan: SeriesPlan) -> Iterator[RecordedFigure]:
    if not plan.is_sum and subject.is_yearly and not subject.is_part:
        value = plan.grid.near(Fraction(plan.level) * (100 + 3 * subject.sign) / 100)
        yield RecordedFigure(figure_of(subject, plan, LAST_YEAR + 1, value), mark("F"), Life.SIMPLE)


def _life(
    subject: DemoSubject, intent: Intent, plan: SeriesPlan, year: int, mark_of_year: Mark, pending: Life | None
) -> Life:
    if year > plan.last_year and pending:
        return pending
    draw = subject.chance.below(100, "vie", year)
    if subject.is_part or mark_of_year.is_missing or draw >= 32:
        return Life.SIMPLE
    if draw < 14:
        return Life.FULL if year >= 2022 else Life.SIMPLE
    if year == LAST_YEAR:
        return Life.PENDING_REVISION if draw < 20 else Life.SIMPLE
    if year == 2019 and plan.dated.year > year and draw < 18:
        return Life.WITHDRAWN
    return Life.REVISED if draw < 28 else Life.REVISED_TWICE


def _baselines(subject: DemoSubject, intent: Intent, plan: SeriesPlan, break_year: int | None) -> Iterator[Version]:
    first = _decided_after(subject, plan, date(2022, 10, 1), date(2022, 11, 30))
    own = (plan.start, "", frozenset[ObsStatus](), first)
    if intent.scenario is Scenario.REBASED and break_year is not None:
        old = old_definition(subject, plan.grid, plan.start)
        after = subject.chance.instant(date(break_year + 1, 9, 1), date(break_year + 1, 10, 20), "recalcul")
        steps = [(old, "", frozenset[ObsStatus](), first), (plan.start, _REBASED, frozenset({ObsStatus.BREAK}), after)]
    elif intent.scenario is Scenario.BROKEN:
        steps = [(old_definition(subject, plan.grid, plan.start), "", frozenset[ObsStatus](), first)]
    elif intent.scenario in GENERIC and not plan.is_sum and subject.chance.happens(8, "situation corrigée"):
        earlier = plan.grid.near(Fraction(plan.start) * 97 / 100)
        later = first + timedelta(days=subject.chance.between(60, 200, "correction"))
        steps = [(earlier, "", own[2], first), (plan.start, _CORRECTED, own[2], later)]
    else:
        steps = [own]
    for number, (value, reason, flags, instant) in enumerate(steps, 1):
        yield _baseline(subject, plan.dated, plan.base, number, value, reason, flags, instant)


def _baseline(
    subject: DemoSubject,
    dated: date,
    base: int,
    number: int,
    value: Decimal,
    reason: str,
    flags: frozenset[ObsStatus],
    instant: datetime,
) -> Version:
    terms = ratio_of(Period.parse(str(dated.year)), value, base) if subject.is_ratio else None
    return recorded(
        instant,
        ValueState.PUBLISHED,
        reason,
        version_no=number,
        dated=dated,
        value=value,
        numerator=terms.numerator if terms else None,
        denominator=terms.denominator if terms else None,
        flags=flags,
        method=str(EntryMethod.FORM),
        batch=None,
    )


def _decided_after(subject: DemoSubject, plan: SeriesPlan, first: date, last: date) -> datetime:
    """An instant of the first campaign, or of the autumn that follows a later start."""
    if plan.dated.year >= 2022:
        first, last = date(plan.dated.year, 10, 1), date(plan.dated.year, 11, 15)
    return subject.chance.instant(first, last, "décision", first)


def _targets(subject: DemoSubject, intent: Intent, plan: SeriesPlan) -> Iterator[Version]:
    first = _decided_after(subject, plan, date(2022, 12, 1), date(2023, 1, 31))
    is_converted = intent.scenario is Scenario.REBASED
    is_raised = intent.scenario in GENERIC and not subject.normative and subject.chance.happens(18, "cible revue")
    second = subject.chance.instant(date(2024, 11, 4), date(2025, 3, 28), "révision des cibles")
    for aim in plan.aims:
        if not is_converted and not (is_raised and aim.horizon is not Horizon.SHORT):
            yield _target(1, aim, aim.value, first, "")
            continue
        former = _former(subject, plan, aim, is_converted)
        yield _target(1, aim, former, first, "")
        yield _target(2, aim, aim.value, second, _CONVERTED if is_converted else _RAISED)


def _former(subject: DemoSubject, plan: SeriesPlan, aim: Aim, is_converted: bool) -> Decimal:
    """The value that a target had before its revision."""
    if is_converted:
        return old_definition(subject, plan.grid, aim.value)
    percent = subject.chance.between(70, 90, "avant révision")
    moved = Fraction(plan.start) + (Fraction(aim.value) - Fraction(plan.start)) * percent / 100
    return grid_of(subject).near(moved)


def _target(number: int, aim: Aim, value: Decimal, instant: datetime, reason: str) -> Version:
    return recorded(
        instant,
        ValueState.PUBLISHED,
        reason,
        version_no=number,
        horizon=str(aim.horizon),
        due=aim.due,
        value=value,
        mode=str(aim.mode),
        decided_on=instant.date() - timedelta(days=6),
        to_confirm=False,
        method=str(EntryMethod.FORM),
        batch=None,
    )


def _group(subject: DemoSubject, by_series: Mapping[str, DemoStory]) -> DemoStory:
    """A group of areas: the sum of its parts, or for distinct units a total between the largest and the sum."""
    parts = [by_series[code] for code in subject.parts]
    by_period = [{total.figure.period: total.figure.value or Decimal(0) for total in part.totals} for part in parts]
    recordeds = [
        RecordedFigure(Figure(period, _whole(subject, [values[period] for values in by_period])), PLAIN, Life.SIMPLE)
        for period in sorted(set(by_period[0]).intersection(*by_period[1:]))
    ]
    story = DemoStory(subject, intent_of(Scenario.GROUP), grid_of(subject), recordeds)
    first = subject.chance.instant(date(2022, 12, 1), date(2022, 12, 20), "décision")
    value = _whole(subject, [part.baselines[-1]["value"] for part in parts])
    story.baselines.append(_baseline(subject, BASELINE, 0, 1, value, "", frozenset(), first))
    return story


def _whole(subject: DemoSubject, values: list[Decimal]) -> Decimal:
    total = sum(values, Decimal(0))
    if subject.card.aggregation is not Aggregation.DISTINCT:
        return total
    return grid_of(subject).near(Fraction(max(values)) + Fraction(total - max(values)) * 3 / 4)
