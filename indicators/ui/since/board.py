"""What changed, on the screen: counts that are links, filters, then each section with its lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.domain.formatting import count_of, date_fr, number, plural
from indicators.reading.progress.review import Review
from indicators.reading.progress.selection import DIS, GROUP
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import card, chip, esc, link
from indicators.ui.since.lines import Line
from indicators.ui.since.read import FROM, TO, Asked, Bound
from indicators.ui.since.words import BETTER, BY_CODE, SAID, SECTIONS, WORSE, Section

BRIEF, PAGE = 8, 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks of the comparison: its two ends, its filters, one section, a page of it."""

    start: Bound
    end: Bound
    area: str = ""
    family: str = ""
    section: str = ""
    page: int = 1

    @property
    def address(self) -> str:
        """Address of this very view; the default ends are written too, so that a link keeps its meaning."""
        page = self.page if self.page > 1 else ""
        words = {FROM: self.start.word, TO: self.end.word, "aire": self.area, "famille": self.family}
        return links.bare_address("depuis", **words, voir=self.section, page=page)


def counts(lines: Sequence[Line], wish: Wish) -> str:
    """A number for each section; it opens that section alone, and closes it again."""
    cells = "".join(
        _count(section, [one for one in lines if one.section == section.code], wish) for section in SECTIONS
    )
    return f'<div class="alerts since-counts" role="group" aria-label="Ce qui a changé">{cells}</div>'


def _count(section: Section, lines: list[Line], wish: Wish) -> str:
    many = sum(one.is_counted for one in lines)
    is_on = wish.section == section.code
    wanted = replace(wish, section="" if is_on else section.code, page=1)
    content = (
        f'<span class="name">{esc(section.title)}</span><span class="big">{number(many)}</span>'
        f'<span class="sub">{esc(_under(section, lines))}</span>'
    )
    css = " ".join(filter(None, ("alert", "" if many else "quiet", "on" if is_on else "")))
    current = ' aria-current="true"' if is_on else ""
    return f'<a href="{esc(wanted.address)}" class="{css}"{current}>{content}</a>'


def _under(section: Section, lines: list[Line]) -> str:
    """What stands under a number: what matters most in it."""
    natures = Counter(one.nature for one in lines)
    match section.code:
        case "statuts":
            worse, better = natures[WORSE], natures[BETTER]
            said = [f"{worse} se {plural(worse, 'dégrade', 'dégradent')}"] if worse else []
            said += [f"{better} s’{plural(better, 'améliore', 'améliorent')}"] if better else []
            return ", ".join(said) or "aucun ne se dégrade"
        case "attendues":
            many = natures["Attendue depuis peu"]
            return f"dont {many} depuis peu" if many else "aucune depuis peu"
        case "decisions":
            late, closed = natures["Échéance dépassée"], natures["Close entre-temps"]
            said = [f"{late} en retard"] if late else []
            said += [f"{closed} {plural(closed, 'close', 'closes')} entre-temps"] if closed else []
            return ", ".join(said) or ("encore ouvertes" if lines else "aucune à suivre")
        case "propos":
            waiting = natures["Appréciation proposée, à retenir"]
            return f"dont {waiting} à retenir" if waiting else ("depuis" if lines else "rien de neuf")
        case "valeurs":
            many = len({one.indicator for one in lines})
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


def filters(lines: Sequence[Line], review: Review, wish: Wish) -> str:
    """Area and family, each with how many lines it would keep."""
    names = review.catalogue.area_names
    areas = [(str(one.number), f"{one.number} {names[one.number]}") for one in review.catalogue.areas]
    areas += [(GROUP, "Groupe d’aires"), (DIS, "DIS entier")]
    families = [(one.code, one.short) for one in review.catalogue.families]
    return _row("Aire", "area", areas, lines, wish) + _row("Famille", "family", families, lines, wish)


def _row(title: str, field: str, choices: list[tuple[str, str]], lines: Sequence[Line], wish: Wish) -> str:
    wish = replace(wish, page=1)
    current = wish.area if field == "area" else wish.family
    counted = [one for one in lines if one.is_counted]
    chips = [chip("Tout", _with(wish, field, "").address, not current)]
    for value, text in choices:
        wanted = _with(wish, field, value)
        many = sum(one.is_kept(wanted.area, wanted.family) for one in counted)
        if many or value == current:
            chips.append(chip(f"{text} ({many})", wanted.address, value == current))
    return _chips(title, chips)


def _with(wish: Wish, field: str, value: str) -> Wish:
    return replace(wish, area=value) if field == "area" else replace(wish, family=value)


def ends(asked: Asked, wish: Wish, today: str) -> str:
    """The two ends: editions as links, any day by its form."""
    starts = [
        chip(one.label, replace(wish, start=Bound(one)).address, wish.start.edition == one) for one in asked.editions
    ]
    if wish.start.day:
        starts.append(chip(wish.start.label, wish.address, True))
    later = [one for one in asked.editions if wish.start.instant is None or one.as_of > wish.start.instant]
    finishes = [chip("Maintenant", replace(wish, end=Bound()).address, wish.end == Bound())]
    finishes += [chip(one.label, replace(wish, end=Bound(one)).address, wish.end.edition == one) for one in later]
    if wish.end.day:
        finishes.append(chip(wish.end.label, wish.address, True))
    return (
        f'<div class="since-ends screen-only">{_chips("Depuis", starts)}{_chips("Jusqu’à", finishes)}'
        f"{day_form(FROM, 'Depuis un autre jour', {TO: wish.end.word}, today)}</div>"
    )


