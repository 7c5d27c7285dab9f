"""Editions and their lines: what the committee saw, once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.models import Edition, EditionLine, Series

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]

_HEAD = [one for one in Edition.__table__.columns if one.name != "content"]


def editions(session: Session) -> Rows:
    """Every edition, the last instant first, without its content."""
    return list(session.execute(select(*_HEAD).order_by(Edition.as_of.desc())))


def edition(session: Session, code: str) -> Any:
    """One edition with its content, None where there is none."""
    return session.execute(select(Edition.__table__).where(Edition.code == code)).first()


def lines(session: Session, edition_id: int) -> Rows:
    """The lines of an edition by series code."""
    statement = select(Series.code.label("series"), *EditionLine.__table__.columns).join(Series)
    return list(session.execute(statement.where(EditionLine.edition_id == edition_id).order_by(Series.code)))


def status_counts(session: Session) -> Rows:
    """Edition, status, number of series of the matrix."""
    statement = (
        select(Edition.code, EditionLine.status, func.count().label("many"))
        .join(EditionLine, EditionLine.edition_id == Edition.id)
        .where(EditionLine.in_matrix)
        .group_by(Edition.code, EditionLine.status)
    )
    return list(session.execute(statement))


def add(session: Session, head: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> int:
    """Add an edition and its lines; gives its identifier."""
    edition_id = session.execute(insert(Edition).values(**head).returning(Edition.id)).scalar_one()
    if rows:
        session.execute(insert(EditionLine), [{"edition_id": edition_id, **row} for row in rows])
    return edition_id
