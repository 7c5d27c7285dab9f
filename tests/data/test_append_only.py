"""The past is not rewritten: the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import Engine, text

from db.errors import MESSAGES, StoreError
from db.models import APPEND_ONLY, Base
from db.unit_of_work import unit_of_work
from tests import world

REWRITINGS = {
    "update": "UPDATE {table} SET id = id",
    "update of one column": "UPDATE {table} SET {column} = {column} WHERE id = 1",
    "delete": "DELETE FROM {table}",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE id = 1 ON CONFLICT (id) DO UPDATE SET id = 1",
}
REPLACE = "INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
TRUNCATE = "TRUNCATE {table} CASCADE"


def test_every_table_that_says_who_recorded_is_append_only() -> None:
    recorded = {table.name for table in Base.metadata.sorted_tables if "recorded_by" in table.columns}
    assert recorded < set(APPEND_ONLY)
    assert set(APPEND_ONLY) - recorded == {"observation", "audit_event"}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("way", REWRITINGS)
def test_rewriting_is_refused(scratch: Engine, table: str, way: str) -> None:
    column = list(Base.metadata.tables[table].columns)[-1].name
    assert_refused(scratch, table, REWRITINGS[way].format(table=table, column=column))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_replacing_or_emptying_is_refused(scratch: Engine, table: str) -> None:
    statement = REPLACE if scratch.dialect.name == "sqlite" else TRUNCATE
    assert_refused(scratch, table, statement.format(table=table))


def assert_refused(engine: Engine, table: str, statement: str) -> None:
    with pytest.raises(StoreError) as caught, unit_of_work(engine, "essai") as work:
        world.build(work.session)
        work.session.execute(text(statement))
    assert (caught.value.rule, str(caught.value)) == ("append_only", MESSAGES["append_only"])
