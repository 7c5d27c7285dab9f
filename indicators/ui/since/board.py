"""Changes on the screen: counts as links, filters, then each section with its lines."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from indicators.domain.formatting import count_of, date_fr, number, plural
from indicators.reading.progress.review import Review
from indicators.ui.kit import filters, links, signs
from indicators.ui.kit.html import Html, card, chip, chip_row, esc, html, join, link
from indicators.ui.kit.pages import pages
from indicators.ui.kit.query import Filter, Query
from indicators.ui.since.lines import ChangeLine
from indicators.ui.since.read import FROM, NOW, TO, Bound, ComparisonBounds
from indicators.ui.since.words import BETTER, BY_CODE, REMARKS, SECTIONS, WORSE, ChangeSection

BRIEF, SIZE = 8, 50


def query(
    bounds: ComparisonBounds, start: Bound, review: Review, lines: Sequence[ChangeLine] = ()
) -> Query[ChangeLine]:
    """The lines filtered by the area and family of the address; a section may be open alone.

    The default bounds are written to addresses too, so that a link keeps its meaning.
    """
    sections = {section.code: section.title for section in SECTIONS}
    areas, families = filters.areas_and_beyond(review.catalogue), filters.families(review.catalogue)
    return Query(
        lines,
        (
            Filter("aire", "Aire", areas, lambda line, area: area in line.areas, everything="Tout", count=_counted),
            Filter(
                "famille",
                "Famille",
                families,
                lambda line, family: family in line.families,
                everything="Tout",
                count=_counted,
            ),
            Filter("voir", "", sections, lambda *_: True),
        ),
        partial(links.bare_address, "depuis", **{FROM: start.word, TO: bounds.end.word}),
    )


def _counted(lines: Sequence[ChangeLine]) -> int:
    return sum(line.is_counted for line in lines)


def counts(query: Query[ChangeLine]) -> Html:
    """The count of each section, as a link that opens that section alone or closes it."""
    cells = join(
        _count(section, [line for line in query.matching if line.section == section.code], query)
        for section in SECTIONS
    )
    return html('<div class="alerts since-counts" role="group" aria-label="Ce qui a changé">{}</div>', cells)


def _count(section: ChangeSection, lines: list[ChangeLine], query: Query[ChangeLine]) -> Html:
    many = _counted(lines)
    is_on = query.values["voir"] == section.code
    href = query.at(voir="" if is_on else section.code)
    content = html(
        '<span class="name">{}</span><span class="big">{}</span><span class="sub">{}</span>',
        section.title,
        number(many),
        _under(section, lines),
    )
    css = " ".join(filter(None, ("alert", "" if many else "quiet", "on" if is_on else "")))
    current = html(' aria-current="true"') if is_on else Html()
    return html('<a href="{}" class="{}"{}>{}</a>', href, css, current, content)


def _under(section: ChangeSection, lines: list[ChangeLine]) -> str:
    """Note under a count: the most important part of it."""
    natures = Counter(line.nature for line in lines)
    match section.code:
        case "statuts":
            worse, better = natures[WORSE], natures[BETTER]
            words = [f"{worse} se {plural(worse, 'dégrade', 'dégradent')}"] if worse else []
            words += [f"{better} s’{plural(better, 'améliore', 'améliorent')}"] if better else []
            return ", ".join(words) or "aucun ne se dégrade"
        case "attendues":
            many = natures["Attendue depuis peu"]
            return f"dont {many} depuis peu" if many else "aucune depuis peu"
        case "decisions":
            late, closed = natures["Échéance dépassée"], natures["Close entre-temps"]
            words = [f"{late} en retard"] if late else []
            words += [f"{closed} {plural(closed, 'close', 'closes')} entre-temps"] if closed else []
            return ", ".join(words) or ("encore ouvertes" if lines else "aucune à suivre")
        case "propos":
            waiting = natures["Appréciation proposée, à retenir"]
            return f"dont {waiting} à retenir" if waiting else ("depuis" if lines else "rien de neuf")
        case "valeurs":
            many = len({line.indicator for line in lines})
            return f"sur {count_of(many, 'indicateur')}" if lines else "aucune"
        case "revisions":
            withdrawn = natures["Valeur retirée"]
            return (
                f"dont {count_of(withdrawn, 'valeur retirée', 'valeurs retirées')}"
                if withdrawn
                else ("avec leur motif" if lines else "aucune")
            )
        case _:
            return "" if lines else "rien de neuf"


def ends(bounds: ComparisonBounds, start: Bound, query: Query[ChangeLine], today: str) -> Html:
    """Links and a date form that choose both bounds."""
    starts = join(
        chip(edition.label, query.at(**{FROM: edition.code}), start.edition == edition) for edition in bounds.editions
    )
    if start.day:
        starts += chip(start.label, query.at(), True)
    later = [edition for edition in bounds.editions if start.instant is None or edition.as_of > start.instant]
    finishes = chip("Maintenant", query.at(**{TO: ""}), bounds.end == NOW)
    finishes += join(
        chip(edition.label, query.at(**{TO: edition.code}), bounds.end.edition == edition) for edition in later
    )
    if bounds.end.day:
        finishes += chip(bounds.end.label, query.at(), True)
    return html(
        '<div class="since-ends screen-only">{}{}{}</div>',
        chip_row("Depuis", starts),
        chip_row("Jusqu’à", finishes),
        day_form(FROM, "Depuis un autre jour", {TO: bounds.end.word}, today),
    )


def day_form(name: str, label: str, hidden: dict[str, str], today: str) -> Html:
    """Form that chooses a past day as a bound."""
    inputs = join(
        html('<input type="hidden" name="{}" value="{}">', each, value) for each, value in hidden.items() if value
    )
    return html(
        '<form class="day" method="get" action="depuis">{}<label for="since-day">{}</label>'
        '<input id="since-day" type="date" name="{}" max="{}" required>'
        '<button type="submit" class="quiet">Comparer</button></form>',
        inputs,
        label,
        name,
        today,
    )


def sections(query: Query[ChangeLine], end: Bound, codes: frozenset[str]) -> list[Html]:
    """A card for each section with lines: the first ones, or a page of the section that is open alone."""
    cards, alone = [], query.values["voir"]
    for section in [BY_CODE[alone]] if alone else SECTIONS:
        lines = [line for line in query.matching if line.section == section.code]
        if lines:
            cards.append(_card(section, lines, query, end, codes))
    return cards


def _card(
    section: ChangeSection, lines: list[ChangeLine], query: Query[ChangeLine], end: Bound, codes: frozenset[str]
) -> Html:
    if query.values["voir"]:
        paging = pages(len(lines), SIZE, query.parameters.get("page", ""))
        some, more = lines[paging.part], paging.nav(query.at, near=2)
    else:
        some, more = lines[:BRIEF], Html()
        if len(lines) > BRIEF:
            everything = link(query.at(voir=section.code), esc(f"Voir les {number(len(lines))} lignes"))
            more = html("<p class='since-more'>{}</p>", everything)
    rows = join(_line(line, end, codes) for line in some)
    heads = (("c-code", "Code"), ("c-title", "Indicateur"), ("since-change", "Changement"), ("since-why", "Pourquoi"))
    if section.code == "decisions":
        heads = (("c-code", "Code"), ("c-title", "Décision"), ("since-change", "État"), ("since-why", "Suivi"))
    if section.code == REMARKS:
        heads = (("c-code", "Code"), ("c-title", "Sujet"), ("since-change", "Changement"), ("since-why", "Texte"))
    head = join(html('<th scope="col" class="{}">{}</th>', css, name) for css, name in heads)
    table = html(
        '<table class="list since-list"><caption class="sr">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        section.title,
        head,
        rows,
    )
    note = " ".join(filter(None, (f"{count_of(_counted(lines), section.singular, section.many)}.", section.note)))
    return card(table + more, section.title, note=note)


def _line(line: ChangeLine, end: Bound, codes: frozenset[str]) -> Html:
    author = f"par {line.author}" + (f", le {date_fr(line.on)}" if line.on else "") if line.author else ""
    why = join(
        filter(None, (esc(line.why), html('<span class="muted">{}</span>', author) if author else Html())), html("<br>")
    )
    return html(
        '<tr><td class="code">{}</td><td class="title">{}</td><td>{}</td><td class="since-why">{}</td></tr>',
        _code(line, end, codes),
        _title(line, end, codes),
        _change(line),
        why,
    )


def _code(line: ChangeLine, end: Bound, codes: frozenset[str]) -> Html:
    if line.section == "decisions":
        return link(links.bare_address("decisions"), esc(line.indicator))
    return esc(line.indicator)


def _title(line: ChangeLine, end: Bound, codes: frozenset[str]) -> Html:
    """The label as a link to the indicator as of the end; plain text if the series is no longer followed."""
    code = line.series or (Html() if line.section == "decisions" else join(line.others[:1]))
    text = esc(line.label or line.nature)
    name = link(_sheet(code, end), text) if code in codes else text
    if line.section == REMARKS and not line.series:
        name = link(links.bare_address("aire", aire=min(line.areas), **end.view), text)
    series = Html()
    if line.section == "decisions":
        doors = [link(_sheet(each, end), esc(each)) for each in line.others if each in codes]
        series = html('<br><span class="note">{}</span>', join(doors, ", ")) if doors else Html()
    return name + (html('<br><span class="muted">{}</span>', line.perimeter) if line.perimeter else Html()) + series


def _sheet(code: str, end: Bound) -> str:
    return links.bare_address("indicateur", serie=code, **end.view)


def _change(line: ChangeLine) -> Html:
    head = html('<span class="muted">{}</span><br>', join(filter(None, (line.nature, line.what)), " · "))
    if line.statuses is None:
        before = html('<span class="since-before">{}</span> → ', line.before) if line.before else Html()
        return html('{}{}<b class="since-after">{}</b>', head, before, line.after)
    signs_of = [signs.mark(status) for status in line.statuses]
    return html(
        '{}<span class="since-move">{} {} <span aria-hidden="true">→</span>'
        '<span class="sr">devient</span> {} <b>{}</b></span>',
        head,
        signs_of[0],
        line.before,
        signs_of[1],
        line.after,
    )
