"""Ratings of the committee and comments of pilots: appended with their author, never over an unseen version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.engine import Engine
from db.errors import StoreError, StoreUnavailable
from db.queries import judgements as stored
from db.queries.entries import savepoint
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind, EventCode
from indicators.domain import rights, wording
from indicators.domain.committee.appreciations import Matter, required_appreciation, required_for_area
from indicators.domain.rights import Action, Person, Subject
from indicators.domain.values.cells import Kind
from indicators.reading.committee.judgements import Appreciation, Comment, Standing, in_area, judgements_within
from indicators.reading.instants import LOCAL
from indicators.reading.progress.review import review_within
from indicators.reading.values.cells import read_series
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused
from indicators.services.values.plans import MAX_TEXT


@dataclass(frozen=True, slots=True)
class JudgementOutcome:
    """Outcome for a rating or a comment. ``version_no`` is the current version after the call.

    ``theirs`` is the concurrent version in case of conflict: both are shown, nothing was written.
    """

    matter: Matter
    kind: Kind
    message: str
    version_no: int = 0
    theirs: Appreciation | Comment | None = None


def appreciate(
    engine: Engine,
    person: Person,
    matter: Matter,
    level: AppreciationLevel | None,
    motive: str = "",
    *,
    base_version_no: int = 0,
    meeting: date | None = None,
    today: date | None = None,
) -> JudgementOutcome:
    """Rate an area or a series beside the computed status, which is unaffected. ``level`` None withdraws the rating.

    By a person who may decide (the committee's secretariat) it is adopted; by a validator it is a proposal.

    Args:
        reason: required when the level and the computed status strongly disagree.
        base_version_no: ``Standing.version_no`` that the person saw.
        meeting: day of the committee that the rating is for.

    Raises:
        Refused: the person may not, there is no such area or series, or the text is too long.
    """
    with unit_of_work(engine, person.email) as work:
        where = _open(work.session, person, Action.APPRECIATE, matter, motive)
        before = judgements_within(work.session).of(matter)
        new_content = _new_content(person, before, level, motive.strip())
        last = before.proposal or before.adopted
        if isinstance(new_content, str):
            return JudgementOutcome(matter, Kind.REFUSED, new_content, before.version_no)
        if last is not None and _is_same(last, new_content, person) and level is not None:
            return JudgementOutcome(matter, Kind.UNCHANGED, "Cette appréciation est déjà enregistrée.", last.version_no)
        if before.version_no != base_version_no:
            return _conflict(matter, before.version_no, last)
        missing = "" if level is None or motive.strip() else _owed(work.session, matter, level, day_or_today(today))
        if missing:
            return JudgementOutcome(matter, Kind.EXPLAIN, missing, before.version_no)
        number = before.version_no + 1
        values = {**where, **new_content, "version_no": number, "meeting": meeting, "recorded_by": person.email}
        outcome = JudgementOutcome(matter, Kind.SAVED, _message(new_content, level), number)
        return _save(
            work,
            outcome,
            EventCode.APPRECIATION_RECORDED,
            lambda: stored.add_appreciation(work.session, **values),
            new_content,
        )


def comment(
    engine: Engine,
    person: Person,
    matter: Matter,
    kind: CommentKind,
    text: str,
    *,
    base_version_no: int = 0,
    meeting: date | None = None,
) -> JudgementOutcome:
    """Comment on an area or a series. A new text replaces the former one, kept in history; an empty one withdraws it.

    Raises:
        Refused: the person may not, there is no such area or series, or the text is too long.
    """
    with unit_of_work(engine, person.email) as work:
        where = _open(work.session, person, Action.COMMENT, matter, text)
        last = judgements_within(work.session).of(matter).comments.get(kind)
        number = last.version_no if last else 0
        if (last.text if last else "") == text.strip():
            return JudgementOutcome(matter, Kind.UNCHANGED, "Ce commentaire est déjà enregistré.", number)
        if number != base_version_no:
            return _conflict(matter, number, last)
        content = {"kind": str(kind), "text": text.strip(), "meeting": meeting}
        values = {**where, **content, "version_no": number + 1, "recorded_by": person.email}
        message = f"{wording.label(kind)} : enregistré." if text.strip() else f"{wording.label(kind)} : retiré."
        outcome = JudgementOutcome(matter, Kind.SAVED, message, number + 1)
        details = {"kind": str(kind), "text": text.strip()}
        return _save(
            work, outcome, EventCode.COMMENT_WRITTEN, lambda: stored.add_comment(work.session, **values), details
        )


def _open(session: Session, person: Person, action: Action, matter: Matter, text: str) -> dict[str, int | None]:
    """Columns that identify the subject, once the person's right is checked. Raises Refused."""
    if len(text) > MAX_TEXT:
        raise Refused(f"Ce texte dépasse {MAX_TEXT} caractères.")
    area_id = stored.area_id(session, matter.area) if matter.area else None
    series = read_series(session, {matter.series}).get(matter.series) if matter.series else None
    if area_id is None and series is None:
        raise Refused(
            f"L’aire {matter.area} n’existe pas." if matter.area else f"La série « {matter.series} » n’existe pas."
        )
    subject = series.subject() if series else Subject(areas=frozenset({matter.area}))
    leave = rights.allowed(person, action, subject)
    if not leave:
        raise Refused(leave.reason)
    return {"area_id": area_id, "series_id": series.id if series else None}


def _new_content(
    person: Person, before: Standing, level: AppreciationLevel | None, motive: str
) -> dict[str, object] | str:
    """State, level and reason of the new version; a French sentence if there is nothing to withdraw."""
    adopts = bool(rights.allowed(person, Action.DECIDE))
    if level is not None:
        state = AppreciationState.ADOPTED if adopts else AppreciationState.PROPOSED
        return {"level": str(level), "state": str(state), "motive": motive}
    last = before.proposal or before.adopted
    if last is None:
        return "Il n’y a pas d’appréciation à retirer."
    if last.state is AppreciationState.ADOPTED and not adopts:
        return "Cette appréciation a été retenue par le comité : proposez-en une autre."
    return {"level": str(last.level), "state": str(AppreciationState.WITHDRAWN), "motive": motive}


def _is_same(last: Appreciation, new_content: dict[str, object], person: Person) -> bool:
    stands = (last.level, last.state, last.motive, last.recorded_by)
    return stands == (new_content["level"], new_content["state"], new_content["motive"], person.email)


def _owed(session: Session, matter: Matter, level: AppreciationLevel, today: date) -> str:
    """French sentence asking for a reason if today's statuses require one; else empty."""
    review = review_within(session, today, confidential=True)
    if review is None:
        return ""
    if matter.area:
        return required_for_area((judged.status for judged in in_area(review, matter.area)), level)
    assessed_series = review.judged.get(matter.series)
    return required_appreciation(assessed_series.status, level) if assessed_series else ""


def _conflict(matter: Matter, number: int, theirs: Appreciation | Comment | None) -> JudgementOutcome:
    who = f"{theirs.recorded_by} a écrit" if theirs else "Quelqu’un a écrit"
    when = f" le {theirs.recorded_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}" if theirs else ""
    message = f"{who}{when}, après ce que vous avez vu. Rien n’est enregistré : choisissez ce qu’il faut garder."
    return JudgementOutcome(matter, Kind.CONFLICT, message, number, theirs)


def _message(new_content: dict[str, Any], level: AppreciationLevel | None) -> str:
    if level is None:
        return "Appréciation retirée."
    return f"{wording.label(level)} : {wording.label(AppreciationState(new_content['state'])).lower()}."


def _save(
    work: UnitOfWork, outcome: JudgementOutcome, code: EventCode, add: Callable[[], None], details: dict[str, Any]
) -> JudgementOutcome:
    try:
        with savepoint(work.session):
            add()
    except StoreUnavailable:
        raise
    except StoreError as error:
        if error.rule in stored.SAME_VERSION:
            return _beaten(work.session, outcome, details)
        return JudgementOutcome(outcome.matter, Kind.REFUSED, str(error), outcome.version_no - 1)
    work.record(code, str(outcome.matter), version=outcome.version_no, **details)
    work.commit()
    return outcome


def _beaten(session: Session, outcome: JudgementOutcome, details: dict[str, Any]) -> JudgementOutcome:
    """Outcome when a concurrent writer was first; identical content is a double click, not a conflict."""
    now = judgements_within(session).of(outcome.matter)
    if "text" in details:
        theirs = now.comments.get(CommentKind(details["kind"]))
        if theirs and theirs.text == details["text"]:
            return JudgementOutcome(outcome.matter, Kind.UNCHANGED, outcome.message, theirs.version_no, theirs)
        return _conflict(outcome.matter, outcome.version_no, theirs)
    last = now.proposal or now.adopted
    if last and (last.level, last.state, last.motive) == (details["level"], details["state"], details["motive"]):
        return JudgementOutcome(outcome.matter, Kind.UNCHANGED, outcome.message, last.version_no, last)
    return _conflict(outcome.matter, outcome.version_no, last)
