"""Share of indicators that could be judged, edition by edition: a sentence, a small chart, its table."""

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


def section(found: Sequence[Coverage], dark: bool) -> None:
    """The card, for two editions at least."""
    with st.container(border=True, key="card_learning_coverage"):
        show(html("<h2>Quelle part des indicateurs a pu être jugée ?</h2>"))
        charts.draw("learning_coverage", "Indicateurs évaluables, édition par édition", chart(found, dark))


def chart(found: Sequence[Coverage], dark: bool) -> Chart:
    """One bar for each edition, with its figure above and its date under it."""
    sentence, colors = reading(found), palette(dark)
    shares = [float(share(one) * 100) for one in found]
    bars: Spec = {
        "type": "bar",
        "x": list(range(len(found))),
        "y": shares,
        "width": 0.4,
        "text": [percent(share(one), 0) for one in found],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": [colors.former] * (len(found) - 1) + [colors.accent]},
    }
    layout: Spec = {
        "height": 230,
        "margin": {"l": 44, "r": 12, "t": 18, "b": 34},
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(found))),
            "ticktext": [safe(date_fr(one.edition.held_on)) for one in found],
            "range": [-0.6, max(len(found), 4) - 0.4],
        },
        "yaxis": {"range": [0, 108], "tickvals": [0, 50, 100], "ticktext": ["0 %", "50 %", "100 %"]},
    }
    return Chart(draw([bars], layout, dark), sentence, table(found), f"Diagramme en barres. {sentence}")


def share(one: Coverage) -> Fraction:
    """Judged among the series of the matrix; none at all is a share of zero."""
    return Fraction(one.judged, one.total) if one.total else Fraction(0)


def reading(found: Sequence[Coverage]) -> str:
    """What the chart says, from the first edition to the last."""
    first, last = found[0], found[-1]
    gap = last.judged - first.judged
    moved = "autant" if not gap else f"{number(abs(gap))} de {'plus' if gap > 0 else 'moins'}"
    return (
        f"À la dernière édition ({last.edition.label}), {count_of(last.judged, 'indicateur')} sur {last.total} "
        f"pouvaient être jugés ({percent(share(last), 0)}) : {moved} qu’à la première ({first.edition.label}, "
        f"{first.judged} sur {first.total}, {percent(share(first), 0)})."
    )


def table(found: Sequence[Coverage]) -> pd.DataFrame:
    """Counts by status for each edition; a status that no edition has is left out."""
    used = [status for status in STATUS_ORDER if any(one.counts.get(status) for one in found)]
    rows = [
        {
            "Édition": one.edition.label,
            "Évaluables": f"{one.judged} sur {one.total}",
            "Part": percent(share(one), 1),
            **{SIGNS[status].short: number(one.counts.get(status, 0)) for status in used},
        }
        for one in found
    ]
    return pd.DataFrame(rows)
