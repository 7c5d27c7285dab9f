"""Dates of CT, MT and LT, for the roadmap or for one series; targets move with them on request only."""

import datetime as dt
from itertools import pairwise

from db.engine import Engine
from db.queries import administration as stored
from db.queries import targets as stored_targets
from db.queries.catalogue import series_horizons
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import EntryMethod, EventCode, Horizon, ValueState
from indicators.domain import rights
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.domain.series import Target
from indicators.reading.progress.targets import read_targets
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused

_LONGEST = 4000
_BEATEN = "Quelqu’un a changé cette échéance après que vous l’avez vue : rechargez la page."


def set_horizon(
    engine: Engine,
    person: Person,
    horizon: Horizon,
    due: dt.date | None,
    *,
    series: str = "",
    seen: dt.date | None,
    reason: str,
    decided_on: dt.date | None = None,
    move_targets: bool = False,
    today: dt.date | None = None,
) -> int:
    """Change the date of a horizon, in the roadmap or for one series (no date: back to the roadmap's).

    ``base_due`` is the date that the person saw: its own for a series, None if it had none. With ``move_targets``,
    targets due at the former date get a new version at the new one; return their number. Raises Refused.
    """
    leave = rights.allowed(person, Action.EDIT_PARAMETERS)
    if not leave:
        raise Refused(leave.reason)
    _check_why(reason, decided_on, day_or_today(today), move_targets)
    with unit_of_work(engine, person.email) as work:
        calendar = _Calendar(work.session, series)
        own = calendar.own.get(horizon) if series else calendar.common.get(horizon)
        if own != seen:
            raise Refused(_BEATEN)
        if own == due:
            return 0
        former, after = calendar.date_of(horizon), due or calendar.common.get(horizon)
        if after is None or (due is None and not series):
            raise Refused("Donnez la date de l’échéance.")
        calendar.require_order(horizon, after)
        _write(work, calendar, horizon, due, reason.strip())
        stored.add_horizon_change(
            work.session,
            series_id=calendar.series_id,
            horizon=horizon,
            former=own,
            due=due,
            reason=reason.strip(),
            decided_on=decided_on,
            recorded_by=person.email,
        )
        moved = _move(work, calendar, horizon, former, after, reason.strip(), decided_on) if move_targets else []
        work.record(
            EventCode.PARAMETERS_CHANGED,
            f"{series}/échéance {horizon}" if series else f"échéance {horizon}",
            reason=reason.strip(),
            old=own.isoformat() if own else None,
            new=due.isoformat() if due else None,
            cibles_deplacees=moved,
        )
        work.commit()
    return len(moved)


class _Calendar:
    """Dates of the roadmap and of one series, as read in this transaction."""

    def __init__(self, session: Session, series: str) -> None:
        rows = stored.roadmap_horizons(session)
        if not rows:
            raise Refused("La feuille de route n’est pas encore chargée.")
        self.ids = {Horizon(row.horizon): row.id for row in rows}
        self.common: dict[Horizon, dt.date] = {Horizon(row.horizon): row.due for row in rows}
        self.start: dt.date = rows[-1].baseline_date
        self.series = series
        self.series_id: int | None = None
        self.all_own: dict[str, dict[Horizon, dt.date]] = {}
        for row in series_horizons(session):
            self.all_own.setdefault(row.code, {})[Horizon(row.horizon)] = row.due
        if series:
            one_series = stored.series_by_code(session, series)
            if one_series is None:
                raise Refused(f"La série « {series} » n’existe pas.")
            self.series_id = one_series.id
        self.own = self.all_own.get(series, {})

    def date_of(self, horizon: Horizon) -> dt.date | None:
        """Date in force for the subject of the change."""
        return self.own.get(horizon) or self.common.get(horizon) if self.series else self.common.get(horizon)

    def require_order(self, horizon: Horizon, due: dt.date) -> None:
        """Refuse dates out of order: start, CT, MT, LT."""
        dates = self.common | self.own | {horizon: due}
        in_order = [(name, dates[name]) for name in Horizon if name in dates]
        if in_order[0][1] <= self.start:
            raise Refused(
                f"L’échéance doit suivre la situation initiale de la feuille de route ({date_fr(self.start)})."
            )
        for (earlier, first), (later, second) in pairwise(in_order):
            if second <= first:
                raise Refused(
                    f"L’échéance {later} ({date_fr(second)}) doit suivre l’échéance {earlier} ({date_fr(first)})."
                )

    def follows(self, code: str, horizon: Horizon) -> bool:
        """Whether a target of a series depends on the changed date."""
        return code == self.series if self.series else horizon not in self.all_own.get(code, {})


def _write(work: UnitOfWork, calendar: _Calendar, horizon: Horizon, due: dt.date | None, reason: str) -> None:
    if calendar.series_id is not None:
        stored.set_series_horizon(work.session, calendar.series_id, horizon, due, reason)
    elif horizon not in calendar.ids:
        raise Refused(f"La feuille de route n’a pas d’échéance {horizon}.")
    elif due is not None:
        stored.set_roadmap_horizon(work.session, calendar.ids[horizon], due)


def _move(
    work: UnitOfWork,
    calendar: _Calendar,
    horizon: Horizon,
    former: dt.date | None,
    due: dt.date,
    reason: str,
    decided_on: dt.date | None,
) -> list[str]:
    """Append a version of each target due at the former date; return the codes of their series."""
    current, _ = read_targets(work.session)
    rows = {(row.series, row.horizon): row for row in stored_targets.targets(work.session)}
    moved: list[str] = []
    for code, targets in sorted(current.items()):
        target = next((target for target in targets if target.horizon is horizon and target.date == former), None)
        if target is None or not calendar.follows(code, horizon):
            continue
        _require_between(code, target, targets, due)
        stored_targets.add_target_version(
            work.session,
            series_id=_series_id(work.session, code),
            horizon=horizon,
            due=due,
            value=target.value,
            mode=target.mode,
            maintained=target.maintained,
            decided_on=decided_on,
            source=rows[code, horizon].source,
            reason=f"Échéance déplacée. {reason}",
            state=ValueState.PUBLISHED,
            method=EntryMethod.FORM,
            recorded_by=work.actor,
        )
        moved.append(code)
    return moved


def _require_between(code: str, moved: Target, targets: tuple[Target, ...], due: dt.date) -> None:
    """Refuse a date before that of an earlier horizon's target, or after that of a later one's."""
    order = list(Horizon)
    for target in targets:
        is_later = order.index(target.horizon) > order.index(moved.horizon)
        if target.horizon is not moved.horizon and (target.date <= due if is_later else target.date >= due):
            raise Refused(
                f"La cible {moved.horizon} de {code} passerait au {date_fr(due)}, hors de l’ordre avec sa cible"
                f" {target.horizon} ({date_fr(target.date)}) : révisez d’abord cette série."
            )


def _series_id(session: Session, code: str) -> int:
    one_series = stored.series_by_code(session, code)
    if one_series is None:
        raise Refused(f"La série « {code} » n’existe pas.")
    return one_series.id


def _check_why(reason: str, decided_on: dt.date | None, today: dt.date, move_targets: bool) -> None:
    if not reason.strip():
        raise Refused("Indiquez le motif du changement : il reste au journal.")
    if len(reason) > _LONGEST:
        raise Refused(f"Le motif dépasse {_LONGEST} caractères.")
    if decided_on is None and move_targets:
        raise Refused("Déplacer des cibles demande la date de la décision du comité.")
    if decided_on is not None and decided_on > today:
        raise Refused(f"La décision est datée du {date_fr(decided_on)}, une date à venir.")
