"""What administrators look at: sheets with their versions, what is retired, logs of parameters and of horizons."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from db.engine import Engine
from db.queries import administration as stored
from db.queries import catalogue as stored_catalogue
from db.queries.rules import CrossRuleRow
from db.unit_of_work import Session, reading
from db.vocabulary import Direction, Frequency, Horizon, IndicatorType
from indicators.domain.catalogue.definitions import IndicatorSheet
from indicators.domain.progress.assessment import Parameters, assess, case_of
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import STATUS_ORDER, Status
from indicators.domain.values.cross_checks import CrossRule, is_violated
from indicators.reading.progress.review import Judged, Review
from indicators.reading.values.cells import cross_rule_of, read_cells, series_of_rule


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """A version of a definition: what it says, and who said so, when and why."""

    version_no: int
    sheet: IndicatorSheet
    recorded_at: datetime
    recorded_by: str
    reason: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Retired:
    """An indicator (no series) or a series that is, or will be, out of the catalogue."""

    indicator: str
    series: str
    on: date


@dataclass(frozen=True, slots=True)
class IndicatorFile:
    """Everything about one indicator under administration. ``series`` are codes with the day of their retirement."""

    code: str
    type: IndicatorType
    unit: str
    is_percent: bool
    retired_on: date | None
    series: tuple[tuple[str, str, date | None], ...]
    versions: tuple[SheetVersion, ...]
    ranges: Mapping[str, Decimal | None]
    is_integer: bool

    @property
    def current(self) -> SheetVersion:
        """The version in force."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule between series; ``seen`` is what a change of it must give back."""

    code: str
    rule: CrossRule
    is_active: bool
    seen: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ParametersVersion:
    """A version of the parameters of the method."""

    parameters: Parameters
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class HorizonChange:
    """A change of a horizon's date; no series: for the whole roadmap."""

    series: str
    horizon: Horizon
    former: date | None
    due: date | None
    reason: str
    decided_on: date | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Transitions:
    """Series whose status would change: (code, before, after), and how many go each way, in the order of statuses."""

    changed: tuple[tuple[str, Status, Status], ...]

    @property
    def counts(self) -> tuple[tuple[Status, Status, int], ...]:
        """From, to, how many."""
        tally = Counter((before, after) for _, before, after in self.changed)
        order = STATUS_ORDER.index
        return tuple(
            (before, after, count)
            for (before, after), count in sorted(tally.items(), key=lambda item: (order(item[0][0]), order(item[0][1])))
        )


def transitions(
    review: Review,
    parameters: Parameters | None = None,
    alter: Callable[[Judged], SeriesFacts] = lambda judged: judged.facts,
) -> Transitions:
    """What statuses would become with other parameters, or with facts altered; the published values are judged."""
    moves = []
    for code, judged in review.judged.items():
        after = assess(case_of(alter(judged)), parameters or review.parameters).status
        if after is not judged.status:
            moves.append((code, judged.status, after))
    return Transitions(tuple(moves))


def read_file(engine: Engine, code: str) -> IndicatorFile | None:
    """An indicator, retired or not, with every version of its definition; None where there is none."""
    with reading(engine) as session:
        row = next(
            (definition for definition in stored_catalogue.definitions(session) if definition.code == code), None
        )
        if row is None:
            return None
        versions = stored.definition_versions(session, row.indicator_id)
        rule = stored.value_rule(session, row.indicator_id)
        labels = {perimeter.code: perimeter.short_label for perimeter in stored_catalogue.perimeters(session)}
        series = [series_row for series_row in stored_catalogue.series(session) if series_row.indicator == code]
    names = ("hard_low", "hard_high", "plausible_low", "plausible_high", "max_change")
    return IndicatorFile(
        code=code,
        type=IndicatorType(row.type),
        unit=row.unit_symbol or row.unit_label,
        is_percent=row.is_percent,
        retired_on=row.retired_on,
        series=tuple((series_row.code, labels[series_row.perimeter], series_row.retired_on) for series_row in series),
        versions=tuple(_version(version) for version in versions),
        ranges={name: getattr(rule, name) if rule else None for name in names},
        is_integer=bool(rule.is_integer) if rule else False,
    )


