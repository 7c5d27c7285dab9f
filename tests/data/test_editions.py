"""An edition stays what it was: after a hundred corrections, on both engines, recomputed elsewhere, whoever hurries."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from db import migrate
from db.engine import Engine, connect
from db.errors import MESSAGES, StoreError
from db.queries import facts
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind, Horizon, Role, TargetMode
from indicators.domain.committee.appreciations import Matter
from indicators.domain.progress import assessment
from indicators.domain.rights import Person
from indicators.domain.statuses import Status
from indicators.domain.values.cells import Kind
from indicators.reading.committee.editions import OpenEdition, open_edition, read_editions, verify
from indicators.reading.progress.review import Review, read_review
from indicators.reading.store import integrity
from indicators.services.catalogue import definitions, horizons
from indicators.services.committee import decisions, editions, judgements
from indicators.services.refusals import Refused
from indicators.services.store import backup, preparing
from tests.factories import add_target, add_value
from tests.stores import PostgresStores, SqliteStores, Stores

SECRETARY = Person("Ada", "ada@example.org", frozenset({Role.ADMINISTRATOR}))
READER = Person("René", "r@example.org", frozenset({Role.READER}))
HELD = date(2026, 11, 20)


@pytest.fixture
def demo_store(stores: Stores) -> Iterator[Engine]:
    """A demonstration with its committee, on each engine, of one's own."""
    url = stores.filled(preparing.prepare_demonstration)
    engine = connect(url)
    yield engine
    engine.dispose()
    stores.discard(url)


def frozen(engine: Engine, code: str = "C1") -> OpenEdition:
    found = open_edition(engine, code, confidential=True)
    assert found is not None
    return found


def figures(review: Review) -> dict[str, object]:
    """Every number of a review, without what depends on the present store."""
    return {code: (one.facts, one.assessment, one.due, one.latest) for code, one in review.judged.items()}


def correct_a_hundred_times(engine: Engine) -> None:
    """Revisions, new values, withdrawals, breaks, targets, baselines, thresholds, definitions, judgements."""
    review = read_review(engine, HELD, confidential=True)
    assert review is not None
    known = [one for one in review.matrix if one.latest and one.series.reads_from is None][:60]
    with unit_of_work(engine, "essai") as work:
        for turn, one in enumerate(known):
            assert one.latest is not None
            state = "retiree" if turn % 9 == 0 else "publiee"
            add_value(
                work.session,
                None if state == "retiree" else 7 + turn,
                series_id=one.series.id,
                period=one.latest.period.code,
                state=state,
                flags=frozenset("B") if turn % 5 == 0 and state == "publiee" else frozenset(),
            )
        for one in known[:30]:
            due = date(2027, 12, 31)
            add_target(work.session, one.code, Horizon.SHORT, due=due, value=Decimal(999), mode=TargetMode.LEVEL)
        for table in ("method_parameters", "indicator_version"):
            later(work.session, table)
        work.commit()
    gone = known[-1]
    definitions.retire(engine, SECRETARY, gone.definition.code, date(2025, 1, 1), "Plus suivi")
    seen = dict(review.catalogue.horizons)[Horizon.LONG]
    horizons.set_horizon(engine, SECRETARY, Horizon.LONG, date(2040, 12, 31), seen=seen, reason="Report", today=HELD)
    for number in range(1, 7):
        matter = Matter(area=number)
        said = judgements.comment(engine, SECRETARY, matter, CommentKind.FIGURES, "Autre", base_version_no=2)
        given = judgements.appreciate(
            engine, SECRETARY, matter, AppreciationLevel.COMPROMISED, "Autre", base_version_no=3 if number == 1 else 2
        )
        assert (said.kind, given.kind) == (Kind.SAVED, Kind.SAVED)


