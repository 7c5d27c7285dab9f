"""Decisions of the committee: recorded, revised, followed up until closed; every version is kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.engine import Engine
from db.errors import StoreError, StoreUnavailable
from db.queries import decisions as stored
from db.queries import editions as stored_editions
from db.queries.entries import savepoint
from db.queries.reference import identifiers
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import DecisionState, EventCode
from indicators.domain import rights, wording
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import Kind
from indicators.reading.committee.decisions import Decision, decisions_within
from indicators.reading.instants import LOCAL
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused
from indicators.services.values.plans import MAX_TEXT


@dataclass(frozen=True, slots=True)
class DecisionLinks:
    """Subjects of a decision, by codes: series, indicators in every area, operations of the roadmap."""

    series: Collection[str] = ()
    indicators: Collection[str] = ()
    operations: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """Outcome for a decision. ``theirs`` is the current version in case of conflict."""

    code: str
    kind: Kind
    message: str
    version_no: int = 0
    theirs: Decision | None = None


@dataclass(frozen=True, slots=True)
class _Content:
    """Content of a version to append."""

    text: str
    in_charge: str
    due_on: date | None
    state: DecisionState
    note: str
    series: tuple[str, ...]
    indicators: tuple[str, ...]
    operations: tuple[str, ...]

    def is_that_of(self, decision: Decision) -> bool:
        """Whether a version already has this content."""
        return self == _content_of(decision)


def decide(
    engine: Engine,
    person: Person,
    text: str,
    *,
    in_charge: str = "",
    due_on: date | None = None,
    about: DecisionLinks | None = None,
    edition: str = "",
    taken_on: date | None = None,
) -> DecisionOutcome:
    """Record a decision; return its number (« D-2026-03 »). An identical one on the same day is a double click.

    Args:
        in_charge: person or service in charge, as named by the committee.
        edition: code of the edition before the committee.
        taken_on: day of the meeting, today by default.

    Raises:
        Refused: the person may not, the text is missing or too long, or a subject does not exist.
    """
    day = day_or_today(taken_on)
    with unit_of_work(engine, person.email) as work:
        _require(person)
        content = _content(text, in_charge, due_on, DecisionState.OPEN, "", about or DecisionLinks())
        links = _links(work.session, content)
        edition_id = _edition(work.session, edition)
        stored.take_turns(work.session)
        twin = _twin(decisions_within(work.session), content, day, person)
        if twin is not None:
            return DecisionOutcome(twin.code, Kind.UNCHANGED, f"Décision {twin.code} déjà consignée.", 1)
        code = _next_code(stored.codes(work.session), day.year)
        decision_id = stored.add(work.session, code, day, edition_id)
        stored.add_version(work.session, decision_id, **_columns(content, links, person, 1, day))
        work.record(EventCode.DECISION_RECORDED, f"décision {code}", new=_journal_entry(content, 1))
        work.commit()
        return DecisionOutcome(code, Kind.SAVED, f"Décision {code} consignée.", 1)


def revise(
    engine: Engine,
    person: Person,
    code: str,
    note: str,
    *,
    base_version_no: int,
    text: str,
    in_charge: str,
    due_on: date | None,
    about: DecisionLinks,
    meeting: date | None = None,
) -> DecisionOutcome:
    """Reword a decision, or change the person in charge, the deadline or the subjects; ``note`` explains why.

    Raises:
        Refused: the person may not, there is no such decision, a text is missing, or a subject does not exist.
    """
    return _change(
        engine,
        person,
        code,
        base_version_no,
        meeting,
        lambda decision: _content(text, in_charge, due_on, decision.state, note, about),
    )


def follow_up(
    engine: Engine,
    person: Person,
    code: str,
    state: DecisionState,
    note: str,
    *,
    base_version_no: int,
    meeting: date | None = None,
) -> DecisionOutcome:
    """Update the state of a decision; with the same state it is a progress report. A closed one may be reopened.

    Raises:
        Refused: the person may not, there is no such decision, or the note is missing.
    """
    return _change(
        engine,
        person,
        code,
        base_version_no,
        meeting,
        lambda decision: replace(
            _content_of(decision), state=state, note=_checked(note, "Dites où en est la décision.")
        ),
    )


def _change(
    engine: Engine,
    person: Person,
    code: str,
    base_version_no: int,
    meeting: date | None,
    change: Callable[[Decision], _Content],
) -> DecisionOutcome:
    with unit_of_work(engine, person.email) as work:
        _require(person)
        last = _standing(work.session, code)
        content = change(last)
        if not content.note:
            raise Refused("Modifier une décision demande une note : dites pourquoi.")
        links = _links(work.session, content)
        if content.is_that_of(last) and last.recorded_by == person.email:
            return DecisionOutcome(code, Kind.UNCHANGED, "Cette version est déjà enregistrée.", last.version_no)
        if last.version_no != base_version_no:
            return _conflict(last)
        return _append(work, person, last, content, links, meeting)


def _append(
    work: UnitOfWork,
    person: Person,
    last: Decision,
    content: _Content,
    links: Mapping[str, list[int]],
    meeting: date | None,
) -> DecisionOutcome:
    number = last.version_no + 1
    try:
        with savepoint(work.session):
            identifier = stored.identifier(work.session, last.code) or 0
            stored.add_version(work.session, identifier, **_columns(content, links, person, number, meeting))
    except StoreUnavailable:
        raise
    except StoreError as error:
        if error.rule != stored.SAME_VERSION:
            raise
        now = _standing(work.session, last.code)
        same = content.is_that_of(now) and now.recorded_by == person.email
        return DecisionOutcome(last.code, Kind.UNCHANGED, "", now.version_no) if same else _conflict(now)
    old, new = _journal_entry(_content_of(last), last.version_no), _journal_entry(content, number)
    work.record(EventCode.DECISION_RECORDED, f"décision {last.code}", note=content.note, old=old, new=new)
    work.commit()
    message = f"Décision {last.code} : {wording.label(content.state).lower()}."
    return DecisionOutcome(last.code, Kind.SAVED, message, number)


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.DECIDE)
    if not leave:
        raise Refused(leave.reason)


def _content(
    text: str, in_charge: str, due_on: date | None, state: DecisionState, note: str, about: DecisionLinks
) -> _Content:
    return _Content(
        _checked(text, "Une décision demande un texte."),
        _checked(in_charge),
        due_on,
        state,
        _checked(note),
        *(tuple(sorted(set(codes))) for codes in (about.series, about.indicators, about.operations)),
    )


def _checked(text: str, required_message: str = "") -> str:
    if required_message and not text.strip():
        raise Refused(required_message)
    if len(text) > MAX_TEXT:
        raise Refused(f"Ce texte dépasse {MAX_TEXT} caractères.")
    return text.strip()


def _content_of(decision: Decision) -> _Content:
    about = (decision.series, decision.indicators, decision.operations)
    return _Content(decision.text, decision.in_charge, decision.due_on, decision.state, decision.note, *about)


def _twin(decisions: Collection[Decision], content: _Content, day: date, person: Person) -> Decision | None:
    """An identical decision, of the same day and author, not followed up yet; or None."""
    for decision in decisions:
        if (decision.version_no, decision.taken_on, decision.recorded_by) == (
            1,
            day,
            person.email,
        ) and content.is_that_of(decision):
            return decision
    return None


def _next_code(codes: Collection[str], year: int) -> str:
    """The next number of the year; codes in another form are ignored."""
    prefix = f"D-{year}-"
    numbers = [int(code.removeprefix(prefix)) for code in codes if code.removeprefix(prefix).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def _standing(session: Session, code: str) -> Decision:
    standing = next((decision for decision in decisions_within(session) if decision.code == code), None)
    if standing is None:
        raise Refused(f"La décision « {code} » n’existe pas.")
    return standing


def _edition(session: Session, code: str) -> int | None:
    if not code:
        return None
    edition = stored_editions.edition(session, code)
    if edition is None:
        raise Refused(f"L’édition « {code} » n’existe pas.")
    identifier: int = edition.id
    return identifier


def _links(session: Session, content: _Content) -> dict[str, list[int]]:
    """Identifiers of the subjects of a decision."""
    return {
        kind: _identifiers(session, table, codes, unknown)
        for kind, table, codes, unknown in (
            ("series", "series", content.series, "La série « {} » n’existe pas."),
            ("indicators", "indicator", content.indicators, "L’indicateur « {} » n’existe pas."),
            ("operations", "operation", content.operations, "L’opération « {} » n’existe pas."),
        )
    }


def _identifiers(session: Session, table: str, codes: Collection[str], unknown: str) -> list[int]:
    ids = identifiers(session, table, "code") if codes else {}
    for code in codes:
        if code not in ids:
            raise Refused(unknown.format(code))
    return [ids[code] for code in codes]


def _columns(
    content: _Content, links: Mapping[str, list[int]], person: Person, number: int, meeting: date | None
) -> dict[str, Any]:
    content_columns = {
        "text": content.text,
        "in_charge": content.in_charge,
        "due_on": content.due_on,
        "state": str(content.state),
        "note": content.note,
    }
    return {**content_columns, **links, "version_no": number, "meeting": meeting, "recorded_by": person.email}


def _journal_entry(content: _Content, number: int) -> dict[str, object]:
    """Content of a version for the journal, in plain JSON."""
    about = {"series": content.series, "indicators": content.indicators, "operations": content.operations}
    return {
        "version": number,
        "text": content.text,
        "in_charge": content.in_charge,
        "due_on": content.due_on.isoformat() if content.due_on else None,
        "state": str(content.state),
        **{kind: list(codes) for kind, codes in about.items() if codes},
    }


def _conflict(theirs: Decision) -> DecisionOutcome:
    when = f"{theirs.recorded_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}"
    message = (
        f"{theirs.recorded_by} a modifié cette décision le {when}, après ce que vous avez vu."
        " Rien n’est enregistré : choisissez ce qu’il faut garder."
    )
    return DecisionOutcome(theirs.code, Kind.CONFLICT, message, theirs.version_no, theirs)
