"""Integrity checks: each query returns the violations, normally none."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    AppreciationVersionTable,
    CommentVersionTable,
    DecisionTable,
    DecisionVersionTable,
    ObservationHeadTable,
    ObservationTable,
    ObservationVersionTable,
    SeriesTable,
)
from db.rows import all_rows
from db.vocabulary import ValueState


class ObservationPlaceRow(NamedTuple):
    """Series and period of an observation that breaks a rule."""

    code: str
    period_code: str


def observations_without_head(session: Session) -> list[ObservationPlaceRow]:
    """Observations without a pointer to their current version."""
    statement = select(SeriesTable.code, ObservationTable.period_code).join(SeriesTable).outerjoin(ObservationHeadTable)
    return all_rows(session, ObservationPlaceRow, statement.where(ObservationHeadTable.observation_id.is_(None)))


def misplaced_heads(session: Session) -> list[ObservationPlaceRow]:
    """Pointers that are not on the last version (or on the last published one)."""
    newest = (
        select(ObservationVersionTable.observation_id, func.max(ObservationVersionTable.id).label("id"))
        .group_by(ObservationVersionTable.observation_id)
        .subquery()
    )
    published = (
        select(ObservationVersionTable.observation_id, func.max(ObservationVersionTable.id).label("id"))
        .where(ObservationVersionTable.state.in_([ValueState.PUBLISHED, ValueState.WITHDRAWN]))
        .group_by(ObservationVersionTable.observation_id)
        .subquery()
    )
    statement = (
        select(SeriesTable.code, ObservationTable.period_code)
        .join(SeriesTable)
        .join(ObservationHeadTable)
        .join(newest, newest.c.observation_id == ObservationTable.id)
        .outerjoin(published, published.c.observation_id == ObservationTable.id)
        .where(
            (ObservationHeadTable.latest_id != newest.c.id)
            | (func.coalesce(ObservationHeadTable.published_id, 0) != func.coalesce(published.c.id, 0))
        )
    )
    return all_rows(session, ObservationPlaceRow, statement)


def version_gaps(session: Session) -> list[ObservationPlaceRow]:
    """Observations whose versions are not numbered 1, 2, 3…"""
    counts = (
        select(
            ObservationVersionTable.observation_id,
            func.count().label("many"),
            func.max(ObservationVersionTable.version_no).label("last"),
        )
        .group_by(ObservationVersionTable.observation_id)
        .subquery()
    )
    statement = select(SeriesTable.code, ObservationTable.period_code).join(SeriesTable)
    statement = statement.join(counts, counts.c.observation_id == ObservationTable.id)
    return all_rows(session, ObservationPlaceRow, statement.where(counts.c.many != counts.c.last))


def committee_gaps(session: Session) -> list[str]:
    """Ratings, comments and decisions whose versions are not numbered 1, 2, 3…, named in French."""
    appreciation, text = AppreciationVersionTable, CommentVersionTable
    judged = select(appreciation.area_id, appreciation.series_id).group_by(appreciation.area_id, appreciation.series_id)
    commented = select(text.area_id, text.series_id).group_by(text.area_id, text.series_id, text.kind)
    labels = [
        "une appréciation" for _ in session.execute(judged.having(func.count() != func.max(appreciation.version_no)))
    ]
    labels += ["un commentaire" for _ in session.execute(commented.having(func.count() != func.max(text.version_no)))]
    many, last = func.count(DecisionVersionTable.id), func.coalesce(func.max(DecisionVersionTable.version_no), 0)
    statement = select(DecisionTable.code).outerjoin(
        DecisionVersionTable, DecisionVersionTable.decision_id == DecisionTable.id
    )
    gaps = statement.group_by(DecisionTable.code).having((many != last) | (many == 0))
    return [*labels, *(f"la décision {code}" for code in session.scalars(gaps))]
