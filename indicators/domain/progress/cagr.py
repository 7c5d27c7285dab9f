"""Progress by compound annual growth rates: Statistics Canada and Open SDG, beside the default method.

Source: docs/method.md, Growth rates (Open SDG, methodology of 22 October 2025).
Roots have no exact value: they are computed with 50 digits, then compared as they are.

Choices where the source is silent:
- a value equal to its baseline has not grown, even when both are zero;
- target equal to the baseline and not met (required growth zero): the value has moved away, so decline;
- values or target of the other sign than the baseline have no growth rate: not available.
"""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from indicators.domain.progress.assessment import DEFAULT, Assessment, Parameters
from indicators.domain.progress.evidence import Case, Number, evidence
from indicators.domain.quality import PROVISIONAL
from indicators.domain.statuses import Reason, Status

DIGITS = 50
NEAR_ZERO = Decimal("0.001")
LIMIT_EXPONENT = Decimal("4.44")
NO_TARGET = (Decimal("0.015"), Decimal("0.005"), Decimal("0"))
FIVE = Decimal(5)


class CagrStatus(StrEnum):
    """The classes of the source, in its own words."""

    TARGET_ACHIEVED = "target_achieved"
    SUBSTANTIAL = "substantial_progress"
    MODERATE = "moderate_progress"
    LIMITED = "limited_progress"
    DETERIORATION = "deterioration"
    NOT_AVAILABLE = "not_available"


# Our word for each class, with the rule of the trajectory method that gives the same word.
OUR_STATUS = {
    CagrStatus.TARGET_ACHIEVED: (Status.ACHIEVED, 2),
    CagrStatus.SUBSTANTIAL: (Status.ON_TRACK, 6),
    CagrStatus.MODERATE: (Status.TO_ACCELERATE, 7),
    CagrStatus.LIMITED: (Status.LATE, 8),
    CagrStatus.DETERIORATION: (Status.DECLINE, 9),
    CagrStatus.NOT_AVAILABLE: (Status.NOT_ASSESSABLE, 1),
}


@dataclass(frozen=True, slots=True)
class CagrInput:
    """One series: two dated values, perhaps a target, perhaps a natural limit such as 100 %.

    ``sign`` is +1 when an increase is wanted, -1 when a decrease is; dates are decimal years.
    """

    sign: int
    base: Decimal
    base_t: Fraction
    value: Decimal
    t: Fraction
    target: Decimal | None = None
    target_t: Fraction | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CagrResult:
    """``value``: ratio of growth rates with a target, else growth a year; ``score`` runs from -5 to +5."""

    status: CagrStatus
    value: Decimal | None = None
    score: Decimal | None = None


def cagr_progress(cagr_input: CagrInput, thresholds: tuple[Decimal, ...] = DEFAULT.thresholds) -> CagrResult:
    """Growth observed against growth required; « target achieved » comes first."""
    if cagr_input.t <= cagr_input.base_t:
        return CagrResult(CagrStatus.NOT_AVAILABLE)
    with localcontext() as context:
        context.prec = DIGITS
        value = _progress_value(cagr_input)
        if cagr_input.target is not None and cagr_input.sign * (cagr_input.value - cagr_input.target) >= 0:
            return CagrResult(CagrStatus.TARGET_ACHIEVED, value, FIVE)
        if cagr_input.target is not None and cagr_input.target == cagr_input.base:
            return CagrResult(CagrStatus.DETERIORATION, None, -FIVE)
        if value is None:
            return CagrResult(CagrStatus.NOT_AVAILABLE)
        if cagr_input.target is not None:
            return CagrResult(_class_of(value, thresholds), value, _score_to_target(value))
        scale = Decimal(1) if cagr_input.limit is None else limit_coefficient(cagr_input.base, cagr_input.limit)
        bounds = tuple(bound * scale for bound in NO_TARGET)
        return CagrResult(_class_of(value, bounds), value, _score_without_target(value, scale))


def limit_coefficient(base: Decimal, limit: Decimal) -> Decimal:
    """C of the source, 0 to 1: near a natural limit, less growth is asked for."""
    with localcontext() as context:
        context.prec = DIGITS
        base, limit = abs(base), abs(limit)
        if base >= 2 * limit:
            return Decimal(1)
        distance = base if base <= limit else 2 * limit - base
        return 1 - (distance / limit) ** LIMIT_EXPONENT


