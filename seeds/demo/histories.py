"""Who said what, when: the versions of each value, in every state, at believable instants of campaigns past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from db.vocabulary import EntryMethod, ValueState
from seeds.demo.marks import Mark
from seeds.demo.paths import Figure
from seeds.demo.slopes import ValueGrid
from seeds.demo.subjects import DemoSubject

ACTOR = "démonstration"
SOURCE = "Donnée fictive"
LAST_INSTANT = date(2026, 10, 31)

_METHODS = (EntryMethod.GRID, EntryMethod.GRID, EntryMethod.PASTE, EntryMethod.FILE, EntryMethod.FORM)
_REVISIONS = (
    "Révision fictive : chiffres définitifs reçus.",
    "Révision fictive : deux réponses tardives ajoutées.",
    "Révision fictive : erreur de saisie corrigée.",
    "Révision fictive : double compte retiré.",
)
_RETURN = "Renvoi fictif : l’écart avec l’année précédente demande une explication."
_WITHDRAWAL = "Retrait fictif : valeur d’une autre série, saisie ici par erreur."

Version = dict[str, Any]


class Life(StrEnum):
    """How far a value has come, and what happened to it on the way."""

    SIMPLE = "simple"
    FULL = "complete"
    REVISED = "revisee"
    REVISED_TWICE = "revisee_deux_fois"
    PENDING_REVISION = "revision_en_cours"
    WITHDRAWN = "retiree"
    DRAFT = "brouillon"
    SUBMITTED = "soumise"
    RETURNED = "renvoyee"
    VALIDATED = "validee"

    @property
    def is_pending(self) -> bool:
        """Whether nothing was ever published."""
        return self in (Life.DRAFT, Life.SUBMITTED, Life.RETURNED, Life.VALIDATED)


@dataclass(frozen=True, slots=True)
class RecordedFigure:
    """A figure with its mark and its life: what becomes an observation."""

    figure: Figure
    mark: Mark
    life: Life


def recorded(instant: datetime, state: ValueState, reason: str = "", **values: object) -> Version:
    """The columns that every version carries."""
    return {
        "state": str(state),
        "reason": reason,
        "recorded_by": ACTOR,
        "recorded_at": instant,
        "source": SOURCE,
        **values,
    }


def versions_of(
    subject: DemoSubject, figure: RecordedFigure, grid: ValueGrid, revisions: int = 1, item: str = ""
) -> tuple[Version, ...]:
    """The versions of an observation, oldest first. ``revisions`` - 1 earlier ones are put before them."""
    first = first_instant(subject, figure)
    versions = list(_life(subject, figure, grid, first))
    if revisions > 1:
        versions[:0] = _earlier(subject, figure, grid, versions[0], revisions - 1, item)
    return tuple(versions)


def first_instant(subject: DemoSubject, figure: RecordedFigure) -> datetime:
    """When the value of a period first came in: the autumn after, or that of 2022 for the years before."""
    year = figure.figure.period.end.year
    if figure.figure.period.start > date(2025, 12, 31):
        return subject.chance.instant(date(2026, 9, 1), date(2026, 10, 20), "prévision")
    campaign = max(2022, year + 1)
    last = date(campaign, 11, 30) if campaign < 2026 else date(2026, 10, 20)
    return subject.chance.instant(date(campaign, 9, 1), last, "campagne", campaign)


def content(figure: Figure, mark: Mark, value: Decimal | None) -> Version:
    """The columns of an observation's version that say its value."""
    is_same = value == figure.value
    return {
        "value": None if mark.is_missing else value,
        "numerator": figure.numerator if is_same and not mark.is_missing else None,
        "denominator": figure.denominator if is_same and not mark.is_missing else None,
        "flags": mark.flags,
        "conf_status": str(mark.conf),
        "source_url": "",
        "source_published_on": None,
        "reliability": "",
        "caveat": mark.caveat,
        "comment": "",
    }