def later(session: object, table: str) -> None:
    """A new version of every row of a table, that changes what it says."""
    names = {
        "method_parameters": ("on_track", "'0.99'"),
        "indicator_version": ("direction", "CASE direction WHEN 'hausse' THEN 'baisse' ELSE 'hausse' END"),
    }
    column, value = names[table]
    dialect = session.get_bind().dialect.name  # type: ignore[attr-defined]
    if table == "method_parameters" and dialect == "postgresql":
        value = "0.99"
    columns = [one for one in columns_of(session, table) if one != "id"]
    now = datetime.now(UTC)
    stamp = now.replace(tzinfo=None).isoformat(" ", "microseconds") if dialect == "sqlite" else now.isoformat()
    given = {"version_no": "version_no + 100", "recorded_at": f"'{stamp}'", column: value}
    chosen = ", ".join(given.get(one, one) for one in columns)
    where = "WHERE type <> 'contexte'" if table == "indicator_version" else ""
    session.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM {table} {where}"))  # type: ignore[attr-defined]


def columns_of(session: object, table: str) -> list[str]:
    return list(session.execute(text(f"SELECT * FROM {table} LIMIT 1")).keys())  # type: ignore[attr-defined]


def test_a_hundred_later_corrections_change_no_number(
    demo_store: Engine, sqlite_stores: SqliteStores, postgres_stores: PostgresStores, tmp_path: Path
) -> None:
    made = editions.freeze(demo_store, SECRETARY, "C1", "Comité du 20/11/2026", HELD, "Note")
    assert made.kind is Kind.SAVED
    before = frozen(demo_store)
    present = read_review(demo_store, HELD, confidential=True)
    assert present is not None
    assert {code: one.status for code, one in present.judged.items()} == {
        code: line.status for code, line in before.lines.items()
    }
    correct_a_hundred_times(demo_store)
    changed = read_review(demo_store, HELD, confidential=True)
    assert changed is not None
    assert len(changed.judged) < len(present.judged) and changed.catalogue.horizons != present.catalogue.horizons
    moved = [code for code, one in changed.judged.items() if one.status is not present.judged[code].status]
    assert len(moved) > 100, "the corrections do change the present"
    after = frozen(demo_store)
    assert figures(after.review) == figures(before.review)
    assert (after.lines, after.judgements) == (before.lines, before.judgements)
    assert after.review.parameters == before.review.parameters
    assert after.review.catalogue.definitions == before.review.catalogue.definitions
    check = verify(demo_store, "C1")
    assert check is not None
    assert (check.is_intact, check.is_same, check.differences) == (True, True, ())
    elsewhere = postgres_stores if demo_store.dialect.name == "sqlite" else sqlite_stores
    url = elsewhere.filled(migrate.upgrade)
    other = connect(url)
    backup.back_up(demo_store, tmp_path / "sauvegarde.zip")
    backup.restore(other, tmp_path / "sauvegarde.zip", "essai")
    again = verify(other, "C1")
    assert again is not None
    assert (again.recomputed, again.is_intact, again.is_same) == (made.fingerprint, True, True)
    assert figures(frozen(other).review) == figures(before.review)
    assert integrity.problems(other) == []
    with pytest.raises(StoreError), unit_of_work(other, "essai") as work:
        add_value(work.session, 5, period="2019-05", recorded_at=made.as_of)
    other.dispose()
    elsewhere.discard(url)


def test_editions_of_the_past_are_the_as_of_readings_of_then(demo_store: Engine) -> None:
    for edition in read_editions(demo_store):
        assert edition.as_of == edition.frozen_at
        opened = frozen(demo_store, edition.code)
        then = read_review(demo_store, edition.held_on, as_of=edition.as_of, confidential=True)
        assert then is not None
        assert figures(opened.review) == figures(then)
        assert {code: (one.status, one.value) for code, one in opened.lines.items()} == {
            code: (one.status, one.latest.value if one.latest else None) for code, one in then.judged.items()
        }
        check = verify(demo_store, edition.code)
        assert check is not None and check.is_same and check.is_intact
    assert integrity.problems(demo_store) == []


