"""What stands around the form of a value: its place in the list, references, its life, its history, rarer acts."""

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
from indicators.reading.values.entry import Form, Version
from indicators.ui import store
from indicators.ui.entry.around import arrow
from indicators.ui.kit import links, signs
from indicators.ui.kit.act import Act, click
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, card, esc, html, join, link, show, table
from indicators.ui.value import acts as value_acts
from indicators.ui.value.state import Held


def steps_in_list(keys: tuple[CellKey, ...], here: CellKey, listed: Mapping[str, str]) -> Html:
    """Previous and next values of one's list, and where one stands in it."""
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


def references(found: Form) -> Html:
    """Last value, targets, what the path expects at this date."""
    row, unit = found.row, found.row.unit
    pairs = []
    if row.last is not None:
        pairs.append((f"Dernière valeur, {row.last.period.label}", number(row.last.value, None, unit)))
    if row.baseline is not None:
        first = f"Situation initiale, {date_fr(row.baseline.date)}"
        pairs.append((first, number(row.baseline.value, None, unit)))
    expected = _expected(found)
    if expected:
        pairs.append((f"Attendu {Period.parse(found.cell.period).when}", expected))
    pairs += [
        (f"Cible {one.horizon.value}, {date_fr(one.date)}", number(one.value, None, unit))
        for one in sorted(row.targets.values(), key=lambda one: one.date)
    ]
    rows = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in pairs)
    more = link(links.address("indicateur", serie=row.series), "Voir l’indicateur et sa définition")
    body = html('<dl class="sheet">{}</dl>', rows) if rows else html("<p>Aucune autre valeur ni cible.</p>")
    return card(html("{}<p style='margin-top:.7rem'>{}</p>", body, more), "Repères")


def _expected(found: Form) -> str:
    """What the path through the targets expects at the end of the period, when it is known."""
    row = found.row
    end = Period.parse(found.cell.period).end
    targets = sorted(row.targets.values(), key=lambda one: one.date)
    if row.baseline is None or not targets or not row.baseline.date < end:
        return ""
    if any(one.mode is not TargetMode.LEVEL for one in targets) or found.cell.key.item:
        return ""
    start = (decimal_year(row.baseline.date), row.baseline.value)
    path = (start, *((decimal_year(one.date), one.value) for one in targets))
    return number(expected_at(path, decimal_year(end)), row.decimals, row.unit)


def after(given: CellInput | None, outcome: CellOutcome | None) -> Html:
    """« Après cette saisie », when something that could be kept is typed."""
    if given is None or outcome is None or outcome.kind in (Kind.REFUSED, Kind.LOCKED):
        return Html()
    changes = consequence(store.engine(), [given], store.today(), store.present())
    judged = store.present().judged
    lines = join(
        html(
            "<p>{}{}</p>",
            esc(judged[code].facts.label) + html("<br>") if code != given.key.series else Html(),
            arrow(before, now) if before is not now else signs.badge(now, "inchangé"),
        )
        for code, before, now in changes
    )
    return card(lines, "Après cette saisie") if lines else Html()


def life(found: Form) -> Html:
    """State, who and when, and why it cannot be typed over."""
    cell, one = found.cell, found.cell.value
    state = in_words(cell.state, cell.commented)
    lines = [html('<p class="value-state"><b>{}</b></p>', state[:1].upper() + state[1:])]
    if one is not None:
        lines.append(html('<p class="note">{}</p>', _by(one.recorded_by, found.history[-1] if found.history else None)))
        lines.append(_proof(one.source_url))
    if cell.note:
        lines.append(html('<p class="warn">Renvoyée : « {} »</p>', cell.note))
    if not cell.editable:
        lines.append(html("<p>{}</p>", cell.why_not))
    if cell.leave_until is not None:
        until = date_fr(cell.leave_until)
        lines.append(html("<p>Période verrouillée : une exception vous permet d’y écrire jusqu’au {}.</p>", until))
    return card(join(lines), "État")


def _proof(address: str) -> Html:
    """The page that proves a value, where its address is one of the web; anything else is only text."""
    if not address:
        return Html()
    if not address.startswith(("https://", "http://")):
        return html('<p class="note">Preuve : {}</p>', address)
    return html('<p><a href="{}" target="_blank" rel="noopener noreferrer">Voir la preuve</a></p>', address)


