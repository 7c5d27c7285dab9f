"""What changed, on the screen: counts that are links, filters, then each section with its lines."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from indicators.domain.formatting import count_of, date_fr, number, plural
from indicators.reading.progress.review import Review
from indicators.ui.kit import filters, links, signs
from indicators.ui.kit.html import card, chip, chip_row, esc, link
from indicators.ui.kit.pages import pages
from indicators.ui.kit.query import Filter, Query
from indicators.ui.since.lines import Line
from indicators.ui.since.read import FROM, NOW, TO, Asked, Bound
from indicators.ui.since.words import BETTER, BY_CODE, SAID, SECTIONS, WORSE, Section

BRIEF, SIZE = 8, 50


def query(asked: Asked, start: Bound, review: Review, lines: Sequence[Line] = ()) -> Query[Line]:
    """The lines under the area and the family of the address; a section may be open alone.

    The default ends are written in addresses too, so that a link keeps its meaning.
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
        partial(links.bare_address, "depuis", **{FROM: start.word, TO: asked.end.word}),
    )


def _counted(lines: Sequence[Line]) -> int:
    return sum(line.is_counted for line in lines)


def counts(query: Query[Line]) -> str:
    """A number for each section; it opens that section alone, and closes it again."""
    cells = "".join(
        _count(section, [line for line in query.kept if line.section == section.code], query) for section in SECTIONS
    )
    return f'<div class="alerts since-counts" role="group" aria-label="Ce qui a changé">{cells}</div>'


def _count(section: Section, lines: list[Line], query: Query[Line]) -> str:
    many = _counted(lines)
    is_on = query.values["voir"] == section.code
    href = query.at(voir="" if is_on else section.code)
    content = (
        f'<span class="name">{esc(section.title)}</span><span class="big">{number(many)}</span>'
        f'<span class="sub">{esc(_under(section, lines))}</span>'
    )
    css = " ".join(filter(None, ("alert", "" if many else "quiet", "on" if is_on else "")))
    current = ' aria-current="true"' if is_on else ""
    return f'<a href="{esc(href)}" class="{css}"{current}>{content}</a>'


def _under(section: Section, lines: list[Line]) -> str:
    """What stands under a number: what matters most in it."""
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
            taken = natures["Valeur retirée"]
            return (
                f"dont {count_of(taken, 'valeur retirée', 'valeurs retirées')}"
                if taken
                else ("avec leur motif" if lines else "aucune")
            )
        case _:
            return "" if lines else "rien de neuf"


def ends(asked: Asked, start: Bound, query: Query[Line], today: str) -> str:
    """The two ends: editions as links, any day by its form."""
    starts = "".join(
        chip(edition.label, query.at(**{FROM: edition.code}), start.edition == edition) for edition in asked.editions
    )
    if start.day:
        starts += chip(start.label, query.at(), True)
    later = [edition for edition in asked.editions if start.instant is None or edition.as_of > start.instant]
    finishes = chip("Maintenant", query.at(**{TO: ""}), asked.end == NOW)
    finishes += "".join(
        chip(edition.label, query.at(**{TO: edition.code}), asked.end.edition == edition) for edition in later
    )
    if asked.end.day:
        finishes += chip(asked.end.label, query.at(), True)
    return (
        f'<div class="since-ends screen-only">{chip_row("Depuis", starts)}{chip_row("Jusqu’à", finishes)}'
        f"{day_form(FROM, 'Depuis un autre jour', {TO: asked.end.word}, today)}</div>"
    )


def day_form(name: str, label: str, hidden: dict[str, str], today: str) -> str:
    """The choice of any past day as one end."""
    inputs = "".join(
        f'<input type="hidden" name="{esc(each)}" value="{esc(value)}">' for each, value in hidden.items() if value
    )
    return (
        f'<form class="day" method="get" action="depuis">{inputs}<label for="since-day">{esc(label)}</label>'
        f'<input id="since-day" type="date" name="{name}" max="{today}" required>'
        '<button type="submit" class="quiet">Comparer</button></form>'
    )


