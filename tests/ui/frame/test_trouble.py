"""A store that cannot serve: one calm page in French that says what to do, and nothing is changed."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, text

from db import migrate
from db.engine import connect
from indicators.services.store import preparing
from seeds import loader
from tests.stores import PostgresStores, SqliteStores
from tests.ui.french import english
from tests.ui.viewer import Seen

TROUBLE = "Le tableau de bord ne peut pas s’ouvrir"


def check(seen: Seen, *sentences: str) -> None:
    """The page of trouble, and no trace of the program in it."""
    assert seen.h1 == TROUBLE
    assert "Rien n’a été modifié." in seen.text
    for sentence in sentences:
        assert sentence in seen.text, seen.text
    # What the YAML reader says of a syntax error, and the null device, keep their language.
    assert not english(re.sub(r"\(.*?\)|/dev/null", "", seen.text))
    assert "Traceback" not in seen.html and "sqlalchemy" not in seen.html and ".py" not in seen.html


def mark(url: str, revision: str) -> None:
    """Give a store another revision."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": revision})
    engine.dispose()


def tables(url: str) -> list[str]:
    engine = connect(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def content(url: str) -> bytes:
    """The bytes of an embedded store."""
    database = make_url(url).database
    assert database
    return Path(database).read_bytes()


def test_a_server_that_does_not_answer(view: Callable[..., Seen]) -> None:
    # Port 1 of this machine: nothing listens there.
    seen = view("postgresql://personne:secret@127.0.0.1:1/absente")
    check(seen, "La base de données ne répond pas", "INDICATORS_DATABASE_URL")
    assert "secret" not in seen.html and "personne" not in seen.html


def test_a_file_that_is_not_a_database(view: Callable[..., Seen], tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("Ceci n’est pas une base de données. " * 50, encoding="utf-8")
    before = path.read_bytes()
    check(view(f"sqlite:///{path}"), "La base de données ne répond pas ou n’est pas lisible")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "url", ["sqlite:////dev/null/x.sqlite", "n’importe quoi", "mysql://localhost/x", "sqlite+aiosqlite:///x.sqlite"]
)
def test_an_address_that_cannot_be_one(url: str, view: Callable[..., Seen]) -> None:
    check(view(url), "INDICATORS_DATABASE_URL")


def test_a_store_newer_than_the_program(view: Callable[..., Seen], sqlite_stores: SqliteStores) -> None:
    url = sqlite_stores.filled(preparing.prepare)
    mark(url, "9999")
    before = content(url)
    check(view(url), "vient d’une version du logiciel plus récente", "Installez la version du logiciel")
    assert content(url) == before


def test_a_store_older_than_the_program(
    view: Callable[..., Seen], sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_stores.filled(preparing.prepare)
    before = content(url)
    # The program of a next version: the revision of this store is one of its past ones.
    monkeypatch.setattr(migrate, "HEAD", "9999")
    check(view(url), "La base de données est plus ancienne", "« python -m indicators init »")
    assert content(url) == before


def test_a_mistake_in_the_catalogue_at_the_first_use(
    view: Callable[..., Seen], sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "seeds"
    for name in ("catalogue", "published"):
        shutil.copytree(loader.FOLDER / name, folder / name)
    broken = folder / "catalogue" / "unites.yaml"
    broken.write_text(broken.read_text(encoding="utf-8") + "\n  - ceci: [n’est pas fermé\n", encoding="utf-8")
    monkeypatch.setattr(loader, "FOLDER", folder)
    url = sqlite_stores.blank()
    seen = view(url)
    check(seen, "unites.yaml", "Corrigez les fichiers nommés ci-dessus")
    assert tables(url) == []


def test_trouble_is_over_when_its_cause_is(view: Callable[..., Seen], sqlite_stores: SqliteStores) -> None:
    url = sqlite_stores.filled(preparing.prepare)
    mark(url, "9999")
    check(view(url))
    mark(url, migrate.HEAD)
    assert view(url).h1 == "Où en est la feuille de route ?"


def test_a_new_embedded_store_prepares_itself_at_first_use(
    view: Callable[..., Seen], sqlite_stores: SqliteStores
) -> None:
    seen = view(sqlite_stores.blank())
    assert seen.h1 == "Où en est la feuille de route ?"
    assert "sur 251" in seen.lead


@pytest.mark.postgres
def test_an_empty_server_is_never_prepared_by_a_visit(
    view: Callable[..., Seen], postgres_stores: PostgresStores
) -> None:
    url = postgres_stores.blank()
    check(view(url), "elle n’a pas encore été préparée", "Lancez « python -m indicators init » pour la préparer")
    assert tables(url) == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("address", "parameters"),
    [("", {}), ("aire", {"aire": "5"}), ("indicateurs", {"page": "2"}), ("indicateur", {"serie": "SNU-01-A5"})],
)
def test_screens_are_the_same_on_both_engines(
    address: str,
    parameters: dict[str, str],
    view: Callable[..., Seen],
    postgres_stores: PostgresStores,
    sqlite_stores: SqliteStores,
) -> None:
    on_server = view(postgres_stores.filled(preparing.prepare), address, **parameters)
    embedded = view(sqlite_stores.filled(preparing.prepare), address, **parameters)
    assert on_server.text == embedded.text
