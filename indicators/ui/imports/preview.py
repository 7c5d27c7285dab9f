"""Preview of an import: counts used as filters, questions, then every cell with its position, old → new."""

from functools import partial

import streamlit as st

from indicators.domain.formatting import count_of, number
from indicators.domain.values.cell_states import WORDS
from indicators.domain.values.cells import Kind
from indicators.exchange.pasted import SHEET
from indicators.exchange.rows import SourcePlace
from indicators.services.files import imports
from indicators.services.files.previews import WRITABLE, Preview, PreviewCell, rejects
from indicators.ui.imports import acts, questions, words
from indicators.ui.imports.answers import MOST, cells_to_answer
from indicators.ui.imports.state import FILE, HISTORY, Way, count_not_imported
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, empty, esc, html, join, link, show, warnings
from indicators.ui.kit.query import Filter, Query


def problem(way: Way) -> None:
    """Draw why nothing could be read, below the input."""
    if way.problem:
        show(html('<p class="import-problem" role="alert"><span aria-hidden="true">✕</span> {}</p>', way.problem))


def done(state: Way) -> None:
    """Draw the result of the last import and the download of the cells it did not import."""
    if state.done is None:
        return
    outcome = state.done
    with st.container(border=True, key="card_import_done"):
        follow = link(links.address("importer", facon=HISTORY, lot=outcome.batch), "Voir cet import dans l’historique")
        more = link(links.address("saisie"), "Retourner à « Ma saisie »")
        show(
            html(
                '<h2>{}</h2><p>Import <b class="code">{}</b> · {} · {}</p>',
                acts.written_words(outcome.written, outcome.unchanged),
                outcome.batch,
                follow,
                more,
            )
        )
        if outcome.not_imported:
            count = count_of(outcome.not_imported, "case n’a pas été importée", "cases n’ont pas été importées")
            back = link(links.address("importer", facon=FILE), "rapportez le fichier")
            show(html("<p>{} : téléchargez-les, corrigez-les et {}.</p>", count, back))
            _download(outcome.rest, "done")


def preview(state: Way, way: str) -> None:
    """Draw the preview, if there is one."""
    if state.preview is None:
        return
    import_preview = state.preview
    with st.container(border=True, key="card_import_preview"):
        show(_head(import_preview), _notices(import_preview))
        if not import_preview.cells:
            show(empty("Rien à importer", html("<p>Aucune case n’est remplie.</p>")))
            return
        query = _query(import_preview, way)
        if query.unknown:
            show(warnings(query.unknown))
        show(
            html(
                '<div class="chips" role="group" aria-label="Ce que devient chaque case">{}</div>', query.chips("voir")
            )
        )
        questions.form(state, way)
        _table(import_preview, query)
        if rejects(import_preview):
            _download(import_preview, "preview")


def _head(import_preview: Preview) -> Html:
    ready = sum(import_preview.counts[kind] for kind in WRITABLE)
    waiting, equal = len(cells_to_answer(import_preview)), import_preview.counts[Kind.UNCHANGED]
    rest = count_not_imported(import_preview) - waiting
    parts = [
        count_of(ready, "valeur prête", "valeurs prêtes") if ready else "",
        count_of(waiting, "case attend votre réponse", "cases attendent votre réponse") if waiting else "",
        count_of(equal, "est déjà enregistrée", "sont déjà enregistrées") if equal else "",
        count_of(rest, "ne peut pas être importée", "ne peuvent pas être importées") if rest else "",
    ]
    sentence = ", ".join(filter(None, parts)) or "Rien ne changera"
    blanks = (
        f" {count_of(import_preview.blanks, 'case vide', 'cases vides')} : rien n’y est effacé."
        if import_preview.blanks
        else ""
    )
    name = f" de {import_preview.file_name}" if import_preview.file_name else ""
    title = f"Aperçu{name} : {count_of(len(import_preview.cells), 'case lue', 'cases lues')}"
    return html(
        '<h2 id="apercu">{}</h2><p role="status">{}. <span class="muted">{}</span></p>', title, sentence, blanks
    )


def _notices(import_preview: Preview) -> Html:
    lines = [html("<li>{}</li>", words.problem_words(notice, import_preview)) for notice in import_preview.notices]
    return html('<ul class="import-notices">{}</ul>', join(lines)) if lines else Html()


def _query(import_preview: Preview, way: str) -> Query[PreviewCell]:
    """The cells, filtered by the fate named in the address."""
    labels = {}
    for kind in words.KINDS:
        count, (sign, singular, plural) = import_preview.counts[kind], WORDS[kind]
        labels[kind.value] = f"{sign} {number(count)}\u00a0{singular if count < 2 else plural}"
    choice = {name: links.parameter(name) for name in ("campagne", "periodes", "ventilations")}
    return Query(
        import_preview.cells,
        (
            Filter(
                "voir",
                "",
                labels,
                lambda cell, kind: cell.outcome.kind.value == kind,
                everything=f"Toutes ({number(len(import_preview.cells))})",
                count=None,
            ),
        ),
        partial(links.address, "importer", facon=way, **choice),
        size=100,
    )


def _table(import_preview: Preview, query: Query[PreviewCell]) -> None:
    if not query.matching:
        show(html('<p class="note">Aucune case de cette sorte.</p>'))
        return
    explained = {id(cell) for _, cell in cells_to_answer(import_preview)[:MOST]}  # above, with what is asked
    rows = join(_row(cell, id(cell) not in explained) for cell in query.matching[query.pages.part])
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
    kind, text = cell.outcome.kind, cell.outcome.message
    sign, word, _ = WORDS[kind]
    message = html('<br><span class="muted">{}</span>', text) if text and with_message else Html()
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
        kind.value,
        sign,
        word[:1].upper() + word[1:],
        message,
    )


def _place(cell: PreviewCell) -> Html:
    """Row and column of a cell, with the sheet name below when it has one."""
    place = cell.place
    sheet = Html() if place.sheet in ("", SHEET) else html('<br><span class="muted">{}</span>', place.sheet)
    return html('<span class="import-place">{}</span>{}', SourcePlace("", place.row, place.column), sheet)


def _change(cell: PreviewCell) -> Html:
    """Old → new, each with its unit."""
    old, new = esc(words.old_words(cell)), esc(words.new_words(cell))
    if cell.outcome.kind is Kind.UNCHANGED:
        return old or new
    before = html('<span class="muted">{}</span>', old) if old else html('<span class="muted">rien</span>')
    return html('{} <span aria-hidden="true">→</span> <b>{}</b>', before, new) if new else (before if old else Html())


def _download(import_preview: Preview, where: str) -> None:
    st.download_button(
        "Télécharger les cases non importées (CSV)",
        lambda: imports.rejects_csv(import_preview),
        file_name="cases-non-importees.csv",
        mime="text/csv",
        key=f"import_rejects_{where}",
        on_click="ignore",
    )
