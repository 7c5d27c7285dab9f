"""The agenda of a meeting: which indicators the committee looks at, in which order, and why each of them.

The order follows from what stood when the meeting began: give judgements and decisions as of that moment, so that what
is typed during the meeting moves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.committee.appreciations import ALARMS, required_appreciation
from indicators.domain.committee.changes import Changes
from indicators.domain.statuses import Status
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.judgements import Judgements
from indicators.reading.progress.attention import is_awaited
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, GROUP, area_of

BEYOND = "ensemble"
"""Section of what is not about one area: the domain as a whole and named groups of areas."""


class Concern(StrEnum):
    """Why an indicator is looked at; the most pressing first."""

    DECLINE = "recul"
    MISSED = "manquee"
    LATE = "retard"
    DECISION = "decision"
    APPRECIATION = "appreciation"
    MOVED = "mouvement"
    AWAITED = "attendue"
    EMPTY = "jamais"


CONCERN_LABELS: Mapping[Concern, str] = {
    Concern.DECLINE: "Recul",
    Concern.MISSED: "Cible non atteinte",
    Concern.LATE: "En retard",
    Concern.DECISION: "Décision ouverte",
    Concern.APPRECIATION: "Appréciation attendue",
    Concern.MOVED: "Statut changé depuis la dernière réunion",
    Concern.AWAITED: "Donnée attendue",
    Concern.EMPTY: "Jamais renseigné",
}

# Nothing to look at in itself: the area tells how many never had a value.
_QUIET = ((), (Concern.EMPTY,))
_ALARM_OF = {Status.DECLINE: Concern.DECLINE, Status.MISSED: Concern.MISSED, Status.LATE: Concern.LATE}


class AgendaScope(StrEnum):
    """How much is looked at: the core where it needs attention (the default), the whole core, all that needs attention."""

    ATTENTION = ""
    CORE = "noyau"
    EVERYTHING = "alertes"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One indicator of the agenda and what it is there for, the most pressing first."""

    series: str
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class AgendaSection:
    """One area, by its number as text, or what is beyond the areas.

    ``empty`` are the series of the core that never had a value: the area tells of them together, since there is nothing
    to look at in each.
    """

    key: str
    items: tuple[AgendaItem, ...]
    empty: tuple[str, ...] = ()

    @property
    def alarms(self) -> int:
        """Indicators whose status alarms."""
        return sum(item.concerns[:1] != () and item.concerns[0] in _ALARM_OF.values() for item in self.items)

    def count(self, concern: Concern) -> int:
        """Indicators that are there for a reason, whatever their other ones."""
        return sum(concern in item.concerns for item in self.items)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Sections in the order of the meeting: those with most alarms first, what is beyond the areas last."""

    sections: tuple[AgendaSection, ...]

    @property
    def series(self) -> tuple[str, ...]:
        """Every indicator, in order."""
        return tuple(item.series for section in self.sections for item in section.items)


def agenda(
    review: Review,
    judgements: Judgements,
    decisions: Iterable[Decision],
    changes: Changes | None,
    *,
    scope: AgendaScope = AgendaScope.ATTENTION,
    area: str = "",
) -> Agenda:
    """What a meeting goes through.

    By default the core where it needs attention, and whatever an open decision names: never the whole catalogue.

    Args:
        changes: since the edition of the last meeting; None where there is none.
        area: key of one section to keep.
    """
    named = _named(review, decisions)
    moved = {move.series for move in changes.moves if not move.is_reason_only} if changes else set()
    items: dict[str, list[AgendaItem]] = defaultdict(list)
    empty: dict[str, list[str]] = defaultdict(list)
    for judged in review.judged.values():
        concerns = tuple(_concerns(judged, review, judgements, named, moved))
        if _is_kept(judged, concerns, scope):
            items[section_of(judged)].append(AgendaItem(judged.code, concerns))
        elif concerns == (Concern.EMPTY,) and judged.definition.core:
            empty[section_of(judged)].append(judged.code)
    sections = (AgendaSection(key, _ordered(items[key]), tuple(empty[key])) for key in {**items, **empty})
    return Agenda(tuple(sorted((section for section in sections if area in ("", section.key)), key=_pressing)))


def section_of(judged: Judged) -> str:
    """Key of the section that a series belongs to."""
    key = area_of(judged)
    return BEYOND if key in (DIS, GROUP) else key


def _concerns(
    judged: Judged, review: Review, judgements: Judgements, named: set[str], moved: set[str]
) -> Iterable[Concern]:
    # What shows the values of another series is looked at there, unless a decision names it.
    shows_other = judged.series.reads_from is not None
    if judged.status in _ALARM_OF and not shows_other:
        yield _ALARM_OF[judged.status]
    if judged.code in named:
        yield Concern.DECISION
    if shows_other:
        return
    level = judgements.of_series(judged.code).level
    if judged.status in ALARMS and required_appreciation(judged.status, level):
        yield Concern.APPRECIATION
    if judged.code in moved:
        yield Concern.MOVED
    if is_awaited(judged, review):
        yield Concern.AWAITED if judged.latest else Concern.EMPTY


def _named(review: Review, decisions: Iterable[Decision]) -> set[str]:
    """Series that an open decision is about; an indicator named as such means all of its own series."""
    codes: set[str] = set()
    for decision in decisions:
        if decision.is_open:
            codes |= {*decision.series}
            codes |= {
                each.code
                for code in decision.indicators
                for each in review.catalogue.series_of_indicator.get(code, ())
                if each.reads_from is None
            }
    return codes


def _is_kept(judged: Judged, concerns: tuple[Concern, ...], scope: AgendaScope) -> bool:
    is_core = judged.definition.core
    match scope:
        case AgendaScope.CORE:
            return is_core
        case AgendaScope.EVERYTHING:
            return concerns not in _QUIET and (is_core or judged.series.in_matrix)
        case _:
            return concerns not in _QUIET and (is_core or Concern.DECISION in concerns)


def _ordered(items: list[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The most pressing first; then what is there for more reasons; the order of the catalogue decides the rest."""
    order = list(Concern)
    return tuple(
        sorted(
            items,
            key=lambda item: (order.index(item.concerns[0]) if item.concerns else len(order), -len(item.concerns)),
        )
    )


def _pressing(section: AgendaSection) -> tuple[bool, int, int, str]:
    return section.key == BEYOND, -section.alarms, -len(section.items), section.key
