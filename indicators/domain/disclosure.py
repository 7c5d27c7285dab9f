"""Hiding from the public confidential values, and those from which they could be computed.

Source: docs/method.md, Disclosure. A value masked for itself keeps its confidentiality code; one masked to protect
another gets « D », secondary confidentiality.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.series import Observation


@dataclass(frozen=True, slots=True)
class DisclosureCell:
    """One figure of a series for one period: the total (no list), or an item of a code list.

    ``parent`` is the item of the same list that includes it; without one, the total does.
    """

    breakdown: str
    item: str
    observation: Observation
    parent: str | None = None


def publicly(cells: Sequence[DisclosureCell]) -> list[Observation]:
    """The figures of one series and one period as the public reads them, in the order given.

    If a whole and all its parts but one are shown, the missing part is a subtraction away: the whole is masked
    too. If the whole is masked and all its parts are shown, their sum reveals it: the smallest part is masked too.
    """
    masked = {index for index, cell in enumerate(cells) if cell.observation.conf is not ConfStatus.FREE}
    families = list(_families(cells))
    added = True
    while added:
        added = False
        for whole, parts in families:
            revealing = _revealing(cells, whole, parts, masked)
            if revealing is not None:
                masked.add(revealing)
                added = True
    return [mask(cell.observation) if index in masked else cell.observation for index, cell in enumerate(cells)]


def mask(observation: Observation) -> Observation:
    """The same observation without its value or anything that reveals it."""
    conf = ConfStatus.SECONDARY if observation.conf is ConfStatus.FREE else observation.conf
    flags = observation.flags & {ObsStatus.BREAK} | {ObsStatus.SUPPRESSED}
    return replace(
        observation, value=None, numerator=None, denominator=None, flags=flags, conf=conf, comment="", caveat=""
    )


def _families(cells: Sequence[DisclosureCell]) -> Iterable[tuple[int, list[int]]]:
    """Each whole with its parts: the total and the top items of a list, an item and its sub-items."""
    places = {(cell.breakdown, cell.item): index for index, cell in enumerate(cells)}
    parts: dict[int, dict[str, list[int]]] = {}
    for index, cell in enumerate(cells):
        within = (cell.breakdown, cell.parent) if cell.parent else ("", "")
        whole = places.get(within)
        if cell.item and whole is not None:
            parts.setdefault(whole, {}).setdefault(cell.breakdown, []).append(index)
    for whole, lists in parts.items():
        for indexes in lists.values():
            yield whole, indexes


def _revealing(cells: Sequence[DisclosureCell], whole: int, parts: Sequence[int], masked: set[int]) -> int | None:
    """Index of the next figure to mask so that no masked figure can be computed; None when the family is safe."""
    hidden = [index for index in parts if index in masked]
    if whole not in masked:
        return whole if len(hidden) == 1 else None
    if hidden:
        return None
    visible = [index for index in parts if cells[index].observation.value is not None]
    return min(visible, key=lambda index: (cells[index].observation.value or 0, cells[index].item), default=None)
