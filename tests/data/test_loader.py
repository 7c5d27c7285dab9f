"""Loading the files: everything at first, nothing the second time, and never over what a person decided."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db.engine import connect
from db.errors import StoreError
from db.models import Base
from db.queries import catalogue as stored
from db.queries import facts, observations, roadmap, targets
from db.queries.reference import identifiers
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import EntryMethod, Horizon, Role, StoreKind, ValueState
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.catalogue.administration import read_file
from indicators.reading.progress.review import read_data_version, read_review
from indicators.reading.store import tables
from indicators.services.catalogue import definitions as catalogue
from indicators.services.catalogue import horizons
from indicators.services.store import preparing
from seeds import loader
from seeds.problems import SeedError
from seeds.reader import read_catalogue, read_published
from seeds.report import LoadReport, Tally
from tests.factories import PERSON, add_target, add_value
from tests.stores import PostgresStores, SqliteStores

Edit = Callable[[str, str, str], None]
DAY = date(2026, 1, 15)
ADMIN = Person("Zoé", "zoe@example.org", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """A copy of the files, to change."""
    for name in ("catalogue", "published"):
        shutil.copytree(root / "seeds" / name, tmp_path / name, ignore=shutil.ignore_patterns("*.csv"))
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces the first occurrence of a text in a file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    return replace


def reload(engine: Engine, folder: Path) -> LoadReport:
    catalogue = read_catalogue(folder / "catalogue")
    return loader.load(engine, catalogue, read_published(folder / "published", catalogue))


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything in the store."""
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {one.name: sorted(map(repr, connection.execute(select(one)))) for one in tables}


def changed(report: LoadReport) -> dict[str, Tally]:
    return {kind: tally for kind, tally in report.tallies.items() if tally.added or tally.changed}


def value_of(engine: Engine, series: str, period: str) -> Any:
    with reading(engine) as session:
        found = observations.observations(session, published=False, withdrawn=True)
        return next(row for row in found if (row.series, row.period_code) == (series, period))


# First and second load ------------------------------------------------------------------------------------------------


def test_first_load_counts(loaded: Engine) -> None:
    with reading(loaded) as session:
        definitions, series = stored.definitions(session), stored.series(session)
        values = observations.observations(session, totals_only=False)
        assert facts.data_version(session) == 1
        assert facts.store_kind(session) is StoreKind.REAL
        assert facts.store_fact(session, "catalogue") == loader.read_files()[0].checksum
        assert [event.action for event in facts.journal(session)] == ["chargement"]
        assert facts.method_parameters(session).version_no == 1
    of_roadmap = [row for row in definitions if not row.code.startswith("CTX")]
    assert (len(of_roadmap), len(definitions)) == (68, 97)
    assert {row.version_no for row in definitions} == {1}
    assert len([row for row in series if row.in_matrix]) == 251
    assert len(values) >= 60
    for row in values:
        assert row.source, row
        assert row.period_code, row
        assert row.value is not None, row
        assert (row.state, row.method, row.version_no) == (ValueState.PUBLISHED, EntryMethod.SEED, 1)


def test_second_load_changes_nothing(loaded: Engine) -> None:
    before = rows(loaded)
    report = loader.load(loaded, *loader.read_files())
    assert not report.wrote
    assert not changed(report)
    assert rows(loaded) == before
    assert read_data_version(loaded) == 1


def test_preparing_again_changes_nothing(loaded: Engine) -> None:
    before = rows(loaded)
    assert not preparing.prepare(loaded).wrote
    assert rows(loaded) == before


def test_two_engines_give_the_same_exports(sqlite_stores: SqliteStores, postgres_stores: PostgresStores) -> None:
    exports = []
    for stores in (sqlite_stores, postgres_stores):
        url = stores.filled(preparing.prepare)
        engine = connect(url)
        review = read_review(engine, DAY)
        assert review is not None
        values = [row | {"enregistre_le": ""} for row in tables.values(engine, review)]
        exports.append([writers.to_csv(found) for found in (values, tables.statuses(review), tables.catalogue(review))])
        engine.dispose()
        stores.discard(url)
    assert exports[0] == exports[1]
    assert [text.count("\r\n") > 60 for text in exports[0]] == [True, True, True]


# Files that change ----------------------------------------------------------------------------------------------------


def test_changed_definition_is_a_new_version(loaded: Engine, folder: Path, edit: Edit) -> None:
    instant = datetime.now(UTC)
    edit("catalogue/indicateurs-ent.yaml", "decimales: 0", "decimales: 2")
    report = reload(loaded, folder)
    assert changed(report) == {"Définitions": Tally(changed=1, left=96)}
    with reading(loaded) as session:
        new = [row for row in stored.definitions(session) if row.version_no == 2]
        old = [row for row in stored.definitions(session, instant) if row.code == new[0].code]
        assert [(row.code, row.decimals, row.recorded_by) for row in new] == [("ENT-01", 2, loader.ACTOR)]
        assert new[0].reason == "Fiche modifiée dans les fichiers du catalogue"
        assert [(row.version_no, row.decimals) for row in old] == [(1, 0)]
        assert facts.data_version(session) == 2
    assert not reload(loaded, folder).wrote


