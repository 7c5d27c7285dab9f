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
from indicators.ui.kit.html import Html, card, details, empty, esc, html, join, link, show
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
                html(
                    "<p>Ce qui est collé ou apporté par fichier se retrouve ici, avec son auteur et de quoi l’annuler.</p>"
                    "<p>{}</p>",
                    link(href, "Coller un bloc"),
                ),
            )
        )
        return
    rows = join(_row(one) for one in found)
    head = join(
        html('<th scope="col">{}</th>', text) for text in ("Quand", "Qui", "Quoi", "Ce qui en est sorti", "État")
    )
    whose = "Imports de tout le monde" if Role.ADMINISTRATOR in person.roles else "Mes imports"
    note = f"Les {LIMIT} derniers." if len(found) == LIMIT else ""
    show(
        card(
            html(
                '<table class="list import-list"><caption class="sr">{}</caption>'
                "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
                whose,
                head,
                rows,
            ),
            whose,
            note=note,
        )
    )


def _row(one: Batch) -> Html:
    return html(
        '<tr><td data-head="Quand">{}</td><td data-head="Qui">{}</td>'
        '<td data-head="Quoi">{}<br><span class="code">{}</span></td>'
        '<td data-head="Ce qui en est sorti">{}</td><td data-head="État">{}</td></tr>',
        _when(one),
        one.author,
        _what(one),
        one.code,
        _counts(one),
        _state(one),
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


def _state(one: Batch) -> Html:
    if one.undone_at is not None:
        return html('<span class="muted">{}</span>', _undone(one))
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
        show(html('<p class="warn">{}</p>', f"Aucun de ces imports ne porte le code « {code} »."))
        return
    with st.container(border=True, key="card_import_one"):
        show(html("<h2>{}</h2><p>{} · {} · {}</p>", _what(one), _when(one), one.author, _counts(one)))
        if one.undone_at is not None:
            show(html("<p>{}.</p>", _undone(one)))
            return
        try:
            foreseen = undo.foresee(store.engine(), person, code, today=store.today())
        except Refused as error:
            show(html('<p class="warn">{}</p>', error))
            return
        show(_foreseen(foreseen))
        with st.container(horizontal=True, vertical_alignment="center"):
            label = "Oui, rétablir ces valeurs" if one.undoes else "Oui, annuler cet import"
            if foreseen.reverted:
                st.button(label, key=f"import_undo_{code}", **click(f"import:undo:{code}", acts.undo_import, code))
            show(link(links.address("importer", facon=HISTORY), "Ne rien changer"))


def _foreseen(foreseen: undo.Undone) -> Html:
    """What would go back, and what was edited since and would stay."""
    back, kept = foreseen.reverted, foreseen.kept
    said = (
        f"{count_of(len(back), 'valeur redeviendrait', 'valeurs redeviendraient')} ce qu’il y avait avant."
        if back
        else "Plus rien de cet import ne peut être repris."
    )
    lines = [html("<li><b>{}</b> : {}</li>", _cell(one.key), one.reason) for one in kept[:_MOST]]
    stays = f"{count_of(len(kept), 'valeur resterait', 'valeurs resteraient')} comme maintenant :"
    listed = html('<p>{}</p><ul class="plain import-kept">{}</ul>', stays, join(lines)) if kept else Html()
    names = join(html("<li>{}</li>", _cell(key)) for key in back[:_MOST])
    more = html("<li>… et {} autres</li>", len(back) - _MOST) if len(back) > _MOST else Html()
    which = details("Lesquelles ?", html("<ul>{}{}</ul>", names, more)) if back else Html()
    return html("<p>{}</p>{}{}", said, which, listed)


def _cell(key: CellKey) -> str:
    item = f" · {key.item}" if key.item else ""
    return f"{words.series_words(key.series)}{item}, {words.period_words(key.period)}"
