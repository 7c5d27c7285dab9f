"""Top of the indicator screen: chart, last value, horizons and explanation of the status."""

import streamlit as st

from db.vocabulary import IndicatorType
from indicators.charts.base import Chart
from indicators.charts.trajectory import trajectory
from indicators.domain.formatting import date_fr, number, percent, signed, trim, with_unit
from indicators.domain.progress.assessment import case_of
from indicators.domain.progress.balance import BALANCE_LABELS, horizon_balances
from indicators.domain.progress.cagr import assess_cagr
from indicators.domain.progress.explanation import explain
from indicators.domain.progress.pace import required_pace
from indicators.domain.progress.rate import assess_rate
from indicators.domain.progress.trend import TrendWord, trend
from indicators.domain.statuses import SIGNS, Status
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import reserves, value_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui import store
from indicators.ui.kit import charts, lists, signs
from indicators.ui.kit.figures import cumulative_html
from indicators.ui.kit.html import Html, card, details, empty, html, join, show


def head(review: Review, judged: Judged, dark: bool) -> None:
    """Draw the chart on the left, the last value and the horizons on the right."""
    left, right = st.columns([3, 1.15], gap="medium")
    with left:
        _chart(review, judged, dark)
    with right:
        show(card(_last_value(judged)))
        if judged.facts.type is not IndicatorType.CONTEXT:
            show(card(_horizons(review, judged), "Échéances"))


def why(review: Review, judged: Judged) -> None:
    """Draw « Pourquoi ce statut ? »: every input of the status, then the results of the other methods."""
    sentences = join(html("<p>{}</p>", text) for text in explain(judged.facts, judged.assessment, review.parameters))
    warnings = join(html('<p class="warn">{}</p>', text) for text in judged.assessment.warnings)
    title = "Pourquoi ce statut ?" if judged.status is not Status.NOT_APPLICABLE else "Pourquoi aucun statut ?"
    show(card(sentences + warnings + _pace(review, judged) + _other_methods(review, judged), title))


def _chart(review: Review, judged: Judged, dark: bool) -> None:
    drawn = store.remembered(_trajectory, judged.code, dark)
    if drawn is None:
        show(card(empty("Aucune valeur n’est encore publiée", awaited(review, judged)), "Évolution et trajectoire"))
        return
    with st.container(border=True, key="card_trajectory"):
        if judged.latest is None:
            show(empty("Aucune valeur n’est encore publiée", awaited(review, judged)))
        charts.draw("trajectory", f"{judged.facts.label} : valeurs et cibles", *drawn)


def _trajectory(code: str, dark: bool) -> tuple[Chart, Chart] | None:
    review = store.present()
    judged = review.judged[code]
    return charts.both(
        lambda compact: trajectory(judged.facts, judged.assessment, today=review.today, dark=dark, compact=compact)
    )


def awaited(review: Review, judged: Judged) -> Html:
    """Which value is expected, from which source and since when, as HTML."""
    since = awaited_since(judged, review)
    when = f" depuis le {date_fr(since)}" if since else ""
    lines = [f"Donnée attendue{when}.", f"Source prévue : {judged.definition.source}"]
    if judged.series.reads_from:
        lines.append(f"Cette série montre les mêmes valeurs que {judged.series.reads_from}.")
    return join(html("<p>{}</p>", line) for line in lines)


def _last_value(judged: Judged) -> Html:
    latest = judged.latest
    if latest is None:
        return html('<p class="note">Dernière valeur</p><p class="figure">n.d.</p>{}', lists.status(judged))
    text = value_of(judged, latest)
    reserve = reserves(latest)
    caveat = html('<p class="note">{}</p>', latest.caveat) if latest.caveat else Html()
    late = (
        html('<p class="reserve">Suite attendue depuis le {}</p>', date_fr(judged.due.due_since))
        if judged.due.due_since
        else Html()
    )
    unit = Html() if judged.series.unit.symbol else html('<p class="note">{}</p>', judged.series.unit.label)
    return (
        html(
            '<p class="note">Dernière valeur · {}</p><p class="figure">{}{}</p>{}{}',
            latest.period.label,
            text,
            cumulative_html(judged),
            unit,
            lists.status(judged),
        )
        + (html('<p class="reserve">Valeur {}</p>', reserve) if reserve else Html())
        + late
        + caveat
    )


