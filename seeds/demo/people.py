"""People of the demonstration, and what they do: two campaigns, values on their way, a locked year. All fictitious.

What is published stays as the stories tell it: only versions that are not published come on top of it. Every
instant is given here, so that two loads say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from db.engine import Engine
from db.queries import campaigns, entries, entry_series, journal, locks, observations, people
from db.queries.reference import identifiers
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import CampaignState, EntryMethod, EventCode, ObsStatus, Role, ValueState
from indicators.domain.periods import Period
from indicators.domain.values.content import ValueContent
from seeds.demo.histories import SOURCE
from seeds.report import LoadReport

OPEN, CLOSED, LOCKED = "COL-2025", "COL-2024", "2023"
YEAR = Period.parse("2025")
_NOTE = "Campagne fictive, pour la démonstration."


@dataclass(frozen=True, slots=True)
class Somebody:
    """A fictitious person. ``families`` are those whose series they fill, ``areas`` those whose values they judge."""

    email: str
    name: str
    service: str
    role: Role
    families: tuple[str, ...] = ()
    areas: tuple[int, ...] = ()


def _at(name: str) -> str:
    return f"{name}@demonstration.example"


# Who looks at a demonstration on their own machine, as a contributor, has a list to fill too.
HERE = "contributeur@cet-ordinateur"
ADMINISTRATOR = _at("gaelle.maquette")
VALIDATORS = (_at("elise.essai"), _at("fabien.epreuve"))

EVERYBODY = (
    Somebody(_at("amelie.exemple"), "Amélie Exemple", "Service fictif A", Role.CONTRIBUTOR, ("PRO",)),
    Somebody(_at("basile.modele"), "Basile Modèle", "Service fictif B", Role.CONTRIBUTOR, ("INF",)),
    Somebody(_at("chloe.specimen"), "Chloé Spécimen", "Service fictif C", Role.CONTRIBUTOR, ("SNU", "HOP")),
    Somebody(HERE, "Contribution de cet ordinateur", "Service fictif D", Role.CONTRIBUTOR, ("ENT",)),
    Somebody(VALIDATORS[0], "Élise Essai", "Pilotage fictif", Role.VALIDATOR, areas=(1, 2, 3)),
    Somebody(VALIDATORS[1], "Fabien Épreuve", "Pilotage fictif", Role.VALIDATOR, areas=(4, 5, 6)),
    Somebody(ADMINISTRATOR, "Gaëlle Maquette", "Coordination fictive", Role.ADMINISTRATOR),
    Somebody(_at("hugo.figurant"), "Hugo Figurant", "Comité fictif", Role.READER),
)

_OF_FAMILY = {family: somebody.email for somebody in EVERYBODY for family in somebody.families}
_STEPS = {ValueState.DRAFT: EventCode.VALUE_ENTERED, ValueState.SUBMITTED: EventCode.VALUE_SUBMITTED}
_COMMENT = "Commentaire fictif : chiffre reçu par téléphone, à confirmer par écrit."
_ANSWER = "Réponse fictive : l’écart vient d’un double compte l’an dernier."
_CORRECTION = "Correction fictive : une réponse tardive est ajoutée."


def load_people(engine: Engine, report: LoadReport) -> None:
    """Add the people and what they do to a demonstration store; where they already are, nothing changes."""
    with unit_of_work(engine, ADMINISTRATOR) as work:
        tally = report.tally("Personnes fictives")
        if people.by_email(work.session, EVERYBODY[0].email) is not None:
            tally.left += len(EVERYBODY)
            return
        Known = _World(work.session)
        ids = dict(_people(Known))
        tally.added += len(ids)
        open_list, closed_list = _campaigns(Known, ids)
        report.tally("Séries de campagnes fictives").added += len(open_list) + len(closed_list)
        report.tally("Versions fictives en cours de saisie").added += sum(1 for _ in _values(Known, open_list))
        _lock(Known)
        work.commit()


class _World:
    """What the store holds that the people work upon."""

    def __init__(self, session: Session) -> None:
        self.session = session
        facts = entry_series.series_facts(session)
        self.ids = {row.code: row.id for row in facts}
        self.family = {row.code: row.family for row in facts}
        self.fillable = sorted(row.code for row in facts if row.reads_from is None and row.retired_on is None)
        self.decimals = {row.code: row.decimals for row in facts}
        rows = entries.current(session, self.fillable)
        self.totals = {row.series: row for row in rows if row.item is None and row.period_code == YEAR.code}

    def state(self, code: str) -> ValueState | None:
        """State of the total of the year."""
        row = self.totals.get(code)
        return None if row is None else ValueState(row.state)

    def owner(self, code: str) -> str | None:
        """Who fills a series; nobody yet for those of context."""
        return None if code.startswith("CTX-") else _OF_FAMILY.get(self.family[code])

    def tell(self, when: datetime, actor: str, code: EventCode, subject: str, **details: object) -> None:
        """Record an event at its instant."""
        journal.add(self.session, when, actor, code, subject, details)


def _people(world: _World) -> Iterator[tuple[str, int]]:
    areas = identifiers(world.session, "area", "number")
    for somebody in EVERYBODY:
        instant = _instant(0, 0)
        person = people.add(
            world.session,
            email=somebody.email,
            name=somebody.name,
            service=somebody.service,
            created_at=instant,
            created_by=ADMINISTRATOR,
        )
        people.replace_roles(world.session, person, [somebody.role])
        mine = [world.ids[code] for code in world.fillable if world.owner(code) == somebody.email]
        people.replace_series(world.session, person, mine)
        people.replace_areas(world.session, person, [areas[number] for number in somebody.areas])
        world.tell(instant, ADMINISTRATOR, EventCode.ACCOUNT_CREATED, somebody.email, roles=[str(somebody.role)])
        yield somebody.email, person


def _campaigns(world: _World, ids: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The open campaign asks for what is not published yet and for some of the rest; the closed one for a few."""
    pending = [code for code in world.fillable if world.state(code) is not ValueState.PUBLISHED]
    settled = [code for code in world.fillable if code not in pending and world.owner(code)]
    requested, former = sorted({*pending, *settled[::12]}), settled[::5]
    calls = (
        (CLOSED, "2024", date(2025, 9, 1), date(2025, 11, 30), CampaignState.CLOSED, former, 0),
        (OPEN, "2025", date(2026, 9, 1), date(2026, 12, 15), CampaignState.OPEN, requested, 1),
    )
    for code, period, opens_on, due_on, state, series, day in calls:
        campaign = campaigns.add(
            world.session,
            code=code,
            label=f"Collecte {period} (fictive)",
            period_code=period,
            opens_on=opens_on,
            due_on=due_on,
            state=state,
            note=_NOTE,
            created_at=_instant(day, 1),
            created_by=ADMINISTRATOR,
        )
        for one in series:
            owner = world.owner(one)
            # One list is due earlier than the others: somebody is late.
            sooner = date(2026, 11, 13) if code == OPEN and owner == _at("basile.modele") else None
            campaigns.ask_for(world.session, campaign, world.ids[one], ids[owner] if owner else None, sooner)
        subject = f"{journal.CAMPAIGN}{code}"
        world.tell(
            _instant(day, 1),
            ADMINISTRATOR,
            EventCode.CAMPAIGN_CREATED,
            subject,
            period=period,
            due_on=due_on.isoformat(),
        )
        world.tell(
            _instant(day, 2), ADMINISTRATOR, EventCode.CAMPAIGN_OPENED, subject, old="en_preparation", new="ouverte"
        )
    world.tell(
        _instant(0, 3),
        ADMINISTRATOR,
        EventCode.CAMPAIGN_CLOSED,
        f"{journal.CAMPAIGN}{CLOSED}",
        old="ouverte",
        new="cloturee",
    )
    return requested, former


