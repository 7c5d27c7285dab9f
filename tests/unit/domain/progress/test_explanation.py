"""« Pourquoi ce statut ? »: every input, in sentences that can be recomputed by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from db.vocabulary import Direction, IndicatorType, Nature, ObsStatus, TargetMode
from indicators.domain.progress.assessment import Assessment, Parameters, assess, case_of
from indicators.domain.progress.explanation import REMEDY, explain
from indicators.domain.series import Baseline, SeriesFacts, Unit
from indicators.domain.statuses import Reason, Status

Build = Callable[..., SeriesFacts]


def why(facts: SeriesFacts, parameters: Parameters | None = None) -> list[str]:
    """The sentences, with ordinary spaces."""
    used = parameters or Parameters()
    sentences = explain(facts, assess(case_of(facts), used), used)
    return [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in sentences]


def test_a_share_on_track(build_facts: Build, units: dict[str, Unit]) -> None:
    facts = build_facts((2021, "60"), ((2023, "75"), (2026, "85")), (("2023-04", "72", "E"),), unit=units["percent"])
    assert why(facts) == [
        "Situation initiale : 60 % au 31/12/2021.",
        "Échéance en cours : CT, 75 % au 31/12/2023.",
        "Trajectoire : de 60 % au 31/12/2021 à 75 % au 31/12/2023, 16 mois sur 24.",
        "Attendu en avril 2023 : 70 %. Observé : 72 %.",
        "Avancement vers cette échéance : 80,0 % (12 points sur 15).",
        "Rythme : 120,0 % du chemin attendu (12 points sur 10). Seuil d'« En bonne voie » : 95 %.",
        "Statut : En bonne voie.",
        "Statut provisoire : valeur estimée.",
        "Règle 6 de la méthode, paramètres version 1.",
    ]


def test_a_sum_shows_its_terms(build_facts: Build) -> None:
    rows = (("2022", "4", ""), ("2023", "6", "P"), ("2024", "3", ""))
    found = why(build_facts((2021, "0"), ((2023, "8"), (2026, "20")), rows, mode=TargetMode.CUMULATIVE))
    assert "Attendu en 2024 : 12. Observé : 13, somme depuis la situation initiale (4 + 6 + 3)." in found
    assert "Statut provisoire : valeur provisoire." in found


def test_a_decrease_that_goes_wrong(build_facts: Build, units: dict[str, Unit]) -> None:
    rows = (("2026", "1063", "D"),)
    facts = build_facts((2021, "1060"), ((2031, "1036"),), rows, unit=units["money"], direction=Direction.DECREASE)
    found = why(facts)
    assert "Rythme : −25,0 % du chemin attendu (−3 M€ sur 12). Sous 0 %, la valeur s'éloigne de la cible." in found
    assert any(sentence.startswith("La définition de cette valeur diffère") for sentence in found)


@pytest.mark.parametrize(
    ("rows", "rule", "sentence"),
    [
        (("2026", "10"), 2, "La valeur observée satisfait la cible de cette échéance : Cible atteinte."),
        (("2031", "9"), 3, "La dernière échéance est arrivée sans que sa cible soit satisfaite : Cible non atteinte."),
        (("2022-S1", "1"), 4, "Moins d'un an sépare la valeur de la situation initiale : Trop tôt pour juger."),
        (("2026", "4"), 7, "Statut : Progrès à accélérer."),
        (("2026", "1"), 8, "Statut : En retard."),
        (("2026", "-1"), 9, "Statut : Recul."),
    ],
)
def test_every_rule_has_its_conclusion(build_facts: Build, rows: tuple[str, str], rule: int, sentence: str) -> None:
    found = why(build_facts((2021, "0"), ((2031, "10"),), ((*rows, ""),)))
    assert sentence in found
    assert found[-1] == f"Règle {rule} de la méthode, paramètres version 1."


def test_stretch_of_the_path_is_told_between_its_points_only(build_facts: Build) -> None:
    targets = ((2023, "2"), (2031, "10"))
    between = why(build_facts((2021, "0"), targets, (("2024", "3", ""),)))
    assert "Trajectoire : de 2 au 31/12/2023 à 10 au 31/12/2031, 1 an sur 8." in between
    at_target = why(build_facts((2021, "0"), targets, (("2023", "1", ""),)))
    assert not any(sentence.startswith("Trajectoire") for sentence in at_target)


def test_no_progress_asked_for(build_facts: Build) -> None:
    found = why(build_facts((2021, "95"), ((2031, "95"),), (("2025", "93", ""),)))
    assert "La cible ne demande aucun progrès : un taux d'avancement n'aurait pas de sens." in found
    assert "Aucun progrès n'était attendu à cette date ; la valeur ne tient pas le niveau attendu : Recul." in found


def test_displayed_figures_agree_with_the_status(build_facts: Build) -> None:
    found = why(build_facts((2021, "0"), ((2031, "1000"),), (("2026", "474.9", ""),)))
    assert any(sentence.startswith("Rythme : 94,98 % du chemin") for sentence in found)
    almost = why(build_facts((2021, "0"), ((2031, "10000"),), (("2031", "9999", ""),)))
    assert any(sentence.startswith("Avancement vers cette échéance : 99,99 %") for sentence in almost)


def test_parameters_in_force_are_printed(build_facts: Build) -> None:
    strict = Parameters(on_track=Decimal("0.975"), version_no=3)
    found = why(build_facts((2021, "0"), ((2031, "10"),), (("2026", "5", ""),)), strict)
    assert any("Seuil d'« En bonne voie » : 97,5 %." in sentence for sentence in found)
    assert found[-1] == "Règle 6 de la méthode, paramètres version 3."


def test_small_counts_warnings_and_baseline_flags_are_said(build_facts: Build) -> None:
    estimated = Baseline(dt.date(2021, 12, 31), Decimal(0), frozenset({ObsStatus.ESTIMATED}))
    found = why(build_facts(None, ((2026, "2"),), (("2024", "1", ""),), baseline=estimated))
    assert found[0] == "Situation initiale : 0 au 31/12/2021 (valeur estimée)."
    assert "Petit nombre : 1 sur 2." in found
    recomputed = replace(estimated, flags=frozenset({ObsStatus.BREAK, ObsStatus.PROVISIONAL}))
    after_break = why(build_facts(None, ((2026, "2"),), (("2024", "1", ""),), baseline=recomputed))
    reserves = "recalculée après une rupture de série, valeur provisoire"
    assert after_break[0] == f"Situation initiale : 0 au 31/12/2021 ({reserves})."
    lax = why(build_facts((2021, "82"), ((2026, "80"),), (("2024", "81", ""),)))
    assert "La cible du 31/12/2026 (80) est moins ambitieuse que la situation initiale (82)." in lax


def test_never_judged(build_facts: Build) -> None:
    context = build_facts(type=IndicatorType.CONTEXT)
    assert why(context)[0] == "Indicateur de contexte : il éclaire la situation et n'est jamais jugé."
    assert why(build_facts(direction=Direction.NONE))[0].startswith("Aucun sens de progrès n'est fixé")
    assert why(context)[-1] == "Règle 0 de la méthode, paramètres version 1."


def test_what_is_missing_and_what_would_help(build_facts: Build) -> None:
    assert why(build_facts(None)) == [
        "Non évaluable : situation initiale manquante.",
        "Pour évaluer la série : saisissez la situation initiale, avec sa date et sa source.",
        "Règle 1 de la méthode, paramètres version 1.",
    ]
    broken = why(build_facts((2021, "1"), ((2031, "9"),), (("2024", "2", "B"), ("2025", "3", ""))))
    assert "Rupture signalée en 2024 : les valeurs d'avant et d'après ne se comparent pas." in broken
    gap = (("2022", "4", ""), ("2023", None, "O"), ("2024", "3", ""))
    summed = why(build_facts((2021, "0"), ((2031, "9"),), gap, mode=TargetMode.CUMULATIVE))
    assert any(sentence.startswith("La somme s'arrête au 31/12/2022") for sentence in summed)
    half = why(build_facts((2021, "0"), ((2031, "9"),), (("2022-S1", "4", ""),), nature=Nature.FLOW))
    assert any("année entière" in sentence for sentence in half)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_would_make_it_assessable(build_facts: Build, reason: Reason) -> None:
    found = explain(build_facts(), Assessment(Status.NOT_ASSESSABLE, reason, 1))
    assert f"Pour évaluer la série : {REMEDY[reason]}." in found


def test_an_assessment_of_another_kind_is_refused(build_facts: Build) -> None:
    facts = build_facts((2021, "0"), ((2031, "10"),), (("2026", "5", ""),))
    without_figures = replace(assess(case_of(facts)), expected=None)
    with pytest.raises(ValueError, match="trajectory"):
        explain(facts, without_figures)
