"""The preview of a paste or a file: counts that filter, what is asked, then every cell with its place, old → new."""

from functools import partial

import streamlit as st

from indicators.domain.formatting import count_of, number
from indicators.exchange.pasted import SHEET
from indicators.exchange.rows import Place
from indicators.services.files import imports
from indicators.services.files.previews import WRITABLE, Fate, Preview, PreviewCell, rejects
from indicators.ui.imports import acts, questions, words
from indicators.ui.imports.answers import MOST, asked
from indicators.ui.imports.state import FILE, HISTORY, Way, left_out
from indicators.ui.kit import links
from indicators.ui.kit.html import empty, esc, link, show, warnings
from indicators.ui.kit.query import Filter, Query


def problem(held: Way) -> None:
    """Why nothing could be read, beside what was typed or chosen."""
    if held.problem:
        show(f'<p class="import-problem" role="alert"><span aria-hidden="true">✕</span> {esc(held.problem)}</p>')


def done(held: Way) -> None:
    """What the last import wrote, and what is left of it."""
    if held.done is None:
        return
    one = held.done
    with st.container(border=True, key="card_import_done"):
        follow = link(links.address("importer", facon=HISTORY, lot=one.batch), "Voir cet import dans l’historique")
        more = link(links.address("saisie"), "Retourner à « Ma saisie »")
        show(
            f"<h2>{esc(acts.written_words(one.written, one.unchanged))}</h2>"
            f'<p>Import <b class="code">{esc(one.batch)}</b> · {follow} · {more}</p>'
        )
        if one.left_out:
            said = count_of(one.left_out, "case n’a pas été importée", "cases n’ont pas été importées")
            back = link(links.address("importer", facon=FILE), "rapportez le fichier")
            show(f"<p>{esc(said)} : téléchargez-les, corrigez-les et {back}.</p>")
            _download(one.rest, "done")


def preview(held: Way, way: str) -> None:
    """The preview, when there is one."""
    if held.preview is None:
        return
    shown = held.preview
    with st.container(border=True, key="card_import_preview"):
        show(_head(shown), _notices(shown))
        if not shown.cells:
            show(empty("Rien à importer", "<p>Aucune case n’est remplie.</p>"))
            return
        query = _query(shown, way)
        if query.unknown:
            show(warnings(query.unknown))
        show(f'<div class="chips" role="group" aria-label="Ce que devient chaque case">{query.chips("voir")}</div>')
        questions.form(held, way)
        _table(shown, query)
        if rejects(shown):
            _download(shown, "preview")


def _head(shown: Preview) -> str:
    ready = sum(shown.counts[fate] for fate in WRITABLE)
    waiting, equal = len(asked(shown)), shown.counts[Fate.EQUAL]
    rest = left_out(shown) - waiting
    said = [
        count_of(ready, "valeur prête", "valeurs prêtes") if ready else "",
        count_of(waiting, "case attend votre réponse", "cases attendent votre réponse") if waiting else "",
        count_of(equal, "est déjà enregistrée", "sont déjà enregistrées") if equal else "",
        count_of(rest, "ne peut pas être importée", "ne peuvent pas être importées") if rest else "",
    ]
    sentence = ", ".join(filter(None, said)) or "Rien ne changera"
    blanks = f" {count_of(shown.blanks, 'case vide', 'cases vides')} : rien n’y est effacé." if shown.blanks else ""
    name = f" de {shown.file_name}" if shown.file_name else ""
    title = f"Aperçu{name} : {count_of(len(shown.cells), 'case lue', 'cases lues')}"
    return (
        f'<h2 id="apercu">{esc(title)}</h2><p role="status">{esc(sentence)}.'
        f' <span class="muted">{esc(blanks)}</span></p>'
    )


def _notices(shown: Preview) -> str:
    lines = [f"<li>{esc(words.problem_words(one, shown))}</li>" for one in shown.notices]
    return f'<ul class="import-notices">{"".join(lines)}</ul>' if lines else ""


