"""Alembic's entry: one versions folder for both engines, each migration in its own transaction."""

from alembic import context
from sqlalchemy import Connection, text

from db.engine import connect, is_sqlite
from db.models import Base
from indicators.settings import settings

# One number for all replicas: whoever holds it upgrades, the others wait and find nothing left to do.
UPGRADE_LOCK = 7_340_021


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        context.run_migrations()


engine = context.config.attributes.get("engine")
if engine is None:
    engine = connect(settings().database_url)

writing = engine.execution_options(writing=True) if is_sqlite(engine) else engine
with writing.connect() as connection:
    run(connection)
    connection.commit()
