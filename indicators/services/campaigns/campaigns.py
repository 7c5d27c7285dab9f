"""Campaigns of data entry, the people who fill them, and locked periods."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from db.engine import Engine
from db.queries import campaigns as stored
from db.queries import locks as stored_locks
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import CampaignState, EventCode, ValueState
from indicators.domain import rights, wording
from indicators.domain.formatting import date_fr
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import CellKey, CellOutcome
from indicators.reading.values.cells import read_cells, read_series
from indicators.services.clock import day_or_today, instant_or_now
from indicators.services.refusals import Refused
from indicators.services.values.steps import step_within

_MOVES = {
    CampaignState.OPEN: (CampaignState.PREPARING, CampaignState.CLOSED),
    CampaignState.CLOSED: (CampaignState.OPEN,),
    CampaignState.PUBLISHED: (CampaignState.CLOSED,),
}
"""From which states a campaign may reach each other one; a closed one may be opened again."""


def create_campaign(
    engine: Engine,
    person: Person,
    code: str,
    label: str,
    period: str,
    opens_on: date,
    due_on: date,
    note: str = "",
) -> None:
    """Create a campaign for a period. Its series are added with :func:`assign`.

    Raises:
        Refused: the person may not, a text is missing, the period is invalid, or the dates are reversed.
        StoreError: the code is taken.
    """
    with unit_of_work(engine, person.email) as work:
        _require(person)
        if not code.strip() or not label.strip():
            raise Refused("Une campagne demande un code et un intitulé.")
        if due_on < opens_on:
            raise Refused(f"L'échéance ({date_fr(due_on)}) précède l'ouverture ({date_fr(opens_on)}).")
        stored.add(
            work.session,
            code=code.strip(),
            label=label.strip(),
            period_code=_period(period).code,
            opens_on=opens_on,
            due_on=due_on,
            note=note.strip(),
            created_by=person.email,
        )
        work.record(EventCode.CAMPAIGN_CREATED, f"campagne {code.strip()}", period=period, due_on=due_on.isoformat())
        work.commit()


def assign(
    engine: Engine,
    person: Person,
    campaign: str,
    owners: Mapping[str, str | None],
    due_on: date | None = None,
) -> None:
    """Add series to a campaign, each with an owner (by e-mail) or none. Owners get the right to fill their series.

    Without ``due_on``, series already in the campaign keep their due date, and the others are due with the campaign.

    Raises:
        Refused: the person may not; the campaign, a series or an owner is unknown, or the campaign is over.
    """
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _campaign(work.session, campaign, CampaignState.PREPARING, CampaignState.OPEN)
        if due_on is not None and due_on < row.opens_on:
            raise Refused(f"L'échéance ({date_fr(due_on)}) précède l'ouverture ({date_fr(row.opens_on)}).")
        people = {email: _owner(work.session, email) for email in {owner for owner in owners.values() if owner}}
        _ask(work, row, {code: people[email] if email else None for code, email in owners.items()}, due_on)
        work.commit()


def copy_list(engine: Engine, person: Person, campaign: str, source: str) -> int:
    """Add the series of another campaign, with the same owners; return how many were added.

    Series already in the campaign stay as they are. Retired series and inactive owners are not copied.

    Raises:
        Refused: the person may not; a campaign is unknown, or the one to fill is over.
    """
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _campaign(work.session, campaign, CampaignState.PREPARING, CampaignState.OPEN)
        former = _campaign(work.session, source, *CampaignState)
        present = {request.code for request in stored.series(work.session, row.id)}
        listed = {
            request.code: request.owner
            for request in stored.series(work.session, former.id)
            if request.code not in present
        }
        series = read_series(work.session, set(listed))
        people = {
            email: stored.active_person(work.session, email)
            for email in {owner_email for owner_email in listed.values() if owner_email}
        }
        new_owners = {
            code: people[owner] if owner else None for code, owner in listed.items() if not series[code].closed
        }
        _ask(work, row, new_owners, None)
        if new_owners:
            work.commit()
        return len(new_owners)


def release(engine: Engine, person: Person, campaign: str, series: Sequence[str]) -> int:
    """Remove series from a campaign; values and rights stay. Return how many were removed.

    Raises:
        Refused: the person may not; the campaign is unknown or over, or has none of these series.
    """
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _campaign(work.session, campaign, CampaignState.PREPARING, CampaignState.OPEN)
        listed = [request for request in stored.series(work.session, row.id) if request.code in set(series)]
        if not listed:
            raise Refused("Ces séries ne font pas partie de la campagne.")
        stored.release(work.session, row.id, [request.id for request in listed])
        for one in listed:
            work.record(EventCode.SERIES_RELEASED, f"campagne {campaign}/{one.code}", old=one.owner, new=None)
        work.commit()
        return len(listed)


def open_campaign(engine: Engine, person: Person, campaign: str) -> None:
    """Open or reopen a campaign. Raises Refused."""
    _move(engine, person, campaign, CampaignState.OPEN, EventCode.CAMPAIGN_OPENED)


def close_campaign(engine: Engine, person: Person, campaign: str) -> None:
    """Close a campaign. Its period stays open to entry unless it is locked. Raises Refused."""
    _move(engine, person, campaign, CampaignState.CLOSED, EventCode.CAMPAIGN_CLOSED)


def publish_campaign(
    engine: Engine, person: Person, campaign: str, note: str, *, today: date | None = None
) -> tuple[CellOutcome, ...]:
    """Publish, with a note, every validated value that a closed campaign asked for.

    Values not validated yet are left as they are. Raises Refused.
    """
    if not note.strip():
        raise Refused("Publier une campagne demande une note.")
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _campaign(work.session, campaign, CampaignState.CLOSED)
        keys = _validated(work.session, row)
        outcomes = step_within(work, person, Action.PUBLISH, keys, note, today=day_or_today(today))
        _moved(
            work, row, CampaignState.PUBLISHED, EventCode.CAMPAIGN_PUBLISHED, note=note.strip(), values=len(outcomes)
        )
        work.commit()
        return outcomes


def hand_over(
    engine: Engine, person: Person, campaign: str, to: str, series: Sequence[str] | None = None, owner: str = ""
) -> tuple[str, ...]:
    """Hand over an owner's list (or some of its series) to another person; return the codes of the series.

    Only the administration may hand over the list of another ``owner`` or grant the right to fill a series:
    otherwise the new owner must already have it.

    Raises:
        Refused: nothing to hand over, or the person or the new owner may not.
    """
    with unit_of_work(engine, person.email) as work:
        giver = (owner or person.email).strip().lower()
        administers = bool(rights.allowed(person, Action.MANAGE_PEOPLE))
        if giver != person.email and not administers:
            raise Refused("Vous ne pouvez transmettre que votre propre liste.")
        row = _campaign(work.session, campaign, CampaignState.PREPARING, CampaignState.OPEN)
        giver_requests = [request for request in stored.series(work.session, row.id) if request.owner == giver]
        mine = [request for request in giver_requests if series is None or request.code in series]
        series_by_code = read_series(work.session, {request.code for request in mine})
        for one in mine:
            leave = rights.allowed(person, Action.ENTER_VALUE, series_by_code[one.code].subject())
            if not leave:
                raise Refused(leave.reason)
        if not mine or (series is not None and len(mine) < len(set(series))):
            raise Refused("Ces séries ne font pas partie de la liste à transmettre.")
        _give(work, row, campaign, mine, _owner(work.session, to), administers)
        work.commit()
        return tuple(request.code for request in mine)


def lock_period(engine: Engine, person: Person, period: str, reason: str) -> int:
    """Close a period to entry, with the reason shown in its cells; return the id of the lock. Raises Refused."""
    with unit_of_work(engine, person.email) as work:
        _require(person)
        if not reason.strip():
            raise Refused("Verrouiller une période demande un motif, que ses cases afficheront.")
        code = _period(period).code
        if any(row.period_code == code for row in stored_locks.locks(work.session)):
            raise Refused(f"La période {code} est déjà verrouillée.")
        number = stored_locks.lock(work.session, code, reason.strip(), person.email)
        work.record(EventCode.PERIOD_LOCKED, f"periode {code}", reason=reason.strip(), lock=number)
        work.commit()
        return number


def lift_lock(engine: Engine, person: Person, lock_id: int, motive: str, *, now: datetime | None = None) -> None:
    """Reopen a locked period, with a reason; its exceptions end with it. Raises Refused."""
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _lock(work.session, lock_id)
        if not motive.strip():
            raise Refused("Rouvrir une période verrouillée demande un motif.")
        stored_locks.lift(work.session, lock_id, person.email, instant_or_now(now))
        work.record(EventCode.PERIOD_REOPENED, f"periode {row.period_code}", motive=motive.strip(), lock=lock_id)
        work.commit()


def grant_exception(
    engine: Engine,
    person: Person,
    lock_id: int,
    email: str,
    until: date,
    reason: str,
    *,
    today: date | None = None,
) -> None:
    """Let one person write in a locked period until a day, inclusive. Raises Refused."""
    with unit_of_work(engine, person.email) as work:
        _require(person)
        row = _lock(work.session, lock_id)
        if not reason.strip():
            raise Refused("Une exception demande un motif.")
        if until < day_or_today(today):
            raise Refused(f"L'exception serait déjà terminée le {date_fr(until)}.")
        to = _owner(work.session, email)
        stored_locks.grant(work.session, lock_id, to.email, until, reason.strip(), person.email)
        work.record(
            EventCode.EXCEPTION_GRANTED,
            f"periode {row.period_code}",
            to=to.email,
            until=until.isoformat(),
            reason=reason.strip(),
            lock=lock_id,
        )
        work.commit()


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.OPEN_CAMPAIGN)
    if not leave:
        raise Refused(leave.reason)


def _period(code: str) -> Period:
    try:
        return Period.parse(code)
    except ValueError as error:
        raise Refused(str(error)) from error


def _campaign(session: Session, code: str, *states: CampaignState) -> stored.CampaignRow:
    row = stored.campaign(session, code)
    if row is None:
        raise Refused(f"La campagne « {code} » n'existe pas.")
    if row.state not in states:
        raise Refused(f"La campagne est à l'état « {wording.label(CampaignState(row.state)).lower()} ».")
    return row


def _move(engine: Engine, person: Person, campaign: str, state: CampaignState, code: EventCode) -> None:
    with unit_of_work(engine, person.email) as work:
        _require(person)
        _moved(work, _campaign(work.session, campaign, *_MOVES[state]), state, code)
        work.commit()


def _moved(work: UnitOfWork, row: stored.CampaignRow, state: CampaignState, code: EventCode, **details: Any) -> None:
    if not stored.move(work.session, row.id, CampaignState(row.state), state):
        raise Refused("Quelqu'un vient de changer l'état de cette campagne : rechargez la page.")
    work.record(code, f"campagne {row.code}", old=str(row.state), new=str(state), **details)


def _owner(session: Session, email: str) -> stored.ActivePersonRow:
    active_person = stored.active_person(session, email.strip().lower())
    if active_person is None:
        raise Refused(f"Aucune personne active n'a l'adresse « {email.strip()} ».")
    return active_person


def _ask(
    work: UnitOfWork,
    row: stored.CampaignRow,
    owners: Mapping[str, stored.ActivePersonRow | None],
    due_on: date | None,
) -> None:
    """Add series to a campaign, each with an owner or none."""
    series = read_series(work.session, set(owners))
    before = {request.code: request for request in stored.series(work.session, row.id)}
    granted: dict[int, list[int]] = {}
    for code, owner in sorted(owners.items()):
        if code not in series or series[code].closed:
            raise Refused(series[code].closed if code in series else f"La série « {code} » n'existe pas.")
        former = before.get(code)
        due = due_on or (former.due_on if former else None)
        stored.ask_for(work.session, row.id, series[code].id, owner.id if owner else None, due)
        if owner:
            granted.setdefault(owner.id, []).append(series[code].id)
        owner_change = {"old": former.owner if former else None, "new": owner.email if owner else None}
        work.record(
            EventCode.SERIES_ASSIGNED,
            f"campagne {row.code}/{code}",
            due_on=due.isoformat() if due else "",
            **owner_change,
        )
    for person_id, series_ids in granted.items():
        stored.give_series(work.session, person_id, series_ids)


def _give(
    work: UnitOfWork,
    row: stored.CampaignRow,
    campaign: str,
    mine: Sequence[stored.CampaignSeriesRow],
    to: stored.ActivePersonRow,
    administers: bool,
) -> None:
    series_of_person = stored.series_of_person(work.session, to.id)
    missing = [request.code for request in mine if request.id not in series_of_person]
    if missing and not administers:
        raise Refused(f"{to.name} ne peut pas saisir {', '.join(missing)} : demandez-le à l'administration.")
    stored.give_series(work.session, to.id, [request.id for request in mine])
    for one in mine:
        stored.ask_for(work.session, row.id, one.id, to.id, one.due_on)
        work.record(EventCode.SERIES_HANDED_OVER, f"campagne {campaign}/{one.code}", old=one.owner, new=to.email)


def _validated(session: Session, row: stored.CampaignRow) -> list[CellKey]:
    cells = read_cells(session, {request.code for request in stored.series(session, row.id)})
    period = Period.parse(row.period_code)
    return [
        key
        for key, value in cells.latest.items()
        if key.series in cells.series
        and value.state == ValueState.VALIDATED
        and period.start <= Period.parse(key.period).start
        and Period.parse(key.period).end <= period.end
    ]


def _lock(session: Session, lock_id: int) -> stored_locks.LockRow:
    row = next((lock for lock in stored_locks.locks(session) if lock.id == lock_id), None)
    if row is None:
        raise Refused("Ce verrou n'existe pas, ou il est déjà levé.")
    return row
