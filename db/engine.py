"""Engines for the two databases: SQLite embedded, PostgreSQL where several machines serve."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from db.errors import StoreUnavailable

_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
_NOT_AN_ADDRESS = (
    "L’adresse de la base de données n’est pas valide : elle s’écrit sqlite:///chemin/du/fichier"
    " ou postgresql://compte:secret@machine/base."
)
_PRAGMAS = (
    # Waiting comes first: changing the journal's mode may meet another process that does the same.
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    # Without it, INSERT OR REPLACE would remove a past version behind the back of its trigger.
    "recursive_triggers=ON",
)


def connect(url: str) -> Engine:
    """Engine for a database address; creates the folder of a SQLite file if it is missing.

    Raises StoreUnavailable for a malformed address. The database is not opened yet.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    return create_engine(address, pool_pre_ping=True, pool_size=5, max_overflow=5)


def for_writing(engine: Engine) -> Engine:
    """The same engine for write transactions: SQLite takes its single write lock at BEGIN."""
    return engine.execution_options(writing=True) if is_sqlite(engine) else engine


def for_reading(engine: Engine) -> Engine:
    """The same engine for read-only transactions on one snapshot."""
    if is_sqlite(engine):
        return engine.execution_options(reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def is_sqlite(engine: Engine) -> bool:
    """Whether the store is SQLite."""
    return engine.dialect.name == "sqlite"


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreUnavailable(_NOT_AN_ADDRESS) from error
    if address.drivername not in _DRIVERS:
        raise StoreUnavailable(_NOT_AN_ADDRESS)
    return address


def _sqlite(address: URL) -> Engine:
    if address.database and address.database != ":memory:":
        folder = Path(address.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"Le dossier {folder} de la base de données ne peut pas être créé.") from error
    engine = create_engine(address, connect_args={"timeout": 30})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late and deferred: two writers then lose updates in silence.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA query_only={int(options.get('reading', False))}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing", False) else "BEGIN")


__all__ = ["Engine", "connect", "for_reading", "for_writing", "is_sqlite"]
