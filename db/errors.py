"""Store errors, in French. One sentence for each named constraint; a test checks that none is missing."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import Constraint, Index, Table, UniqueConstraint
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from db.models import Base


class StoreError(Exception):
    """A violated rule of the store: a French message and the name of the constraint.

    >>> StoreError("Message.", "ck_x").rule
    'ck_x'
    """

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


class StoreUnavailable(StoreError):
    """The database cannot be reached or read."""


class SchemaMismatch(StoreError):
    """The database is older or newer than this version of the software."""


_REFERENCE = "La ligne fait référence à un élément qui n’existe pas."

# What triggers refuse: their names are not those of constraints.
_TRIGGERS = {
    "append_only": "L’historique ne se modifie pas et ne s’efface pas : enregistrez une nouvelle version.",
    "behind_edition": (
        "Cette version est datée d’avant la dernière édition figée, qui ne change plus : "
        "réessayez, et vérifiez l’horloge de cette machine."
    ),
}


def _rules(table: Table) -> list[Constraint | Index]:
    return [*table.constraints, *table.indexes]


# The sentence of each rule, by the name of its constraint or trigger.
MESSAGES: Mapping[str, str] = _TRIGGERS | {
    str(rule.name): rule.info["refusal"]
    for table in Base.metadata.sorted_tables
    for rule in _rules(table)
    if "refusal" in rule.info
}


def translate(error: DBAPIError) -> StoreError:
    """The StoreError for a database error, with its French message; a generic one for unknown constraints."""
    rule = _rule_of(error)
    if rule in MESSAGES:
        return StoreError(MESSAGES[rule], rule)
    if isinstance(error, IntegrityError) and "FOREIGN KEY" in str(error.orig).upper():
        return StoreError(_REFERENCE, rule)
    if isinstance(error, IntegrityError | DataError):
        return StoreError("La base de données a refusé cette écriture ; rien n’a été enregistré.", rule)
    return StoreUnavailable("La base de données ne répond pas. Réessayez dans un instant ; rien n’a été enregistré.")


def _rule_of(error: DBAPIError) -> str:
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None and diagnostics.constraint_name:
        return str(diagnostics.constraint_name)
    text = str(error.orig)
    for name in _TRIGGERS:
        if name in text:
            return name
    named = [name for name in MESSAGES if name in text]
    return named[0] if named else _sqlite_unique().get(text.partition("UNIQUE constraint failed: ")[2], "")


@lru_cache
def _sqlite_unique() -> dict[str, str]:
    """Name of the violated UNIQUE constraint, which SQLite reports by its columns only."""
    names = {}
    for table in Base.metadata.sorted_tables:
        for rule in _rules(table):
            if isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique):
                names[", ".join(f"{table.name}.{column.name}" for column in rule.columns)] = str(rule.name)
    return names
