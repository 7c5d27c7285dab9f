"""Contributors to a value since it was last published: none of them may validate it."""

from collections import defaultdict
from collections.abc import Sequence

from db.queries import entries as stored
from db.unit_of_work import Session
from db.vocabulary import ValueState
from indicators.domain.values.cells import CellKey
from indicators.reading.values.cells import Cells

_SETTLED = (ValueState.PUBLISHED, ValueState.WITHDRAWN)
_ENTERED = (ValueState.DRAFT, ValueState.SUBMITTED)


def contributors_since_publication(
    session: Session, cells: Cells, keys: Sequence[CellKey]
) -> dict[CellKey, tuple[str, ...]]:
    """By cell, people who entered or submitted the current value since it was last published.

    Authors of values replaced since then are not included.
    """
    ids = {cells.latest[key].observation_id: key for key in keys if key in cells.latest}
    versions: dict[CellKey, list[stored.ContributionRow]] = defaultdict(list)
    for row in stored.contributions(session, sorted(ids)) if ids else ():
        versions[ids[row.observation_id]].append(row)
    return {key: _contributors(rows, cells.value(key)) for key, rows in versions.items()}


def _contributors(versions: Sequence[stored.ContributionRow], value: object) -> tuple[str, ...]:
    present: list[stored.ContributionRow] = []
    for version in versions:
        present = [] if version.state in _SETTLED else [*present, version]
    of_value = [version for version in present if version.state in _ENTERED and version.value == value]
    return tuple(dict.fromkeys(version.recorded_by for version in of_value))
