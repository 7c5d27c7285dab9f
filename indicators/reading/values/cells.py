"""The cells of a few series as they are stored: what saving, steps, previews and the grid all start from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from db.queries import entries as stored
from db.queries import entry_series as stored_series
from db.queries import locks as stored_locks
from db.queries import rules as stored_rules
from db.queries.batches import TouchedRow
from db.queries.drafts import DraftRow
from db.queries.entries import CellRow, CellVersionRow
from db.queries.entry_series import SeriesFactsRow
from db.queries.rules import CrossRuleRow
from db.unit_of_work import Session
from db.vocabulary import ConfStatus, Direction, Frequency, Nature, PerimeterKind, ValueState
from indicators.domain.periods import Period
from indicators.domain.rights import Subject
from indicators.domain.series import Observation, Unit
from indicators.domain.values.cells import CellKey
from indicators.domain.values.checks import MAX_CHANGE, MAX_POINTS, Bounds, Severity, ValueRules
from indicators.domain.values.content import ValueContent
from indicators.domain.values.cross_checks import CrossRule, MissingPolicy, Operator, Side, Term
from indicators.domain.values.locks import Exemption, Lock
from indicators.reading.progress.review import observation_of


@dataclass(frozen=True, slots=True)
class CodeListItem:
    """An item of a code list; ``parent`` names the item that includes it, ``list_label`` the breakdown."""

    id: int
    list: str
    code: str
    label: str
    parent: str | None
    list_label: str = ""


@dataclass(frozen=True, slots=True)
class EntrySeries:
    """A series as entry needs it. ``areas`` are numbers; ``closed`` says in French why nothing is entered here."""

    id: int
    code: str
    indicator: str
    label: str
    family: str
    family_label: str
    perimeter: str
    perimeter_kind: PerimeterKind
    perimeter_label: str
    areas: frozenset[int]
    unit: Unit
    decimals: int
    nature: Nature
    direction: Direction
    rules: ValueRules
    items: Mapping[tuple[str, str], CodeListItem]
    closed: str = ""
    frequency: Frequency = Frequency.ANNUAL

    def subject(self, state: ValueState | None = None, author: str = "", submitter: str = "") -> Subject:
        """This series as the subject of a right."""
        return Subject(self.code, self.areas, author, submitter, state)

    def item_id(self, key: CellKey) -> int | None:
        """Identifier of the item that a cell is about, None for a total."""
        item = self.items.get((key.breakdown, key.item))
        return None if item is None else item.id


@dataclass(frozen=True)
class Cells:
    """Series by code, the last version of each of their cells (withdrawn or not) and the one published, as rows."""

    series: Mapping[str, EntrySeries]
    latest: Mapping[CellKey, CellVersionRow]
    published: Mapping[CellKey, CellVersionRow]
    locks: tuple[Lock, ...]
    cross_rules: tuple[CrossRule, ...]

    def observation(self, key: CellKey) -> Observation | None:
        """The last version of a cell as a record."""
        row = self.latest.get(key)
        return None if row is None else observation_of(row)

    def version_no(self, key: CellKey) -> int:
        """Number of the last version, 0 where nothing was ever entered."""
        row = self.latest.get(key)
        return 0 if row is None else row.version_no

    def state(self, key: CellKey) -> ValueState | None:
        """State of the last version."""
        row = self.latest.get(key)
        return None if row is None else ValueState(row.state)

    def value(self, key: CellKey) -> Decimal | None:
        """Value that counts for checks: the last one, unless it was withdrawn."""
        row = self.latest.get(key)
        return None if row is None or row.state == ValueState.WITHDRAWN else row.value

    def others(self, key: CellKey) -> list[Observation]:
        """Last versions of the same line: same series and same item, every period."""
        return self._lines.get((key.series, key.breakdown, key.item), [])

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], list[Observation]]:
        lines: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
        for key, row in self.latest.items():
            if key.series in self.series:
                lines[(key.series, key.breakdown, key.item)].append(observation_of(row))
        return lines


def read_cells(session: Session, codes: Collection[str]) -> Cells:
    """Everything about the cells of these series, and of those that a rule ties to them. Unknown codes are left out."""
    rules = read_cross_rules(session)
    wished = set(codes)
    tied = {term for rule in rules if wished & series_of_rule(rule) for term in series_of_rule(rule)}
    return Cells(
        series=read_series(session, wished),
        latest=_by_key(stored.current(session, sorted(wished | tied))),
        published=_by_key(stored.current(session, sorted(wished), published=True)),
        locks=read_locks(session),
        cross_rules=tuple(rule for rule in rules if wished & series_of_rule(rule)),
    )


def read_series(session: Session, codes: Collection[str] | None = None) -> dict[str, EntrySeries]:
    """Series by code, in catalogue order."""
    areas: dict[str, set[int]] = defaultdict(set)
    for area in stored_series.areas_by_series(session, codes):
        areas[area.code].add(area.number)
    items: dict[str, dict[tuple[str, str], CodeListItem]] = defaultdict(dict)
    for item in stored_series.items_by_series(session, codes):
        items[item.series][(item.list, item.item)] = CodeListItem(
            item.id, item.list, item.item, item.label, item.parent_code, item.list_label
        )
    return {
        row.code: _series(row, frozenset(areas[row.code]), items[row.code])
        for row in stored_series.series_facts(session, codes)
    }


def read_locks(session: Session) -> tuple[Lock, ...]:
    """Locks in force with every exception, expired or not."""
    leaves: dict[int, list[Exemption]] = defaultdict(list)
    for row in stored_locks.exceptions(session):
        leaves[row.lock_id].append(Exemption(row.email, row.until, row.reason, row.granted_by))
    return tuple(
        Lock(row.id, row.period_code, row.reason, row.locked_by, tuple(leaves[row.id]))
        for row in stored_locks.locks(session)
    )


def read_cross_rules(session: Session) -> tuple[CrossRule, ...]:
    """Rules between series that are in use."""
    return tuple(cross_rule_of(row) for row in stored_rules.cross_rules(session))


def cross_rule_of(row: CrossRuleRow) -> CrossRule:
    """A stored rule as a record."""
    return CrossRule(
        left=_side(row.definition["left"]),
        operator=Operator(row.definition["operator"]),
        right=_side(row.definition["right"]),
        severity=Severity(row.severity),
        advice=row.advice,
    )


def series_of_rule(rule: CrossRule) -> frozenset[str]:
    """Series that a rule speaks of."""
    return frozenset(term.series for side in (rule.left, rule.right) for term in side.terms)


def definition_of(rule: CrossRule) -> dict[str, object]:
    """A rule as the store keeps it."""
    return {"left": _stored_side(rule.left), "operator": str(rule.operator), "right": _stored_side(rule.right)}


def key_of(row: CellRow | CellVersionRow | DraftRow | TouchedRow) -> CellKey:
    """The cell that a stored row is about."""
    return CellKey(row.series, row.period_code, row.list or "", row.item or "")


def content_of(row: CellVersionRow) -> ValueContent:
    """What a stored version says."""
    return ValueContent(
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        flags=row.flags,
        conf_status=ConfStatus(row.conf_status),
        source=row.source,
        source_url=row.source_url,
        source_published_on=row.source_published_on,
        reliability=row.reliability,
        caveat=row.caveat,
        comment=row.comment,
    )


def period_of(key: CellKey) -> tuple[str, str, date, date]:
    """A period as the store takes it: code, kind, start, end."""
    period = Period.parse(key.period)
    return period.code, str(period.kind), period.start, period.end


def _by_key(rows: Iterable[CellVersionRow]) -> dict[CellKey, CellVersionRow]:
    return {key_of(row): row for row in rows}


def _series(row: SeriesFactsRow, areas: frozenset[int], items: Mapping[tuple[str, str], CodeListItem]) -> EntrySeries:
    unit = Unit(row.unit_code, row.unit_label, row.unit_symbol, row.is_percent)
    rules = ValueRules(
        unit,
        row.decimals,
        Bounds(row.hard_low, row.hard_high),
        Bounds(row.plausible_low, row.plausible_high),
        MAX_CHANGE if row.max_change is None else row.max_change,
        # Percentages change in points: growth of a percentage means nothing.
        MAX_POINTS if row.max_change is None else row.max_change,
        bool(row.is_integer),
    )
    return EntrySeries(
        id=row.id,
        code=row.code,
        indicator=row.indicator,
        label=row.label,
        family=row.family,
        family_label=row.family_label,
        perimeter=row.perimeter,
        perimeter_kind=PerimeterKind(row.perimeter_kind),
        perimeter_label=row.perimeter_label,
        areas=areas,
        unit=unit,
        decimals=row.decimals,
        nature=Nature(row.nature),
        direction=Direction(row.direction),
        rules=rules,
        items=items,
        closed=_closed(row),
        frequency=Frequency(row.frequency),
    )


def _closed(row: SeriesFactsRow) -> str:
    days = [day for day in (row.retired_on, row.indicator_retired_on) if day is not None]
    if days and min(days) <= datetime.now(UTC).date():
        return f"La série {row.code} est retirée du catalogue."
    if row.reads_from is not None:
        return f"Cette série montre les valeurs de {row.reads_from} : saisissez-les là."
    return ""


def _side(kept: Mapping[str, Any]) -> Side:
    terms = tuple(Term(term["series"], term.get("coefficient", 1)) for term in kept["terms"])
    return Side(kept["label"], terms, MissingPolicy(kept.get("missing", MissingPolicy.SKIP_IF_ANY)))


def _stored_side(side: Side) -> dict[str, object]:
    terms = [{"series": term.series, "coefficient": term.coefficient} for term in side.terms]
    return {"label": side.label, "terms": terms, "missing": str(side.missing)}
