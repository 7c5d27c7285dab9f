"""What changed between two views of the store, each change once; and why statuses moved.

A status depends on five components, in this documented order: the values, the targets, the baseline, the parameters of
the method, the definition. Its cause is found by recomputing with components swapped, one at a time: the first of them
that produces the new status alone is the cause. If none does, it is the smallest set that does together, listed in
the same order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations

from db.vocabulary import ObsStatus
from indicators.domain.progress.assessment import DEFAULT, Assessment, Parameters, assess, case_of
from indicators.domain.series import Baseline, Observation, SeriesFacts, Target
from indicators.domain.statuses import Reason, Status


class Cause(StrEnum):
    """Why a status moved, in the order in which causes are tried and listed."""

    VALUE = "valeur"
    TARGET = "cible"
    BASELINE = "situation_initiale"
    PARAMETERS = "parametres"
    DEFINITION = "definition"


CAUSE_LABELS: Mapping[Cause, str] = {
    Cause.VALUE: "valeur",
    Cause.TARGET: "cible",
    Cause.BASELINE: "situation initiale",
    Cause.PARAMETERS: "paramètres de la méthode",
    Cause.DEFINITION: "définition",
}


class ChangeKind(StrEnum):
    """Kind of a change. A declared break takes precedence over a new or revised value."""

    NEW_VALUE = "valeur_nouvelle"
    REVISED_VALUE = "valeur_revisee"
    BREAK = "rupture"
    SOURCE = "source_precisee"
    WITHDRAWN_VALUE = "valeur_retiree"
    BASELINE_SET = "situation_initiale_fixee"
    BASELINE_REVISED = "situation_initiale_revisee"
    BASELINE_WITHDRAWN = "situation_initiale_retiree"
    TARGET_SET = "cible_fixee"
    TARGET_REVISED = "cible_revisee"
    TARGET_WITHDRAWN = "cible_retiree"
    OVERDUE = "donnee_attendue"
    DEFINITION = "definition_modifiee"
    PARAMETERS = "parametres_modifies"
    HORIZON = "echeance_deplacee"
    SERIES_ADDED = "serie_ajoutee"
    SERIES_REMOVED = "serie_retiree"


KIND_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW_VALUE: "Nouvelles valeurs",
    ChangeKind.REVISED_VALUE: "Valeurs révisées",
    ChangeKind.BREAK: "Ruptures de série déclarées",
    ChangeKind.SOURCE: "Sources précisées, sans changement de valeur",
    ChangeKind.WITHDRAWN_VALUE: "Valeurs retirées",
    ChangeKind.BASELINE_SET: "Situations initiales fixées",
    ChangeKind.BASELINE_REVISED: "Situations initiales révisées",
    ChangeKind.BASELINE_WITHDRAWN: "Situations initiales retirées",
    ChangeKind.TARGET_SET: "Cibles fixées",
    ChangeKind.TARGET_REVISED: "Cibles révisées",
    ChangeKind.TARGET_WITHDRAWN: "Cibles retirées",
    ChangeKind.OVERDUE: "Données attendues depuis peu",
    ChangeKind.DEFINITION: "Définitions modifiées",
    ChangeKind.PARAMETERS: "Paramètres de la méthode modifiés",
    ChangeKind.HORIZON: "Échéances déplacées",
    ChangeKind.SERIES_ADDED: "Séries ajoutées",
    ChangeKind.SERIES_REMOVED: "Séries retirées",
}

ChangedItem = Observation | Baseline | Target | Parameters | date | int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Reason, author and instant of a change, withdrawals included."""

    reason: str = ""
    author: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesSnapshot:
    """One series in a view. ``borrows_values``: it shows another series' values and targets, compared there."""

    facts: SeriesFacts
    definition: int = 1
    awaited_since: date | None = None
    borrows_values: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A view of the whole store on a day. ``withdrawn`` records withdrawals, by series and period or horizon.

    ``horizons`` are the default dates of CT, MT and LT.
    """

    series: Mapping[str, SeriesSnapshot]
    day: date = date.min
    parameters: Parameters = DEFAULT
    withdrawn: Mapping[tuple[str, str], Provenance] = field(default_factory=dict)
    horizons: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``what`` is a period or a horizon; ``before`` and ``after`` are the two versions, None if absent."""

    kind: ChangeKind
    series: str = ""
    indicator: str = ""
    what: str = ""
    before: ChangedItem | None = None
    after: ChangedItem | None = None
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Move:
    """A status that moved. ``also`` lists other causes, each sufficient alone."""

    series: str
    before: Assessment
    after: Assessment
    causes: tuple[Cause, ...]
    also: tuple[Cause, ...] = ()

    @property
    def is_reason_only(self) -> bool:
        """Whether only the reason for not assessing the series changed."""
        return self.before.status is self.after.status


