"""How long a large workbook takes to check, write and undo, and how much memory.

`python -m tests.bench.import_workbook [rows] [sqlite|postgresql]`
"""

import io
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil
import xlsxwriter

from db.engine import Engine, connect
from db.vocabulary import Role
from indicators.reading.people import who
from indicators.services.files import imports, undo
from indicators.services.store import preparing
from tests.stores import PostgresStores, SqliteStores, start_postgres

HEADER = ("serie", "periode", "dimension", "modalite", "valeur", "statut", "source", "commentaire")
TODAY = date(2025, 11, 21)


def keys(engine: Engine) -> Iterator[tuple[str, str, str, str]]:
    """Cells without end: every series and item, year after year backwards."""
    known = imports.read_lexicon(engine).series
    for year in range(2024, 1900, -1):
        for one in known.values():
            yield one.code, str(year), "", ""
            for listed, items in one.items.items():
                yield from ((one.code, str(year), listed, item) for item in sorted(items))


def workbook(engine: Engine, rows: int) -> bytes:
    """A workbook of so many values, one in ten typed as text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Valeurs")
    sheet.write_row(0, 0, HEADER)
    for row, (key, _) in enumerate(zip(keys(engine), range(rows), strict=False), 1):
        sheet.write_row(row, 0, key)
        value = row % 90 + 10
        (sheet.write_string if row % 10 == 0 else sheet.write)(row, 4, str(value) if row % 10 == 0 else value)
        sheet.write_row(row, 5, ("Valeur provisoire" if row % 3 == 0 else "", f"Source {row % 7}", f"Remarque {row}"))
    book.close()
    return buffer.getvalue()


def main(rows: int, kind: str) -> None:
    """Measure one dry run, one confirmation, one undoing."""
    with store(kind) as engine:
        preparing.prepare(engine)
        person = who.local_person(engine, Role.ADMINISTRATOR)
        content = workbook(engine, rows)
        idle = psutil.Process().memory_info().rss
        print(f"{kind}, {rows} rows, {len(content) / 1e6:.1f} MB")
        with timed("dry run", idle):
            shown = imports.preview_file(engine, person, content, "bench.xlsx", today=TODAY)
        print({str(fate): count for fate, count in shown.counts.items() if count})
        with timed("confirmation", idle):
            done = imports.confirm(engine, person, shown, today=TODAY)
        assert done.batch is not None, done.outcomes
        with timed("undoing", idle):
            undo.undo(engine, person, done.batch, today=TODAY)


@contextmanager
def timed(name: str, idle: int) -> Iterator[None]:
    """Say how long something took, on the clock and of processor, and the memory it reached above idle."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    clock, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"{name}: {clock:.1f} s ({busy:.1f} s of processor), {(_peak() - idle) / 1e6:.0f} MB above idle")


@contextmanager
def store(kind: str) -> Iterator[Engine]:
    """An empty store on one of the engines."""
    with tempfile.TemporaryDirectory() as folder:
        made = SqliteStores(Path(folder)) if kind == "sqlite" else PostgresStores(start_postgres("bench"), "bench")
        engine = connect(made.blank())
        yield engine
        engine.dispose()
        if isinstance(made, PostgresStores):
            made.close()


def _peak() -> int:
    """Highest resident memory of this process so far, in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else "sqlite")
