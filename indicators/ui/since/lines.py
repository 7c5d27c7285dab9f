"""What changed, as lines: which series, what, from what to what, why, by whom. Screens and files are made of them."""

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
from indicators.ui.since.said import said_of
from indicators.ui.since.words import (
    AT_LAST,
    BETTER,
    CAUSES,
    DIRECTIONS,
    NATURES,
    NO_LONGER,
    OTHER_REASON,
    SAID,
    SECTIONS,
    THRESHOLDS,
    WORSE,
)
from indicators.ui.store import LOCAL

Named = Callable[[str], str]
"""Name of an author; empty where it must not be told."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change. ``areas`` and ``families`` are what its filters go by; empty ones concern everything."""

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


def lines_of(found: Since, named: Named) -> tuple[Line, ...]:
    """Everything that changed between two views, section by section."""
    kinds = {kind: section.code for section in SECTIONS for kind in section.kinds}
    told = [_change(one, kinds[one.kind], found, named) for one in found.changes.facts if one.kind in kinds]
    lines = [*_moves(found), *told, *_awaited(found), *_decisions(found), *_spoken(found, named)]
    order = [one.code for one in SECTIONS]
    return tuple(sorted(lines, key=lambda one: order.index(one.section)))


def rows(lines: Iterable[Line]) -> Iterator[dict[str, object]]:
    """The lines as a table, one change a row."""
    titles = {one.code: one.title for one in SECTIONS}
    for one in lines:
        yield {
            "rubrique": titles[one.section],
            "nature": one.nature,
            "code": one.indicator,
            "serie": one.series or ", ".join(one.others),
            "libelle": one.label,
            "perimetre": one.perimeter,
            "objet": one.what,
            "avant": one.before,
            "apres": one.after,
            "explication": one.why,
            "auteur": one.author,
            "date": one.on.isoformat() if one.on else "",
        }


# Statuses -------------------------------------------------------------------------------------------------------------


def _moves(found: Since) -> list[Line]:
    lines = [_move(one, found) for one in found.changes.moves]
    return sorted(lines, key=lambda one: DIRECTIONS.index(one.nature))


