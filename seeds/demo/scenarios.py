"""Which story each series tells, so that every situation a committee can meet is there in believable numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from db.vocabulary import Direction
from indicators.domain.statuses import Reason, Status
from seeds.demo.chance import rank
from seeds.demo.subjects import DemoSubject


class Scenario(StrEnum):
    """What happens to a series."""

    CONTEXT = "contexte"
    GROUP = "groupe"
    ACHIEVED = "atteinte"
    ON_TRACK = "bonne_voie"
    TO_ACCELERATE = "a_accelerer"
    LATE = "en_retard"
    DECLINE = "recul"
    CUMULATIVE_GAP = "cumul_incomplet"
    MIXED_MODES = "modes_melanges"
    MAINTAINED = "maintien_tenu"
    NOT_MAINTAINED = "maintien_perdu"
    AT_95 = "seuil_95"
    AT_60 = "seuil_60"
    SMALL_TARGET = "petite_cible"
    NON_MONOTONE = "cibles_non_monotones"
    ZERO_BASELINE = "depart_zero"
    REBASED = "rupture_recalculee"
    BROKEN = "rupture"
    HORIZONS_PAST = "echeances_passees"
    SHORT_TERM_ONLY = "court_terme_seul"
    OLD_VALUE = "valeur_ancienne"
    TOO_EARLY = "trop_tot"
    NO_BASELINE = "sans_situation_initiale"
    NO_TARGET = "sans_cible"
    NO_OBSERVATION = "sans_observation"


GENERIC = {
    Scenario.ACHIEVED: 88,
    Scenario.ON_TRACK: 240,
    Scenario.TO_ACCELERATE: 155,
    Scenario.LATE: 125,
    Scenario.DECLINE: 50,
}
"""Plain stories and their weights; they share out the series that no special story took."""

# Special stories and how many series in a thousand tell them (one at least), those that few series can tell first.
_SPECIAL = {
    Scenario.CUMULATIVE_GAP: 18,
    Scenario.MIXED_MODES: 6,
    Scenario.SMALL_TARGET: 12,
    Scenario.ZERO_BASELINE: 10,
    Scenario.AT_95: 12,
    Scenario.AT_60: 12,
    Scenario.BROKEN: 24,
    Scenario.REBASED: 24,
    Scenario.MAINTAINED: 14,
    Scenario.NOT_MAINTAINED: 10,
    Scenario.NON_MONOTONE: 10,
    Scenario.OLD_VALUE: 14,
    Scenario.HORIZONS_PAST: 16,
    Scenario.SHORT_TERM_ONLY: 12,
    Scenario.TOO_EARLY: 22,
    Scenario.NO_BASELINE: 28,
    Scenario.NO_TARGET: 28,
    Scenario.NO_OBSERVATION: 26,
}

_EXPECTED: dict[Scenario, tuple[Status, Reason | None]] = {
    Scenario.CONTEXT: (Status.NOT_APPLICABLE, None),
    Scenario.GROUP: (Status.NOT_ASSESSABLE, Reason.TARGET_MISSING),
    Scenario.ACHIEVED: (Status.ACHIEVED, None),
    Scenario.ON_TRACK: (Status.ON_TRACK, None),
    Scenario.TO_ACCELERATE: (Status.TO_ACCELERATE, None),
    Scenario.LATE: (Status.LATE, None),
    Scenario.DECLINE: (Status.DECLINE, None),
    Scenario.CUMULATIVE_GAP: (Status.NOT_ASSESSABLE, Reason.CUMULATIVE_INCOMPLETE),
    Scenario.MIXED_MODES: (Status.NOT_ASSESSABLE, Reason.MIXED_MODES),
    Scenario.MAINTAINED: (Status.ACHIEVED, None),
    Scenario.NOT_MAINTAINED: (Status.DECLINE, None),
    Scenario.AT_95: (Status.ON_TRACK, None),
    Scenario.AT_60: (Status.TO_ACCELERATE, None),
    Scenario.SMALL_TARGET: (Status.TO_ACCELERATE, None),
    Scenario.NON_MONOTONE: (Status.TO_ACCELERATE, None),
    Scenario.ZERO_BASELINE: (Status.LATE, None),
    Scenario.REBASED: (Status.ON_TRACK, None),
    Scenario.BROKEN: (Status.NOT_ASSESSABLE, Reason.BREAK),
    Scenario.HORIZONS_PAST: (Status.MISSED, None),
    Scenario.SHORT_TERM_ONLY: (Status.MISSED, None),
    Scenario.OLD_VALUE: (Status.LATE, None),
    Scenario.TOO_EARLY: (Status.TOO_EARLY, None),
    Scenario.NO_BASELINE: (Status.NOT_ASSESSABLE, Reason.BASELINE_MISSING),
    Scenario.NO_TARGET: (Status.NOT_ASSESSABLE, Reason.TARGET_MISSING),
    Scenario.NO_OBSERVATION: (Status.NOT_ASSESSABLE, Reason.NO_OBSERVATION),
}

_SUM_ALLOWED = {*GENERIC, Scenario.CUMULATIVE_GAP, Scenario.MIXED_MODES, Scenario.NO_BASELINE, Scenario.NO_TARGET}
_COUNTS = {Scenario.SMALL_TARGET, Scenario.ZERO_BASELINE}
_STEPPED = {Scenario.AT_95, Scenario.AT_60, Scenario.NON_MONOTONE}


@dataclass(frozen=True, slots=True)
class Intent:
    """What the rules must say of a series."""

    scenario: Scenario
    status: Status
    reason: Reason | None


def intent_of(scenario: Scenario) -> Intent:
    """The status and the reason that a story leads to."""
    return Intent(scenario, *_EXPECTED[scenario])


def deal(subjects: Iterable[DemoSubject]) -> dict[str, Scenario]:
    """A story for each series, by code: special ones first, each to series that can tell it, then the plain ones."""
    dealt: dict[str, Scenario] = {}
    judged: list[DemoSubject] = []
    for one in subjects:
        if one.is_context or one.card.direction is Direction.NONE:
            dealt[one.code] = Scenario.CONTEXT
        elif one.parts:
            dealt[one.code] = Scenario.GROUP
        else:
            judged.append(one)
    judged.sort(key=lambda each: rank("récit", each.code))
    rest = judged
    for scenario, thousandths in _SPECIAL.items():
        count = max(1, round(Fraction(len(judged) * thousandths, 1000)))
        chosen = sorted(
            (subject for subject in rest if _can(subject, scenario)), key=lambda subject: not _suits(subject, scenario)
        )[:count]
        dealt.update({subject.code: scenario for subject in chosen})
        rest = [subject for subject in rest if subject.code not in dealt]
    dealt.update(_plain(rest))
    return dealt


def _can(subject: DemoSubject, scenario: Scenario) -> bool:
    """Whether a series may tell a special story."""
    if subject.is_part or subject.normative or not subject.is_yearly:
        return False
    if subject.is_cumulative and scenario not in _SUM_ALLOWED:
        return False
    if scenario is Scenario.CUMULATIVE_GAP:
        return subject.is_cumulative
    if scenario is Scenario.MIXED_MODES:
        return subject.is_flow
    if scenario in _COUNTS:
        return subject.is_small_count and subject.sign > 0
    if scenario in _STEPPED:
        return not subject.is_ratio and subject.sign > 0
    return True


def _suits(subject: DemoSubject, scenario: Scenario) -> bool:
    """Breaks go first to the series that a known event breaks."""
    return scenario in (Scenario.BROKEN, Scenario.REBASED) and bool(subject.break_years)


def _plain(rest: Sequence[DemoSubject]) -> dict[str, Scenario]:
    """The plain stories by weight. A sum never declines: declines go to the first series judged on a level."""
    counts = _apportioned(len(rest))
    levels = [subject for subject in rest if not subject.is_cumulative]
    dealt = {level.code: Scenario.DECLINE for level in levels[: counts[Scenario.DECLINE]]}
    subjects = iter([subject for subject in rest if subject.code not in dealt])
    for scenario, count in counts.items():
        if scenario is not Scenario.DECLINE:
            dealt.update({subject.code: scenario for subject in islice(subjects, count)})
    return dealt | {subject.code: Scenario.ON_TRACK for subject in subjects}


def _apportioned(many: int) -> dict[Scenario, int]:
    """How many series tell each plain story."""
    total = sum(GENERIC.values())
    return {scenario: round(Fraction(many * weight, total)) for scenario, weight in GENERIC.items()}
