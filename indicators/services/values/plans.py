"""What saving each cell would do: rights, locks, state, reading, conflict and checks, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.queries.entries import CellVersionRow
from db.vocabulary import ConfStatus, ObsStatus, ValueState
from indicators.domain import rights
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.rights import Action, Person
from indicators.domain.values import lifecycle
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.checks import Finding, Severity, blocks, needs_explanation
from indicators.domain.values.locks import why_locked
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_numbers import echo
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import Cells, EntrySeries
from indicators.reading.values.findings import Typed, findings_of
from indicators.services.values.versions import Content, conflict_of, content_of, stricter

MAX_TEXT = 4000
"""Longest comment, motive or source: more belongs in a document, given by its link."""

_EMPTIED = (
    "Vous avez vidé cette case. Si la valeur manque, dites pourquoi ; pour reprendre celle qui y était, retirez-la."
)
_KEPT_FROM_BEFORE = ("source", "source_url", "source_published_on", "reliability", "caveat")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with one cell, and the outcome if it works. ``former`` is the version that stands."""

    given: CellInput
    outcome: CellOutcome
    series: EntrySeries | None = None
    item_id: int | None = None
    former: CellVersionRow | None = None
    version_no: int = 0
    state: ValueState | None = None
    content: Content | None = None
    corrects: bool = False


def plan_cells(cells: Cells, person: Person, inputs: Sequence[CellInput], today: date) -> list[Plan]:
    """One plan for each cell, in order. Checks see all the cells as they would be together."""
    counts = Counter(one.key for one in inputs)
    meanings = [_meaning(cells, one) for one in inputs]
    typed = Typed({one.key: said for one, said in zip(inputs, meanings, strict=True) if isinstance(said, Meaning)})
    plans: list[Plan] = []
    for given, meaning in zip(inputs, meanings, strict=True):
        if counts[given.key] > 1:
            said = "Cette case figure plusieurs fois dans le même envoi : une seule valeur est admise."
            plans.append(_no(given, Kind.REFUSED, said))
        else:
            plans.append(_plan(cells, person, given, meaning, typed, today))
    return plans


def refusal_of_cell(cells: Cells, key: CellKey) -> str:
    """Why a cell cannot hold a value at all: unknown series, item or period, or a series closed to entry."""
    series = cells.series.get(key.series)
    if series is None:
        return f"La série « {key.series} » n'existe pas."
    if series.closed:
        return series.closed
    if (key.breakdown or key.item) and (key.breakdown, key.item) not in series.items:
        return f"La modalité « {key.breakdown}:{key.item} » n'existe pas dans la série {series.code}."
    try:
        return "" if Period.parse(key.period).code == key.period else f"« {key.period} » n'est pas un code de période."
    except ValueError as error:
        return str(error)


def _meaning(cells: Cells, given: CellInput) -> Meaning | CellOutcome | None:
    series = cells.series.get(given.key.series)
    return None if series is None else understand(given, series.unit, series.decimals)


def _no(given: CellInput, kind: Kind, message: str, **more: Any) -> Plan:
    return Plan(given, CellOutcome(given.key, kind, message, **more))


def _plan(
    cells: Cells,
    person: Person,
    given: CellInput,
    meaning: Meaning | CellOutcome | None,
    typed: Typed,
    today: date,
) -> Plan:
    refusal = refusal_of_cell(cells, given.key)
    if refusal:
        return _no(given, Kind.REFUSED, refusal)
    series, former, state = cells.series[given.key.series], cells.latest.get(given.key), cells.state(given.key)
    action = Action.CORRECT if state is ValueState.PUBLISHED else Action.ENTER_VALUE
    version_no = cells.version_no(given.key)
    leave = rights.allowed(person, action, series.subject(state))
    if not leave:
        return _no(given, Kind.REFUSED, leave.reason)
    locked = why_locked(cells.locks, Period.parse(given.key.period), person.email, today)
    if locked:
        return _no(given, Kind.LOCKED, locked, version_no=version_no or None)
    item = series.items.get((given.key.breakdown, given.key.item))
    plan = Plan(
        given,
        CellOutcome(given.key, Kind.UNCHANGED, "", version_no or None),
        series,
        None if item is None else item.id,
        former,
        version_no,
        corrects=action is Action.CORRECT,
    )
    if isinstance(meaning, CellOutcome):
        return replace(plan, outcome=replace(meaning, version_no=version_no or None))
    if meaning is None:
        return _emptied(plan, state)
    return _valued(cells, plan, meaning, typed, action, today)


def _emptied(plan: Plan, state: ValueState | None) -> Plan:
    """Nothing typed: nothing to do where there was nothing, a question where there was something."""
    if state in (None, ValueState.WITHDRAWN):
        return _with(plan, Kind.UNCHANGED, "Rien à enregistrer : la case est vide.")
    return _with(plan, Kind.QUESTION, _EMPTIED)


