"""Appreciations, comments and decisions: who may, what is owed, nothing overwritten unseen, nothing written twice."""

import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import Engine
from db.unit_of_work import reading
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind, DecisionState, Horizon
from indicators.domain.committee.appreciations import Matter
from indicators.domain.rights import Person
from indicators.domain.values.cells import Kind
from indicators.reading.committee import decisions as decided
from indicators.reading.committee.judgements import history, missing_appreciations, read_judgements
from indicators.reading.people.journal import Filters, read_journal
from indicators.reading.progress.review import read_data_version, read_review
from indicators.reading.store import integrity
from indicators.services.committee import decisions, editions, judgements
from indicators.services.committee.decisions import DecisionLinks
from indicators.services.refusals import Refused
from indicators.services.values import targets
from tests.entry_world import ADA, ANNE, COUNT, FOREIGN, NOBODY, RENE, SHARE, TODAY, VERA, publish

SERIES, AREA, OTHER = Matter(series=COUNT), Matter(area=1), Matter(area=2)
SECURED, ATTAINABLE, SUPPORT, COMPROMISED = AppreciationLevel
RISKS = CommentKind.RISKS
MEETING = date(2025, 3, 12)


def late(engine: Engine) -> None:
    """The series of area 1 is late: 11 on a way from 10 to 40."""
    targets.set_baseline(engine, VERA, COUNT, "10", date(2021, 12, 31), source="Enquête", today=TODAY)
    targets.set_target(engine, VERA, COUNT, Horizon.MEDIUM, "40", due=date(2026, 12, 31), today=TODAY)
    publish(engine, "11")


def appreciate(engine: Engine, person: Person, level: AppreciationLevel | None, motive: str = "", **more: Any) -> Any:
    more.setdefault("today", TODAY)
    return judgements.appreciate(engine, person, more.pop("matter", SERIES), level, motive, **more)


def comment(engine: Engine, person: Person, text: str, **more: Any) -> Any:
    return judgements.comment(engine, person, more.pop("matter", SERIES), RISKS, text, **more)


# Rights ---------------------------------------------------------------------------------------------------------------

MAY: dict[str, tuple[Callable[[Engine, Person, Matter], Any], str]] = {
    "judgements.appreciate": (lambda e, p, m: appreciate(e, p, SUPPORT, matter=m), "VERA ADA"),
    "judgements.comment": (lambda e, p, m: comment(e, p, "Texte", matter=m), "VERA ADA"),
    "decisions.decide": (lambda e, p, _: decisions.decide(e, p, "Relancer"), "ADA"),
    "decisions.revise": (
        lambda e, p, _: decisions.revise(
            e, p, "D-2024-01", "Note", base_version_no=1, text="T", in_charge="", due_on=None, about=DecisionLinks()
        ),
        "ADA",
    ),
    "decisions.follow_up": (
        lambda e, p, _: decisions.follow_up(e, p, "D-2024-01", DecisionState.DONE, "Note", base_version_no=1),
        "ADA",
    ),
    "editions.freeze": (lambda e, p, _: editions.freeze(e, p, "C1", "Comité", MEETING), "ADA"),
}
PEOPLE = {"NOBODY": NOBODY, "RENE": RENE, "ANNE": ANNE, "VERA": VERA, "ADA": ADA}


def test_every_service_of_the_committee_is_listed() -> None:
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (judgements, decisions, editions)
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    }
    assert found - {"editions.freeze_within"} == set(MAY)


@pytest.mark.parametrize("name", MAY)
@pytest.mark.parametrize("matter", [SERIES, AREA, OTHER, Matter(series=FOREIGN)], ids=str)
def test_it_works_or_is_refused_with_a_message(store: Engine, name: str, matter: Matter) -> None:
    call, may = MAY[name]
    decisions.decide(store, Person("Otto", "o@example.org", ADA.roles), "Avant", taken_on=date(2024, 5, 1))
    foreign = matter in (OTHER, Matter(series=FOREIGN)) and name.startswith("judgements")
    allowed = [one for one in may.split() if not (foreign and one == "VERA")]
    for refused in PEOPLE.keys() - set(allowed):
        version = read_data_version(store)
        with pytest.raises(Refused, match=r"\.$|\)\.$"):
            call(store, PEOPLE[refused], matter)
        assert read_data_version(store) == version
    outcome = call(store, PEOPLE[allowed[0]], matter)
    assert outcome.kind is Kind.SAVED, outcome
    assert integrity.problems(store) == []


