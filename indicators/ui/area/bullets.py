"""Bullet graphs of a list of series: each value against its CT, MT and LT targets."""

from db.vocabulary import IndicatorType
from indicators.charts.glyphs import bullet_alt, bullet_svg, data_uri
from indicators.domain.formatting import date_fr, number
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.figures import cumulative_html, qualifiers_html
from indicators.ui.kit.html import Html, esc, html, join, link
from indicators.ui.kit.lists import heads, sparkline, status


def rows(review: Review, series: list[Judged], caption: str, dark: bool) -> Html:
    """Table of the series, one bullet graph per row; a series without a value says since when one is expected."""
    head = heads("Code", "Indicateur", "Valeur et cibles", "Dernière valeur", "Statut")
    body = join(_row(review, judged, dark) for judged in series)
    return html(
        '<table class="list"><caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        caption,
        head,
        body,
    )


def _row(review: Review, judged: Judged, dark: bool) -> Html:
    title = link(links.address("indicateur", serie=judged.code), esc(judged.definition.label))
    star = " ★" if judged.definition.core else ""
    return html(
        '<tr><td class="code">{}{}</td><td class="title">{}</td>'
        "<td>{}</td>"
        '<td class="num" data-head="Dernière valeur">{}</td>'
        '<td class="c-status">{}</td></tr>',
        judged.definition.code,
        star,
        title,
        _drawing(review, judged, dark),
        _value(judged),
        status(judged),
    )


def _drawing(review: Review, judged: Judged, dark: bool) -> Html:
    if judged.latest is None:
        since = awaited_since(judged, review)
        words = f"donnée attendue depuis le {date_fr(since)}" if since else "donnée attendue"
        return html('<span class="reserve">{}</span>', join(filter(None, (words, _aim(judged))), " ; "))
    if judged.facts.baseline is None or not judged.facts.targets:
        aim = "" if judged.facts.type is IndicatorType.CONTEXT else _aim(judged) or "pas encore de cible"
        return html('{} <span class="reserve">{}</span>', sparkline(judged, dark), aim)
    image = data_uri(bullet_svg(judged.facts, judged.assessment, dark=dark))
    alt = esc(bullet_alt(judged.facts, judged.assessment))
    return html('<img class="glyph" src="{}" alt="{}" width="260" height="34">', image, alt)


def _aim(judged: Judged) -> Html:
    """The next target of a series that has no bullet graph yet; empty without a target."""
    target = judged.next_target
    if target is None:
        return Html()
    return html("cible {} : {}", target.horizon.value, number(target.value, None, judged.series.unit))


def _value(judged: Judged) -> Html:
    if judged.latest is None:
        return html('<span class="muted">n.d.</span>')
    text = esc(value_of(judged, judged.latest))
    period = html('<span class="muted">{}</span>', judged.latest.period.label)
    return html(
        '<span class="value">{}</span>{}<br>{} {}',
        text,
        cumulative_html(judged),
        period,
        qualifiers_html(judged.latest),
    )
