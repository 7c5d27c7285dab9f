"""Migrating a store to the schema of this version, and checking that it is up to date."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from db.errors import SchemaMismatch, StoreUnavailable

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def available_revisions(folder: Path | None = None) -> set[str]:
    """Revisions shipped with this version of the software, read from the file names."""
    return {path.name.partition("_")[0] for path in ((folder or FOLDER) / "versions").glob("[0-9]*.py")}


# Identifier of the newest migration. File names spare Alembic's import (0.3 s) at every start; that they follow one
# another as the migrations do, in one chain, is checked by ``tests.migrations.check``.
HEAD = max(available_revisions())


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to a revision, all or none.

    Raises SchemaMismatch if the store comes from a newer version, StoreUnavailable if it cannot be reached or written.
    """
    from alembic import command

    current = current_revision(engine)
    if current is not None and current not in available_revisions():
        raise _newer(current)
    try:
        command.upgrade(_config(engine), revision)
    except OperationalError as error:
        raise StoreUnavailable(
            "La base de données n’a pas pu être mise à jour ; elle est restée telle quelle."
        ) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations down to a revision (« base » empties the store)."""
    from alembic import command

    command.downgrade(_config(engine), revision)


def current_revision(engine: Engine) -> str | None:
    """Revision of the store, or None before the first migration. Raises StoreUnavailable."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        raise StoreUnavailable("La base de données ne répond pas ou n’est pas lisible.") from error


def require_head(engine: Engine) -> None:
    """Raise SchemaMismatch with a French explanation unless the store is exactly at this version's schema."""
    revision = current_revision(engine)
    if revision == HEAD:
        return
    if revision is None:
        raise SchemaMismatch("La base de données est vide : elle n’a pas encore été préparée.", "schema_empty")
    if revision in available_revisions():
        raise SchemaMismatch(
            f"La base de données est plus ancienne (version {revision}) que le logiciel (version {HEAD}).",
            "schema_older",
        )
    raise _newer(revision)


def _newer(revision: str) -> SchemaMismatch:
    return SchemaMismatch(
        f"La base de données (version {revision}) vient d’une version du logiciel plus récente que celle-ci ({HEAD}).",
        "schema_newer",
    )


def _config(engine: Engine):  # type: ignore[no-untyped-def]  # Alembic is imported late on purpose
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    return config
