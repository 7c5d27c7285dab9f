"""History of imports: content, author, and whether they were undone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.engine import Engine
from db.queries import batches as stored
from db.unit_of_work import reading
from db.vocabulary import EntryMethod, Role
from indicators.domain.rights import Person


@dataclass(frozen=True, slots=True)
class Batch:
    """An import in the history. ``undoes`` is the code of the import that it reverts, if any."""

    code: str
    author: str
    method: EntryMethod
    file_name: str
    summary: Mapping[str, Any]
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None

    @property
    def undoes(self) -> str:
        """Code of the import that this one undid; empty for an ordinary import."""
        return str(self.summary.get("annule", ""))


def history(engine: Engine, person: Person, limit: int = 100) -> tuple[Batch, ...]:
    """Imports, newest first: all of them for the administration, their own for the others."""
    author = None if Role.ADMINISTRATOR in person.roles else person.email
    with reading(engine) as session:
        return tuple(_batch(row) for row in stored.batches(session, author, limit))


def new_code(prefix: str, day: date) -> str:
    """A readable, unique code for a batch."""
    return f"{prefix}-{day:%Y%m%d}-{secrets.token_hex(4)}"


def _batch(row: Any) -> Batch:
    return Batch(
        row.code,
        row.author,
        EntryMethod(row.method),
        row.file_name,
        row.summary,
        row.created_at,
        row.undone_at,
        row.undone_by,
    )