def _move(move: Move, found: Since) -> Line:
    judged = found.after.judged[move.series]
    return Line(
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
    """« Cause : la valeur (28 → 34) et la situation initiale, ensemble. »"""
    words = [CAUSES[one] + (_figures(move, judged) if one is Cause.VALUE else "") for one in move.causes]
    if not words:
        return ""
    together = ", ensemble" if len(words) > 1 else ""
    also = f" Aurait suffi aussi : {_and([CAUSES[one] for one in move.also])}." if move.also else ""
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


def _change(one: Change, section: str, found: Since, named: Named) -> Line:
    judged = found.after.judged.get(one.series) or found.before.judged.get(one.series)
    about = _about(judged) if judged else _indicator(one.indicator, found.after)
    what, before, after, why = _told(one, judged)
    return Line(
        section,
        NATURES[one.kind],
        **about,
        what=what,
        before=before,
        after=after,
        why=one.said.motive or why,
        author=named(one.said.author) if one.said.author else "",
        on=_day(one.said.recorded_at),
    )


def _told(one: Change, judged: Judged | None) -> tuple[str, str, str, str]:
    """What it is about, from what, to what, and what explains it where nobody gave a motive."""
    thing = one.after if one.after is not None else one.before
    match thing:
        case Observation() if judged is not None:
            return _value(one, judged, thing)
        case Baseline() if judged is not None:
            return "", _baseline(one.before, judged), _baseline(one.after, judged), thing.source
        case Target() if judged is not None:
            return label(Horizon(one.what)), _target(one.before, judged), _target(one.after, judged), ""
        case Parameters():
            return "", *_parameters(one.before, one.after), ""
        case date() if isinstance(one.before, date):
            return label(Horizon(one.what)), date_fr(one.before), date_fr(thing), ""
        case int():
            return "", f"version {one.before}", f"version {one.after}", ""
        case _:
            return "", "", "suivie" if one.kind is ChangeKind.SERIES_ADDED else "n’est plus suivie", ""


def _value(one: Change, judged: Judged, thing: Observation) -> tuple[str, str, str, str]:
    what = Period.parse(one.what).label
    before = one.before if isinstance(one.before, Observation) else None
    after = one.after if isinstance(one.after, Observation) else None
    if one.kind is ChangeKind.SOURCE and before and after:
        return what, _origin(before), _origin(after), ""
    why = thing.caveat if one.kind is ChangeKind.BREAK else ""
    source = f"Source : {thing.source}" if thing.source and one.kind is ChangeKind.NEW_VALUE else ""
    return what, _observed(before, judged), _observed(after, judged) or "retirée", why or source


def _observed(one: Observation | None, judged: Judged) -> str:
    if one is None:
        return ""
    reserve = reserves(one)
    return value_of(judged, one) + (f" ({reserve})" if reserve else "")


def _origin(one: Observation) -> str:
    return " ; ".join(filter(None, (one.source, one.source_url, one.caveat))) or "sans source"


def _baseline(one: object, judged: Judged) -> str:
    return f"{_number(one.value, judged)} au {date_fr(one.date)}" if isinstance(one, Baseline) else ""


def _target(one: object, judged: Judged) -> str:
    if not isinstance(one, Target):
        return ""
    total = " en cumul" if one.mode is TargetMode.CUMULATIVE else ""
    return f"{_number(one.value, judged)}{total} au {date_fr(one.date)}"


def _parameters(before: object, after: object) -> tuple[str, str]:
    assert isinstance(before, Parameters) and isinstance(after, Parameters)
    moved = [name for name in THRESHOLDS if getattr(before, name) != getattr(after, name)]
    told = [
        ", ".join(f"{THRESHOLDS[name]} : {number(getattr(one, name))}" for name in moved) for one in (before, after)
    ]
    return f"version {before.version_no} ({told[0]})", f"version {after.version_no} ({told[1]})"


# Awaited values, decisions --------------------------------------------------------------------------------------------


def _awaited(found: Since) -> Iterator[Line]:
    """Those that became overdue since come first."""
    for one in sorted(found.awaited, key=lambda each: (not each.is_new, each.since)):
        judged = found.after.judged[one.series]
        yield _late(one, judged)


def _late(one: Awaited, judged: Judged) -> Line:
    latest = judged.latest
    known = f"dernière valeur connue : {latest.period.label}" if latest else "jamais renseignée"
    return Line(
        "attendues",
        "Attendue depuis peu" if one.is_new else "Toujours attendue",
        **_about(judged),
        what=f"depuis le {date_fr(one.since)}",
        after=known,
        why=f"Source prévue : {judged.definition.source}" if judged.definition.source else "",
        on=one.since,
    )


def _decisions(found: Since) -> Iterator[Line]:
    for one in found.decisions:
        late = one.is_overdue(found.after.today)
        yield _decision(one, found.after, "Échéance dépassée" if late else "À suivre")
    for one in found.closed:
        yield _decision(one, found.after, "Close entre-temps", is_counted=False)


def _decision(one: Decision, review: Review, nature: str, is_counted: bool = True) -> Line:
    about = [
        judged
        for judged in review.judged.values()
        if judged.code in one.series or judged.definition.code in one.indicators
    ]
    due = f"échéance {date_fr(one.due_on)}" if one.due_on else "sans échéance"
    return Line(
        "decisions",
        nature,
        indicator=one.code,
        label=one.text,
        perimeter=", ".join(filter(None, (one.in_charge, due))),
        others=tuple(judged.code for judged in about if judged.code in one.series),
        areas=frozenset(area_of(judged) for judged in about),
        families=frozenset(judged.definition.family for judged in about),
        after=label(one.state),
        why=one.note,
        on=one.due_on,
        is_counted=is_counted,
    )


def _spoken(found: Since, named: Named) -> Iterator[Line]:
    """Of a series that the end of the comparison does not have, nothing is told."""
    for one in found.said:
        judged = found.after.judged.get(one.matter.series)
        if one.matter.area or judged:
            words = said_of(one, named)
            about = _about(judged) if judged else _area(one.matter.area, found.after)
            yield Line(SAID, **about, on=_day(words.pop("at")), **words)


# Words ----------------------------------------------------------------------------------------------------------------


def _about(one: Judged) -> dict[str, Any]:
    return {
        "indicator": one.definition.code,
        "label": one.definition.label,
        "perimeter": "DIS entier" if area_of(one) == "DIS" else one.perimeter.label,
        "series": one.code,
        "areas": frozenset({area_of(one)}),
        "families": frozenset({one.definition.family}),
    }


def _area(number: int, review: Review) -> dict[str, object]:
    """What is said of an area concerns all its families."""
    return {
        "indicator": f"Aire {number}",
        "label": next(one.label for one in review.catalogue.areas if one.number == number),
        "areas": frozenset({str(number)}),
        "families": frozenset(one.code for one in review.catalogue.families),
    }


def _indicator(code: str, review: Review) -> dict[str, object]:
    """A change of a definition concerns all the areas of its indicator; one of the method, everything."""
    definition = review.catalogue.definitions.get(code)
    if definition is None:
        return {"indicator": code}
    series = [one for one in review.judged.values() if one.definition.code == code]
    return {
        "indicator": code,
        "label": definition.label,
        "others": tuple(one.code for one in series[:1]),
        "areas": frozenset(area_of(one) for one in series),
        "families": frozenset({definition.family}),
    }


def _number(value: Decimal | Fraction | None, judged: Judged) -> str:
    return number(value, None, judged.series.unit)


def _day(instant: datetime | None) -> date | None:
    return instant.astimezone(LOCAL).date() if instant else None
