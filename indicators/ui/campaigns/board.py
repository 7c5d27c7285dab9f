"""Completeness of one campaign: what needs somebody, then who is where, by owner and by area. Counts are links."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from db.vocabulary import CampaignState
from indicators.domain.formatting import plural
from indicators.reading.campaigns.campaigns import Asked, Board, Progress
from indicators.ui.campaigns import words
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, html, join, link


def board(found: Board, today: date) -> Html:
    """The board as HTML."""
    if not found.asked:
        return empty(
            "Cette campagne ne demande encore aucune série",
            html(
                "<p>Les séries se choisissent par famille, aire ou fréquence, ou se reprennent d’une autre campagne.</p>"
            ),
        )
    total = {progress: sum(one.progress is progress for one in found.asked) for progress in Progress}
    return (
        _cards(found, today)
        + html('<p class="cp-total">{}</p>', words.bar(total))
        + card(_table(found, today, "Responsable", _owners(found)), "Qui en est où ?", note=_NOTE)
        + card(_table(found, today, "Aire", _areas(found)), "Où en est chaque aire ?", css="cp-board-area")
    )


_NOTE = "Chaque nombre ouvre la liste de ses séries."


def late(found: Board, today: date) -> list[Asked]:
    """Series whose day has passed without an answer, while the campaign is open."""
    if found.campaign.state is not CampaignState.OPEN:
        return []
    return [one for one in found.asked if one.is_late(today)]


def _cards(found: Board, today: date) -> Html:
    code = found.campaign.code
    groups = (
        ("À faire", (Progress.TO_DO,), "rien n’est saisi"),
        ("En cours", (Progress.DRAFT, Progress.RETURNED), "brouillons et valeurs renvoyées"),
        ("À valider", (Progress.SUBMITTED,), "soumises, pas encore jugées"),
        ("À publier", (Progress.VALIDATED,), "validées, pas encore publiées"),
    )
    pieces = [
        _card(title, sum(one.progress in states for one in found.asked), under, _series(code, etat=_codes(states)))
        for title, states, under in groups
    ]
    behind = late(found, today)
    people = len({one.owner for one in behind if one.owner})
    under = f"chez {people} {plural(people, 'personne')}" if people else "personne n’est en retard"
    pieces.insert(0, _card("En retard", len(behind), under, _series(code, retard="oui")))
    return html('<div class="alerts" role="group" aria-label="Ce qui reste à faire">{}</div>', join(pieces))


def _card(title: str, many: int, under: str, href: str) -> Html:
    content = html(
        '<span class="name">{}</span><span class="big">{}</span><span class="sub">{}</span>', title, many, under
    )
    return link(href, content, "alert" if many else "alert quiet")


Rows = list[tuple[str, str, Mapping[Progress, int], Callable[[Asked], bool]]]


def _owners(found: Board) -> Rows:
    """Name, code in the address, counts, and which series are theirs; those of nobody come last."""
    names = {one.owner: one.owner_name or one.owner for one in found.asked}
    rows: Rows = [
        (names[owner] or words.NOBODY, owner or words.NOBODY_CODE, counts, _owned_by(owner))
        for owner, counts in found.by_owner.items()
    ]
    return sorted(rows, key=lambda row: (row[1] == words.NOBODY_CODE, row[0].casefold()))


def _owned_by(owner: str) -> Callable[[Asked], bool]:
    return lambda one: one.owner == owner


def _areas(found: Board) -> Rows:
    return sorted(
        ((area, area, counts, _of_area(area)) for area, counts in found.by_area.items()), key=lambda row: row[0]
    )


def _of_area(area: str) -> Callable[[Asked], bool]:
    return lambda one: one.area == area


def _table(found: Board, today: date, what: str, rows: Rows) -> Html:
    field = "responsable" if what == "Responsable" else "aire"
    behind = late(found, today)
    heads = join(html('<th scope="col" class="num">{}</th>', words.HEADS[one]) for one in Progress)
    body = join(_row(found.campaign.code, field, row, behind) for row in rows)
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
    code: str, field: str, row: tuple[str, str, Mapping[Progress, int], Callable[[Asked], bool]], behind: list[Asked]
) -> Html:
    name, value, counts, mine = row
    cells = join(
        _count(
            counts[one], _series(code, etat=words.CODES[one], **{field: value}), f"{name}, {words.HEADS[one].lower()}"
        )
        for one in Progress
    )
    many = sum(mine(one) for one in behind)
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
    return ",".join(words.CODES[one] for one in states)
