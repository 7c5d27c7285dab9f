"""Cells of data entry: which one, what was typed in it, and what became of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.series import Observation
from indicators.domain.values.checks import Finding


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """One figure, by codes: series × period × item of a breakdown (both empty for the total)."""

    series: str
    period: str
    breakdown: str = ""
    item: str = ""

    def __str__(self) -> str:
        """As the journal names it: « ENT-01-A1/2024 », « ENT-01-A1/2024/TAILLE:PME »."""
        total = f"{self.series}/{self.period}"
        return f"{total}/{self.breakdown}:{self.item}" if self.item else total

    @property
    def total(self) -> "CellKey":
        """The cell of the total that this one is a part of."""
        return CellKey(self.series, self.period)


@dataclass(frozen=True, slots=True)
class CellInput:
    """What a person says of one cell, as typed. ``base_version_no`` is the version they saw, 0 when the cell was empty.

    ``chosen`` answers the question of an ambiguous number, ``absence`` that of a missing one. ``comment`` explains
    warnings, ``motive`` a correction.
    """

    key: CellKey
    typed: str
    base_version_no: int = 0
    flags: frozenset[ObsStatus] = frozenset()
    absence: ObsStatus | None = None
    comment: str = ""
    motive: str = ""
    source: str = ""
    source_url: str = ""
    numerator: str = ""
    denominator: str = ""
    chosen: Decimal | None = None
    confidential: ConfStatus = ConfStatus.FREE


class Kind(StrEnum):
    """What became of a cell."""

    SAVED = "enregistree"
    WARNED = "avertissement"  # saved, with findings that were explained
    EXPLAIN = "a_expliquer"  # not saved: a warning asks for a comment
    QUESTION = "a_preciser"  # not saved: ambiguous, or absent without a reason
    REFUSED = "refusee"
    CONFLICT = "conflit"  # somebody else wrote meanwhile: both values are shown
    UNCHANGED = "inchangee"
    LOCKED = "verrouillee"


WRITTEN = frozenset({Kind.SAVED, Kind.WARNED})
"""Kinds that made a version."""


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """The answer about one cell. ``theirs`` is the stored value that stood in the way of a conflict;
    ``hint`` the reason of an absence that the code typed suggests.

    ``version_no`` is the version that stands after the call: the one just made, or the stored one.
    """

    key: CellKey
    kind: Kind
    message: str
    version_no: int | None = None
    candidates: tuple[Decimal, ...] = ()
    findings: tuple[Finding, ...] = ()
    theirs: Observation | None = None
    hint: ObsStatus | None = None

    @property
    def is_written(self) -> bool:
        """Whether the cell has a new version."""
        return self.kind in WRITTEN
