"""Cases written as JSON: what is read, what is refused, what is answered."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from db.vocabulary import ObsStatus
from indicators.domain.progress.cases import CaseError, assess_cases, read_case, read_cases

GOOD: dict[str, Any] = {
    "id": "C1",
    "sens": "hausse",
    "mode": "niveau",
    "base": [2021, 100],
    "cibles": [[2023, 120]],
    "obs": [[2022, 105]],
}


def test_numbers_are_exact_decimals() -> None:
    text = json.dumps([GOOD | {"obs": [[2022.5, 0.1]]}])
    point = read_case(read_cases(text)[0], "C1").observations[0]
    assert (point.t, point.value) == (Fraction(4045, 2), Decimal("0.1"))


def test_floats_from_a_careless_reader_are_refused() -> None:
    with pytest.raises(CaseError, match="Cas C1, champ « obs » : nombre attendu"):
        assess_cases([GOOD | {"obs": [[2022, 0.1]]}])


@pytest.mark.parametrize(("codes", "flags"), [("", ""), (None, ""), ("A", ""), ("EW", "EW"), ("E, W", "EW")])
def test_status_codes(codes: str | None, flags: str) -> None:
    point = read_case(GOOD | {"obs": [[2022, 105, codes]]}, "C1").observations[0]
    assert point.flags == {ObsStatus(letter) for letter in flags}


def test_optional_parts() -> None:
    minimal = {"id": 7, "sens": "hausse", "obs": []}
    assert assess_cases([minimal])[0] == {
        "id": "7",
        "statut": "non_evaluable",
        "motif": "SITUATION_INITIALE_MANQUANTE",
        "attendu": None,
        "A": None,
        "R": None,
    }
    assert assess_cases([GOOD | {"type": "contexte"}])[0]["statut"] == "sans_objet"
    assert assess_cases([GOOD | {"base": [2021, None]}])[0]["motif"] == "SITUATION_INITIALE_MANQUANTE"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sens": "haut"}, "sens"),
        ({"sens": None}, "sens"),
        ({"mode": "somme"}, "mode"),
        ({"base": 100}, "base"),
        ({"base": [2021]}, "base"),
        ({"base": [2021, True]}, "base"),
        ({"base": ["2021", 100]}, "base"),
        ({"base": [0, 100]}, "base"),
        ({"base": [2021, Decimal("1e999999")]}, "base"),
        ({"cibles": {}}, "cibles"),
        ({"cibles": [[2023, None]]}, "cibles"),
        ({"cibles": [[2023, 1], [Decimal("2023"), 2]]}, "cibles"),
        ({"obs": None}, "obs"),
        ({"obs": [[2022, 1, "P", 4]]}, "obs"),
        ({"obs": [[2022, 1, "Z"]]}, "obs"),
        ({"obs": [[2022, 1, 3]]}, "obs"),
        ({"obs": [[2022, 1], [2022, None]]}, "obs"),
        ({"obs": [[Decimal("NaN"), 1]]}, "obs"),
    ],
)
def test_refusals_name_the_case_and_the_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(CaseError, match=f"^Cas C1, champ « {field} » : "):
        assess_cases([GOOD | change])


@pytest.mark.parametrize("case", [{}, {"id": ""}, {"id": None}, {"id": True}, []])
def test_a_case_without_name_is_pointed_at_by_its_position(case: Any) -> None:
    with pytest.raises(CaseError, match="Cas n° 2, champ « id »"):
        assess_cases([GOOD, case])


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": NaN}]', "[" * 100_000, '{"id": 1e99999999999999999999}'])
def test_unreadable_files_are_refused_in_french(text: str) -> None:
    with pytest.raises(CaseError, match="Le fichier"):
        read_cases(text)


def test_unknown_method() -> None:
    with pytest.raises(CaseError, match="Méthode « mean » inconnue : choisissez trajectory, cagr, rate"):
        assess_cases([GOOD], "mean")


def test_rate_answers_in_percent_without_status() -> None:
    found = assess_cases([GOOD | {"obs": [[2022, 400]]}, GOOD | {"id": "C2", "cibles": []}], "rate")
    assert [(one["statut"], one["motif"], one["A"], one["R"]) for one in found] == [
        (None, None, 100.0, None),
        ("non_evaluable", "CIBLE_MANQUANTE", None, None),
    ]
    assert assess_cases([GOOD | {"sens": "aucun"}], "rate")[0]["statut"] == "sans_objet"


def test_cagr_answers_with_its_ratio_and_accepts_a_limit() -> None:
    found = assess_cases([GOOD], "cagr")[0]
    assert (found["statut"], found["R"], found["A"]) == ("en_retard", 0.523861, None)
    free = GOOD | {"cibles": [], "base": [2021, 96], "obs": [[2022, Decimal("96.5")]]}
    assert assess_cases([free], "cagr")[0]["statut"] == "a_accelerer"
    assert assess_cases([free | {"limite": 100}], "cagr")[0]["statut"] == "en_bonne_voie"


def test_answers_can_be_written_as_json_without_negative_zero() -> None:
    answers = assess_cases([GOOD | {"obs": [[2022, Decimal("99.99999999999")]]}])
    assert json.loads(json.dumps(answers))[0]["A"] == 0.0
    assert "-0.0" not in json.dumps(answers)
