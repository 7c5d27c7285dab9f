"""Run as a script: people who save at the same time, each a process of its own, some killed in the middle.

python -m tests.services.writers ADDRESS FOLDER KILLED: each writer reports what it was told in FOLDER, a line a call.
The first KILLED writers die by SIGKILL in their third call: even ones with everything written and nothing
committed, odd ones once it is committed and before they can tell.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from db.engine import Engine, connect
from db.unit_of_work import UnitOfWork
from db.vocabulary import EntryMethod, Role
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.services.values.saving import save_cells
from tests.entry_world import COUNT, TODAY

WRITERS, VALUES, TOGETHER = 20, 50, 10
SHARED = 25  # cells that everybody writes; the others are one's own


def cells_of(writer: int) -> list[CellKey]:
    """The cells of a writer: shared years and days of their own, each writer in an order of their own."""
    shared = [CellKey(COUNT, str(1950 + number)) for number in range(SHARED)]
    shared = shared[writer % SHARED :] + shared[: writer % SHARED]
    own = [CellKey(COUNT, f"{2000 + writer}-01-{day:02}") for day in range(1, VALUES - SHARED + 1)]
    mixed = [key for pair in zip(shared, own, strict=True) for key in pair]
    return mixed if writer % 2 else mixed[::-1]


def person(writer: int) -> Person:
    """One of the writers."""
    return Person(f"P{writer}", f"p{writer}@example.org", frozenset({Role.CONTRIBUTOR}), frozenset({COUNT}))


def write(engine: Engine, folder: Path, writer: int, killed: int) -> None:
    """Save everything, then once more some of what met a conflict, on top of what the others wrote."""
    engine.dispose(close=False)  # connections belong to the process that made them
    calls = 0
    with (folder / f"{writer}.jsonl").open("w", encoding="utf-8") as report:
        # No value of a writer is another one with a 7 behind it, as it is typed the second time.
        first = (writer + 1) * 1000
        waiting = [CellInput(key, str(first + at), comment="Essai") for at, key in enumerate(cells_of(writer))]
        for round_ in (1, 2):
            beaten = []
            for start in range(0, len(waiting), TOGETHER):
                calls += 1
                if writer < killed and calls == 3:
                    _die_at_commit(after=bool(writer % 2))
                given = waiting[start : start + TOGETHER]
                outcomes = save_cells(engine, person(writer), given, EntryMethod.GRID, today=TODAY)
                report.writelines(f"{json.dumps(_line(round_, *pair))}\n" for pair in zip(given, outcomes, strict=True))
                report.flush()
                beaten += [
                    CellInput(one.key, given_.typed + "7", one.version_no or 0, comment="Essai")
                    for given_, one in zip(given, outcomes, strict=True)
                    if one.kind is Kind.CONFLICT
                ]
            waiting = beaten[:TOGETHER]  # some are tried again, knowing what the other wrote
    engine.dispose()


def _line(round_: int, given: CellInput, outcome: CellOutcome) -> dict[str, object]:
    theirs = None if outcome.theirs is None else [outcome.theirs.recorded_by, str(outcome.theirs.value)]
    return {
        "round": round_,
        "period": given.key.period,
        "typed": given.typed,
        "kind": str(outcome.kind),
        "version": outcome.version_no,
        "theirs": theirs,
        "message": outcome.message,
    }


def _die_at_commit(*, after: bool) -> None:
    commit = UnitOfWork.commit

    def dying(self: UnitOfWork, *, changes_data: bool = True) -> None:
        if after:
            commit(self, changes_data=changes_data)
        else:
            self.session.flush()
            time.sleep(0.05)  # the others are waiting for this one by now
        os.kill(os.getpid(), signal.SIGKILL)

    UnitOfWork.commit = dying  # type: ignore[method-assign]


def rehearse(engine: Engine) -> None:
    """Compile the statements once for all the writers: what is tried here is the store, not the start of Python."""
    save_cells(engine, person(0), [CellInput(cells_of(0)[0], "1")], EntryMethod.GRID, dry_run=True, today=TODAY)
    engine.dispose()


def main(address: str, folder: Path, killed: int) -> int:
    """Start every writer at once; gives the number of those that ended badly by themselves."""
    engine, processes = connect(address), {}
    rehearse(engine)
    for writer in range(WRITERS):
        process = os.fork()
        if process == 0:
            try:
                write(engine, folder, writer, killed)
            except BaseException as error:
                (folder / f"{writer}.error").write_text(repr(error), encoding="utf-8")
                os._exit(1)
            os._exit(0)
        processes[process] = writer
    wrong = 0
    for process, writer in processes.items():
        _, status = os.waitpid(process, 0)
        wrong += status != (signal.SIGKILL if writer < killed else 0)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
