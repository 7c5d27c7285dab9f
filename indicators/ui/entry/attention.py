"""« Ce qui demande votre attention »: questions, refusals, warnings and conflicts about typed cells, with answers."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from indicators.domain.formatting import count_of, with_unit
from indicators.domain.quality import LABELS
from indicators.domain.values.cell_states import in_words, typed_state
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES
from indicators.ui.entry import acts
from indicators.ui.entry.grid import form_address
from indicators.ui.entry.sheet import EntryGrid, EntryLine
from indicators.ui.kit.cell_text import cell_text, exact, understood, value_words
from indicators.ui.kit.html import Html, esc, html, link, show
from indicators.ui.store import LOCAL

_ASKS = (Kind.CONFLICT, Kind.QUESTION, Kind.REFUSED, Kind.LOCKED, Kind.EXPLAIN)
_MOST = 12


def attention(sheet: EntryGrid, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Draw the first cells that need an answer, in list order; nothing when there are none."""
    by_key = sheet.by_key
    lines = [by_key[key] for key in by_key if key in outcomes and outcomes[key].kind in _ASKS]
    if not lines:
        return
    with st.container(border=True, key="card_entry_attention"):
        more = f" Voici les {_MOST} premières." if len(lines) > _MOST else ""
        note = f"{count_of(len(lines), 'case attend', 'cases attendent')} votre réponse.{more}"
        show(html('<h2>Ce qui demande votre attention</h2><p class="note" role="status">{}</p>', note))
        unusual = [line.key for line in lines if outcomes[line.key].kind is Kind.EXPLAIN]
        if len(unusual) > 2:
            _common_explanation(sheet, unusual)
        for line in lines[:_MOST]:
            _item(sheet, line, outcomes[line.key])


def _common_explanation(sheet: EntryGrid, keys: list[CellKey]) -> None:
    """Draw one field to explain several unusual values at once."""
    widget = f"entry_explain_all_{sheet.number}"
    st.text_input(
        f"Une même explication pour les {len(keys)} valeurs inhabituelles",
        key=widget,
        placeholder="Par exemple : changement de source en 2024",
        on_change=acts.explain_all,
        args=(tuple(keys), widget),
        width=520,
    )


def _item(sheet: EntryGrid, line: EntryLine, outcome: CellOutcome) -> None:
    cell_input = sheet.typed[line.key]
    with st.container(key=f"entry_item_{_slug(sheet, line)}", gap="xsmall"):
        typed = f"Vous avez écrit « {cell_input.typed} »." if cell_input.typed else "Vous avez vidé cette case."
        sentences = outcome.message if cell_input.typed in outcome.message else f"{typed} {outcome.message}"
        show(
            html(
                '<div class="entry-ask"><p><b>{}</b> <span class="entry-state">{}</span></p><p>{}</p></div>',
                link(form_address(sheet, line), esc(line.title)),
                in_words(typed_state(outcome.kind)),
                sentences,
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _answers(sheet, line, cell_input, outcome)


def _answers(sheet: EntryGrid, line: EntryLine, cell_input: CellInput, outcome: CellOutcome) -> None:
    if outcome.kind is Kind.CONFLICT:
        _conflict(sheet, line, cell_input, outcome)
        return
    if outcome.kind is Kind.EXPLAIN:
        _explanation(sheet, line)
    elif outcome.candidates:
        for value in outcome.candidates:
            _candidate(sheet, line, value)
    elif outcome.kind is Kind.QUESTION and not cell_is_published(line):
        _reason(sheet, line, outcome)
    back = cell_text(line.cell.value)
    label = f"Remettre {back}" if back else "Abandonner cette saisie"
    _button(sheet, line, "leave", label, acts.give_up, (line.key,), quiet=True)


def _candidate(sheet: EntryGrid, line: EntryLine, value: Decimal) -> None:
    label = with_unit(exact(value), line.row.unit)
    _button(sheet, line, f"choose_{value}", label, acts.choose, (line.key, value))


def _reason(sheet: EntryGrid, line: EntryLine, outcome: CellOutcome) -> None:
    """Draw the choice of absence reasons, the suggested one first; none is preselected."""
    widget = f"entry_reason_{_slug(sheet, line)}"
    choices = sorted(ABSENCE_CHOICES, key=lambda reason: reason is not outcome.hint)
    st.selectbox(
        "Pourquoi n’y a-t-il pas de valeur ?",
        choices,
        index=None,
        format_func=lambda reason: LABELS[reason],
        placeholder="Choisissez la raison",
        width=420,
        key=widget,
        on_change=acts.give_reason,
        args=(line.key, widget),
    )


def _explanation(sheet: EntryGrid, line: EntryLine) -> None:
    widget = f"entry_explain_{_slug(sheet, line)}"
    st.text_input(
        "Votre explication",
        key=widget,
        placeholder="Par exemple : deux nouvelles sociétés depuis 2023",
        width=520,
        on_change=acts.explain,
        args=(line.key, widget),
    )


def _conflict(sheet: EntryGrid, line: EntryLine, cell_input: CellInput, outcome: CellOutcome) -> None:
    theirs, unit = outcome.theirs, line.row.unit
    mine = understood(cell_input, unit, line.row.decimals) or cell_input.typed
    when = theirs.recorded_at.astimezone(LOCAL) if theirs is not None and theirs.recorded_at is not None else None
    show(
        html(
            '<dl class="entry-both"><dt>La vôtre</dt><dd>{}</dd><dt>Celle de {}</dt><dd>{}',
            mine,
            theirs.recorded_by if theirs else "",
            value_words(theirs, unit),
        )
        + (html(' <span class="note">{}</span>', f"{when:%d/%m/%Y à %H:%M}") if when else Html())
        + html("</dd></dl>")
    )
    version = outcome.version_no or 0
    _button(sheet, line, "mine", "Garder la mienne", acts.keep_mine, (line.key, version))
    _button(sheet, line, "theirs", "Garder la leur", acts.give_up, (line.key,))


def _button(
    sheet: EntryGrid,
    line: EntryLine,
    act: str,
    label: str,
    callback: object,
    args: tuple[object, ...],
    *,
    quiet: bool = False,
) -> None:
    st.button(
        label,
        key=f"entry_{act}_{_slug(sheet, line)}",
        on_click=callback,  # type: ignore[arg-type]
        args=args,
        type="tertiary" if quiet else "secondary",
    )


def cell_is_published(line: EntryLine) -> bool:
    """Whether typing here would correct a published value, whose reason is entered in the value form."""
    return line.cell.published is not None and line.cell.correctable


def _slug(sheet: EntryGrid, line: EntryLine) -> str:
    """Suffix of the widget keys of a cell; it changes with each new editor."""
    return f"{line.key}_{sheet.number}"
