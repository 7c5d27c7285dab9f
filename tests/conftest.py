"""Stores on both engines, built by the migrations, one copy for each test."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from db import migrate
from db.engine import Engine, connect
from db.queries import facts
from db.unit_of_work import reading, unit_of_work
from indicators.services.store import preparing
from tests import world
from tests.stores import Fill, PostgresStores, PostgresUnavailable, SqliteStores, Stores, in_ci, start_postgres

ROOT = Path(__file__).resolve().parent.parent

# Deadlines measure the machine, not the code.
hypothesis.settings.register_profile("indicators", deadline=None)
hypothesis.settings.load_profile("indicators")


def build_world(engine: Engine) -> None:
    """The schema and the small sound world."""
    migrate.upgrade(engine)
    with unit_of_work(engine, "essai") as work:
        world.build(work.session)
        work.commit()


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def sqlite_stores(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> SqliteStores:
    base = tmp_path_factory.getbasetemp()
    templates = (base if worker_id == "master" else base.parent) / "templates"
    templates.mkdir(exist_ok=True)
    return SqliteStores(tmp_path_factory.mktemp("sqlite"), templates)


@pytest.fixture(scope="session")
def postgres_stores(worker_id: str, testrun_uid: str) -> Iterator[PostgresStores]:
    try:
        server = start_postgres(testrun_uid[:12])
    except PostgresUnavailable as reason:
        # Under CI an absent engine is a failure, not a detail.
        (pytest.fail if in_ci() else pytest.skip)(str(reason))
    stores = PostgresStores(server, worker_id)
    yield stores
    stores.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Maker of stores, on each engine in turn."""
    name = "sqlite_stores" if request.param == "sqlite" else "postgres_stores"
    found: Stores = request.getfixturevalue(name)
    return found


@pytest.fixture
def blank(stores: Stores) -> Iterator[Engine]:
    """A store where no migration has run."""
    yield from _opened(stores, stores.blank())


@pytest.fixture
def engine(stores: Stores) -> Iterator[Engine]:
    """An empty store at this version's schema."""
    yield from _opened(stores, stores.filled(migrate.upgrade))


@pytest.fixture
def loaded(stores: Stores) -> Iterator[Engine]:
    """A store with the catalogue and the published values."""
    yield from _opened(stores, stores.filled(preparing.prepare))


@pytest.fixture
def scratch(request: pytest.FixtureRequest, stores: Stores) -> Iterator[Engine]:
    """An empty store at this version's schema, shared by tests that commit nothing: checked after each."""
    yield from _shared(request, stores, migrate.upgrade)


@pytest.fixture
def sound(request: pytest.FixtureRequest, stores: Stores) -> Iterator[Engine]:
    """A store with the small sound world, shared by tests that commit nothing: checked after each."""
    yield from _shared(request, stores, build_world)


@pytest.fixture(scope="session")
def shared_stores() -> Iterator[dict[tuple[Stores, Fill], Engine]]:
    """The shared stores of this worker."""
    shared: dict[tuple[Stores, Fill], Engine] = {}
    yield shared
    for engine in shared.values():
        engine.dispose()


def _shared(request: pytest.FixtureRequest, stores: Stores, fill: Fill) -> Iterator[Engine]:
    shared: dict[tuple[Stores, Fill], Engine] = request.getfixturevalue("shared_stores")
    if (stores, fill) not in shared:
        shared[stores, fill] = connect(stores.filled(fill))
    engine = shared[stores, fill]
    before = _data_version(engine)
    yield engine
    assert _data_version(engine) == before, "a test that commits must use the engine fixture"


def _data_version(engine: Engine) -> int:
    with reading(engine) as session:
        return facts.data_version(session)


def _opened(stores: Stores, url: str) -> Iterator[Engine]:
    opened = connect(url)
    yield opened
    opened.dispose()
    stores.discard(url)
