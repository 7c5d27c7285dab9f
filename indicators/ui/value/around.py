"""Around the form of a value: navigation in the list, references, lifecycle, history, less frequent actions."""

from collections.abc import Mapping

import streamlit as st

from db.vocabulary import ConfStatus, EntryMethod, TargetMode, ValueState
from indicators.domain import rights
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period, decimal_year
from indicators.domain.progress.assessment import expected_at
from indicators.domain.rights import Action, Person, Subject
from indicators.domain.values import lifecycle
from indicators.domain.values.cell_states import in_words
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.wording import label
from indicators.reading.values.consequence import consequence
from indicators.reading.values.entry import ValueForm, ValueVersion
from indicators.ui import store
from indicators.ui.entry.around import arrow
from indicators.ui.kit import links, signs
from indicators.ui.kit.act import Act, click
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, card, esc, html, join, link, show, table
from indicators.ui.value import acts as value_acts
from indicators.ui.value.state import OpenForm


def steps_in_list(keys: tuple[CellKey, ...], here: CellKey, listed: Mapping[str, str]) -> Html:
    """Links to the previous and next values of the person's list, and the position in it."""
    if here.total not in keys:
        return Html()
    place = keys.index(here.total)

    def step(to: int, text: str) -> Html:
        if not 0 <= to < len(keys):
            return Html()
        key = keys[to]
        return link(links.address("valeur", serie=key.series, periode=key.period, **listed), text, "chip")

    return (
        step(place - 1, "‹ Précédente")
        + html('<span class="note">{} sur {}</span>', place + 1, len(keys))
        + step(place + 1, "Suivante ›")
    )


def references(form: ValueForm) -> Html:
    """Card of references: last value, baseline, expected value, targets."""
    row, unit = form.row, form.row.unit
    pairs = []
    if row.last is not None:
        pairs.append((f"Dernière valeur, {row.last.period.label}", number(row.last.value, None, unit)))
    if row.baseline is not None:
        first = f"Situation initiale, {date_fr(row.baseline.date)}"
        pairs.append((first, number(row.baseline.value, None, unit)))
    expected = _expected(form)
    if expected:
        pairs.append((f"Attendu {Period.parse(form.cell.period).when}", expected))
    pairs += [
        (f"Cible {series_target.horizon.value}, {date_fr(series_target.date)}", number(series_target.value, None, unit))
        for series_target in sorted(row.targets.values(), key=lambda target: target.date)
    ]
    rows = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in pairs)
    more = link(links.address("indicateur", serie=row.series), "Voir l’indicateur et sa définition")
    body = html('<dl class="sheet">{}</dl>', rows) if rows else html("<p>Aucune autre valeur ni cible.</p>")
    return card(html("{}<p style='margin-top:.7rem'>{}</p>", body, more), "Repères")


def _expected(form: ValueForm) -> str:
    """Value expected on the path at the end of the period; empty if unknown."""
    row = form.row
    end = Period.parse(form.cell.period).end
    targets = sorted(row.targets.values(), key=lambda target: target.date)
    if row.baseline is None or not targets or not row.baseline.date < end:
        return ""
    if any(target.mode is not TargetMode.LEVEL for target in targets) or form.cell.key.item:
        return ""
    start = (decimal_year(row.baseline.date), row.baseline.value)
    path = (start, *((decimal_year(target.date), target.value) for target in targets))
    return number(expected_at(path, decimal_year(end)), row.decimals, row.unit)


def after(cell_input: CellInput | None, outcome: CellOutcome | None) -> Html:
    """« Après cette saisie »: status after the save; empty if nothing valid is typed."""
    if cell_input is None or outcome is None or outcome.kind in (Kind.REFUSED, Kind.LOCKED):
        return Html()
    changes = consequence(store.engine(), [cell_input], store.today(), store.present())
    judged = store.present().judged
    lines = join(
        html(
            "<p>{}{}</p>",
            esc(judged[code].facts.label) + html("<br>") if code != cell_input.key.series else Html(),
            arrow(before, now) if before is not now else signs.badge(now, "inchangé"),
        )
        for code, before, now in changes
    )
    return card(lines, "Après cette saisie") if lines else Html()


def life(form: ValueForm) -> Html:
    """Card of the lifecycle: state, author, date, and why the value cannot be edited."""
    cell, observation = form.cell, form.cell.value
    state = in_words(cell.state, cell.commented)
    lines = [html('<p class="value-state"><b>{}</b></p>', state[:1].upper() + state[1:])]
    if observation is not None:
        lines.append(
            html('<p class="note">{}</p>', _by(observation.recorded_by, form.history[-1] if form.history else None))
        )
        lines.append(_proof(observation.source_url))
    if cell.note:
        lines.append(html('<p class="warn">Renvoyée : « {} »</p>', cell.note))
    if not cell.editable:
        lines.append(html("<p>{}</p>", cell.why_not))
    if cell.exempt_until is not None:
        until = date_fr(cell.exempt_until)
        lines.append(html("<p>Période verrouillée : une exception vous permet d’y écrire jusqu’au {}.</p>", until))
    return card(join(lines), "État")


def _proof(address: str) -> Html:
    """Link to the proof of a value if it is a web address; plain text otherwise."""
    if not address:
        return Html()
    if not address.startswith(("https://", "http://")):
        return html('<p class="note">Preuve : {}</p>', address)
    return html('<p><a href="{}" target="_blank" rel="noopener noreferrer">Voir la preuve</a></p>', address)


