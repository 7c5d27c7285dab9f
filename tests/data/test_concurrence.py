"""Several people at once: no version is lost, doubled or out of order."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine

from db.errors import MESSAGES, StoreError
from db.queries import facts, integrity, observations
from db.unit_of_work import reading, unit_of_work
from tests import world
from tests.factories import add_value

THREADS, APPENDS = 8, 20
LOST_RACES = {"uq_observation_version_observation_id_version_no", "ux_observation_total"}
Accepted = list[tuple[str, int, int]]


def test_every_accepted_version_is_there_once(engine: Engine) -> None:
    with unit_of_work(engine, "essai") as work:
        world.build(work.session)
        work.commit()
    start = Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(lambda number: appends(engine, number, start), range(THREADS)))
    accepted = [one for kept, _ in outcomes for one in kept]
    refused = [one for _, refusals in outcomes for one in refusals]
    assert len(accepted) + len(refused) == THREADS * APPENDS
    assert {error.rule for error in refused} <= LOST_RACES
    assert {str(error) for error in refused} <= {MESSAGES[rule] for rule in LOST_RACES}
    if engine.dialect.name == "sqlite":
        assert refused == []  # writers wait for their turn
    assert own_appends(accepted) == THREADS * APPENDS // 2, "nobody else writes there"
    assert_stored(engine, accepted)


def appends(engine: Engine, number: int, start: Barrier) -> tuple[Accepted, list[StoreError]]:
    """One person: a value of everybody's observation, then one of their own, again and again."""
    accepted: Accepted = []
    refused: list[StoreError] = []
    start.wait()
    for turn in range(APPENDS):
        period = "2020" if turn % 2 else f"{2000 + number}"
        try:
            with unit_of_work(engine, f"personne {number}") as work:
                version = add_value(work.session, number * 1000 + turn, period=period)
                work.commit()
            accepted.append((period, version, number * 1000 + turn))
        except StoreError as error:
            refused.append(error)
    return accepted, refused


def own_appends(accepted: Accepted) -> int:
    return len([one for one in accepted if one[0] != "2020"])


def assert_stored(engine: Engine, accepted: Accepted) -> None:
    by_period = defaultdict(list)
    for period, version, value in accepted:
        by_period[period].append((version, value))
    with reading(engine) as session:
        stored = defaultdict(list)
        for row in observations.history(session, 1):
            if row.item is None and row.period_code != "2024":
                stored[row.period_code].append((row.version_no, row.value))
        for period, versions in by_period.items():
            assert stored[period] == sorted(versions)
            assert [number for number, _ in stored[period]] == list(range(1, len(versions) + 1))
        assert stored.keys() == by_period.keys()
        current = {row.period_code: row.version_no for row in observations.observations(session)}
        assert all(current[period] == len(versions) for period, versions in by_period.items())
        assert integrity.misplaced_heads(session) == integrity.version_gaps(session) == []
        assert facts.data_version(session) == len(accepted) + 1
