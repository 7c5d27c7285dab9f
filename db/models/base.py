"""Declarative base: every constraint has a name, every enum is text with a CHECK."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from db.types import ExactDecimal, FlagSet, UtcTimestamp
from db.vocabulary import ObsStatus

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# Last among the arguments of a table: its rows are never changed nor deleted, which a trigger of the migration refuses.
APPEND_ONLY: dict[str, Any] = {"info": {"append_only": True}}
# The same, and an edition is read back from them: none is recorded at or before the instant of the last edition.
VERSIONS: dict[str, Any] = {"info": {"append_only": True, "behind_editions": True}}

# What people read when a row breaks a rule that several tables share.
CODE_TAKEN = "Ce code existe déjà."
DENOMINATOR_POSITIVE = "Le dénominateur doit être plus grand que zéro."
HORIZON_UNKNOWN = "L’échéance doit être CT, MT ou LT."
METHOD_UNKNOWN = "Ce mode d’entrée n’est pas connu."
RATIO_PAIR = "Le numérateur et le dénominateur vont ensemble."
STATE_UNKNOWN = "Cet état n’existe pas dans la vie d’une valeur."
VERSION_FROM_ONE = "Le numéro de version commence à 1."
VERSION_TAKEN = "Cette version existe déjà : quelqu’un a enregistré entre-temps. Rechargez pour voir sa valeur."


class Base(DeclarativeBase):
    """Base of every table.

    A CHECK, a UNIQUE and a unique index say by their ``info`` what people read when a row breaks them: "refusal".
    A column that names a person says by its ``info`` what becomes of its rows when the account is deleted, under the
    label that the report on personal data gives them: "erased" (the row goes), "cleared" (the column is emptied) or
    "signed" (it stays, signed by the address).
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        str: String,
        Decimal: ExactDecimal,
        datetime: UtcTimestamp,
        frozenset[ObsStatus]: FlagSet,
    }


def one_of(column: str, words: type[StrEnum] | Iterable[str], refusal: str) -> CheckConstraint:
    """CHECK that a text column holds one of the words (easier to evolve than a native enum)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known", info={"refusal": refusal})


def finite(column: str, refusal: str = "La valeur n’est pas un nombre fini.") -> CheckConstraint:
    """CHECK that refuses NaN and infinities, which PostgreSQL's NUMERIC would take."""
    rule = f"{column} NOT IN ('NaN', 'Infinity', '-Infinity')"
    return CheckConstraint(rule, name=f"{column}_finite", info={"refusal": refusal})


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)
