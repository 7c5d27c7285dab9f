"""A store that is not ready says so in French, and is left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text

from db import migrate
from db.engine import connect
from db.errors import SchemaMismatch, StoreUnavailable
from indicators.reading.progress.review import read_data_version
from indicators.services.store import preparing
from tests.stores import PostgresStores


def test_store_at_head_is_ready(engine: Engine) -> None:
    preparing.require_ready(engine)


def test_empty_store(blank: Engine) -> None:
    with pytest.raises(SchemaMismatch, match=r"^La base de données est vide : .* préparée\.$") as caught:
        preparing.require_ready(blank)
    assert caught.value.rule == "schema_empty"
    assert inspect(blank).get_table_names() == []


@pytest.mark.parametrize(
    ("revision", "rule", "message"),
    [
        ("0042", "schema_newer", "La base de données (version 0042) vient d’une version du logiciel plus récente"),
        ("0000", "schema_older", "La base de données est plus ancienne (version 0000) que le logiciel"),
    ],
)
def test_store_of_another_version(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, revision: str, rule: str, message: str
) -> None:
    (tmp_path / "versions").mkdir()
    for name in ("0000_before.py", f"{migrate.HEAD}_now.py"):
        (tmp_path / "versions" / name).touch()
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)
    set_revision(engine, revision)
    with pytest.raises(SchemaMismatch) as caught:
        preparing.require_ready(engine)
    assert caught.value.rule == rule
    assert message in str(caught.value)
    assert migrate.current_revision(engine) == revision


def set_revision(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_store_of_a_newer_version_is_never_prepared(engine: Engine) -> None:
    set_revision(engine, "0042")
    for act in (preparing.make_usable, preparing.prepare):
        with pytest.raises(SchemaMismatch, match="plus récente"):
            act(engine)
    assert migrate.current_revision(engine) == "0042"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM indicator")).scalar() == 0


def test_embedded_store_prepares_itself_and_a_served_one_does_not(blank: Engine) -> None:
    if blank.dialect.name == "sqlite":
        preparing.make_usable(blank)
        assert read_data_version(blank) == 1
    else:
        with pytest.raises(SchemaMismatch, match="vide"):
            preparing.make_usable(blank)
        assert inspect(blank).get_table_names() == []


UNREACHABLE = "La base de données ne répond pas ou n’est pas lisible."


def test_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("Ceci n’est pas une base de données. " * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable) as caught:
        preparing.require_ready(connect(f"sqlite:///{path}"))
    assert str(caught.value) == UNREACHABLE
    assert path.read_bytes() == before


def test_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        preparing.require_ready(connect(f"sqlite:///{tmp_path}"))
    assert str(caught.value) == UNREACHABLE
    assert list(tmp_path.iterdir()) == []


def test_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("un fichier", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match=r"dossier .*data de la base de données ne peut pas être créé"):
        preparing.open_store(f"sqlite:///{tmp_path}/data/base.sqlite")


def test_store_that_cannot_be_reached_is_not_prepared(tmp_path: Path) -> None:
    for address in (f"sqlite:///{tmp_path}", "postgresql://a:b@127.0.0.1:9/base"):
        with pytest.raises(StoreUnavailable):
            preparing.prepare(connect(address))


def test_store_that_another_process_holds_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    impatient = connect(f"sqlite:///{path}")
    event.listen(impatient, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=10"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="n’a pas pu être mise à jour ; elle est restée telle quelle"):
            preparing.prepare(impatient)
    assert inspect(impatient).get_table_names() == []
    impatient.dispose()


@pytest.mark.parametrize(
    "address", ["postgresql://a:b@127.0.0.1:9/base", "postgresql+psycopg://a@/base?host=/nowhere/at/all"]
)
def test_server_that_does_not_answer(address: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        preparing.require_ready(connect(address))
    assert str(caught.value) == UNREACHABLE


@pytest.mark.postgres
def test_server_without_that_database(postgres_stores: PostgresStores) -> None:
    url = f"{postgres_stores.blank()}_absente"
    with pytest.raises(StoreUnavailable) as caught:
        preparing.require_ready(connect(url))
    assert str(caught.value) == UNREACHABLE


@pytest.mark.parametrize(
    "address", ["", "indicateurs.sqlite", "mysql://a:b@localhost/base", "sqlite+aiosqlite:///x", "postgresql://h:x/y"]
)
def test_address_that_names_no_store(address: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"^L’adresse de la base de données n’est pas valide"):
        preparing.open_store(address)


def test_secret_of_the_address_is_never_told() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        preparing.require_ready(connect("postgresql://agent:motdepasse@127.0.0.1:9/base"))
    assert "motdepasse" not in str(caught.value)