def _values(world: _World, codes: list[str]) -> Iterator[None]:
    """What people did with the series asked for: a version each time, in the order of the instants."""
    turn: dict[ValueState | None, int] = {}
    for place, code in enumerate(codes):
        owner, state = world.owner(code), world.state(code)
        turn[state] = turn.get(state, 0) + 1
        if owner is None:
            continue
        for number, (following, content, reason) in enumerate(_deeds(world, code, state, turn[state])):
            _append(world, code, owner, following, content, reason, _instant(3 + place % 12, place + number))
            yield


def _deeds(world: _World, code: str, state: ValueState | None, turn: int) -> list[tuple[ValueState, ValueContent, str]]:
    """States to go through, with what is said of the value; ``turn`` counts the series in the same state."""
    draft, submitted = ValueState.DRAFT, ValueState.SUBMITTED
    if state is draft:
        mine = _content(world, code)
        if turn % 3 == 0:
            mine = replace(mine, comment=_COMMENT)
        return [(draft, mine, ""), (submitted, mine, "")] if turn % 2 else [(draft, mine, "")]
    if state is ValueState.RETURNED and turn % 2:
        mine = _content(world, code)
        return [(draft, mine, _ANSWER), (submitted, mine, _ANSWER)]
    if state is None and turn % 2:
        absent = ValueContent(flags=frozenset({ObsStatus.NOT_COLLECTED}), source=SOURCE, comment=_COMMENT)
        return [(draft, absent, ""), (submitted, absent, "")]
    if state is ValueState.PUBLISHED and turn % 3 == 0:
        mine = _revised(world, code)
        return (
            [(draft, mine, _CORRECTION), (submitted, mine, _CORRECTION)] if turn % 2 else [(draft, mine, _CORRECTION)]
        )
    return []


