"""Progress by the trajectory method, the default one. Source: docs/method.md, Trajectory.

The expected path is a straight line from the baseline through the dated targets. The latest usable
value is compared with the path at its own date, never at today's. Exact arithmetic throughout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import from_decimal_year
from indicators.domain.progress.evidence import Case, Dated, Measure, Number, Point, case_of, evidence
from indicators.domain.quality import PROVISIONAL
from indicators.domain.statuses import Reason, Status

__all__ = ["Assessment", "Case", "Parameters", "Point", "assess", "case_of", "expected_at"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Thresholds of the method, versioned and printed with every status.

    ``on_track``, ``accelerate`` and ``decline`` bound the pace R (1 = as fast as expected); source:
    Eurostat and Statistics Canada. ``tolerance`` absorbs nothing but entry noise. The trend is stable
    within ``trend_percent`` % a year, or ``trend_units`` units when the value is under ``trend_small``.
    """

    on_track: Decimal = Decimal("0.95")
    accelerate: Decimal = Decimal("0.60")
    decline: Decimal = Decimal("0")
    tolerance: Decimal = Decimal("1e-9")
    trend_percent: Decimal = Decimal("1")
    trend_units: Decimal = Decimal("1")
    trend_small: Decimal = Decimal("20")
    version_no: int = 1

    @property
    def thresholds(self) -> tuple[Decimal, ...]:
        """The three bounds of the pace, highest first."""
        return self.on_track, self.accelerate, self.decline


DEFAULT = Parameters()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A status and the figures behind it. Ratios are unbounded, 1 = 100 %.

    ``progress`` (A) and ``expected_progress`` (E) are towards ``active_target``, ``pace`` is R; each is
    None when undefined. ``note`` (« 1 sur 2 ») goes beside the status of small counts.
    """

    status: Status
    reason: Reason | None
    rule: int
    expected: Fraction | None = None
    progress: Fraction | None = None
    expected_progress: Fraction | None = None
    pace: Fraction | None = None
    value: Number | None = None
    t: Fraction | None = None
    active_target: Dated | None = None
    provisional: bool = False
    warnings: tuple[str, ...] = ()
    note: str = ""


def assess(case: Case, parameters: Parameters = DEFAULT) -> Assessment:
    """The status of a series by rules 0 to 9, in that order."""
    if not case.is_judged:
        return Assessment(Status.NOT_APPLICABLE, None, 0)
    warnings = tuple(_target_warnings(case))
    measure = evidence(case)
    if isinstance(measure, Reason):
        return Assessment(Status.NOT_ASSESSABLE, measure, 1, warnings=warnings)
    way = _Way.of(case, measure)
    status, rule = _decide(way, parameters)
    return Assessment(
        status=status,
        reason=None,
        rule=rule,
        expected=way.expected,
        progress=way.progress,
        expected_progress=way.expected_progress,
        pace=way.pace,
        value=measure.value,
        t=measure.t,
        active_target=way.active,
        provisional=bool(measure.flags & PROVISIONAL),
        warnings=warnings,
        note=_small_count_note(case, way),
    )


def expected_at(path: tuple[Dated, ...], t: Fraction) -> Fraction:
    """Expected value at ``t``: linear between the points of the path, constant beyond them."""
    if t <= path[0][0]:
        return Fraction(path[0][1])
    for (t1, y1), (t2, y2) in pairwise(path):
        if t <= t2:
            return Fraction(y1) + (Fraction(y2) - Fraction(y1)) * (t - t1) / (t2 - t1)
    return Fraction(path[-1][1])


@dataclass(frozen=True, slots=True)
class _Way:
    """Distances from the baseline, counted positive in the wanted direction."""

    elapsed: Fraction
    done: Fraction
    due: Fraction
    whole: Fraction
    expected: Fraction
    active: Dated
    is_over: bool

    @classmethod
    def of(cls, case: Case, measure: Measure) -> "_Way":
        start = case.start
        assert start is not None  # evidence() has refused a case without baseline
        (t0, y0), targets, t = start, case.path_targets, measure.t
        active = next((target for target in targets if target[0] >= t), targets[-1])
        expected = expected_at((start, *targets), t)
        done, due, whole = (
            case.sign * (Fraction(value) - Fraction(y0)) for value in (measure.value, expected, active[1])
        )
        return cls(t - t0, done, due, whole, expected, active, t >= targets[-1][0])

    @property
    def progress(self) -> Fraction | None:
        """A; None when the target asks for no change."""
        return self.done / self.whole if self.whole > 0 else None

    @property
    def expected_progress(self) -> Fraction | None:
        """E."""
        return self.due / self.whole if self.whole > 0 else None

    @property
    def pace(self) -> Fraction | None:
        """R; None when no change was due yet."""
        return self.done / self.due if self.due > 0 else None


def _decide(way: _Way, parameters: Parameters) -> tuple[Status, int]:
    """Rules 2 to 9 of docs/method.md, Statuses, in their order."""
    tolerance = Fraction(parameters.tolerance)
    if way.done - way.whole >= -tolerance:
        return Status.ACHIEVED, 2
    if way.is_over:
        return Status.MISSED, 3
    if way.elapsed < 1:
        return Status.TOO_EARLY, 4
    if way.pace is None:
        return (Status.ON_TRACK if way.done - way.due >= -tolerance else Status.DECLINE), 5
    if way.pace >= Fraction(parameters.on_track) - tolerance:
        return Status.ON_TRACK, 6
    if way.pace >= Fraction(parameters.accelerate) - tolerance:
        return Status.TO_ACCELERATE, 7
    if way.pace >= Fraction(parameters.decline) - tolerance:
        return Status.LATE, 8
    return Status.DECLINE, 9


def _target_warnings(case: Case) -> Iterator[str]:
    """Warnings about the targets for the person who sets them; they do not affect the status."""
    if case.baseline is None or case.start is None:
        return
    t0, stored = case.baseline
    if stored != case.start[1]:
        yield f"Une cible en cumul part de zéro : la valeur initiale {number(stored)} n'est pas comptée."
    for t, value in case.targets:
        if t <= t0:
            yield f"La cible du {_day(t)} précède la situation initiale : elle n'est pas prise en compte."
        elif case.sign * (Fraction(value) - Fraction(case.start[1])) < 0:
            yield (
                f"La cible du {_day(t)} ({number(value)}) est moins ambitieuse "
                f"que la situation initiale ({number(case.start[1])})."
            )
    steps = (case.sign * (Fraction(b) - Fraction(a)) for (_, a), (_, b) in pairwise(case.path_targets))
    if any(step < 0 for step in steps):
        yield "Les cibles successives ne vont pas toutes dans le sens recherché."


def _small_count_note(case: Case, way: _Way) -> str:
    """« 1 sur 2 »: when the whole way is one or two units, a percentage of it misleads."""
    if not case.countable or not 0 < way.whole < 3 or {way.done.denominator, way.whole.denominator} != {1}:
        return ""
    return f"{number(way.done)} sur {number(way.whole)}"


def _day(t: Fraction) -> str:
    return date_fr(from_decimal_year(t))
