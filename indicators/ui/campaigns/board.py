"""Completeness of one campaign: what needs attention, then counts by owner and by area, each a link to its series."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from db.vocabulary import CampaignState
from indicators.domain.formatting import plural
from indicators.reading.campaigns.campaigns import Board, Progress, RequestedSeries
from indicators.ui.campaigns import words
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, html, join, link


def board(campaign_board: Board, today: date) -> Html:
    """The completeness board as HTML."""
    if not campaign_board.asked:
        return empty(
            "Cette campagne ne demande encore aucune série",
            html(
                "<p>Les séries se choisissent par famille, aire ou fréquence, ou se reprennent d’une autre campagne.</p>"
            ),
        )
    total = {progress: sum(request.progress is progress for request in campaign_board.asked) for progress in Progress}
    return (
        _cards(campaign_board, today)
        + html('<p class="cp-total">{}</p>', words.bar(total))
        + card(_table(campaign_board, today, "Responsable", _owners(campaign_board)), "Qui en est où ?", note=_NOTE)
        + card(
            _table(campaign_board, today, "Aire", _areas(campaign_board)),
            "Où en est chaque aire ?",
            css="cp-board-area",
        )
    )


_NOTE = "Chaque nombre ouvre la liste de ses séries."


def late(campaign_board: Board, today: date) -> list[RequestedSeries]:
    """Series past their due date without an answer; empty unless the campaign is open."""
    if campaign_board.campaign.state is not CampaignState.OPEN:
        return []
    return [request for request in campaign_board.asked if request.is_late(today)]


def _cards(campaign_board: Board, today: date) -> Html:
    code = campaign_board.campaign.code
    groups = (
        ("À faire", (Progress.TO_DO,), "rien n’est saisi"),
        ("En cours", (Progress.DRAFT, Progress.RETURNED), "brouillons et valeurs renvoyées"),
        ("À valider", (Progress.SUBMITTED,), "soumises, pas encore jugées"),
        ("À publier", (Progress.VALIDATED,), "validées, pas encore publiées"),
    )
    pieces = [
        _card(
            title,
            sum(request.progress in states for request in campaign_board.asked),
            under,
            _series(code, etat=_codes(states)),
        )
        for title, states, under in groups
    ]
    behind = late(campaign_board, today)
    people = len({request.owner for request in behind if request.owner})
    under = f"chez {people} {plural(people, 'personne')}" if people else "personne n’est en retard"
    pieces.insert(0, _card("En retard", len(behind), under, _series(code, retard="oui")))
    return html('<div class="alerts" role="group" aria-label="Ce qui reste à faire">{}</div>', join(pieces))


def _card(title: str, many: int, under: str, href: str) -> Html:
    content = html(
        '<span class="name">{}</span><span class="big">{}</span><span class="sub">{}</span>', title, many, under
    )
    return link(href, content, "alert" if many else "alert quiet")


Rows = list[tuple[str, str, Mapping[Progress, int], Callable[[RequestedSeries], bool]]]


def _owners(campaign_board: Board) -> Rows:
    """One row per owner: name, code in the address, counts, predicate of their series. Unassigned series come last."""
    names = {request.owner: request.owner_name or request.owner for request in campaign_board.asked}
    rows: Rows = [
        (names[owner] or words.NOBODY, owner or words.NOBODY_CODE, counts, _owned_by(owner))
        for owner, counts in campaign_board.by_owner.items()
    ]
    return sorted(rows, key=lambda row: (row[1] == words.NOBODY_CODE, row[0].casefold()))


def _owned_by(owner: str) -> Callable[[RequestedSeries], bool]:
    return lambda request: request.owner == owner


def _areas(campaign_board: Board) -> Rows:
    return sorted(
        ((area, area, counts, _of_area(area)) for area, counts in campaign_board.by_area.items()),
        key=lambda row: row[0],
    )


def _of_area(area: str) -> Callable[[RequestedSeries], bool]:
    return lambda request: request.area == area


def _table(campaign_board: Board, today: date, what: str, rows: Rows) -> Html:
    field = "responsable" if what == "Responsable" else "aire"
    behind = late(campaign_board, today)
    heads = join(html('<th scope="col" class="num">{}</th>', words.HEADS[progress]) for progress in Progress)
    body = join(_row(campaign_board.campaign.code, field, row, behind) for row in rows)
    caption = f"Séries par {what.lower()} et par état"
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="data cp-board">'
        '<caption class="sr">{}</caption><thead><tr><th scope="col">{}</th>{}'
        '<th scope="col" class="num">En retard</th><th scope="col">Réponses</th></tr></thead>'
        "<tbody>{}</tbody></table></div>",
        caption,
        caption,
        what,
        heads,
        body,
    )


def _row(
    code: str,
    field: str,
    row: tuple[str, str, Mapping[Progress, int], Callable[[RequestedSeries], bool]],
    behind: list[RequestedSeries],
) -> Html:
    name, value, counts, mine = row
    cells = join(
        _count(
            counts[progress],
            _series(code, etat=words.CODES[progress], **{field: value}),
            f"{name}, {words.HEADS[progress].lower()}",
        )
        for progress in Progress
    )
    many = sum(mine(request) for request in behind)
    cells += _count(many, _series(code, retard="oui", **{field: value}), f"{name}, en retard")
    total, done = sum(counts.values()), words.answered(counts)
    share = round(100 * done / total) if total else 0
    line = html(
        '<span class="cp-bar" aria-hidden="true"><span style="width:{}%"></span></span>'
        '<span class="muted">{} sur {}</span>',
        share,
        done,
        total,
    )
    return html(
        '<tr><th scope="row">{}</th>{}<td>{}</td></tr>', link(_series(code, **{field: value}), esc(name)), cells, line
    )


def _count(many: int, href: str, label: str) -> Html:
    content = link(href, str(many), label=f"{label} : {many}") if many else html('<span class="muted">0</span>')
    return html('<td class="num">{}</td>', content)


def _series(campaign: str, **filters: str) -> str:
    return links.address("campagnes", campagne=campaign, vue="series", **filters)


def _codes(states: Iterable[Progress]) -> str:
    return ",".join(words.CODES[state] for state in states)
