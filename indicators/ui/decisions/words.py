"""A decision in words: its line, its state, its due date, what it concerns."""

from collections.abc import Iterable, Iterator
from datetime import date

from db.vocabulary import PerimeterKind
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.wording import label
from indicators.reading.catalogue.catalogue import Area, Operation
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, esc, html, join, link


def by_urgency(found: Iterable[Decision], today: date) -> list[Decision]:
    """Overdue ones, then by due date, those without one last; closed ones after the open ones, newest first."""
    return sorted(
        found,
        key=lambda one: (
            not one.is_open,
            not one.is_overdue(today),
            (one.due_on or date.max).toordinal() if one.is_open else -one.taken_on.toordinal(),
            one.code,
        ),
    )


def line(review: Review, one: Decision, *, brief: bool = False) -> Html:
    """One item of a list; ``brief`` leaves out what it concerns, where the sheet says it."""
    href = links.address("decisions", decision=one.code)
    under = Html() if brief else _concerned_line(review, one)
    return html(
        '<li><div class="de-row"><div><p class="de-text">{}</p>'
        '<p class="note">{}</p>{}</div>'
        '<div class="de-facts">{}<p>{}</p>'
        "{}</div></div></li>",
        link(href, esc(one.text)),
        f"{one.code} · {taken(one)}",
        under,
        state(one),
        one.in_charge or "sans personne désignée",
        due(one, review.today),
    )


def taken(one: Decision) -> str:
    """« prise le 21/05/2026 · Comité du 21/05/2026 »."""
    edition = memory.editions().get(one.edition)
    taken_on = f"prise le {date_fr(one.taken_on)}"
    return f"{taken_on} · {edition.label}" if edition else taken_on


def state(one: Decision) -> Html:
    """The state as a word in a frame: it has no sign of its own."""
    return html('<span class="de-state{}">{}</span>', "" if one.is_open else " closed", label(one.state))


def due(one: Decision, today: date, lead: str = "échéance ") -> Html:
    """The due date; how late, in words, where it is overdue. ``lead`` is what stands before the date."""
    if one.due_on is None:
        return html('<p class="note">sans échéance</p>')
    text = f"{lead}{date_fr(one.due_on)}"
    if not one.is_overdue(today):
        return html('<p class="note">{}</p>', text)
    late = count_of((today - one.due_on).days, "jour")
    return html('<p class="de-late">{}<br>En retard de {}</p>', text, late)


def areas_of(review: Review, one: Decision) -> frozenset[int]:
    """Areas that a decision concerns, by its series, its indicators and its operations."""
    return frozenset(_areas(review, one))


def _areas(review: Review, one: Decision) -> Iterator[int]:
    catalogue = review.catalogue
    for each in catalogue.series.values():
        perimeter = catalogue.perimeters[each.perimeter]
        if perimeter.kind is not PerimeterKind.DIS and (each.code in one.series or each.indicator in one.indicators):
            yield from perimeter.areas
    yield from (area.number for area, operation in operations(review) if operation.code in one.operations)


def operations(review: Review) -> Iterator[tuple[Area, Operation]]:
    """Every operation of the roadmap with its area, in order."""
    return ((area, one) for area in review.catalogue.areas for one in area.operations)


def concerned(review: Review, one: Decision) -> tuple[str, ...]:
    """What it concerns, each as a link; what the roadmap no longer has is named by its code alone."""
    return (
        *(_series(review, code) for code in one.series),
        *(_indicator(review, code) for code in one.indicators),
        *(_operation(review, code) for code in one.operations),
    )


def _concerned_line(review: Review, one: Decision) -> Html:
    found = concerned(review, one)
    return html('<ul class="de-about">{}</ul>', join(html("<li>{}</li>", each) for each in found)) if found else Html()


def _series(review: Review, code: str) -> Html:
    known = review.judged.get(code)
    if known is None:
        return esc(code)
    words = f"{known.definition.label} ({known.perimeter.label})"
    return html("{} {}", link(links.address("indicateur", serie=code), esc(code)), words)


def _indicator(review: Review, code: str) -> Html:
    known = review.catalogue.definitions.get(code)
    if known is None:
        return esc(code)
    return html("{} {}, partout", link(links.address("indicateur", serie=code), esc(code)), known.label)


def _operation(review: Review, code: str) -> Html:
    for area, one in operations(review):
        if one.code == code:
            name = f"Aire {area.number}"
            return html("{} Opération : {}", link(links.address("aire", aire=area.number), esc(name)), one.wording)
    return esc(code)
