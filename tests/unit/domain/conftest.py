"""Builders shared by the tests of the rules. Session-scoped, so that property tests may use them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from db.vocabulary import Direction, Frequency, Horizon, IndicatorType, Nature, ObsStatus, TargetMode
from indicators.domain.periods import Period
from indicators.domain.series import Baseline, Observation, SeriesFacts, Target, Unit

VECTORS = Path(__file__).parents[2] / "vectors"
PERCENT = Unit("PC", "pourcentage", "%", is_percent=True)
COUNT = Unit("NB", "nombre")
MONEY = Unit("MEUR", "millions d'euros", "M€")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Folder of the conformance vectors."""
    return VECTORS


@pytest.fixture(scope="session")
def units() -> dict[str, Unit]:
    return {"percent": PERCENT, "count": COUNT, "money": MONEY}


@pytest.fixture(scope="session")
def build_facts() -> Callable[..., SeriesFacts]:
    """Facts from short tuples: base (year, value), targets (year, value), observations (code, value, flags)."""
    return _facts


def _facts(
    base: tuple[int, str] | None = (2021, "100"),
    targets: tuple[tuple[int, str], ...] = (),
    observations: tuple[tuple[str, str | None, str], ...] = (),
    *,
    unit: Unit = COUNT,
    direction: Direction = Direction.INCREASE,
    mode: TargetMode = TargetMode.LEVEL,
    nature: Nature = Nature.STOCK,
    type: IndicatorType = IndicatorType.RESULT,
    frequency: Frequency = Frequency.ANNUAL,
    delay: int = 0,
    baseline: Baseline | None = None,
    horizons: tuple[tuple[Horizon, dt.date], ...] = (),
) -> SeriesFacts:
    if baseline is None and base is not None:
        baseline = Baseline(dt.date(base[0], 12, 31), Decimal(base[1]))
    return SeriesFacts(
        code="ENT-01@A1",
        indicator_code="ENT-01",
        indicator_label="Entreprises actives",
        label="Entreprises actives, aire 1",
        family="ENT",
        perimeter="A1",
        perimeter_label="Aire 1",
        unit=unit,
        decimals=1,
        direction=direction,
        type=type,
        nature=nature,
        frequency=frequency,
        publication_delay_months=delay,
        baseline=baseline,
        targets=tuple(
            Target(horizon, dt.date(year, 12, 31), Decimal(value), mode)
            for horizon, (year, value) in zip(Horizon, targets, strict=False)
        ),
        observations=tuple(
            Observation(
                Period.parse(code),
                None if value is None else Decimal(value),
                frozenset(ObsStatus(letter) for letter in flags),
            )
            for code, value, flags in observations
        ),
        horizons=horizons,
    )