def sections(query: Query[Line], end: Bound, codes: frozenset[str]) -> list[str]:
    """A card for each section that has lines; its first ones, or a page of the one that is open alone."""
    cards, alone = [], query.values["voir"]
    for section in [BY_CODE[alone]] if alone else SECTIONS:
        lines = [line for line in query.kept if line.section == section.code]
        if lines:
            cards.append(_card(section, lines, query, end, codes))
    return cards


def _card(section: Section, lines: list[Line], query: Query[Line], end: Bound, codes: frozenset[str]) -> str:
    if query.values["voir"]:
        shown = pages(len(lines), SIZE, query.asked.get("page", ""))
        some, more = lines[shown.part], shown.nav(query.at, near=2)
    else:
        some, more = lines[:BRIEF], ""
        if len(lines) > BRIEF:
            everything = link(query.at(voir=section.code), esc(f"Voir les {number(len(lines))} lignes"))
            more = f"<p class='since-more'>{everything}</p>"
    rows = "".join(_line(line, end, codes) for line in some)
    heads = (("c-code", "Code"), ("c-title", "Indicateur"), ("since-change", "Changement"), ("since-why", "Pourquoi"))
    if section.code == "decisions":
        heads = (("c-code", "Code"), ("c-title", "Décision"), ("since-change", "État"), ("since-why", "Suivi"))
    if section.code == SAID:
        heads = (("c-code", "Code"), ("c-title", "Sujet"), ("since-change", "Changement"), ("since-why", "Texte"))
    head = "".join(f'<th scope="col" class="{css}">{name}</th>' for css, name in heads)
    table = (
        f'<table class="list since-list"><caption class="sr">{esc(section.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    note = " ".join(filter(None, (f"{count_of(_counted(lines), section.one, section.many)}.", section.note)))
    return card(table + more, section.title, note=note)


def _line(line: Line, end: Bound, codes: frozenset[str]) -> str:
    author = f"par {line.author}" + (f", le {date_fr(line.on)}" if line.on else "") if line.author else ""
    why = "<br>".join(filter(None, (esc(line.why), f'<span class="muted">{esc(author)}</span>' if author else "")))
    return (
        f'<tr><td class="code">{_code(line, end, codes)}</td><td class="title">{_title(line, end, codes)}</td>'
        f'<td>{_change(line)}</td><td class="since-why">{why}</td></tr>'
    )


def _code(line: Line, end: Bound, codes: frozenset[str]) -> str:
    if line.section == "decisions":
        return link(links.bare_address("decisions"), esc(line.indicator))
    return esc(line.indicator)


def _title(line: Line, end: Bound, codes: frozenset[str]) -> str:
    """The label as a link to the sheet as it stands at the end; what is no longer followed has nline."""
    code = line.series or ("" if line.section == "decisions" else "".join(line.others[:1]))
    text = esc(line.label or line.nature)
    name = link(_sheet(code, end), text) if code in codes else text
    if line.section == SAID and not line.series:
        name = link(links.bare_address("aire", aire=min(line.areas), **end.view), text)
    series = ""
    if line.section == "decisions":
        doors = [link(_sheet(each, end), esc(each)) for each in line.others if each in codes]
        series = f'<br><span class="note">{", ".join(doors)}</span>' if doors else ""
    return name + (f'<br><span class="muted">{esc(line.perimeter)}</span>' if line.perimeter else "") + series


def _sheet(code: str, end: Bound) -> str:
    return links.bare_address("indicateur", serie=code, **end.view)


def _change(line: Line) -> str:
    head = f'<span class="muted">{esc(" · ".join(filter(None, (line.nature, line.what))))}</span><br>'
    if line.statuses is None:
        before = f'<span class="since-before">{esc(line.before)}</span> → ' if line.before else ""
        return f'{head}{before}<b class="since-after">{esc(line.after)}</b>'
    signs_of = [signs.mark(status) for status in line.statuses]
    return (
        f'{head}<span class="since-move">{signs_of[0]} {esc(line.before)} <span aria-hidden="true">→</span>'
        f'<span class="sr">devient</span> {signs_of[1]} <b>{esc(line.after)}</b></span>'
    )
