"""A backup restores to the same store, on either engine; a damaged or foreign file restores nothing."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import migrate
from db.engine import Engine, connect
from db.queries import dump
from db.unit_of_work import reading
from indicators.reading.progress.review import read_review
from indicators.reading.store import integrity, tables
from indicators.services.store.backup import MANIFEST, BackupError, back_up, restore
from tests.stores import SqliteStores, Stores

TODAY = date(2026, 11, 1)
# The restoration itself is a fact of the journal, and moves the counter of writes.
OWN_TRACES = ("audit_event", "data_version")


def content(engine: Engine) -> dict[str, list[dump.Record]]:
    """Every row of a store, but for what a restoration adds."""
    with reading(engine) as session:
        return {name: list(dump.rows(session, name)) for name in dump.table_names() if name not in OWN_TRACES}


def counts(engine: Engine) -> int:
    """Number of rows of a store."""
    with reading(engine) as session:
        return sum(dump.count(session, name) for name in dump.table_names())


@pytest.fixture
def saved(demo: Engine, tmp_path: Path) -> Path:
    """A backup of the demonstration store, made on SQLite."""
    back_up(demo, tmp_path / "sauvegarde.zip")
    return tmp_path / "sauvegarde.zip"


@pytest.fixture
def target(stores: Stores) -> Iterator[Engine]:
    """A store where nothing was ever done, on each engine."""
    url = stores.blank()
    engine = connect(url)
    yield engine
    engine.dispose()
    stores.discard(url)


def test_a_restored_store_is_the_same_store(demo: Engine, saved: Path, target: Engine) -> None:
    summary = restore(target, saved, "essai")
    assert summary.revision == migrate.HEAD
    assert content(target) == content(demo)
    assert integrity.problems(target) == []
    before, after = read_review(demo, TODAY), read_review(target, TODAY)
    assert before is not None and after is not None
    assert tables.statuses(after) == tables.statuses(before)
    assert tables.values(target, after) == tables.values(demo, before)


def test_a_restored_store_can_be_written_and_saved_again(saved: Path, target: Engine, tmp_path: Path) -> None:
    restore(target, saved, "essai")
    with reading(target) as session:
        assert dump.count(session, "audit_event") > 0
    again = back_up(target, tmp_path / "encore.zip")
    assert again.counts["observation_version"] > 10_000


def test_a_store_that_holds_data_is_left_alone(demo_copy: Engine, saved: Path) -> None:
    before = counts(demo_copy)
    with pytest.raises(BackupError, match="contient déjà des données"):
        restore(demo_copy, saved, "essai")
    assert counts(demo_copy) == before


def test_a_backup_never_overwrites_a_file(demo: Engine, saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(BackupError, match="existe déjà"):
        back_up(demo, saved)
    assert saved.read_bytes() == before


def _rewritten(saved: Path, name: str, content: bytes) -> Path:
    """The same backup with one of its files replaced."""
    other = saved.with_name("autre.zip")
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(other, "w") as made:
        for entry in source.namelist():
            made.writestr(entry, content if entry == name else source.read(entry))
    return other


def _other_schema(saved: Path) -> Path:
    with zipfile.ZipFile(saved) as source:
        manifest = json.loads(source.read(MANIFEST))
    return _rewritten(saved, MANIFEST, json.dumps(manifest | {"revision": "9999"}).encode())


def _not_a_backup(saved: Path) -> Path:
    other = saved.with_name("lettre.zip")
    other.write_text("Bonjour")
    return other


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda saved: _rewritten(saved, "area.jsonl", b""), "abîmée"),
        (_other_schema, "au schéma 9999"),
        (_not_a_backup, "n’est pas une sauvegarde"),
        (lambda saved: saved.with_name("absente.zip"), "n’est pas une sauvegarde"),
    ],
)
def test_a_damaged_or_foreign_file_restores_nothing(
    sqlite_stores: SqliteStores, saved: Path, spoil: object, message: str
) -> None:
    engine = connect(sqlite_stores.filled(migrate.upgrade))
    before = counts(engine)
    assert callable(spoil)
    with pytest.raises(BackupError, match=message):
        restore(engine, spoil(saved), "essai")
    assert counts(engine) == before
    engine.dispose()
