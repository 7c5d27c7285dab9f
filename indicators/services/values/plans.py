"""Planning a save: rights, locks, state, parsing, conflict and checks of each cell, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.queries.entries import CellVersionRow
from db.vocabulary import ObsStatus, ValueState
from indicators.domain import rights
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.rights import Action, Person
from indicators.domain.values import lifecycle
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.checks import Severity, blocks, needs_explanation
from indicators.domain.values.content import ValueContent
from indicators.domain.values.locks import why_locked
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_numbers import echo
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import Cells, content_of
from indicators.reading.values.findings import Typed, findings_of
from indicators.services.values.versions import CellPlan, conflict_of, stricter

MAX_TEXT = 4000
"""Longest comment, motive or source: more belongs in a document, given by its link."""

_EMPTIED = (
    "Vous avez vidé cette case. Si la valeur manque, dites pourquoi ; pour reprendre celle qui y était, retirez-la."
)
_TWICE = "Cette case figure plusieurs fois dans le même envoi : une seule valeur est admise."


def plan_cells(cells: Cells, person: Person, inputs: Sequence[CellInput], today: date) -> list[CellPlan | CellOutcome]:
    """Plan of each cell, in order: the version to append, or the outcome without one.

    Checks see all the cells as they would be together.
    """
    counts = Counter(cell.key for cell in inputs)
    meanings = [_meaning(cells, cell) for cell in inputs]
    typed = Typed(
        {cell.key: meaning for cell, meaning in zip(inputs, meanings, strict=True) if isinstance(meaning, Meaning)}
    )
    return [
        CellOutcome(cell.key, Kind.REFUSED, _TWICE)
        if counts[cell.key] > 1
        else _plan(cells, person, cell, meaning, typed, today)
        for cell, meaning in zip(inputs, meanings, strict=True)
    ]


def refusal_of_cell(cells: Cells, key: CellKey) -> str:
    """Why a cell cannot hold a value: unknown series, item or period, or a series closed to entry; empty if it can."""
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


def _meaning(cells: Cells, cell: CellInput) -> Meaning | CellOutcome | None:
    series = cells.series.get(cell.key.series)
    return None if series is None else understand(cell, series.unit, series.decimals)


def _plan(
    cells: Cells,
    person: Person,
    cell: CellInput,
    meaning: Meaning | CellOutcome | None,
    typed: Typed,
    today: date,
) -> CellPlan | CellOutcome:
    key = cell.key
    refusal = refusal_of_cell(cells, key)
    if refusal:
        return CellOutcome(key, Kind.REFUSED, refusal)
    series, state, version_no = cells.series[key.series], cells.state(key), cells.version_no(key) or None
    action = Action.CORRECT if state is ValueState.PUBLISHED else Action.ENTER_VALUE
    leave = rights.allowed(person, action, series.subject(state))
    if not leave:
        return CellOutcome(key, Kind.REFUSED, leave.reason)
    locked = why_locked(cells.locks, Period.parse(key.period), person.email, today)
    if locked:
        return CellOutcome(key, Kind.LOCKED, locked, version_no)
    if isinstance(meaning, CellOutcome):
        return replace(meaning, version_no=version_no)
    if meaning is None:
        if state in (None, ValueState.WITHDRAWN):
            return CellOutcome(key, Kind.UNCHANGED, "Rien à enregistrer : la case est vide.", version_no)
        return CellOutcome(key, Kind.QUESTION, _EMPTIED, version_no)
    former = cells.latest.get(key)
    content = _content(cell, meaning, former)
    if former is not None and state is not ValueState.WITHDRAWN and _is_same(content, former, cell):
        return CellOutcome(key, Kind.UNCHANGED, "Cette valeur est déjà enregistrée.", version_no)
    if former is not None and cell.base_version_no != former.version_no:
        return conflict_of(key, observation_of(former), series)
    following = _following(cells, cell, meaning, action, today)
    if isinstance(following, CellOutcome):
        return following
    outcome = CellOutcome(key, Kind.SAVED, "", version_no, findings=findings_of(cells, key, meaning, typed))
    plan = CellPlan(outcome, series, former, cells.version_no(key) + 1, following, content, cell.motive.strip())
    return _judged(plan, cell)


def _following(
    cells: Cells, cell: CellInput, meaning: Meaning, action: Action, today: date
) -> ValueState | CellOutcome:
    """The state of the new version, or the outcome that refuses or questions it."""
    key, version_no = cell.key, cells.version_no(cell.key) or None
    if version_no is None and cell.base_version_no:
        message = "Cette case n'a encore aucune version : rechargez la grille."
        return CellOutcome(key, Kind.REFUSED, message)
    if Period.parse(key.period).start > today and ObsStatus.FORECAST not in meaning.flags:
        message = "Cette période n'a pas commencé : seules des cibles peuvent y être fixées."
        return CellOutcome(key, Kind.LOCKED, message, version_no)
    if max(map(len, (cell.comment, cell.motive, cell.source, cell.source_url))) > MAX_TEXT:
        return CellOutcome(key, Kind.REFUSED, f"Un texte dépasse {MAX_TEXT} caractères.", version_no)
    following = lifecycle.next_state(cells.state(key), action, cell.motive)
    if isinstance(following, lifecycle.Refusal):
        needs_motive = lifecycle.needs_reason(cells.state(key), action)
        return CellOutcome(key, Kind.QUESTION if needs_motive else Kind.LOCKED, following.reason, version_no)
    return following


def _judged(plan: CellPlan, cell: CellInput) -> CellPlan | CellOutcome:
    """The plan, or an outcome that refuses or asks for an explanation, according to the findings."""
    findings, outcome, content = plan.outcome.findings, plan.outcome, plan.content
    warnings = " ".join(finding.message for finding in findings if finding.severity is not Severity.NOTE)
    if blocks(findings):
        return replace(outcome, kind=Kind.REFUSED, message=warnings)
    is_unusual = needs_explanation(findings)
    if is_unusual and not cell.comment.strip():
        return replace(outcome, kind=Kind.EXPLAIN, message=f"{warnings} Donnez l'explication en commentaire.")
    value, unit, decimals = content.value, plan.series.unit, plan.series.decimals
    echoed = describe(content.flags) if value is None else echo(value, unit, decimals)
    more = warnings if is_unusual else " ".join(finding.message for finding in findings)
    saved = replace(
        outcome,
        kind=Kind.WARNED if is_unusual else Kind.SAVED,
        message=f"Enregistré : {echoed}. {more}".strip(),
        version_no=plan.version_no,
    )
    return replace(plan, outcome=saved)


def _content(cell: CellInput, meaning: Meaning, former: CellVersionRow | None) -> ValueContent:
    """Content of the new version. Sources, caveat and confidentiality of the former one stay unless replaced."""
    before = ValueContent() if former is None else content_of(former)
    return replace(
        before,
        value=meaning.value,
        numerator=meaning.numerator,
        denominator=meaning.denominator,
        flags=meaning.flags,
        conf_status=stricter(meaning.conf, before.conf_status),
        source=cell.source.strip() or before.source,
        source_url=cell.source_url.strip() or before.source_url,
        comment=cell.comment.strip(),
    )


def _is_same(content: ValueContent, former: CellVersionRow, cell: CellInput) -> bool:
    """Whether the content is unchanged: omitted terms and comment are kept, not cleared."""
    before = content_of(former)
    if not cell.comment.strip():
        content = replace(content, comment=before.comment)
    if not cell.numerator.strip() and not cell.denominator.strip():
        content = replace(content, numerator=before.numerator, denominator=before.denominator)
    return content == before
