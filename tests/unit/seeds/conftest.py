"""The seed files as they are, and copies of them to spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.reader import SeedError, read_catalogue, read_published
from seeds.schema import CatalogueFiles, PublishedValue

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def catalogue() -> CatalogueFiles:
    return read_catalogue(SEEDS / "catalogue")


@pytest.fixture(scope="session")
def published(catalogue: CatalogueFiles) -> list[PublishedValue]:
    return read_published(SEEDS / "published", catalogue)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the YAML files: « seeds/catalogue » and « seeds/published » under a temporary folder."""
    for name in ("catalogue", "published"):
        shutil.copytree(SEEDS / name, tmp_path / "seeds" / name, ignore=shutil.ignore_patterns("*.csv"))
    return tmp_path / "seeds"


@pytest.fixture
def spoil(copy: Path) -> Callable[[str, str, str], int]:
    """Replaces the first ``old`` of a file by ``new``; gives the line where the change begins."""

    def replace(name: str, old: str, new: str) -> int:
        path = copy / name
        before, found, after = path.read_text(encoding="utf-8").partition(old)
        assert found, f"{old!r} is not in {name}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return replace


@pytest.fixture
def problems(copy: Path, catalogue: CatalogueFiles) -> Callable[[], list[str]]:
    """Everything wrong in the copy, as shown to people."""

    def collect() -> list[str]:
        found: list[str] = []
        for read in (lambda: read_catalogue(copy / "catalogue"), lambda: read_published(copy / "published", catalogue)):
            try:
                read()
            except SeedError as error:
                found += map(str, error.problems)
        return found

    return collect
