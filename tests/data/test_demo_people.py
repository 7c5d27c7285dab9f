"""People of the demonstration: fictitious, the same at every load, and nothing published moves."""

from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Engine, connect
from db.models import Base
from db.unit_of_work import Session, reading
from db.vocabulary import CampaignState, Role, ValueState
from indicators.domain.rights import Person
from indicators.reading.campaigns.campaigns import (
    Progress,
    board,
    overviews,
    read_campaigns,
    read_period_locks,
    reminders,
)
from indicators.reading.people.journal import Filters, read_journal
from indicators.reading.progress.review import Review, read_review
from indicators.reading.store.integrity import problems
from indicators.services.store import preparing
from seeds.demo.loader import load_demo
from seeds.demo.people import ADMINISTRATOR, EVERYBODY, HERE, LOCKED, OPEN, load_people
from seeds.report import LoadReport
from seeds.schema import CatalogueFiles
from tests.data.demo_rows import TODAY, all_versions
from tests.stores import SqliteStores

ADMIN = Person("Gaëlle", ADMINISTRATOR, frozenset({Role.ADMINISTRATOR}))
TABLES = (
    "person",
    "person_role",
    "person_series",
    "person_area",
    "campaign",
    "campaign_series",
    "period_lock",
    "lock_exception",
)


@pytest.fixture(scope="module")
def lively(sqlite_stores: SqliteStores) -> Any:
    """The demonstration as `make demo` leaves it; nothing may be written to it."""
    engine = connect(sqlite_stores.filled(preparing.prepare_demonstration))
    yield engine
    engine.dispose()


def rows(session: Session) -> dict[str, list[Any]]:
    tables = {name: list(session.execute(select(Base.metadata.tables[name]))) for name in TABLES}
    facts = select(Base.metadata.tables["audit_event"]).where(
        Base.metadata.tables["audit_event"].c.action != "chargement"
    )
    return {**tables, "audit_event": list(session.execute(facts)), "versions": all_versions(session)}


def test_what_is_published_is_what_the_stories_tell(lively: Engine, demo_review: Review) -> None:
    seen = read_review(lively, TODAY, confidential=True)
    assert seen is not None
    assert {code: one.facts for code, one in seen.judged.items()} == {
        code: one.facts for code, one in demo_review.judged.items()
    }
    assert problems(lively) == []


def test_two_loads_say_the_same_and_a_second_one_nothing(
    lively: Engine, sqlite_stores: SqliteStores, catalogue: CatalogueFiles
) -> None:
    other = connect(sqlite_stores.filled(preparing.prepare_demonstration))
    with reading(lively) as one, reading(other) as two:
        assert rows(one) == rows(two)
    report = LoadReport()
    load_people(other, report)
    assert not report.wrote and not load_demo(other, catalogue).wrote
    other.dispose()


def test_everybody_and_every_word_is_fictitious(lively: Engine) -> None:
    assert all(one.email.endswith("@demonstration.example") or one.email == HERE for one in EVERYBODY)
    assert {one.role for one in EVERYBODY} == set(Role)
    with reading(lively) as session:
        mine = [row for row in all_versions(session) if row.recorded_by != "démonstration"]
        people = list(session.execute(select(Base.metadata.tables["person"])))
    assert all(row.password_hash is None and row.issuer is None for row in people), "nobody can sign in"
    assert mine and {row.source for row in mine} == {"Donnée fictive"}
    assert {row.state for row in mine} == {ValueState.DRAFT, ValueState.SUBMITTED}
    words = {text for row in mine for text in (row.reason, row.comment) if text}
    words |= {one.label for one in read_campaigns(lively, ADMIN)}
    words |= {lock.reason for lock in read_period_locks(lively, ADMIN)}
    assert words and all("fictiv" in text or "fictif" in text for text in words), words


def test_the_open_campaign_has_something_of_everything(lively: Engine) -> None:
    opened, closed = overviews(lively, ADMIN, TODAY.replace(day=21))
    assert (opened.campaign.code, opened.campaign.state, closed.campaign.state) == (
        OPEN,
        CampaignState.OPEN,
        CampaignState.CLOSED,
    )
    assert all(opened.counts[progress] for progress in Progress), opened.counts
    assert opened.late and 50 < opened.total < 100
    seen = board(lively, ADMIN, OPEN)
    assert seen is not None and "" in seen.by_owner and HERE in seen.by_owner and len(reminders(seen)) == 4
    (lock,) = read_period_locks(lively, ADMIN)
    assert (lock.period, [one.email for one in lock.exemptions]) == (LOCKED, [HERE])
    actions = {one.action for one in read_journal(lively, ADMIN, Filters(), limit=None)}
    assert {"saisir", "soumettre", "corriger", "creer_campagne", "verrouiller", "compte créé"} <= actions
