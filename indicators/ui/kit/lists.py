"""Lists of series: one row each, with last value, status sign and sparkline."""

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
from indicators.ui.kit.figures import cumulative_html, qualifiers_html
from indicators.ui.kit.html import Html, esc, html, join, link


def series_list(review: Review, series: list[Judged], caption: str, dark: bool) -> Html:
    """The list as a table: code, label and perimeter, sparkline, last value, period, status."""
    head = heads("Code", "Indicateur", "Évolution", "Dernière valeur", "Période", "Statut")
    rows = join(_row(review, judged, dark) for judged in series)
    return html(
        '<table class="list"><caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        caption,
        head,
        rows,
    )


def sparkline(judged: Judged, dark: bool) -> Html:
    """The last twelve values of a series as a small image; empty if there are fewer than two."""
    points: list[tuple[Fraction, Decimal | None]] = [
        (decimal_year(each.period.end), each.value) for each in judged.alike[-12:]
    ]
    if sum(value is not None for _, value in points) < 2:
        return Html()
    latest = judged.latest
    hollow = latest is not None and bool(latest.flags & PROVISIONAL)
    image = data_uri(sparkline_svg(points, dark=dark, hollow_last=hollow))
    alt = esc(sparkline_alt(points, judged.definition.decimals, judged.series.unit))
    return html('<img class="glyph" src="{}" alt="{}" width="96" height="28">', image, alt)


def latest_values(series: list[Judged], dark: bool) -> Html:
    """Table of the latest published values with their period, qualifiers and source."""
    head = heads("Code", "Indicateur", "Évolution", "Valeur", "Période", "Source")
    rows = join(_latest_row(judged, dark) for judged in series)
    return html(
        '<table class="list"><caption class="sr">Dernières valeurs publiées</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        rows,
    )


def _latest_row(judged: Judged, dark: bool) -> Html:
    latest = judged.latest
    assert latest is not None  # the caller lists series that have a value
    return html(
        '<tr><td class="code">{}</td><td class="title">{}</td>'
        "<td>{}</td>"
        '<td class="num" data-head="Valeur"><span class="value">{}</span> '
        "<br>{}</td>"
        '<td class="c-period" data-head="Période">{}</td>'
        '<td data-head="Source" class="muted">{}</td></tr>',
        judged.definition.code,
        title(judged),
        sparkline(judged, dark),
        value_of(judged, latest),
        qualifiers_html(latest),
        latest.period.label,
        latest.source,
    )


def _row(review: Review, judged: Judged, dark: bool) -> Html:
    latest = judged.latest
    if latest is None:
        value, period = html('<span class="muted">aucune valeur</span>'), _awaited(review, judged)
    else:
        value = html(
            '<span class="value">{}</span>{}<br>{}',
            value_of(judged, latest),
            cumulative_html(judged),
            qualifiers_html(latest),
        )
        period = esc(latest.period.label)
        if judged.due.due_since:
            period += html(
                '<br><span class="reserve">suite attendue depuis le {}</span>', date_fr(judged.due.due_since)
            )
    return html(
        '<tr><td class="code">{}{}</td>'
        '<td class="title">{}</td><td>{}</td>'
        '<td class="num" data-head="Dernière valeur">{}</td><td class="c-period" data-head="Période">{}</td>'
        '<td class="c-status">{}</td></tr>',
        judged.definition.code,
        " ★" if judged.definition.core else "",
        title(judged),
        sparkline(judged, dark),
        value,
        period,
        status(judged),
    )


def title(judged: Judged) -> Html:
    """Label of the indicator as a link to its screen, and its perimeter."""
    href = links.address("indicateur", serie=judged.code)
    name = "DIS entier" if judged.perimeter.kind is PerimeterKind.DIS else judged.perimeter.label
    return html('{}<br><span class="muted">{}</span>', link(href, esc(judged.definition.label)), name)


def status(judged: Judged) -> Html:
    """Sign and word of the status; under it, the reason if the series is not assessed."""
    reason = judged.assessment.reason if judged.latest else None  # without any value, the reason is plain to see
    under = html('<br><span class="muted">{}</span>', REASON_TEXT[reason]) if reason else Html()
    return html("{}{}", signs.badge(judged.status, judged.assessment.note), under)


def _awaited(review: Review, judged: Judged) -> Html:
    since = awaited_since(judged, review)
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
    """Column headers of a list, each with the CSS class of its width."""
    return join(html('<th scope="col" class="{}">{}</th>', WIDTHS[name], name) for name in names)
