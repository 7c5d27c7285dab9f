"""Aligned bullet graphs: one line a series, value against CT, MT and LT."""

from db.vocabulary import IndicatorType
from indicators.charts.glyphs import bullet_alt, bullet_svg, data_uri
from indicators.domain.formatting import date_fr, number
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.figures import cumulative_html, reserve_html
from indicators.ui.kit.html import Html, esc, html, join, link
from indicators.ui.kit.lists import heads, sparkline, status


def rows(review: Review, series: list[Judged], caption: str, dark: bool) -> Html:
    """The lines as a table; a series without value says what is awaited."""
    head = heads("Code", "Indicateur", "Valeur et cibles", "Dernière valeur", "Statut")
    body = join(_row(review, one, dark) for one in series)
    return html(
        '<table class="list"><caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        caption,
        head,
        body,
    )


def _row(review: Review, one: Judged, dark: bool) -> Html:
    title = link(links.address("indicateur", serie=one.code), esc(one.definition.label))
    star = " ★" if one.definition.core else ""
    return html(
        '<tr><td class="code">{}{}</td><td class="title">{}</td>'
        "<td>{}</td>"
        '<td class="num" data-head="Dernière valeur">{}</td>'
        '<td class="c-status">{}</td></tr>',
        one.definition.code,
        star,
        title,
        _drawing(review, one, dark),
        _value(one),
        status(one),
    )


def _drawing(review: Review, one: Judged, dark: bool) -> Html:
    if one.latest is None:
        since = awaited_since(one, review)
        words = f"donnée attendue depuis le {date_fr(since)}" if since else "donnée attendue"
        return html('<span class="reserve">{}</span>', join(filter(None, (words, _aim(one))), " ; "))
    if one.facts.baseline is None or not one.facts.targets:
        aim = "" if one.facts.type is IndicatorType.CONTEXT else _aim(one) or "pas encore de cible"
        return html('{} <span class="reserve">{}</span>', sparkline(one, dark), aim)
    image = data_uri(bullet_svg(one.facts, one.assessment, dark=dark))
    alt = esc(bullet_alt(one.facts, one.assessment))
    return html('<img class="glyph" src="{}" alt="{}" width="260" height="34">', image, alt)


def _aim(one: Judged) -> Html:
    """The target of a series that cannot be drawn against it yet."""
    target = one.next_target
    if target is None:
        return Html()
    return html("cible {} : {}", target.horizon.value, number(target.value, None, one.series.unit))


def _value(one: Judged) -> Html:
    if one.latest is None:
        return html('<span class="muted">n.d.</span>')
    text = esc(value_of(one, one.latest))
    period = html('<span class="muted">{}</span>', one.latest.period.label)
    return html(
        '<span class="value">{}</span>{}<br>{} {}', text, cumulative_html(one), period, reserve_html(one.latest)
    )
