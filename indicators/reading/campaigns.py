"""Campaigns, how complete they are by owner and area, and the reminders ready to send."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from db.engine import Engine
from db.queries import campaigns as stored
from db.unit_of_work import reading
from db.vocabulary import CampaignState, ValueState
from indicators.domain.cells import CellKey
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.locks import Lock
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.series import Observation
from indicators.reading.cells import Cells, EntrySeries, read_cells, read_locks


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as stored."""

    code: str
    label: str
    period: str
    opens_on: date
    due_on: date
    state: CampaignState
    note: str
    created_by: str

    def is_late(self, today: date) -> bool:
        """Whether it is still open after its due date."""
        return self.state is CampaignState.OPEN and today > self.due_on


class Progress(StrEnum):
    """How far a value asked for has come; the value is the word shown."""

    TO_DO = "à faire"
    DRAFT = "brouillon"
    RETURNED = "renvoyée"
    SUBMITTED = "soumise"
    VALIDATED = "validée"
    PUBLISHED = "publiée"
    UNAVAILABLE = "non disponible"


@dataclass(frozen=True, slots=True)
class Asked:
    """A series asked for: its owner, due date, how far it has come; ``why`` it is not available."""

    series: str
    label: str
    area: str
    areas: frozenset[int]
    owner: str
    owner_name: str
    due_on: date
    progress: Progress
    why: str
    value: Observation | None


@dataclass(frozen=True)
class Board:
    """Completeness of a campaign: every series asked for, and counts by owner and by area, in the order of states."""

    campaign: Campaign
    asked: tuple[Asked, ...]
    by_owner: Mapping[str, Mapping[Progress, int]]
    by_area: Mapping[str, Mapping[Progress, int]]


@dataclass(frozen=True, slots=True)
class Reminder:
    """An e-mail ready to send."""

    to: str
    name: str
    subject: str
    body: str


_OF_STATE = {
    ValueState.DRAFT: Progress.DRAFT,
    ValueState.RETURNED: Progress.RETURNED,
    ValueState.SUBMITTED: Progress.SUBMITTED,
    ValueState.VALIDATED: Progress.VALIDATED,
    ValueState.PUBLISHED: Progress.PUBLISHED,
    ValueState.WITHDRAWN: Progress.TO_DO,
}
_WITH_OWNER = (Progress.TO_DO, Progress.DRAFT, Progress.RETURNED)


def read_campaigns(engine: Engine) -> tuple[Campaign, ...]:
    """Every campaign, newest due date first."""
    with reading(engine) as session:
        return tuple(_campaign(row) for row in stored.campaigns(session))


def read_period_locks(engine: Engine) -> tuple[Lock, ...]:
    """Locks in force, with their exceptions."""
    with reading(engine) as session:
        return read_locks(session)


def board(engine: Engine, campaign: str) -> Board | None:
    """Completeness of a campaign; None where there is no such campaign."""
    with reading(engine) as session:
        row = stored.campaign(session, campaign)
        if row is None:
            return None
        listed = stored.series(session, row.id)
        cells = read_cells(session, {one.code for one in listed})
    owners = {one.code: one for one in listed}
    asked = tuple(_asked(cells, series, owners[code], row) for code, series in cells.series.items())
    return Board(
        _campaign(row),
        asked,
        _counts((one.owner, one.progress) for one in asked),
        _counts((one.area, one.progress) for one in asked),
    )


def reminders(found: Board, address: str = "") -> tuple[Reminder, ...]:
    """One e-mail for each owner who still has something to do; ``address`` is where the software is."""
    waiting: dict[str, list[Asked]] = {}
    for one in found.asked:
        if one.owner and one.progress in _WITH_OWNER:
            waiting.setdefault(one.owner, []).append(one)
    return tuple(_reminder(found.campaign, owner, mine, address) for owner, mine in sorted(waiting.items()))


def _campaign(row: Any) -> Campaign:
    state = CampaignState(row.state)
    return Campaign(row.code, row.label, row.period_code, row.opens_on, row.due_on, state, row.note, row.created_by)


def _asked(cells: Cells, series: EntrySeries, listed: Any, row: Any) -> Asked:
    found = _furthest_behind(cells, series.code, Period.parse(row.period_code))
    progress, why = Progress.TO_DO, ""
    if found is not None:
        progress = _OF_STATE[found.state]
        if found.value is None and found.state is not ValueState.WITHDRAWN:
            progress, why = Progress.UNAVAILABLE, describe(found.flags)
    return Asked(
        series=series.code,
        label=series.label,
        area=series.perimeter_label,
        areas=series.areas,
        owner=listed.owner or "",
        owner_name=listed.owner_name or "",
        due_on=listed.due_on or row.due_on,
        progress=progress,
        why=why,
        value=found,
    )


def _furthest_behind(cells: Cells, code: str, asked: Period) -> Observation | None:
    """The total asked for; where a series has shorter periods within the one asked, the one least advanced."""
    exact = cells.observation(CellKey(code, asked.code))
    if exact is not None:
        return exact
    within = [
        one
        for one in cells.others(CellKey(code, asked.code))
        if asked.start <= one.period.start and one.period.end <= asked.end
    ]
    order = list(Progress)
    return min(within, key=lambda one: order.index(_OF_STATE[one.state]), default=None)


def _counts(pairs: Iterable[tuple[str, Progress]]) -> dict[str, dict[Progress, int]]:
    counted: dict[str, Counter[Progress]] = {}
    for name, progress in pairs:
        counted.setdefault(name, Counter())[progress] += 1
    return {name: {progress: found[progress] for progress in Progress} for name, found in counted.items()}


def _reminder(campaign: Campaign, owner: str, mine: list[Asked], address: str) -> Reminder:
    lines = [f"- {one.label} – {one.area} ({one.series}) : {one.progress}" for one in mine]
    due = date_fr(min(one.due_on for one in mine))
    body = [
        f"Bonjour {mine[0].owner_name},".replace(" ,", ","),
        "",
        f"La campagne « {campaign.label} » attend encore {count_of(len(mine), 'valeur')} de votre part pour le {due} :",
        "",
        *lines,
        "",
        *([f"La saisie se fait ici : {address}", ""] if address else []),
        "Merci d'avance.",
    ]
    return Reminder(owner, mine[0].owner_name, f"{campaign.label} : valeurs attendues pour le {due}", "\n".join(body))
