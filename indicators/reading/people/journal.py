"""Who changed what, when, how, why: the journal as records, filtered and limited by rights in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.engine import Engine
from db.queries import campaigns as stored_campaigns
from db.queries import entry_series as stored_series
from db.queries import journal as stored
from db.queries import people as stored_people
from db.queries.journal import JournalFilter as Filters
from db.queries.journal import Reader
from db.unit_of_work import Session, reading
from db.vocabulary import Role
from indicators.domain import rights, wording
from indicators.domain.events import words_of
from indicators.domain.rights import Action, Person
from indicators.domain.series import Unit
from indicators.reading.people.who import LOCAL
from indicators.reading.values.cells import read_series

__all__ = [
    "Choices",
    "Event",
    "Filters",
    "JournalSubject",
    "Page",
    "read_choices",
    "read_journal",
    "read_names",
    "read_page",
]


@dataclass(frozen=True, slots=True)
class Event:
    """A fact: ``old`` and ``new`` are what was and what is, as far as they were told."""

    number: int
    when: datetime
    actor: str
    action: str
    label: str
    subject: str
    batch: str
    motive: str
    old: Any
    new: Any
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalSubject:
    """A series that facts name: enough to tell of it in words. ``items`` are labels by list and code."""

    label: str
    perimeter: str
    unit: Unit
    items: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts among ``total``, with what their sentences need: series and people by code and address."""

    events: tuple[Event, ...]
    total: int
    series: Mapping[str, JournalSubject]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen among: people and actions of the facts that may be read, with how many."""

    people: Mapping[str, int]
    actions: Mapping[str, int]
    names: Mapping[str, str]


_NOTHING = Reader("", frozenset())


def read_journal(
    engine: Engine, person: Person, filters: Filters | None = None, limit: int | None = 500, offset: int = 0
) -> tuple[Event, ...]:
    """Facts that the person may read, newest first: all for the administration, else one's own acts and those about
    the series that one fills or validates."""
    with reading(engine) as session:
        return _events(session, _reader(session, person), filters or Filters(), limit, offset)


def read_page(engine: Engine, person: Person, filters: Filters, limit: int | None = None, offset: int = 0) -> Page:
    """The same with their number, and the words that sentences about them need."""
    with reading(engine) as session:
        reader = _reader(session, person)
        events = _events(session, reader, filters, limit, offset)
        codes = {code for event in events for code in codes_of(event.subject)}
        series = {
            code: JournalSubject(
                entry_series.label,
                entry_series.perimeter_label,
                entry_series.unit,
                {place: item.label for place, item in entry_series.items.items()},
            )
            for code, entry_series in read_series(session, codes).items()
        }
        return Page(events, stored.count(session, filters, reader), series, _names(session))


def read_choices(engine: Engine, person: Person) -> Choices:
    """People and actions of the facts that the person may read, to filter by."""
    with reading(engine) as session:
        rows = stored.actors_and_actions(session, _reader(session, person))
        people: dict[str, int] = {}
        actions: dict[str, int] = {}
        for row in rows:
            people[row.actor] = people.get(row.actor, 0) + row.many
            actions[row.action] = actions.get(row.action, 0) + row.many
        return Choices(people, actions, _names(session))


def read_names(engine: Engine) -> Mapping[str, str]:
    """Name of everybody who ever had an account, by address; for the screens of entry, never for the public."""
    with reading(engine) as session:
        return _names(session)


def codes_of(subject: str) -> tuple[str, ...]:
    """Codes that a subject may name as a series: its beginning, and what follows the name of a campaign."""
    before, _, after = subject.partition("/")
    return (before, after) if before.startswith(stored.CAMPAIGN) else (before,)


def _events(
    session: Session, reader: Reader | None, filters: Filters, limit: int | None, offset: int
) -> tuple[Event, ...]:
    return tuple(_event(row) for row in stored.events(session, filters, reader, limit, offset))


def _reader(session: Session, person: Person) -> Reader | None:
    """What this person may read; None stands for everything."""
    if not rights.offered(person, Action.READ_UNPUBLISHED):
        return _NOTHING
    if rights.allowed(person, Action.MANAGE_PEOPLE):
        return None
    areas: dict[str, set[int]] = {code: set() for code in stored_people.all_series(session)}
    for row in stored_series.areas_by_series(session):
        areas[row.code].add(row.number)
    subjects = (rights.Subject(code, frozenset(numbers)) for code, numbers in areas.items())
    mine = {subject.series for subject in subjects if rights.allowed(person, Action.READ_UNPUBLISHED, subject)}
    return Reader(person.email, frozenset(mine))


def _names(session: Session) -> dict[str, str]:
    """Names by address, those of the person of this machine included."""
    of_this_machine = {f"{role}@{LOCAL}": f"{wording.label(role)} de cet ordinateur" for role in Role}
    return of_this_machine | stored_campaigns.names(session)


def _event(row: stored.JournalRow) -> Event:
    details = dict(row.details or {})
    motive = details.get("motive") or details.get("reason") or details.get("note") or ""
    return Event(
        number=row.id,
        when=row.happened_at,
        actor=row.actor,
        action=row.action,
        label=words_of(row.action).label,
        subject=row.subject,
        batch=row.batch or "",
        motive=str(motive),
        old=details.get("old"),
        new=details.get("new"),
        details=details,
    )
