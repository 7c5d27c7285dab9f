"""People of the demonstration, and what they do: two campaigns, values on their way, a locked year. All fictitious.

What is published stays as the stories tell it: only versions that are not published come on top of it. Every
instant is given here, so that two loads say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from db.engine import Engine
from db.queries import campaigns, entries, entry_series, journal, locks, people
from db.queries.reference import identifiers
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import CampaignState, EntryMethod, EventCode, ObsStatus, Role, ValueState
from indicators.domain.periods import Period
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

_OF_FAMILY = {family: one.email for one in EVERYBODY for family in one.families}
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
        known = _Known(work.session)
        ids = dict(_people(known))
        tally.added += len(ids)
        open_list, closed_list = _campaigns(known, ids)
        report.tally("Séries de campagnes fictives").added += len(open_list) + len(closed_list)
        report.tally("Versions fictives en cours de saisie").added += sum(1 for _ in _values(known, open_list))
        _lock(known)
        work.commit()


class _Known:
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


def _people(known: _Known) -> Iterator[tuple[str, int]]:
    areas = identifiers(known.session, "area", "number")
    for one in EVERYBODY:
        made = _instant(0, 0)
        person = people.add(
            known.session,
            email=one.email,
            name=one.name,
            service=one.service,
            created_at=made,
            created_by=ADMINISTRATOR,
        )
        people.replace_roles(known.session, person, [one.role])
        mine = [known.ids[code] for code in known.fillable if known.owner(code) == one.email]
        people.replace_series(known.session, person, mine)
        people.replace_areas(known.session, person, [areas[number] for number in one.areas])
        known.tell(made, ADMINISTRATOR, EventCode.ACCOUNT_CREATED, one.email, roles=[str(one.role)])
        yield one.email, person


def _campaigns(known: _Known, ids: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The open campaign asks for what is not published yet and for some of the rest; the closed one for a few."""
    pending = [code for code in known.fillable if known.state(code) is not ValueState.PUBLISHED]
    settled = [code for code in known.fillable if code not in pending and known.owner(code)]
    asked, former = sorted({*pending, *settled[::12]}), settled[::5]
    calls = (
        (CLOSED, "2024", date(2025, 9, 1), date(2025, 11, 30), CampaignState.CLOSED, former, 0),
        (OPEN, "2025", date(2026, 9, 1), date(2026, 12, 15), CampaignState.OPEN, asked, 1),
    )
    for code, period, opens_on, due_on, state, series, day in calls:
        campaign = campaigns.add(
            known.session,
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
            owner = known.owner(one)
            # One list is due earlier than the others: somebody is late.
            sooner = date(2026, 11, 13) if code == OPEN and owner == _at("basile.modele") else None
            campaigns.ask_for(known.session, campaign, known.ids[one], ids[owner] if owner else None, sooner)
        subject = f"{journal.CAMPAIGN}{code}"
        known.tell(
            _instant(day, 1),
            ADMINISTRATOR,
            EventCode.CAMPAIGN_CREATED,
            subject,
            period=period,
            due_on=due_on.isoformat(),
        )
        known.tell(
            _instant(day, 2), ADMINISTRATOR, EventCode.CAMPAIGN_OPENED, subject, old="en_preparation", new="ouverte"
        )
    known.tell(
        _instant(0, 3),
        ADMINISTRATOR,
        EventCode.CAMPAIGN_CLOSED,
        f"{journal.CAMPAIGN}{CLOSED}",
        old="ouverte",
        new="cloturee",
    )
    return asked, former


def _values(known: _Known, asked: list[str]) -> Iterator[None]:
    """What people did with the series asked for: a version each time, in the order of the instants."""
    turn: dict[ValueState | None, int] = {}
    for place, code in enumerate(asked):
        owner, state = known.owner(code), known.state(code)
        turn[state] = turn.get(state, 0) + 1
        if owner is None:
            continue
        for number, (following, content, reason) in enumerate(_deeds(known, code, state, turn[state])):
            _append(known, code, owner, following, content, reason, _instant(3 + place % 12, place + number))
            yield


def _deeds(
    known: _Known, code: str, state: ValueState | None, turn: int
) -> list[tuple[ValueState, dict[str, Any], str]]:
    """States to go through, with what is said of the value; ``turn`` counts the series in the same state."""
    draft, submitted = ValueState.DRAFT, ValueState.SUBMITTED
    if state is draft:
        mine = _content(known, code) | ({"comment": _COMMENT} if turn % 3 == 0 else {})
        return [(draft, mine, ""), (submitted, mine, "")] if turn % 2 else [(draft, mine, "")]
    if state is ValueState.RETURNED and turn % 2:
        mine = _content(known, code)
        return [(draft, mine, _ANSWER), (submitted, mine, _ANSWER)]
    if state is None and turn % 2:
        absent = _NOTHING | {"flags": frozenset({ObsStatus.NOT_COLLECTED}), "comment": _COMMENT}
        return [(draft, absent, ""), (submitted, absent, "")]
    if state is ValueState.PUBLISHED and turn % 3 == 0:
        mine = _revised(known, code)
        return (
            [(draft, mine, _CORRECTION), (submitted, mine, _CORRECTION)] if turn % 2 else [(draft, mine, _CORRECTION)]
        )
    return []


_NOTHING: dict[str, Any] = {
    "value": None,
    "numerator": None,
    "denominator": None,
    "flags": frozenset(),
    "conf_status": "F",
    "source": SOURCE,
    "source_url": "",
    "source_published_on": None,
    "reliability": "",
    "caveat": "",
    "comment": "",
}


def _content(known: _Known, code: str) -> dict[str, Any]:
    row = known.totals[code]
    return {name: getattr(row, name) for name in _NOTHING}


def _revised(known: _Known, code: str) -> dict[str, Any]:
    """A value two percent above, on the decimals of its series; a value that has none stays."""
    content = _content(known, code)
    if content["value"] is None:
        return content
    step = Decimal(1).scaleb(-known.decimals[code])
    wanted = (content["value"] * Decimal("1.02") + step / 2).quantize(step)
    return content | {"value": wanted, "numerator": None, "denominator": None}


def _append(
    known: _Known, code: str, author: str, state: ValueState, content: dict[str, Any], reason: str, when: datetime
) -> None:
    former = known.totals.get(code)
    version_no = (former.version_no if former else 0) + 1
    entries.append_version(
        known.session,
        series_id=known.ids[code],
        item_id=None,
        period=(YEAR.code, str(YEAR.kind), YEAR.start, YEAR.end),
        version_no=version_no,
        state=state,
        method=EntryMethod.GRID if state is ValueState.DRAFT else EntryMethod.FORM,
        reason=reason,
        batch=None,
        recorded_by=author,
        recorded_at=when,
        **content,
    )
    row = next(
        one for one in entries.current(known.session, [code]) if one.item is None and one.period_code == YEAR.code
    )
    corrects = former is not None and former.state == ValueState.PUBLISHED
    event = EventCode.VALUE_CORRECTED if corrects else _STEPS[state]
    known.tell(when, author, event, f"{code}/{YEAR.code}", motive=reason, old=_told(former), new=_told(row))
    known.totals[code] = row


def _told(row: entries.CellVersionRow | None) -> dict[str, object] | None:
    """A version as the journal tells it."""
    if row is None:
        return None
    value = None if row.value is None else format(row.value, "f")
    return {"version": row.version_no, "state": str(row.state), "value": value, "flags": "".join(sorted(row.flags))}


def _lock(known: _Known) -> None:
    when, until = _instant(2, 0), date(2026, 12, 31)
    reason = "Exercice clos (fictif) : les rapports de 2023 sont remis."
    leave = "Exception fictive : une réponse tardive est attendue."
    number = locks.add(
        known.session,
        [{"email": HERE, "until": until, "reason": leave, "granted_by": ADMINISTRATOR, "granted_at": when}],
        period_code=LOCKED,
        reason=reason,
        locked_at=when,
        locked_by=ADMINISTRATOR,
    )
    subject = f"periode {LOCKED}"
    known.tell(when, ADMINISTRATOR, EventCode.PERIOD_LOCKED, subject, reason=reason, lock=number)
    known.tell(
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
