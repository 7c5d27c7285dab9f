"""The agenda of a meeting: what is on it and why, in an order that what is typed does not move."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db import migrate
from db.engine import Engine, connect
from db.vocabulary import AppreciationLevel, AppreciationState, DecisionState
from indicators.domain.committee.appreciations import ALARMS, Matter
from indicators.domain.committee.changes import Changes, Move
from indicators.domain.progress.assessment import Assessment, assess, case_of
from indicators.domain.progress.staleness import next_due
from indicators.domain.statuses import Status
from indicators.reading.committee.agenda import BEYOND, Agenda, AgendaScope, Concern, agenda, section_of
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.judgements import Appreciation, Judgements, Standing
from indicators.reading.progress.attention import is_awaited
from indicators.reading.progress.review import Judged, Review, read_review
from seeds import loader
from seeds.demo.loader import load_demo
from tests.stores import SqliteStores

TODAY = date(2026, 11, 1)
NOBODY_SPOKE = Judgements({})
NOTHING = Changes((), ())
ALARMING = {Concern.DECLINE, Concern.MISSED, Concern.LATE}


def fill(engine: Engine) -> None:
    migrate.upgrade(engine)
    load_demo(engine, loader.read_files()[0])


@pytest.fixture(scope="module")
def review(sqlite_stores: SqliteStores) -> Iterator[Review]:
    """The demonstration: every status is in it."""
    engine = connect(sqlite_stores.filled(fill))
    found = read_review(engine, TODAY)
    engine.dispose()
    assert found is not None
    yield found


def decision(state: DecisionState = DecisionState.OPEN, **about: tuple[str, ...]) -> Decision:
    words: dict[str, Any] = {"series": (), "indicators": (), "operations": (), **about}
    at = datetime(2026, 5, 21, tzinfo=UTC)
    return Decision(
        "D-2026-01",
        at.date(),
        "",
        "Texte",
        "",
        None,
        state,
        "",
        None,
        version_no=1,
        recorded_by="",
        recorded_at=at,
        **words,
    )


def appreciated(code: str) -> Judgements:
    at = datetime(2026, 5, 21, tzinfo=UTC)
    given = Appreciation(AppreciationLevel.COMPROMISED, AppreciationState.ADOPTED, "", None, 1, "", at)
    return Judgements({Matter(series=code): Standing(given, None, 1)})


def concerns(found: Agenda) -> dict[str, tuple[Concern, ...]]:
    return {item.series: item.concerns for section in found.sections for item in section.items}


def of(review: Review, **more: Any) -> Agenda:
    given = {"judgements": NOBODY_SPOKE, "decisions": (), "changes": NOTHING, **more}
    return agenda(review, given.pop("judgements"), given.pop("decisions"), given.pop("changes"), **given)


def test_by_default_it_holds_the_core_that_needs_attention_and_no_more(review: Review) -> None:
    found = of(review)
    assert 0 < len(found.series) < len(review.matrix) / 3
    for code, why in concerns(found).items():
        assert why and review.judged[code].definition.core, code
    late = {one.code for one in review.judged.values() if one.definition.core and one.status in ALARMS}
    shown_elsewhere = {code for code in late if review.judged[code].series.reads_from}
    assert late - shown_elsewhere <= set(found.series)


def test_other_scopes_hold_the_whole_core_or_all_that_alarms(review: Review) -> None:
    core = {one.code for one in review.judged.values() if one.definition.core}
    assert set(of(review, scope=AgendaScope.CORE).series) == core
    everything = of(review, scope=AgendaScope.EVERYTHING)
    assert set(of(review).series) <= set(everything.series) and all(concerns(everything).values())
    assert any(not review.judged[code].definition.core for code in everything.series)


def test_each_reason_puts_an_indicator_there(review: Review) -> None:
    quiet = next(
        one
        for one in review.judged.values()
        if one.definition.core and one.code not in of(review).series and one.status is Status.ON_TRACK
    )
    moved = Move(quiet.code, Assessment(Status.LATE, None, 1), quiet.assessment, ())
    assert concerns(of(review, changes=Changes((), (moved,))))[quiet.code] == (Concern.MOVED,)
    same = replace(moved, before=quiet.assessment)
    assert quiet.code not in of(review, changes=Changes((), (same,))).series
    assert concerns(of(review, decisions=[decision(series=(quiet.code,))]))[quiet.code] == (Concern.DECISION,)
    assert quiet.code in of(review, decisions=[decision(indicators=(quiet.definition.code,))]).series
    closed = decision(DecisionState.DONE, series=(quiet.code,))
    assert quiet.code not in of(review, decisions=[closed]).series
    beyond = next(one for one in review.matrix if not one.definition.core and one.status is Status.ON_TRACK)
    assert beyond.code in of(review, decisions=[decision(series=(beyond.code,))]).series
    late = next(code for code in of(review).series if review.judged[code].status is Status.LATE)
    assert Concern.APPRECIATION in concerns(of(review))[late]
    given = concerns(of(review, judgements=appreciated(late)))[late]
    assert Concern.LATE in given and Concern.APPRECIATION not in given


def test_the_most_pressing_comes_first_and_what_is_beyond_the_areas_last(review: Review) -> None:
    found = of(review, scope=AgendaScope.EVERYTHING)
    order = list(Concern)
    for section in found.sections:
        ranks = [order.index(item.concerns[0]) for item in section.items]
        assert ranks == sorted(ranks)
        assert section.alarms == sum(item.concerns[0] in ALARMING for item in section.items)
        assert all(section_of(review.judged[item.series]) == section.key for item in section.items)
    areas = [section for section in found.sections if section.key != BEYOND]
    assert [one.alarms for one in areas] == sorted((one.alarms for one in areas), reverse=True)
    assert BEYOND not in [section.key for section in found.sections[:-1]]
    assert of(review, scope=AgendaScope.EVERYTHING) == found


def test_what_never_had_a_value_is_told_by_its_area(review: Review) -> None:
    """On a catalogue that is still empty the meeting looks at its areas, not at a hundred empty views."""
    nothing = {code: without_values(one) for code, one in review.judged.items()}
    bare = replace(review, judged=nothing)
    found = of(bare)
    assert found.series == ()
    core = {code for code, one in nothing.items() if one.definition.core and is_awaited(one, bare)}
    told = [code for section in found.sections for code in section.empty]
    assert core - {code for code in core if nothing[code].series.reads_from} == set(told) and len(told) == len(
        set(told)
    )
    assert {section.key for section in found.sections} >= {str(area.number) for area in review.catalogue.areas}
    named = decision(series=(told[0],))
    first = of(bare, decisions=[named])
    assert first.series == (told[0],) and told[0] not in first.sections[0].empty
    assert set(told) <= set(of(bare, scope=AgendaScope.CORE).series)


def without_values(one: Judged) -> Judged:
    """The same series, as it stands before anything was ever recorded."""
    facts = replace(one.facts, observations=(), baseline=None, targets=())
    return replace(one, facts=facts, assessment=assess(case_of(facts)), due=next_due(facts, TODAY), latest=None)


def test_it_may_keep_to_one_area(review: Review) -> None:
    only = of(review, area="3")
    assert [section.key for section in only.sections] == ["3"]
    assert only.sections[0] in of(review).sections
    assert of(review, area="9").sections == ()


def test_a_store_without_editions_has_an_agenda(review: Review) -> None:
    assert of(review, changes=None).series == of(review).series
