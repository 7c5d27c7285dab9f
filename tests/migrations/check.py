"""Whether models and migrations say the same: `python -m tests.migrations.check`, part of `make lint`.

One head, the one that file names give to ``db.migrate``; no difference between the models and what the migrations build,
names and wording of the rules included, on SQLite and, where it can start, on PostgreSQL.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, Inspector, UniqueConstraint, inspect

from db import migrate
from db.engine import connect
from db.models import Base
from tests.stores import PostgresStores, PostgresUnavailable, SqliteStores, Stores, in_ci, start_postgres


def head_problems(folder: Path = migrate.FOLDER) -> list[str]:
    """What is wrong with the chain of migrations."""
    heads = ScriptDirectory(folder).get_heads()
    if len(heads) != 1:
        return [f"{len(heads)} heads: {', '.join(sorted(heads))}; rename one migration and put it after the other"]
    named = max(migrate.available_revisions(folder))
    if heads != [named]:
        return [f"the last file of migrations/versions is {named}, the newest migration is {heads[0]}"]
    return []


def schema_problems(engine: Engine) -> list[str]:
    """Differences between the models and a store at head."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [f"models and migrations differ: {one}" for one in compare_metadata(context, Base.metadata)]
        return differences + list(_rule_problems(inspect(connection)))


def _rule_problems(stored: Inspector) -> Iterator[str]:
    """Alembic does not compare CHECKs at all: their names, and on SQLite (which keeps it) their text."""
    for table in Base.metadata.sorted_tables:
        wanted = {str(rule.name): _flat(str(rule.sqltext)) for rule in table.constraints if _is_check(rule)}
        found = {str(rule["name"]): _flat(rule["sqltext"]) for rule in stored.get_check_constraints(table.name)}
        unique = {str(rule.name) for rule in table.constraints if isinstance(rule, UniqueConstraint)}
        found_unique = {str(rule["name"]) for rule in stored.get_unique_constraints(table.name)}
        for name in sorted((wanted.keys() ^ found.keys()) | (unique ^ found_unique)):
            yield f"{table.name}: rule {name} is in the models or in the migrations, not in both"
        if stored.dialect.name == "sqlite":
            changed = [name for name in wanted.keys() & found.keys() if wanted[name] != found[name]]
            yield from (f"{table.name}: rule {name} has another text in the migrations" for name in sorted(changed))


def _is_check(rule: object) -> bool:
    return isinstance(rule, CheckConstraint)


def _flat(sql: str) -> str:
    return " ".join(sql.split())


def check(stores: Stores) -> list[str]:
    """Problems of a store that the migrations build from nothing."""
    url = stores.blank()
    engine = connect(url)
    try:
        migrate.upgrade(engine)
        return [f"{engine.dialect.name}: {problem}" for problem in schema_problems(engine)]
    finally:
        engine.dispose()
        stores.discard(url)


def main() -> int:
    """Print what is wrong; 1 where something is."""
    problems = head_problems()
    if not problems:
        with tempfile.TemporaryDirectory() as folder:
            problems += check(SqliteStores(Path(folder)))
        problems += _on_postgres()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"Migrations: one head ({migrate.HEAD}), same schema as the models.")
    return 1 if problems else 0


def _on_postgres() -> list[str]:
    try:
        server = start_postgres("check")
    except PostgresUnavailable as reason:
        print(f"PostgreSQL not checked: {reason}", file=sys.stderr)
        return [f"PostgreSQL must be checked under CI: {reason}"] if in_ci() else []
    stores = PostgresStores(server, "check")
    try:
        return check(stores)
    finally:
        stores.close()


if __name__ == "__main__":
    sys.exit(main())