def assess_cagr(case: Case, parameters: Parameters = DEFAULT, limit: Decimal | None = None) -> Assessment:
    """The case assessed by growth rates, with our statuses; ``pace`` holds the ratio of the method.

    Only the last target counts: the method knows one target date. Without target, the growth a year
    is classified on its own. Breaks, forecasts and incomplete sums are refused as in the default method.
    """
    if not case.is_judged:
        return Assessment(Status.NOT_APPLICABLE, None, 0)
    measure = evidence(case, target_needed=False)
    if isinstance(measure, Reason):
        return Assessment(Status.NOT_ASSESSABLE, measure, 1)
    assert case.start is not None  # evidence() has refused a case without baseline
    target_t, target = case.path_targets[-1] if case.path_targets else (None, None)
    result = cagr_progress(
        CagrInput(
            sign=case.sign,
            base=_decimal(case.start[1]),
            base_t=case.start[0],
            value=_decimal(measure.value),
            t=measure.t,
            target=None if target is None else _decimal(target),
            target_t=target_t,
            limit=limit,
        ),
        parameters.thresholds,
    )
    status, rule = OUR_STATUS[result.status]
    judged = Assessment(
        status=status,
        reason=None,
        rule=rule,
        pace=None if result.value is None else Fraction(result.value),
        value=measure.value,
        t=measure.t,
        active_target=case.path_targets[-1] if case.path_targets else None,
        provisional=bool(measure.flags & PROVISIONAL),
    )
    return replace(judged, reason=Reason.OPPOSITE_SIGNS) if status is Status.NOT_ASSESSABLE else judged


def _progress_value(cagr_input: CagrInput) -> Decimal | None:
    """R, or the growth a year without target; None when a rate does not exist."""
    base = cagr_input.base or NEAR_ZERO
    observed = _growth(
        base, cagr_input.value if cagr_input.value != cagr_input.base else base, cagr_input.t - cagr_input.base_t
    )
    if observed is None:
        return None
    observed *= cagr_input.sign * (-1 if base < 0 else 1)
    if cagr_input.target is None:
        return observed
    assert cagr_input.target_t is not None
    required = _growth(base, cagr_input.target or NEAR_ZERO, cagr_input.target_t - cagr_input.base_t)
    return observed / abs(required) if required else None


def _growth(start: Decimal, end: Decimal, years: Fraction) -> Decimal | None:
    """Compound growth a year; None when the two values have opposite signs."""
    ratio = end / start
    if ratio < 0 or years <= 0:
        return None
    return ratio ** (Decimal(years.denominator) / Decimal(years.numerator)) - 1


def _class_of(value: Decimal, bounds: tuple[Decimal, ...]) -> CagrStatus:
    classes = (CagrStatus.SUBSTANTIAL, CagrStatus.MODERATE, CagrStatus.LIMITED)
    reached = (name for name, bound in zip(classes, bounds, strict=True) if value >= bound)
    return next(reached, CagrStatus.DETERIORATION)


def _score_to_target(ratio: Decimal) -> Decimal:
    if ratio >= Decimal("0.6"):
        return min(Decimal("7.1429") * ratio - Decimal("4.2857"), FIVE)
    return max(Decimal("4.1667") * ratio - Decimal("2.5"), -FIVE)


def _score_without_target(growth: Decimal, scale: Decimal) -> Decimal:
    if growth < 0:
        return max(125 * growth - Decimal("2.5"), -FIVE)
    if scale == 0:
        return FIVE
    scaled = growth / scale
    if scaled >= NO_TARGET[0]:
        return min(500 * scaled - 5, FIVE)
    if scaled >= NO_TARGET[1]:
        return 250 * scaled - Decimal("1.25")
    return 500 * scaled - Decimal("2.5")


def _decimal(value: Number) -> Decimal:
    """Exact decimal of a number: a sum since the baseline is a Fraction of decimals."""
    if isinstance(value, Decimal):
        return value
    with localcontext() as context:
        context.prec = DIGITS
        return Decimal(value.numerator) / Decimal(value.denominator)