def _query(shown: Preview, way: str) -> Query[PreviewCell]:
    """The cells, of one fate where the address names one."""
    labels = {}
    for fate, (singular, plural) in words.COUNTED.items():
        many = shown.counts[fate]
        labels[fate.value] = f"{words.SIGNS[fate]} {number(many)}\u00a0{singular if many < 2 else plural}"
    choice = {name: links.parameter(name) for name in ("campagne", "periodes", "ventilations")}
    return Query(
        shown.cells,
        (
            Filter(
                "voir",
                "",
                labels,
                lambda cell, fate: cell.fate.value == fate,
                everything=f"Toutes ({number(len(shown.cells))})",
                count=None,
            ),
        ),
        partial(links.address, "importer", facon=way, **choice),
        size=100,
    )


def _table(shown: Preview, query: Query[PreviewCell]) -> None:
    if not query.kept:
        show('<p class="note">Aucune case de cette sorte.</p>')
        return
    explained = {id(cell) for _, cell in asked(shown)[:MOST]}  # above, with what is asked
    rows = "".join(_row(cell, id(cell) not in explained) for cell in query.kept[query.pages.part])
    head = "".join(
        f'<th scope="col"{css}>{text}</th>'
        for text, css in (
            ("Place", ""),
            ("Série", ""),
            ("Période", ""),
            ("Lu", ' class="num"'),
            ("Enregistré → à enregistrer", ""),
            ("Ce qu’il en sera", ""),
        )
    )
    label = "Cases lues, avec leur place, ce qui est enregistré et ce qui le serait"
    show(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="data import-cells">'
        f'<caption class="sr">{label}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>',
        query.pages.nav(query.at, "Pages de l’aperçu", near=3),
    )


def _row(cell: PreviewCell, with_message: bool) -> str:
    series, period = words.named(cell)
    item = words.item_of(cell)
    name = words.series_words(series)
    under = (
        f'<span class="muted">{esc(name)}{f" · {esc(item)}" if item else ""}</span>' if name != series else esc(item)
    )
    fate = words.COUNTED[cell.fate][0]
    message = f'<br><span class="muted">{esc(cell.message)}</span>' if cell.message and with_message else ""
    return (
        f'<tr><td data-head="Place">{_place(cell)}</td>'
        f'<td><span class="code">{esc(series)}</span><br>{under}</td>'
        f'<td data-head="Période">{esc(words.period_words(period))}</td>'
        f'<td class="num import-typed" data-head="Lu">{esc(cell.row.typed)}</td>'
        f'<td data-head="Enregistré → à enregistrer">{_change(cell)}</td>'
        f'<td><span class="import-fate {cell.fate.value}"><span aria-hidden="true">{words.SIGNS[cell.fate]}</span> '
        f"{esc(fate[:1].upper() + fate[1:])}</span>{message}</td></tr>"
    )


def _place(cell: PreviewCell) -> str:
    """Row and column, with the sheet under them where there is one to name."""
    place = cell.place
    sheet = "" if place.sheet in ("", SHEET) else f'<br><span class="muted">{esc(place.sheet)}</span>'
    return f'<span class="import-place">{esc(Place("", place.row, place.column))}</span>{sheet}'


def _change(cell: PreviewCell) -> str:
    """Old → new, each in its unit."""
    old, new = esc(words.old_words(cell)), esc(words.new_words(cell))
    if cell.fate is Fate.EQUAL:
        return old or new
    before = f'<span class="muted">{old}</span>' if old else '<span class="muted">rien</span>'
    return f'{before} <span aria-hidden="true">→</span> <b>{new}</b>' if new else (before if old else "")


def _download(shown: Preview, where: str) -> None:
    st.download_button(
        "Télécharger les cases non importées (CSV)",
        lambda: imports.rejects_csv(shown),
        file_name="cases-non-importees.csv",
        mime="text/csv",
        key=f"import_rejects_{where}",
        on_click="ignore",
    )
