"""Appending versions to cells, and reporting those that the store refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.errors import StoreError, StoreUnavailable
from db.queries import entries as stored
from db.unit_of_work import Session, UnitOfWork
from db.vocabulary import ConfStatus, EntryMethod, ValueState
from indicators.domain.formatting import date_fr, number
from indicators.domain.quality import describe
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.content import ValueContent
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import EntrySeries, content_of, key_of, period_of


@dataclass(frozen=True, slots=True)
class CellPlan:
    """The version to append to a cell, by entry, a step or an undo, and its outcome once written.

    ``former`` is the current version, None for the first one. A plan satisfies
    ``db.queries.entries.NextVersion``.
    """

    outcome: CellOutcome
    series: EntrySeries
    former: stored.CellVersionRow | None
    version_no: int
    state: ValueState
    content: ValueContent
    reason: str = ""

    @property
    def key(self) -> CellKey:
        """The key of the cell."""
        return self.outcome.key

    @property
    def series_id(self) -> int:
        """Identifier of the series."""
        return self.series.id

    @property
    def item_id(self) -> int | None:
        """Identifier of the item of a breakdown, None for a total."""
        return self.series.item_id(self.key)

    @property
    def period(self) -> tuple[str, str, date, date]:
        """The period in the form of the store: code, kind, start, end."""
        return period_of(self.key)

    @property
    def observation_id(self) -> int | None:
        """Identifier of the observation, None if this version creates it."""
        return None if self.former is None else self.former.observation_id

    def columns(self) -> Mapping[str, object]:
        """Content and reason of the version, by column."""
        return self.content.columns() | {"reason": self.reason}


def journal_entry(version_no: int, state: str, content: ValueContent) -> dict[str, object]:
    """A version for the journal: its non-empty fields, in plain JSON."""
    entry: dict[str, object] = {"version": version_no, "state": str(state)}
    for name, value in content.columns().items():
        if name == "flags":
            entry[name] = "".join(sorted(value))
        elif value not in (None, "") or name == "value":
            entry[name] = None if value is None else str(value)
    return entry


def append_all(
    work: UnitOfWork, plans: Sequence[CellPlan], method: EntryMethod, batch: str | None = None
) -> dict[CellKey, CellOutcome]:
    """Append versions, at most one per cell; return refusals by cell: the transaction goes on without those.

    They are written together in a few statements, and one by one only if one of them is refused.

    Raises:
        StoreUnavailable: the store does not answer; the whole transaction is lost.
    """
    # Always in the order of the keys: two people who save the same cells then wait for each other, never both.
    ordered = sorted(plans, key=lambda plan: plan.key)
    if _append(work, ordered, method, batch) is None:
        return {}
    refused = {}
    for plan in ordered:
        error = _append(work, [plan], method, batch)
        if error is not None:
            refused[plan.key] = _refusal(work.session, plan, error)
    return refused


def _append(work: UnitOfWork, plans: Sequence[CellPlan], method: EntryMethod, batch: str | None) -> StoreError | None:
    """Append versions, all or none; return the error of the store, None on success."""
    try:
        stored.append_versions(work.session, plans, method=method, batch=batch, recorded_by=work.actor)
    except StoreUnavailable:
        raise
    except StoreError as error:
        return error
    return None


def _refusal(session: Session, plan: CellPlan, error: StoreError) -> CellOutcome:
    """Outcome of a refused version: a violated rule, or a conflict; identical content is a double click."""
    if not stored.is_lost_race(error):
        return CellOutcome(plan.key, Kind.REFUSED, str(error))
    row = next(row for row in stored.current(session, [plan.series.code]) if key_of(row) == plan.key)
    if content_of(row) == plan.content:
        return CellOutcome(plan.key, Kind.UNCHANGED, "Cette valeur est déjà enregistrée.", row.version_no)
    return conflict_of(plan.key, observation_of(row), plan.series)


def conflict_of(key: CellKey, theirs: Observation, series: EntrySeries) -> CellOutcome:
    """Outcome of a concurrent change since the person looked: the other value, its author, its instant."""
    who = theirs.recorded_by or "quelqu'un"
    when = f" le {date_fr(theirs.recorded_at.date())} à {theirs.recorded_at:%H:%M} (UTC)" if theirs.recorded_at else ""
    message = (
        f"{who} a enregistré {displayed(theirs, series)}{when}, après la version que vous avez vue."
        " Votre valeur n'est pas enregistrée : choisissez celle qu'il faut garder."
    )
    return CellOutcome(key, Kind.CONFLICT, message, theirs.version_no, theirs=theirs)


def displayed(observation: Observation, series: EntrySeries) -> str:
    """A value in its unit, or the reason for its absence, between French quotes."""
    if observation.state is ValueState.WITHDRAWN:
        return "un retrait"
    if observation.value is None:
        return f"« {describe(observation.flags)} »"
    return f"« {number(observation.value, None, series.unit)} »"


def stricter(conf: ConfStatus, conf_status: ConfStatus) -> ConfStatus:
    """The confidentiality to keep: entering over a confidential value does not make it public."""
    return conf_status if conf is ConfStatus.FREE else conf
