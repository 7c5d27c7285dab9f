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
from indicators.ui.kit.html import Html, empty, esc, html, join, link, show, warnings
from indicators.ui.kit.query import Filter, Query


def problem(held: Way) -> None:
    """Why nothing could be read, beside what was typed or chosen."""
    if held.problem:
        show(html('<p class="import-problem" role="alert"><span aria-hidden="true">✕</span> {}</p>', held.problem))


def done(held: Way) -> None:
    """What the last import wrote, and what is left of it."""
    if held.done is None:
        return
    one = held.done
    with st.container(border=True, key="card_import_done"):
        follow = link(links.address("importer", facon=HISTORY, lot=one.batch), "Voir cet import dans l’historique")
        more = link(links.address("saisie"), "Retourner à « Ma saisie »")
        show(
            html(
                '<h2>{}</h2><p>Import <b class="code">{}</b> · {} · {}</p>',
                acts.written_words(one.written, one.unchanged),
                one.batch,
                follow,
                more,
            )
        )
        if one.left_out:
            said = count_of(one.left_out, "case n’a pas été importée", "cases n’ont pas été importées")
            back = link(links.address("importer", facon=FILE), "rapportez le fichier")
            show(html("<p>{} : téléchargez-les, corrigez-les et {}.</p>", said, back))
            _download(one.rest, "done")


def preview(held: Way, way: str) -> None:
    """The preview, when there is one."""
    if held.preview is None:
        return
    shown = held.preview
    with st.container(border=True, key="card_import_preview"):
        show(_head(shown), _notices(shown))
        if not shown.cells:
            show(empty("Rien à importer", html("<p>Aucune case n’est remplie.</p>")))
            return
        query = _query(shown, way)
        if query.unknown:
            show(warnings(query.unknown))
        show(
            html(
                '<div class="chips" role="group" aria-label="Ce que devient chaque case">{}</div>', query.chips("voir")
            )
        )
        questions.form(held, way)
        _table(shown, query)
        if rejects(shown):
            _download(shown, "preview")


def _head(shown: Preview) -> Html:
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
    return html(
        '<h2 id="apercu">{}</h2><p role="status">{}. <span class="muted">{}</span></p>', title, sentence, blanks
    )


def _notices(shown: Preview) -> Html:
    lines = [html("<li>{}</li>", words.problem_words(one, shown)) for one in shown.notices]
    return html('<ul class="import-notices">{}</ul>', join(lines)) if lines else Html()


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
        show(html('<p class="note">Aucune case de cette sorte.</p>'))
        return
    explained = {id(cell) for _, cell in asked(shown)[:MOST]}  # above, with what is asked
    rows = join(_row(cell, id(cell) not in explained) for cell in query.kept[query.pages.part])
    head = join(
        html('<th scope="col"{}>{}</th>', css, text)
        for text, css in (
            ("Place", ""),
            ("Série", ""),
            ("Période", ""),
            ("Lu", html(' class="num"')),
            ("Enregistré → à enregistrer", ""),
            ("Ce qu’il en sera", ""),
        )
    )
    label = "Cases lues, avec leur place, ce qui est enregistré et ce qui le serait"
    show(
        html(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="data import-cells">'
            '<caption class="sr">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
            label,
            label,
            head,
            rows,
        ),
        query.pages.nav(query.at, "Pages de l’aperçu", near=3),
    )


def _row(cell: PreviewCell, with_message: bool) -> Html:
    series, period = words.named(cell)
    item = words.item_of(cell)
    name = words.series_words(series)
    under = (
        html('<span class="muted">{}{}</span>', name, html(" · {}", item) if item else Html())
        if name != series
        else esc(item)
    )
    fate = words.COUNTED[cell.fate][0]
    message = html('<br><span class="muted">{}</span>', cell.message) if cell.message and with_message else Html()
    return html(
        '<tr><td data-head="Place">{}</td>'
        '<td><span class="code">{}</span><br>{}</td>'
        '<td data-head="Période">{}</td>'
        '<td class="num import-typed" data-head="Lu">{}</td>'
        '<td data-head="Enregistré → à enregistrer">{}</td>'
        '<td><span class="import-fate {}"><span aria-hidden="true">{}</span> '
        "{}</span>{}</td></tr>",
        _place(cell),
        series,
        under,
        words.period_words(period),
        cell.row.typed,
        _change(cell),
        cell.fate.value,
        words.SIGNS[cell.fate],
        fate[:1].upper() + fate[1:],
        message,
    )


def _place(cell: PreviewCell) -> Html:
    """Row and column, with the sheet under them where there is one to name."""
    place = cell.place
    sheet = Html() if place.sheet in ("", SHEET) else html('<br><span class="muted">{}</span>', place.sheet)
    return html('<span class="import-place">{}</span>{}', Place("", place.row, place.column), sheet)


def _change(cell: PreviewCell) -> Html:
    """Old → new, each in its unit."""
    old, new = esc(words.old_words(cell)), esc(words.new_words(cell))
    if cell.fate is Fate.EQUAL:
        return old or new
    before = html('<span class="muted">{}</span>', old) if old else html('<span class="muted">rien</span>')
    return html('{} <span aria-hidden="true">→</span> <b>{}</b>', before, new) if new else (before if old else Html())


def _download(shown: Preview, where: str) -> None:
    st.download_button(
        "Télécharger les cases non importées (CSV)",
        lambda: imports.rejects_csv(shown),
        file_name="cases-non-importees.csv",
        mime="text/csv",
        key=f"import_rejects_{where}",
        on_click="ignore",
    )
