"""Depuis la dernière réunion: what changed from an edition or a day to now, or to another."""

import re
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.committee.changes import Since
from indicators.reading.committee.decisions import told_to
from indicators.reading.people.journal import read_names
from indicators.reading.progress.selection import DIS, GROUP
from indicators.ui import store
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links
from indicators.ui.kit.html import empty, esc, header, link, show
from indicators.ui.since import board
from indicators.ui.since import read as compared
from indicators.ui.since.board import Wish
from indicators.ui.since.lines import Line, Named, lines_of, rows
from indicators.ui.since.words import BY_CODE
from indicators.ui.who import current_person

LAST = "Qu’est-ce qui a changé depuis la dernière réunion ?"
BETWEEN = "Qu’est-ce qui a changé entre ces deux dates ?"


def screen() -> None:
    """Draw what changed between the two ends that the address names."""
    asked = compared.from_address()
    if asked.start is None:
        show(header(LAST), _warnings(asked.unknown), _no_edition())
        return
    wish, unknown = _wish(asked.start, asked.end)
    with st.spinner("Comparaison en cours…", show_time=False):
        found = compared.comparison(asked.start, asked.end)
    if found is None or not found.before.judged:
        show(header(_title(asked)), _warnings(asked.unknown), board.ends(asked, wish, _today()), _nothing_known(wish))
        return
    every = lines_of(_told(found, current_person()), _named(current_person()))
    kept = [one for one in every if one.is_kept(wish.area, wish.family)]
    show(header(_title(asked), _lead(wish, found)), _warnings([*asked.unknown, *unknown]))
    show(board.ends(asked, wish, _today()))
    if found.is_empty:
        show(_unchanged(wish))
    show(board.counts(kept, wish))
    show(board.filters(every, found.after, wish))
    _body(kept, wish, found)


def _body(kept: Sequence[Line], wish: Wish, found: Since) -> None:
    cards = board.sections(kept, wish, frozenset(found.after.judged))
    if not cards and not found.is_empty:
        show(_none_kept(wish))
    for each in cards:
        show(each)
    shown = [one for one in kept if wish.section in ("", one.section)]
    if shown:
        st.download_button(
            "Télécharger ces changements (CSV)",
            lambda: writers.to_spreadsheet_csv(list(rows(shown))).encode(),
            file_name=f"changements-{store.today().isoformat()}.csv",
            mime="text/csv",
            key="since_download",
            on_click="ignore",
        )


def _wish(start: compared.Bound, end: compared.Bound) -> tuple[Wish, list[str]]:
    """The filters of the address, and a sentence for each that means nothing."""
    catalogue = store.present().catalogue
    allowed = {
        "aire": [str(one.number) for one in catalogue.areas] + [DIS, GROUP],
        "famille": [one.code for one in catalogue.families],
        "voir": list(BY_CODE),
    }
    chosen = {name: links.choice(name, words) for name, words in allowed.items()}
    unknown = [
        f"Le filtre « {name} = {links.parameter(name)} » n’existe pas ; il est ignoré."
        for name in allowed
        if links.parameter(name) and not chosen[name]
    ]
    asked = links.parameter("page")
    page = max(1, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else 1
    return Wish(start, end, chosen["aire"], chosen["famille"], chosen["voir"], page), unknown


def _told(found: Since, person: Person) -> Since:
    """The same, with what of its decisions the person may read."""
    is_public = not person.roles
    return replace(found, decisions=told_to(is_public, found.decisions), closed=told_to(is_public, found.closed))


def _named(person: Person) -> Named:
    """Names of authors are for those who have a role here, never for the public."""
    if not person.roles:
        return lambda _: ""
    names = read_names(store.engine())
    return lambda email: name_of(email, names)


def _title(asked: compared.Asked) -> str:
    is_last = bool(asked.editions) and asked.start == compared.Bound(asked.editions[0]) and asked.end == compared.NOW
    return LAST if is_last else BETWEEN


def _lead(wish: Wish, found: Since) -> str:
    moved = compared.statuses_moved(found)
    said = count_of(moved, "statut a bougé", "statuts ont bougé") if moved else "aucun statut n’a bougé"
    end = "aujourd’hui" if wish.end == compared.NOW else wish.end.label
    start = wish.start.label
    if wish.start.edition is not None and date_fr(wish.start.edition.held_on) not in start:
        start += f" ({date_fr(wish.start.edition.held_on)})"
    return esc(f"{start} → {end} · {said}")


def _today() -> str:
    return store.today().isoformat()


def _warnings(sentences: Sequence[str]) -> str:
    return "".join(f'<p class="warn">{esc(text)}</p>' for text in sentences)


def _no_edition() -> str:
    editions = link(links.bare_address("editions"), "Ouvrir « Éditions »")
    return empty(
        "Aucune édition n’est encore figée",
        "<p>Cet écran compare la revue d’aujourd’hui à celle de la dernière réunion. L’administration fige une édition "
        f"à chaque réunion. {editions}</p><p>En attendant, comparez avec n’importe quel jour :</p>"
        + board.day_form(compared.FROM, "Depuis le", {}, _today()),
    )


def _nothing_known(wish: Wish) -> str:
    said = f"La base ne connaissait rien encore à cette date ({wish.start.label})."
    return empty("Rien n’était encore enregistré à cette date", f"<p>{esc(said)}</p>")


def _unchanged(wish: Wish) -> str:
    overview = link(links.bare_address("", **wish.end.view), "Voir la revue")
    return empty(
        "Rien n’a changé",
        f"<p>Ni valeur, ni cible, ni statut : la revue est la même qu’au début de la comparaison "
        f"({esc(wish.start.label)}). {overview}</p>",
    )


def _none_kept(wish: Wish) -> str:
    everything = link(Wish(wish.start, wish.end).address, "Voir tous les changements")
    return empty("Aucun changement ne répond à ces filtres", f"<p>{everything}</p>")


screen()
