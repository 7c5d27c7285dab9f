"""The review read again after a write, from the one before, is the review that a whole reading gives. Always."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Engine, connect
from db.errors import StoreError
from db.queries import observations
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import EntryMethod, Horizon, ValueState
from indicators.domain.catalogue.typed_parameters import typed_of
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import Parameters
from indicators.reading.progress.renewal import Reading, read_present
from indicators.reading.progress.review import read_review
from indicators.services.catalogue import definitions, horizons, parameters
from indicators.services.refusals import Refused
from indicators.services.values import targets
from tests.entry_world import ADA, COUNT, FOREIGN, SHARE, SHOWN, TODAY, VERA, publish
from tests.services.conftest import filled
from tests.services.test_any_sequence import deeds, do
from tests.stores import PostgresStores

SERIES = (COUNT, SHARE, FOREIGN, SHOWN)

others = st.one_of(
    st.tuples(st.just("target"), st.sampled_from(SERIES), st.sampled_from(Horizon), st.sampled_from(["20", "30"])),
    st.tuples(st.just("baseline"), st.sampled_from(SERIES), st.sampled_from(["5", "6"])),
    st.tuples(st.just("retire"), st.sampled_from([*SERIES, "ENT-02"]), st.booleans()),
    st.tuples(st.just("parameters"), st.sampled_from(["70", "80"])),
    st.tuples(st.just("horizon"), st.sampled_from(["", COUNT]), st.integers(1, 300)),
    st.tuples(st.just("tomorrow")),
)


def change(store: Engine, deed: tuple[Any, ...]) -> None:
    """Anything else that a review shows; a refusal writes nothing, which is a case too."""
    try:
        match deed:
            case ("target", series, horizon, text):
                targets.set_target(store, ADA, series, horizon, text, reason="Motif", override="Motif", today=TODAY)
            case ("baseline", series, text):
                targets.set_baseline(
                    store, VERA, series, text, date(2021, 12, 31), source="S", reason="Motif", today=TODAY
                )
            case ("retire", code, is_out):
                if is_out:
                    definitions.retire(store, ADA, code, TODAY, "Motif")
                else:
                    definitions.reinstate(store, ADA, code, "Motif")
            case ("parameters", share):
                now = read_review(store, TODAY)
                assert now is not None
                wanted = typed_of(Parameters()) | {"on_track": share}
                parameters.set_parameters(store, ADA, wanted, base_version_no=now.parameters.version_no, reason="Motif")
            case ("horizon", series, days):
                seen = date(2026, 12, 31)
                due = seen + timedelta(days)
                horizons.set_horizon(
                    store, ADA, Horizon.SHORT, due, series=series, seen=seen, reason="Motif", today=TODAY
                )
    except (Refused, StoreError):
        pass


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.lists(st.one_of(deeds, deeds, others), min_size=4, max_size=14))
def test_whatever_is_written_the_renewed_review_is_the_whole_one(store: Engine, done: list[tuple[Any, ...]]) -> None:
    today, last = TODAY, {published: read_present(store, TODAY, published=published) for published in (True, False)}
    for deed in done:
        if deed[0] == "tomorrow":
            today += timedelta(1)
        elif deed[0] in ("target", "baseline", "retire", "parameters", "horizon"):
            change(store, deed)
        else:
            do(store, deed)
        for published, before in last.items():
            last[published] = renewed = read_present(store, today, published=published, before=before)
            assert renewed is not None
            assert renewed.review == read_review(store, today, published=published), deed


def read(store: Engine, before: Reading | None = None) -> Reading:
    renewed = read_present(store, TODAY, before=before)
    assert renewed is not None
    return renewed


def test_series_that_nobody_touched_are_not_read_again(store: Engine) -> None:
    before = read(store)
    publish(store, "12")
    after = read(store, before)
    judged = {code for code, series in after.review.judged.items() if series is not before.review.judged[code]}
    assert judged == {COUNT, SHOWN}, "the series written to, and the one that shows its values"
    assert after.observations[COUNT][-1].value == 12


def test_a_store_that_is_not_the_one_before_is_read_whole(store: Engine) -> None:
    """As after another file took its place: the same number of versions, another last one."""
    publish(store, "12")
    with reading(store) as session:
        now = observations.extent(session)
        assert observations.changed_since(session, now, now) == observations.ChangedFigures({}, frozenset())
        assert now.last_at is not None
        other = now._replace(last_at=now.last_at - timedelta(seconds=1))
        assert observations.changed_since(session, other, now) is None
        assert observations.changed_since(session, now._replace(versions=now.versions - 1), now) is None
        assert observations.changed_since(session, now._replace(versions=now.versions + 1), now) is None


@pytest.mark.postgres
def test_a_version_numbered_early_and_committed_late_is_seen(postgres_stores: PostgresStores) -> None:
    """PostgreSQL gives identifiers before the commit: a long import may commit below what was read meanwhile."""
    url = postgres_stores.filled(filled)
    store = connect(url)
    before = read(store)
    with unit_of_work(store, "essai") as long_work:
        _add(long_work.session, 1, "2022")
        with unit_of_work(store, "essai") as short_work:
            _add(short_work.session, 3, "2023")
            short_work.commit()
        between = read(store, before)
        long_work.commit()
    after = read(store, between)
    assert after.review == read_review(store, TODAY)
    assert [total.period.code for total in after.observations[COUNT]] == ["2022"]
    store.dispose()
    postgres_stores.discard(url)


def _add(session: Any, series_id: int, year: str) -> None:
    period = Period.parse(year)
    observations.add_observation_version(
        session,
        series_id=series_id,
        item_id=None,
        period=(period.code, period.kind, period.start, period.end),
        state=ValueState.PUBLISHED,
        value=Decimal(7),
        flags=frozenset(),
        method=EntryMethod.FORM,
        recorded_by="essai",
    )
