"""The command line as people run it: another process, with its own environment."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indicators.__main__ import main
from indicators.services.store import preparing
from indicators.settings import settings
from tests.stores import SqliteStores


@dataclass(frozen=True)
class Outcome:
    """What a command answered."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode("utf-8")


Run = Callable[..., Outcome]


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Run:
    """Runs a command on the store at ``url`` (by default a file that does not exist yet)."""

    def call(*arguments: object, url: str = f"sqlite:///{tmp_path}/base.sqlite") -> Outcome:
        # A terminal that cannot write French, as under cron, must not change what is written.
        environment = os.environ | {"INDICATORS_DATABASE_URL": url, "LC_ALL": "C", "PYTHONWARNINGS": "error"}
        command = [sys.executable, "-m", "indicators", *map(str, arguments)]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=120, check=False)
        return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    return call


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Iterator[Run]:
    """The same in this very process, which spares a second for each command."""

    def run_here(*arguments: object, url: str = f"sqlite:///{tmp_path}/base.sqlite") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["indicators", *map(str, arguments)])
        monkeypatch.setenv("INDICATORS_DATABASE_URL", url)
        settings.cache_clear()
        status = main()
        written = capfdbinary.readouterr()
        return Outcome(status, written.out, written.err.decode("utf-8"))

    yield run_here
    settings.cache_clear()


@pytest.fixture
def ready(sqlite_stores: SqliteStores) -> str:
    """Address of a store that `init` has prepared."""
    return sqlite_stores.filled(preparing.prepare)


@pytest.fixture
def refused() -> Callable[[Outcome], str]:
    """Checks that a command failed as it must, and gives what it said."""

    def check(outcome: Outcome) -> str:
        assert outcome.status != 0
        assert outcome.stdout == b""
        assert "Traceback" not in outcome.stderr
        assert outcome.stderr.startswith(("Refusé : ", "Commande mal formée : ", "Observation "))
        return outcome.stderr

    return check
