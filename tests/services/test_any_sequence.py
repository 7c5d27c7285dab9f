"""Whatever people do, in whatever order: versions stay consecutive and the pointers on the last ones."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Engine
from db.queries import entries, integrity
from db.unit_of_work import reading
from db.vocabulary import ConfStatus
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellInput
from indicators.services.values import steps
from tests.entry_world import ADA, ANNE, BOTH, COUNT, TODAY, VERA, key, save

PEOPLE = (ANNE, BOTH, VERA, ADA)
CELLS = (key(), key(item="PME"), key(period="2023"))

deeds = st.one_of(
    st.tuples(
        st.just("save"),
        st.sampled_from(PEOPLE),
        st.sampled_from(CELLS),
        st.sampled_from(["10", "11", "12 p", "13 c", "", "1.234"]),
        st.integers(-1, 1),
    ),
    st.tuples(st.just("step"), st.sampled_from(PEOPLE), st.sampled_from(CELLS), st.sampled_from(steps.STEPS)),
    st.tuples(st.just("restore"), st.sampled_from(PEOPLE), st.sampled_from(CELLS), st.integers(1, 6)),
    st.tuples(st.just("break"), st.sampled_from(PEOPLE), st.sampled_from(CELLS)),
    st.tuples(
        st.just("hide"),
        st.sampled_from(PEOPLE),
        st.sampled_from(CELLS),
        st.sampled_from([ConfStatus.FREE, ConfStatus.CONFIDENTIAL]),
    ),
)


def version_of(store: Engine, cell: Any) -> int:
    with reading(store) as session:
        found = {(row.period_code, row.item): row.version_no for row in entries.current(session, [COUNT])}
    return found.get((cell.period, cell.item or None), 0)


def do(store: Engine, deed: tuple[Any, ...]) -> Any:
    """Do one thing; its outcome."""
    match deed:
        case ("save", person, cell, text, drift):
            base = max(0, version_of(store, cell) + drift)
            return save(store, person, CellInput(cell, text, base, comment="Vu", motive="Motif"))[0]
        case ("step", person, cell, action):
            return steps.step(store, person, action, [cell], "Note", today=TODAY)[0]
        case ("restore", person, cell, number):
            return steps.restore(store, person, cell, number, "Motif", today=TODAY)
        case ("break", person, cell):
            return steps.declare_break(store, person, cell, "Note", today=TODAY)
        case (_, person, cell, status):
            return steps.mark_confidential(store, person, cell, status, "Motif", today=TODAY)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.lists(deeds, min_size=4, max_size=14))
def test_versions_stay_consecutive_and_heads_right(store: Engine, done: list[tuple[Any, ...]]) -> None:
    # Examples follow each other in the same store: one long life rather than many short ones.
    for deed in done:
        before = version_of(store, deed[2])
        outcome = do(store, deed)
        after = version_of(store, deed[2])
        assert outcome.message
        if not outcome.is_written:
            assert after == before, deed
        else:
            # Hiding a value under correction hides the published version too: two versions at once.
            assert after == outcome.version_no and after - before in ((1, 2) if deed[0] == "hide" else (1,)), deed
    with reading(store) as session:
        assert integrity.version_gaps(session) == integrity.misplaced_heads(session) == []
        assert integrity.observations_without_head(session) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_no_one_publishes_alone(store: Engine, who: Any) -> None:
    """Whatever one person does with their own rights, nothing they typed becomes published."""
    save(store, who, CellInput(key(), "10"))
    for action in (Action.SUBMIT, Action.VALIDATE, Action.PUBLISH) * 2:
        steps.step(store, who, action, [key()], "Note", today=TODAY)
    with reading(store) as session:
        assert entries.current(session, [COUNT], published=True) == []