def history(form: ValueForm) -> None:
    """Draw every version, newest first."""
    if not form.history:
        return
    heads = ["Version", "Quand", "Qui", "Comment", "État", "Valeur", "Pourquoi"]
    rows = [
        [
            esc(version.observation.version_no),
            esc(_when(version)),
            esc(version.observation.recorded_by),
            esc(label(EntryMethod(version.method)) + (f" ({version.batch})" if version.batch else "")),
            esc(label(version.observation.state)),
            esc(value_words(version.observation, form.row.unit)),
            esc(" ".join(filter(None, (version.reason, version.observation.comment)))),
        ]
        for version in reversed(form.history)
    ]
    show(card(table("Toutes les versions, la plus récente d’abord", heads, rows), "Historique"))


def acts(form: ValueForm, value_form: OpenForm, person: Person) -> None:
    """Draw the actions that the person may perform on the value in its current state."""
    cell, version = form.cell, form.cell.version_no
    may = {
        action
        for action in (Action.SUBMIT, Action.WITHDRAW, Action.RESTORE, Action.DECLARE_BREAK, Action.MARK_CONFIDENTIAL)
        if cell.value is not None and _may(person, form, action)
    }
    state = None if cell.value is None else cell.value.state
    steps = lifecycle.steps_from(state)
    if Action.SUBMIT in may & set(steps):
        _submit(value_form, state, version, bool(value_form.typed))
    if Action.RESTORE in may & set(steps) and len(form.history) > 1:
        _restore(form, value_form, version)
    if Action.DECLARE_BREAK in may and state is not ValueState.WITHDRAWN:
        _noted(value_form, "Déclarer une rupture de série", "break_note", "Ce qui a changé dans la mesure",
               "Déclarer la rupture", value_acts.declare_break, version)  # fmt: skip
    if Action.MARK_CONFIDENTIAL in may and state is not ValueState.WITHDRAWN:
        _hide(value_form, version)
    if Action.WITHDRAW in may & set(steps):
        _noted(value_form, "Retirer cette valeur", "withdraw_note", "Motif du retrait",
               "Retirer la valeur", value_acts.withdraw, version)  # fmt: skip


def _may(person: Person, form: ValueForm, action: Action) -> bool:
    state = None if form.cell.value is None else form.cell.value.state
    return bool(rights.allowed(person, action, Subject(form.row.series, form.row.areas, state=state)))


def _submit(value_form: OpenForm, state: ValueState | None, version: int, is_typed: bool) -> None:
    if state is ValueState.RETURNED:
        st.text_area(
            "Votre réponse à la note de renvoi",
            key=value_form.widget("submit_note"),
            placeholder="Dites ce que vous avez vérifié, ou pourquoi la valeur reste la même",
            height=90,
        )
    st.button(
        "Soumettre pour validation",
        key="value_submit",
        disabled=is_typed,
        **click(value_form.name, value_acts.submit, version),
    )
    if is_typed:
        show(html('<p class="note">Enregistrez d’abord ce que vous avez changé.</p>'))


def _restore(form: ValueForm, value_form: OpenForm, version: int) -> None:
    former = {
        version.observation.version_no: f"Version {version.observation.version_no} : "
        f"{value_words(version.observation, form.row.unit)}, {_when(version)}"
        for version in reversed(form.history[:-1])
        if version.observation.value is not None or version.observation.flags
    }
    if not former:
        return
    with st.expander("Rétablir une version antérieure"):
        st.selectbox(
            "Version",
            list(former),
            index=None,
            format_func=lambda number_of: former[number_of],
            placeholder="Choisissez la version",
            key=value_form.widget("restore"),
        )
        _note_field(value_form, "restore_note", "Motif")
        st.button("Rétablir cette version", key="value_restore", **click(value_form.name, value_acts.restore, version))


def _hide(value_form: OpenForm, version: int) -> None:
    with st.expander("Changer la diffusion"):
        st.selectbox(
            "Diffusion voulue",
            list(ConfStatus),
            index=None,
            format_func=label,
            placeholder="Choisissez la diffusion",
            key=value_form.widget("hide"),
        )
        _note_field(value_form, "hide_note", "Motif")
        st.button("Changer la diffusion", key="value_hide", **click(value_form.name, value_acts.hide, version))


def _noted(value_form: OpenForm, title: str, note: str, field_label: str, button: str, act: Act, version: int) -> None:
    """Draw an action with its reason in a closed expander; opening it serves as confirmation."""
    with st.expander(title):
        _note_field(value_form, note, field_label)
        st.button(button, key=f"value_{note}_do", **click(value_form.name, act, version))


def _note_field(value_form: OpenForm, name: str, field_label: str) -> None:
    st.text_input(field_label, key=value_form.widget(name), placeholder="Une phrase, gardée dans l’historique")


def _by(who: str, version: ValueVersion | None) -> str:
    how = f", {label(EntryMethod(version.method)).lower()}" if version else ""
    return f"par {who}, le {_when(version)}{how}" if version else f"par {who}"


def _when(version: ValueVersion) -> str:
    at = version.observation.recorded_at
    return f"{at.astimezone(store.LOCAL):%d/%m/%Y à %H:%M}" if at else ""
