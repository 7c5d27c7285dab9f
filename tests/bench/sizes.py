"""Stores of one, ten and a hundred times the observations of the demonstration, built once and kept."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import migrate
from db.engine import connect
from db.queries import observations
from db.unit_of_work import reading
from seeds import loader
from seeds.demo.loader import load_demo

# Factors of `load_demo` (see its docstring) for about that many times the observations.
FACTORS = {1: 1, 10: 8, 100: 77}
FOLDER = Path(tempfile.gettempdir()) / "indicators-bench"


def store_of(size: int, revisions: int = 1) -> str:
    """Address of the store of a size, each value with so many versions; it is built where this version has not yet."""
    catalogue, _ = loader.read_files()
    aged = f"-{revisions}" if revisions > 1 else ""
    path = FOLDER / f"{migrate.HEAD}-{catalogue.checksum[:12]}-{size}{aged}.sqlite"
    if not path.exists():
        FOLDER.mkdir(exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        print(f"  construction de la base {size}×, {revisions} version(s) par valeur …", flush=True)
        engine = connect(f"sqlite:///{draft}")
        migrate.upgrade(engine)
        load_demo(engine, catalogue, revisions, FACTORS[size])
        engine.dispose()
        draft.rename(path)
    return f"sqlite:///{path}"


@contextmanager
def copy_of(url: str) -> Iterator[str]:
    """Address of a copy to write in, gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        shutil.copy(url.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"


def observations_in(url: str) -> int:
    """How many published observations a store holds."""
    engine = connect(url)
    with reading(engine) as session:
        found = observations.count_published(session)
    engine.dispose()
    return found