def test_changed_value_is_a_new_version_with_its_reason(loaded: Engine, folder: Path, edit: Edit) -> None:
    edit("published/cartographie-medtech.yaml", "valeur: 1380", "valeur: 1381,5")
    assert changed(reload(loaded, folder)) == {"Valeurs publiées": Tally(changed=1, left=103)}
    row = value_of(loaded, "ENT-06-G345", "2024")
    assert (row.value, row.version_no, row.state) == (Decimal("1381.5"), 2, ValueState.PUBLISHED)
    assert row.reason == "Valeur corrigée dans les fichiers de valeurs publiées"
    assert not reload(loaded, folder).wrote


def test_changed_target_is_a_new_version_with_its_reason(loaded: Engine, folder: Path, edit: Edit) -> None:
    edit("catalogue/cibles-normatives.yaml", "valeur: 36", "valeur: 35")
    assert changed(reload(loaded, folder)) == {"Cibles normatives": Tally(changed=1, left=3)}
    with reading(loaded) as session:
        versions = [(row.version_no, row.value) for row in targets.targets(session) if row.series == "PRO-11-A5"]
        reasons = [row.reason for row in targets.targets(session) if row.version_no == 2]
    assert versions == [(1, Decimal(36)), (2, Decimal(35))]
    assert reasons[0].startswith("Cible modifiée dans les fichiers du catalogue.")
    assert not reload(loaded, folder).wrote


def test_changed_wording_of_the_roadmap_is_corrected_in_place(loaded: Engine, folder: Path, edit: Edit) -> None:
    edit("catalogue/unites.yaml", "nombre de types", "nombre de genres")
    assert changed(reload(loaded, folder)) == {"Unités": Tally(changed=1, left=24)}


def test_value_that_left_the_files_stays_in_the_store(loaded: Engine, folder: Path) -> None:
    (folder / "published" / "cartographie-medtech.yaml").unlink()
    assert not reload(loaded, folder).wrote
    assert value_of(loaded, "ENT-06-G345", "2024").value == 1380


# What people decided --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [ValueState.PUBLISHED, ValueState.DRAFT, ValueState.WITHDRAWN])
def test_value_of_a_person_is_kept(loaded: Engine, folder: Path, edit: Edit, state: ValueState) -> None:
    with unit_of_work(loaded, PERSON) as work:
        series_id = identifiers(work.session, "series", "code")["ENT-06-G345"]
        value = None if state is ValueState.WITHDRAWN else 1400
        add_value(work.session, value, series_id=series_id, state=state, reason="Comptes rectifiés")
        work.commit()
    edit("published/cartographie-medtech.yaml", "valeur: 1380", "valeur: 1381,5")
    report = reload(loaded, folder)
    assert not report.wrote
    assert report.tallies["Valeurs publiées"] == Tally(left=103, kept=1)
    assert "1 laissés tels que saisis par une personne" in report.lines()[-1]
    row = value_of(loaded, "ENT-06-G345", "2024")
    assert (row.version_no, row.recorded_by, row.state) == (2, PERSON, state)


@pytest.mark.parametrize("due", [date(2028, 12, 31), date(2040, 12, 31)])
def test_target_of_a_person_is_kept(loaded: Engine, folder: Path, edit: Edit, due: date) -> None:
    """Whether it comes before or after the date that the files give."""
    with unit_of_work(loaded, PERSON) as work:
        add_target(work.session, "PRO-11-A5", Horizon.LONG, due=due, value=Decimal(30))
        work.commit()
    edit("catalogue/cibles-normatives.yaml", "valeur: 36", "valeur: 35")
    report = reload(loaded, folder)
    assert not report.wrote
    assert report.tallies["Cibles normatives"] == Tally(left=3, kept=1)
    review = read_review(loaded, DAY)
    assert review is not None
    facts_of = review.judged["PRO-11-A5"].facts
    assert [(one.date, one.value, one.version_no) for one in facts_of.targets] == [(due, Decimal(30), 2)]
    assert [one.version_no for one in facts_of.former_targets] == [1]


def test_definition_of_a_person_is_kept(loaded: Engine, folder: Path, edit: Edit) -> None:
    with unit_of_work(loaded, PERSON) as work:
        current = next(row for row in stored.definitions(work.session) if row.code == "ENT-01")
        columns = Base.metadata.tables["indicator_version"].columns.keys()
        same = {name: getattr(current, name) for name in columns if name not in ("id", "unit_id", "recorded_at")}
        unit_id = identifiers(work.session, "unit", "code")[current.unit_code]
        mine = {"version_no": 2, "recorded_by": PERSON, "decimals": 1, "unit_id": unit_id}
        stored.add_definition(work.session, **(same | mine))
        work.commit()
    edit("catalogue/indicateurs-ent.yaml", "decimales: 0", "decimales: 2")
    report = reload(loaded, folder)
    assert not report.wrote
    assert report.tallies["Définitions"] == Tally(left=96, kept=1)
    (note,) = report.notes
    assert note.startswith("ENT-01 : la fiche des fichiers a changé (décimales), mais") and PERSON in note
    assert report.lines()[-1] == note
    with reading(loaded) as session:
        current = next(row for row in stored.definitions(session) if row.code == "ENT-01")
    assert (current.version_no, current.decimals, current.recorded_by) == (2, 1, PERSON)


