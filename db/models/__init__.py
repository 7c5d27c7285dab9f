"""The tables. They never leave ``db``: queries give plain rows."""

from db.models.base import Base
from db.models.catalogue import (
    BreakdownItem,
    BreakdownList,
    Indicator,
    IndicatorEffect,
    IndicatorOperation,
    IndicatorVersion,
    Series,
    SeriesBreakdown,
    SeriesHorizon,
    Unit,
)
from db.models.journal import AuditEvent, DataVersion, MethodParameters, StoreFact
from db.models.roadmap import (
    Ambition,
    Area,
    ExpectedEffect,
    Family,
    KnownBreak,
    KnownBreakIndicator,
    Operation,
    Perimeter,
    PerimeterArea,
    RoadmapHorizon,
    RoadmapVersion,
)
from db.models.values import BaselineVersion, Observation, ObservationHead, ObservationVersion, TargetVersion

# Tables whose rows are never changed nor deleted: the database itself refuses it.
APPEND_ONLY = (
    "observation",
    "observation_version",
    "baseline_version",
    "target_version",
    "indicator_version",
    "method_parameters",
    "audit_event",
)

__all__ = [
    "APPEND_ONLY",
    "Ambition",
    "Area",
    "AuditEvent",
    "Base",
    "BaselineVersion",
    "BreakdownItem",
    "BreakdownList",
    "DataVersion",
    "ExpectedEffect",
    "Family",
    "Indicator",
    "IndicatorEffect",
    "IndicatorOperation",
    "IndicatorVersion",
    "KnownBreak",
    "KnownBreakIndicator",
    "MethodParameters",
    "Observation",
    "ObservationHead",
    "ObservationVersion",
    "Operation",
    "Perimeter",
    "PerimeterArea",
    "RoadmapHorizon",
    "RoadmapVersion",
    "Series",
    "SeriesBreakdown",
    "SeriesHorizon",
    "StoreFact",
    "TargetVersion",
    "Unit",
]
