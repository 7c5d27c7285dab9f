"""Who changed what, when, how, why: the journal as sentences and as rows to export."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.engine import Engine
from db.queries import journal as stored
from db.unit_of_work import reading
from indicators.domain import rights
from indicators.domain.rights import ACTION_LABELS, Action, Person


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep of the journal; empty fields keep everything. ``subject`` is how the subject begins."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    batch: str = ""
    since: datetime | None = None
    until: datetime | None = None


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


def read_journal(
    engine: Engine, person: Person, filters: Filters | None = None, limit: int | None = 500
) -> tuple[Event, ...]:
    """Facts that the person may read, newest first: all for the administration, one's own and one's series else."""
    wanted = filters or Filters()
    with reading(engine) as session:
        rows = stored.events(
            session,
            actor=wanted.actor,
            action=wanted.action,
            subject=wanted.subject,
            batch=wanted.batch,
            since=wanted.since,
            until=wanted.until,
            limit=limit,
        )
    everything = bool(rights.allowed(person, Action.MANAGE_PEOPLE))
    return tuple(_event(row) for row in rows if everything or _may_read(person, row))


def _may_read(person: Person, row: Any) -> bool:
    """One's own acts, and what was done to one's series."""
    if not person.email:
        return False
    return row.actor == person.email or row.subject.partition("/")[0] in person.series


def _event(row: Any) -> Event:
    details = dict(row.details or {})
    motive = details.get("motive") or details.get("reason") or details.get("note") or ""
    return Event(
        number=row.id,
        when=row.happened_at,
        actor=row.actor,
        action=row.action,
        label=_label(row.action),
        subject=row.subject,
        batch=row.batch or "",
        motive=str(motive),
        old=details.get("old"),
        new=details.get("new"),
        details=details,
    )


def _label(action: str) -> str:
    known = {str(one): label for one, label in ACTION_LABELS.items()}
    return known.get(action, action.replace("_", " "))