def test_a_definition_edited_by_hand_is_no_difference_while_the_files_stay(loaded: Engine, folder: Path) -> None:
    """The screens write what the loader then finds: nothing is written, nothing is told."""
    found = read_file(loaded, "ENT-01")
    assert found is not None
    wanted = replace(found.current.sheet, label="Autre libellé")
    catalogue.edit_definition(loaded, ADMIN, "ENT-01", wanted, base_version_no=1, reason="Motif")
    catalogue.retire(loaded, ADMIN, "ENT-02", DAY, "Motif")
    report = reload(loaded, folder)
    assert not report.wrote and report.notes == [] and report.tallies["Définitions"].kept == 1
    with reading(loaded) as session:
        rows_ = {row.code: row for row in stored.definitions(session)}
    assert (rows_["ENT-01"].label, rows_["ENT-02"].retired_on) == ("Autre libellé", DAY)


def test_dates_of_a_person_are_kept_and_targets_do_not_follow(loaded: Engine, folder: Path, edit: Edit) -> None:
    due, seen = date(2027, 6, 30), date(2026, 12, 31)
    horizons.set_horizon(loaded, ADMIN, Horizon.MEDIUM, due, seen=seen, reason="Décision")
    horizons.set_horizon(loaded, ADMIN, Horizon.MEDIUM, due, series="ENT-01-A1", seen=None, reason="Projet")
    report = reload(loaded, folder)
    assert not report.wrote and report.notes == [] and report.tallies["Échéances"] == Tally(left=2, kept=1)
    edit("catalogue/feuille-de-route.yaml", "2026-12-31", "2027-12-31")
    report = reload(loaded, folder)
    (note,) = report.notes
    assert note.startswith("Échéance MT : les fichiers disent maintenant 31/12/2027, mais zoe@example.org l’a fixée")
    with reading(loaded) as session:
        assert {row.horizon: row.due for row in roadmap.horizons(session)}["MT"] == due


def test_thresholds_of_a_person_are_kept(loaded: Engine) -> None:
    with unit_of_work(loaded, PERSON) as work:
        current = facts.method_parameters(work.session)._asdict() | {"version_no": 2, "on_track": Decimal("0.9")}
        facts.add_method_parameters(
            work.session, **{k: v for k, v in current.items() if k not in ("id", "recorded_at")}
        )
        work.commit()
    assert not loader.load(loaded, *loader.read_files()).wrote
    with reading(loaded) as session:
        assert facts.method_parameters(session).on_track == Decimal("0.9")


# Files that are wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("catalogue/indicateurs-ent.yaml", "decimales: 0", "decimales: beaucoup", "decimales"),
        ("catalogue/unites.yaml", "unites:", "unites: [", "unites.yaml"),
        ("published/cartographie-medtech.yaml", "CTX-22-G345", "CTX-99-DIS", "n’est pas une série du catalogue"),
        ("published/cartographie-medtech.yaml", "valeur: 289", "valeur: 2.89e2", "valeur"),
    ],
)
def test_wrong_files_leave_the_store_untouched(
    loaded: Engine,
    folder: Path,
    edit: Edit,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str,
    new: str,
    message: str,
) -> None:
    before = rows(loaded)
    edit(file, old, new)
    monkeypatch.setattr(loader, "FOLDER", folder)
    with pytest.raises(SeedError, match=message):
        preparing.prepare(loaded)
    assert rows(loaded) == before


def test_wrong_files_leave_no_schema_behind(
    blank: Engine, folder: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("catalogue/unites.yaml", "unites:", "unités:")
    monkeypatch.setattr(loader, "FOLDER", folder)
    with pytest.raises(SeedError):
        preparing.prepare(blank)
    with blank.connect() as connection:
        assert not blank.dialect.has_table(connection, "alembic_version")


def test_load_that_the_store_refuses_writes_nothing(loaded: Engine) -> None:
    """A catalogue that passed its checks and yet breaks a rule of the store: the whole load is undone."""
    catalogue, published = loader.read_files()
    before = rows(loaded)
    units = (catalogue.units[0].model_copy(update={"label": "autre nom"}), *catalogue.units[1:])
    first = catalogue.indicators[0].model_copy(update={"decimals": 9})
    wrong = catalogue.model_copy(update={"units": units, "indicators": (first, *catalogue.indicators[1:])})
    with pytest.raises(StoreError, match="nombre de décimales"):
        loader.load(loaded, wrong, published)
    assert rows(loaded) == before
