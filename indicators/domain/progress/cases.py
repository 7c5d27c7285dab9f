"""Progress cases as JSON, in the format of ``progress_vectors.json``, and their answers.

Dates are decimal years (2021 is 31/12/2021). Numbers are read as decimals, never as binary floats.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from db.vocabulary import Direction, IndicatorType, ObsStatus, TargetMode
from indicators.domain.progress.assessment import Assessment, assess
from indicators.domain.progress.cagr import assess_cagr
from indicators.domain.progress.evidence import Case, Dated, Point
from indicators.domain.progress.rate import assess_rate
from indicators.domain.quality import NORMAL
from indicators.domain.statuses import Reason, Status

Word = TypeVar("Word", bound=StrEnum)
Answer = dict[str, str | float | None]

MAX_MAGNITUDE = 30  # powers of ten: 1e999999999 would take all the memory as an exact fraction
YEARS = (1, 9999)


class CaseError(ValueError):
    """A case that cannot be read; the message is in French and names the case and the field."""


def read_cases(text: str) -> list[dict[str, Any]]:
    """The cases of a JSON text, numbers as decimals.

    Raises:
        CaseError: when the text is not a JSON list of objects.
    """
    try:
        cases = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise CaseError(f"Le fichier n'est pas du JSON lisible : {error}.") from error
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise CaseError("Le fichier doit contenir une liste JSON de cas, un objet par cas.")
    return cases


def assess_cases(cases: list[dict[str, Any]], method: str = "trajectory") -> list[Answer]:
    """Answers ``{"id", "statut", "motif", "attendu", "A", "R"}``, in the order of the cases.

    ``A`` is in %, figures are rounded to 6 decimals, None when undefined. With ``rate``,
    ``A`` is bounded to 0-100 and ``statut`` is None: that method has no classes.

    Raises:
        CaseError: for an unknown method or a malformed case.
    """
    answer = METHODS.get(method)
    if answer is None:
        raise CaseError(f"Méthode « {method} » inconnue : choisissez {', '.join(METHODS)}.")
    names = [_identifier(case, position) for position, case in enumerate(cases, 1)]
    return [answer(name, case, read_case(case, name)) for name, case in zip(names, cases, strict=True)]


def _trajectory(name: str, raw: Mapping[str, object], case: Case) -> Answer:
    return _judged(name, assess(case))


def _cagr(name: str, raw: Mapping[str, object], case: Case) -> Answer:
    raw_limit = raw.get("limite")
    limit = None if raw_limit is None else _Reader(name).number("limite", raw_limit)
    return _judged(name, assess_cagr(case, limit=limit))


def _rate(name: str, raw: Mapping[str, object], case: Case) -> Answer:
    result = assess_rate(case)
    status = Status.NOT_ASSESSABLE if result.reason else None if case.is_judged else Status.NOT_APPLICABLE
    return _answer(name, status, result.reason, None, result.bounded, None)


METHODS: Mapping[str, Callable[[str, Mapping[str, object], Case], Answer]] = {
    "trajectory": _trajectory,
    "cagr": _cagr,
    "rate": _rate,
}


def _judged(name: str, assessment: Assessment) -> Answer:
    return _answer(
        name, assessment.status, assessment.reason, assessment.expected, assessment.progress, assessment.pace
    )


def _answer(
    name: str,
    status: Status | None,
    reason: Reason | None,
    expected: Fraction | None,
    progress: Fraction | None,
    pace: Fraction | None,
) -> Answer:
    return {
        "id": name,
        "statut": None if status is None else status.value,
        "motif": None if reason is None else reason.value,
        "attendu": _six_decimals(expected),
        "A": _six_decimals(None if progress is None else progress * 100),
        "R": _six_decimals(pace),
    }


def _six_decimals(value: Fraction | None) -> float | None:
    """A float rounded to 6 decimals, for JSON output only."""
    return None if value is None else float(round(value, 6))


def read_case(raw: Mapping[str, object], name: str) -> Case:
    """One case; ``mode`` defaults to « niveau », and an absent « base » or « cibles » means there is none.

    Raises:
        CaseError: naming the case and the field.
    """
    read = _Reader(name)
    return Case(
        direction=read.word(Direction, "sens", raw.get("sens")),
        mode=read.word(TargetMode, "mode", raw.get("mode", TargetMode.LEVEL)),
        baseline=read.baseline(raw.get("base")),
        targets=tuple(read.target(item) for item in read.unique_dates("cibles", raw.get("cibles", []))),
        observations=tuple(read.point(item) for item in read.unique_dates("obs", raw.get("obs"))),
        is_context=raw.get("type") == IndicatorType.CONTEXT,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the fields of one case, and names the case in every error."""

    name: str

    def number(self, field: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.refusal(field, f"nombre attendu, « {value} » reçu")
        exact = Decimal(value)
        if not exact.is_finite() or abs(exact.adjusted()) > MAX_MAGNITUDE:
            raise self.refusal(field, f"nombre hors limites : {value}")
        return exact

    def year(self, field: str, value: object) -> Fraction:
        year = Fraction(self.number(field, value))
        if not YEARS[0] <= year <= YEARS[1]:
            raise self.refusal(field, f"année décimale hors limites : {value}")
        return year

    def word(self, words: type[Word], field: str, value: object) -> Word:
        try:
            return words(str(value))
        except ValueError:
            raise self.refusal(field, f"« {value} » ne figure pas parmi {', '.join(words)}") from None

    def baseline(self, value: object) -> Dated | None:
        if value is None:
            return None
        t, level, *_ = self.row("base", value, 2, 2)
        return None if level is None else (self.year("base", t), self.number("base", level))

    def target(self, value: object) -> Dated:
        t, level, *_ = self.row("cibles", value, 2, 2)
        return self.year("cibles", t), self.number("cibles", level)

    def point(self, value: object) -> Point:
        t, level, *codes = self.row("obs", value, 2, 3)
        exact = None if level is None else self.number("obs", level)
        return Point(self.year("obs", t), exact, self.flags(codes[0] if codes else None))

    def flags(self, codes: object) -> frozenset[ObsStatus]:
        """SDMX letters, one after the other, with or without commas and spaces: "EW", "E, W", "A"."""
        if codes is not None and not isinstance(codes, str):
            raise self.refusal("obs", f"codes de statut attendus en texte, « {codes} » reçu")
        letters = (codes or "").replace(",", "").replace(" ", "").replace(NORMAL, "")
        return frozenset(self.word(ObsStatus, "obs", letter) for letter in letters)

    def unique_dates(self, field: str, value: object) -> list[object]:
        """The rows of a list; raises CaseError when two of them have the same date."""
        if not isinstance(value, list):
            raise self.refusal(field, "liste attendue")
        dates = [self.row(field, item, 2, 3)[0] for item in value]
        if len(set(map(str, dates))) < len(dates):
            raise self.refusal(field, "deux valeurs portent la même date")
        return value

    def row(self, field: str, value: object, shortest: int, longest: int) -> list[object]:
        if not isinstance(value, list) or not shortest <= len(value) <= longest:
            raise self.refusal(field, f"couple [date, valeur] attendu, « {value} » reçu")
        return value

    def refusal(self, field: str, why: str) -> CaseError:
        return CaseError(f"Cas {self.name}, champ « {field} » : {why}.")


def _identifier(case: object, position: int) -> str:
    name = case.get("id") if isinstance(case, dict) else None
    if isinstance(name, bool) or not isinstance(name, str | int | Decimal) or not str(name).strip():
        raise CaseError(f"Cas n° {position}, champ « id » : identifiant attendu.")
    return str(name)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} n'est pas un nombre")