def _horizons(review: Review, judged: Judged) -> Html:
    items = []
    for balance in horizon_balances(judged.facts, review.today, review.parameters):
        target = "pas de cible"
        if balance.target_value is not None:
            target = number(balance.target_value, None, judged.series.unit)
        state = BALANCE_LABELS[balance.state]
        if balance.observed is not None:
            state += f" : {number(balance.observed, None, judged.series.unit)}, avancement {percent(balance.progress)}"
        items.append(
            html(
                '<li class="deadline"><b>{}</b><span>{} · {}<br><i class="reserve">{}</i></span></li>',
                balance.horizon.value,
                date_fr(balance.date),
                target,
                state,
            )
        )
    return html('<ul class="plain">{}</ul>{}', join(items), _decided(judged))


def _decided(judged: Judged) -> Html:
    notes = [f"{target.horizon.value} : {target.reason}" for target in judged.facts.targets if target.reason]
    lines = join(html('<p class="note">{}</p>', text) for text in notes)
    return details("Origine des cibles", lines, is_open=judged.latest is None) if notes else Html()


def _pace(review: Review, judged: Judged) -> Html:
    needed = required_pace(judged.facts, review.today)
    if needed is None:
        return _trend(review, judged)
    unit = "points" if judged.series.unit.is_percent else judged.series.unit.symbol
    pace, best = (with_unit(trim(signed(rate, 1)), unit) for rate in (needed.needed_per_year, needed.best_per_year))
    text = (
        f"Pour atteindre {needed.horizon.value} ({number(needed.target_value, None, judged.series.unit)} au "
        f"{date_fr(needed.target_date)}), il faut {pace} par an. Le meilleur rythme connu est de {best} par an."
    )
    return html("<h3>Rythme nécessaire</h3><p>{}</p>", text)


def _trend(review: Review, judged: Judged) -> Html:
    computed_trend = trend(judged.facts, review.parameters)
    if computed_trend.word is TrendWord.UNDETERMINED or computed_trend.annual_change is None:
        return Html()
    words = {TrendWord.FAVOURABLE: "favorable", TrendWord.STABLE: "stable", TrendWord.UNFAVOURABLE: "défavorable"}
    change = number(computed_trend.annual_change, 1)
    text = f"Tendance {words[computed_trend.word]} : {change} {computed_trend.unit_of_change} par an ({computed_trend.span})."
    return html("<h3>Tendance, sans cible</h3><p>{}</p>", text)


def _other_methods(review: Review, judged: Judged) -> Html:
    if judged.status is Status.NOT_APPLICABLE:
        return Html()
    case = case_of(judged.facts)
    cagr, rate = assess_cagr(case, review.parameters), assess_rate(case)
    if cagr.status is Status.NOT_ASSESSABLE and rate.bounded is None:
        return Html()
    lines = [html("<p>Croissance annuelle (CAGR, Statistique Canada) : {}</p>", signs.badge(cagr.status))]
    if rate.bounded is not None:
        lines.append(html("<p>Taux d’avancement vers la dernière cible (PILOTE) : {}</p>", percent(rate.bounded)))
    if judged.is_assessable and cagr.status is not judged.status:
        lines.append(
            html(
                '<p class="warn">Les méthodes ne concordent pas : trajectoire « {} », '
                "CAGR « {} ». La trajectoire suit les cibles CT, MT et LT ; le CAGR suppose une "
                "croissance constante et dépend fort d’une valeur initiale proche de zéro.</p>",
                SIGNS[judged.status].word,
                SIGNS[cagr.status].word,
            )
        )
    return html("<h3>Selon d’autres méthodes</h3>{}", join(lines))
