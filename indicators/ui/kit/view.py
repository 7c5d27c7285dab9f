"""The current view (unpublished values, past day, edition), read from the address, and the controls that change it."""

from datetime import date

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person, Subject, allowed, offered
from indicators.reading.catalogue.catalogue import Catalogue
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.instants import day_of
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, chip, chip_row, html, join, link, show, warnings
from indicators.ui.store import NOW, View

__all__ = [
    "NOW",
    "band",
    "dated",
    "edition_of",
    "of_address",
    "parameters",
    "past_day",
    "readable",
    "refusals",
    "switch",
]

ALL_VALUES, DAY, EDITION = "valeurs", "au", "edition"
_WIDEST = date(2000, 1, 1)


def parameters(view: View) -> dict[str, str]:
    """A view as address parameters."""
    if view.edition is not None:
        return {EDITION: view.edition.code}
    query = {ALL_VALUES: "toutes"} if view.unpublished else {}
    return query | ({DAY: view.as_of.isoformat()} if view.as_of else {})


def of_address(person: Person) -> View:
    """The view requested by the address, limited by the person's rights. An edition takes precedence over the rest."""
    edition = edition_of(links.parameter(EDITION))
    if edition is not None:
        return View(edition=edition)
    shows_all = links.parameter(ALL_VALUES) == "toutes"
    return View(readable(person) if shows_all else frozenset(), past_day(links.parameter(DAY)))


def band(review: Review | None, view: View, screen: str) -> None:
    """Draw the band that signals an edition, a past day or unpublished values.

    ``review`` is None if nothing was loaded on that day.
    """
    back = link(links.bare_address(screen, **_other_parameters()), "Revenir à la vue publiée d’aujourd’hui")
    if view.edition is not None:
        show(_edition_band(view.edition, back))
    if view.as_of:
        past = f"Vous consultez le tableau de bord tel qu’il était connu le {date_fr(view.as_of)}."
        show(html('<p class="banner past" role="note"><span>{} {}</span></p>', past, back))
    if view.unpublished and review is not None:
        under_way = sum(
            judged.latest is not None and judged.latest.state != "publiee" for judged in review.judged.values()
        )
        what = f"Document de travail : {count_of(under_way, 'série')} dont la dernière valeur n’est pas publiée."
        show(html('<p class="banner draft" role="note"><span>{} {}</span></p>', what, back))
        show(html('<div class="watermark" aria-hidden="true"></div>'))
    refused = refusals(view)
    if refused:
        show(warnings(refused))


def refusals(view: View) -> tuple[str, ...]:
    """A French message for each part of the requested view that is not available."""
    return tuple(filter(None, (_refused_edition(view), _refused_day(view), _refused_values(view))))


def switch(person: Person, view: View, screen: str) -> None:
    """Draw links to the other views of the screen and the date picker."""
    carried = _other_parameters()
    chips = ""
    if view.edition is None and offered(person, Action.READ_UNPUBLISHED):
        day = {DAY: view.as_of.isoformat()} if view.as_of else {}
        published = links.bare_address(screen, **carried, **day)
        everything = links.bare_address(screen, **carried, **day, **{ALL_VALUES: "toutes"})
        chips = chip_row(
            "Valeurs",
            chip("Publiées", published, not view.unpublished)
            + chip("Aussi les non publiées", everything, bool(view.unpublished)),
        )
    hidden = carried | ({ALL_VALUES: "toutes"} if view.unpublished else {})
    fields = join(html('<input type="hidden" name="{}" value="{}">', name, value) for name, value in hidden.items())
    day_value = view.as_of.isoformat() if view.as_of else ""
    show(
        html(
            '<aside class="views screen-only" aria-label="Ce que cette page montre">{}'
            '<form class="day" method="get" action="{}">{}'
            '<label for="as-of-day">Tel que connu le</label><input id="as-of-day" type="date" name="{}" value="{}"'
            ' min="{}" max="{}" required>'
            '<button type="submit" class="quiet">Voir</button></form>'
            "{}</aside>",
            chips,
            screen or "./",
            fields,
            DAY,
            day_value,
            _WIDEST.isoformat(),
            store.today().isoformat(),
            link(links.bare_address("editions"), "Ouvrir une édition", "edition-door"),
        )
    )


def dated(review: Review) -> str:
    """« Données modifiées le 05/12/2025 », or the day of a past view."""
    if review.as_of is not None:
        return f"Données telles que connues le {date_fr(day_of(review.as_of))}"
    return f"Données modifiées le {date_fr(review.changed_at.astimezone(store.LOCAL).date())}"


def edition_of(code: str) -> Edition | None:
    """The edition of a code; None for an empty or unknown one."""
    return next((edition for edition in read_editions(store.engine()) if edition.code == code), None) if code else None


def readable(person: Person) -> frozenset[str]:
    """Codes of the series whose unpublished values the person may read."""
    now = store.review()
    if now is None or not offered(person, Action.READ_UNPUBLISHED):
        return frozenset()
    return frozenset(
        code for code in now.catalogue.series if allowed(person, Action.READ_UNPUBLISHED, _subject(now.catalogue, code))
    )


def _subject(catalogue: Catalogue, code: str) -> Subject:
    """Subject of the reading right; a series that reads its values from another has the subject of that one."""
    source = catalogue.series[catalogue.series[code].reads_from or code]
    return Subject(source.code, frozenset(catalogue.perimeters[source.perimeter].areas))


def _other_parameters() -> dict[str, str]:
    """Parameters of the current address that do not define the view."""
    return {name: value for name, value in st.query_params.items() if name not in (ALL_VALUES, DAY, EDITION)}


def past_day(text: str) -> date | None:
    """A date before today, from ISO text; None for today, which is the ordinary view, and for invalid dates."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _WIDEST <= day < store.today() else None


def _edition_band(edition: Edition, back: str) -> Html:
    """« Édition “Comité du 12/03/2026”, figée le 12/03/2026 », with the date of its data if different."""
    day, frozen = day_of(edition.as_of), day_of(edition.frozen_at)
    state = "" if day == frozen else f", telle que connue le {date_fr(day)}"
    text = f"Édition « {edition.label} »{state}, figée le {date_fr(frozen)} : rien n’y change plus."
    since = link(links.bare_address("depuis", de=edition.code), "Ce qui a changé depuis")
    return html('<p class="banner past" role="note"><span>{} {} · {}</span></p>', text, back, since)


def _refused_edition(view: View) -> str:
    """Message for an unknown edition, or for parameters that an edition cannot be combined with; empty otherwise."""
    code = links.parameter(EDITION)
    if view.edition is None:
        return f"L’édition « {code} » n’existe pas : la page montre les valeurs d’aujourd’hui." if code else ""
    if links.parameter(DAY) or links.parameter(ALL_VALUES):
        return "Une édition montre ce qui a été figé : ni un autre jour, ni des valeurs non publiées."
    return ""


def _refused_day(view: View) -> str:
    text = links.parameter(DAY) if view.edition is None else ""
    if not text or view.as_of or text == store.today().isoformat():
        return ""
    return f"« {text} » n’est pas un jour passé : la page montre les valeurs d’aujourd’hui."


def _refused_values(view: View) -> str:
    if not links.parameter(ALL_VALUES) or view.unpublished or view.edition is not None:
        return ""
    return "Vous n’avez pas accès à des valeurs non publiées : la page montre les valeurs publiées."
