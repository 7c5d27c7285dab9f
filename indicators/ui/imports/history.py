"""Imports that were made: who, when, what came of them, and undoing one of them as a whole."""

import streamlit as st

from db.vocabulary import EntryMethod, Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellKey
from indicators.services.files import batches, undo
from indicators.services.files.batches import Batch
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.imports import acts, words
from indicators.ui.imports.state import HISTORY, PASTE
from indicators.ui.kit import links
from indicators.ui.kit.act import click
from indicators.ui.kit.html import card, details, empty, esc, link, show
from indicators.ui.store import LOCAL

LIMIT = 100
_MOST = 200


def history(person: Person) -> None:
    """Draw the list, and above it the import that the address names."""
    found = batches.history(store.engine(), person, LIMIT)
    asked = links.parameter("lot")
    if asked:
        _one(person, asked, found)
    if not found:
        href = links.address("importer", facon=PASTE)
        show(
            empty(
                "Aucun import pour le moment",
                "<p>Ce qui est collé ou apporté par fichier se retrouve ici, avec son auteur et de quoi l’annuler.</p>"
                f"<p>{link(href, 'Coller un bloc')}</p>",
            )
        )
        return
    rows = "".join(_row(one) for one in found)
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Quand", "Qui", "Quoi", "Ce qui en est sorti", "État"))
    whose = "Imports de tout le monde" if Role.ADMINISTRATOR in person.roles else "Mes imports"
    note = f"Les {LIMIT} derniers." if len(found) == LIMIT else ""
    show(
        card(
            f'<table class="list import-list"><caption class="sr">{esc(whose)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
            whose,
            note=note,
        )
    )


def _row(one: Batch) -> str:
    return (
        f'<tr><td data-head="Quand">{esc(_when(one))}</td><td data-head="Qui">{esc(one.author)}</td>'
        f'<td data-head="Quoi">{esc(_what(one))}<br><span class="code">{esc(one.code)}</span></td>'
        f'<td data-head="Ce qui en est sorti">{esc(_counts(one))}</td><td data-head="État">{_state(one)}</td></tr>'
    )


def _when(one: Batch) -> str:
    return f"{one.created_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}"


def _what(one: Batch) -> str:
    if one.undoes:
        return f"Annulation de {one.undoes}"
    return "Bloc collé" if one.method is EntryMethod.PASTE else (one.file_name or "Fichier")


def _counts(one: Batch) -> str:
    said = acts.written_words(int(one.summary.get("ecrites", 0)), int(one.summary.get("inchangees", 0)))
    left = int(one.summary.get("laissees" if one.undoes else "non_importees", 0))
    if not left:
        return said
    return f"{said}, {count_of(left, 'laissée')} {'telle quelle' if one.undoes else 'de côté'}"


def _state(one: Batch) -> str:
    if one.undone_at is not None:
        return f'<span class="muted">{esc(_undone(one))}</span>'
    href = links.address("importer", facon=HISTORY, lot=one.code)
    text = "Rétablir…" if one.undoes else "Annuler cet import…"
    return link(href, esc(text), label=f"{text.rstrip('…')} {one.code}")


def _undone(one: Batch) -> str:
    when = f"{one.undone_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}" if one.undone_at else ""
    return f"Annulé par {one.undone_by} le {when}"


def _one(person: Person, code: str, found: tuple[Batch, ...]) -> None:
    """One import: what undoing it would do, and the button that does."""
    one = next((each for each in found if each.code == code), None)
    if one is None:
        show(f'<p class="warn">{esc(f"Aucun de ces imports ne porte le code « {code} ».")}</p>')
        return
    with st.container(border=True, key="card_import_one"):
        show(f"<h2>{esc(_what(one))}</h2><p>{esc(_when(one))} · {esc(one.author)} · {esc(_counts(one))}</p>")
        if one.undone_at is not None:
            show(f"<p>{esc(_undone(one))}.</p>")
            return
        try:
            foreseen = undo.foresee(store.engine(), person, code, today=store.today())
        except Refused as error:
            show(f'<p class="warn">{esc(error)}</p>')
            return
        show(_foreseen(foreseen))
        with st.container(horizontal=True, vertical_alignment="center"):
            label = "Oui, rétablir ces valeurs" if one.undoes else "Oui, annuler cet import"
            if foreseen.reverted:
                st.button(label, key=f"import_undo_{code}", **click(f"import:undo:{code}", acts.undo_import, code))
            show(link(links.address("importer", facon=HISTORY), "Ne rien changer"))


def _foreseen(foreseen: undo.Undone) -> str:
    """What would go back, and what was edited since and would stay."""
    back, kept = foreseen.reverted, foreseen.kept
    said = (
        f"{count_of(len(back), 'valeur redeviendrait', 'valeurs redeviendraient')} ce qu’il y avait avant."
        if back
        else "Plus rien de cet import ne peut être repris."
    )
    lines = [f"<li><b>{esc(_cell(one.key))}</b> : {esc(one.reason)}</li>" for one in kept[:_MOST]]
    stays = f"{count_of(len(kept), 'valeur resterait', 'valeurs resteraient')} comme maintenant :"
    listed = f'<p>{esc(stays)}</p><ul class="plain import-kept">{"".join(lines)}</ul>' if kept else ""
    names = "".join(f"<li>{esc(_cell(key))}</li>" for key in back[:_MOST])
    more = f"<li>… et {len(back) - _MOST} autres</li>" if len(back) > _MOST else ""
    which = details("Lesquelles ?", f"<ul>{names}{more}</ul>") if back else ""
    return f"<p>{esc(said)}</p>{which}{listed}"


def _cell(key: CellKey) -> str:
    item = f" · {key.item}" if key.item else ""
    return f"{words.series_words(key.series)}{item}, {words.period_words(key.period)}"