def history(found: Form) -> None:
    """Every version, newest first, and the way back to one of them."""
    if not found.history:
        return
    heads = ["Version", "Quand", "Qui", "Comment", "État", "Valeur", "Pourquoi"]
    rows = [
        [
            esc(one.observation.version_no),
            esc(_when(one)),
            esc(one.observation.recorded_by),
            esc(label(EntryMethod(one.method)) + (f" ({one.batch})" if one.batch else "")),
            esc(label(one.observation.state)),
            esc(value_words(one.observation, found.row.unit)),
            esc(" ".join(filter(None, (one.reason, one.observation.comment)))),
        ]
        for one in reversed(found.history)
    ]
    show(card(table("Toutes les versions, la plus récente d’abord", heads, rows), "Historique"))


def acts(found: Form, held: Held, person: Person) -> None:
    """Steps and rarer acts that this person may do on this value, in this state."""
    cell, version = found.cell, found.cell.version_no
    may = {
        action
        for action in (Action.SUBMIT, Action.WITHDRAW, Action.RESTORE, Action.DECLARE_BREAK, Action.MARK_CONFIDENTIAL)
        if cell.value is not None and _may(person, found, action)
    }
    state = None if cell.value is None else cell.value.state
    steps = lifecycle.steps_from(state)
    if Action.SUBMIT in may & set(steps):
        _submit(held, state, version, bool(held.typed))
    if Action.RESTORE in may & set(steps) and len(found.history) > 1:
        _restore(found, held, version)
    if Action.DECLARE_BREAK in may and state is not ValueState.WITHDRAWN:
        _noted(held, "Déclarer une rupture de série", "break_note", "Ce qui a changé dans la mesure",
               "Déclarer la rupture", value_acts.declare_break, version)  # fmt: skip
    if Action.MARK_CONFIDENTIAL in may and state is not ValueState.WITHDRAWN:
        _hide(held, version)
    if Action.WITHDRAW in may & set(steps):
        _noted(held, "Retirer cette valeur", "withdraw_note", "Motif du retrait",
               "Retirer la valeur", value_acts.withdraw, version)  # fmt: skip


def _may(person: Person, found: Form, action: Action) -> bool:
    state = None if found.cell.value is None else found.cell.value.state
    return bool(rights.allowed(person, action, Subject(found.row.series, found.row.areas, state=state)))


def _submit(held: Held, state: ValueState | None, version: int, is_typed: bool) -> None:
    if state is ValueState.RETURNED:
        st.text_area(
            "Votre réponse à la note de renvoi",
            key=held.widget("submit_note"),
            placeholder="Dites ce que vous avez vérifié, ou pourquoi la valeur reste la même",
            height=90,
        )
    st.button(
        "Soumettre pour validation",
        key="value_submit",
        disabled=is_typed,
        **click(held.name, value_acts.submit, version),
    )
    if is_typed:
        show(html('<p class="note">Enregistrez d’abord ce que vous avez changé.</p>'))


def _restore(found: Form, held: Held, version: int) -> None:
    former = {
        one.observation.version_no: f"Version {one.observation.version_no} : "
        f"{value_words(one.observation, found.row.unit)}, {_when(one)}"
        for one in reversed(found.history[:-1])
        if one.observation.value is not None or one.observation.flags
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
            key=held.widget("restore"),
        )
        _note_field(held, "restore_note", "Motif")
        st.button("Rétablir cette version", key="value_restore", **click(held.name, value_acts.restore, version))


def _hide(held: Held, version: int) -> None:
    with st.expander("Changer la diffusion"):
        st.selectbox(
            "Diffusion voulue",
            list(ConfStatus),
            index=None,
            format_func=label,
            placeholder="Choisissez la diffusion",
            key=held.widget("hide"),
        )
        _note_field(held, "hide_note", "Motif")
        st.button("Changer la diffusion", key="value_hide", **click(held.name, value_acts.hide, version))


def _noted(held: Held, title: str, note: str, asked: str, button: str, act: Act, version: int) -> None:
    """An act with its reason, closed until one opens it: that is its confirmation."""
    with st.expander(title):
        _note_field(held, note, asked)
        st.button(button, key=f"value_{note}_do", **click(held.name, act, version))


def _note_field(held: Held, name: str, asked: str) -> None:
    st.text_input(asked, key=held.widget(name), placeholder="Une phrase, gardée dans l’historique")


def _by(who: str, version: Version | None) -> str:
    how = f", {label(EntryMethod(version.method)).lower()}" if version else ""
    return f"par {who}, le {_when(version)}{how}" if version else f"par {who}"


def _when(version: Version) -> str:
    at = version.observation.recorded_at
    return f"{at.astimezone(store.LOCAL):%d/%m/%Y à %H:%M}" if at else ""
