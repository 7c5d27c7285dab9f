"""`python -m indicators`: machine output on stdout, French on stderr, status 0 only when all went well."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import connect
from indicators.domain.statuses import Status
from indicators.reading.progress.review import read_data_version
from tests.cli.conftest import Outcome, Run
from tests.sheets import read_workbook
from tests.stores import PostgresStores

Refused = Callable[[Outcome], str]

BEFORE_EVERYTHING = ("--as-of", "2001-01-01")
COUNTS = {"values": 104, "statuses": 283, "catalogue": 283}


def version_of(url: str) -> int:
    engine = connect(url)
    version = read_data_version(engine)
    engine.dispose()
    return version


# init -----------------------------------------------------------------------------------------------------------------


def assert_init_repeats(run: Run, url: str) -> None:
    first, second = run("init", url=url), run("init", url=url)
    assert (first.status, second.status) == (0, 0), first.stderr + second.stderr
    assert first.stderr.startswith("La base est prête.\n")
    assert "  Valeurs publiées : 104 ajoutés, 0 modifiés, 0 inchangés\n" in first.stderr
    assert second.stderr.startswith("La base était déjà à jour ; rien n’a été modifié.\n")
    assert first.stdout == second.stdout == b""
    assert version_of(url) == 1


def test_init_can_be_repeated(run: Run, tmp_path: Path) -> None:
    assert_init_repeats(run, f"sqlite:///{tmp_path}/dossier neuf/base.sqlite")


@pytest.mark.postgres
def test_init_can_be_repeated_on_postgresql(run: Run, postgres_stores: PostgresStores) -> None:
    url = postgres_stores.blank().replace("postgresql+psycopg://", "postgresql://")
    assert_init_repeats(run, url)
    postgres_stores.discard(url)


# export ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", COUNTS)
def test_export_csv(call: Run, ready: str, what: str) -> None:
    outcome = call("export", what, url=ready)
    assert outcome.status == 0, outcome.stderr
    assert len(csv_rows(outcome)) == COUNTS[what]
    assert outcome.stdout.count(b"\r\n") >= COUNTS[what] + 1
    assert not outcome.stdout.startswith(b"\xef\xbb\xbf")


def test_exported_values_reach_the_shell(run: Run, ready: str) -> None:
    outcome = run("export", "values", url=ready)
    assert (outcome.status, outcome.stderr) == (0, "")
    rows = csv_rows(outcome)
    turnover = next(row for row in rows if (row["serie"], row["periode"]) == ("ENT-06-G345", "2024"))
    assert (turnover["valeur"], turnover["obs_status"]) == ("1380", "E")
    assert {row["donnees"] for row in rows} == {"Données publiées"}


def csv_rows(outcome: Outcome) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(outcome.text, newline="")))


@pytest.mark.parametrize("what", COUNTS)
def test_export_json_says_the_same(call: Run, ready: str, what: str, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    outcome = call("export", what, "--format", "json", "-o", file, url=ready)
    assert (outcome.status, outcome.stdout) == (0, b""), outcome.stderr
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert len(rows) == COUNTS[what]
    assert not [value for row in rows for value in row.values() if isinstance(value, float)], "no float"
    if what == "statuses":
        assert {row["statut"] for row in rows} <= set(Status)


@pytest.mark.parametrize("what", ["values", "statuses"])
def test_export_workbook_has_numbers_as_numbers(call: Run, ready: str, what: str) -> None:
    outcome = call("export", what, "--format", "xlsx", url=ready)
    assert outcome.status == 0, outcome.stderr
    sheet = read_workbook(outcome.stdout)[what]
    header, rows = sheet[0], sheet[1:]
    assert len(rows) == COUNTS[what]
    place = header.index("valeur")
    values = [row[place] for row in rows if row[place] is not None]
    assert values
    assert {type(value) for value in values} == {float}
    assert {type(row[header.index("serie")]) for row in rows} == {str}


@pytest.mark.parametrize(("form", "empty"), [("csv", b""), ("json", b"[]"), ("xlsx", None)])
def test_export_before_anything_was_known(call: Run, ready: str, form: str, empty: bytes | None) -> None:
    outcome = call("export", "values", "--format", form, *BEFORE_EVERYTHING, url=ready)
    assert (outcome.status, outcome.stderr) == (0, "Aucune ligne : rien n’était encore connu à cette date.\n")
    if empty is None:
        assert read_workbook(outcome.stdout) == {"values": [["Aucune ligne"]]}
    else:
        assert outcome.stdout == empty


def test_export_refusals(call: Run, ready: str, refused: Refused, tmp_path: Path) -> None:
    assert "« hier » n’est pas une date (AAAA-MM-JJ)" in refused(call("export", "values", "--as-of", "hier", url=ready))
    lost = tmp_path / "absent" / "export.csv"
    assert "ne peut pas être écrit" in refused(call("export", "values", "-o", lost, url=ready))


def test_export_of_an_empty_store_says_what_to_do(call: Run, refused: Refused) -> None:
    assert "La base de données est vide" in refused(call("export", "values"))


# assess ---------------------------------------------------------------------------------------------------------------


def test_answers_reach_the_shell(run: Run, root: Path) -> None:
    outcome = run("assess", root / "tests" / "vectors" / "progress_vectors.json")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert json.loads(outcome.text)[0]["statut"] == "a_accelerer"


@pytest.mark.parametrize("method", ["trajectory", "cagr", "rate"])
def test_assess_answers_for_every_case(call: Run, root: Path, method: str) -> None:
    file = root / "tests" / "vectors" / "progress_vectors.json"
    cases = json.loads(file.read_text(encoding="utf-8"))
    outcome = call("assess", file, "--method", method)
    assert (outcome.status, outcome.stderr) == (0, "")
    answers = json.loads(outcome.text)
    assert [answer["id"] for answer in answers] == [case["id"] for case in cases]
    assert {tuple(answer) for answer in answers} == {("id", "statut", "motif", "attendu", "A", "R")}
    assert {answer["statut"] for answer in answers} <= {None, *Status}
    if method == "trajectory":
        nothing = dict.fromkeys(answers[0])
        wanted = [nothing | {"id": case["id"]} | case["resultat"] for case in cases]
        assert answers == wanted
    if method == "rate":
        assert all(0 <= answer["A"] <= 100 for answer in answers if answer["A"] is not None)


def test_assess_does_not_touch_the_store(call: Run, root: Path, tmp_path: Path) -> None:
    assert call("assess", root / "tests" / "vectors" / "progress_vectors.json").status == 0
    assert not (tmp_path / "base.sqlite").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"[{",
        b"",
        b'{"id": "V1"}',
        b"[1]",
        b"null",
        b'[{"id": "V1", "sens": "hausse", "base": [2021, NaN], "obs": []}]',
        b'[{"id": "V1", "sens": "travers", "obs": []}]',
        b'[{"id": "V1", "sens": "hausse", "obs": [[2024, "beaucoup"]]}]',
        b'[{"sens": "hausse"}]',
        b"\xff\xfe[\x00]\x00",
        b"[" * 100_000,
    ],
)
def test_assess_refuses_what_it_cannot_read(call: Run, refused: Refused, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cas.json"
    file.write_bytes(content)
    outcome = call("assess", file)
    assert outcome.status == 1
    assert refused(outcome).startswith("Refusé : ")


def test_refusals_reach_the_shell(run: Run, refused: Refused, tmp_path: Path) -> None:
    file = tmp_path / "cas.json"
    file.write_text("[{", encoding="utf-8")
    malformed, mistaken = run("assess", file), run("assess", file, "--methode", "rate")
    assert (malformed.status, mistaken.status) == (1, 2)
    assert refused(malformed).startswith("Refusé : Le fichier n'est pas du JSON lisible")
    assert refused(mistaken).startswith("Commande mal formée : l’option --methode n’existe pas")


def test_assess_refuses_a_missing_file(call: Run, refused: Refused, tmp_path: Path) -> None:
    assert "ne peut pas être lu" in refused(call("assess", tmp_path / "absent.json"))


# Mistakes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", "values", "--fromat", "csv"), "l’option --fromat n’existe pas"),
        (("export", "values", "--format", "pdf"), "--format doit être l’un de : csv, json, xlsx"),
        (("export", "valeurs"), "doit être l’un de : values, statuses, catalogue"),
        (("export", "values", "--as-of"), "l’option --as-of demande une valeur"),
        (("assess",), "il manque"),
        (("assess", "x.json", "--method", "moyenne"), "--method doit être l’un de : trajectory, cagr, rate"),
        (("init", "encore"), "n’est pas connu"),
        (("danser",), "n’est pas connu"),
        ((), "aucune commande n’est donnée"),
    ],
)
def test_malformed_command(call: Run, refused: Refused, arguments: tuple[str, ...], message: str) -> None:
    outcome = call(*arguments)
    assert outcome.status == 2
    said = refused(outcome)
    assert message in said
    assert said.endswith("(aide : python -m indicators --help)\n")


def test_help_is_given(call: Run) -> None:
    outcome = call("--help")
    assert outcome.status == 0
    for command in ("init", "demo", "assess", "export", "check"):
        assert command in outcome.text


@pytest.mark.parametrize("command", [("init",), ("export", "values"), ("check",)])
def test_store_that_cannot_be_opened(call: Run, refused: Refused, tmp_path: Path, command: tuple[str, ...]) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("pas une base " * 100, encoding="utf-8")
    said = refused(call(*command, url=f"sqlite:///{notes}"))
    assert "La base de données ne répond pas ou n’est pas lisible." in said
    assert notes.read_text(encoding="utf-8") == "pas une base " * 100


def test_address_that_names_no_store(call: Run, refused: Refused) -> None:
    assert "L’adresse de la base de données n’est pas valide" in refused(call("check", url="base.sqlite"))


def test_server_that_does_not_answer(call: Run, refused: Refused) -> None:
    said = refused(call("init", url="postgresql://agent:motdepasse@127.0.0.1:9/base"))
    assert "ne répond pas" in said
    assert "motdepasse" not in said


# check ----------------------------------------------------------------------------------------------------------------


def test_check_of_a_sound_store(call: Run, ready: str) -> None:
    outcome = call("check", url=ready)
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, b"", "La base est intègre.\n")


def test_check_finds_a_head_that_was_moved(run: Run, ready: str, refused: Refused) -> None:
    with closing(sqlite3.connect(ready.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE observation_head SET latest_id = latest_id + 1 WHERE observation_id = 1")
    outcome = run("check", url=ready)
    said = refused(outcome)
    assert outcome.status == 1
    assert "dont la version courante n’est pas la dernière." in said
    assert said.endswith("Refusé : 1 anomalie(s) trouvée(s).\n")