def day_form(name: str, label: str, kept: dict[str, str], today: str) -> str:
    """The choice of any past day as one end."""
    hidden = "".join(
        f'<input type="hidden" name="{esc(each)}" value="{esc(value)}">' for each, value in kept.items() if value
    )
    return (
        f'<form class="day" method="get" action="depuis">{hidden}<label for="since-day">{esc(label)}</label>'
        f'<input id="since-day" type="date" name="{name}" max="{today}" required>'
        '<button type="submit" class="quiet">Comparer</button></form>'
    )


def _chips(title: str, chips: list[str]) -> str:
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(title)}"><span class="name">{esc(title)}</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


def sections(lines: Sequence[Line], wish: Wish, codes: frozenset[str]) -> list[str]:
    """A card for each section that has lines; its first ones, or a page of the one that is open alone."""
    found = []
    for section in [BY_CODE[wish.section]] if wish.section else SECTIONS:
        some = [one for one in lines if one.section == section.code]
        if some:
            found.append(_card(section, some, wish, codes))
    return found


def _card(section: Section, lines: list[Line], wish: Wish, codes: frozenset[str]) -> str:
    if wish.section:
        start = (min(wish.page, pages(len(lines))) - 1) * PAGE
        shown, more = lines[start : start + PAGE], _pages(len(lines), wish)
    else:
        shown, more = lines[:BRIEF], _more(section, lines, wish)
    rows = "".join(_line(one, wish, codes) for one in shown)
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
    counted = sum(one.is_counted for one in lines)
    note = " ".join(filter(None, (f"{count_of(counted, section.one, section.many)}.", section.note)))
    return card(table + more, section.title, note=note)


def _more(section: Section, lines: list[Line], wish: Wish) -> str:
    if len(lines) <= BRIEF:
        return ""
    href = replace(wish, section=section.code, page=1).address
    return f"<p class='since-more'>{link(href, esc(f'Voir les {number(len(lines))} lignes'))}</p>"


def pages(many: int) -> int:
    """Number of pages of an open section."""
    return max(1, -(-many // PAGE))


def _pages(many: int, wish: Wish) -> str:
    last = pages(many)
    if last == 1:
        return ""
    page = min(wish.page, last)
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    return _chips("Page", [chip(number(one), replace(wish, page=one).address, one == page) for one in near])


def _line(one: Line, wish: Wish, codes: frozenset[str]) -> str:
    told = f"par {one.author}" + (f", le {date_fr(one.on)}" if one.on else "") if one.author else ""
    why = "<br>".join(filter(None, (esc(one.why), f'<span class="muted">{esc(told)}</span>' if told else "")))
    return (
        f'<tr><td class="code">{_code(one, wish, codes)}</td><td class="title">{_title(one, wish, codes)}</td>'
        f'<td>{_change(one)}</td><td class="since-why">{why}</td></tr>'
    )


def _code(one: Line, wish: Wish, codes: frozenset[str]) -> str:
    if one.section == "decisions":
        return link(links.bare_address("decisions"), esc(one.indicator))
    return esc(one.indicator)


def _title(one: Line, wish: Wish, codes: frozenset[str]) -> str:
    """The label as a link to the sheet as it stands at the end; what is no longer followed has none."""
    code = one.series or ("" if one.section == "decisions" else "".join(one.others[:1]))
    text = esc(one.label or one.nature)
    name = link(_sheet(code, wish), text) if code in codes else text
    if one.section == SAID and not one.series:
        name = link(links.bare_address("aire", aire=min(one.areas), **wish.end.view), text)
    series = ""
    if one.section == "decisions":
        doors = [link(_sheet(each, wish), esc(each)) for each in one.others if each in codes]
        series = f'<br><span class="note">{", ".join(doors)}</span>' if doors else ""
    return name + (f'<br><span class="muted">{esc(one.perimeter)}</span>' if one.perimeter else "") + series


def _sheet(code: str, wish: Wish) -> str:
    return links.bare_address("indicateur", serie=code, **wish.end.view)


def _change(one: Line) -> str:
    head = f'<span class="muted">{esc(" · ".join(filter(None, (one.nature, one.what))))}</span><br>'
    if one.statuses is None:
        before = f'<span class="since-before">{esc(one.before)}</span> → ' if one.before else ""
        return f'{head}{before}<b class="since-after">{esc(one.after)}</b>'
    signs_of = [signs.mark(status) for status in one.statuses]
    return (
        f'{head}<span class="since-move">{signs_of[0]} {esc(one.before)} <span aria-hidden="true">→</span>'
        f'<span class="sr">devient</span> {signs_of[1]} <b>{esc(one.after)}</b></span>'
    )
