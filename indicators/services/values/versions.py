"""Appending one version of one cell, and saying what happened when it could not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.errors import StoreError, StoreUnavailable
from db.queries import entries as stored
from db.unit_of_work import Session, UnitOfWork
from db.vocabulary import ConfStatus, EntryMethod, ValueState
from indicators.domain.formatting import date_fr, number
from indicators.domain.quality import describe
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import EntrySeries, key_of, period_of

Content = dict[str, Any]

_COLUMNS = (
    "value",
    "numerator",
    "denominator",
    "flags",
    "conf_status",
    "source",
    "source_url",
    "source_published_on",
    "reliability",
    "caveat",
    "comment",
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A version to append to a cell, and why; ``observation_id`` is None where it is the first one."""

    series: EntrySeries
    key: CellKey
    version_no: int
    state: ValueState
    content: Content
    reason: str = ""
    observation_id: int | None = None


def content_of(row: stored.CellVersionRow) -> Content:
    """What a stored version says, without who said it, when, nor in which state."""
    return {name: getattr(row, name) for name in _COLUMNS}


def told(version_no: int, state: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A version as the journal tells it: what is not empty, in plain JSON."""
    said: dict[str, object] = {"version": version_no, "state": str(state)}
    for name in _COLUMNS:
        value = content.get(name)
        if name == "flags":
            said[name] = "".join(sorted(value or ()))
        elif value not in (None, "") or name == "value":
            said[name] = None if value is None else str(value)
    return said


def append(
    work: UnitOfWork,
    series: EntrySeries,
    key: CellKey,
    *,
    version_no: int,
    state: ValueState,
    method: EntryMethod,
    content: Content,
    reason: str = "",
    batch: str | None = None,
) -> CellOutcome | None:
    """Append a version; None when it is there, else the outcome of this cell alone: the transaction goes on.

    Raises:
        StoreUnavailable: the store does not answer; the whole transaction is lost.
    """
    item = series.items.get((key.breakdown, key.item))
    try:
        stored.append_version(
            work.session,
            series_id=series.id,
            item_id=None if item is None else item.id,
            period=period_of(key),
            version_no=version_no,
            state=state,
            method=method,
            reason=reason,
            batch=batch,
            recorded_by=work.actor,
            **content,
        )
    except StoreUnavailable:
        raise
    except StoreError as error:
        return _beaten(work.session, series, key, content) if stored.is_lost_race(error) else _refused(key, error)
    return None


def append_all(
    work: UnitOfWork, additions: Sequence[Addition], method: EntryMethod, batch: str | None = None
) -> dict[CellKey, CellOutcome]:
    """Append versions, one a cell at most; what the store refused, by cell: the transaction goes on without those.

    They go together in a few statements; only when one of them is refused are they tried one by one.

    Raises:
        StoreUnavailable: the store does not answer; the whole transaction is lost.
    """
    # Always in the order of the keys: two people who save the same cells then wait for each other, never both.
    ordered = sorted(additions, key=lambda one: one.key)
    try:
        stored.append_versions(work.session, [_new_version(work, one, method, batch) for one in ordered])
    except StoreUnavailable:
        raise
    except StoreError:
        return _one_by_one(work, ordered, method, batch)
    return {}


def _new_version(work: UnitOfWork, one: Addition, method: EntryMethod, batch: str | None) -> stored.NewVersion:
    item = one.series.items.get((one.key.breakdown, one.key.item))
    recorded = {"method": method, "reason": one.reason, "batch": batch, "recorded_by": work.actor}
    return stored.NewVersion(
        one.series.id,
        None if item is None else item.id,
        period_of(one.key),
        one.version_no,
        one.state,
        recorded | one.content,
        one.observation_id,
    )


def _one_by_one(
    work: UnitOfWork, additions: Sequence[Addition], method: EntryMethod, batch: str | None
) -> dict[CellKey, CellOutcome]:
    refused: dict[CellKey, CellOutcome] = {}
    for one in additions:
        refusal = append(
            work,
            one.series,
            one.key,
            version_no=one.version_no,
            state=one.state,
            method=method,
            content=one.content,
            reason=one.reason,
            batch=batch,
        )
        if refusal is not None:
            refused[one.key] = refusal
    return refused


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


def stricter(one: ConfStatus | str, other: ConfStatus | str) -> ConfStatus:
    """Confidentiality that stays: typing a value over a confidential one does not make it public."""
    return ConfStatus(other) if ConfStatus(one) is ConfStatus.FREE else ConfStatus(one)


def _beaten(session: Session, series: EntrySeries, key: CellKey, content: Content) -> CellOutcome:
    """Somebody appended first. The same content twice is a double click, not a conflict."""
    row = next(row for row in stored.current(session, [series.code]) if key_of(row) == key)
    if content_of(row) == content:
        return CellOutcome(key, Kind.UNCHANGED, "Cette valeur est déjà enregistrée.", row.version_no)
    return conflict_of(key, observation_of(row), series)


def _refused(key: CellKey, error: StoreError) -> CellOutcome:
    return CellOutcome(key, Kind.REFUSED, str(error))
