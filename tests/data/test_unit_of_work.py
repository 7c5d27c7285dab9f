"""One transaction: all of it or nothing, counted once, told in the journal; reading never writes."""

import pytest
from sqlalchemy import Engine, insert, text

from db.errors import StoreError
from db.models import AuditEventTable, UnitTable
from db.queries import facts
from db.unit_of_work import ReadOnlyViolation, Session, UnitOfWork, reading, unit_of_work
from db.vocabulary import EventCode

METRE = {"code": "m", "label": "mètre", "symbol": "m", "is_percent": False}


def write(work: UnitOfWork) -> None:
    work.session.execute(insert(UnitTable).values(**METRE))
    work.record(EventCode.CATALOGUE_CHANGED, "m", batch="lot 1", label="mètre")


def state(engine: Engine) -> tuple[int, list[str], list[str]]:
    """Data version, units, subjects of the journal."""
    with reading(engine) as session:
        units = list(session.execute(text("SELECT code FROM unit")).scalars())
        return facts.data_version(session), units, [row.subject for row in facts.journal(session)]


UNTOUCHED: tuple[int, list[str], list[str]] = (0, [], [])


def test_nothing_is_stored_without_commit(engine: Engine) -> None:
    with unit_of_work(engine, "agent") as work:
        write(work)
        work.session.flush()
    assert state(engine) == UNTOUCHED


def test_the_journal_takes_declared_events_only(engine: Engine) -> None:
    with unit_of_work(engine, "agent") as work:
        with pytest.raises(ValueError, match="inventer"):
            work.record("inventer", "m")  # type: ignore[arg-type]
        work.commit()
    assert state(engine) == (1, [], [])


def test_an_exception_undoes_everything_and_comes_out(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(engine, "agent") as work:
        write(work)
        work.session.flush()
        _ = 1 / 0
    assert state(engine) == UNTOUCHED


def test_a_refusal_undoes_what_came_before(engine: Engine) -> None:
    with pytest.raises(StoreError) as caught, unit_of_work(engine, "agent") as work:
        write(work)
        work.session.execute(insert(UnitTable).values(**METRE))
        work.commit()
    assert caught.value.rule == "uq_unit_code"
    assert state(engine) == UNTOUCHED


def test_a_refusal_at_commit_is_told_in_french_too(engine: Engine) -> None:
    with pytest.raises(StoreError, match="Ce code existe déjà"), unit_of_work(engine, "agent") as work:
        work.session.add_all([UnitTable(**METRE), UnitTable(**METRE)])
        work.commit()
    assert state(engine) == UNTOUCHED


def test_commit_stores_once_with_its_event_and_one_new_version(engine: Engine) -> None:
    with unit_of_work(engine, "agent") as work:
        write(work)
        work.commit()
    assert state(engine) == (1, ["m"], ["m"])
    with reading(engine) as session:
        event = facts.journal(session, "m")[0]
        changed_at = facts.data_changed_at(session)
    assert (event.actor, event.action, event.batch, event.details) == (
        "agent",
        EventCode.CATALOGUE_CHANGED,
        "lot 1",
        {"label": "mètre"},
    )
    assert abs((changed_at - event.happened_at).total_seconds()) < 60


def test_what_comes_after_commit_does_not_count(engine: Engine) -> None:
    with unit_of_work(engine, "agent") as work:
        work.commit()
        write(work)
        work.session.flush()
    assert state(engine) == (1, [], [])


def test_each_commit_bumps_once(engine: Engine) -> None:
    for number in range(1, 4):
        with unit_of_work(engine, "agent") as work:
            work.commit()
        assert state(engine)[0] == number


def by_objects(session: Session) -> None:
    session.add(AuditEventTable(actor="a", action="b", subject="c"))
    session.commit()


def by_statement(session: Session) -> None:
    session.execute(insert(UnitTable).values(**METRE))
    session.commit()


def by_text(session: Session) -> None:
    session.execute(text("UPDATE data_version SET number = 99"))
    session.commit()


@pytest.mark.parametrize(
    ("way", "refusal"), [(by_objects, ReadOnlyViolation), (by_statement, ReadOnlyViolation), (by_text, StoreError)]
)
def test_reading_refuses_to_write(engine: Engine, way: object, refusal: type[Exception]) -> None:
    assert callable(way)
    with pytest.raises(refusal), reading(engine) as session:
        way(session)
    assert state(engine) == UNTOUCHED
    with unit_of_work(engine, "agent") as work:  # the same connection writes again afterwards
        write(work)
        work.commit()
    assert state(engine)[0] == 1


def test_one_reading_sees_one_instant(engine: Engine) -> None:
    with reading(engine) as session:
        assert facts.data_version(session) == 0
        with unit_of_work(engine, "agent") as work:
            write(work)
            work.commit()
        assert facts.data_version(session) == 0
        assert session.execute(text("SELECT count(*) FROM unit")).scalar() == 0
    assert state(engine)[0] == 1
