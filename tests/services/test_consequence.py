"""« Après cette saisie »: what is announced before saving is what is computed after it."""

from datetime import date

import pytest
from sqlalchemy import text

from db.engine import Engine
from db.vocabulary import Horizon, ObsStatus, Role
from indicators.domain.rights import Person
from indicators.domain.statuses import Status
from indicators.domain.values.cells import CellInput, CellKey
from indicators.reading.progress.review import read_data_version, read_review
from indicators.reading.values.consequence import consequence
from indicators.services.values import targets
from tests.entry_world import ADA, COUNT, FOREIGN, SHARE, SHOWN, TODAY, VERA, key, save, typed

_ALL = Person("Ada", "ada@example.org", frozenset(Role))


@pytest.fixture
def judged(store: Engine) -> Engine:
    """The small catalogue with a path: 10 in 2021, 20 in 2027."""
    for series in (COUNT, SHARE):
        targets.set_baseline(store, VERA, series, "10", date(2021, 12, 31), today=TODAY)
        targets.set_target(store, VERA, series, Horizon.SHORT, "20", due=date(2027, 12, 31), today=TODAY)
    return store


CASES: list[list[CellInput]] = [
    [typed("11")],
    [typed("16")],
    [typed("25")],
    [typed("5")],
    [typed("9"), typed("12", key(period="2023")), typed("14 b", key(SHARE))],
    [typed("1.234"), typed("17", key(SHARE))],
    [typed("n.d.", absence=ObsStatus.NOT_COLLECTED)],
    [typed("abc"), typed("12", CellKey("X", "2024")), typed("12", key(FOREIGN)), typed("3", key(item="PME"))],
    [typed("12", key(period="hier"))],
]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_is_announced_is_what_comes(judged: Engine, number: int) -> None:
    save(judged, ADA, typed("11", key(period="2022")), typed("12", key(SHARE, "2022")))
    inputs = [CellInput(one.key, one.typed, comment="Vérifié", absence=one.absence) for one in CASES[number]]
    version = read_data_version(judged)
    before = read_review(judged, TODAY, published=False, confidential=True)
    announced = consequence(judged, inputs, TODAY)
    assert read_data_version(judged) == version
    save(judged, _ALL, *inputs)
    after = read_review(judged, TODAY, published=False, confidential=True)
    assert before is not None and after is not None
    said = {series: (old, new) for series, old, new in announced}
    for code, one in after.judged.items():
        assert (before.judged[code].status, one.status) == said.get(code, (one.status, one.status)), code


def test_series_that_show_a_value_are_announced_too(judged: Engine) -> None:
    found = {series: new for series, _, new in consequence(judged, [typed("16")], TODAY)}
    assert found.keys() == {COUNT, SHOWN}
    assert found[COUNT] is Status.ON_TRACK


def test_an_empty_store_announces_nothing(engine: Engine) -> None:
    assert consequence(engine, [typed("12")], TODAY) == ()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM observation")).scalar() == 0