def _valued(
    cells: Cells,
    plan: Plan,
    meaning: Meaning,
    typed: Typed,
    action: Action,
    today: date,
) -> Plan:
    given, former, series = plan.given, plan.former, _series(plan)
    content = _content(given, meaning, former)
    if former is not None and former.state != ValueState.WITHDRAWN and _is_same(content, former, given):
        return _with(plan, Kind.UNCHANGED, "Cette valeur est déjà enregistrée.")
    if former is not None and given.base_version_no != former.version_no:
        theirs = observation_of(former)
        return replace(plan, outcome=conflict_of(given.key, theirs, series))
    closed = _why_closed(plan, action, meaning, today)
    if closed is not None:
        return closed
    following = lifecycle.next_state(cells.state(given.key), action, given.motive)
    if isinstance(following, lifecycle.Refusal):
        asked = lifecycle.needs_motive(cells.state(given.key), action)
        return _with(plan, Kind.QUESTION if asked else Kind.LOCKED, following.reason)
    planned = replace(plan, version_no=plan.version_no + 1, state=following, content=content)
    return _judged(planned, findings_of(cells, given.key, meaning, typed))


def _why_closed(plan: Plan, action: Action, meaning: Meaning, today: date) -> Plan | None:
    """A period to come, a text too long, or a version number that was never given."""
    given = plan.given
    if plan.former is None and given.base_version_no:
        return _with(plan, Kind.REFUSED, "Cette case n'a encore aucune version : rechargez la grille.")
    if Period.parse(given.key.period).start > today and ObsStatus.FORECAST not in meaning.flags:
        return _with(plan, Kind.LOCKED, "Cette période n'a pas commencé : seules des cibles peuvent y être fixées.")
    if max(map(len, (given.comment, given.motive, given.source, given.source_url))) > MAX_TEXT:
        return _with(plan, Kind.REFUSED, f"Un texte dépasse {MAX_TEXT} caractères.")
    return None


def _judged(plan: Plan, findings: tuple[Finding, ...]) -> Plan:
    """Saved, refused, or to be explained, as the findings say."""
    said = " ".join(one.message for one in findings if one.severity is not Severity.NOTE)
    if blocks(findings):
        return _with(plan, Kind.REFUSED, said, findings=findings)
    if not needs_explanation(findings):
        notes = " ".join(one.message for one in findings)
        return _with(plan, Kind.SAVED, f"{_echo(plan)} {notes}".strip(), findings=findings, version=plan.version_no)
    if not plan.given.comment.strip():
        return _with(plan, Kind.EXPLAIN, f"{said} Donnez l'explication en commentaire.", findings=findings)
    return _with(plan, Kind.WARNED, f"{_echo(plan)} {said}", findings=findings, version=plan.version_no)


def _echo(plan: Plan) -> str:
    content, series = plan.content or {}, _series(plan)
    if content["value"] is None:
        return f"Enregistré : {describe(content['flags'])}."
    return f"Enregistré : {echo(content['value'], series.unit, series.decimals)}."


def _with(plan: Plan, kind: Kind, message: str, findings: tuple[Finding, ...] = (), version: int | None = None) -> Plan:
    standing = plan.outcome.version_no if version is None else version
    return replace(plan, outcome=CellOutcome(plan.given.key, kind, message, standing, findings=findings))


def _content(given: CellInput, meaning: Meaning, former: CellVersionRow | None) -> Content:
    """The new version. Sources and caveat of the former one stay unless others are given; so does confidentiality."""
    before: Content = {} if former is None else content_of(former)
    kept = {name: before[name] for name in _KEPT_FROM_BEFORE if name in before}
    said = {"source": given.source.strip(), "source_url": given.source_url.strip(), "comment": given.comment.strip()}
    return (
        {"source_published_on": None, "reliability": "", "caveat": "", "source": "", "source_url": ""}
        | kept
        | {name: text for name, text in said.items() if text or name == "comment"}
        | {
            "value": meaning.value,
            "flags": meaning.flags,
            "numerator": meaning.numerator,
            "denominator": meaning.denominator,
            "conf_status": stricter(meaning.conf, before.get("conf_status", ConfStatus.FREE)),
        }
    )


def _is_same(content: Content, former: CellVersionRow | None, given: CellInput) -> bool:
    """Whether nothing new is said: terms and comment that were left out are not taken back."""
    if former is None:
        return False
    before = content_of(former)
    left_out = [] if given.comment.strip() else ["comment"]
    if not given.numerator.strip() and not given.denominator.strip():
        left_out += ["numerator", "denominator"]
    return all(before[name] == value for name, value in content.items() if name not in left_out)


def _series(plan: Plan) -> EntrySeries:
    if plan.series is None:
        raise ValueError("plan without a series")
    return plan.series
