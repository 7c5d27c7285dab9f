"""The life of a value after entry: submit, validate, return, publish, withdraw, restore, flag."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.engine import Engine
from db.queries import entries as stored
from db.unit_of_work import UnitOfWork, unit_of_work
from db.vocabulary import ConfStatus, EntryMethod, EventCode, ObsStatus, ValueState
from indicators.domain import rights, wording
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person
from indicators.domain.values import lifecycle
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.checks import blocks
from indicators.domain.values.content import ValueContent
from indicators.domain.values.locks import why_locked
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import Cells, EntrySeries, content_of, read_cells
from indicators.reading.values.findings import NOTHING, rule_findings
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused
from indicators.services.values.plans import MAX_TEXT, refusal_of_cell
from indicators.services.values.rounds import contributors_since_publication
from indicators.services.values.versions import CellPlan, append_all, conflict_of, displayed, journal_entry, stricter

STEPS = (Action.SUBMIT, Action.VALIDATE, Action.RETURN, Action.PUBLISH, Action.WITHDRAW)

_RECORDED: Mapping[Action, EventCode] = {
    Action.SUBMIT: EventCode.VALUE_SUBMITTED,
    Action.VALIDATE: EventCode.VALUE_VALIDATED,
    Action.RETURN: EventCode.VALUE_RETURNED,
    Action.PUBLISH: EventCode.VALUE_PUBLISHED,
    Action.WITHDRAW: EventCode.VALUE_WITHDRAWN,
    Action.RESTORE: EventCode.VALUE_RESTORED,
    Action.DECLARE_BREAK: EventCode.BREAK_DECLARED,
    Action.MARK_CONFIDENTIAL: EventCode.CONFIDENTIALITY_CHANGED,
}
"""The event that each act on a value leaves in the journal."""

_STOPPED_BY_LOCKS = frozenset({Action.SUBMIT, Action.WITHDRAW, Action.RESTORE, Action.DECLARE_BREAK, Action.CORRECT})
"""Validating, publishing and hiding go on in a locked period: no figure changes there."""


@dataclass(frozen=True, slots=True)
class _At:
    """The cell acted upon, as stored, and the action."""

    cells: Cells
    series: EntrySeries
    key: CellKey
    row: stored.CellVersionRow
    action: Action
    reason: str

    @property
    def state(self) -> ValueState:
        return ValueState(self.row.state)

    def plan(self, state: ValueState, content: ValueContent, message: str, *, after: int = 0) -> CellPlan:
        """The version to append; ``after`` counts those that the same act appended before it."""
        version_no = self.row.version_no + 1 + after
        sentence = f"{displayed(observation_of(self.row), self.series)} : {message}"
        outcome = CellOutcome(self.key, Kind.SAVED, sentence[:1].upper() + sentence[1:], version_no)
        return CellPlan(outcome, self.series, self.row, version_no, state, content, self.reason.strip())


_Deed = Callable[[_At], CellPlan | CellOutcome]


def step(
    engine: Engine,
    person: Person,
    action: Action,
    keys: Sequence[CellKey],
    motive: str = "",
    *,
    seen: Mapping[CellKey, int] | None = None,
    today: date | None = None,
) -> tuple[CellOutcome, ...]:
    """Apply one step of the life cycle to values, each independently: a refusal does not affect the others.

    Args:
        base_versions: versions that the person saw; a later one is a conflict.
        reason: note or reason, kept on the version.

    Raises:
        Refused: the action is not a step, or a text is too long.
    """
    with unit_of_work(engine, person.email) as work:
        outcomes = step_within(work, person, action, keys, motive, seen=seen, today=day_or_today(today))
        if any(outcome.is_written for outcome in outcomes):
            work.commit()
        return outcomes


def step_within(
    work: UnitOfWork,
    person: Person,
    action: Action,
    keys: Sequence[CellKey],
    motive: str,
    *,
    seen: Mapping[CellKey, int] | None = None,
    today: date,
) -> tuple[CellOutcome, ...]:
    """Apply one step within an open transaction; the caller commits."""
    if action not in STEPS:
        raise Refused(f"« {rights.ACTION_LABELS[action].capitalize()} » n'est pas une étape de la vie d'une valeur.")
    deed = {Action.SUBMIT: _submitted, Action.WITHDRAW: _withdrawn}.get(action, _same_content)
    return _each(work, person, action, keys, motive, deed, seen or {}, today)


def restore(
    engine: Engine,
    person: Person,
    key: CellKey,
    version_no: int,
    motive: str = "",
    *,
    seen: int | None = None,
    today: date | None = None,
) -> CellOutcome:
    """Restore an earlier version as a new draft; the versions in between stay in the history."""
    with unit_of_work(engine, person.email) as work:

        def deed(at: _At) -> CellPlan | CellOutcome:
            versions = stored.former_versions(work.session, at.row.observation_id)
            earlier = next((version for version in versions if version.version_no == version_no), None)
            if earlier is None or (earlier.value is None and not earlier.flags):
                return CellOutcome(key, Kind.REFUSED, f"La version {version_no} ne peut pas être rétablie.")
            following = lifecycle.next_state(at.state, Action.RESTORE, motive)
            if isinstance(following, lifecycle.Refusal):
                return _closed(at, Action.RESTORE, following)
            content = content_of(earlier)
            content = replace(content, conf_status=stricter(content.conf_status, ConfStatus(at.row.conf_status)))
            return at.plan(following, content, f"Version {version_no} rétablie, à l'état brouillon.")

        return _alone(work, person, Action.RESTORE, key, motive, deed, seen, today)


def declare_break(
    engine: Engine,
    person: Person,
    key: CellKey,
    note: str,
    *,
    seen: int | None = None,
    today: date | None = None,
) -> CellOutcome:
    """Flag a value as the first of a new definition. On a published value it is a correction, with its reason.

    Raises:
        Refused: without a note saying what changed.
    """
    if not note.strip():
        raise Refused("Déclarer une rupture demande une note : dites ce qui a changé dans la mesure.")

    def deed(at: _At) -> CellPlan | CellOutcome:
        if ObsStatus.BREAK in at.row.flags:
            return CellOutcome(key, Kind.UNCHANGED, "Une rupture est déjà déclarée ici.", at.row.version_no)
        action = Action.CORRECT if at.state is ValueState.PUBLISHED else Action.ENTER_VALUE
        following = lifecycle.next_state(at.state, action, note)
        if isinstance(following, lifecycle.Refusal) or at.state is ValueState.WITHDRAWN:
            return _closed(at, action, following)
        caveat = " ".join(filter(None, (at.row.caveat, f"Rupture de série : {note.strip()}")))
        content = replace(content_of(at.row), flags=at.row.flags | {ObsStatus.BREAK}, caveat=caveat)
        return at.plan(following, content, "Rupture déclarée, à faire valider.")

    with unit_of_work(engine, person.email) as work:
        return _alone(work, person, Action.DECLARE_BREAK, key, note, deed, seen, today)


def mark_confidential(
    engine: Engine,
    person: Person,
    key: CellKey,
    status: ConfStatus,
    motive: str,
    *,
    seen: int | None = None,
    today: date | None = None,
) -> CellOutcome:
    """Hide a value from the public at once, in any state; showing it again is a correction to validate.

    Raises:
        Refused: without a reason.
    """
    if not motive.strip():
        raise Refused("Changer la confidentialité d'une valeur demande un motif.")
    with unit_of_work(engine, person.email) as work:

        def deed(at: _At) -> CellPlan | CellOutcome:
            content = replace(content_of(at.row), conf_status=status)
            if status is ConfStatus.FREE:
                return _uncovered(at, content)
            published = at.cells.published.get(key)
            if published is not None and published.version_no == at.row.version_no:
                published = None  # the same version: there is no correction under way
            if at.row.conf_status == status and (published is None or published.conf_status == status):
                return CellOutcome(key, Kind.UNCHANGED, "Cette valeur l'est déjà.", at.row.version_no)
            if published is not None and published.state == ValueState.PUBLISHED:
                return _hide_both(work, at, published, content)
            return at.plan(at.state, content, f"Valeur masquée au public : {wording.label(status).lower()}.")

        return _alone(work, person, Action.MARK_CONFIDENTIAL, key, motive, deed, seen, today)


def _uncovered(at: _At, content: ValueContent) -> CellPlan | CellOutcome:
    if at.row.conf_status == ConfStatus.FREE:
        return CellOutcome(at.key, Kind.UNCHANGED, "Cette valeur est déjà libre.", at.row.version_no)
    action = Action.CORRECT if at.state is ValueState.PUBLISHED else Action.ENTER_VALUE
    following = lifecycle.next_state(at.state, action, at.reason)
    if isinstance(following, lifecycle.Refusal) or at.state is ValueState.WITHDRAWN:
        return _closed(at, action, following)
    return at.plan(following, content, "La valeur sera visible du public une fois validée et publiée.")


def _hide_both(
    work: UnitOfWork, at: _At, published: stored.CellVersionRow, content: ValueContent
) -> CellPlan | CellOutcome:
    """Hide the published version first, then append the correction under way on top, hidden too."""
    hidden = replace(content_of(published), conf_status=content.conf_status)
    refusal = _append(work, at.plan(ValueState.PUBLISHED, hidden, ""))
    return refusal or at.plan(at.state, content, "Valeur publiée et correction masquées au public.", after=1)


def _same_content(at: _At) -> CellPlan | CellOutcome:
    """Plan of the next state with the same content."""
    following = lifecycle.next_state(at.state, at.action, at.reason)
    if isinstance(following, lifecycle.Refusal):
        return _closed(at, at.action, following)
    return at.plan(following, content_of(at.row), f"La valeur est {wording.label(following).lower()}.")


def _submitted(at: _At) -> CellPlan | CellOutcome:
    """Plan of a submission, refused by a blocking rule between series on the stored values."""
    findings = rule_findings(at.cells, at.key, NOTHING)
    if blocks(findings):
        message = " ".join(finding.message for finding in findings)
        return CellOutcome(at.key, Kind.REFUSED, message, at.row.version_no, findings=findings)
    return _same_content(at)


def _withdrawn(at: _At) -> CellPlan | CellOutcome:
    """Plan of a withdrawal; withdrawing a correction returns to the published version, still in force."""
    following = lifecycle.next_state(at.state, Action.WITHDRAW, at.reason)
    if isinstance(following, lifecycle.Refusal):
        return _closed(at, Action.WITHDRAW, following)
    published = at.cells.published.get(at.key)
    if published is None or at.state is ValueState.PUBLISHED or published.state != ValueState.PUBLISHED:
        return at.plan(following, content_of(at.row), "La valeur est retirée.")
    given_up = "Correction abandonnée : la valeur publiée demeure."
    return at.plan(ValueState.PUBLISHED, content_of(published), given_up)


def _closed(at: _At, action: Action, refusal: object) -> CellOutcome:
    reason = refusal.reason if isinstance(refusal, lifecycle.Refusal) else "La valeur est retirée."
    needs_motive = lifecycle.needs_reason(at.state, action)
    return CellOutcome(at.key, Kind.QUESTION if needs_motive else Kind.REFUSED, reason, at.row.version_no)


def _alone(
    work: UnitOfWork,
    person: Person,
    action: Action,
    key: CellKey,
    motive: str,
    deed: _Deed,
    base_version_no: int | None,
    today: date | None,
) -> CellOutcome:
    versions_seen = {} if base_version_no is None else {key: base_version_no}
    (outcome,) = _each(work, person, action, [key], motive, deed, versions_seen, day_or_today(today))
    if outcome.is_written:
        work.commit()
    return outcome


def _each(
    work: UnitOfWork,
    person: Person,
    action: Action,
    keys: Sequence[CellKey],
    motive: str,
    deed: _Deed,
    base_versions: Mapping[CellKey, int],
    today: date,
) -> tuple[CellOutcome, ...]:
    """Apply the deed to every cell, in the order of the keys; outcomes come in the order requested."""
    if len(motive) > MAX_TEXT:
        raise Refused(f"Ce texte dépasse {MAX_TEXT} caractères.")
    stored.hold_observations(work.session, sorted({key.series for key in keys}), sorted({key.period for key in keys}))
    cells = read_cells(work.session, {key.series for key in keys})
    hands = contributors_since_publication(work.session, cells, keys)
    outcomes: dict[CellKey, CellOutcome] = {}
    for key in sorted(set(keys)):
        stop = _why_not(cells, person, action, key, hands.get(key, ()), base_versions.get(key), today)
        outcomes[key] = stop or _do(
            work, _At(cells, cells.series[key.series], key, cells.latest[key], action, motive), deed
        )
    return tuple(outcomes[key] for key in keys)


def _why_not(
    cells: Cells,
    person: Person,
    action: Action,
    key: CellKey,
    hands: Sequence[str],
    base_version_no: int | None,
    today: date,
) -> CellOutcome | None:
    """Outcome if the action is refused: unknown cell, no right (for any contributor), lock, later version."""
    unknown = refusal_of_cell(cells, key)
    if unknown:
        return CellOutcome(key, Kind.REFUSED, unknown)
    series, row = cells.series[key.series], cells.latest.get(key)
    state = cells.state(key)
    # Nobody had a hand in what is not there, or is settled: its state will say no.
    for hand in hands or ("" if state is ValueState.SUBMITTED else "personne",):
        leave = rights.allowed(person, action, series.subject(state, hand, hand))
        if not leave:
            return CellOutcome(key, Kind.REFUSED, leave.reason)
    if action in _STOPPED_BY_LOCKS:
        locked = why_locked(cells.locks, Period.parse(key.period), person.email, today)
        if locked:
            return CellOutcome(key, Kind.LOCKED, locked, cells.version_no(key) or None)
    if row is None:
        refusal = lifecycle.next_state(None, action)
        if isinstance(refusal, lifecycle.Refusal) and action in STEPS:
            return CellOutcome(key, Kind.REFUSED, refusal.reason)
        return CellOutcome(key, Kind.REFUSED, "Il n'y a pas de valeur.")
    theirs = cells.observation(key)
    if base_version_no is not None and base_version_no != row.version_no and theirs is not None:
        return conflict_of(key, theirs, series)
    return None


def _do(work: UnitOfWork, at: _At, deed: _Deed) -> CellOutcome:
    plan = deed(at)
    if isinstance(plan, CellOutcome):
        return plan
    refusal = _append(work, plan)
    if refusal is not None:
        return refusal
    work.record(
        _RECORDED[at.action],
        str(at.key),
        motive=plan.reason,
        old=journal_entry(at.row.version_no, at.row.state, content_of(at.row)),
        new=journal_entry(plan.version_no, plan.state, plan.content),
    )
    return plan.outcome


def _append(work: UnitOfWork, plan: CellPlan) -> CellOutcome | None:
    refusal = append_all(work, [plan], EntryMethod.FORM).get(plan.key)
    if refusal is not None and refusal.kind is Kind.UNCHANGED:
        # Somebody else took a step meanwhile: same content, another state.
        return CellOutcome(plan.key, Kind.REFUSED, "Quelqu'un vient d'agir sur cette valeur : rechargez la liste.")
    return refusal
