"""« Ce qui demande votre attention »: each question, refusal, warning and conflict of what is typed, answered there."""

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
from indicators.ui.entry.sheet import Line, Sheet
from indicators.ui.kit.cell_text import cell_text, exact, understood, value_words
from indicators.ui.kit.html import Html, esc, html, link, show
from indicators.ui.store import LOCAL

_ASKS = (Kind.CONFLICT, Kind.QUESTION, Kind.REFUSED, Kind.LOCKED, Kind.EXPLAIN)
_MOST = 12


def attention(sheet: Sheet, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """The panel, when there is something to answer; the first of many, in the order of the list."""
    by_key = sheet.by_key
    asked = [by_key[key] for key in by_key if key in outcomes and outcomes[key].kind in _ASKS]
    if not asked:
        return
    with st.container(border=True, key="card_entry_attention"):
        more = f" Voici les {_MOST} premières." if len(asked) > _MOST else ""
        note = f"{count_of(len(asked), 'case attend', 'cases attendent')} votre réponse.{more}"
        show(html('<h2>Ce qui demande votre attention</h2><p class="note" role="status">{}</p>', note))
        unusual = [line.key for line in asked if outcomes[line.key].kind is Kind.EXPLAIN]
        if len(unusual) > 2:
            _one_explanation(sheet, unusual)
        for line in asked[:_MOST]:
            _item(sheet, line, outcomes[line.key])


def _one_explanation(sheet: Sheet, keys: list[CellKey]) -> None:
    """One sentence for all that is unusual, where one cause explains it."""
    widget = f"entry_explain_all_{sheet.number}"
    st.text_input(
        f"Une même explication pour les {len(keys)} valeurs inhabituelles",
        key=widget,
        placeholder="Par exemple : changement de source en 2024",
        on_change=acts.explain_all,
        args=(tuple(keys), widget),
        width=520,
    )


def _item(sheet: Sheet, line: Line, outcome: CellOutcome) -> None:
    given = sheet.typed[line.key]
    with st.container(key=f"entry_item_{_slug(sheet, line)}", gap="xsmall"):
        typed = f"Vous avez écrit « {given.typed} »." if given.typed else "Vous avez vidé cette case."
        sentences = outcome.message if given.typed in outcome.message else f"{typed} {outcome.message}"
        show(
            html(
                '<div class="entry-ask"><p><b>{}</b> <span class="entry-state">{}</span></p><p>{}</p></div>',
                link(form_address(sheet, line), esc(line.title)),
                in_words(typed_state(outcome.kind)),
                sentences,
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _answers(sheet, line, given, outcome)


def _answers(sheet: Sheet, line: Line, given: CellInput, outcome: CellOutcome) -> None:
    if outcome.kind is Kind.CONFLICT:
        _conflict(sheet, line, given, outcome)
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


def _candidate(sheet: Sheet, line: Line, value: Decimal) -> None:
    shown = with_unit(exact(value), line.row.unit)
    _button(sheet, line, f"choose_{value}", shown, acts.choose, (line.key, value))


def _reason(sheet: Sheet, line: Line, outcome: CellOutcome) -> None:
    """The reasons, the one that the code suggests first; none is chosen for the person."""
    widget = f"entry_reason_{_slug(sheet, line)}"
    choices = sorted(ABSENCE_CHOICES, key=lambda one: one is not outcome.hint)
    st.selectbox(
        "Pourquoi n’y a-t-il pas de valeur ?",
        choices,
        index=None,
        format_func=lambda one: LABELS[one],
        placeholder="Choisissez la raison",
        width=420,
        key=widget,
        on_change=acts.give_reason,
        args=(line.key, widget),
    )


def _explanation(sheet: Sheet, line: Line) -> None:
    widget = f"entry_explain_{_slug(sheet, line)}"
    st.text_input(
        "Votre explication",
        key=widget,
        placeholder="Par exemple : deux nouvelles sociétés depuis 2023",
        width=520,
        on_change=acts.explain,
        args=(line.key, widget),
    )


def _conflict(sheet: Sheet, line: Line, given: CellInput, outcome: CellOutcome) -> None:
    theirs, unit = outcome.theirs, line.row.unit
    mine = understood(given, unit, line.row.decimals) or given.typed
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
    sheet: Sheet, line: Line, act: str, label: str, callback: object, args: tuple[object, ...], *, quiet: bool = False
) -> None:
    st.button(
        label,
        key=f"entry_{act}_{_slug(sheet, line)}",
        on_click=callback,  # type: ignore[arg-type]
        args=args,
        type="tertiary" if quiet else "secondary",
    )


def cell_is_published(line: Line) -> bool:
    """Whether the question is about the motive of a correction, which the form asks for."""
    return line.cell.published is not None and line.cell.correctable


def _slug(sheet: Sheet, line: Line) -> str:
    """A name of its own for the widgets of a cell, renewed with the sheet."""
    return f"{line.key}_{sheet.number}"