def test_what_does_not_exist_is_refused(store: Engine) -> None:
    for call in (
        lambda: appreciate(store, ADA, SUPPORT, matter=Matter(area=9)),
        lambda: comment(store, ADA, "Texte", matter=Matter(series="X")),
        lambda: comment(store, ADA, "x" * 5000),
        lambda: decisions.decide(store, ADA, " "),
        lambda: decisions.decide(store, ADA, "T", about=DecisionLinks(series=["X"])),
        lambda: decisions.decide(store, ADA, "T", about=DecisionLinks(indicators=["X"])),
        lambda: decisions.decide(store, ADA, "T", about=DecisionLinks(operations=["X"])),
        lambda: decisions.decide(store, ADA, "T", edition="X"),
        lambda: decisions.follow_up(store, ADA, "X", DecisionState.DONE, "N", base_version_no=1),
    ):
        with pytest.raises(Refused, match=r"\.$"):
            call()
    assert read_data_version(store) == 1


# Appreciations --------------------------------------------------------------------------------------------------------


def test_a_motive_is_asked_where_the_computed_status_says_otherwise(store: Engine) -> None:
    late(store)
    asked = appreciate(store, ADA, SECURED)
    assert (asked.kind, asked.version_no) == (Kind.EXPLAIN, 0)
    assert "« En retard »" in asked.message and "motif" in asked.message
    assert appreciate(store, ADA, SECURED, matter=AREA).kind is Kind.EXPLAIN
    assert appreciate(store, ADA, SUPPORT).kind is Kind.SAVED
    saved = appreciate(store, ADA, SECURED, "Contrats signés", base_version_no=1, meeting=MEETING)
    assert (saved.kind, saved.version_no) == (Kind.SAVED, 2)
    assert saved.message == "Objectifs sécurisés : retenue par le comité."
    review = read_review(store, TODAY, confidential=True)
    assert review is not None
    before = review.judged[COUNT].assessment
    assert before.status == "en_retard", "the computed status is not altered"
    assert [str(one.matter) for one in missing_appreciations(review, read_judgements(store))] == ["aire 1"]


def test_a_validator_proposes_and_the_secretariat_adopts(store: Engine) -> None:
    proposed = appreciate(store, VERA, SUPPORT, matter=AREA)
    assert proposed.message == "Appuis nécessaires : proposée."
    standing = read_judgements(store).of(AREA)
    assert standing.level is None and standing.proposal is not None and standing.proposal.level is SUPPORT
    adopted = appreciate(store, ADA, SUPPORT, matter=AREA, base_version_no=1)
    assert (adopted.kind, adopted.version_no) == (Kind.SAVED, 2)
    standing = read_judgements(store).of_area(1)
    assert standing.level is SUPPORT and standing.proposal is None
    with_another = appreciate(store, VERA, COMPROMISED, "Financement perdu", matter=AREA, base_version_no=2)
    assert with_another.kind is Kind.SAVED
    assert read_judgements(store).of(AREA).level is SUPPORT, "a proposal changes nothing of what was adopted"
    back = appreciate(store, VERA, None, matter=AREA, base_version_no=3)
    assert back.message == "Appréciation retirée."
    kept = appreciate(store, VERA, None, matter=AREA, base_version_no=4)
    assert kept.kind is Kind.REFUSED and "retenue par le comité" in kept.message
    assert appreciate(store, ADA, None, matter=AREA, base_version_no=4).kind is Kind.SAVED
    assert read_judgements(store).of(AREA).level is None
    assert appreciate(store, ADA, None, matter=AREA, base_version_no=5).kind is Kind.REFUSED
    said = history(store, AREA)
    assert [one.version_no for one in said] == [1, 2, 3, 4, 5]
    assert [getattr(one, "state", None) for one in said][-2:] == [AppreciationState.WITHDRAWN] * 2