@dataclass(frozen=True)
class Changes:
    """Everything that changed, in the order of the series; empty when nothing did."""

    facts: tuple[Change, ...]
    moves: tuple[Move, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no change."""
        return not self.facts and not self.moves

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """Changes of the given kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def of_series(self, code: str) -> tuple[Change, ...]:
        """The changes of one series."""
        return tuple(fact for fact in self.facts if fact.series == code)


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """Changes and status moves between two views of the store."""
    return Changes(tuple(_facts(before, after)), tuple(_moves(before, after)))


def _facts(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    if before.parameters != after.parameters:
        yield Change(ChangeKind.PARAMETERS, before=before.parameters, after=after.parameters)
    for horizon, day in after.horizons.items():
        if before.horizons.get(horizon, day) != day:
            yield Change(ChangeKind.HORIZON, what=horizon, before=before.horizons[horizon], after=day)
    yield from _definitions(before, after)
    for code, now in after.series.items():
        then = before.series.get(code)
        if then is None:
            yield Change(ChangeKind.SERIES_ADDED, code, now.facts.indicator_code)
        if now.borrows_values:
            continue
        then = then or SeriesSnapshot(replace(now.facts, observations=(), targets=(), baseline=None))
        yield from _series(then, now, before.day, after.withdrawn)
    for code, then in before.series.items():
        if code not in after.series:
            yield Change(ChangeKind.SERIES_REMOVED, code, then.facts.indicator_code)


def _definitions(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """One change per modified definition, whatever the number of its series."""
    then = {series.facts.indicator_code: series.definition for series in before.series.values()}
    now = {series.facts.indicator_code: series.definition for series in after.series.values()}
    for code, version in now.items():
        if then.get(code, version) != version:
            yield Change(ChangeKind.DEFINITION, indicator=code, before=then[code], after=version)


def _series(
    then: SeriesSnapshot, now: SeriesSnapshot, day: date, withdrawn: Mapping[tuple[str, str], Provenance]
) -> Iterator[Change]:
    code, indicator = now.facts.code, now.facts.indicator_code
    for change in (
        *_values(then.facts, now.facts),
        *_baseline(then.facts.baseline, now.facts.baseline),
        *_targets(then.facts.targets, now.facts.targets),
        *_awaited(then, now, day),
    ):
        provenance = (
            withdrawn.get((code, change.what), Provenance()) if change.after is None else _provenance_of(change.after)
        )
        yield replace(change, series=code, indicator=indicator, provenance=provenance)


def _values(then: SeriesFacts, now: SeriesFacts) -> Iterator[Change]:
    former = {observation.period.code: observation for observation in then.observations}
    current = {observation.period.code: observation for observation in now.observations}
    for code in sorted({*former, *current}):
        before, after = former.get(code), current.get(code)
        kind = _value_kind(before, after)
        if kind is not None:
            yield Change(kind, what=code, before=before, after=after)


def _value_kind(before: Observation | None, after: Observation | None) -> ChangeKind | None:
    if after is None:
        return ChangeKind.WITHDRAWN_VALUE
    had_break = before is not None and ObsStatus.BREAK in before.flags
    if ObsStatus.BREAK in after.flags and not had_break:
        return ChangeKind.BREAK
    if before is None:
        return ChangeKind.NEW_VALUE
    if _figures(before) != _figures(after):
        return ChangeKind.REVISED_VALUE
    return None if _origin(before) == _origin(after) else ChangeKind.SOURCE


def _figures(observation: Observation) -> tuple[object, ...]:
    return observation.value, observation.flags, observation.numerator, observation.denominator


def _origin(observation: Observation) -> tuple[object, ...]:
    return observation.source, observation.source_url, observation.caveat


def _baseline(before: Baseline | None, after: Baseline | None) -> Iterator[Change]:
    if after is None:
        if before is not None:
            yield Change(ChangeKind.BASELINE_WITHDRAWN, before=before)
    elif before is None:
        yield Change(ChangeKind.BASELINE_SET, after=after)
    elif (before.date, before.value, before.flags) != (after.date, after.value, after.flags):
        yield Change(ChangeKind.BASELINE_REVISED, before=before, after=after)


def _targets(then: Iterable[Target], now: Iterable[Target]) -> Iterator[Change]:
    former, current = ({str(target.horizon): target for target in each} for each in (then, now))
    for horizon in sorted({*former, *current}):
        before, after = former.get(horizon), current.get(horizon)
        if after is None:
            yield Change(ChangeKind.TARGET_WITHDRAWN, what=horizon, before=before)
        elif before is None:
            yield Change(ChangeKind.TARGET_SET, what=horizon, after=after)
        elif (before.date, before.value, before.mode) != (after.date, after.value, after.mode):
            yield Change(ChangeKind.TARGET_REVISED, what=horizon, before=before, after=after)


def _awaited(then: SeriesSnapshot, now: SeriesSnapshot, day: date) -> Iterator[Change]:
    """Values that became overdue with the passing of time; a withdrawn value is a change of its own."""
    if now.awaited_since is not None and now.awaited_since >= day and now.awaited_since != then.awaited_since:
        yield Change(ChangeKind.OVERDUE, before=then.awaited_since, after=now.awaited_since)


def _provenance_of(item: ChangedItem) -> Provenance:
    match item:
        case Observation():
            return Provenance(item.reason, item.recorded_by, item.recorded_at)
        case Baseline() | Target():
            return Provenance(item.reason, item.author, item.recorded_at)
        case _:
            return Provenance()


# Statuses -------------------------------------------------------------------------------------------------------------


def _moves(before: Snapshot, after: Snapshot) -> Iterator[Move]:
    for code, now in after.series.items():
        then = before.series.get(code)
        if then is not None:
            swap = _Swap(then.facts, now.facts, before.parameters, after.parameters)
            former, current = swap.with_only(()), swap.with_only(tuple(Cause))
            if _state(former) != _state(current):
                causes, also = swap.causes(_state(current))
                yield Move(code, former, current, causes, also)


def _state(assessment: Assessment) -> tuple[Status, Reason | None]:
    return assessment.status, assessment.reason


@dataclass(frozen=True, slots=True)
class _Swap:
    """One series before and after, to be assessed with some components from each."""

    then: SeriesFacts
    now: SeriesFacts
    method_then: Parameters
    method_now: Parameters

    def with_only(self, swapped: tuple[Cause, ...]) -> Assessment:
        facts = replace(
            self.now if Cause.DEFINITION in swapped else self.then,
            observations=(self.now if Cause.VALUE in swapped else self.then).observations,
            targets=(self.now if Cause.TARGET in swapped else self.then).targets,
            baseline=(self.now if Cause.BASELINE in swapped else self.then).baseline,
        )
        return assess(case_of(facts), self.method_now if Cause.PARAMETERS in swapped else self.method_then)

    def causes(self, target_state: tuple[Status, Reason | None]) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
        """The smallest set of components that produces the target state, and the others that do so alone."""
        changed = [cause for cause in Cause if self._differs(cause)]
        for size in range(1, len(changed) + 1):
            enough = [some for some in combinations(changed, size) if _state(self.with_only(some)) == target_state]
            if enough:
                return enough[0], tuple(cause for (cause,) in enough[1:]) if size == 1 else ()
        return tuple(changed), ()

    def _differs(self, cause: Cause) -> bool:
        match cause:
            case Cause.VALUE:
                return self.then.observations != self.now.observations
            case Cause.TARGET:
                return self.then.targets != self.now.targets
            case Cause.BASELINE:
                return self.then.baseline != self.now.baseline
            case Cause.PARAMETERS:
                return self.method_then != self.method_now
            case Cause.DEFINITION:
                return True
