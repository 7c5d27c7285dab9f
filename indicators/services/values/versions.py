"""Appending versions to cells, and saying what happened when one could not be."""

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
    """The version to append to a cell, by typing, a step or an undoing, and the outcome once it is there.

    ``former`` is the version that stands, None for the first one. The store takes a plan as it is: see
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
        """The cell."""
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
        """The period as the store takes it."""
        return period_of(self.key)

    @property
    def observation_id(self) -> int | None:
        """Identifier of the observation, None where this version makes it."""
        return None if self.former is None else self.former.observation_id

    def columns(self) -> Mapping[str, object]:
        """What the version says, and why."""
        return self.content.columns() | {"reason": self.reason}


def journal_entry(version_no: int, state: str, content: ValueContent) -> dict[str, object]:
    """A version as the journal keeps it: what is not empty, in plain JSON."""
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
    """Append versions, one a cell at most; what the store refused, by cell: the transaction goes on without those.

    They go together in a few statements; only when one of them is refused are they tried one by one.

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
    """Append versions, all or none; why the store refused, None when they are there."""
    try:
        stored.append_versions(work.session, plans, method=method, batch=batch, recorded_by=work.actor)
    except StoreUnavailable:
        raise
    except StoreError as error:
        return error
    return None


def _refusal(session: Session, plan: CellPlan, error: StoreError) -> CellOutcome:
    """A rule of the store, or somebody who appended first. The same content twice is a double click, not a conflict."""
    if not stored.is_lost_race(error):
        return CellOutcome(plan.key, Kind.REFUSED, str(error))
    row = next(row for row in stored.current(session, [plan.series.code]) if key_of(row) == plan.key)
    if content_of(row) == plan.content:
        return CellOutcome(plan.key, Kind.UNCHANGED, "Cette valeur est déjà enregistrée.", row.version_no)
    return conflict_of(plan.key, observation_of(row), plan.series)


def conflict_of(key: CellKey, theirs: Observation, series: EntrySeries) -> CellOutcome:
    """Somebody else wrote since the person looked: their value, who, when."""
    who = theirs.recorded_by or "quelqu'un"
    when = f" le {date_fr(theirs.recorded_at.date())} à {theirs.recorded_at:%H:%M} (UTC)" if theirs.recorded_at else ""
    message = (
        f"{who} a enregistré {shown(theirs, series)}{when}, après la version que vous avez vue."
        " Votre valeur n'est pas enregistrée : choisissez celle qu'il faut garder."
    )
    return CellOutcome(key, Kind.CONFLICT, message, theirs.version_no, theirs=theirs)


def shown(observation: Observation, series: EntrySeries) -> str:
    """A value in its unit, or the reason of its absence, between French quotes."""
    if observation.state is ValueState.WITHDRAWN:
        return "un retrait"
    if observation.value is None:
        return f"« {describe(observation.flags)} »"
    return f"« {number(observation.value, None, series.unit)} »"


def stricter(conf: ConfStatus, conf_status: ConfStatus) -> ConfStatus:
    """Confidentiality that stays: typing a value over a confidential one does not make it public."""
    return conf_status if conf is ConfStatus.FREE else conf
