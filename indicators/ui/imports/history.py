"""Past imports: author, date, result, and undoing one as a whole."""

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
    """Draw the list, preceded by the import named by the address."""
    recent_batches = batches.history(store.engine(), person, LIMIT)
    parameter = links.parameter("lot")
    if parameter:
        _batch(person, parameter, recent_batches)
    if not recent_batches:
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
    rows = join(_row(batch) for batch in recent_batches)
    head = join(
        html('<th scope="col">{}</th>', text) for text in ("Quand", "Qui", "Quoi", "Ce qui en est sorti", "État")
    )
    whose = "Imports de tout le monde" if Role.ADMINISTRATOR in person.roles else "Mes imports"
    note = f"Les {LIMIT} derniers." if len(recent_batches) == LIMIT else ""
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


def _row(batch: Batch) -> Html:
    return html(
        '<tr><td data-head="Quand">{}</td><td data-head="Qui">{}</td>'
        '<td data-head="Quoi">{}<br><span class="code">{}</span></td>'
        '<td data-head="Ce qui en est sorti">{}</td><td data-head="État">{}</td></tr>',
        _when(batch),
        batch.author,
        _what(batch),
        batch.code,
        _counts(batch),
        _state(batch),
    )


def _when(batch: Batch) -> str:
    return f"{batch.created_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}"


def _what(batch: Batch) -> str:
    if batch.undoes:
        return f"Annulation de {batch.undoes}"
    return "Bloc collé" if batch.method is EntryMethod.PASTE else (batch.file_name or "Fichier")


def _counts(batch: Batch) -> str:
    written_words = acts.written_words(int(batch.summary.get("ecrites", 0)), int(batch.summary.get("inchangees", 0)))
    skipped = int(batch.summary.get("laissees" if batch.undoes else "non_importees", 0))
    if not skipped:
        return written_words
    return f"{written_words}, {count_of(skipped, 'laissée')} {'telle quelle' if batch.undoes else 'de côté'}"


def _state(batch: Batch) -> Html:
    if batch.undone_at is not None:
        return html('<span class="muted">{}</span>', _undone(batch))
    href = links.address("importer", facon=HISTORY, lot=batch.code)
    text = "Rétablir…" if batch.undoes else "Annuler cet import…"
    return link(href, esc(text), label=f"{text.rstrip('…')} {batch.code}")


def _undone(batch: Batch) -> str:
    when = f"{batch.undone_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}" if batch.undone_at else ""
    return f"Annulé par {batch.undone_by} le {when}"


def _batch(person: Person, code: str, recent_batches: tuple[Batch, ...]) -> None:
    """Draw one import, the effect of undoing it, and the undo button."""
    batch = next((each for each in recent_batches if each.code == code), None)
    if batch is None:
        show(html('<p class="warn">{}</p>', f"Aucun de ces imports ne porte le code « {code} »."))
        return
    with st.container(border=True, key="card_import_one"):
        show(html("<h2>{}</h2><p>{} · {} · {}</p>", _what(batch), _when(batch), batch.author, _counts(batch)))
        if batch.undone_at is not None:
            show(html("<p>{}.</p>", _undone(batch)))
            return
        try:
            foreseen = undo.foresee(store.engine(), person, code, today=store.today())
        except Refused as error:
            show(html('<p class="warn">{}</p>', error))
            return
        show(_foreseen(foreseen))
        with st.container(horizontal=True, vertical_alignment="center"):
            label = "Oui, rétablir ces valeurs" if batch.undoes else "Oui, annuler cet import"
            if foreseen.reverted:
                st.button(label, key=f"import_undo_{code}", **click(f"import:undo:{code}", acts.undo_import, code))
            show(link(links.address("importer", facon=HISTORY), "Ne rien changer"))


def _foreseen(foreseen: undo.Undone) -> Html:
    """What undoing would restore, and what would stay because it was edited since."""
    back, edited_since = foreseen.reverted, foreseen.skipped
    sentence = (
        f"{count_of(len(back), 'valeur redeviendrait', 'valeurs redeviendraient')} ce qu’il y avait avant."
        if back
        else "Plus rien de cet import ne peut être repris."
    )
    lines = [
        html("<li><b>{}</b> : {}</li>", _cell(edited_cell.key), edited_cell.reason)
        for edited_cell in edited_since[:_MOST]
    ]
    stays = f"{count_of(len(edited_since), 'valeur resterait', 'valeurs resteraient')} comme maintenant :"
    listed = html('<p>{}</p><ul class="plain import-kept">{}</ul>', stays, join(lines)) if edited_since else Html()
    names = join(html("<li>{}</li>", _cell(key)) for key in back[:_MOST])
    more = html("<li>… et {} autres</li>", len(back) - _MOST) if len(back) > _MOST else Html()
    which = details("Lesquelles ?", html("<ul>{}{}</ul>", names, more)) if back else Html()
    return html("<p>{}</p>{}{}", sentence, which, listed)


def _cell(key: CellKey) -> str:
    item = f" · {key.item}" if key.item else ""
    return f"{words.series_words(key.series)}{item}, {words.period_words(key.period)}"