def _life(subject: DemoSubject, figure: RecordedFigure, grid: ValueGrid, first: datetime) -> Iterator[Version]:
    """Versions of a life, in the order in which they were recorded."""
    step = _LifeStep(subject, figure, grid, first)
    match figure.life:
        case Life.SIMPLE:
            yield step.at(0, ValueState.PUBLISHED)
        case Life.FULL:
            yield step.at(0, ValueState.SUBMITTED)
            yield step.at(3, ValueState.VALIDATED)
            yield step.at(7, ValueState.PUBLISHED)
        case Life.REVISED:
            yield step.at(0, ValueState.PUBLISHED, off=1)
            yield step.at(step.later(90, 170), ValueState.PUBLISHED, step.motive(1))
        case Life.REVISED_TWICE:
            yield step.at(0, ValueState.PUBLISHED, off=1)
            yield step.at(step.later(60, 110), ValueState.PUBLISHED, step.motive(1), off=2)
            yield step.at(step.later(130, 200), ValueState.PUBLISHED, step.motive(2))
        case Life.PENDING_REVISION:
            state = subject.chance.pick((ValueState.DRAFT, ValueState.SUBMITTED, ValueState.RETURNED), "révision")
            yield step.at(0, ValueState.PUBLISHED)
            yield step.at(5, state, _RETURN if state is ValueState.RETURNED else step.motive(1), off=1)
        case Life.WITHDRAWN:
            yield step.at(0, ValueState.PUBLISHED)
            yield step.withdrawn(20)
        case Life.DRAFT:
            yield step.at(0, ValueState.DRAFT)
        case Life.SUBMITTED:
            yield step.at(0, ValueState.DRAFT, off=1)
            yield step.at(2, ValueState.SUBMITTED)
        case Life.RETURNED:
            yield step.at(0, ValueState.SUBMITTED)
            yield step.at(4, ValueState.RETURNED, _RETURN)
        case Life.VALIDATED:
            yield step.at(0, ValueState.SUBMITTED)
            yield step.at(4, ValueState.VALIDATED)


@dataclass(frozen=True, slots=True)
class _LifeStep:
    """Makes the versions of one life."""

    subject: DemoSubject
    one: RecordedFigure
    grid: ValueGrid
    first: datetime

    def at(self, days: int, state: ValueState, reason: str = "", off: int = 0) -> Version:
        """A version so many days after the first one; ``off`` moves its value away from the right one."""
        value = shifted(self.subject, self.grid, self.one.figure, f"écart {off}") if off else self.one.figure.value
        code = self.one.figure.period.code
        return recorded(
            self.first + timedelta(days=days),
            state,
            reason,
            method=str(self.subject.chance.pick(_METHODS, "entrée", code)),
            batch=f"campagne-{self.first.year}",
            **content(self.one.figure, self.one.mark, value),
        )

    def withdrawn(self, days: int) -> Version:
        """The version that takes a value back."""
        empty = {"value": None, "numerator": None, "denominator": None}
        return self.at(days, ValueState.WITHDRAWN, _WITHDRAWAL) | empty

    def later(self, low: int, high: int) -> int:
        """A number of days."""
        return self.subject.chance.between(low, high, "délai", self.one.figure.period.code)

    def motive(self, number: int) -> str:
        """Why a value was revised."""
        return self.subject.chance.pick(_REVISIONS, "motif", self.one.figure.period.code, number)


def shifted(subject: DemoSubject, grid: ValueGrid, figure: Figure, key: str) -> Decimal | None:
    """A value some percent beside, as first figures often are; a ratio keeps its terms, so it stays."""
    if figure.value is None or subject.is_ratio:
        return figure.value
    percent = subject.chance.between(2, 7, key, figure.period.code)
    beside = Fraction(figure.value) * (100 - percent) / 100
    value = grid.near(beside)
    return value if value != figure.value else grid.near(beside + grid.step)


def _earlier(
    subject: DemoSubject, figure: RecordedFigure, grid: ValueGrid, first: Version, many: int, item: str
) -> Iterator[Version]:
    """Versions an hour apart before the first one, in its state, so that what is judged stays the same."""
    for number in range(many, 0, -1):
        value = shifted(subject, grid, figure.figure, f"version {number} {item}")
        yield (
            first
            | content(figure.figure, figure.mark, value)
            | {
                "reason": "Version antérieure fictive.",
                "recorded_at": first["recorded_at"] - timedelta(hours=number),
            }
        )
