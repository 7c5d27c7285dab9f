"""`python -m indicators import` and `template`: a trial unless told otherwise, the same code as the screens."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from db.engine import connect
from indicators.reading.progress.review import read_data_version
from tests.cli.conftest import Outcome, Run

Refused = Callable[[Outcome], str]
ROWS = "serie;periode;valeur\nENT-01-A1;2024;12\nENT-01-A2;2024;1.234\nENT-01-A3;31/06/2023;5\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "valeurs.xlsx"  # the content decides: this is a CSV
    path.write_text(ROWS, encoding="utf-8")
    return path


def version_of(url: str) -> int:
    engine = connect(url)
    version = read_data_version(engine)
    engine.dispose()
    return version


def test_a_dry_run_tells_everything_and_writes_nothing(call: Run, ready: str, file: Path) -> None:
    before = version_of(ready)
    outcome = call("import", file, url=ready)
    assert (outcome.status, outcome.stdout) == (0, b"")
    assert outcome.stderr.splitlines() == [
        "Ligne 3, colonne C — à préciser : « 1.234 » peut se lire de deux façons : voulez-vous dire « 1\u202f234 »"
        " (nombre entier) ou « 1,234 » (nombre à virgule) ?",
        "Ligne 4, colonne B — refusée : La date « 31/06/2023 » n'existe pas dans le calendrier.",
        "3\u00a0cases (nouvelle : 1, refusée : 1, à préciser : 1).",
        "Rien n’a été écrit : relancez avec --apply pour enregistrer.",
    ]
    assert version_of(ready) == before


def test_applying_writes_what_can_be(call: Run, ready: str, file: Path) -> None:
    before = version_of(ready)
    outcome = call("import", file, "--apply", "--json", url=ready)
    assert outcome.status == 0, outcome.stderr
    said = json.loads(outcome.text)
    assert (said["applique"], said["ecrites"]) == (True, 1)
    assert {name: count for name, count in said["comptes"].items() if count} == {
        "nouvelle": 1,
        "refusee": 1,
        "a_preciser": 1,
    }
    assert [case["nouvelle"] for case in said["cases"]] == ["12", None, None]
    assert said["cases"][1]["lectures"] == ["1234", "1.234"]
    assert version_of(ready) == before + 1


def test_a_json_dry_run_writes_nothing(call: Run, ready: str, file: Path) -> None:
    before = version_of(ready)
    said = json.loads(call("import", file, "--json", url=ready).text)
    assert (said["applique"], said["import"], said["ecrites"]) == (False, None, 0)
    assert version_of(ready) == before


def test_what_is_not_imported_can_be_kept(call: Run, ready: str, file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "refus.csv"
    assert call("import", file, "--rejects", kept, url=ready).status == 0
    assert len(kept.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_a_template_goes_out_and_comes_back(call: Run, ready: str, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    outcome = call("template", "-o", path, "--period", "2024", url=ready)
    assert outcome.status == 0, outcome.stderr
    assert "Saisie" in openpyxl.load_workbook(io.BytesIO(path.read_bytes())).sheetnames
    again = json.loads(call("import", path, "--json", url=ready).text)
    assert {name for name, count in again["comptes"].items() if count} == {"egale", "vides"}


def test_a_template_needs_periods_or_a_campaign(call: Run, ready: str, tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "modele.xlsx"
    assert "au moins une période" in refused(call("template", "-o", path, url=ready))
    assert "La campagne « C0 » n'existe pas" in refused(call("template", "-o", path, "--campaign", "C0", url=ready))
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Le fichier est vide"),
        (b"%PDF-1.4", "C'est un PDF"),
        (b"serie;periode\n", "il manque la colonne « valeur »"),
    ],
)
def test_files_that_cannot_be_read(
    call: Run, ready: str, tmp_path: Path, refused: Refused, content: bytes, said: str
) -> None:
    path = tmp_path / "valeurs.csv"
    path.write_bytes(content)
    assert said in refused(call("import", path, url=ready))


def test_files_and_people_that_do_not_exist(
    call: Run, ready: str, tmp_path: Path, file: Path, refused: Refused
) -> None:
    assert "ne peut pas être lu" in refused(call("import", tmp_path / "absent.csv", url=ready))
    assert "aucun compte actif" in refused(call("import", file, "--as", "qui@example.org", url=ready))


def test_outside_local_mode_the_person_must_be_named(
    call: Run, ready: str, file: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_MODE", "accounts")
    assert "--as" in refused(call("import", file, url=ready))
