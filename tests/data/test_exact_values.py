"""What is written is what is read: decimals to the last digit, sets of flags, instants."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import StatementError

from db.errors import StoreError
from db.models import AuditEventTable, BaselineVersionTable
from db.queries import observations
from db.types import canonical_decimal
from db.unit_of_work import unit_of_work
from db.vocabulary import EventCode, ObsStatus
from indicators.domain.periods import Period
from tests import world
from tests.factories import add_value

# The fixtures are the same store for all examples: each undoes what it writes.
shared = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

on_postgres = pytest.mark.parametrize("stores", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)

decimals = st.builds(
    lambda digits, exponent, sign: Decimal((sign, tuple(map(int, digits)), exponent)),
    st.text("0123456789", min_size=1, max_size=30),
    st.integers(-40, 40),
    st.integers(0, 1),
)
Written = Callable[[dict[str, Any]], Any]


@pytest.fixture
def written(sound: Engine) -> Written:
    """A baseline's row with some columns changed, as it is read back."""
    numbers = count(2)

    def write(changes: dict[str, Any]) -> Any:
        with unit_of_work(sound, "essai") as work:
            row = world.ROWS["baseline_version"][0] | {"id": 2, "version_no": next(numbers)} | changes
            work.session.execute(insert(BaselineVersionTable).values(**row))
            read = select(BaselineVersionTable.__table__).where(BaselineVersionTable.id == 2)
            return work.session.execute(read).one()

    return write


@given(decimals)
@example(Decimal("0.1"))
@example(Decimal("-0.0"))
@example(Decimal("1E+30"))
@example(Decimal("12345678901234567890.1234567890"))
@shared
def test_decimals_come_back_exact_and_canonical(written: Written, value: Decimal) -> None:
    row = written({"value": value})
    assert row.value == value
    assert format(row.value, "f") == canonical_decimal(value)


@given(decimals)
def test_canonical_text_is_one_and_the_same_for_equal_decimals(value: Decimal) -> None:
    told = canonical_decimal(value)
    assert Decimal(told) == value
    assert "E" not in told
    assert canonical_decimal(value.normalize() if len(value.as_tuple().digits) <= 28 else value) == told
    if "." in told:
        assert not told.endswith("0")


@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), 3, "3"])
def test_what_is_no_decimal_is_refused(written: Written, value: object) -> None:
    with pytest.raises(StatementError, match="Decimal attendu") as caught:
        written({"value": value})
    assert isinstance(caught.value.orig, TypeError)


@pytest.mark.parametrize("word", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused_before_the_store(written: Written, word: str) -> None:
    with pytest.raises(StatementError, match="ne sont pas des valeurs"):
        written({"value": Decimal(word)})


@on_postgres
@pytest.mark.parametrize("word", ["NaN", "nan", "Infinity", "inf", "-Infinity"])
def test_what_is_not_finite_is_refused_by_postgresql(sound: Engine, word: str) -> None:
    row = world.ROWS["baseline_version"][0] | {"id": 2, "version_no": 2, "value": text(f"'{word}'::numeric")}
    with pytest.raises(StoreError) as caught, unit_of_work(sound, "essai") as work:
        work.session.execute(insert(BaselineVersionTable).values(**row))
    assert caught.value.rule == "ck_baseline_version_value_finite"


@given(st.frozensets(st.sampled_from(ObsStatus)))
@example(frozenset(ObsStatus))
@shared
def test_sets_of_flags_come_back(written: Written, flags: frozenset[ObsStatus]) -> None:
    assert written({"flags": flags}).flags == flags


def test_unknown_flag_is_refused(written: Written) -> None:
    with pytest.raises(StatementError, match="is not a valid ObsStatus"):
        written({"flags": {"Z"}})


@given(st.datetimes(timezones=st.sampled_from([timezone(timedelta(minutes=60 * n)) for n in range(-12, 15)])))
@shared
def test_instants_come_back_in_utc(written: Written, instant: datetime) -> None:
    assume(2 <= instant.year <= 9998)
    found = written({"recorded_at": instant}).recorded_at
    assert found == instant
    assert found.tzinfo == UTC


def test_both_readings_of_the_repeated_hour_stay_apart(written: Written) -> None:
    """On 26 October 2025, 02:30 came twice in Brussels."""
    brussels = ZoneInfo("Europe/Brussels")
    first = datetime(2025, 10, 26, 2, 30, tzinfo=brussels)
    found = [written({"recorded_at": one}).recorded_at for one in (first, first.replace(fold=1))]
    assert found[1] - found[0] == timedelta(hours=1)


def test_naive_instant_is_refused(written: Written) -> None:
    with pytest.raises(StatementError, match="sans fuseau horaire"):
        written({"recorded_at": datetime(2025, 1, 1)})  # noqa: DTZ001


def test_details_of_the_journal_come_back(scratch: Engine) -> None:
    details = {"avant": "1,5", "après": None, "liste": ["é", "中"], "nombre": 3}
    with unit_of_work(scratch, "essai") as work:
        work.record(EventCode.VALUE_ENTERED, "sujet", **details)
        work.session.flush()
        assert work.session.execute(select(AuditEventTable.details)).scalar_one() == details


@pytest.mark.parametrize("words", ["Être ou ne pas être — « 3 ‰ » 中文 🩺", 'l\'apostrophe; "guillemets"\r\nligne'])
def test_texts_come_back(written: Written, words: str) -> None:
    assert written({"source": words}).source == words


@on_postgres
def test_text_that_postgresql_cannot_hold_is_refused_not_blamed_on_the_network(scratch: Engine) -> None:
    with pytest.raises(StoreError, match="a refusé cette écriture"), unit_of_work(scratch, "essai") as work:
        work.session.execute(insert(AuditEventTable).values(actor="a", action="b", subject="a\0b"))


def test_periods_come_back_longest_first(sound: Engine) -> None:
    codes = ["2023", "2023-S2", "2023-Q4", "2023-12", "2023-12-31"]
    with unit_of_work(sound, "essai") as work:
        for code in reversed(codes):
            add_value(work.session, 1, period=code)
        rows = [row for row in observations.observations(work.session, [1]) if row.period_code in codes]
    assert [row.period_code for row in rows] == codes
    for row in rows:
        period = Period.parse(row.period_code)
        assert (row.period_kind, row.period_start, row.period_end) == (period.kind, period.start, period.end)
