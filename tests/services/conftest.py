"""A store with the small catalogue of data entry, on each engine."""

from collections.abc import Iterator

import pytest

from db import migrate
from db.engine import Engine, connect
from tests import entry_world
from tests.stores import Stores


def filled(engine: Engine) -> None:
    """The schema of this version and the small catalogue."""
    migrate.upgrade(engine)
    entry_world.fill(engine)


@pytest.fixture
def store(stores: Stores) -> Iterator[Engine]:
    """A store where Anne may enter values, Véra judge those of area 1, Wim those of area 2."""
    url = stores.filled(filled)
    opened = connect(url)
    yield opened
    opened.dispose()
    stores.discard(url)
