"""Readings, word for word, and the table twin, figure for figure."""

from dataclasses import replace
from datetime import date

import pytest
from chart_samples import COUNT, GOALS, MONEY, RSW, TODAY, baseline, judged, obs, series, sums, target, trace

from db.vocabulary import Direction, IndicatorType, Nature
from indicators.charts.base import Chart
from indicators.charts.trajectory import trajectory
from indicators.domain.series import SeriesFacts

FLAT = str.maketrans({"\u00a0": " ", "\u202f": " "})


def chart(facts: SeriesFacts) -> Chart:
    found = trajectory(facts, judged(facts), today=TODAY)
    assert found is not None
    return found


def sentence(facts: SeriesFacts) -> str:
    return chart(facts).reading.translate(FLAT)


START = baseline("2021-12-31", 60)

SENTENCES = {
    "De 28 % en février 2017 à 72 % en avril 2022 (valeur estimée) ; la trajectoire attendait 66,7 % à cette date.": RSW,
    "De 61 % en 2022 à 66 % en 2023 ; la trajectoire attendait 75 % à cette date.": series(
        (obs("2022", 61), obs("2023", 66)), GOALS, START
    ),
    "De 28 % en 2017 à 72 % en 2022, soit +44 points en 5 ans. Aucune cible n’est fixée.": series(
        tuple(obs(str(2017 + i), 28 + i * 44 / 5) for i in range(6))
    ),
    "De 1 250 M€ en 2020 à 1 000 M€ au S1 2024, soit −250 M€ (−20,0 %) en 3 ans et 6 mois. Aucune cible n’est fixée.": series(
        (obs("2020", 1250), obs("2024-S1", 1000)), unit=MONEY, decimals=0
    ),
    "De 5 en 2023 à 5 en 2024, sans changement en 1 an.": series(
        (obs("2023", 5), obs("2024", 5)), unit=COUNT, direction=Direction.NONE
    ),
    "72 % en 2024 (valeur provisoire), seule valeur connue. Aucune cible n’est fixée.": series((obs("2024", 72, "P"),)),
    "72 % en 2024, seule valeur connue ; la trajectoire attendait 78,3 % à cette date.": series(
        (obs("2024", 72),), GOALS, START
    ),
    "Aucune valeur observée depuis la situation initiale (60 % au 31/12/2021) ; "
    "cibles fixées : 75 % au 31/12/2023, 85 % au 31/12/2026 et 95 % au 31/12/2031.": series((), GOALS, START),
    "Aucune valeur observée ; cible fixée : 75 % au 31/12/2023.": series((), GOALS[:1]),
    "De 90 en 2019 à 95 en 2020 ; progrès non évaluable. "
    "Rupture de série en 2019 : les valeurs d’avant et d’après ne se comparent pas.": series(
        (obs("2018", 155), obs("2019", 90, "B"), obs("2020", 95)), GOALS, baseline("2017-12-31", 150), unit=COUNT
    ),
    "90 en 2019, première valeur depuis la rupture de série. Aucune cible n’est fixée. "
    "Rupture de série en 2019 : les valeurs d’avant et d’après ne se comparent pas.": series(
        (obs("2018", 155), obs("2019", 90, "B")), unit=COUNT
    ),
    "De 61 % en 2022 à 66 % en 2023 ; progrès non évaluable : situation initiale manquante.": series(
        (obs("2022", 61), obs("2023", 66)), GOALS
    ),
    "20 en 2024 en cumul depuis le 31/12/2021 ; la trajectoire attendait 18,3 à cette date.": sums(
        ("2022", 4), ("2023", 7), ("2024", 9), start=baseline("2021-12-31", 0)
    ),
    "De 61 % en 2022 à 66 % en 2023, soit +5 points en 1 an.": series(
        (obs("2022", 61), obs("2023", 66)), type=IndicatorType.CONTEXT
    ),
    "De 26 000 M€ en 2023 à 26 200 M€ en 2024, soit +200 M€ (+0,8 %) en 1 an. Aucune cible n’est fixée.": series(
        (obs("2023", 26000), obs("2024", 26200), obs("2025-S1", 13400)), unit=MONEY, decimals=0, nature=Nature.FLOW
    ),
}


@pytest.mark.parametrize("words", SENTENCES)
def test_reading(words: str) -> None:
    assert sentence(SENTENCES[words]) == words


def test_forecast_is_not_read_as_the_latest_value() -> None:
    assert "2025" not in sentence(series((obs("2023", 5), obs("2024", 6), obs("2025", 9, "F"))))


def test_alt_names_the_series_then_reads_it() -> None:
    found = chart(RSW)
    assert found.alt.startswith("Graphique\u00a0: Population inscrite au Réseau Santé Wallon, Aire 5. De 28")
    assert found.alt.endswith(found.reading)


def test_table_gives_the_figure_s_numbers() -> None:
    found = chart(RSW)
    table = found.table
    observed = table[table["Ligne"] == "Observation"]
    assert [float(value) for value in observed["Valeur"]] == list(trace(found.figure, "observé").y)
    goals = table[table["Ligne"].str.startswith("Cible")]
    assert [float(value) for value in goals["Valeur"]] == list(trace(found.figure, "cibles").y)
    start = table[table["Ligne"] == "Situation initiale"].iloc[0]
    assert (start["Période"], start["Valeur"], start["Source"]) == ("31/12/2020", "60", "e-santé Wallonie")


def test_table_says_flags_expected_value_and_source_in_words() -> None:
    last = chart(RSW).table.iloc[5]
    assert dict(last) == {
        "Période": "avril 2022",
        "Ligne": "Observation",
        "Valeur": "72",
        "Unité": "%",
        "Drapeaux": "Valeur estimée",
        "Attendu à cette date": "66,7",
        "Source": "FRATEM",
    }


def test_table_expects_nothing_before_the_baseline() -> None:
    assert list(chart(RSW).table["Attendu à cette date"][:4]) == ["", "", "", ""]


def test_table_expects_nothing_past_a_break() -> None:
    line = (obs("2018", 155), obs("2019", 90, "B"), obs("2020", 95))
    table = chart(series(line, GOALS, baseline("2017-12-31", 150), unit=COUNT)).table
    assert [bool(text) for text in table["Attendu à cette date"][:3]] == [True, False, False]


def test_table_says_why_a_value_is_missing() -> None:
    table = chart(series((obs("2022", 5), obs("2023", None, "Q"), obs("2024", None, "O")), unit=COUNT)).table
    assert [text.translate(FLAT) for text in table["Valeur"]] == [
        "5",
        "n.d. : masquée (confidentialité)",
        "n.d. : sans précision",
    ]


def test_table_of_sums_has_the_running_sum() -> None:
    table = chart(sums(("2022", 4), ("2023", 7), ("2024", 9), start=baseline("2021-12-31", 0))).table
    rows = table[table["Ligne"] == "Observation"]
    assert (list(rows["Valeur"]), list(rows["Cumul"])) == (["4", "7", "9"], ["4", "11", "20"])


def test_table_keeps_former_targets_with_their_date() -> None:
    former = (target("LT", "2031-12-31", 90, decided_on=date(2022, 3, 12)),)
    table = chart(replace(RSW, former_targets=former)).table
    assert table.iloc[-1]["Ligne"] == "Ancienne cible LT, fixée le 12/03/2022"
