"""« Pourquoi ce statut ? »: sentences that a committee member can recompute by hand."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from db.vocabulary import IndicatorType, Nature, ObsStatus, TargetMode
from indicators.domain.formatting import (
    beside,
    date_fr,
    number,
    percent,
    percent_beside,
    plural,
    short,
    with_unit,
)
from indicators.domain.periods import decimal_year, from_decimal_year
from indicators.domain.progress.assessment import DEFAULT, Assessment, Parameters
from indicators.domain.progress.evidence import (
    Case,
    Dated,
    Number,
    Point,
    case_of,
    is_comparable_period,
    measures,
    unsettled_breaks,
)
from indicators.domain.quality import PROVISIONAL, describe
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import REASON_TEXT, SIGNS, STATUS_ORDER, Reason, Status


def explain(facts: SeriesFacts, assessment: Assessment, parameters: Parameters = DEFAULT) -> tuple[str, ...]:
    """The inputs of the status, in French, one or two sentences per line, ending with the rule applied.

    ``assessment`` must be that of ``facts`` by the trajectory method.
    """
    return (*_body(facts, assessment, parameters), *assessment.warnings, _rule(assessment, parameters))


def _body(facts: SeriesFacts, assessment: Assessment, parameters: Parameters) -> Iterator[str]:
    if assessment.status is Status.NOT_APPLICABLE:
        yield _why_never_judged(facts)
    elif assessment.reason is not None:
        yield from _why_not_assessable(facts, assessment.reason)
    else:
        yield from _Judged(facts, assessment, parameters).sentences()


def _rule(assessment: Assessment, parameters: Parameters) -> str:
    return f"Règle {assessment.rule} de la méthode, paramètres version {parameters.version_no}."


def _why_never_judged(facts: SeriesFacts) -> str:
    if facts.type is IndicatorType.CONTEXT:
        return "Indicateur de contexte : il éclaire la situation et n'est jamais jugé."
    return "Aucun sens de progrès n'est fixé : l'indicateur est suivi sans être jugé."


def _why_not_assessable(facts: SeriesFacts, reason: Reason) -> Iterator[str]:
    if facts.baseline is not None:
        yield _baseline(facts, facts.baseline.value)
    yield f"Non évaluable : {REASON_TEXT[reason]}."
    case = case_of(facts)
    if reason is Reason.BREAK:
        breaks = " puis ".join(_when(facts, t) for t in unsettled_breaks(case))
        yield f"Rupture signalée {breaks} : les valeurs d'avant et d'après ne se comparent pas."
    if reason is Reason.CUMULATIVE_INCOMPLETE:
        yield _where_the_sum_stops(case)
    if reason is Reason.NO_OBSERVATION and _has_partial_years(facts, case):
        yield "Un flux annuel se juge sur une année entière : les valeurs de moins d'un an ne suffisent pas."
    yield f"Pour évaluer la série : {REMEDY[reason]}."


REMEDY = {
    Reason.BASELINE_MISSING: "saisissez la situation initiale, avec sa date et sa source",
    Reason.TARGET_MISSING: "fixez au moins une cible datée d'après la situation initiale",
    Reason.NO_OBSERVATION: (
        "il faut une valeur observée après la situation initiale ; "
        "les prévisions et les valeurs non validées ne comptent pas"
    ),
    Reason.BREAK: "saisissez une situation initiale recalculée dans la nouvelle définition",
    Reason.CUMULATIVE_INCOMPLETE: "complétez les périodes qui manquent",
    Reason.AGGREGATE_INCOMPLETE: (
        "chaque aire doit avoir une situation initiale et des cibles aux mêmes dates, et une valeur de la même période"
    ),
    Reason.MIXED_MODES: "donnez à toutes les cibles le même mode, niveau ou cumul",
    Reason.OPPOSITE_SIGNS: "cette méthode demande des valeurs de même signe",
}


def _where_the_sum_stops(case: Case) -> str:
    comparable_measures = measures(case)
    start = case.baseline[0] if case.baseline else Fraction(0)
    until = _date(comparable_measures[-1].t if comparable_measures else start)
    return f"La somme s'arrête au {until} : la suite présente un trou ou des périodes qui se chevauchent."


def _has_partial_years(facts: SeriesFacts, case: Case) -> bool:
    return facts.nature is Nature.FLOW and not all(
        is_comparable_period(facts, observation, case.mode) for observation in facts.observations
    )


class _Judged:
    """Sentences for a status based on figures (rules 2 to 9)."""

    def __init__(self, facts: SeriesFacts, assessment: Assessment, parameters: Parameters) -> None:
        case = case_of(facts)
        figures = (case.start, assessment.t, assessment.value, assessment.expected, assessment.active_target)
        start, t, value, expected, active = figures
        if start is None or t is None or value is None or expected is None or active is None:
            raise ValueError("An assessment with figures is expected, from the trajectory method.")
        self.facts, self.assessment, self.parameters, self.case = facts, assessment, parameters, case
        self.start, self.t, self.value, self.expected, self.active = start, t, value, expected, active
        # Distances from the baseline, positive in the wanted direction.
        self.done, self.due, self.whole = (
            case.sign * (Fraction(end) - Fraction(start[1])) for end in (value, expected, active[1])
        )

    def sentences(self) -> Iterator[str]:
        yield _baseline(self.facts, self.start[1])
        horizon = next(target.horizon for target in self.facts.targets if decimal_year(target.date) == self.active[0])
        yield f"Échéance en cours : {horizon}, {self._dated(self.active)}."
        yield from self._path()
        yield f"Attendu {_when(self.facts, self.t)} : {self._expected()}. Observé : {self._observed()}."
        yield from self._progress()
        yield from self._pace()
        yield self._conclusion()
        yield from self._reserves()

    def _path(self) -> Iterator[str]:
        """The segment of the path that gives the expected value, when the date falls within one."""
        path = (self.start, *self.case.path_targets)
        before = [point for point in path if point[0] < self.t][-1]
        after = next((point for point in path if point[0] > self.t), None)
        if after is None or any(point[0] == self.t for point in path):
            return
        elapsed, length = self.t - before[0], after[0] - before[0]
        yield f"Trajectoire : de {self._dated(before)} à {self._dated(after)}, {_elapsed(elapsed, length)}."

    def _expected(self) -> str:
        return with_unit(beside(self.expected, Fraction(self.value), self._places), self.facts.unit)

    def _observed(self) -> str:
        text = number(self.value, None, self.facts.unit)
        if self.case.mode is not TargetMode.CUMULATIVE:
            return text
        terms = " + ".join(number(point.value) for point in self._used())
        return f"{text}, somme depuis la situation initiale ({terms})"

    def _progress(self) -> Iterator[str]:
        assessment = self.assessment
        if assessment.progress is None:
            yield "La cible ne demande aucun progrès : un taux d'avancement n'aurait pas de sens."
            return
        share = percent_beside(assessment.progress, (1,))
        yield f"Avancement vers cette échéance : {share} ({self._gap(self.done, self.whole)})."

    def _pace(self) -> Iterator[str]:
        if self.assessment.pace is None:
            return
        pace = percent_beside(self.assessment.pace, self.parameters.thresholds)
        sentence = f"Rythme : {pace} du chemin attendu ({self._gap(self.done, self.due)})."
        yield f"{sentence} {self._threshold()}".rstrip()

    def _threshold(self) -> str:
        on_track, accelerate, decline = (number(limit * 100, None, "%") for limit in self.parameters.thresholds)
        return {
            6: f"Seuil d'« En bonne voie » : {on_track}.",
            7: f"Seuils : {on_track} pour « En bonne voie », {accelerate} pour « Progrès à accélérer ».",
            8: f"Seuil de « Progrès à accélérer » : {accelerate}.",
            9: f"Sous {decline}, la valeur s'éloigne de la cible.",
        }.get(self.assessment.rule, "")

    def _conclusion(self) -> str:
        word = SIGNS[self.assessment.status].word
        if self.assessment.rule == 5:
            verb = "tient" if self.assessment.status is Status.ON_TRACK else "ne tient pas"
            return f"Aucun progrès n'était attendu à cette date ; la valeur {verb} le niveau attendu : {word}."
        return {
            2: f"La valeur observée satisfait la cible de cette échéance : {word}.",
            3: f"La dernière échéance est arrivée sans que sa cible soit satisfaite : {word}.",
            4: f"Moins d'un an sépare la valeur de la situation initiale : {word}.",
        }.get(self.assessment.rule, f"Statut : {word}.")

    def _reserves(self) -> Iterator[str]:
        flags = frozenset[ObsStatus]().union(*(point.flags for point in self._used()))
        if self.assessment.provisional:
            yield f"Statut provisoire : {describe(flags & PROVISIONAL).lower()}."
        if ObsStatus.DEFINITION_DIFFERS in flags:
            yield "La définition de cette valeur diffère de celle de la série : comparez avec prudence."
        if self.assessment.note:
            yield f"Petit nombre : {self.assessment.note}."

    def _used(self) -> list[Point]:
        """The observation assessed, or the terms of the sum."""
        points = [point for point in self.case.observations if point.usable]
        if self.case.mode is TargetMode.CUMULATIVE:
            return [point for point in points if self.start[0] < point.t <= self.t]
        return [point for point in points if point.t == self.t][:1]

    @property
    def _places(self) -> int:
        return self.facts.decimals + 1

    def _dated(self, point: Dated) -> str:
        return f"{number(point[1], None, self.facts.unit)} au {_date(point[0])}"

    def _gap(self, part: Fraction, whole: Fraction) -> str:
        """« 12 points sur 9,8 »: the distance covered out of the distance to cover."""
        unit = plural(part, "point") if self.facts.unit.is_percent else self.facts.unit
        return f"{short(part, 6, unit)} sur {beside(whole, part, self._places)}"


def _baseline(facts: SeriesFacts, value: Number) -> str:
    assert facts.baseline is not None  # callers have one
    recomputed = "recalculée après une rupture de série" if ObsStatus.BREAK in facts.baseline.flags else ""
    flags = describe(facts.baseline.flags - {ObsStatus.BREAK}).lower()
    reserves = ", ".join(filter(None, (recomputed, flags)))
    reserve = f" ({reserves})" if reserves else ""
    return f"Situation initiale : {number(value, None, facts.unit)} au {date_fr(facts.baseline.date)}{reserve}."


def _elapsed(part: Fraction, whole: Fraction) -> str:
    """« 1 an sur 3 », in months when years are not whole."""
    if part.denominator == whole.denominator == 1:
        return f"{number(part)} {plural(part, 'an')} sur {number(whole)}"
    return f"{short(part * 12, 1)} mois sur {short(whole * 12, 1)}"


def _when(facts: SeriesFacts, t: Fraction) -> str:
    """« en 2024 », « au S1 2024 »: the period that ends at ``t``, or its date."""
    named = (observation.period.when for observation in facts.observations if decimal_year(observation.period.end) == t)
    return next(named, f"au {_date(t)}")


def _date(t: Fraction) -> str:
    return date_fr(from_decimal_year(t))


def rules_in_words(parameters: Parameters) -> Mapping[Status, str]:
    """The rule of each status, with the thresholds in force."""
    percentages = {name: percent(getattr(parameters, name), 0) for name in ("on_track", "accelerate", "decline")}
    return {status: _RULES[status].format(**percentages) for status in STATUS_ORDER}


_RULES = {
    Status.ACHIEVED: "La dernière valeur satisfait la cible de l’échéance en cours.",
    Status.ON_TRACK: "Au moins {on_track} du chemin attendu à cette date.",
    Status.TO_ACCELERATE: "De {accelerate} à moins de {on_track} du chemin attendu.",
    Status.LATE: "De {decline} à moins de {accelerate} du chemin attendu.",
    Status.DECLINE: "La valeur est plus loin de la cible qu’à la situation initiale.",
    Status.MISSED: "La dernière échéance est arrivée et la cible n’est pas atteinte ; l’avancement reste montré.",
    Status.TOO_EARLY: "Moins d’un an sépare la valeur de la situation initiale.",
    Status.NOT_ASSESSABLE: "Il manque une situation initiale, une cible ou une valeur ; ou la série est rompue ; le motif suit.",
    Status.NOT_APPLICABLE: "Indicateur de contexte, ou sans sens de progrès : il n’est jamais jugé.",
}
