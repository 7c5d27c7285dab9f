"""Campaigns of data entry: their series and who fills them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import (
    Campaign,
    CampaignSeries,
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationHead,
    ObservationVersion,
    Person,
    PersonRole,
    PersonSeries,
    Series,
)
from db.vocabulary import CampaignState, Role

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]


def campaigns(session: Session) -> Rows:
    """Campaigns, newest due date first."""
    return list(session.execute(select(Campaign.__table__).order_by(Campaign.due_on.desc(), Campaign.code)))


def campaign(session: Session, code: str) -> Any:
    """One campaign, None where there is none; held against other writers when the transaction writes."""
    return session.execute(select(Campaign.__table__).where(Campaign.code == code)).first()


def add(session: Session, **values: Any) -> int:
    """Add a campaign; gives its identifier."""
    return session.execute(insert(Campaign).values(**values).returning(Campaign.id)).scalar_one()


def move(session: Session, campaign_id: int, former: CampaignState, state: CampaignState) -> bool:
    """Change the state of a campaign; False when it is no longer in the former one."""
    statement = update(Campaign).where(Campaign.id == campaign_id, Campaign.state == former)
    return session.execute(statement.values(state=state).returning(Campaign.id)).scalar() is not None


def series(session: Session, campaign_id: int) -> Rows:
    """Series asked for, by code, with their owner (None where there is none) and due date."""
    statement = (
        select(
            Series.id,
            Series.code,
            CampaignSeries.due_on,
            CampaignSeries.owner_id,
            Person.email.label("owner"),
            Person.name.label("owner_name"),
        )
        .select_from(CampaignSeries)
        .join(Series, Series.id == CampaignSeries.series_id)
        .outerjoin(Person, Person.id == CampaignSeries.owner_id)
        .where(CampaignSeries.campaign_id == campaign_id)
    )
    return list(session.execute(statement.order_by(Series.code)))


def release(session: Session, campaign_id: int, series_ids: Iterable[int]) -> int:
    """Ask no longer for these series; gives how many were asked for."""
    which = (CampaignSeries.campaign_id == campaign_id, CampaignSeries.series_id.in_(list(series_ids)))
    return len(list(session.execute(delete(CampaignSeries).where(*which).returning(CampaignSeries.series_id))))


def totals(session: Session, campaign_id: int, start: date, end: date) -> Rows:
    """Last version of every total that the series of a campaign have within two days, withdrawn or not, oldest first.

    Only these: reading every value of hundreds of series to show one period would make the list of campaigns slow.
    """
    versions = [one for one in ObservationVersion.__table__.columns if one.name not in ("id", "observation_id")]
    statement = (
        select(Series.code.label("series"), Observation.item_id.label("item"), Observation.period_code, *versions)
        .select_from(CampaignSeries)
        .join(Series, Series.id == CampaignSeries.series_id)
        .join(Observation, Observation.series_id == Series.id)
        .join(ObservationHead, ObservationHead.observation_id == Observation.id)
        .join(ObservationVersion, ObservationVersion.id == ObservationHead.latest_id)
        .where(
            CampaignSeries.campaign_id == campaign_id,
            Observation.item_id.is_(None),
            Observation.period_start >= start,
            Observation.period_end <= end,
        )
    )
    return list(session.execute(statement.order_by(Series.code, Observation.period_end, Observation.id)))


def frequencies(session: Session) -> dict[str, str]:
    """How often a value of each series is expected, by code of series."""
    newest = select(IndicatorVersion.indicator_id, IndicatorVersion.frequency).order_by(IndicatorVersion.version_no)
    of_indicator = {row.indicator_id: row.frequency for row in session.execute(newest)}
    rows = session.execute(select(Series.code, Indicator.id).join(Indicator, Indicator.id == Series.indicator_id))
    return {row.code: of_indicator[row.id] for row in rows if row.id in of_indicator}


def contributors(session: Session) -> Rows:
    """Active people who may enter values, by name: identifier, name, e-mail, service."""
    statement = (
        select(Person.id, Person.name, Person.email, Person.service)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.is_active, PersonRole.role == Role.CONTRIBUTOR)
    )
    return list(session.execute(statement.order_by(Person.name, Person.email)))


def names(session: Session) -> dict[str, str]:
    """Name of everybody, active or not, by e-mail."""
    return {row.email: row.name for row in session.execute(select(Person.email, Person.name))}


def ask_for(session: Session, campaign_id: int, series_id: int, owner_id: int | None, due_on: date | None) -> None:
    """Ask for a series, or change who fills it and until when."""
    values = {"owner_id": owner_id, "due_on": due_on}
    which = (CampaignSeries.campaign_id == campaign_id, CampaignSeries.series_id == series_id)
    changed = session.execute(update(CampaignSeries).where(*which).values(**values).returning(CampaignSeries.series_id))
    if changed.scalar() is None:
        session.execute(insert(CampaignSeries).values(campaign_id=campaign_id, series_id=series_id, **values))


def active_person(session: Session, email: str) -> Any:
    """Identifier, name and e-mail of somebody who may work; None otherwise."""
    statement = select(Person.id, Person.name, Person.email).where(Person.email == email, Person.is_active)
    return session.execute(statement).first()


def series_of_person(session: Session, person_id: int) -> set[int]:
    """Identifiers of the series that somebody fills."""
    return set(session.scalars(select(PersonSeries.series_id).where(PersonSeries.person_id == person_id)))


def give_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Give series to somebody, who keeps those they had."""
    for series_id in sorted(set(series_ids) - series_of_person(session, person_id)):
        session.execute(insert(PersonSeries).values(person_id=person_id, series_id=series_id))
