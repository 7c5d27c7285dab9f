"""Personal data of one account: what the store holds, and its erasure without touching entered values."""

from typing import Any

from sqlalchemy import Column, Integer, delete, func, select, update
from sqlalchemy.orm import Session

from db.models import Base

FATES = {
    "erased": "effacé avec le compte",
    "cleared": "effacé avec le compte",
    "signed": "conservé, signé de l’adresse professionnelle",
}

DataCategory = tuple[str, str, int]
"""What is held, what becomes of it when the account is deleted, how many rows."""


def categories(session: Session, person_id: int | None, email: str) -> tuple[DataCategory, ...]:
    """Categories of data about a person, with their number of rows; empty categories are left out."""
    counts = (
        (column.info[mark], fate, _count(session, column, person_id, email))
        for mark, fate in FATES.items()
        for column in _marked(mark)
    )
    return tuple(row for row in counts if row[2])


def erase(session: Session, person_id: int, email: str) -> int:
    """Delete an account and its personal data; return the number of rows deleted."""
    for column in _marked("cleared"):
        who = _is_person(column, person_id, email)
        session.execute(update(column.table).where(who).values({column: None}))
    removed = 0
    for column in reversed(_marked("erased")):  # the account after what refers to it
        statement = delete(column.table).where(_is_person(column, person_id, email)).returning(column)
        removed += len(list(session.execute(statement)))
    return removed


def _marked(mark: str) -> list[Column[Any]]:
    """Columns with a mark, those of a table that others refer to before theirs."""
    return [column for table in Base.metadata.sorted_tables for column in table.columns if mark in column.info]


def _is_person(column: Column[Any], person_id: int | None, email: str) -> Any:
    """Condition that a column names the person: by their number, or by their address."""
    return column == (person_id if isinstance(column.type, Integer) else email)


def _count(session: Session, column: Column[Any], person_id: int | None, email: str) -> int:
    if person_id is None and isinstance(column.type, Integer):
        return 0
    statement = select(func.count()).select_from(column.table).where(_is_person(column, person_id, email))
    return session.execute(statement).scalar_one()
