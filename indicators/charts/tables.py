"""Table twins: the numbers of a figure as French text, for those who do not see it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pandas as pd

from indicators.charts import words
from indicators.charts.story import Story
from indicators.charts.traces import decided
from indicators.domain.formatting import date_fr
from indicators.domain.periods import decimal_year
from indicators.domain.progress.assessment import expected_at
from indicators.domain.progress.evidence import case_of, unsettled_breaks
from indicators.domain.quality import NORMAL_LABEL, describe
from indicators.domain.series import Observation, SeriesFacts, Target
from indicators.domain.wording import label

COLUMNS = ("Période", "Ligne", "Valeur", "Unité", "Drapeaux", "Attendu à cette date", "Source")
SUM_COLUMN = "Cumul"

Row = dict[str, str]


def table(facts: SeriesFacts, story: Story) -> pd.DataFrame:
    """Observations by period, then the situation initiale, the targets in force and the former ones.

    Sums have a column more, the running sum that the line draws.
    """
    rows = [*_observations(facts, story), *_start(facts), *_targets(facts)]
    columns = list(COLUMNS)
    if story.is_sum:
        columns.insert(columns.index("Valeur") + 1, SUM_COLUMN)
    return pd.DataFrame([[row.get(column, "") for column in columns] for row in rows], columns=columns)


def unit_name(facts: SeriesFacts) -> str:
    """The symbol, or the name of a unit without one."""
    return facts.unit.symbol or facts.unit.label


def _observations(facts: SeriesFacts, story: Story) -> Iterator[Row]:
    sums = {spot.period.code: spot.value for spot in story.spots} if story.is_sum else {}
    for item in sorted(
        (observation for observation in facts.observations if observation.item is None),
        key=lambda observation: observation.period,
    ):
        yield {
            "Période": item.period.label,
            "Ligne": "Observation",
            "Valeur": _value(item),
            SUM_COLUMN: words.exact(sums[item.period.code]) if item.period.code in sums else "",
            "Unité": unit_name(facts),
            "Drapeaux": describe(item.flags) or NORMAL_LABEL,
            "Attendu à cette date": _expected(facts, story, item.period.end),
            "Source": item.source,
        }


def _value(observation: Observation) -> str:
    return words.exact(observation.value) if observation.value is not None else words.why_missing(observation.flags)


def _expected(facts: SeriesFacts, story: Story, day: date) -> str:
    """Value of the drawn path at a date; nothing before it starts, nor past a break that is not settled."""
    if story.start is None or len(story.path) < 2 or day < story.start[0]:
        return ""
    if any(broken <= decimal_year(day) for broken in unsettled_breaks(case_of(facts))):
        return ""
    path = tuple((decimal_year(at), Fraction(value)) for at, value in story.path)
    return words.expected(expected_at(path, decimal_year(day)), facts.decimals)


def _start(facts: SeriesFacts) -> Iterator[Row]:
    if facts.baseline is not None:
        yield {
            "Période": date_fr(facts.baseline.date),
            "Ligne": "Situation initiale",
            "Valeur": words.exact(facts.baseline.value),
            "Unité": unit_name(facts),
            "Drapeaux": describe(facts.baseline.flags) or NORMAL_LABEL,
            "Source": facts.baseline.source,
        }


def _targets(facts: SeriesFacts) -> Iterator[Row]:
    for target in sorted(facts.targets, key=lambda target: target.date):
        yield _target(facts, target, "Cible")
    for target in sorted(
        facts.former_targets, key=lambda former_target: (former_target.date, former_target.version_no)
    ):
        yield _target(facts, target, "Ancienne cible")


def _target(facts: SeriesFacts, target: Target, word: str) -> Row:
    since = decided(target)
    return {
        "Période": date_fr(target.date),
        "Ligne": f"{word} {target.horizon}" + (f", fixée le {since}" if since else ""),
        "Valeur": words.exact(target.value),
        "Unité": unit_name(facts),
        "Drapeaux": label(target.mode),
    }
