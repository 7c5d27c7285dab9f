"""Plain records of a series, shared by reading, rules, charts and screens. No behaviour here."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from db.vocabulary import (
    ConfStatus,
    Direction,
    Frequency,
    Horizon,
    IndicatorType,
    Nature,
    ObsStatus,
    TargetMode,
    ValueState,
)
from indicators.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: stored code, label, and symbol written after a figure (« % », « M€ », « » for counts)."""

    code: str
    label: str
    symbol: str = ""
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """Current version of one value. ``value`` is None when missing; ``flags`` then says why."""

    period: Period
    value: Decimal | None
    flags: frozenset[ObsStatus] = frozenset()
    item: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str = ""
    source_url: str = ""
    caveat: str = ""
    comment: str = ""
    conf: ConfStatus = ConfStatus.FREE
    state: ValueState = ValueState.PUBLISHED
    version_no: int = 1
    recorded_at: dt.datetime | None = None
    recorded_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Baseline (situation initiale). Flag B: it was recomputed in the definition in force since a break."""

    date: dt.date
    value: Decimal
    flags: frozenset[ObsStatus] = frozenset()
    source: str = ""
    reason: str = ""
    version_no: int = 1
    recorded_at: dt.datetime | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Target (cible): the value to reach at ``date``, as a level or as a sum since the baseline.

    ``maintained``: the target equals the baseline on purpose (« maintien »).
    """

    horizon: Horizon
    date: dt.date
    value: Decimal
    mode: TargetMode = TargetMode.LEVEL
    decided_on: dt.date | None = None
    reason: str = ""
    author: str = ""
    version_no: int = 1
    recorded_at: dt.datetime | None = None
    maintained: bool = False


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """The inputs of the rules for one series (indicator x perimeter), as of one instant.

    ``targets`` are the current ones by date, ``observations`` the totals (no breakdown) by period.
    """

    code: str
    indicator_code: str
    indicator_label: str
    label: str
    family: str
    perimeter: str
    perimeter_label: str
    unit: Unit
    decimals: int
    direction: Direction
    type: IndicatorType
    nature: Nature
    frequency: Frequency
    publication_delay_months: int = 0
    core: bool = False
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    former_targets: tuple[Target, ...] = ()
    observations: tuple[Observation, ...] = ()
    horizons: tuple[tuple[Horizon, dt.date], ...] = ()
