"""Whether memory stays flat over a long life of the server: sessions that come and go, reruns, writes.

`python -m tests.bench.long_life [reruns] [writes]`, 20 000 and 200 by default.
"""

import asyncio
import sys
from itertools import cycle

import psutil

from db.engine import Engine, connect
from tests.bench.live import SERIES
from tests.bench.sessions import Session, close, cpu_of, opened
from tests.bench.sizes import copy_of, store_of
from tests.bench.writes import publish
from tests.e2e.servers import ROOT, Server, started

SESSIONS = 10
STEPS = 20
# Between two lines of the report every session is closed once and replaced by a new one, on the next of these screens.
SCREENS = (("", ""), ("indicateur", f"serie={SERIES}"), ("indicateurs", ""), ("aire", "aire=1"))


def main(reruns: int, writes: int) -> None:
    """Print the memory and the processor of the server as reruns and writes go by."""
    with copy_of(store_of(1)) as url, started(url, ROOT / "app.py") as server:
        engine = connect(url)
        asyncio.run(_live(server, engine, reruns, writes))
        engine.dispose()


async def _live(server: Server, engine: Engine, reruns: int, writes: int) -> None:
    screens = cycle(SCREENS)
    sessions = [await opened(server, *next(screens)) for _ in range(SESSIONS)]
    done = written = 0
    _say(server, done, written)
    for step in range(1, STEPS + 1):
        before, since = cpu_of(server), done
        while done < reruns * step // STEPS:
            await asyncio.gather(*(session.rerun() for session in sessions))
            done += len(sessions)
            if written < done * writes // reruns:
                written += 1
                publish(engine, SERIES, "2025", 100 + written)
            if done % max(1, reruns // STEPS // SESSIONS) < len(sessions):
                sessions = await _replaced(server, sessions, *next(screens))
        _say(server, done, written, (cpu_of(server) - before) / (done - since))
    await close(sessions)


async def _replaced(server: Server, sessions: list[Session], page: str, query: str) -> list[Session]:
    """The sessions without the oldest, with a new one."""
    oldest, *others = sessions
    await close([oldest])
    return [*others, await opened(server, page, query)]


def _say(server: Server, reruns: int, writes: int, cpu: float | None = None) -> None:
    memory = psutil.Process(server.pid).memory_info().rss / 2**20
    spent = f", {cpu:.1f} ms de processeur par exécution" if cpu else ""
    print(f"{reruns:>6} exécutions, {writes:>3} écritures : {memory:7.1f} Mio{spent}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, int(sys.argv[2]) if len(sys.argv) > 2 else 200)
