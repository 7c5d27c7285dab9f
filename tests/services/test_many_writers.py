"""20 processes save 50 values each at the same time: what was accepted is there once, what was not was told."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.queries import facts, integrity, observations
from db.unit_of_work import reading
from indicators.domain.values.cells import WRITTEN, Kind
from tests.services.writers import VALUES, WRITERS

Told = dict[str, Any]


@pytest.mark.parametrize("killed", [0, 6], ids=["all live", "some killed"])
def test_every_accepted_value_is_there_once(store: Engine, tmp_path: Path, root: Path, killed: int) -> None:
    address = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.writers", address, str(tmp_path), str(killed)]
    ended = subprocess.run(command, cwd=root, timeout=120, capture_output=True, text=True, check=False)
    errors = [one.read_text() for one in tmp_path.glob("*.error")]
    assert (ended.returncode, errors) == (0, []), ended.stderr
    told = {writer: lines(tmp_path / f"{writer}.jsonl") for writer in range(WRITERS)}
    assert_told(told, killed)
    assert_stored(store, told, killed)


def lines(report: Path) -> list[Told]:
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def assert_told(told: dict[int, list[Told]], killed: int) -> None:
    """Each writer heard of each of their values: accepted, or a conflict with the value and name of the other."""
    for writer, found in told.items():
        first = [one for one in found if one["round"] == 1]
        assert len(first) == (20 if writer < killed else VALUES)
        for one in found:
            assert one["kind"] in {*map(str, WRITTEN), str(Kind.CONFLICT)}, one
            if one["kind"] == Kind.CONFLICT:
                assert one["theirs"][0] != f"p{writer}@example.org" and one["theirs"][0] in one["message"]
    assert any(one["kind"] == Kind.CONFLICT for found in told.values() for one in found)


def assert_stored(store: Engine, told: dict[int, list[Told]], killed: int) -> None:
    with reading(store) as session:
        history = observations.history(session, 1)
        assert integrity.misplaced_heads(session) == integrity.version_gaps(session) == []
        assert integrity.observations_without_head(session) == []
        data_version = facts.data_version(session)
    stored = {(row.period_code, row.version_no): (row.recorded_by, row.value) for row in history}
    accepted = {
        (one["period"], one["version"]): (f"p{writer}@example.org", Decimal(one["typed"]))
        for writer, found in told.items()
        for one in found
        if one["kind"] in WRITTEN
    }
    count = sum(one["kind"] in WRITTEN for found in told.values() for one in found)
    assert len(accepted) == count, "two writers were promised the same version"
    assert accepted.items() <= stored.items()
    assert max(Counter(stored.values()).values()) == 1, "a value is there twice"
    # Those who died after committing could not tell; those who died before left nothing.
    untold = {name for place, (name, _) in stored.items() if place not in accepted}
    assert untold == {f"p{writer}@example.org" for writer in range(killed) if writer % 2}
    assert data_version >= WRITERS
