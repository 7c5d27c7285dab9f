"""Opening, preparing and checking a store.

Screens and commands import ``Engine`` from here: they only pass it to services and reading.
"""

from db import migrate
from db.engine import Engine as Engine
from db.engine import connect, is_sqlite
from db.errors import SchemaMismatch
from indicators.services.store.demonstration import add_committee
from seeds import loader
from seeds.demo.loader import load_demo
from seeds.demo.people import load_people
from seeds.report import LoadReport


def open_store(url: str) -> Engine:
    """Engine for a store at an address. Nothing is read yet, so this cannot fail on a missing store."""
    return connect(url)


def prepare(engine: Engine) -> LoadReport:
    """Migrate to this version's schema, then load the catalogue and the published values. Idempotent.

    Files are read first: an error in them (SeedError) leaves the store untouched.
    """
    catalogue, published = loader.read_files()
    migrate.upgrade(engine)
    return loader.load(engine, catalogue, published)


def prepare_demonstration(engine: Engine) -> LoadReport:
    """Create a demonstration store: the real catalogue with fictitious values and people, marked as such everywhere.

    Its committee has met twice: the editions, ratings and decisions of those days are fictitious too.
    """
    catalogue, _ = loader.read_files()
    migrate.upgrade(engine)
    report = load_demo(engine, catalogue)
    add_committee(engine, report)
    load_people(engine, report)
    return report


def require_ready(engine: Engine) -> None:
    """Raise SchemaMismatch, with what to do, unless the store has exactly this version's schema."""
    migrate.require_head(engine)


def make_usable(engine: Engine) -> None:
    """Prepare the embedded store on first use; any other must be ready (see require_ready)."""
    try:
        require_ready(engine)
    except SchemaMismatch as mismatch:
        if mismatch.rule != "schema_empty" or not is_sqlite(engine):
            raise
        prepare(engine)