def read_retired(engine: Engine) -> tuple[Retired, ...]:
    """What is retired, or will be: indicators, then series."""
    with reading(engine) as session:
        rows = stored.retired(session)
    return tuple(Retired(row.indicator, row.series, row.retired_on) for row in rows if row.retired_on is not None)


def read_labels(engine: Engine) -> dict[str, str]:
    """Label in force of every indicator, retired or not."""
    with reading(engine) as session:
        return {row.code: row.label for row in stored_catalogue.definitions(session)}


def read_rules(engine: Engine) -> tuple[StoredRule, ...]:
    """Rules between series, in use or not."""
    with reading(engine) as session:
        return tuple(_rule(row) for row in stored.every_cross_rule(session))


def told_of_rule(row: CrossRuleRow) -> dict[str, object]:
    """A stored rule as the journal keeps it, and as who changes it must have seen it."""
    return {
        "definition": dict(row.definition),
        "severity": row.severity,
        "advice": row.advice,
        "is_active": bool(row.is_active),
    }


def violations(engine: Engine, rule: CrossRule) -> tuple[str, ...]:
    """Periods in which the values stored now break a rule, oldest first."""
    with reading(engine) as session:
        return _violations(session, rule)


def _violations(session: Session, rule: CrossRule) -> tuple[str, ...]:
    codes = series_of_rule(rule)
    cells = read_cells(session, codes)
    values: dict[str, dict[str, Decimal | None]] = {}
    for key in cells.latest:
        if not key.item and key.series in codes:
            values.setdefault(key.period, {})[key.series] = cells.value(key)
    return tuple(period for period in sorted(values) if is_violated(rule, values[period]))


def read_parameters_log(engine: Engine) -> tuple[ParametersVersion, ...]:
    """Every version of the parameters, newest first."""
    names = Parameters.__dataclass_fields__
    with reading(engine) as session:
        return tuple(
            ParametersVersion(
                Parameters(**{name: getattr(row, name) for name in names}),
                row.reason,
                row.recorded_by,
                row.recorded_at,
            )
            for row in stored.parameters_versions(session)
        )


def read_horizon_log(engine: Engine) -> tuple[HorizonChange, ...]:
    """Every change of the dates of horizons, newest first."""
    with reading(engine) as session:
        rows = stored.horizon_changes(session)
    return tuple(
        HorizonChange(
            row.series or "",
            Horizon(row.horizon),
            row.former,
            row.due,
            row.reason,
            row.decided_on,
            row.recorded_by,
            row.recorded_at,
        )
        for row in reversed(rows)
    )


def read_own_horizons(engine: Engine) -> tuple[tuple[str, Horizon, date, str], ...]:
    """Series that have a date of their own: code, horizon, date, reason."""
    with reading(engine) as session:
        rows = stored_catalogue.series_horizons(session)
    return tuple((row.code, Horizon(row.horizon), row.due, row.reason) for row in rows)


def sheet_of(row: stored.DefinitionVersionRow) -> IndicatorSheet:
    """The part of a stored version that may be changed."""
    return IndicatorSheet(
        label=row.label,
        definition=row.definition,
        nature_text=row.nature_text,
        source=row.source,
        frequency=Frequency(row.frequency),
        frequency_text=row.frequency_text,
        publication_delay_months=row.publication_delay_months,
        decimals=row.decimals,
        direction=Direction(row.direction),
        caution=row.caution,
        core=bool(row.core),
    )


def _version(row: stored.DefinitionVersionRow) -> SheetVersion:
    return SheetVersion(row.version_no, sheet_of(row), row.recorded_at, row.recorded_by, row.reason, row.decided_on)


def _rule(row: CrossRuleRow) -> StoredRule:
    return StoredRule(row.code, cross_rule_of(row), bool(row.is_active), told_of_rule(row))