def test_what_was_not_seen_is_told_and_never_overwritten(store: Engine) -> None:
    appreciate(store, VERA, SUPPORT, "Premier")
    conflict = appreciate(store, ADA, SECURED, "Second")
    assert conflict.kind is Kind.CONFLICT and conflict.version_no == 1
    assert conflict.theirs is not None and conflict.theirs.recorded_by == VERA.email
    assert VERA.email in conflict.message and "Rien n’est enregistré" in conflict.message
    comment(store, VERA, "Premier")
    other = comment(store, ADA, "Second")
    assert (other.kind, other.version_no, other.theirs.text) == (Kind.CONFLICT, 1, "Premier")
    assert len(history(store, SERIES)) == 2


def test_the_same_said_twice_is_written_once(store: Engine) -> None:
    for call in (
        lambda: appreciate(store, VERA, SUPPORT, "Motif "),
        lambda: comment(store, VERA, " Texte"),
        lambda: decisions.decide(store, ADA, "Relancer ", taken_on=MEETING),
    ):
        first, version = call(), read_data_version(store)
        again = call()
        assert (first.kind, again.kind) == (Kind.SAVED, Kind.UNCHANGED)
        assert (again.version_no, read_data_version(store)) == (1, version)
    follow = [
        decisions.follow_up(store, ADA, "D-2025-01", DecisionState.UNDER_WAY, "Lancée", base_version_no=1)
        for _ in range(2)
    ]
    assert [(one.kind, one.version_no) for one in follow] == [(Kind.SAVED, 2), (Kind.UNCHANGED, 2)]


@pytest.mark.parametrize("what", ["appreciation", "comment", "decision", "follow_up"])
def test_six_clicks_at_once_write_once(store: Engine, what: str) -> None:
    decisions.decide(store, ADA, "Avant", taken_on=date(2024, 5, 1))
    calls: dict[str, Callable[[], Any]] = {
        "appreciation": lambda: appreciate(store, ADA, SUPPORT, "Motif"),
        "comment": lambda: comment(store, ADA, "Texte"),
        "decision": lambda: decisions.decide(store, ADA, "Relancer", taken_on=MEETING),
        "follow_up": lambda: decisions.follow_up(
            store, ADA, "D-2024-01", DecisionState.DONE, "Fait", base_version_no=1
        ),
    }
    start = Barrier(6)

    def click(_: int) -> Any:
        start.wait()
        return calls[what]()

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(click, range(6)))
    assert sorted(one.kind for one in outcomes) == sorted([Kind.SAVED, *[Kind.UNCHANGED] * 5])
    assert integrity.problems(store) == []


def test_comments_have_their_kinds_and_their_past(store: Engine) -> None:
    for kind in CommentKind:
        judgements.comment(store, VERA, AREA, kind, f"Sur {kind}", meeting=MEETING)
    judgements.comment(store, VERA, AREA, RISKS, "Autre risque", base_version_no=1)
    seen = datetime.now(UTC)
    judgements.comment(store, VERA, AREA, RISKS, "", base_version_no=2)
    standing = read_judgements(store).of(AREA)
    assert [one.kind for one in standing.texts] == [one for one in CommentKind if one is not RISKS]
    assert standing.comments[RISKS].version_no == 3
    then = read_judgements(store, seen).of(AREA)
    assert then.comments[RISKS].text == "Autre risque" and len(then.texts) == 4
    assert read_judgements(store, datetime(2020, 1, 1, tzinfo=UTC)).standing == {}


# Decisions ------------------------------------------------------------------------------------------------------------


