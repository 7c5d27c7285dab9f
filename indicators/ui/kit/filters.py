"""Filters as links with counts: the address holds them, so a link or the back button restores the view."""

from dataclasses import replace
from typing import Any

from db.vocabulary import IndicatorType
from indicators.domain.statuses import SIGNS, STATUS_ORDER, Status
from indicators.domain.wording import label
from indicators.reading.progress.attention import ATTENTIONS, BY_CODE
from indicators.reading.progress.review import Review
from indicators.reading.progress.selection import DIS, GROUP, Selection, select
from indicators.ui.kit import links
from indicators.ui.kit.html import chip, esc

NAMES = {
    "area": "aire",
    "family": "famille",
    "ambition": "ambition",
    "type": "type",
    "core": "noyau",
    "roadmap": "feuille_de_route",
    "status": "statut",
}
NAMES["attention"] = "a_voir"


def from_address(review: Review) -> tuple[Selection, list[str]]:
    """The selection of the present address, and a French sentence for each parameter that means nothing."""
    allowed = {
        "area": [str(area.number) for area in review.catalogue.areas] + [DIS, GROUP],
        "family": [family.code for family in review.catalogue.families],
        "ambition": [ambition.code for ambition in review.catalogue.ambitions],
        "type": [str(word) for word in IndicatorType],
        "status": [str(status) for status in Status],
        "attention": list(BY_CODE),
    }
    kept: dict[str, Any] = {}
    unknown = []
    for field, words in allowed.items():
        value = links.parameter(NAMES[field])
        if value and value not in words:
            unknown.append(f"Le filtre « {NAMES[field]} = {value} » n’existe pas ; il est ignoré.")
        elif value:
            kept[field] = value
    asked: dict[str, Any] = {field: links.parameter(NAMES[field]) == "oui" for field in ("core", "roadmap")}
    return Selection(**asked, **kept), unknown


def parameters(selection: Selection) -> dict[str, object]:
    """A selection as parameters of an address."""
    return {name: getattr(selection, field) for field, name in NAMES.items()}


def panel(review: Review, screen: str, selection: Selection, fields: tuple[str, ...]) -> str:
    """One row of chips for each filter, with how many series each choice would keep."""
    return "".join(_row(review, screen, selection, field) for field in fields)


def _row(review: Review, screen: str, selection: Selection, field: str) -> str:
    base = select(review, selection.without(field))
    current = getattr(selection, field)
    chips = [chip(f"Tout ({len(base)})", links.address(screen, **parameters(selection.without(field))), not current)]
    for value, text in _choices(review, field):
        change: dict[str, Any] = {field: value}
        wanted = replace(selection, **change)
        count = len(select(review, wanted, base))
        if count or value == current:
            chips.append(chip(f"{text} ({count})", links.address(screen, **parameters(wanted)), value == current))
    if len(chips) == 1:
        return ""
    name = esc(_TITLES[field])
    return (
        f'<div class="chip-row" role="group" aria-label="{name}"><span class="name">{name}</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


_TITLES = {
    "area": "Aire",
    "family": "Famille",
    "ambition": "Ambition",
    "type": "Type",
    "core": "Noyau",
    "roadmap": "Suivi",
    "status": "Statut",
    "attention": "À voir",
}


def _choices(review: Review, field: str) -> list[tuple[str | bool, str]]:
    catalogue = review.catalogue
    if field == "area":
        areas: list[tuple[str | bool, str]] = [
            (str(one.number), f"{one.number} {catalogue.area_names[one.number]}") for one in catalogue.areas
        ]
        return [*areas, (GROUP, "Groupe d’aires"), (DIS, "DIS entier")]
    if field == "family":
        return [(one.code, one.short) for one in catalogue.families]
    if field == "ambition":
        return [(one.code, one.short) for one in catalogue.ambitions]
    if field == "type":
        return [(str(word), label(word)) for word in IndicatorType]
    if field == "core":
        return [(True, "Noyau seulement")]
    if field == "roadmap":
        return [(True, "Feuille de route seulement")]
    if field == "status":
        return [(str(status), SIGNS[status].word) for status in STATUS_ORDER]
    return [(one.code, one.title) for one in ATTENTIONS]
