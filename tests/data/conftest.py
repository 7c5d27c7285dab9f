"""The demonstration store, loaded once for all the tests that look at it."""

from collections.abc import Iterator
from typing import Any

import pytest

from db import migrate
from db.engine import Engine, connect
from db.unit_of_work import reading
from indicators.reading.progress.review import Review, read_review
from indicators.services.store.demonstration import add_committee
from seeds import loader
from seeds.demo.loader import load_demo
from seeds.demo.stories import DemoStory, stories
from seeds.demo.subjects import subjects
from seeds.schema import CatalogueFiles
from tests.data.demo_rows import TODAY, all_versions, shown
from tests.stores import SqliteStores


def load_demonstration(engine: Engine) -> None:
    """What `demo` does but for people: the schema, the catalogue, the fictitious values, the fictitious committee."""
    migrate.upgrade(engine)
    add_committee(engine, load_demo(engine, loader.read_files()[0]))


@pytest.fixture(scope="session")
def catalogue() -> CatalogueFiles:
    """The catalogue of this version."""
    return loader.read_files()[0]


@pytest.fixture(scope="session")
def told(catalogue: CatalogueFiles) -> dict[str, DemoStory]:
    """Story of each series that holds values, by code."""
    return {story.subject.code: story for story in stories(subjects(catalogue))}


@pytest.fixture(scope="session")
def demo(sqlite_stores: SqliteStores) -> Iterator[Engine]:
    """The demonstration store; nothing may be written to it."""
    engine = connect(sqlite_stores.filled(load_demonstration))
    yield engine
    engine.dispose()


@pytest.fixture
def demo_copy(sqlite_stores: SqliteStores) -> Iterator[Engine]:
    """A demonstration store of one's own."""
    engine = connect(sqlite_stores.filled(load_demonstration))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_review(demo: Engine) -> Review:
    """What the committee sees of the demonstration."""
    found = read_review(demo, TODAY, confidential=True)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def demo_values(demo: Engine) -> list[Any]:
    """Observations, totals and parts: the published version of each, or the latest of those never published."""
    with reading(demo) as session:
        return shown(session)


@pytest.fixture(scope="session")
def demo_versions(demo: Engine) -> list[Any]:
    """Every version of every observation."""
    with reading(demo) as session:
        return all_versions(session)
