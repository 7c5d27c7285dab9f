"""Changes as lines: series, subject, old and new content, reason, author. Screens and files are made from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from db.vocabulary import Horizon, TargetMode
from indicators.domain.committee.changes import Cause, Change, ChangeKind, Move
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import Parameters
from indicators.domain.series import Baseline, Observation, Target
from indicators.domain.statuses import ASSESSABLE, REASON_TEXT, SIGNS, STATUS_ORDER, Status
from indicators.domain.wording import label
from indicators.reading.committee.changes import Awaited, Since
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.figures import reserves, value_of
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.ui.since.said import remark_fields
from indicators.ui.since.words import (
    AT_LAST,
    BETTER,
    CAUSES,
    DIRECTIONS,
    NATURES,
    NO_LONGER,
    OTHER_REASON,
    REMARKS,
    SECTIONS,
    THRESHOLDS,
    WORSE,
)
from indicators.ui.store import LOCAL

Named = Callable[[str], str]
"""Name of an author; empty where it must not be told."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change. ``areas`` and ``families`` are used by the filters; if empty, the change concerns all of them."""

    section: str
    nature: str
    indicator: str = ""
    label: str = ""
    perimeter: str = ""
    series: str = ""
    others: tuple[str, ...] = ()
    areas: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    what: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    author: str = ""
    on: date | None = None
    statuses: tuple[Status, Status] | None = field(default=None)
    is_counted: bool = True


def lines_of(since: Since, named: Named) -> tuple[ChangeLine, ...]:
    """All changes between two views as lines, section by section."""
    kinds = {kind: section.code for section in SECTIONS for kind in section.kinds}
    change_lines = [_change(fact, kinds[fact.kind], since, named) for fact in since.changes.facts if fact.kind in kinds]
    lines = [*_moves(since), *change_lines, *_awaited(since), *_decisions(since), *_spoken(since, named)]
    order = [section.code for section in SECTIONS]
    return tuple(sorted(lines, key=lambda line: order.index(line.section)))


def rows(lines: Iterable[ChangeLine]) -> Iterator[dict[str, object]]:
    """The lines as table rows, one change per row."""
    titles = {section.code: section.title for section in SECTIONS}
    for line in lines:
        yield {
            "rubrique": titles[line.section],
            "nature": line.nature,
            "code": line.indicator,
            "serie": line.series or ", ".join(line.others),
            "libelle": line.label,
            "perimetre": line.perimeter,
            "objet": line.what,
            "avant": line.before,
            "apres": line.after,
            "explication": line.why,
            "auteur": line.author,
            "date": line.on.isoformat() if line.on else "",
        }


# Statuses -------------------------------------------------------------------------------------------------------------


def _moves(since: Since) -> list[ChangeLine]:
    lines = [_move(move, since) for move in since.changes.moves]
    return sorted(lines, key=lambda line: DIRECTIONS.index(line.nature))


def _move(move: Move, since: Since) -> ChangeLine:
    judged = since.after.judged[move.series]
    return ChangeLine(
        "statuts",
        _direction(move),
        **_about(judged),
        before=_state(move.before.status, move.before.reason),
        after=_state(move.after.status, move.after.reason),
        why=_because(move, judged),
        statuses=(move.before.status, move.after.status),
        is_counted=not move.is_reason_only,
    )


def _state(status: Status, reason: Any) -> str:
    return SIGNS[status].word + (f" ({REASON_TEXT[reason]})" if reason else "")


def _direction(move: Move) -> str:
    before, after = move.before.status, move.after.status
    if before is after:
        return OTHER_REASON
    if after not in ASSESSABLE:
        return NO_LONGER if before in ASSESSABLE else OTHER_REASON
    if before not in ASSESSABLE:
        return AT_LAST
    return WORSE if STATUS_ORDER.index(after) > STATUS_ORDER.index(before) else BETTER


def _because(move: Move, judged: Judged) -> str:
    """Cause of a status change: « Cause : la valeur (28 → 34) et la situation initiale, ensemble. »"""
    words = [CAUSES[cause] + (_figures(move, judged) if cause is Cause.VALUE else "") for cause in move.causes]
    if not words:
        return ""
    together = ", ensemble" if len(words) > 1 else ""
    also = f" Aurait suffi aussi : {_and([CAUSES[cause] for cause in move.also])}." if move.also else ""
    return f"Cause : {_and(words)}{together}.{also}"


