"""« Depuis la dernière réunion » screen: changes from an edition or a day to now, or to another one."""

from dataclasses import replace

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.committee.changes import Since
from indicators.reading.committee.decisions import told_to
from indicators.reading.people.journal import read_names
from indicators.ui import store
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, empty, esc, header, html, link, show, warnings
from indicators.ui.since import board
from indicators.ui.since import read as compared
from indicators.ui.since.lines import Named, lines_of, rows
from indicators.ui.since.read import Bound
from indicators.ui.who import current_person

LAST = "Qu’est-ce qui a changé depuis la dernière réunion ?"
BETWEEN = "Qu’est-ce qui a changé entre ces deux dates ?"


def screen() -> None:
    """Draw the changes between the two bounds of the address."""
    from_address = compared.from_address()
    if from_address.start is None:
        show(header(LAST), warnings(from_address.unknown), _no_edition())
        return
    with st.spinner("Comparaison en cours…", show_time=False):
        changes = compared.comparison(from_address.start, from_address.end)
    if changes is None or not changes.before.judged:
        query = board.query(from_address, from_address.start, store.present())
        show(header(_title(from_address)), warnings([*from_address.unknown, *query.unknown]))
        show(board.ends(from_address, from_address.start, query, _today()), _no_data_yet(from_address.start))
        return
    every = lines_of(_readable(changes, current_person()), _named(current_person()))
    query = board.query(from_address, from_address.start, changes.after, every)
    show(
        header(_title(from_address), _lead(from_address.start, from_address.end, changes)),
        warnings([*from_address.unknown, *query.unknown]),
    )
    show(board.ends(from_address, from_address.start, query, _today()))
    if changes.is_empty:
        show(_unchanged(from_address.start, from_address.end))
    show(board.counts(query))
    show(query.panel("aire", "famille"))
    cards = board.sections(query, from_address.end, frozenset(changes.after.judged))
    if not cards and not changes.is_empty:
        everything = link(query.at(aire="", famille="", voir=""), "Voir tous les changements")
        show(empty("Aucun changement ne répond à ces filtres", html("<p>{}</p>", everything)))
    for each in cards:
        show(each)
    lines = [line for line in query.matching if query.values["voir"] in ("", line.section)]
    if lines:
        st.download_button(
            "Télécharger ces changements (CSV)",
            lambda: writers.to_spreadsheet_csv(list(rows(lines))).encode(),
            file_name=f"changements-{store.today().isoformat()}.csv",
            mime="text/csv",
            key="since_download",
            on_click="ignore",
        )


def _readable(changes: Since, person: Person) -> Since:
    """The comparison without the parts of decisions that the person may not read."""
    is_public = not person.roles
    return replace(changes, decisions=told_to(is_public, changes.decisions), closed=told_to(is_public, changes.closed))


def _named(person: Person) -> Named:
    """Function that gives the name of an author; always empty for the public."""
    if not person.roles:
        return lambda _: ""
    names = read_names(store.engine())
    return lambda email: name_of(email, names)


def _title(bounds: compared.ComparisonBounds) -> str:
    is_last = (
        bool(bounds.editions) and bounds.start == compared.Bound(bounds.editions[0]) and bounds.end == compared.NOW
    )
    return LAST if is_last else BETWEEN


def _lead(start: Bound, end: Bound, changes: Since) -> Html:
    moved = compared.statuses_moved(changes)
    words = count_of(moved, "statut a bougé", "statuts ont bougé") if moved else "aucun statut n’a bougé"
    begins = start.label
    if start.edition is not None and date_fr(start.edition.held_on) not in begins:
        begins += f" ({date_fr(start.edition.held_on)})"
    return esc(f"{begins} → {'aujourd’hui' if end == compared.NOW else end.label} · {words}")


def _today() -> str:
    return store.today().isoformat()


def _no_edition() -> Html:
    editions = link(links.bare_address("editions"), "Ouvrir « Éditions »")
    return empty(
        "Aucune édition n’est encore figée",
        html(
            "<p>Cet écran compare la revue d’aujourd’hui à celle de la dernière réunion. L’administration fige une édition "
            "à chaque réunion. {}</p><p>En attendant, comparez avec n’importe quel jour :</p>",
            editions,
        )
        + board.day_form(compared.FROM, "Depuis le", {}, _today()),
    )


def _no_data_yet(start: Bound) -> Html:
    sentence = f"La base ne connaissait rien encore à cette date ({start.label})."
    return empty("Rien n’était encore enregistré à cette date", html("<p>{}</p>", sentence))


def _unchanged(start: Bound, end: Bound) -> Html:
    overview = link(links.bare_address("", **end.view), "Voir la revue")
    return empty(
        "Rien n’a changé",
        html(
            "<p>Ni valeur, ni cible, ni statut : la revue est la même qu’au début de la comparaison ({}). {}</p>",
            start.label,
            overview,
        ),
    )


screen()
