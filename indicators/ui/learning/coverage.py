"""Share of assessable indicators in each edition: a sentence, a small chart and its table."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
import streamlit as st

from indicators.charts.base import Chart, Spec, draw, palette, safe
from indicators.domain.formatting import count_of, date_fr, number, percent
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.reading.committee.learning import Coverage
from indicators.ui.kit import charts
from indicators.ui.kit.html import html, show


def section(coverages: Sequence[Coverage], dark: bool) -> None:
    """Draw the card; requires at least two editions."""
    with st.container(border=True, key="card_learning_coverage"):
        show(html("<h2>Quelle part des indicateurs a pu être jugée ?</h2>"))
        charts.draw("learning_coverage", "Indicateurs évaluables, édition par édition", chart(coverages, dark))


def chart(coverages: Sequence[Coverage], dark: bool) -> Chart:
    """One bar per edition, with its percentage above and its date below."""
    sentence, colors = reading(coverages), palette(dark)
    shares = [float(share(coverage) * 100) for coverage in coverages]
    bars: Spec = {
        "type": "bar",
        "x": list(range(len(coverages))),
        "y": shares,
        "width": 0.4,
        "text": [percent(share(coverage), 0) for coverage in coverages],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": [colors.former] * (len(coverages) - 1) + [colors.accent]},
    }
    layout: Spec = {
        "height": 230,
        "margin": {"l": 44, "r": 12, "t": 18, "b": 34},
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(coverages))),
            "ticktext": [safe(date_fr(coverage.edition.held_on)) for coverage in coverages],
            "range": [-0.6, max(len(coverages), 4) - 0.4],
        },
        "yaxis": {"range": [0, 108], "tickvals": [0, 50, 100], "ticktext": ["0 %", "50 %", "100 %"]},
    }
    return Chart(draw([bars], layout, dark), sentence, table(coverages), f"Diagramme en barres. {sentence}")


def share(coverage: Coverage) -> Fraction:
    """Assessable series as a share of the matrix; zero if the matrix is empty."""
    return Fraction(coverage.judged, coverage.total) if coverage.total else Fraction(0)


def reading(coverages: Sequence[Coverage]) -> str:
    """Caption of the chart, from the first edition to the last."""
    first, last = coverages[0], coverages[-1]
    gap = last.judged - first.judged
    moved = "autant" if not gap else f"{number(abs(gap))} de {'plus' if gap > 0 else 'moins'}"
    return (
        f"À la dernière édition ({last.edition.label}), {count_of(last.judged, 'indicateur')} sur {last.total} "
        f"pouvaient être jugés ({percent(share(last), 0)}) : {moved} qu’à la première ({first.edition.label}, "
        f"{first.judged} sur {first.total}, {percent(share(first), 0)})."
    )


def table(coverages: Sequence[Coverage]) -> pd.DataFrame:
    """Counts by status for each edition; statuses absent from all editions are omitted."""
    used = [status for status in STATUS_ORDER if any(coverage.counts.get(status) for coverage in coverages)]
    rows = [
        {
            "Édition": coverage.edition.label,
            "Évaluables": f"{coverage.judged} sur {coverage.total}",
            "Part": percent(share(coverage), 1),
            **{SIGNS[status].short: number(coverage.counts.get(status, 0)) for status in used},
        }
        for coverage in coverages
    ]
    return pd.DataFrame(rows)
