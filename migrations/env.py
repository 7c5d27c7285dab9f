"""Alembic's entry: one versions folder for both engines, an upgrade is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, text

from db.engine import connect, for_writing
from db.models import Base
from indicators.settings import settings

# One number for all replicas: whoever holds it upgrades, the others wait and find nothing left to do.
UPGRADE_LOCK = 7_340_021


def run(connection: Connection) -> None:
    # All migrations in one transaction, on SQLite too: a failure leaves the store at the revision it had, and the
    # lock, which ends with the transaction, is held until the last one.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            check_references(connection)


def check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise RuntimeError(f"The migration leaves rows that refer to nothing: {tuple(broken)}.")


@contextmanager
def without_references(connection: Connection) -> Iterator[None]:
    """On SQLite, a batch rebuilds a table by dropping it, which references to it would forbid: checked at the end."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    # Outside any transaction: within one, SQLite ignores these.
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


engine = context.config.attributes.get("engine")
if engine is None:
    engine = connect(settings().database_url)

with for_writing(engine).connect() as connection, without_references(connection):
    run(connection)