def _figures(move: Move, judged: Judged) -> str:
    before, after = move.before.value, move.after.value
    if after is None or before == after:
        return ""
    if before is None:
        return f" ({_number(after, judged)})"
    return f" ({_number(before, judged)} → {_number(after, judged)})"


def _and(words: list[str]) -> str:
    return " et ".join(filter(None, (", ".join(words[:-1]), words[-1])))


# Changes --------------------------------------------------------------------------------------------------------------


def _change(change: Change, section: str, since: Since, named: Named) -> ChangeLine:
    judged = since.after.judged.get(change.series) or since.before.judged.get(change.series)
    about = _about(judged) if judged else _indicator(change.indicator, since.after)
    what, before, after, why = _change_words(change, judged)
    return ChangeLine(
        section,
        NATURES[change.kind],
        **about,
        what=what,
        before=before,
        after=after,
        why=change.provenance.reason or why,
        author=named(change.provenance.author) if change.provenance.author else "",
        on=_day(change.provenance.recorded_at),
    )


def _change_words(change: Change, judged: Judged | None) -> tuple[str, str, str, str]:
    """Subject, old content, new content, and the explanation to use if no reason was given."""
    record = change.after if change.after is not None else change.before
    match record:
        case Observation() if judged is not None:
            return _value(change, judged, record)
        case Baseline() if judged is not None:
            return "", _baseline(change.before, judged), _baseline(change.after, judged), record.source
        case Target() if judged is not None:
            return label(Horizon(change.what)), _target(change.before, judged), _target(change.after, judged), ""
        case Parameters():
            return "", *_parameters(change.before, change.after), ""
        case date() if isinstance(change.before, date):
            return label(Horizon(change.what)), date_fr(change.before), date_fr(record), ""
        case int():
            return "", f"version {change.before}", f"version {change.after}", ""
        case _:
            return "", "", "suivie" if change.kind is ChangeKind.SERIES_ADDED else "n’est plus suivie", ""


def _value(change: Change, judged: Judged, observation: Observation) -> tuple[str, str, str, str]:
    what = Period.parse(change.what).label
    before = change.before if isinstance(change.before, Observation) else None
    after = change.after if isinstance(change.after, Observation) else None
    if change.kind is ChangeKind.SOURCE and before and after:
        return what, _origin(before), _origin(after), ""
    why = observation.caveat if change.kind is ChangeKind.BREAK else ""
    source = f"Source : {observation.source}" if observation.source and change.kind is ChangeKind.NEW_VALUE else ""
    return what, _observed(before, judged), _observed(after, judged) or "retirée", why or source


def _observed(observation: Observation | None, judged: Judged) -> str:
    if observation is None:
        return ""
    reserve = reserves(observation)
    return value_of(judged, observation) + (f" ({reserve})" if reserve else "")


def _origin(observation: Observation) -> str:
    return " ; ".join(filter(None, (observation.source, observation.source_url, observation.caveat))) or "sans source"


def _baseline(baseline: object, judged: Judged) -> str:
    return f"{_number(baseline.value, judged)} au {date_fr(baseline.date)}" if isinstance(baseline, Baseline) else ""


def _target(target: object, judged: Judged) -> str:
    if not isinstance(target, Target):
        return ""
    total = " en cumul" if target.mode is TargetMode.CUMULATIVE else ""
    return f"{_number(target.value, judged)}{total} au {date_fr(target.date)}"


def _parameters(before: object, after: object) -> tuple[str, str]:
    assert isinstance(before, Parameters) and isinstance(after, Parameters)
    moved = [name for name in THRESHOLDS if getattr(before, name) != getattr(after, name)]
    descriptions = [
        ", ".join(f"{THRESHOLDS[name]} : {number(getattr(parameters, name))}" for name in moved)
        for parameters in (before, after)
    ]
    return f"version {before.version_no} ({descriptions[0]})", f"version {after.version_no} ({descriptions[1]})"


