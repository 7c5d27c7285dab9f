"""Campaigns, how complete they are by owner and area, and the reminders ready to send."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from db.engine import Engine
from db.queries import campaigns as stored
from db.unit_of_work import Session, reading
from db.vocabulary import CampaignState, Frequency, ValueState
from indicators.domain import rights
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.domain.rights import Action, Person
from indicators.domain.series import Observation, Unit
from indicators.domain.values.due_periods import periods_due
from indicators.domain.values.locks import Lock
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import EntrySeries, read_locks, read_series


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
class RequestedSeries:
    """A series asked for: its owner, due date, how far it has come; ``why`` it is not available."""

    series: str
    indicator: str
    label: str
    family: str
    area: str
    areas: frozenset[int]
    unit: Unit
    owner: str
    owner_name: str
    due_on: date
    progress: Progress
    why: str
    value: Observation | None

    def is_late(self, today: date) -> bool:
        """Whether its owner (or nobody yet) should have filled it by now."""
        return today > self.due_on and self.progress in WITH_OWNER


@dataclass(frozen=True, slots=True)
class Overview:
    """A campaign in a list: how many of the series that the reader may see stand where, and how many are late."""

    campaign: Campaign
    counts: Mapping[Progress, int]
    late: int

    @property
    def total(self) -> int:
        """Series asked for."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A series that a campaign may ask for. ``asked`` says whether it does, ``owner`` of whom."""

    series: str
    indicator: str
    label: str
    family: str
    area: str
    areas: frozenset[int]
    frequency: Frequency
    asked: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked for series."""

    email: str
    name: str
    service: str


@dataclass(frozen=True)
class Board:
    """Completeness of a campaign: the series asked for that the reader may see, with counts by owner and by area.

    Counts are in the order of states.
    """

    campaign: Campaign
    asked: tuple[RequestedSeries, ...]
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
WITH_OWNER = (Progress.TO_DO, Progress.DRAFT, Progress.RETURNED)
"""Where the next act is the owner's."""

DONE = (Progress.SUBMITTED, Progress.VALIDATED, Progress.PUBLISHED, Progress.UNAVAILABLE)
"""Where the owner has answered."""


def read_campaigns(engine: Engine, person: Person) -> tuple[Campaign, ...]:
    """Every campaign, newest due date first; none for whoever has no hand in entry."""
    if not _may_look(person):
        return ()
    with reading(engine) as session:
        return tuple(_campaign(row) for row in stored.campaigns(session))


def overviews(engine: Engine, person: Person, today: date) -> tuple[Overview, ...]:
    """Every campaign with how far the series that this person may read have come, newest due date first."""
    if not _may_look(person):
        return ()
    with reading(engine) as session:
        readable = _readable(person, read_series(session))
        lines = []
        for row in stored.campaigns(session):
            all_asked = _all_asked(session, row, readable)
            is_open = row.state == CampaignState.OPEN
            late = sum(is_open and requested.is_late(today) for requested in all_asked)
            lines.append(Overview(_campaign(row), _tally(requested.progress for requested in all_asked), late))
        return tuple(lines)


def read_period_locks(engine: Engine, person: Person) -> tuple[Lock, ...]:
    """Locks in force. Exceptions are the business of the administration and of those who have them."""
    if not _may_look(person):
        return ()
    everything = bool(rights.allowed(person, Action.OPEN_CAMPAIGN))
    with reading(engine) as session:
        return tuple(
            lock
            if everything
            else replace(lock, exemptions=tuple(e for e in lock.exemptions if e.email == person.email))
            for lock in read_locks(session)
        )


def board(engine: Engine, person: Person, campaign: str) -> Board | None:
    """Completeness of a campaign, as far as the person may read; None where there is none, or not for them.

    A contributor sees the series that they fill, a validator those of their areas, the administration all.
    """
    if not _may_look(person):
        return None
    with reading(engine) as session:
        row = stored.campaign(session, campaign)
        if row is None:
            return None
        codes = {requested.code for requested in stored.series(session, row.id)}
        all_asked = _all_asked(session, row, _readable(person, read_series(session, codes)))
    return Board(
        _campaign(row),
        all_asked,
        _counts((requested.owner, requested.progress) for requested in all_asked),
        _counts((requested.area, requested.progress) for requested in all_asked),
    )


def candidates(engine: Engine, person: Person, campaign: str) -> tuple[Candidate, ...]:
    """Every series that a campaign may ask for, in catalogue order; for the administration alone."""
    if not rights.allowed(person, Action.OPEN_CAMPAIGN):
        return ()
    with reading(engine) as session:
        row = stored.campaign(session, campaign)
        listed = (
            {}
            if row is None
            else {listed_row.code: listed_row.owner or "" for listed_row in stored.series(session, row.id)}
        )
        frequencies = stored.frequencies(session)
        return tuple(
            Candidate(
                code,
                entry_series.indicator,
                entry_series.label,
                entry_series.family,
                entry_series.perimeter_label,
                entry_series.areas,
                Frequency(frequencies[code]),
                code in listed,
                listed.get(code, ""),
            )
            for code, entry_series in read_series(session).items()
            if not entry_series.closed
        )


