"""Freezing an edition: what the committee sees at an instant, with its fingerprint, immutable."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from db.engine import Engine
from db.queries import editions as stored
from db.queries import facts
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import EventCode, ObsStatus
from indicators import __version__
from indicators.domain import rights
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import Kind
from indicators.reading.committee.edition_lines import Frozen, Named, freeze_review
from indicators.reading.committee.judgements import judgements_within
from indicators.reading.instants import day_of
from indicators.reading.progress.review import Review, review_within
from indicators.services.refusals import Refused
from indicators.services.values.plans import MAX_TEXT


@dataclass(frozen=True, slots=True)
class EditionOutcome:
    """The edition in place: saved by this call, or already by an identical one."""

    code: str
    kind: Kind
    message: str
    as_of: datetime
    fingerprint: str


def freeze(
    engine: Engine,
    person: Person,
    code: str,
    label: str,
    held_on: date,
    note: str = "",
    *,
    as_of: datetime | None = None,
) -> EditionOutcome:
    """Freeze what is published now, with the committee's ratings and the pilots' comments.

    Concurrent writers are locked out, and nothing can be recorded later at or before the frozen instant.

    Args:
        as_of: a past instant to freeze instead of the present one, as it was known then.

    Raises:
        Refused: the person may not, a text is missing or too long, the code is taken, or there is nothing to freeze.
    """
    with unit_of_work(engine, person.email, alone=True) as work:
        leave = rights.allowed(person, Action.FREEZE_EDITION)
        if not leave:
            raise Refused(leave.reason)
        _check(code, label, note, as_of)
        before = stored.edition(work.session, code.strip())
        if before is not None:
            return _again(before, label.strip(), held_on, note.strip(), person)
        # Read from the clock now that the others are held out: what they record next comes after.
        now = datetime.now(UTC)
        named = Named(code.strip(), label.strip(), held_on, note.strip(), as_of or now, __version__)
        outcome = freeze_within(work, named, frozen_at=now)
        work.commit()
        return outcome


def freeze_within(work: UnitOfWork, named: Named, frozen_at: datetime) -> EditionOutcome:
    """Freeze within an exclusive transaction; the caller has checked the rights, and commits."""
    session = work.session
    review = review_within(session, day_of(named.as_of), as_of=named.as_of, confidential=True)
    if review is None or not review.judged:
        raise Refused("Rien n’était encore connu à cet instant : il n’y a rien à figer.")
    frozen = freeze_review(session, review, judgements_within(session, named.as_of), named)
    stored.add(session, _head(session, review, frozen, named, work.actor, frozen_at), _rows(review, frozen))
    work.record(
        EventCode.EDITION_FROZEN,
        f"édition {named.code}",
        label=named.label,
        note=named.note,
        as_of=named.as_of.isoformat(),
        fingerprint=frozen.fingerprint,
    )
    message = f"Édition « {named.label} » figée : {len(frozen.lines)} séries."
    return EditionOutcome(named.code, Kind.SAVED, message, named.as_of, frozen.fingerprint)


def _check(code: str, label: str, note: str, as_of: datetime | None) -> None:
    if not code.strip() or not label.strip():
        raise Refused("Une édition demande un code et un intitulé.")
    if max(map(len, (code, label, note))) > MAX_TEXT:
        raise Refused(f"Un texte dépasse {MAX_TEXT} caractères.")
    if as_of is not None and as_of > datetime.now(UTC):
        raise Refused("Une édition ne peut pas montrer un instant à venir.")


def _again(before: stored.EditionRow, label: str, held_on: date, note: str, person: Person) -> EditionOutcome:
    """Outcome for a code already used: a double click gets its own edition, anything else is refused."""
    if (before.label, before.held_on, before.note, before.frozen_by) == (label, held_on, note, person.email):
        message = f"L’édition « {label} » est déjà figée."
        return EditionOutcome(before.code, Kind.UNCHANGED, message, before.as_of, before.fingerprint)
    when = date_fr(day_of(before.frozen_at))
    raise Refused(f"L’édition {before.code} a déjà été figée par {before.frozen_by} le {when} : prenez un autre code.")


def _head(
    session: Session, review: Review, frozen: Frozen, named: Named, actor: str, frozen_at: datetime
) -> dict[str, object]:
    return {
        "code": named.code,
        "label": named.label,
        "held_on": named.held_on,
        "note": named.note,
        "as_of": named.as_of,
        "frozen_at": frozen_at,
        "frozen_by": actor,
        "data_version": facts.data_version(session),
        "parameters_version": review.parameters.version_no,
        "code_version": named.code_version,
        "content": frozen.header,
        "fingerprint": frozen.fingerprint,
    }


def _rows(review: Review, frozen: Frozen) -> list[dict[str, object]]:
    """Columns of the lines, parsed from the frozen text itself."""
    return [{"series_id": review.judged[code].series.id, **_columns(text)} for code, text in frozen.lines.items()]


def _columns(text: str) -> dict[str, object]:
    line = json.loads(text)
    return {
        "in_matrix": line["in_matrix"],
        "status": line["status"],
        "reason": line["reason"],
        "period_code": line["period"],
        "value": None if line["value"] is None else Decimal(line["value"]),
        "flags": frozenset(ObsStatus(flag) for flag in line["flags"]),
        "appreciation": line["appreciation"][0] if line["appreciation"] else "",
        "content": text,
    }