def test_other_code_is_told_by_series_and_the_edition_still_shows_what_was_seen(
    demo_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = frozen(demo_store, "COMITE-2026-05")
    monkeypatch.setattr(assessment, "_decide", lambda _way, _parameters: (Status.LATE, 8))
    check = verify(demo_store, "COMITE-2026-05")
    assert check is not None
    assert (check.is_intact, check.is_same) == (True, False)
    fields = {one.field for one in check.differences}
    assert fields == {"status", "rule"}
    judged = {code for code, line in before.lines.items() if line.status in set(Status) - {Status.LATE}}
    assert {one.series for one in check.differences} < judged
    assert frozen(demo_store, "COMITE-2026-05").lines == before.lines


def test_the_public_sees_an_edition_without_what_is_confidential(demo_store: Engine) -> None:
    seen, known = open_edition(demo_store, "COMITE-2026-05"), frozen(demo_store, "COMITE-2026-05")
    assert seen is not None
    hidden = [code for code, line in known.lines.items() if seen.lines[code] != line]
    assert hidden
    for code in hidden:
        masked = [one.period.code for one in seen.review.judged[code].facts.observations if one.conf != "F"]
        for observation in known.review.judged[code].facts.observations:
            if observation.period.code in masked and observation.value is not None:
                values = json.loads(json.dumps(seen.lines[code].content["values"]))
                assert [row[1] for row in values if row[0] == observation.period.code] == [None]


def test_double_submit_other_code_and_rights(demo_store: Engine) -> None:
    first = editions.freeze(demo_store, SECRETARY, "C1", "Comité", HELD, "Note")
    again = editions.freeze(demo_store, SECRETARY, "C1 ", "Comité", HELD, "Note")
    assert (again.kind, again.as_of, again.fingerprint) == (Kind.UNCHANGED, first.as_of, first.fingerprint)
    assert len(read_editions(demo_store)) == 3
    for call, said in (
        (lambda: editions.freeze(demo_store, SECRETARY, "C1", "Autre", HELD), "déjà été figée"),
        (lambda: editions.freeze(demo_store, READER, "C2", "Comité", HELD), "rôle"),
        (lambda: editions.freeze(demo_store, SECRETARY, " ", "Comité", HELD), "code"),
        (lambda: editions.freeze(demo_store, SECRETARY, "C2", "x" * 5000, HELD), "dépasse"),
        (
            lambda: editions.freeze(
                demo_store, SECRETARY, "C2", "Comité", HELD, as_of=datetime.now(UTC) + timedelta(days=1)
            ),
            "à venir",
        ),
        (
            lambda: editions.freeze(
                demo_store, SECRETARY, "C2", "Comité", HELD, as_of=datetime(2020, 1, 1, tzinfo=UTC)
            ),
            "rien à figer",
        ),
    ):
        with pytest.raises(Refused, match=said):
            call()
    assert verify(demo_store, "?") is None and open_edition(demo_store, "?") is None


def test_the_past_can_be_frozen_as_it_was_known(demo_store: Engine) -> None:
    at = datetime(2026, 9, 30, 12, tzinfo=UTC)
    made = editions.freeze(demo_store, SECRETARY, "C1", "Comité du 30/09", date(2026, 9, 30), as_of=at)
    opened = frozen(demo_store)
    then = read_review(demo_store, date(2026, 9, 30), as_of=at, confidential=True)
    assert then is not None and made.as_of == at < opened.edition.frozen_at
    assert figures(opened.review) == figures(then)


def test_nothing_is_recorded_at_or_before_the_last_edition(demo_store: Engine) -> None:
    made = editions.freeze(demo_store, SECRETARY, "C1", "Comité", HELD)
    for when in (made.as_of, made.as_of - timedelta(microseconds=1), datetime(2023, 1, 1, tzinfo=UTC)):
        with pytest.raises(StoreError) as caught, unit_of_work(demo_store, "essai") as work:
            add_value(work.session, 5, period="2019-05", recorded_at=when)
        assert (caught.value.rule, str(caught.value)) == ("behind_edition", MESSAGES["behind_edition"])
    with unit_of_work(demo_store, "essai") as work:
        add_value(work.session, 5, period="2019-05", recorded_at=made.as_of + timedelta(microseconds=1))
        work.commit()
    check = verify(demo_store, "C1")
    assert check is not None and check.is_same


def test_a_slow_writer_is_waited_for_and_the_next_one_waits(demo_store: Engine) -> None:
    """A version recorded before the frozen instant is committed before it, and seen; the next one comes after it."""
    started, release, freezing = threading.Event(), threading.Event(), threading.Event()
    done: dict[str, editions.EditionOutcome] = {}

    def slow() -> None:
        with unit_of_work(demo_store, "lent") as work:
            add_value(work.session, 5, period="2019-05")
            started.set()
            release.wait(20)
            work.commit()

    def freeze() -> None:
        freezing.set()
        done["edition"] = editions.freeze(demo_store, SECRETARY, "C1", "Comité", HELD)

    def late() -> None:
        with unit_of_work(demo_store, "tard") as work:
            add_value(work.session, 6, period="2019-06")
            work.commit()

    threads = [threading.Thread(target=one) for one in (slow, freeze, late)]
    threads[0].start()
    assert started.wait(20)
    threads[1].start()
    assert freezing.wait(20)
    threads[2].start()
    threads[1].join(0.5)
    assert threads[1].is_alive(), "the edition waits for the writer under way"
    release.set()
    for one in threads:
        one.join(30)
    made = done["edition"]
    with reading(demo_store) as session:
        rows = session.execute(
            text(
                "SELECT o.period_code, v.recorded_at FROM observation_version v JOIN observation o ON"
                " o.id = v.observation_id WHERE o.period_code IN ('2019-05', '2019-06') AND o.series_id = 1"
            )
        ).all()
        assert {row.period_code for row in rows} == {"2019-05", "2019-06"}
        seen = {row.period_code for row in rows if _instant(row.recorded_at) <= made.as_of}
    values = {
        row[0]
        for one in frozen(demo_store).lines.values()
        for row in one.content["values"]
        if row[0].startswith("2019-0")
    }
    assert "2019-05" in seen and values == seen
    check = verify(demo_store, "C1")
    assert check is not None and check.is_same


def _instant(value: object) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def test_a_version_that_waited_with_an_instant_of_before_is_refused(demo_store: Engine) -> None:
    """On a machine whose clock lags: the instant was read, then the edition was frozen, then it was written."""
    lagging = datetime.now(UTC)
    editions.freeze(demo_store, SECRETARY, "C1", "Comité", HELD)
    with pytest.raises(StoreError) as caught, unit_of_work(demo_store, "retard") as work:
        add_value(work.session, 5, period="2019-05", recorded_at=lagging)
    assert caught.value.rule == "behind_edition"


def test_a_second_preparation_changes_nothing(demo_store: Engine) -> None:
    preparing.prepare_demonstration(demo_store)
    before = read_editions(demo_store)
    with reading(demo_store) as session:
        number = facts.data_version(session)
    assert not preparing.prepare_demonstration(demo_store).wrote
    assert read_editions(demo_store) == before
    with reading(demo_store) as session:
        assert facts.data_version(session) == number


def test_the_demonstration_is_the_same_on_both_engines(demo_store: Engine, sqlite_stores: SqliteStores) -> None:
    other = connect(sqlite_stores.filled(preparing.prepare_demonstration))
    assert [(one.code, one.fingerprint) for one in read_editions(demo_store)] == [
        (one.code, one.fingerprint) for one in read_editions(other)
    ]
    other.dispose()


def test_a_tampered_edition_is_seen(demo_store: Engine) -> None:
    with demo_store.begin() as connection:
        if demo_store.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER append_only_edition_line_update"))
        else:
            connection.execute(text("ALTER TABLE edition_line DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE edition_line SET content = replace(content, 'recul', 'en_retard')"))
    assert len([one for one in integrity.problems(demo_store) if "empreinte" in one]) == 2
    check = verify(demo_store, "COMITE-2025-11")
    assert check is not None and not check.is_intact


def test_decisions_name_the_edition_that_was_before_the_committee(demo_store: Engine) -> None:
    made = decisions.decide(demo_store, SECRETARY, "Relancer", edition="COMITE-2026-05", taken_on=HELD)
    assert (made.code, made.kind) == ("D-2026-03", Kind.SAVED)
    with pytest.raises(Refused, match="n’existe pas"):
        decisions.decide(demo_store, SECRETARY, "Relancer", edition="C9")


def test_standing_words_are_those_of_the_instant(demo_store: Engine) -> None:
    opened = frozen(demo_store, "COMITE-2025-11")
    assert all(opened.judgements.of_area(number).adopted for number in range(1, 7))
    standing = opened.judgements.of_area(1)
    assert standing.proposal is None and standing.version_no == 1
    assert standing.adopted is not None and standing.adopted.state is AppreciationState.ADOPTED
    assert replace(standing, comments={}) != replace(
        frozen(demo_store, "COMITE-2026-05").judgements.of_area(1), comments={}
    )
