"""Editions: what the committee saw, read back from the versions, beside the proof of what it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.engine import Engine
from db.queries import editions as stored
from db.unit_of_work import Session, reading
from db.vocabulary import AppreciationLevel, ConfStatus, ObsStatus
from indicators.domain.committee.fingerprints import canonical, fingerprint
from indicators.domain.statuses import Reason, Status
from indicators.reading.committee.edition_lines import Frozen, Named, freeze_review, line_of
from indicators.reading.committee.judgements import Judgements, judgements_within
from indicators.reading.instants import day_of
from indicators.reading.progress.review import Review, review_within


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it is listed. ``as_of`` is the instant that it shows, ``frozen_at`` when it was made."""

    code: str
    label: str
    held_on: date
    note: str
    as_of: datetime
    frozen_at: datetime
    frozen_by: str
    data_version: int
    parameters_version: int
    code_version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One series as it was seen. ``content`` holds the rest of the line, exact numbers as text."""

    series: str
    in_matrix: bool
    status: Status
    reason: Reason | None
    period: str
    value: Decimal | None
    flags: frozenset[ObsStatus]
    appreciation: AppreciationLevel | None
    content: Mapping[str, object]


@dataclass(frozen=True)
class OpenEdition:
    """An edition open before the committee: the review and the judgements of its instant, and its lines."""

    edition: Edition
    review: Review
    judgements: Judgements
    lines: Mapping[str, EditionLine]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is now computed otherwise than it was seen; ``series`` is empty for what is not about one series."""

    series: str
    field: str
    seen: Any
    found: Any


@dataclass(frozen=True, slots=True)
class Verification:
    """``is_intact``: what is stored has the fingerprint printed then. ``is_same``: the versions still give it today.

    An edition that is intact but not the same was computed by other code: the differences say where.
    """

    fingerprint: str
    is_intact: bool
    recomputed: str
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Whether recomputing gives the very same fingerprint."""
        return self.recomputed == self.fingerprint


def read_editions(engine: Engine, as_of: datetime | None = None) -> tuple[Edition, ...]:
    """Every edition (frozen by an instant), the last instant first."""
    with reading(engine) as session:
        editions = tuple(_edition(row) for row in stored.editions(session))
    return tuple(edition for edition in editions if as_of is None or edition.frozen_at <= as_of)


def open_edition(engine: Engine, code: str, *, confidential: bool = False) -> OpenEdition | None:
    """An edition as it was seen; None where there is none of that code.

    Unless asked for, what the public may not read today is masked, and the lines of those series are those that the
    public would have seen.
    """
    with reading(engine) as session:
        row = stored.edition(session, code)
        if row is None:
            return None
        lines = {line.series: _line(line) for line in stored.lines(session, row.id)}
        review = _review(session, row, lines, confidential)
        judgements = judgements_within(session, row.as_of)
    if not confidential:
        lines = {code: _publicly(line, review, judgements) for code, line in lines.items()}
    return OpenEdition(_edition(row), review, judgements, lines)


def verify(engine: Engine, code: str) -> Verification | None:
    """Whether an edition is what it was: its stored text against its fingerprint, and against the versions."""
    with reading(engine) as session:
        row = stored.edition(session, code)
        if row is None:
            return None
        frozen = Frozen(row.content, {line.series: line.content for line in stored.lines(session, row.id)})
        present = recomputed(session, row, frozen)
    return Verification(
        row.fingerprint,
        frozen.fingerprint == row.fingerprint,
        present.fingerprint,
        tuple(_differences(frozen, present)),
    )


def recomputed(session: Session, row: stored.EditionRow, frozen: Frozen) -> Frozen:
    """The texts that the versions and this version of the code give for a stored edition."""
    review = _review(session, row, frozen.lines, confidential=True)
    named = Named(row.code, row.label, row.held_on, row.note, row.as_of, row.code_version)
    return freeze_review(session, review, judgements_within(session, row.as_of), named)


def tampered(session: Session) -> list[str]:
    """Codes of the editions whose stored texts no longer have the fingerprint of then."""
    codes = []
    for head in stored.editions(session):
        row = stored.edition(session, head.code)
        lines = {line.series: line.content for line in stored.lines(session, head.id)}
        if row is None or fingerprint(row.content, lines) != row.fingerprint:
            codes.append(head.code)
    return codes


def _review(session: Session, row: stored.EditionRow, lines: Mapping[str, object], confidential: bool) -> Review:
    """The review of its instant, with the series that it had: one added to the catalogue since is not part of it."""
    review = review_within(session, day_of(row.as_of), as_of=row.as_of, confidential=confidential)
    if review is None:
        raise LookupError(f"L’édition {row.code} ne peut pas être ouverte : le catalogue est vide.")
    return replace(review, judged={code: judged for code, judged in review.judged.items() if code in lines})


def _publicly(line: EditionLine, review: Review, judgements: Judgements) -> EditionLine:
    judged = review.judged.get(line.series)
    if judged is None or all(each.conf is ConfStatus.FREE for each in judged.facts.observations):
        return line
    content = line_of(judged, judgements.of_series(line.series), {})
    latest = judged.latest
    return replace(
        line,
        status=judged.status,
        reason=judged.assessment.reason,
        period=latest.period.code if latest else "",
        value=latest.value if latest else None,
        flags=latest.flags if latest else frozenset(),
        content=json.loads(canonical(content)),
    )


def _differences(frozen: Frozen, present: Frozen) -> Iterator[Difference]:
    yield from _fields("", json.loads(frozen.header), json.loads(present.header))
    for code in sorted({*frozen.lines, *present.lines}):
        then, now = frozen.lines.get(code), present.lines.get(code)
        if then != now:
            yield from _fields(code, json.loads(then or "{}"), json.loads(now or "{}"))


def _fields(
    series: str, frozen_fields: Mapping[str, object], present_fields: Mapping[str, object]
) -> Iterator[Difference]:
    for name in sorted({*frozen_fields, *present_fields}):
        if frozen_fields.get(name) != present_fields.get(name):
            yield Difference(series, name, frozen_fields.get(name), present_fields.get(name))


def _edition(row: stored.EditionHeadRow | stored.EditionRow) -> Edition:
    return Edition(**{name: getattr(row, name) for name in Edition.__dataclass_fields__})


def _line(row: stored.EditionLineRow) -> EditionLine:
    return EditionLine(
        series=row.series,
        in_matrix=row.in_matrix,
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        period=row.period_code,
        value=row.value,
        flags=row.flags,
        appreciation=AppreciationLevel(row.appreciation) if row.appreciation else None,
        content=json.loads(row.content),
    )
