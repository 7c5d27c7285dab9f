"""Sections under the chart of a series: comparison of areas, breakdowns, sources and revisions."""

import streamlit as st

from db.vocabulary import Aggregation, Applicability
from indicators.charts.base import Chart
from indicators.charts.breakdowns import breakdown_over_time
from indicators.charts.multiples import area_multiples
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.quality import describe
from indicators.domain.series import Observation
from indicators.reading.progress.details import BrokenDown, Revision, read_breakdowns, read_revisions
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.whole import area_series, whole_of
from indicators.ui import store
from indicators.ui.kit import charts, links, signs
from indicators.ui.kit.html import Html, card, chip, details, esc, html, join, show, table

WHOLE = {Aggregation.SUM: "somme des aires", Aggregation.RATIO: "numérateurs et dénominateurs des aires additionnés"}


def side_by_side(review: Review, judged: Judged, dark: bool) -> None:
    """Draw the areas of the indicator as small multiples, with a warning if they cannot be compared or summed."""
    series = area_series(review, judged.definition.code)
    if len(series) < 2 or not any(each.latest or each.facts.targets for each in series):
        return
    with st.container(border=True, key="card_areas"):
        show(html("<h2>Les aires côte à côte</h2>"), _warnings(judged, series))
        charts.draw("areas", "Les aires côte à côte", *store.remembered(_areas, judged.definition.code, dark))
        show(_whole(review, judged))


def _areas(indicator: str, dark: bool) -> tuple[Chart, Chart]:
    """Six panels in a row for a wide window, two for a narrow one."""
    review = store.present()
    series = area_series(review, indicator)
    panels = [(each.perimeter.short, each.facts, each.assessment) for each in series]
    shared = _share_unit(series)
    wide, narrow = (
        area_multiples(panels, today=review.today, shared_axis=shared, columns=many, dark=dark) for many in (6, 2)
    )
    return wide, narrow


def breakdowns(judged: Judged, dark: bool) -> None:
    """Draw the breakdown selected in the address (the first by default), with links to the others that have values."""
    broken_downs = store.remembered(_broken_down, judged.code)
    if not broken_downs:
        return
    parameter = links.parameter("ventilation")
    broken_down = next((each for each in broken_downs if each.breakdown.code == parameter), broken_downs[0])
    chips = join(
        chip(
            each.breakdown.label,
            links.address("indicateur", serie=judged.code, ventilation=each.breakdown.code),
            each is broken_down,
        )
        for each in broken_downs
    )
    drawn = store.remembered(_breakdown, judged.code, broken_down.breakdown.code, dark)
    with st.container(border=True, key="card_breakdown"):
        show(html('<h2>Ventilations</h2><div class="chips">{}</div>', chips))
        if drawn is not None:
            charts.draw("breakdown", f"Ventilation : {broken_down.breakdown.label}", *drawn)


def _broken_down(code: str) -> tuple[BrokenDown, ...]:
    series = store.present().judged[code].series
    unpublished = store.shows_unpublished(code)
    return read_breakdowns(store.engine(), series, store.instant(), published=not unpublished)


def _breakdown(code: str, breakdown: str, dark: bool) -> tuple[Chart, Chart] | None:
    judged = store.present().judged[code]
    broken_down = next(each for each in store.remembered(_broken_down, code) if each.breakdown.code == breakdown)
    label, unit, decimals = broken_down.breakdown.label, judged.series.unit, judged.definition.decimals
    return charts.both(
        lambda compact: breakdown_over_time(label, unit, decimals, broken_down.items, dark=dark, compact=compact)
    )


def sources(judged: Judged) -> None:
    """Draw the table of published values with their quality, source and caveat."""
    rows = [
        [
            esc(each.period.label),
            esc(number(each.value, None, judged.series.unit)),
            esc(describe(each.flags)),
            _source(each),
            esc(each.caveat),
        ]
        for each in judged.facts.observations
    ]
    if rows:
        heads = ["Période", "Valeur", "Qualité", "Source", "Réserve"]
        content = table("Valeurs publiées, de la plus ancienne à la plus récente", heads, rows, (1,))
        show(
            card(
                details(f"{count_of(len(rows), 'valeur')}, avec source et réserves", content),
                "Sources",
                css="screen-only",
            )
        )


def _source(observation: Observation) -> Html:
    text = esc(observation.source)
    is_address = observation.source_url.startswith(("https://", "http://"))
    return html('<a href="{}" rel="noopener noreferrer">{}</a>', observation.source_url, text) if is_address else text


def revisions(judged: Judged) -> None:
    """Draw the table of revised values: each version with its date and reason."""
    revised = store.remembered(_revised, judged.code)
    if not revised:
        return
    rows = [
        [
            esc(each.observation.period.label),
            str(each.observation.version_no),
            esc(number(each.observation.value, None, judged.series.unit)),
            date_fr(each.observation.recorded_at.astimezone(store.LOCAL).date())
            if each.observation.recorded_at
            else "",
            esc(describe(each.observation.flags)),
            esc(each.reason),
        ]
        for each in revised
    ]
    heads = ["Période", "Version", "Valeur", "Enregistrée le", "Qualité", "Motif"]
    content = details("Valeurs révisées", table("Versions successives des valeurs révisées", heads, rows, (2,)))
    show(card(content, css="screen-only"))


def _whole(review: Review, judged: Judged) -> Html:
    """Total over all areas, by the indicator's aggregation rule, or the reason why there is none."""
    whole = whole_of(review, judged.definition.code)
    if whole is None or whole.period is None:
        return Html()
    if whole.refusal or whole.total is None:
        return html("<p><b>Ensemble des aires</b> : {}</p>", whole.refusal)
    if whole.total.value is None:
        missing = ", ".join(whole.total.missing)
        return html(
            "<p><b>Ensemble des aires</b> : agrégat incomplet {}, il manque {}.</p>", whole.period.when, missing
        )
    value = number(whole.total.value, judged.definition.decimals, judged.series.unit)
    sign = html(" {}", signs.badge(whole.assessment.status)) if whole.assessment else Html()
    rule = WHOLE[judged.definition.aggregation]
    reserve = f" ({describe(whole.total.flags).lower()})" if whole.total.flags else ""
    return html("<p><b>Ensemble des aires</b> {} : {}{}, {}.{}</p>", whole.period.when, value, reserve, rule, sign)


def _warnings(judged: Judged, series: tuple[Judged, ...]) -> Html:
    words = []
    if any(each.series.applicability is Applicability.WITH_PRECISION for each in series):
        words.append(
            "Les définitions diffèrent selon l’aire (« moyennant précision ») : comparez les allures, pas les rangs."
        )
    if not _share_unit(series):
        words.append("Les unités diffèrent d’une aire à l’autre : chaque case a son axe.")
    return join(html('<p class="warn">{}</p>', text) for text in words)


def _revised(code: str) -> tuple[Revision, ...]:
    return read_revisions(store.engine(), store.present().judged[code].series, store.instant())


def _share_unit(series: tuple[Judged, ...]) -> bool:
    return len({each.series.unit.code for each in series}) == 1
