"""Campaigns of data entry: their series and the people who fill them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import (
    CampaignSeriesTable,
    CampaignTable,
    IndicatorTable,
    IndicatorVersionTable,
    ObservationHeadTable,
    ObservationTable,
    ObservationVersionTable,
    PersonRoleTable,
    PersonSeriesTable,
    PersonTable,
    SeriesTable,
)
from db.queries.entries import CellVersionRow, cell_versions
from db.rows import all_rows, first_row
from db.vocabulary import CampaignState, Role


class CampaignRow(NamedTuple):
    """A campaign."""

    id: int
    code: str
    label: str
    period_code: str
    opens_on: date
    due_on: date
    state: str
    note: str
    created_at: datetime
    created_by: str


class CampaignSeriesRow(NamedTuple):
    """A series of a campaign, with its owner and its own due date, if any."""

    id: int
    code: str
    due_on: date | None
    owner_id: int | None
    owner: str | None
    owner_name: str | None


class ContributorRow(NamedTuple):
    """A person who may enter values."""

    id: int
    name: str
    email: str
    service: str


class ActivePersonRow(NamedTuple):
    """A person with an active account."""

    id: int
    name: str
    email: str


def campaigns(session: Session) -> list[CampaignRow]:
    """Campaigns, newest due date first."""
    statement = select(CampaignTable.__table__).order_by(CampaignTable.due_on.desc(), CampaignTable.code)
    return all_rows(session, CampaignRow, statement)


def campaign(session: Session, code: str) -> CampaignRow | None:
    """A campaign, or None; locks its row in a write transaction."""
    return first_row(session, CampaignRow, select(CampaignTable.__table__).where(CampaignTable.code == code))


def add(session: Session, **values: object) -> int:
    """Add a campaign; return its identifier."""
    return session.execute(insert(CampaignTable).values(**values).returning(CampaignTable.id)).scalar_one()


def move(session: Session, campaign_id: int, former: CampaignState, state: CampaignState) -> bool:
    """Change the state of a campaign; False if it has left the former state."""
    statement = update(CampaignTable).where(CampaignTable.id == campaign_id, CampaignTable.state == former)
    return session.execute(statement.values(state=state).returning(CampaignTable.id)).scalar() is not None


def series(session: Session, campaign_id: int) -> list[CampaignSeriesRow]:
    """Series of a campaign, by code, with owner and due date (None if unset)."""
    statement = (
        select(
            SeriesTable.id,
            SeriesTable.code,
            CampaignSeriesTable.due_on,
            CampaignSeriesTable.owner_id,
            PersonTable.email.label("owner"),
            PersonTable.name.label("owner_name"),
        )
        .select_from(CampaignSeriesTable)
        .join(SeriesTable, SeriesTable.id == CampaignSeriesTable.series_id)
        .outerjoin(PersonTable, PersonTable.id == CampaignSeriesTable.owner_id)
        .where(CampaignSeriesTable.campaign_id == campaign_id)
    )
    return all_rows(session, CampaignSeriesRow, statement.order_by(SeriesTable.code))


def release(session: Session, campaign_id: int, series_ids: Iterable[int]) -> int:
    """Remove series from a campaign; return how many were removed."""
    which = (CampaignSeriesTable.campaign_id == campaign_id, CampaignSeriesTable.series_id.in_(list(series_ids)))
    return len(
        list(session.execute(delete(CampaignSeriesTable).where(*which).returning(CampaignSeriesTable.series_id)))
    )


def totals(session: Session, campaign_id: int, start: date, end: date) -> list[CellVersionRow]:
    """Last version of every total of the campaign's series within two days, withdrawn or not, oldest first.

    Only these: reading every value of hundreds of series to show one period would make the list of campaigns slow.
    """
    statement = (
        cell_versions()
        .join(CampaignSeriesTable, CampaignSeriesTable.series_id == SeriesTable.id)
        .join(ObservationHeadTable, ObservationHeadTable.observation_id == ObservationTable.id)
        .join(ObservationVersionTable, ObservationVersionTable.id == ObservationHeadTable.latest_id)
        .where(
            CampaignSeriesTable.campaign_id == campaign_id,
            ObservationTable.item_id.is_(None),
            ObservationTable.period_start >= start,
            ObservationTable.period_end <= end,
        )
    )
    return all_rows(
        session, CellVersionRow, statement.order_by(SeriesTable.code, ObservationTable.period_end, ObservationTable.id)
    )


def frequencies(session: Session) -> dict[str, str]:
    """Frequency of each series, by code."""
    newest = select(IndicatorVersionTable.indicator_id, IndicatorVersionTable.frequency).order_by(
        IndicatorVersionTable.version_no
    )
    of_indicator = {row.indicator_id: row.frequency for row in session.execute(newest)}
    rows = session.execute(
        select(SeriesTable.code, IndicatorTable.id).join(IndicatorTable, IndicatorTable.id == SeriesTable.indicator_id)
    )
    return {row.code: of_indicator[row.id] for row in rows if row.id in of_indicator}


def contributors(session: Session) -> list[ContributorRow]:
    """Active people who may enter values, by name: identifier, name, e-mail, service."""
    statement = (
        select(PersonTable.id, PersonTable.name, PersonTable.email, PersonTable.service)
        .join(PersonRoleTable, PersonRoleTable.person_id == PersonTable.id)
        .where(PersonTable.is_active, PersonRoleTable.role == Role.CONTRIBUTOR)
    )
    return all_rows(session, ContributorRow, statement.order_by(PersonTable.name, PersonTable.email))


def names(session: Session) -> dict[str, str]:
    """Names by e-mail, of active and inactive accounts."""
    return {row.email: row.name for row in session.execute(select(PersonTable.email, PersonTable.name))}


def ask_for(session: Session, campaign_id: int, series_id: int, owner_id: int | None, due_on: date | None) -> None:
    """Add a series to a campaign, or change its owner and due date."""
    values = {"owner_id": owner_id, "due_on": due_on}
    which = (CampaignSeriesTable.campaign_id == campaign_id, CampaignSeriesTable.series_id == series_id)
    changed = session.execute(
        update(CampaignSeriesTable).where(*which).values(**values).returning(CampaignSeriesTable.series_id)
    )
    if changed.scalar() is None:
        session.execute(insert(CampaignSeriesTable).values(campaign_id=campaign_id, series_id=series_id, **values))


def active_person(session: Session, email: str) -> ActivePersonRow | None:
    """Identifier, name and e-mail of an active account, or None."""
    statement = select(PersonTable.id, PersonTable.name, PersonTable.email).where(
        PersonTable.email == email, PersonTable.is_active
    )
    return first_row(session, ActivePersonRow, statement)


def series_of_person(session: Session, person_id: int) -> set[int]:
    """Identifiers of the series assigned to a person."""
    return set(session.scalars(select(PersonSeriesTable.series_id).where(PersonSeriesTable.person_id == person_id)))


def give_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Assign series to a person, in addition to theirs."""
    for series_id in sorted(set(series_ids) - series_of_person(session, person_id)):
        session.execute(insert(PersonSeriesTable).values(person_id=person_id, series_id=series_id))
