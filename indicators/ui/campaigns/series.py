"""The series of a campaign: filters that the address holds, the list, and giving series to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.domain.formatting import count_of, date_fr, number
from indicators.reading.campaigns.campaigns import WITH_OWNER, Asked, Board, Progress
from indicators.ui.campaigns import board, words
from indicators.ui.kit import links
from indicators.ui.kit.html import card, chip, empty, esc, link, show

PAGE = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to keep of the series of a campaign; empty fields keep all."""

    states: tuple[Progress, ...] = ()
    owner: str = ""
    area: str = ""
    late: bool = False

    def parameters(self, **change: object) -> dict[str, object]:
        """As parameters of an address, some of them changed."""
        kept: dict[str, object] = {
            "etat": ",".join(words.CODES[one] for one in self.states),
            "responsable": self.owner,
            "aire": self.area,
            "retard": "oui" if self.late else "",
        }
        return kept | change


def from_address(found: Board) -> Wanted:
    """The filters of the address; those that mean nothing here are left out."""
    asked = links.parameter("etat").split(",")
    owners = {one.owner or words.NOBODY_CODE for one in found.asked}
    return Wanted(
        states=tuple(one for one in Progress if words.CODES[one] in asked),
        owner=links.choice("responsable", sorted(owners)),
        area=links.choice("aire", sorted({one.area for one in found.asked})),
        late=links.parameter("retard") == "oui",
    )


def select(found: Board, wanted: Wanted, today: date) -> list[Asked]:
    """The series that the filters keep, in catalogue order."""
    behind = board.late(found, today) if wanted.late else None
    return [
        one
        for one in found.asked
        if (not wanted.states or one.progress in wanted.states)
        and wanted.owner in ("", one.owner or words.NOBODY_CODE)
        and wanted.area in ("", one.area)
        and (behind is None or one in behind)
    ]


def filters(found: Board, wanted: Wanted, today: date) -> str:
    """A row of chips for each filter, with counts."""
    code = found.campaign.code
    names = {one.owner or words.NOBODY_CODE: one.owner_name or one.owner or words.NOBODY for one in found.asked}
    owners = [(value, name, {"responsable": value}) for value, name in sorted(names.items(), key=lambda pair: pair[1])]
    areas = [(value, value, {"aire": value}) for value in sorted({one.area for one in found.asked})]
    states = [(words.CODES[one], words.HEADS[one], {"etat": words.CODES[one]}) for one in Progress]
    current = words.CODES[wanted.states[0]] if len(wanted.states) == 1 else ""
    behind = [("oui", "En retard", {"retard": "oui"})]
    rows = (
        ("État", "etat", states, current, bool(wanted.states)),
        ("Responsable", "responsable", owners, wanted.owner, bool(wanted.owner)),
        ("Aire", "aire", areas, wanted.area, bool(wanted.area)),
        ("Échéance", "retard", behind, "oui" if wanted.late else "", wanted.late),
    )
    return "".join(_row(code, found, wanted, today, *row) for row in rows)


def _row(
    code: str,
    found: Board,
    wanted: Wanted,
    today: date,
    name: str,
    field: str,
    choices: Sequence[tuple[str, str, dict[str, str]]],
    current: str,
    is_on: bool,
) -> str:
    def at(**change: Any) -> str:
        return links.address("campagnes", campagne=code, vue="series", **wanted.parameters(**change))

    chips = [chip("Tout", at(**{field: ""}), not is_on)]
    for value, text, change in choices:
        kept = _parsed(wanted, change)
        many = len(select(found, kept, today))
        if many or value == current:
            chips.append(chip(f"{text} ({many})", at(**change), value == current))
    if len(chips) == 1:
        return ""
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(name)}"><span class="name">{esc(name)}</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


def _parsed(wanted: Wanted, change: dict[str, str]) -> Wanted:
    states = tuple(one for one in Progress if words.CODES[one] == change.get("etat")) or wanted.states
    return Wanted(
        states,
        change.get("responsable", wanted.owner),
        change.get("aire", wanted.area),
        "retard" in change or wanted.late,
    )


def listing(found: Board, kept: Sequence[Asked], wanted: Wanted, today: date) -> str:
    """The series kept, one a line, page by page."""
    if not kept:
        href = links.address("campagnes", campagne=found.campaign.code, vue="series")
        return empty("Aucune série ne répond à ces filtres", f"<p>{link(href, 'Lever les filtres')}</p>")
    asked = links.parameter("page")
    last = -(-len(kept) // PAGE)
    page = min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), last)
    behind = board.late(found, today)
    rows = "".join(_line(one, one in behind) for one in kept[(page - 1) * PAGE : page * PAGE])
    names = (("Code", "cp-code"), ("Série", ""), ("État", "c-status"), ("Valeur", "c-value num"))
    heads = "".join(f'<th scope="col" class="{css}">{text}</th>' for text, css in names)
    heads += '<th scope="col" class="cp-who">Responsable et échéance</th>'
    content = (
        f'<table class="list"><caption class="sr">Séries de la campagne</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    return card(content + (_pages(found, wanted, page, last) if last > 1 else ""))


def _line(one: Asked, is_late: bool) -> str:
    title = link(links.address("indicateur", serie=one.series), esc(one.label))
    value = "" if one.value is None else f'<span class="value">{esc(number(one.value.value, None, one.unit))}</span>'
    if one.value is not None and one.value.value is None:
        value = '<span class="muted">n.d.</span>'
    behind = '<br><b class="cp-late">En retard</b>' if is_late else ""
    waits = one.progress in WITH_OWNER
    due = f"pour le {date_fr(one.due_on)}" if waits else f"échéance {date_fr(one.due_on)}"
    return (
        f'<tr><td class="code">{esc(one.series)}</td>'
        f'<td class="title">{title}<br><span class="muted">{esc(one.area)}</span></td>'
        f'<td class="c-status">{words.state(one.progress, one.why)}</td><td class="num" data-head="Valeur">{value}</td>'
        f'<td class="cp-who">{esc(one.owner_name or one.owner or words.NOBODY)}<br><span class="muted">{due}</span>'
        f"{behind}</td></tr>"
    )


def _pages(found: Board, wanted: Wanted, page: int, last: int) -> str:
    chips = "".join(
        chip(
            str(one),
            links.address("campagnes", campagne=found.campaign.code, vue="series", **wanted.parameters(), page=one),
            one == page,
        )
        for one in range(1, last + 1)
    )
    return (
        '<nav class="chip-row" aria-label="Pages de la liste"><span class="name">Page</span>'
        f'<span class="chips">{chips}</span></nav>'
    )


def lead(kept: Sequence[Asked], found: Board) -> str:
    """How many are shown."""
    return f"{count_of(len(kept), 'série')} sur {len(found.asked)}"


def show_series(found: Board, today: date) -> list[Asked]:
    """Filters and list; gives what is kept, for what is done to it."""
    wanted = from_address(found)
    kept = select(found, wanted, today)
    show(card(filters(found, wanted, today)))
    show(f'<p class="note">{esc(lead(kept, found))}</p>')
    show(listing(found, kept, wanted, today))
    return kept
