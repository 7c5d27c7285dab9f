"""The past is not rewritten: the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import Engine, text

from db.errors import MESSAGES, StoreError
from db.models import APPEND_ONLY, BEHIND_EDITIONS, Base
from db.unit_of_work import unit_of_work

REWRITINGS = {
    "update": "UPDATE {table} SET {key} = {key}",
    "update of one column": "UPDATE {table} SET {column} = {column} WHERE {key} = 1",
    "delete": "DELETE FROM {table}",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 1 ON CONFLICT ({keys}) DO UPDATE SET {key} = 1",
}
REPLACE = "INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
TRUNCATE = "TRUNCATE {table} CASCADE"


def test_every_table_that_says_who_recorded_is_append_only() -> None:
    recorded = {table.name for table in Base.metadata.sorted_tables if "recorded_by" in table.columns}
    assert recorded < set(APPEND_ONLY)
    identities = {"observation", "decision"}
    parts = {"edition_line", "decision_series", "decision_indicator", "decision_operation"}
    assert set(APPEND_ONLY) - recorded == {"audit_event", "edition"} | identities | parts


def test_every_version_that_an_edition_is_read_from_is_behind_editions() -> None:
    dated = {table.name for table in Base.metadata.sorted_tables if "recorded_at" in table.columns}
    assert dated - set(BEHIND_EDITIONS) == {"decision_version"}  # decisions are followed, no edition is made of them


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("way", REWRITINGS)
def test_rewriting_is_refused(sound: Engine, table: str, way: str) -> None:
    columns = Base.metadata.tables[table].columns
    keys = [one.name for one in Base.metadata.tables[table].primary_key]
    names = {"column": list(columns)[-1].name, "key": keys[0], "keys": ", ".join(keys)}
    assert_refused(sound, table, REWRITINGS[way].format(table=table, **names))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_replacing_or_emptying_is_refused(sound: Engine, table: str) -> None:
    statement = REPLACE if sound.dialect.name == "sqlite" else TRUNCATE
    assert_refused(sound, table, statement.format(table=table))


def assert_refused(engine: Engine, table: str, statement: str) -> None:
    with pytest.raises(StoreError) as caught, unit_of_work(engine, "essai") as work:
        work.session.execute(text(statement))
    assert (caught.value.rule, str(caught.value)) == ("append_only", MESSAGES["append_only"])
