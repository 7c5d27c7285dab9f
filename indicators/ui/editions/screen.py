"""Éditions: what the committee saw at each meeting, frozen, and freezing the present state."""

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person, allowed
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.committee.learning import Coverage, coverage
from indicators.reading.people.journal import read_names
from indicators.ui import store
from indicators.ui.editions.form import freezing
from indicators.ui.editions.list import edition_card
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, empty, esc, header, html, link, show
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the editions, latest meeting first."""
    engine, person = store.engine(), current_person()
    editions, may_freeze = read_editions(engine), bool(allowed(person, Action.FREEZE_EDITION))
    show(header("Qu’a vu le comité à chaque réunion ?", _lead(editions)))
    if not editions:
        show(_nothing(may_freeze))
    covered = (
        {edition_coverage.edition.code: edition_coverage for edition_coverage in store.remembered(_covered)}
        if editions
        else {}
    )
    names = read_names(engine) if person.roles else None
    for place, edition in enumerate(editions):
        former = editions[place + 1] if place + 1 < len(editions) else None
        edition_card(edition, covered.get(edition.code), former, names)
    if may_freeze:
        freezing(editions)
    elif editions:
        show(html('<p class="note">{}</p>', _who_freezes(person)))


def _covered() -> tuple[Coverage, ...]:
    return coverage(store.engine())


def _lead(editions: tuple[Edition, ...]) -> Html:
    if not editions:
        return esc("Une édition garde pour toujours ce que le comité a vu un jour de réunion.")
    many = count_of(len(editions), "édition figée", "éditions figées")
    return esc(f"{many} · dernière réunion le {date_fr(editions[0].held_on)}")


def _nothing(may_freeze: bool) -> Html:
    who = "Figez la première ci-dessous." if may_freeze else "L’administration figera la première lors de la réunion."
    overview = link(links.bare_address(""), "Voir la revue d’aujourd’hui")
    return empty(
        "Aucune édition n’est encore figée",
        html(
            "<p>Figer une édition garde les valeurs, les cibles, les statuts et ce qu’en a dit le comité, avec une "
            "empreinte imprimée sur ses documents. {}</p><p>{}</p>",
            who,
            overview,
        ),
    )


def _who_freezes(person: Person) -> str:
    return "" if not person.roles else "Une édition est figée par l’administration."


screen()
