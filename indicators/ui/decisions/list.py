"""The list of decisions: which are asked for by the address, their filters as links, their rows for a spreadsheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.exchange import writers
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.decisions import words
from indicators.ui.kit import links
from indicators.ui.kit.html import chip, esc

OPEN, LATE, CLOSED, ALL = "ouvertes", "retard", "closes", "toutes"
STATES = {OPEN: "Ouvertes", LATE: "En retard", CLOSED: "Closes", ALL: "Toutes"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty fields ask for nothing."""

    state: str = OPEN
    area: str = ""
    in_charge: str = ""


def from_address(review: Review, found: Sequence[Decision]) -> tuple[Asked, list[str]]:
    """The filters of the present address, and a sentence for each that means nothing."""
    allowed: Mapping[str, Sequence[str]] = {
        "etat": tuple(STATES),
        "aire": [str(area.number) for area in review.catalogue.areas],
        "responsable": people(found),
    }
    kept, unknown = {}, []
    for name, choices in allowed.items():
        value = links.parameter(name)
        kept[name] = value if value in choices else ""
        if value and value not in choices:
            unknown.append(f"Le filtre « {name} = {value} » n’existe pas ; il est ignoré.")
    return Asked(kept["etat"] or OPEN, kept["aire"], kept["responsable"]), unknown


def people(found: Sequence[Decision]) -> list[str]:
    """Persons and services in charge, in alphabetical order."""
    return sorted({one.in_charge for one in found if one.in_charge}, key=str.casefold)


def chosen(review: Review, found: Sequence[Decision], asked: Asked) -> list[Decision]:
    """Decisions that every filter keeps, the most urgent first."""
    kept = [one for one in found if _is_in(review, one, asked) and _tests(review)[asked.state](one)]
    return words.by_urgency(kept, review.today)


def panel(review: Review, found: Sequence[Decision], asked: Asked) -> str:
    """One row of links for each filter, with how many decisions each choice would keep."""
    areas = {
        str(area.number): f"{area.number} {review.catalogue.area_names[area.number]}" for area in review.catalogue.areas
    }
    rows = [
        _row("État", [(replace(asked, state=code), text) for code, text in STATES.items()], review, found, asked),
        _row(
            "Aire",
            [(replace(asked, area=""), "Toutes"), *((replace(asked, area=code), text) for code, text in areas.items())],
            review,
            found,
            asked,
        ),
        _row(
            "Personne",
            [
                (replace(asked, in_charge=""), "Toutes"),
                *((replace(asked, in_charge=name), name) for name in people(found)),
            ],
            review,
            found,
            asked,
        ),
    ]
    return "".join(rows)


def address(asked: Asked) -> str:
    """The list with these filters."""
    state = "" if asked.state == OPEN else asked.state
    return links.address("decisions", etat=state, aire=asked.area, responsable=asked.in_charge)


def rows(review: Review, found: Sequence[Decision]) -> list[writers.Row]:
    """The same decisions for a spreadsheet, one row each."""
    return [
        {
            "decision": one.code,
            "prise_le": one.taken_on.isoformat(),
            "edition": one.edition,
            "texte": one.text,
            "responsable": one.in_charge,
            "echeance": one.due_on.isoformat() if one.due_on else "",
            "etat": label(one.state),
            "en_retard": "oui" if one.is_overdue(review.today) else "non",
            "note": one.note,
            "series": " ".join(one.series),
            "indicateurs": " ".join(one.indicators),
            "operations": " ".join(one.operations),
            "version": one.version_no,
            "modifiee_le": date_fr(one.recorded_at.astimezone(store.LOCAL).date()),
        }
        for one in found
    ]


def _row(
    name: str, choices: Sequence[tuple[Asked, str]], review: Review, found: Sequence[Decision], asked: Asked
) -> str:
    chips = []
    for wanted, text in choices:
        count = len(chosen(review, found, wanted))
        if count or wanted == asked or name == "État":
            chips.append(chip(f"{text} ({count})", address(wanted), wanted == asked))
    if len(chips) < 2:
        return ""
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(name)}"><span class="name">{esc(name)}</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


def _is_in(review: Review, one: Decision, asked: Asked) -> bool:
    here = not asked.area or int(asked.area) in words.areas_of(review, one)
    return here and asked.in_charge in ("", one.in_charge)


def _tests(review: Review) -> Mapping[str, Callable[[Decision], bool]]:
    return {
        OPEN: lambda one: one.is_open,
        LATE: lambda one: one.is_overdue(review.today),
        CLOSED: lambda one: not one.is_open,
        ALL: lambda one: True,
    }
