"""The list of series by what is missing: a baseline, targets, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from db.vocabulary import Horizon, PerimeterKind
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.rights import Action, Person, Subject, allowed
from indicators.reading.progress.review import Judged, Review
from indicators.reading.values.target_history import is_judged, missing_horizons
from indicators.ui.kit import filters, links, signs
from indicators.ui.kit.html import Html, card, empty, esc, header, html, join, link, show, warnings
from indicators.ui.kit.query import Filter, Query

LACKS: dict[str, tuple[str, Callable[[Judged], bool]]] = {
    "situation": ("Situation initiale manquante", lambda series: series.facts.baseline is None),
    "cible": ("Aucune cible", lambda series: not series.facts.targets),
    "echeance": (
        "Une échéance sans cible",
        lambda series: bool(series.facts.targets) and bool(missing_horizons(series)),
    ),
    "rien": ("Complètes", lambda series: series.facts.baseline is not None and not missing_horizons(series)),
}


def draw(review: Review, person: Person) -> None:
    """Draw the list with the filters of the address."""
    mine = [series for series in review.judged.values() if is_judged(series) and may_set(review, person, series)]
    show(header("Quelles situations initiales et cibles restent à fixer ?", esc(_lead(mine))))
    every = filters.of_series(review)
    lacks = {word: text for word, (text, _) in LACKS.items()}
    query = Query(
        mine,
        (
            Filter("manque", "Manque", lacks, lambda series, word: LACKS[word][1](series)),
            replace(every["aire"], everything="Toutes ({})"),
            replace(every["famille"], everything="Toutes ({})"),
        ),
        partial(links.address, "cibles"),
        counts_whole=True,
    )
    if query.unknown:
        show(warnings(query.unknown))
    show(card(query.panel()))
    if query.matching:
        show(card(_table(query.matching[query.pages.part]) + query.pages.nav(query.at)))
    else:
        everything = link(links.address("cibles"), "Lever les filtres")
        show(empty("Aucune série ne répond à ces filtres", html("<p>{}</p>", everything)))


def may_set(review: Review, person: Person, series: Judged) -> bool:
    """Whether somebody may set the targets of a series."""
    return bool(allowed(person, Action.SET_TARGET, subject_of(review, series)))


def subject_of(review: Review, series: Judged) -> Subject:
    """A series as the subject of a right."""
    return Subject(series.code, frozenset(review.catalogue.perimeters[series.series.perimeter].areas))


def _lead(mine: list[Judged]) -> str:
    lacking = {name: sum(test(series) for series in mine) for name, (_, test) in LACKS.items()}
    return (
        f"{count_of(len(mine), 'série à juger', 'séries à juger')} dans votre périmètre : "
        f"{lacking['situation']} sans situation initiale, {lacking['cible']} sans aucune cible, "
        f"{lacking['rien']} complètes."
    )


def _table(page: list[Judged]) -> Html:
    heads = join(
        html('<th scope="col" class="{}">{}</th>', css, text)
        for text, css in (
            ("Code", "target-code"),
            ("Indicateur", "target-name"),
            ("Situation initiale", "num"),
            *((str(horizon), "num") for horizon in Horizon),
            ("Statut", "c-status"),
        )
    )
    rows = join(_line(series) for series in page)
    return html(
        '<table class="list target-list"><caption class="sr">Situations initiales et cibles</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        heads,
        rows,
    )


def _line(series: Judged) -> Html:
    baseline = series.facts.baseline
    href = links.address("cibles", serie=series.code)
    start = _figure(series, baseline.value, date_fr(baseline.date)) if baseline else _missing()
    targets = {each.horizon: each for each in series.facts.targets}
    cells = join(
        html('<td class="num" data-head="{}">', horizon)
        + (_figure(series, target.value, date_fr(target.date)) if (target := targets.get(horizon)) else _missing())
        + html("</td>")
        for horizon in Horizon
    )
    return html(
        '<tr><td class="code">{}</td>'
        '<td class="title">{}</td><td class="num" data-head="Situation initiale">{}</td>{}'
        '<td class="c-status" data-head="Statut">{}</td></tr>',
        series.code,
        _title(series, href),
        start,
        cells,
        signs.badge(series.status),
    )


def _title(series: Judged, href: str) -> Html:
    """Label as a link to the targets of the series, and the perimeter."""
    name = "DIS entier" if series.perimeter.kind is PerimeterKind.DIS else series.perimeter.label
    return html('{}<br><span class="muted">{}</span>', link(href, esc(series.definition.label)), name)


def _figure(series: Judged, value: object, day: str) -> Html:
    text = number(value, None, series.series.unit)  # type: ignore[arg-type]
    return html('<span class="value">{}</span><br><span class="muted">{}</span>', text, day)


def _missing() -> Html:
    return html('<span class="target-missing">manquante</span>')
