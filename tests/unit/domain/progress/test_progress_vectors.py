"""Published results and derived vectors: the methods must reproduce every row."""

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from indicators.domain.progress.cagr import CagrInput, cagr_progress
from indicators.domain.progress.cases import assess_cases, read_cases
from indicators.domain.progress.rate import advancement


def test_trajectory_vectors_all_reproduce(vectors: Path) -> None:
    text = (vectors / "progress_vectors.json").read_text("utf-8")
    wanted = {case["id"]: case["resultat"] for case in json.loads(text)}
    answers = {str(answer.pop("id")): answer for answer in assess_cases(read_cases(text))}
    nothing = {"statut": None, "motif": None, "attendu": None, "A": None, "R": None}
    assert len(wanted) == 24
    assert answers == {name: nothing | result for name, result in wanted.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _close(found: Decimal | None, published: str) -> bool:
    if found is None or not published:
        return found is None and not published
    return abs(found - Decimal(published)) < Decimal("1e-9")


def test_statistics_canada_all_rows_reproduce(vectors: Path) -> None:
    rows = _rows(vectors / "vectors_statcan.csv")
    failed = []
    for row in rows:
        found = cagr_progress(
            CagrInput(
                sign=int(row["direction"]),
                base=Decimal(row["base_value"]),
                base_t=Fraction(row["base_year"]),
                value=Decimal(row["current_value"]),
                t=Fraction(row["current_year"]),
                target=_decimal(row["target"]),
                target_t=Fraction(row["target_year"]),
                limit=_decimal(row["limit"]),
            )
        )
        same = _close(found.value, row["progress_value"]) and _close(found.score, row["score"])
        if not same or found.status != row["status"]:
            failed.append((row["series"], found))
    assert len(rows) == 50
    assert failed == []


def test_statistics_canada_rows_read_as_cases_get_our_words(vectors: Path) -> None:
    ours = {
        "target_achieved": "cible_atteinte",
        "substantial_progress": "en_bonne_voie",
        "moderate_progress": "a_accelerer",
        "limited_progress": "en_retard",
        "deterioration": "recul",
        "not_available": "non_evaluable",
    }
    rows = _rows(vectors / "vectors_statcan.csv")
    cases = [
        {
            "id": row["series"],
            "sens": "hausse" if row["direction"] == "1" else "baisse",
            "base": [Decimal(row["base_year"]), Decimal(row["base_value"])],
            "cibles": [[Decimal(row["target_year"]), Decimal(row["target"])]] if row["target"] else [],
            "obs": [[Decimal(row["current_year"]), Decimal(row["current_value"])]],
            "limite": _decimal(row["limit"]),
        }
        for row in rows
    ]
    answers = assess_cases(cases, "cagr")
    assert [answer["statut"] for answer in answers] == [ours[row["status"]] for row in rows]
    for row, answer in zip(rows, answers, strict=True):
        assert (answer["R"] is None) == (not row["progress_value"])
        if answer["R"] is not None:
            assert abs(float(answer["R"]) - float(row["progress_value"])) < 1e-6


def test_pilote_all_rows_within_rounding_in_both_directions(vectors: Path) -> None:
    rows = _rows(vectors / "vectors_pilote.csv")
    assert {row["trend"] for row in rows} == {"hausse", "baisse"}
    for row in rows:
        sign = 1 if row["trend"] == "hausse" else -1
        values = (Decimal(row[f"{name}_value"]) for name in ("initial", "actual", "target"))
        found = advancement(sign, *values)
        assert found.bounded is not None
        assert abs(found.bounded * 100 - Fraction(row["published_rate_pct"])) < Fraction("0.06"), row
