"""What an edition freezes of a review: one canonical text for each series, one for the rest.

The same review gives the same texts on any machine and engine. FORMAT changes with them, so that later versions of the
software can still recompute the former ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from db.queries import observations as stored
from db.unit_of_work import Session
from indicators.domain.committee.fingerprints import canonical, digest, fingerprint
from indicators.domain.series import Observation
from indicators.reading.committee.judgements import NOTHING, Appreciation, Judgements, Standing
from indicators.reading.progress.review import Judged, Review

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Named:
    """What people say of an edition, and the code that computed it."""

    code: str
    label: str
    held_on: date
    note: str
    as_of: datetime
    code_version: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Canonical texts of an edition: its header, and its lines by series code."""

    header: str
    lines: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of it all."""
        return fingerprint(self.header, self.lines)


def freeze_review(session: Session, review: Review, judgements: Judgements, named: Named) -> Frozen:
    """The texts of a review. It must hold confidential values: they are part of what is frozen."""
    parts = _digests_of_parts(session, review.as_of)
    lines = {
        code: canonical(line_of(judged, judgements.of_series(code), parts)) for code, judged in review.judged.items()
    }
    return Frozen(canonical(_header(review, judgements, named)), lines)


def line_of(judged: Judged, standing: Standing, parts: Mapping[str, str]) -> dict[str, object]:
    """One series as it is seen: every figure behind its status, and what was said of it."""
    assessment, facts, latest = judged.assessment, judged.facts, judged.latest
    return {
        "series": judged.code,
        "in_matrix": judged.series.in_matrix,
        "definition": judged.definition.version_no,
        "status": assessment.status,
        "reason": assessment.reason or "",
        "rule": assessment.rule,
        "judged": [assessment.t, assessment.value],
        "expected": assessment.expected,
        "progress": assessment.progress,
        "expected_progress": assessment.expected_progress,
        "pace": assessment.pace,
        "provisional": assessment.provisional,
        "period": latest.period.code if latest else "",
        "value": latest.value if latest else None,
        "flags": latest.flags if latest else (),
        "baseline": facts.baseline
        and (facts.baseline.date, facts.baseline.value, facts.baseline.flags, facts.baseline.version_no),
        "targets": [(each.horizon, each.date, each.value, each.mode, each.version_no) for each in facts.targets],
        "values": [_figures(each) for each in facts.observations],
        "parts": parts.get(judged.series.reads_from or judged.code, ""),
        "appreciation": _appreciation(standing.adopted),
        "proposal": _appreciation(standing.proposal),
        "comments": _comments(standing),
    }


def _header(review: Review, judgements: Judgements, named: Named) -> dict[str, object]:
    standings = {area.number: judgements.of_area(area.number) for area in review.catalogue.areas}
    method = review.parameters
    return {
        "format": FORMAT,
        "edition": (named.code, named.label, named.held_on, named.note, named.as_of),
        "code_version": named.code_version,
        "store": review.kind,
        "parameters": {name: getattr(method, name) for name in type(method).__dataclass_fields__},
        "definitions": {definition.code: definition.version_no for definition in review.catalogue.definitions.values()},
        "areas": {
            number: {
                "appreciation": _appreciation(standing.adopted),
                "proposal": _appreciation(standing.proposal),
                "comments": _comments(standing),
            }
            for number, standing in standings.items()
            if standing is not NOTHING
        },
    }


def _figures(observation: Observation) -> tuple[object, ...]:
    return (
        observation.period.code,
        observation.value,
        observation.flags,
        observation.numerator,
        observation.denominator,
        observation.conf,
        observation.version_no,
    )


def _appreciation(appreciation: Appreciation | None) -> tuple[object, ...] | None:
    return (
        None
        if appreciation is None
        else (
            appreciation.level,
            appreciation.state,
            appreciation.motive,
            appreciation.meeting,
            appreciation.version_no,
        )
    )


def _comments(standing: Standing) -> list[tuple[object, ...]]:
    return [(text.kind, text.text, text.meeting, text.version_no) for text in standing.texts]


def _digests_of_parts(session: Session, as_of: datetime | None) -> dict[str, str]:
    """SHA-256 of the breakdowns of each series: too many to be kept, but none may change unseen."""
    by_series: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for row in stored.observations(session, totals_only=False, as_of=as_of):
        if row.item is not None:
            figures = (row.value, row.flags, row.numerator, row.denominator, row.conf_status, row.version_no)
            by_series[row.series].append((row.period_code, row.list, row.item, *figures))
    return {code: digest(canonical(_sorted(rows))) for code, rows in by_series.items()}


def _sorted(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """By what names each figure: identifiers and positions may differ from one store to another."""
    return sorted(rows, key=lambda row: row[:3])
