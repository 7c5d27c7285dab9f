"""The area × family matrix: counts by status, coverage, and cells without data."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from indicators.domain.formatting import count_of
from indicators.reading.catalogue.catalogue import Area
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, area_of
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, html, join, link


def matrix(review: Review, series: list[Judged], areas: Sequence[Area], list_at: Callable[..., str]) -> Html:
    """The matrix as a table; ``list_at`` gives the address of the list behind a cell."""
    cells: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in series:
        cells[(area_of(each), each.definition.family)].append(each)
    heads = join(html('<th scope="col">{}</th>', family.short) for family in review.catalogue.families)
    rows = [
        _row(review, str(area.number), _area_head(area.number, area.short, area.complement), cells, list_at)
        for area in areas
    ]
    if any(area == DIS for area, _ in cells):
        rows.append(_row(review, DIS, _domain_head(), cells, list_at))
    return html(
        '<table class="matrix"><caption class="sr">Nombre d’indicateurs par statut, par aire stratégique et famille'
        '</caption><thead><tr><th scope="col"><span class="sr">Aire</span></th>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        heads,
        join(rows),
    )


def _row(
    review: Review, area: str, head: str, cells: dict[tuple[str, str], list[Judged]], list_at: Callable[..., str]
) -> Html:
    columns = join(
        _cell(family.short, list_at(aire=area, famille=family.code), cells[(area, family.code)])
        for family in review.catalogue.families
    )
    return html('<tr><th scope="row">{}</th>{}</tr>', head, columns)


def _cell(family: str, href: str, series: list[Judged]) -> Html:
    opening = html('<td data-family="{}"', family)
    if not series:
        return html(
            '{} class="none"><span class="cell na hatched"><span class="sr">sans objet</span></span></td>', opening
        )
    if not any(judged.latest for judged in series):
        void = html("0 sur {}<i>donnée attendue</i>", len(series))
        return html("{}>{}</td>", opening, link(href, void, "cell void"))
    return html("{}>{}</td>", opening, link(href, _counted(series), "cell"))


def _counted(series: list[Judged]) -> Html:
    judged = sum(judged.is_assessable for judged in series)
    share = round(100 * judged / len(series))
    if judged:
        words = f"{count_of(judged, 'évaluable')} sur {len(series)}"
    else:
        with_value = sum(judged.latest is not None for judged in series)
        words = f"{count_of(with_value, 'valeur')}, 0 évaluable sur {len(series)}"
    marks = signs.counts(judged.status for judged in series)
    return html(
        '<span class="marks">{}</span><span class="cover" aria-hidden="true"><span style="width:{}%"></span></span>{}',
        marks,
        share,
        words,
    )


def _area_head(number: int, short: str, complement: str) -> Html:
    text = html('<span class="disc" aria-hidden="true">{}</span><span><b>{}</b><br>', number, short)
    text += html('<span class="muted">{}</span></span>', complement)
    return link(links.address("aire", aire=number), text, label=f"Aire {number} : {short} {complement}")


def _domain_head() -> Html:
    text = html('<span class="disc" aria-hidden="true">Σ</span><span><b>DIS entier</b><br>')
    text += html('<span class="muted">suivis au niveau régional</span></span>')
    return link(
        links.address("indicateurs", aire=DIS), text, label="DIS entier : indicateurs suivis au niveau régional"
    )
