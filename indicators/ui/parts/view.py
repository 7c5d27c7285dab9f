"""Which values are shown, and as known when: read from the address, said in a band, changed at the foot."""

from datetime import date

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person, Subject, allowed, offered
from indicators.reading.catalogue import Catalogue
from indicators.reading.review import Review
from indicators.ui import links, store
from indicators.ui.parts.html import chip, esc, link, show
from indicators.ui.store import NOW, View

__all__ = ["NOW", "band", "of_address", "parameters", "switch"]

ALL_VALUES, DAY = "valeurs", "au"
_WIDEST = date(2000, 1, 1)


def parameters(view: View) -> dict[str, str]:
    """A view as parameters of an address."""
    found = {ALL_VALUES: "toutes"} if view.unpublished else {}
    return found | ({DAY: view.as_of.isoformat()} if view.as_of else {})


def of_address(person: Person) -> View:
    """The view that the address asks for, as far as the person may have it."""
    asked = links.parameter(ALL_VALUES) == "toutes"
    return View(_readable(person) if asked else frozenset(), _past_day(links.parameter(DAY)))


def band(review: Review | None, view: View, screen: str) -> None:
    """What must not be overlooked: values that are not published, a day that is past. ``review``: None before any."""
    back = link(links.bare_address(screen, **_kept()), "Revenir à la vue publiée d’aujourd’hui")
    if view.as_of:
        past = f"Vous consultez le tableau de bord tel qu’il était connu le {date_fr(view.as_of)}."
        show(f'<p class="banner past" role="note"><span>{esc(past)} {back}</span></p>')
    if view.unpublished and review is not None:
        under_way = sum(one.latest is not None and one.latest.state != "publiee" for one in review.judged.values())
        what = f"Document de travail : {count_of(under_way, 'série')} dont la dernière valeur n’est pas publiée."
        show(f'<p class="banner draft" role="note"><span>{esc(what)} {back}</span></p>')
        show('<div class="watermark" aria-hidden="true"></div>')
    refused = [text for text in (_refused_day(view), _refused_values(view)) if text]
    if refused:
        show("".join(f'<p class="warn">{esc(text)}</p>' for text in refused))


def switch(person: Person, view: View, screen: str) -> None:
    """Links to the other views of the same screen, and the choice of a day."""
    kept = _kept()
    chips = ""
    if offered(person, Action.READ_UNPUBLISHED):
        day = {DAY: view.as_of.isoformat()} if view.as_of else {}
        published = links.bare_address(screen, **kept, **day)
        everything = links.bare_address(screen, **kept, **day, **{ALL_VALUES: "toutes"})
        chips = (
            '<div class="chip-row" role="group" aria-label="Valeurs"><span class="name">Valeurs</span><span class="chips">'
            f"{chip('Publiées', published, not view.unpublished)}"
            f"{chip('Aussi les non publiées', everything, bool(view.unpublished))}</span></div>"
        )
    hidden = kept | ({ALL_VALUES: "toutes"} if view.unpublished else {})
    fields = "".join(f'<input type="hidden" name="{esc(name)}" value="{esc(value)}">' for name, value in hidden.items())
    shown = view.as_of.isoformat() if view.as_of else ""
    show(
        f'<aside class="views screen-only" aria-label="Ce que cette page montre">{chips}'
        f'<form class="day" method="get" action="{esc(screen or "./")}">{fields}'
        f'<label for="as-of-day">Tel que connu le</label><input id="as-of-day" type="date" name="{DAY}" value="{shown}"'
        f' min="{_WIDEST.isoformat()}" max="{store.today().isoformat()}" required>'
        '<button type="submit" class="quiet">Voir</button></form></aside>'
    )


def _readable(person: Person) -> frozenset[str]:
    """Series whose values on their way to publication the person may read."""
    now = store.review()
    if now is None or not offered(person, Action.READ_UNPUBLISHED):
        return frozenset()
    return frozenset(
        code for code in now.catalogue.series if allowed(person, Action.READ_UNPUBLISHED, _subject(now.catalogue, code))
    )


def _subject(catalogue: Catalogue, code: str) -> Subject:
    """A series that shows the values of another is read with the rights on that other."""
    source = catalogue.series[catalogue.series[code].reads_from or code]
    return Subject(source.code, frozenset(catalogue.perimeters[source.perimeter].areas))


def _kept() -> dict[str, str]:
    """The rest of the present address."""
    return {name: value for name, value in st.query_params.items() if name not in (ALL_VALUES, DAY)}


def _past_day(text: str) -> date | None:
    """A day before today; today is the ordinary view, and what is no such day is told by the band."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _WIDEST <= day < store.today() else None


def _refused_day(view: View) -> str:
    text = links.parameter(DAY)
    if not text or view.as_of or text == store.today().isoformat():
        return ""
    return f"« {text} » n’est pas un jour passé : la page montre les valeurs d’aujourd’hui."


def _refused_values(view: View) -> str:
    if not links.parameter(ALL_VALUES) or view.unpublished:
        return ""
    return "Vous n’avez pas accès à des valeurs non publiées : la page montre les valeurs publiées."
