"""Aligned bullet graphs: one line a series, value against CT, MT and LT."""

from db.vocabulary import IndicatorType
from indicators.charts.glyphs import bullet_alt, bullet_svg, data_uri
from indicators.domain.formatting import date_fr, number
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.figures import cumulative_html, reserve_html
from indicators.ui.kit.html import esc, link
from indicators.ui.kit.lists import heads, sparkline, status


def rows(review: Review, series: list[Judged], caption: str, dark: bool) -> str:
    """The lines as a table; a series without value says what is awaited."""
    head = heads("Code", "Indicateur", "Valeur et cibles", "Dernière valeur", "Statut")
    body = "".join(_row(review, one, dark) for one in series)
    return (
        f'<table class="list"><caption class="sr">{esc(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(review: Review, one: Judged, dark: bool) -> str:
    title = link(links.address("indicateur", serie=one.code), esc(one.definition.label))
    star = " ★" if one.definition.core else ""
    return (
        f'<tr><td class="code">{esc(one.definition.code)}{star}</td><td class="title">{title}</td>'
        f"<td>{_drawing(review, one, dark)}</td>"
        f'<td class="num" data-head="Dernière valeur">{_value(one)}</td>'
        f'<td class="c-status">{status(one)}</td></tr>'
    )


def _drawing(review: Review, one: Judged, dark: bool) -> str:
    if one.latest is None:
        since = awaited_since(one, review)
        words = f"donnée attendue depuis le {date_fr(since)}" if since else "donnée attendue"
        return f'<span class="reserve">{" ; ".join(filter(None, (words, _aim(one))))}</span>'
    if one.facts.baseline is None or not one.facts.targets:
        aim = "" if one.facts.type is IndicatorType.CONTEXT else _aim(one) or "pas encore de cible"
        return f'{sparkline(one, dark)} <span class="reserve">{aim}</span>'
    image = data_uri(bullet_svg(one.facts, one.assessment, dark=dark))
    alt = esc(bullet_alt(one.facts, one.assessment))
    return f'<img class="glyph" src="{image}" alt="{alt}" width="260" height="34">'


def _aim(one: Judged) -> str:
    """The target of a series that cannot be drawn against it yet."""
    target = one.next_target
    if target is None:
        return ""
    return f"cible {target.horizon.value} : {esc(number(target.value, None, one.series.unit))}"


def _value(one: Judged) -> str:
    if one.latest is None:
        return '<span class="muted">n.d.</span>'
    text = esc(value_of(one, one.latest))
    period = f'<span class="muted">{esc(one.latest.period.label)}</span>'
    return f'<span class="value">{text}</span>{cumulative_html(one)}<br>{period} {reserve_html(one.latest)}'
