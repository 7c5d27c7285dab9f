"""« Depuis la dernière réunion » on a scripted history: each change exactly once, with its right cause."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from db.engine import Engine, connect
from db.unit_of_work import reading
from db.vocabulary import Role
from indicators.domain.committee.changes import ChangeKind, compare
from indicators.domain.rights import Person
from indicators.domain.series import Observation
from indicators.reading.committee.changes import Since, last_edition, since, snapshot
from indicators.services.committee import decisions, editions
from indicators.services.committee.decisions import DecisionLinks
from tests.data import forty_changes
from tests.data.forty_changes import AUTHOR, CHANGES, MEETING, MOTIVE, SCENES, SINCE, UNTIL, Scene
from tests.stores import Stores

ADA = Person("Ada", "ada@example.org", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def history(stores: Stores) -> Iterator[tuple[Engine, dict[str, Scene]]]:
    """A store at its meeting, and the scenes to come."""
    url = stores.blank()
    engine = connect(url)
    scenes = forty_changes.prepare(engine)
    editions.freeze(engine, ADA, "C1", "Comité du 15/07/2025", MEETING.date(), as_of=MEETING)
    yield engine, scenes
    engine.dispose()
    stores.discard(url)


def told(engine: Engine, until: date | datetime | None = UNTIL) -> Since:
    found = since(engine, "C1", until, today=UNTIL)
    assert found is not None
    return found


def test_forty_changes_are_scripted() -> None:
    assert CHANGES == 40 == sum(len(scene.told) for scene in SCENES) + forty_changes.OVERDUE + 1


def test_each_is_told_once_with_its_right_cause(history: tuple[Engine, dict[str, Scene]]) -> None:
    engine, scenes = history
    assert len(scenes) == len(SCENES)
    assert told(engine, MEETING).is_empty
    forty_changes.change(engine, scenes)
    found = told(engine)
    definitions = {code.rpartition("-")[0]: code for code in scenes}
    listed = Counter(
        (one.kind, one.series or definitions.get(one.indicator, ""), one.what) for one in found.changes.facts
    )
    with reading(engine) as session:
        late = forty_changes.overdue(session)
    expected = Counter((kind, code, what) for code, scene in scenes.items() for kind, what in scene.told)
    expected += Counter([(ChangeKind.OVERDUE, code, "") for code in late] + [(ChangeKind.PARAMETERS, "", "")])
    assert listed == expected
    assert set(listed.values()) == {1} and listed.total() == CHANGES
    moved = {one.series: (one.before.status, one.after.status, one.causes, one.also) for one in found.changes.moves}
    assert moved == {code: scene.moved for code, scene in scenes.items() if scene.moved}
    assert len(found.changes.moves) == len(moved)


def test_both_versions_motive_and_author_are_told(history: tuple[Engine, dict[str, Scene]]) -> None:
    engine, scenes = history
    forty_changes.change(engine, scenes)
    changes = told(engine).changes
    quiet = {ChangeKind.OVERDUE, ChangeKind.PARAMETERS, ChangeKind.DEFINITION}
    for one in changes.facts:
        if one.kind not in quiet:
            assert (one.provenance.author, one.provenance.reason, one.provenance.recorded_at) == (
                AUTHOR,
                MOTIVE,
                SINCE,
            ), one
    revised = changes.of(ChangeKind.REVISED_VALUE)[0]
    assert isinstance(revised.before, Observation) and isinstance(revised.after, Observation)
    assert (revised.before.value, revised.after.value) == (Decimal(140), Decimal(120))
    assert (revised.before.version_no, revised.after.version_no) == (1, 2)
    assert changes.of_series(revised.series) == (revised,)


def test_the_way_back_tells_the_contrary(history: tuple[Engine, dict[str, Scene]]) -> None:
    """Comparing now with then: what was new is gone, and causes are the same where one alone is enough."""
    engine, scenes = history
    forty_changes.change(engine, scenes)
    found = told(engine)
    back = compare(snapshot(found.after), snapshot(found.before))
    assert {one.series for one in back.moves} == {one.series for one in found.changes.moves}
    single = {one.series: one.causes for one in found.changes.moves if len(one.causes) == 1 and not one.also}
    assert {one.series: one.causes for one in back.moves if one.series in single} == single
    assert compare(snapshot(found.after), snapshot(found.after)).is_empty


def test_decisions_still_open_come_back_and_awaited_values_are_listed(
    history: tuple[Engine, dict[str, Scene]],
) -> None:
    engine, _ = history
    with reading(engine) as session:
        late = forty_changes.overdue(session)
    made = decisions.decide(
        engine, ADA, "Relancer", about=DecisionLinks(series=late[:1]), due_on=date(2020, 1, 1), edition="C1"
    )
    other = decisions.decide(engine, ADA, "Clore", edition="C1")
    decisions.follow_up(engine, ADA, other.code, decisions.DecisionState.DONE, "Fait", base_version_no=1)
    found = since(engine, "C1", today=UNTIL)
    assert found is not None
    assert [(one.code, one.edition, one.is_overdue(UNTIL)) for one in found.decisions] == [(made.code, "C1", True)]
    assert {one.series for one in found.awaited if one.is_new} >= set(late)
    edition = last_edition(engine)
    assert edition is not None and edition.code == "C1"
    assert last_edition(engine, MEETING) is None
    with pytest.raises(LookupError, match="n’existe pas"):
        since(engine, "C9", today=UNTIL)


def test_nothing_is_told_of_a_time_before_the_catalogue(history: tuple[Engine, dict[str, Scene]]) -> None:
    engine, _ = history
    assert since(engine, date(2020, 1, 1), date(2020, 6, 1), today=UNTIL) is not None
    assert told(engine, MEETING).changes.facts == ()
