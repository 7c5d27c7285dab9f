"""The list of series by what they lack: a baseline, targets, or nothing."""

import re
from collections.abc import Callable
from itertools import islice

from db.vocabulary import Horizon, PerimeterKind
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.rights import Action, Person, Subject, allowed
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, GROUP, area_of
from indicators.reading.values.target_history import is_judged, missing_horizons
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import card, chip, empty, esc, header, link, show

PAGE = 50

LACKS: dict[str, tuple[str, Callable[[Judged], bool]]] = {
    "situation": ("Situation initiale manquante", lambda one: one.facts.baseline is None),
    "cible": ("Aucune cible", lambda one: not one.facts.targets),
    "echeance": ("Une échéance sans cible", lambda one: bool(one.facts.targets) and bool(missing_horizons(one))),
    "rien": ("Complètes", lambda one: one.facts.baseline is not None and not missing_horizons(one)),
}


def draw(review: Review, person: Person) -> None:
    """Draw the list for the filters of the address."""
    mine = [one for one in review.judged.values() if is_judged(one) and may_set(review, person, one)]
    show(header("Quelles situations initiales et cibles restent à fixer ?", esc(_lead(mine))))
    found = _filtered(review, mine)
    show(card(_filters(review, mine)))
    if not found:
        everything = link(links.address("cibles"), "Lever les filtres")
        show(empty("Aucune série ne répond à ces filtres", f"<p>{everything}</p>"))
        return
    asked = links.parameter("page")
    last = -(-len(found) // PAGE)
    page = min(max(int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1, 1), last)
    show(card(_table(list(islice(found, (page - 1) * PAGE, page * PAGE))) + _pages(page, last)))


def may_set(review: Review, person: Person, one: Judged) -> bool:
    """Whether somebody may set the targets of a series."""
    return bool(allowed(person, Action.SET_TARGET, subject_of(review, one)))


def subject_of(review: Review, one: Judged) -> Subject:
    """A series as the subject of a right."""
    return Subject(one.code, frozenset(review.catalogue.perimeters[one.series.perimeter].areas))


def _lead(mine: list[Judged]) -> str:
    lacking = {name: sum(test(one) for one in mine) for name, (_, test) in LACKS.items()}
    return (
        f"{count_of(len(mine), 'série à juger', 'séries à juger')} dans votre périmètre : "
        f"{lacking['situation']} sans situation initiale, {lacking['cible']} sans aucune cible, "
        f"{lacking['rien']} complètes."
    )


def _kept(**changes: str) -> dict[str, object]:
    names = ("manque", "aire", "famille")
    return {name: changes.get(name, links.parameter(name)) for name in names}


def _filtered(review: Review, mine: list[Judged]) -> list[Judged]:
    lack, area, family = (links.parameter(name) for name in ("manque", "aire", "famille"))
    test = LACKS[lack][1] if lack in LACKS else lambda _one: True
    families = review.catalogue.families_by_code
    areas = {str(one.number) for one in review.catalogue.areas} | {DIS, GROUP}
    return [
        one
        for one in mine
        if test(one)
        and (area not in areas or area_of(one) == area)
        and (family not in families or one.definition.family == family)
    ]


def _filters(review: Review, mine: list[Judged]) -> str:
    lacks = [("", "Tout", len(mine)), *((name, text, sum(map(test, mine))) for name, (text, test) in LACKS.items())]
    areas = [("", "Toutes", len(mine))]
    for one in review.catalogue.areas:
        name = f"{one.number} {review.catalogue.area_names[one.number]}"
        areas.append((str(one.number), name, sum(area_of(each) == str(one.number) for each in mine)))
    areas += [(GROUP, "Groupe d’aires", sum(area_of(each) == GROUP for each in mine))]
    areas += [(DIS, "DIS entier", sum(area_of(each) == DIS for each in mine))]
    families = [("", "Toutes", len(mine))] + [
        (one.code, one.short, sum(each.definition.family == one.code for each in mine))
        for one in review.catalogue.families
    ]
    return _row("Manque", "manque", lacks) + _row("Aire", "aire", areas) + _row("Famille", "famille", families)


def _row(name: str, parameter: str, choices: list[tuple[str, str, int]]) -> str:
    current = links.parameter(parameter)
    chips = "".join(
        chip(f"{text} ({count})", links.address("cibles", **_kept(**{parameter: value})), value == current)
        for value, text, count in choices
        if count or not value or value == current
    )
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(name)}"><span class="name">{esc(name)}</span>'
        f'<span class="chips">{chips}</span></div>'
    )


def _table(series: list[Judged]) -> str:
    heads = "".join(
        f'<th scope="col" class="{css}">{esc(text)}</th>'
        for text, css in (
            ("Code", "target-code"),
            ("Indicateur", "target-name"),
            ("Situation initiale", "num"),
            *((str(horizon), "num") for horizon in Horizon),
            ("Statut", "c-status"),
        )
    )
    rows = "".join(_line(one) for one in series)
    return (
        '<table class="list target-list"><caption class="sr">Situations initiales et cibles</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _line(one: Judged) -> str:
    baseline = one.facts.baseline
    href = links.address("cibles", serie=one.code)
    start = _figure(one, baseline.value, date_fr(baseline.date)) if baseline else _missing()
    targets = {each.horizon: each for each in one.facts.targets}
    cells = "".join(
        f'<td class="num" data-head="{horizon}">'
        + (_figure(one, found.value, date_fr(found.date)) if (found := targets.get(horizon)) else _missing())
        + "</td>"
        for horizon in Horizon
    )
    return (
        f'<tr><td class="code">{esc(one.code)}</td>'
        f'<td class="title">{_title(one, href)}</td><td class="num" data-head="Situation initiale">{start}</td>{cells}'
        f'<td class="c-status" data-head="Statut">{signs.badge(one.status)}</td></tr>'
    )


def _title(one: Judged, href: str) -> str:
    """Label as a link to what may be set, and the perimeter."""
    name = "DIS entier" if one.perimeter.kind is PerimeterKind.DIS else one.perimeter.label
    return f'{link(href, esc(one.definition.label))}<br><span class="muted">{esc(name)}</span>'


def _figure(one: Judged, value: object, day: str) -> str:
    shown = number(value, None, one.series.unit)  # type: ignore[arg-type]
    return f'<span class="value">{esc(shown)}</span><br><span class="muted">{esc(day)}</span>'


def _missing() -> str:
    return '<span class="target-missing">manquante</span>'


def _pages(page: int, last: int) -> str:
    if last == 1:
        return ""
    numbers = "".join(
        chip(str(one), links.address("cibles", **_kept(), page=one), one == page) for one in range(1, last + 1)
    )
    return (
        '<nav class="chip-row" aria-label="Pages de la liste"><span class="name">Page</span>'
        f'<span class="chips">{numbers}</span></nav>'
    )
