"""Campaigns of data entry: their series and who fills them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.models import Campaign, CampaignSeries, Person, PersonSeries, Series
from db.vocabulary import CampaignState

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
