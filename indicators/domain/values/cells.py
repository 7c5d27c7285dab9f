"""Cells of data entry: keys, inputs and outcomes."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.series import Observation
from indicators.domain.values.checks import Finding


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """One figure, by codes: series × period × breakdown item (both parts empty for the total)."""

    series: str
    period: str
    breakdown: str = ""
    item: str = ""

    def __str__(self) -> str:
        """Name in the journal: « ENT-01-A1/2024 », « ENT-01-A1/2024/TAILLE:PME »."""
        total = f"{self.series}/{self.period}"
        return f"{total}/{self.breakdown}:{self.item}" if self.item else total

    @property
    def total(self) -> "CellKey":
        """The key of the total for the same series and period."""
        return CellKey(self.series, self.period)


@dataclass(frozen=True, slots=True)
class CellInput:
    """A person's input for one cell, as typed. ``base_version_no`` is the version they saw, 0 for an empty cell.

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
    """Outcome of a cell: what happened, or what saving it would do. ``cell_states.WORDS`` has the labels; the values
    are codes, read by programs in the report of an import and in addresses.
    """

    SAVED = "enregistree"
    WARNED = "avertissement"  # saved, with findings that were explained
    EXPLAIN = "a_expliquer"  # not saved: a warning asks for a comment
    QUESTION = "a_preciser"  # not saved: ambiguous, or absent without a reason
    REFUSED = "refusee"
    CONFLICT = "conflit"  # somebody else wrote meanwhile: both values are shown
    UNCHANGED = "egale"
    LOCKED = "verrouillee"
    # Previews of an import tell apart what would be saved, and name what falls outside the grid.
    NEW = "nouvelle"
    CHANGED = "modifiee"
    OUTSIDE = "hors_grille"


WRITTEN = frozenset({Kind.SAVED, Kind.WARNED})
"""Kinds that made a version."""


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """The outcome of one cell. ``theirs`` is the stored value behind a conflict;
    ``hint`` the reason for absence that the code typed suggests.

    ``version_no`` is the current version after the call: the one just written, or the stored one.
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
