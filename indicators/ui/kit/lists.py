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
from indicators.ui.kit.html import esc, link


def series_list(review: Review, series: list[Judged], caption: str, dark: bool) -> str:
    """The list as a table: code, label and perimeter, drawing, last value, period, status."""
    head = heads("Code", "Indicateur", "Évolution", "Dernière valeur", "Période", "Statut")
    rows = "".join(_row(review, one, dark) for one in series)
    return (
        f'<table class="list"><caption class="sr">{esc(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def sparkline(one: Judged, dark: bool) -> str:
    """The last values of a series as a drawing (none where there are fewer than two)."""
    points: list[tuple[Fraction, Decimal | None]] = [
        (decimal_year(each.period.end), each.value) for each in one.alike[-12:]
    ]
    if sum(value is not None for _, value in points) < 2:
        return ""
    latest = one.latest
    hollow = latest is not None and bool(latest.flags & PROVISIONAL)
    image = data_uri(sparkline_svg(points, dark=dark, hollow_last=hollow))
    alt = esc(sparkline_alt(points, one.definition.decimals, one.series.unit))
    return f'<img class="glyph" src="{image}" alt="{alt}" width="96" height="28">'


def latest_values(series: list[Judged], dark: bool) -> str:
    """The latest published values with their period, reserves and source."""
    head = heads("Code", "Indicateur", "Évolution", "Valeur", "Période", "Source")
    rows = "".join(_latest_row(one, dark) for one in series)
    return (
        '<table class="list"><caption class="sr">Dernières valeurs publiées</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _latest_row(one: Judged, dark: bool) -> str:
    latest = one.latest
    assert latest is not None  # the caller lists series that have a value
    return (
        f'<tr><td class="code">{esc(one.definition.code)}</td><td class="title">{title(one)}</td>'
        f"<td>{sparkline(one, dark)}</td>"
        f'<td class="num" data-head="Valeur"><span class="value">{esc(value_of(one, latest))}</span> '
        f"<br>{reserve_html(latest)}</td>"
        f'<td class="c-period" data-head="Période">{esc(latest.period.label)}</td>'
        f'<td data-head="Source" class="muted">{esc(latest.source)}</td></tr>'
    )


def _row(review: Review, one: Judged, dark: bool) -> str:
    latest = one.latest
    if latest is None:
        value, period = '<span class="muted">aucune valeur</span>', _awaited(review, one)
    else:
        value = (
            f'<span class="value">{esc(value_of(one, latest))}</span>{cumulative_html(one)}<br>{reserve_html(latest)}'
        )
        period = esc(latest.period.label)
        if one.due.due_since:
            period += f'<br><span class="reserve">suite attendue depuis le {date_fr(one.due.due_since)}</span>'
    return (
        f'<tr><td class="code">{esc(one.definition.code)}{" ★" if one.definition.core else ""}</td>'
        f'<td class="title">{title(one)}</td><td>{sparkline(one, dark)}</td>'
        f'<td class="num" data-head="Dernière valeur">{value}</td><td class="c-period" data-head="Période">{period}</td>'
        f'<td class="c-status">{status(one)}</td></tr>'
    )


def title(one: Judged) -> str:
    """Label of the indicator as a link to its sheet, and its perimeter."""
    href = links.address("indicateur", serie=one.code)
    name = "DIS entier" if one.perimeter.kind is PerimeterKind.DIS else one.perimeter.label
    return f'{link(href, esc(one.definition.label))}<br><span class="muted">{esc(name)}</span>'


def status(one: Judged) -> str:
    """Sign and word of the status; the reason under it where there is none."""
    reason = one.assessment.reason if one.latest else None  # without any value, the reason is plain to see
    under = f'<br><span class="muted">{esc(REASON_TEXT[reason])}</span>' if reason else ""
    return f"{signs.badge(one.status, one.assessment.note)}{under}"


def _awaited(review: Review, one: Judged) -> str:
    since = awaited_since(one, review)
    return f'<span class="reserve">attendue depuis le {date_fr(since)}</span>' if since else ""


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


def heads(*names: str) -> str:
    """Column heads of a list, each with the width of its column."""
    return "".join(f'<th scope="col" class="{WIDTHS[name]}">{name}</th>' for name in names)
