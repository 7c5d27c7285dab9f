"""Parameters of the method as an administrator types them in French (« 95 % », « 0,60 »), and their validation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from indicators.domain.formatting import number
from indicators.domain.progress.assessment import Parameters
from indicators.domain.values.typed_numbers import Ambiguous, RefusedNumber, Understood, read_number


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: label, description, whether it is typed in %, and its bounds as typed."""

    label: str
    explanation: str
    is_percent: bool
    low: Decimal
    high: Decimal


_PACE = "Part du chemin attendu (rythme R) à partir de laquelle le progrès est "
PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "on_track": Parameter("En bonne voie à partir de", f"{_PACE}en bonne voie.", True, Decimal(1), Decimal(100)),
        "accelerate": Parameter("À accélérer à partir de", f"{_PACE}à accélérer.", True, Decimal(0), Decimal(100)),
        "decline": Parameter(
            "Recul en dessous de", "Rythme en dessous duquel il y a recul.", True, Decimal(-100), Decimal(100)
        ),
        "tolerance": Parameter(
            "Tolérance de calcul",
            "Écart sous lequel deux nombres comptent comme égaux ; elle n’absorbe que le bruit de saisie.",
            False,
            Decimal(0),
            Decimal("0.001"),
        ),
        "trend_percent": Parameter(
            "Tendance stable jusqu’à", "Variation annuelle, en %.", True, Decimal(0), Decimal(100)
        ),
        "trend_units": Parameter(
            "Tendance stable jusqu’à, pour les petits nombres et les pourcentages",
            "Variation annuelle, en unités ou en points.",
            False,
            Decimal(0),
            Decimal(1000),
        ),
        "trend_small": Parameter(
            "Petit nombre en dessous de",
            "Valeur sous laquelle la tendance se lit en unités.",
            False,
            Decimal(0),
            Decimal(10**9),
        ),
    }
)

_RATIOS = ("on_track", "accelerate", "decline")  # typed in %, kept as ratios


def typed_of(parameters: Parameters) -> dict[str, str]:
    """The parameters as displayed in their fields."""
    typed: dict[str, str] = {}
    for name in PARAMETERS:
        value: Decimal = getattr(parameters, name)
        typed[name] = _plain(value * 100 if name in _RATIOS else value)
    return typed


def understand(typed: Mapping[str, str], version_no: int = 0) -> tuple[Parameters | None, dict[str, str]]:
    """The parameters typed, and a French error by field (the parameters are then None)."""
    values: dict[str, Decimal] = {}
    problems: dict[str, str] = {}
    for name, parameter in PARAMETERS.items():
        read = _read(typed.get(name, ""), parameter)
        if isinstance(read, str):
            problems[name] = read
        else:
            values[name] = read / 100 if name in _RATIOS else read
    if not problems and not values["on_track"] > values["accelerate"] > values["decline"]:
        problems["accelerate"] = "Les trois seuils doivent aller en décroissant : en bonne voie, à accélérer, recul."
    return (None, problems) if problems else (Parameters(**values, version_no=version_no), {})


def _plain(value: Decimal) -> str:
    """The number with all its digits, without exponent: « 0,000000001 »."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _read(typed: str, parameter: Parameter) -> Decimal | str:
    """A number within its bounds, or the reason for refusing it."""
    reading = read_number(typed, is_percent=parameter.is_percent, decimals=9)
    match reading:
        case Understood() if not reading.flags:
            value = reading.value
        case Ambiguous():
            return reading.question
        case RefusedNumber():
            return reading.reason
        case _:
            return "Écrivez un nombre."
    if not parameter.low <= value <= parameter.high:
        what, unit = ("un pourcentage", "%") if parameter.is_percent else ("un nombre", "")
        return f"Écrivez {what} entre {number(parameter.low, None, unit)} et {number(parameter.high, None, unit)}."
    return value
