"""Balance of each horizon (bilan d'échéance): judged on its own year, independently of the status."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from db.vocabulary import Horizon
from indicators.domain.periods import decimal_year
from indicators.domain.progress.assessment import DEFAULT, Parameters
from indicators.domain.progress.evidence import Case, Measure, Number, case_of, measures
from indicators.domain.series import SeriesFacts, Target


class BalanceState(StrEnum):
    """State of one horizon."""

    TO_COME = "a_venir"
    AWAITED = "donnee_attendue"
    REACHED = "atteinte"
    MISSED = "non_atteinte"
    NO_TARGET = "sans_cible"


BALANCE_LABELS = {
    BalanceState.TO_COME: "À venir",
    BalanceState.AWAITED: "Donnée attendue",
    BalanceState.REACHED: "Atteinte",
    BalanceState.MISSED: "Non atteinte",
    BalanceState.NO_TARGET: "Sans cible",
}


@dataclass(frozen=True, slots=True)
class HorizonBalance:
    """``progress`` is A towards this horizon (1 = 100 %), None when undefined."""

    horizon: Horizon
    date: date
    target_value: Number | None
    state: BalanceState
    observed: Number | None = None
    progress: Fraction | None = None


def horizon_balances(
    facts: SeriesFacts,
    today: date,
    parameters: Parameters = DEFAULT,
) -> tuple[HorizonBalance, ...]:
    """One balance per horizon of the roadmap, by date; a target's own date overrides the roadmap's."""
    case = case_of(facts)
    targets = {target.horizon: target for target in facts.targets}
    dates = dict(facts.horizons) | {horizon: target.date for horizon, target in targets.items()}
    return tuple(
        _balance(case, horizon, day, targets.get(horizon), today, parameters)
        for horizon, day in sorted(dates.items(), key=lambda pair: pair[1])
    )


def _balance(
    case: Case, horizon: Horizon, day: date, target: Target | None, today: date, parameters: Parameters
) -> HorizonBalance:
    if target is None:
        return HorizonBalance(horizon, day, None, BalanceState.NO_TARGET)
    if today <= day:
        return HorizonBalance(horizon, day, target.value, BalanceState.TO_COME)
    measure = _measure_of_year(case, day)
    if measure is None:
        return HorizonBalance(horizon, day, target.value, BalanceState.AWAITED)
    gap = case.sign * (Fraction(measure.value) - Fraction(target.value))
    state = BalanceState.REACHED if gap >= -Fraction(parameters.tolerance) else BalanceState.MISSED
    return HorizonBalance(horizon, day, target.value, state, measure.value, _progress(case, measure, target))


def _measure_of_year(case: Case, day: date) -> Measure | None:
    """The measure of the horizon's year, at or after the horizon: a first half-year cannot settle 31 December."""
    due = decimal_year(day)
    return next((measure for measure in measures(case) if due <= measure.t <= day.year), None)


def _progress(case: Case, measure: Measure, target: Target) -> Fraction | None:
    if case.start is None:
        return None
    y0 = Fraction(case.start[1])
    way = case.sign * (Fraction(target.value) - y0)
    return case.sign * (Fraction(measure.value) - y0) / way if way > 0 else None
