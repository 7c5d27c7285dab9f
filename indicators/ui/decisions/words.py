"""Text of a decision: list item, state, due date, subjects."""

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


def by_urgency(decisions: Iterable[Decision], today: date) -> list[Decision]:
    """Sort open decisions first (overdue, then by due date, undated last), then closed ones, newest first."""
    return sorted(
        decisions,
        key=lambda decision: (
            not decision.is_open,
            not decision.is_overdue(today),
            (decision.due_on or date.max).toordinal() if decision.is_open else -decision.taken_on.toordinal(),
            decision.code,
        ),
    )


def line(review: Review, decision: Decision, *, brief: bool = False) -> Html:
    """One item of a list of decisions; ``brief`` omits the subjects."""
    href = links.address("decisions", decision=decision.code)
    under = Html() if brief else _concerned_line(review, decision)
    return html(
        '<li><div class="de-row"><div><p class="de-text">{}</p>'
        '<p class="note">{}</p>{}</div>'
        '<div class="de-facts">{}<p>{}</p>'
        "{}</div></div></li>",
        link(href, esc(decision.text)),
        f"{decision.code} · {origin_in_words(decision)}",
        under,
        state(decision),
        decision.in_charge or "sans personne désignée",
        due(decision, review.today),
    )


def origin_in_words(decision: Decision) -> str:
    """When and where a decision was taken: « prise le 21/05/2026 · Comité du 21/05/2026 »."""
    edition = memory.editions().get(decision.edition)
    taken_on = f"prise le {date_fr(decision.taken_on)}"
    return f"{taken_on} · {edition.label}" if edition else taken_on


def state(decision: Decision) -> Html:
    """The state as a framed label; decision states have no sign."""
    return html('<span class="de-state{}">{}</span>', "" if decision.is_open else " closed", label(decision.state))


def due(decision: Decision, today: date, lead: str = "échéance ") -> Html:
    """The due date, with the delay in days when overdue. ``lead`` is the text before the date."""
    if decision.due_on is None:
        return html('<p class="note">sans échéance</p>')
    text = f"{lead}{date_fr(decision.due_on)}"
    if not decision.is_overdue(today):
        return html('<p class="note">{}</p>', text)
    late = count_of((today - decision.due_on).days, "jour")
    return html('<p class="de-late">{}<br>En retard de {}</p>', text, late)


def areas_of(review: Review, decision: Decision) -> frozenset[int]:
    """Numbers of the areas that a decision concerns, through its series, indicators and operations."""
    return frozenset(_areas(review, decision))


def _areas(review: Review, decision: Decision) -> Iterator[int]:
    catalogue = review.catalogue
    for each in catalogue.series.values():
        perimeter = catalogue.perimeters[each.perimeter]
        if perimeter.kind is not PerimeterKind.DIS and (
            each.code in decision.series or each.indicator in decision.indicators
        ):
            yield from perimeter.areas
    yield from (area.number for area, operation in operations(review) if operation.code in decision.operations)


def operations(review: Review) -> Iterator[tuple[Area, Operation]]:
    """Every operation of the roadmap with its area, in roadmap order."""
    return ((area, operation) for area in review.catalogue.areas for operation in area.operations)


def concerned(review: Review, decision: Decision) -> tuple[str, ...]:
    """Subjects of a decision as links; a subject no longer in the roadmap is shown by its code."""
    return (
        *(_series(review, code) for code in decision.series),
        *(_indicator(review, code) for code in decision.indicators),
        *(_operation(review, code) for code in decision.operations),
    )


def _concerned_line(review: Review, decision: Decision) -> Html:
    references = concerned(review, decision)
    return (
        html('<ul class="de-about">{}</ul>', join(html("<li>{}</li>", each) for each in references))
        if references
        else Html()
    )


def _series(review: Review, code: str) -> Html:
    judged = review.judged.get(code)
    if judged is None:
        return esc(code)
    words = f"{judged.definition.label} ({judged.perimeter.label})"
    return html("{} {}", link(links.address("indicateur", serie=code), esc(code)), words)


def _indicator(review: Review, code: str) -> Html:
    definition = review.catalogue.definitions.get(code)
    if definition is None:
        return esc(code)
    return html("{} {}, partout", link(links.address("indicateur", serie=code), esc(code)), definition.label)


def _operation(review: Review, code: str) -> Html:
    for area, operation in operations(review):
        if operation.code == code:
            name = f"Aire {area.number}"
            return html(
                "{} Opération : {}", link(links.address("aire", aire=area.number), esc(name)), operation.wording
            )
    return esc(code)
