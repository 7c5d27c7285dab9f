"""Typed rows: a query names its columns once, in a NamedTuple, and its readers are checked against it."""

from typing import NamedTuple, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

R = TypeVar("R", bound=NamedTuple)


def all_rows(session: Session, row_type: type[R], statement: Select[*tuple[object, ...]]) -> list[R]:
    """Every row of a select, as ``row_type``, whose fields are the names of its columns, in their order.

    Raises TypeError where they are not, even if there is no row.
    """
    result = session.execute(statement)
    _check(row_type, tuple(result.keys()))
    return list(map(row_type._make, result))


def first_row(session: Session, row_type: type[R], statement: Select[*tuple[object, ...]]) -> R | None:
    """The first row of a select, under the rule of ``all_rows``; None where there is none."""
    result = session.execute(statement)
    _check(row_type, tuple(result.keys()))
    row = result.first()
    return None if row is None else row_type._make(row)


def _check(row_type: type[NamedTuple], columns: tuple[str, ...]) -> None:
    if columns != row_type._fields:
        raise TypeError(f"{row_type.__name__} declares {row_type._fields}, its query selects {columns}.")
