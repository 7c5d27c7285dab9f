"""Every column that names a person says what becomes of it when the account is deleted, and is in the report on it."""

import re

from sqlalchemy import Column, Engine, ForeignKey, Integer, MetaData, String, Table

from db.models import Base
from db.queries import personal_data
from db.unit_of_work import unit_of_work
from tests import world

SOMEBODY = "a@example.org"
NAMES_SOMEBODY = re.compile(r"(_by|author|actor|email|account)$")


def undeclared(metadata: MetaData, rows: dict[str, list[world.Row]]) -> list[str]:
    """Columns that refer to an account, are called like a signature or hold an address, and say nothing of it."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if (
            any(key.target_fullname == "person.id" for key in column.foreign_keys)
            or NAMES_SOMEBODY.search(column.name)
            or any("@example.org" in str(row.get(column.name)) for row in rows.get(table.name, []))
        )
        and not (personal_data.FATES.keys() & column.info.keys() or _of_account(column))
    ]


def _of_account(column: Column[object]) -> bool:
    """The account goes by its number, the address with the rest of the row."""
    return column.table.name == "person" and column.name == "email"


def test_every_column_that_names_somebody_is_declared() -> None:
    assert undeclared(Base.metadata, world.ROWS) == []


def test_a_signature_that_nobody_declared_is_seen() -> None:
    metadata = MetaData()
    Table("person", metadata, Column("id", Integer, primary_key=True), Column("email", String))
    Table(
        "register",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("entered_by", String),
        Column("confirmed_by", String, info={"signed": "Confirmations"}),
        Column("keeper_id", Integer, ForeignKey("person.id")),
        Column("contact", String),
    )
    rows = {"register": [{"id": 1, "contact": SOMEBODY}]}
    assert undeclared(metadata, rows) == ["register.entered_by", "register.keeper_id", "register.contact"]


def test_labels_of_the_report_are_different() -> None:
    labels = [
        column.info[mark]
        for mark in personal_data.FATES
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if mark in column.info
    ]
    assert len(labels) == len(set(labels)) and all(labels)


def test_what_somebody_signed_for_the_committee_is_reported_and_stays(scratch: Engine) -> None:
    with unit_of_work(scratch, SOMEBODY) as work:
        world.build(work.session)
        before = personal_data.categories(work.session, 1, SOMEBODY)
        personal_data.erase(work.session, 1, SOMEBODY)
        after = personal_data.categories(work.session, None, SOMEBODY)
    signed = [row for row in before if row[1].startswith("conservé")]
    assert {"Appréciations", "Commentaires", "Décisions", "Éditions figées"} <= {label for label, _, _ in signed}
    assert list(after) == signed
    assert {"Rôles", "Brouillons de saisie", "Essais de connexion (adresse de la machine)"} <= {
        label for label, fate, _ in before if fate == "effacé avec le compte"
    }
