"""Typed rows: a NamedTuple names the columns of a query, so that mypy checks the code that reads them."""

from typing import NamedTuple, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

R = TypeVar("R", bound=NamedTuple)


def all_rows(session: Session, row_type: type[R], statement: Select[*tuple[object, ...]]) -> list[R]:
    """Every row of a select as ``row_type``, whose fields must be the columns of the select, in order.

    Raises TypeError if they differ, even when there is no row.
    """
    result = session.execute(statement)
    _check(row_type, tuple(result.keys()))
    return list(map(row_type._make, result))


def first_row(session: Session, row_type: type[R], statement: Select[*tuple[object, ...]]) -> R | None:
    """The first row of a select, or None; typed as in ``all_rows``."""
    result = session.execute(statement)
    _check(row_type, tuple(result.keys()))
    row = result.first()
    return None if row is None else row_type._make(row)


def _check(row_type: type[NamedTuple], columns: tuple[str, ...]) -> None:
    if columns != row_type._fields:
        raise TypeError(f"{row_type.__name__} declares {row_type._fields}, its query selects {columns}.")
