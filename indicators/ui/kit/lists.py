"""Lists of series: one line each, with its last value, its sign and a small drawing."""

from decimal import Decimal
from fractions import Fraction

from db.vocabulary import PerimeterKind
from indicators.charts.glyphs import data_uri, sparkline_alt, sparkline_svg
from indicators.domain.formatting import date_fr
from indicators.domain.periods import decimal_year
from indicators.domain.quality import PROVISIONAL
from indicators.domain.statuses import REASON_TEXT
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links, signs
from indicators.ui.kit.figures import cumulative_html, reserve_html
from indicators.ui.kit.html import Html, esc, html, join, link


def series_list(review: Review, series: list[Judged], caption: str, dark: bool) -> Html:
    """The list as a table: code, label and perimeter, drawing, last value, period, status."""
    head = heads("Code", "Indicateur", "Évolution", "Dernière valeur", "Période", "Statut")
    rows = join(_row(review, one, dark) for one in series)
    return html(
        '<table class="list"><caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        caption,
        head,
        rows,
    )


def sparkline(one: Judged, dark: bool) -> Html:
    """The last values of a series as a drawing (none where there are fewer than two)."""
    points: list[tuple[Fraction, Decimal | None]] = [
        (decimal_year(each.period.end), each.value) for each in one.alike[-12:]
    ]
    if sum(value is not None for _, value in points) < 2:
        return Html()
    latest = one.latest
    hollow = latest is not None and bool(latest.flags & PROVISIONAL)
    image = data_uri(sparkline_svg(points, dark=dark, hollow_last=hollow))
    alt = esc(sparkline_alt(points, one.definition.decimals, one.series.unit))
    return html('<img class="glyph" src="{}" alt="{}" width="96" height="28">', image, alt)


def latest_values(series: list[Judged], dark: bool) -> Html:
    """The latest published values with their period, reserves and source."""
    head = heads("Code", "Indicateur", "Évolution", "Valeur", "Période", "Source")
    rows = join(_latest_row(one, dark) for one in series)
    return html(
        '<table class="list"><caption class="sr">Dernières valeurs publiées</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        rows,
    )


def _latest_row(one: Judged, dark: bool) -> Html:
    latest = one.latest
    assert latest is not None  # the caller lists series that have a value
    return html(
        '<tr><td class="code">{}</td><td class="title">{}</td>'
        "<td>{}</td>"
        '<td class="num" data-head="Valeur"><span class="value">{}</span> '
        "<br>{}</td>"
        '<td class="c-period" data-head="Période">{}</td>'
        '<td data-head="Source" class="muted">{}</td></tr>',
        one.definition.code,
        title(one),
        sparkline(one, dark),
        value_of(one, latest),
        reserve_html(latest),
        latest.period.label,
        latest.source,
    )


def _row(review: Review, one: Judged, dark: bool) -> Html:
    latest = one.latest
    if latest is None:
        value, period = html('<span class="muted">aucune valeur</span>'), _awaited(review, one)
    else:
        value = html(
            '<span class="value">{}</span>{}<br>{}', value_of(one, latest), cumulative_html(one), reserve_html(latest)
        )
        period = esc(latest.period.label)
        if one.due.due_since:
            period += html('<br><span class="reserve">suite attendue depuis le {}</span>', date_fr(one.due.due_since))
    return html(
        '<tr><td class="code">{}{}</td>'
        '<td class="title">{}</td><td>{}</td>'
        '<td class="num" data-head="Dernière valeur">{}</td><td class="c-period" data-head="Période">{}</td>'
        '<td class="c-status">{}</td></tr>',
        one.definition.code,
        " ★" if one.definition.core else "",
        title(one),
        sparkline(one, dark),
        value,
        period,
        status(one),
    )


def title(one: Judged) -> Html:
    """Label of the indicator as a link to its sheet, and its perimeter."""
    href = links.address("indicateur", serie=one.code)
    name = "DIS entier" if one.perimeter.kind is PerimeterKind.DIS else one.perimeter.label
    return html('{}<br><span class="muted">{}</span>', link(href, esc(one.definition.label)), name)


def status(one: Judged) -> Html:
    """Sign and word of the status; the reason under it where there is none."""
    reason = one.assessment.reason if one.latest else None  # without any value, the reason is plain to see
    under = html('<br><span class="muted">{}</span>', REASON_TEXT[reason]) if reason else Html()
    return html("{}{}", signs.badge(one.status, one.assessment.note), under)


def _awaited(review: Review, one: Judged) -> Html:
    since = awaited_since(one, review)
    return html('<span class="reserve">attendue depuis le {}</span>', date_fr(since)) if since else Html()


WIDTHS = {
    "Code": "c-code",
    "Indicateur": "c-title",
    "Évolution": "c-draw",
    "Valeur et cibles": "c-bullet",
    "Valeur": "c-value num",
    "Dernière valeur": "c-value num",
    "Période": "c-period",
    "Source": "c-source",
    "Statut": "c-status",
}


def heads(*names: str) -> Html:
    """Column heads of a list, each with the width of its column."""
    return join(html('<th scope="col" class="{}">{}</th>', WIDTHS[name], name) for name in names)
