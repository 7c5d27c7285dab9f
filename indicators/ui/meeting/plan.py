"""Today's meeting: its agenda, fixed for the session, and the current data on each item."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from indicators.domain.committee.changes import Changes
from indicators.domain.formatting import date_fr
from indicators.reading.committee.agenda import BEYOND, Agenda, AgendaItem, AgendaScope, agenda
from indicators.reading.committee.changes import since
from indicators.reading.committee.decisions import Decision, read_decisions, told_to
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.committee.judgements import Judgements, read_judgements
from indicators.reading.instants import end_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.who import current_person

_ORDERS, _SEEN, _CHANGES = "meeting_orders", "meeting_seen", "meeting_changes"


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A view between the opening and the closing: an indicator, or a whole area if ``item`` is None."""

    section: str
    item: AgendaItem | None = None


@dataclass(frozen=True)
class CurrentMeeting:
    """Data of all views. ``last`` is the edition of the previous meeting, ``frozen`` that of today."""

    day: date
    review: Review
    agenda: Agenda
    places: tuple[MeetingView, ...]
    judgements: Judgements
    decisions: tuple[Decision, ...]
    changes: Changes | None
    last: Edition | None
    frozen: Edition | None
    scope: AgendaScope
    area: str

    @property
    def open_decisions(self) -> list[Decision]:
        """Open decisions taken before today, by due date."""
        decisions = [decision for decision in self.decisions if decision.is_open and decision.taken_on < self.day]
        return sorted(decisions, key=lambda decision: (decision.due_on or date.max, decision.code))

    @property
    def decided_today(self) -> list[Decision]:
        """Decisions of this meeting, in the order in which they were taken."""
        return [decision for decision in self.decisions if decision.taken_on == self.day]

    def decisions_about(self, judged: Judged) -> list[Decision]:
        """Open decisions on a series or its indicator, including today's."""
        return [
            each
            for each in self.decisions
            if each.is_open and (judged.code in each.series or judged.definition.code in each.indicators)
        ]

    def decisions_of_area(self, number: int) -> list[Decision]:
        """Open decisions on an area: on one of its series or operations."""
        operations = {each.code for each in self.review.catalogue.areas_by_number[number].operations}
        return [
            each
            for each in self.decisions
            if each.is_open
            and (operations & {*each.operations} or any(self._is_of(code, number) for code in each.series))
        ]

    def address(self, number: int = 0, **more: object) -> str:
        """Address of a view of this meeting; 0 is the opening, one past the last view is the closing."""
        parameters = {"vue": number, "aire": self.area, "portee": str(self.scope)}
        return links.address("reunion", **{**parameters, **more})

    def title(self, section: str) -> str:
        """Title of a section: « 1 Biopharma », « DIS entier et groupes d’aires »."""
        if section == BEYOND:
            return "DIS entier et groupes d’aires"
        area = self.review.catalogue.areas_by_number[int(section)]
        return f"{area.number} {area.label}"

    @property
    def name(self) -> str:
        """« Comité du 12/03/2026 »."""
        return f"Comité du {date_fr(self.day)}"

    def _is_of(self, code: str, number: int) -> bool:
        judged = self.review.judged.get(code)
        return judged is not None and judged.perimeter.areas == (number,)


def current_meeting() -> CurrentMeeting:
    """The meeting described by the address."""
    review, engine, day = store.present(), store.engine(), store.today()
    editions = read_editions(engine)
    last = next((edition for edition in editions if edition.held_on < day), None)
    frozen = next((edition for edition in editions if edition.held_on == day), None)
    changes = _changes(last, day)
    scope, area = AgendaScope(links.chosen("portee", [*AgendaScope])[0]), links.chosen("aire", sections(review))[0]
    order = _order(changes, scope, area, day)
    return CurrentMeeting(
        day=day,
        review=review,
        agenda=order,
        places=tuple(_places(review, order)),
        judgements=read_judgements(engine),
        decisions=told_to(not current_person().roles, read_decisions(engine)),
        changes=changes,
        last=last,
        frozen=frozen,
        scope=scope,
        area=area,
    )


def sections(review: Review) -> list[str]:
    """Keys of the sections that a meeting may be restricted to."""
    return [*(str(area.number) for area in review.catalogue.areas), BEYOND]


def counts(meeting: CurrentMeeting) -> dict[AgendaScope, int]:
    """Number of indicators on the agenda for each scope."""
    return {scope: len(_order(meeting.changes, scope, meeting.area, meeting.day).series) for scope in AgendaScope}


def record_view(code: str) -> None:
    """Record that an indicator was displayed in this session, for the minutes."""
    st.session_state.setdefault(_SEEN, {}).setdefault(code, None)


def viewed_indicators() -> list[str]:
    """Codes of the indicators displayed in this session, in order."""
    return list(st.session_state.get(_SEEN, {}))


def _order(changes: Changes | None, scope: AgendaScope, area: str, day: date) -> Agenda:
    """The agenda, computed once per session from the data of the morning: later edits do not reorder it."""
    orders = st.session_state.setdefault(_ORDERS, {})
    key = (day, scope, area)
    if key not in orders:
        morning, engine = end_of(day - timedelta(days=1)), store.engine()
        stood, decisions = read_judgements(engine, morning), read_decisions(engine, morning)
        orders[key] = agenda(store.present(), stood, decisions, changes, scope=scope, area=area)
    morning_agenda: Agenda = orders[key]
    return morning_agenda


def _places(review: Review, order: Agenda) -> list[MeetingView]:
    """Views of the agenda; items no longer in the catalogue are skipped."""
    places = []
    for section in order.sections:
        if section.key != BEYOND:
            places.append(MeetingView(section.key))
        places += [MeetingView(section.key, item) for item in section.items if item.series in review.judged]
    return places


def _changes(last: Edition | None, day: date) -> Changes | None:
    """Changes since the last meeting, recomputed when the data of the review change, not after edits to comments."""
    if last is None:
        return None
    key = (last.code, day, store.remembered(_figures))
    cached = st.session_state.get(_CHANGES)
    if cached is None or cached[0] != key:
        cached = st.session_state[_CHANGES] = (key, store.remembered(_since, last.code, day))
    changes: Changes | None = cached[1]
    return changes


def _figures() -> int:
    """Hash of the values, targets, baselines, definitions and parameters of the current review."""
    review = store.present()
    return hash(
        (review.parameters, *((judged.definition.version_no, judged.facts) for judged in review.judged.values()))
    )


def _since(code: str, day: date) -> Changes | None:
    comparison = since(store.engine(), code, today=day)
    return comparison.changes if comparison else None