def colleagues(engine: Engine, person: Person) -> tuple[Colleague, ...]:
    """Active people who may fill series, by name; nobody outside of entry reads their names."""
    if not _may_look(person):
        return ()
    with reading(engine) as session:
        return tuple(Colleague(row.email, row.name, row.service) for row in stored.contributors(session))


def reminders(whole: Board, address: str = "") -> tuple[Reminder, ...]:
    """One e-mail for each owner who still has something to do; ``address`` is where the software is."""
    waiting: dict[str, list[RequestedSeries]] = {}
    for requested in whole.asked:
        if requested.owner and requested.progress in WITH_OWNER:
            waiting.setdefault(requested.owner, []).append(requested)
    return tuple(_reminder(whole.campaign, owner, mine, address) for owner, mine in sorted(waiting.items()))


def _campaign(row: stored.CampaignRow) -> Campaign:
    state = CampaignState(row.state)
    return Campaign(row.code, row.label, row.period_code, row.opens_on, row.due_on, state, row.note, row.created_by)


def _may_look(person: Person) -> bool:
    return bool(rights.offered(person, Action.READ_UNPUBLISHED))


def _readable(person: Person, series: Mapping[str, EntrySeries]) -> dict[str, EntrySeries]:
    return {
        code: entry_series
        for code, entry_series in series.items()
        if rights.allowed(person, Action.READ_UNPUBLISHED, entry_series.subject())
    }


def _all_asked(
    session: Session, row: stored.CampaignRow, by_code: Mapping[str, EntrySeries]
) -> tuple[RequestedSeries, ...]:
    """The series of a campaign among the known ones, in their order."""
    listed = {listed_row.code: listed_row for listed_row in stored.series(session, row.id)}
    period = Period.parse(row.period_code)
    totals: dict[str, list[Observation]] = defaultdict(list)
    for total in stored.totals(session, row.id, period.start, period.end):
        totals[total.series].append(observation_of(total))
    frequencies = stored.frequencies(session)
    return tuple(
        _asked(entry_series, listed[code], row, _furthest_behind(totals[code], period, Frequency(frequencies[code])))
        for code, entry_series in by_code.items()
        if code in listed
    )


def _asked(
    series: EntrySeries, listed: stored.CampaignSeriesRow, row: stored.CampaignRow, observation: Observation | None
) -> RequestedSeries:
    progress, why = Progress.TO_DO, ""
    if observation is not None:
        progress = _OF_STATE[observation.state]
        if observation.value is None and observation.state is not ValueState.WITHDRAWN:
            progress, why = Progress.UNAVAILABLE, describe(observation.flags)
    return RequestedSeries(
        series=series.code,
        indicator=series.indicator,
        label=series.label,
        family=series.family,
        area=series.perimeter_label,
        areas=series.areas,
        unit=series.unit,
        owner=listed.owner or "",
        owner_name=listed.owner_name or "",
        due_on=listed.due_on or row.due_on,
        progress=progress,
        why=why,
        value=observation,
    )


def _furthest_behind(totals: Sequence[Observation], whole_period: Period, frequency: Frequency) -> Observation | None:
    """The total asked for. Where a series is filled for shorter periods, the least advanced; None while one is missing.

    A total over the whole period stands for them where none of the shorter ones was ever filled.
    """
    by_period = {total.period: total for total in totals}
    due = periods_due(whole_period, frequency)
    if not any(period in by_period for period in due):
        return by_period.get(whole_period)
    if any(period not in by_period for period in due):
        return None
    order = list(Progress)
    return min((by_period[period] for period in due), key=lambda observation: order.index(_OF_STATE[observation.state]))


def _counts(pairs: Iterable[tuple[str, Progress]]) -> dict[str, dict[Progress, int]]:
    by_key: dict[str, list[Progress]] = defaultdict(list)
    for name, progress in pairs:
        by_key[name].append(progress)
    return {name: _tally(words) for name, words in by_key.items()}


def _tally(words: Iterable[Progress]) -> dict[Progress, int]:
    counted = Counter(words)
    return {progress: counted[progress] for progress in Progress}


def _reminder(campaign: Campaign, owner: str, mine: list[RequestedSeries], address: str) -> Reminder:
    lines = [
        f"- {requested.label} – {requested.area} ({requested.series}) : {requested.progress}" for requested in mine
    ]
    due = date_fr(min(requested.due_on for requested in mine))
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