def _content(world: _World, code: str) -> ValueContent:
    row = world.totals[code]
    return ValueContent(**{field.name: getattr(row, field.name) for field in fields(ValueContent)})


def _revised(world: _World, code: str) -> ValueContent:
    """A value two percent above, on the decimals of its series; a value that has none stays."""
    content = _content(world, code)
    if content.value is None:
        return content
    step = Decimal(1).scaleb(-world.decimals[code])
    value = (content.value * Decimal("1.02") + step / 2).quantize(step)
    return replace(content, value=value, numerator=None, denominator=None)


def _append(
    world: _World, code: str, author: str, state: ValueState, content: ValueContent, reason: str, when: datetime
) -> None:
    former = world.totals.get(code)
    observations.add_observation_version(
        world.session,
        series_id=world.ids[code],
        item_id=None,
        period=(YEAR.code, str(YEAR.kind), YEAR.start, YEAR.end),
        state=state,
        method=EntryMethod.GRID if state is ValueState.DRAFT else EntryMethod.FORM,
        reason=reason,
        batch=None,
        recorded_by=author,
        recorded_at=when,
        **content.columns(),
    )
    row = next(
        step for step in entries.current(world.session, [code]) if step.item is None and step.period_code == YEAR.code
    )
    corrects = former is not None and former.state == ValueState.PUBLISHED
    event = EventCode.VALUE_CORRECTED if corrects else _STEPS[state]
    world.tell(when, author, event, f"{code}/{YEAR.code}", motive=reason, old=_told(former), new=_told(row))
    world.totals[code] = row


def _told(row: entries.CellVersionRow | None) -> dict[str, object] | None:
    """A version as the journal tells it."""
    if row is None:
        return None
    value = None if row.value is None else format(row.value, "f")
    return {"version": row.version_no, "state": str(row.state), "value": value, "flags": "".join(sorted(row.flags))}


def _lock(world: _World) -> None:
    when, until = _instant(2, 0), date(2026, 12, 31)
    reason = "Exercice clos (fictif) : les rapports de 2023 sont remis."
    leave = "Exception fictive : une réponse tardive est attendue."
    number = locks.add(
        world.session,
        [{"email": HERE, "until": until, "reason": leave, "granted_by": ADMINISTRATOR, "granted_at": when}],
        period_code=LOCKED,
        reason=reason,
        locked_at=when,
        locked_by=ADMINISTRATOR,
    )
    subject = f"periode {LOCKED}"
    world.tell(when, ADMINISTRATOR, EventCode.PERIOD_LOCKED, subject, reason=reason, lock=number)
    world.tell(
        _instant(2, 1),
        ADMINISTRATOR,
        EventCode.EXCEPTION_GRANTED,
        subject,
        to=HERE,
        until=until.isoformat(),
        reason=leave,
        lock=number,
    )


def _instant(day: int, minute: int) -> datetime:
    """An instant of November 2026, after everything that the stories tell."""
    return datetime(2026, 11, 2, 8, 30, tzinfo=UTC) + timedelta(days=day, minutes=4 * minute)