def test_a_decision_lives_from_meeting_to_meeting(store: Engine) -> None:
    about = DecisionLinks(series=[SHARE, COUNT], indicators=["ENT-01"], operations=["O1"])
    made = decisions.decide(
        store, ADA, "Relancer", in_charge="Véra", due_on=date(2025, 6, 30), about=about, taken_on=MEETING
    )
    assert (made.code, made.message) == ("D-2025-01", "Décision D-2025-01 consignée.")
    assert decisions.decide(store, ADA, "Autre", taken_on=MEETING).code == "D-2025-02"
    assert decisions.decide(store, ADA, "Autre", taken_on=date(2026, 1, 8)).code == "D-2026-01"
    taken = datetime.now(UTC)
    (first, *_) = decided.open_decisions(store)
    assert (first.series, first.indicators, first.operations) == ((COUNT, SHARE), ("ENT-01",), ("O1",))
    assert first.is_overdue(date(2025, 7, 1)) and not first.is_overdue(date(2025, 6, 30))
    done = decisions.follow_up(
        store, ADA, "D-2025-01", DecisionState.DONE, "Faite", base_version_no=1, meeting=date(2025, 9, 1)
    )
    assert (done.version_no, done.message) == (2, "Décision D-2025-01 : réalisée.")
    assert [one.code for one in decided.open_decisions(store)] == ["D-2025-02", "D-2026-01"]
    assert "D-2025-01" in [one.code for one in decided.open_decisions(store, taken)]
    revised = decisions.revise(
        store,
        ADA,
        "D-2025-01",
        "Reprise",
        base_version_no=2,
        text="Relancer encore",
        in_charge="Wim",
        due_on=None,
        about=DecisionLinks(operations=["O1"]),
    )
    assert revised.version_no == 3
    versions = decided.history(store, "D-2025-01")
    assert [(one.text, one.state, one.series) for one in versions] == [
        ("Relancer", "ouverte", (COUNT, SHARE)),
        ("Relancer", "realisee", (COUNT, SHARE)),
        ("Relancer encore", "realisee", ()),
    ]
    beaten = decisions.follow_up(store, ADA, "D-2025-01", DecisionState.OPEN, "Bis", base_version_no=2)
    assert beaten.kind is Kind.CONFLICT and beaten.theirs is not None and beaten.theirs.in_charge == "Wim"
    for call in (
        lambda: decisions.follow_up(store, ADA, "D-2025-01", DecisionState.OPEN, " ", base_version_no=3),
        lambda: decisions.revise(
            store, ADA, "D-2025-01", " ", base_version_no=3, text="T", in_charge="", due_on=None, about=DecisionLinks()
        ),
    ):
        with pytest.raises(Refused, match=r"(note|Dites)"):
            call()


def test_the_journal_tells_of_it(store: Engine) -> None:
    appreciate(store, VERA, SUPPORT, "Motif")
    comment(store, VERA, "Texte")
    decisions.decide(store, ADA, "Relancer", taken_on=MEETING)
    decisions.follow_up(store, ADA, "D-2025-01", DecisionState.DONE, "Faite", base_version_no=1)
    editions.freeze(store, ADA, "C1", "Comité", MEETING)
    told = read_journal(store, ADA)
    assert [(one.label, one.subject) for one in reversed(told)] == [
        ("porter une appréciation", COUNT),
        ("commenter l’avancement", COUNT),
        ("consigner une décision", "décision D-2025-01"),
        ("consigner une décision", "décision D-2025-01"),
        ("figer une édition", "édition C1"),
    ]
    assert told[1].motive == "Faite" and told[1].old["state"] == "ouverte"
    assert read_journal(store, ANNE, Filters(action="apprecier")), "who fills the series sees it"


def test_a_decision_without_versions_is_an_anomaly(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("INSERT INTO decision (code, taken_on) VALUES ('D-X', '2025-01-01')"))
    assert integrity.problems(store) == ["Il manque une version à la décision D-X."]
    with reading(store) as session:
        assert [one.code for one in decided.decisions_within(session)] == []
