"""Series of a campaign: filters held by the address, and the list."""

from datetime import date
from functools import partial

from indicators.domain.formatting import count_of, date_fr, number
from indicators.reading.campaigns.campaigns import WITH_OWNER, Board, Progress, RequestedSeries
from indicators.ui.campaigns import words
from indicators.ui.campaigns.board import late
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, html, join, link, show, warnings
from indicators.ui.kit.query import Filter, Query


def show_series(board: Board, today: date) -> list[RequestedSeries]:
    """Draw the filters and the list; return the filtered series, for bulk actions."""
    address = partial(links.address, "campagnes", campagne=board.campaign.code, vue="series")
    behind = {row.series for row in late(board, today)}
    query = Query(board.asked, _filters(board, behind), address, size=60)
    if query.unknown:
        show(warnings(query.unknown))
    show(card(query.panel()))
    show(html('<p class="note">{} sur {}</p>', count_of(len(query.matching), "série"), len(board.asked)))
    if query.matching:
        show(card(_table(query.matching[query.pages.part], behind) + query.pages.nav(query.at)))
    else:
        show(empty("Aucune série ne répond à ces filtres", html("<p>{}</p>", link(address(), "Lever les filtres"))))
    return query.matching


def _filters(board: Board, behind: set[str]) -> tuple[Filter[RequestedSeries], ...]:
    states = {words.CODES[progress]: words.HEADS[progress] for progress in Progress}
    names = {row.owner or words.NOBODY_CODE: row.owner_name or row.owner or words.NOBODY for row in board.asked}
    owners = dict(sorted(names.items(), key=lambda pair: pair[1]))
    areas = {area: area for area in sorted({row.area for row in board.asked})}
    return (
        Filter(
            "etat",
            "État",
            states,
            lambda row, codes: words.CODES[row.progress] in codes.split(","),
            everything="Tout",
            is_multiple=True,
        ),
        Filter(
            "responsable",
            "Responsable",
            owners,
            lambda row, owner: (row.owner or words.NOBODY_CODE) == owner,
            everything="Tout",
        ),
        Filter("aire", "Aire", areas, lambda row, area: row.area == area, everything="Tout"),
        Filter("retard", "Échéance", {"oui": "En retard"}, lambda row, _: row.series in behind, everything="Tout"),
    )


def _table(rows: list[RequestedSeries], behind: set[str]) -> Html:
    lines = join(_line(row, row.series in behind) for row in rows)
    names = (("Code", "cp-code"), ("Série", ""), ("État", "c-status"), ("Valeur", "c-value num"))
    heads = join(html('<th scope="col" class="{}">{}</th>', css, text) for text, css in names)
    heads += html('<th scope="col" class="cp-who">Responsable et échéance</th>')
    return html(
        '<table class="list"><caption class="sr">Séries de la campagne</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        heads,
        lines,
    )


def _line(row: RequestedSeries, is_late: bool) -> Html:
    title = link(links.address("indicateur", serie=row.series), esc(row.label))
    value = (
        Html() if row.value is None else html('<span class="value">{}</span>', number(row.value.value, None, row.unit))
    )
    if row.value is not None and row.value.value is None:
        value = html('<span class="muted">n.d.</span>')
    behind = html('<br><b class="cp-late">En retard</b>') if is_late else Html()
    waits = row.progress in WITH_OWNER
    due = f"pour le {date_fr(row.due_on)}" if waits else f"échéance {date_fr(row.due_on)}"
    return html(
        '<tr><td class="code">{}</td>'
        '<td class="title">{}<br><span class="muted">{}</span></td>'
        '<td class="c-status">{}</td><td class="num" data-head="Valeur">{}</td>'
        '<td class="cp-who">{}<br><span class="muted">{}</span>'
        "{}</td></tr>",
        row.series,
        title,
        row.area,
        words.state(row.progress, row.why),
        value,
        row.owner_name or row.owner or words.NOBODY,
        due,
        behind,
    )