# Awaited values, decisions --------------------------------------------------------------------------------------------


def _awaited(since: Since) -> Iterator[ChangeLine]:
    """Lines of overdue values; those that became overdue since the start come first."""
    for awaited in sorted(since.awaited, key=lambda each: (not each.is_new, each.since)):
        judged = since.after.judged[awaited.series]
        yield _late(awaited, judged)


def _late(awaited: Awaited, judged: Judged) -> ChangeLine:
    latest = judged.latest
    last_value = f"dernière valeur connue : {latest.period.label}" if latest else "jamais renseignée"
    return ChangeLine(
        "attendues",
        "Attendue depuis peu" if awaited.is_new else "Toujours attendue",
        **_about(judged),
        what=f"depuis le {date_fr(awaited.since)}",
        after=last_value,
        why=f"Source prévue : {judged.definition.source}" if judged.definition.source else "",
        on=awaited.since,
    )


def _decisions(since: Since) -> Iterator[ChangeLine]:
    for decision in since.decisions:
        late = decision.is_overdue(since.after.today)
        yield _decision(decision, since.after, "Échéance dépassée" if late else "À suivre")
    for closed_decision in since.closed:
        yield _decision(closed_decision, since.after, "Close entre-temps", is_counted=False)


def _decision(decision: Decision, review: Review, nature: str, is_counted: bool = True) -> ChangeLine:
    about = [
        judged
        for judged in review.judged.values()
        if judged.code in decision.series or judged.definition.code in decision.indicators
    ]
    due = f"échéance {date_fr(decision.due_on)}" if decision.due_on else "sans échéance"
    return ChangeLine(
        "decisions",
        nature,
        indicator=decision.code,
        label=decision.text,
        perimeter=", ".join(filter(None, (decision.in_charge, due))),
        others=tuple(judged.code for judged in about if judged.code in decision.series),
        areas=frozenset(area_of(judged) for judged in about),
        families=frozenset(judged.definition.family for judged in about),
        after=label(decision.state),
        why=decision.note,
        on=decision.due_on,
        is_counted=is_counted,
    )


def _spoken(since: Since, named: Named) -> Iterator[ChangeLine]:
    """Lines of appreciations and comments; series absent from the end of the comparison are skipped."""
    for spoken in since.said:
        judged = since.after.judged.get(spoken.matter.series)
        if spoken.matter.area or judged:
            words = remark_fields(spoken, named)
            about = _about(judged) if judged else _area(spoken.matter.area, since.after)
            yield ChangeLine(REMARKS, **about, on=_day(words.pop("at")), **words)


# Words ----------------------------------------------------------------------------------------------------------------


def _about(judged: Judged) -> dict[str, Any]:
    return {
        "indicator": judged.definition.code,
        "label": judged.definition.label,
        "perimeter": "DIS entier" if area_of(judged) == "DIS" else judged.perimeter.label,
        "series": judged.code,
        "areas": frozenset({area_of(judged)}),
        "families": frozenset({judged.definition.family}),
    }


def _area(number: int, review: Review) -> dict[str, object]:
    """Fields of a line about an area: it concerns all families."""
    return {
        "indicator": f"Aire {number}",
        "label": next(area.label for area in review.catalogue.areas if area.number == number),
        "areas": frozenset({str(number)}),
        "families": frozenset(family.code for family in review.catalogue.families),
    }


def _indicator(code: str, review: Review) -> dict[str, object]:
    """Fields of a line about a definition: it concerns all areas of its indicator. Without one: everything."""
    definition = review.catalogue.definitions.get(code)
    if definition is None:
        return {"indicator": code}
    series = [judged for judged in review.judged.values() if judged.definition.code == code]
    return {
        "indicator": code,
        "label": definition.label,
        "others": tuple(judged.code for judged in series[:1]),
        "areas": frozenset(area_of(judged) for judged in series),
        "families": frozenset({definition.family}),
    }


def _number(value: Decimal | Fraction | None, judged: Judged) -> str:
    return number(value, None, judged.series.unit)


def _day(instant: datetime | None) -> date | None:
    return instant.astimezone(LOCAL).date() if instant else None
