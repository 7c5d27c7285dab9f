"""What checks say of a cell as it is stored, or as it would be with what is about to be saved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.domain.periods import Period
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellKey
from indicators.domain.values.checks import (
    BreakdownPart,
    Entry,
    Finding,
    Severity,
    check_breakdown,
    check_value,
    previous_comparable,
)
from indicators.domain.values.cross_checks import CrossRule, check_rules
from indicators.domain.values.typed_cells import Meaning
from indicators.reading.values.cells import Cells, series_of_rule


@dataclass(frozen=True)
class Typed:
    """What is about to be saved together: it comes before what is stored."""

    meanings: Mapping[CellKey, Meaning] = field(default_factory=dict)

    def value(self, cells: Cells, key: CellKey) -> Decimal | None:
        """Value of a cell as it would be."""
        return self.meanings[key].value if key in self.meanings else cells.value(key)

    def line(self, cells: Cells, key: CellKey) -> list[Observation]:
        """The line of a cell, every period, as it would be."""
        mine = self._lines.get((key.series, key.breakdown, key.item), {})
        return [*(observation for observation in cells.others(key) if observation.period not in mine), *mine.values()]

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], dict[Period, Observation]]:
        lines: dict[tuple[str, str, str], dict[Period, Observation]] = defaultdict(dict)
        for key, meaning in self.meanings.items():
            try:
                period = Period.parse(key.period)
            except ValueError:
                continue  # refused elsewhere: it is no period
            observation = Observation(period, meaning.value, meaning.flags, key.item or None)
            lines[(key.series, key.breakdown, key.item)][period] = observation
        return lines


NOTHING = Typed()


def findings_of(cells: Cells, key: CellKey, meaning: Meaning, typed: Typed) -> tuple[Finding, ...]:
    """Findings about a cell as it would be, with the other cells about to be saved."""
    series, period = cells.series[key.series], Period.parse(key.period)
    entry = Entry(meaning.value, meaning.flags, meaning.numerator, meaning.denominator)
    previous = previous_comparable(typed.line(cells, key), period, meaning.flags, key.item or None)
    return (
        *check_value(entry, series.rules, previous),
        *_sums(cells, key, typed),
        # A blocking rule between series prevents submission: the values that settle it may still have to come.
        *(_at_saving(finding) for finding in rule_findings(cells, key, typed)),
    )


def rule_findings(cells: Cells, key: CellKey, typed: Typed) -> tuple[Finding, ...]:
    """Rules between series that the total of a cell violates."""
    if key.item:
        return ()
    mine = [rule for rule in cells.cross_rules if key.series in series_of_rule(rule)]
    return check_rules(mine, _of_period(cells, mine, key, typed)) if mine else ()


def _of_period(cells: Cells, rules: Sequence[CrossRule], key: CellKey, typed: Typed) -> dict[str, Decimal | None]:
    codes = {code for rule in rules for code in series_of_rule(rule)}
    return {code: typed.value(cells, CellKey(code, key.period)) for code in codes}


def _at_saving(finding: Finding) -> Finding:
    if finding.severity is not Severity.BLOCKING:
        return finding
    return Finding(Severity.NOTE, finding.field, f"{finding.message} La soumission sera refusée tant que c'est le cas.")


def _sums(cells: Cells, key: CellKey, typed: Typed) -> tuple[Finding, ...]:
    """Breakdowns that a cell is the total of, or a part of, against their total."""
    series = cells.series[key.series]
    lists = [key.breakdown] if key.item else sorted({item.list for item in series.items.values()})
    total = typed.value(cells, key.total)
    findings: tuple[Finding, ...] = ()
    for code in lists:
        parts = _parts(cells, key, code, typed)
        name = next((item.list_label for item in series.items.values() if item.list == code), "")
        findings += check_breakdown(total, parts, series.unit, series.decimals, series.nature, name)
    return findings


def _parts(cells: Cells, key: CellKey, list_code: str, typed: Typed) -> tuple[BreakdownPart, ...]:
    """All the items of a list for the period of a cell."""
    return tuple(
        BreakdownPart(
            item.code,
            typed.value(cells, CellKey(key.series, key.period, list_code, item.code)),
            item.parent,
            item.label,
        )
        for item in cells.series[key.series].items.values()
        if item.list == list_code
    )
