"""Who had a hand in a value since it was last published: none of them may validate it."""

from collections import defaultdict
from collections.abc import Sequence

from db.queries import entries as stored
from db.unit_of_work import Session
from db.vocabulary import ValueState
from indicators.domain.values.cells import CellKey
from indicators.reading.values.cells import Cells

_SETTLED = (ValueState.PUBLISHED, ValueState.WITHDRAWN)
_ENTERED = (ValueState.DRAFT, ValueState.SUBMITTED)


def hands_of(session: Session, cells: Cells, keys: Sequence[CellKey]) -> dict[CellKey, tuple[str, ...]]:
    """By cell, those who entered the value that stands, or submitted it, in the present round.

    Whoever typed a value that was replaced since then has no hand in the one that stands.
    """
    ids = {cells.latest[key].observation_id: key for key in keys if key in cells.latest}
    versions: dict[CellKey, list[stored.RoundRow]] = defaultdict(list)
    for row in stored.rounds(session, sorted(ids)) if ids else ():
        versions[ids[row.observation_id]].append(row)
    return {key: _hands(rows, cells.value(key)) for key, rows in versions.items()}


def _hands(versions: Sequence[stored.RoundRow], value: object) -> tuple[str, ...]:
    present: list[stored.RoundRow] = []
    for version in versions:
        present = [] if version.state in _SETTLED else [*present, version]
    mine = [one for one in present if one.state in _ENTERED and one.value == value]
    return tuple(dict.fromkeys(one.recorded_by for one in mine))
