"""Accounts by the command line: `python -m indicators user …` and `serve`."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Outcome, Run

EMAIL, PASSWORD = "anne@example.org", "une phrase assez longue"


def listed(call: Run, url: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(call("user", "list", url=url).text)
    return rows


def test_the_first_administrator(call: Run, ready: str) -> None:
    made = call("user", "add", "Anne@Example.org", "--name", "Anne", "--role", "administrateur", url=ready)
    assert made.status == 0 and "Compte créé pour anne@example.org" in made.stderr
    # The password is on stdout alone, once, and must be changed.
    password = made.text.strip()
    assert len(password) == 23 and password not in made.stderr
    (row,) = listed(call, ready)
    assert (row["adresse"], row["roles"], row["mot_de_passe_provisoire"]) == (EMAIL, ["administrateur"], True)
    assert password not in json.dumps(row)


def test_an_account_through_its_life(call: Run, ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    made = call("user", "add", EMAIL, "--name", "Anne", "--stdin", url=ready)
    assert (made.status, made.stdout) == (0, b"")
    for arguments in (
        ("roles", EMAIL, "contributeur", "validateur"),
        ("series", EMAIL, "ENT-01-A1", "ENT-01-A2"),
        ("areas", EMAIL, "1", "3"),
        ("password", EMAIL),
        ("disable", EMAIL),
    ):
        assert call("user", *arguments, url=ready).status == 0
    (row,) = listed(call, ready)
    wanted = {"roles": ["contributeur", "validateur"], "series": ["ENT-01-A1", "ENT-01-A2"], "aires": [1, 3]}
    assert row | wanted | {"actif": False, "mot_de_passe_provisoire": True} == row
    assert call("user", "enable", EMAIL, url=ready).status == 0
    assert call("user", "roles", EMAIL, url=ready).status == 0
    (row,) = listed(call, ready)
    assert (row["actif"], row["roles"]) == (True, [])


def test_an_account_is_erased_with_what_it_holds(call: Run, ready: str, refused: Callable[[Outcome], str]) -> None:
    call("user", "add", EMAIL, "--name", "Anne", "--role", "administrateur", url=ready)
    assert "dernier compte d’administration" in refused(call("user", "erase", EMAIL, "--reason", "Départ", url=ready))
    assert "dernier compte d’administration" in refused(call("user", "disable", EMAIL, url=ready))
    assert "dernier compte d’administration" in refused(call("user", "roles", EMAIL, "lecteur", url=ready))
    call("user", "add", "b@example.org", "--name", "B", "--role", "administrateur", url=ready)
    held = json.loads(call("user", "data", EMAIL, url=ready).text)
    assert {"donnee": "Rôles", "sort": "effacé avec le compte", "lignes": 1} in held
    assert call("user", "sessions", EMAIL, url=ready).status == 0
    assert call("user", "erase", EMAIL, "--reason", "Départ", url=ready).status == 0
    assert [row["adresse"] for row in listed(call, ready)] == ["b@example.org"]


def test_an_identity_of_a_provider(call: Run, ready: str) -> None:
    identity = ("--issuer", "https://id.example.org", "--subject", "7")
    made = call("user", "add", EMAIL, "--name", "Anne", *identity, url=ready)
    assert (made.status, made.stdout) == (0, b"")
    assert listed(call, ready)[0]["identifiant"] == "7"


@pytest.mark.parametrize(
    "arguments",
    [
        ("roles", "absente@example.org", "lecteur"),
        ("roles", EMAIL, "chef"),
        ("series", EMAIL, "XXX-01"),
        ("areas", EMAIL, "9"),
        ("areas", EMAIL, "un"),
        ("disable", "pas une adresse"),
        ("add", EMAIL, "--name", "Encore"),
        ("add", "b@example.org"),
        ("add", "b@example.org", "--name", "B", "--issuer", "https://id.example.org"),
        ("effacer", EMAIL),
    ],
)
def test_what_cannot_be_done_is_refused(
    call: Run, ready: str, refused: Callable[[Outcome], str], arguments: tuple[str, ...]
) -> None:
    call("user", "add", EMAIL, "--name", "Anne", url=ready)
    before = listed(call, ready)
    refused(call("user", *arguments, url=ready))
    assert listed(call, ready) == before


def test_a_short_password_is_refused(
    call: Run, ready: str, refused: Callable[[Outcome], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("court\n"))
    said = refused(call("user", "add", EMAIL, "--name", "Anne", "--stdin", url=ready))
    assert "au moins 12 caractères" in said and "court\n" not in said


def test_a_store_that_is_not_ready_says_so(call: Run, refused: Callable[[Outcome], str]) -> None:
    assert "n’a pas encore été préparée" in refused(call("user", "list"))


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7"])
def test_local_mode_is_not_served_to_others(run: Run, refused: Callable[[Outcome], str], address: str) -> None:
    assert "que sur cette machine" in refused(run("serve", "--address", address))


def test_a_setting_that_is_not_understood_stops_every_command(
    call: Run, refused: Callable[[Outcome], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_MODE", "ouvert")
    assert "INDICATORS_MODE" in refused(call("user", "list"))
