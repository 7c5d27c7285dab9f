"""What users of a running server see, and what they cost it, beside a page that holds a title alone."""

import asyncio
from statistics import median

from db.engine import connect
from tests.bench.sessions import Load, Session, close, cpu_of, load, opened
from tests.bench.sizes import copy_of
from tests.bench.times import Times
from tests.bench.writes import publish
from tests.e2e.servers import ROOT, Server, started

SERIES = "ENT-01-A1"


def loads(url: str, counts: dict[int, int]) -> dict[int, tuple[Load, Load]]:
    """For so many sessions of so many reruns each: the page with a title, and the overview."""
    floor, app = ROOT / "tests/bench/floor.py", ROOT / "app.py"
    with started(url, floor) as bare, started(url, app) as dashboard:
        return {
            count: (asyncio.run(load(bare, count, reruns)), asyncio.run(load(dashboard, count, reruns)))
            for count, reruns in counts.items()
        }


def after_writes(url: str, runs: int) -> tuple[Times, float]:
    """Latency of the first overview after a write, and milliseconds of processor of the server for it (median)."""
    with copy_of(url) as copy, started(copy, ROOT / "app.py") as server:
        return asyncio.run(_after_writes(server, copy, runs))


async def _after_writes(server: Server, url: str, runs: int) -> tuple[Times, float]:
    engine = connect(url)
    session: Session = await opened(server)
    latencies, cpu = Times(), []
    for run in range(runs):
        publish(engine, SERIES, "2025", 100 + run)
        before = cpu_of(server)
        latencies.append(await session.rerun())
        cpu.append(cpu_of(server) - before)
        await session.rerun()
    await close([session])
    engine.dispose()
    return latencies, median(cpu)
