"""Versions of an observation: their numbers, their heads, and every past state of the store."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select, text

from db.models import ObservationHeadTable, ObservationVersionTable
from db.queries import integrity, observations
from db.unit_of_work import Session, reading, unit_of_work
from db.vocabulary import ObsStatus, ValueState
from tests import world
from tests.factories import add_value, instant

DRAFT, PUBLISHED, WITHDRAWN = ValueState.DRAFT, ValueState.PUBLISHED, ValueState.WITHDRAWN


def current(session: Session, *, published: bool = True, as_of: datetime | None = None) -> list[tuple[str, int, str]]:
    """Version and value of the observations of period 2020, which the small world does not have."""
    rows = observations.observations(session, totals_only=False, published=published, as_of=as_of)
    return [(row.item or "total", row.version_no, str(row.value)) for row in rows if row.period_code == "2020"]


def test_versions_are_numbered_from_one(sound: Engine) -> None:
    with unit_of_work(sound, "essai") as work:
        assert [add_value(work.session, n, period="2020") for n in (10, 20, 30)] == [1, 2, 3]
        assert add_value(work.session, 5, period="2020", item_id=1) == 1
        assert current(work.session) == [("total", 3, "30"), ("PME", 1, "5")]
        history = [row.version_no for row in observations.history(work.session, 1) if row.period_code == "2020"]
        assert history == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("states", "published", "latest"),
    [
        ([DRAFT], [], [("total", 1, "1")]),
        ([PUBLISHED], [("total", 1, "1")], [("total", 1, "1")]),
        ([PUBLISHED, DRAFT], [("total", 1, "1")], [("total", 2, "2")]),
        ([PUBLISHED, DRAFT, PUBLISHED], [("total", 3, "3")], [("total", 3, "3")]),
        ([PUBLISHED, WITHDRAWN], [], []),
        ([PUBLISHED, WITHDRAWN, DRAFT], [], [("total", 3, "3")]),
        ([PUBLISHED, WITHDRAWN, PUBLISHED], [("total", 3, "3")], [("total", 3, "3")]),
        ([DRAFT, ValueState.SUBMITTED, ValueState.RETURNED, ValueState.VALIDATED], [], [("total", 4, "4")]),
    ],
)
def test_heads_follow_the_states(
    sound: Engine,
    states: list[ValueState],
    published: list[tuple[str, int, str]],
    latest: list[tuple[str, int, str]],
) -> None:
    with unit_of_work(sound, "essai") as work:
        for number, state in enumerate(states, 1):
            add_value(work.session, number, period="2020", state=state)
        assert current(work.session) == published
        assert current(work.session, published=False) == latest
        assert integrity.misplaced_heads(work.session) == integrity.version_gaps(work.session) == []


def test_withdrawn_values_are_shown_to_who_asks(sound: Engine) -> None:
    with unit_of_work(sound, "essai") as work:
        add_value(work.session, 1, period="2020")
        add_value(work.session, None, period="2020", state=WITHDRAWN, reason="Erreur de la source")
        rows = observations.observations(work.session, withdrawn=True)
        assert [(row.version_no, row.state) for row in rows if row.period_code == "2020"] == [(2, WITHDRAWN)]


def test_absence_keeps_its_reason(sound: Engine) -> None:
    with unit_of_work(sound, "essai") as work:
        add_value(work.session, None, period="2020", flags={ObsStatus.NOT_COLLECTED, ObsStatus.BREAK})
        row = next(one for one in observations.observations(work.session) if one.period_code == "2020")
        assert (row.value, row.flags) == (None, {ObsStatus.BREAK, ObsStatus.NOT_COLLECTED})


@dataclass
class Model:
    """The store as a plain list of what was said, when."""

    said: list[tuple[datetime, int | None, ValueState, int]] = field(default_factory=list)

    def say(self, when: datetime, item: int | None, state: ValueState, value: int) -> None:
        self.said.append((when, item, state, value))

    def current(self, *, published: bool, as_of: datetime) -> list[tuple[str, int, str]]:
        found = []
        for item, name in ((None, "total"), (1, "PME")):
            versions = [(state, value) for when, one, state, value in self.said if one == item and when <= as_of]
            numbered = list(enumerate(versions, 1))
            seen = [one for one in numbered if not published or one[1][0] in (PUBLISHED, WITHDRAWN)]
            if seen and seen[-1][1][0] is not WITHDRAWN:
                found.append((name, seen[-1][0], str(seen[-1][1][1])))
        return found


operations = st.lists(
    st.tuples(
        st.integers(0, 2),  # minutes since the one before: several versions may bear one instant
        st.sampled_from([None, 1]),
        st.sampled_from(ValueState),
        st.integers(-5, 5),
    ),
    max_size=12,
)


@given(operations)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_past_state_can_be_rebuilt(sound: Engine, steps: list[tuple[int, int | None, ValueState, int]]) -> None:
    model, when = Model(), instant(0)
    with unit_of_work(sound, "essai") as work:
        for wait, item, state, value in steps:
            when += timedelta(minutes=wait)
            model.say(when, item, state, value)
            add_value(work.session, value, period="2020", item_id=item, state=state, recorded_at=when)
        for published in (True, False):
            now = current(work.session, published=published)
            assert now == model.current(published=published, as_of=when)
            for told in {one[0] for one in model.said}:
                for then in (told - timedelta(microseconds=1), told):
                    past = current(work.session, published=published, as_of=then)
                    assert past == model.current(published=published, as_of=then)
        wrong = [row for check in CHECKS for row in check(work.session) if row.period_code == "2020"]
        assert wrong == []


CHECKS = (integrity.observations_without_head, integrity.misplaced_heads, integrity.version_gaps)


def test_integrity_sees_what_is_wrong(sound: Engine) -> None:
    broken = (
        "UPDATE observation_head SET latest_id = 1 WHERE observation_id = {total}",
        "UPDATE observation_head SET published_id = NULL WHERE observation_id = {total}",
        "DELETE FROM observation_head WHERE observation_id = {total}",
    )
    for statement in broken:
        with unit_of_work(sound, "essai") as work:
            work.session.execute(text("DELETE FROM observation_head"))
            add_value(work.session, 1, period="2020")
            total = work.session.execute(select(ObservationHeadTable.observation_id)).scalar_one()
            work.session.execute(text(statement.format(total=total)))
            seen = integrity.misplaced_heads(work.session) + integrity.observations_without_head(work.session)
            assert [one for one in seen if one.period_code == "2020"] == [("ENT-01-A1", "2020")], statement


def test_integrity_sees_a_gap_in_the_numbers(sound: Engine) -> None:
    with unit_of_work(sound, "essai") as work:
        skipped = world.ROWS["observation_version"][0] | {"id": 50, "version_no": 3, "value": Decimal(1)}
        work.session.execute(ObservationVersionTable.__table__.insert(), skipped)
        assert list(integrity.version_gaps(work.session)) == [("ENT-01-A1", "2024")]


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_the_current_version_is_an_indexed_look_up(loaded: Engine) -> None:
    """However long the history: versions are found by identifier, and one series by its index."""
    for series_ids, forbidden in ((None, "SCAN observation_version"), ([1], "SCAN")):
        steps = plan(loaded, series_ids)
        assert any("SEARCH observation_version USING INTEGER PRIMARY KEY" in step for step in steps), steps
        assert not [step for step in steps if step.startswith(forbidden)], steps


def plan(engine: Engine, series_ids: list[int] | None) -> list[str]:
    """How SQLite answers the reading of the current observations."""
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    with reading(engine) as session:
        observations.observations(session, series_ids)
    statement, parameters = asked[-1]
    with engine.connect() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
