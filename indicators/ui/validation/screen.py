"""« À valider » screen: values submitted in the person's areas, validated one by one or together, then published."""

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from db.vocabulary import ValueState
from indicators.domain.formatting import count_of, date_fr, plural
from indicators.domain.rights import Action
from indicators.reading.people.journal import read_names
from indicators.reading.values.entry import Waiting, queue
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.act import click
from indicators.ui.kit.html import Html, card, chip, empty, esc, header, html, join, link, show, table, warnings
from indicators.ui.kit.query import Filter, Query
from indicators.ui.validation import acts, rows
from indicators.ui.who import current_person

_STAGES = {"": (ValueState.SUBMITTED, Action.VALIDATE), "publier": (ValueState.VALIDATED, Action.PUBLISH)}


def screen() -> None:
    """Draw the values waiting at the stage selected in the address."""
    stage, unknown = links.chosen("etape", _STAGES)
    engine, person = store.engine(), current_person()
    queues = {name: queue(engine, person, (state,), action) for name, (state, action) in _STAGES.items()}
    waiting = queues[stage]
    show(_head(stage, queues))
    if unknown:
        show(warnings(unknown))
    _report()
    if not waiting:
        show(_nothing(stage))
        return
    context = rows.context_of(store.present(), read_names(engine), waiting)
    main = _STAGES[stage][1]
    pending = acts.pending((main, Action.RETURN))
    if pending is not None:
        _confirmation(pending, waiting, context)
    else:
        _list(stage, waiting, context)


def _head(stage: str, queues: dict[str, tuple[Waiting, ...]]) -> Html:
    tools = chip(f"À valider ({len(queues[''])})", links.address("valider"), stage == "") + chip(
        f"À publier ({len(queues['publier'])})", links.address("valider", etape="publier"), stage == "publier"
    )
    title = "Quelles valeurs attendent d’être publiées ?" if stage else "Quelles valeurs attendent votre validation ?"
    return header(title, _lead(stage, queues[stage]), tools=tools)


def _lead(stage: str, waiting: Sequence[Waiting]) -> Html:
    if not waiting:
        return esc("Rien n’attend pour le moment.")
    name = "valeur validée" if stage else "valeur soumise"
    parts = [count_of(len(waiting), name, f"{name.replace(' ', 's ')}s")]
    oldest = min((submission.submitted_at for submission in waiting if submission.submitted_at), default=None)
    if oldest:
        parts.append(f"la plus ancienne depuis le {date_fr(oldest.astimezone(store.LOCAL).date())}")
    closed = sum(not submission.may_validate for submission in waiting)
    if closed:
        parts.append(f"{count_of(closed, 'valeur')} à juger par une autre personne")
    warned = sum(bool(submission.findings) for submission in waiting)
    if warned:
        parts.append(f"{count_of(warned, 'valeur')} avec une remarque des contrôles")
    return esc(" · ".join(parts))


def _nothing(stage: str) -> Html:
    if stage:
        body = html(
            "<p>Une valeur arrive ici dès qu’elle est validée. Publiée, elle remplace l’ancienne sur les écrans du "
            "comité.</p><p>{}</p>",
            link(links.address("valider"), "Voir les valeurs à valider"),
        )
        return empty("Aucune valeur n’attend d’être publiée", body)
    body = html(
        "<p>Une valeur arrive ici quand la personne qui la saisit la soumet. Vous la verrez avec l’ancienne valeur, "
        "les remarques des contrôles et sa preuve.</p><p>{}"
        " · {}</p>",
        link(links.address("campagnes"), "Voir où en sont les campagnes"),
        link(links.address("valider", etape="publier"), "Voir les valeurs à publier"),
    )
    return empty("Aucune valeur n’attend d’être validée", body)


def _report() -> None:
    """Draw the outcome for each value of the last action, until it is dismissed."""
    lines = acts.report()
    if not lines:
        return
    items = join(
        html(
            '<li class="{}"><span class="sign" aria-hidden="true">{}</span><span><b>{}</b><br>{}</span></li>',
            "done" if result.is_done else "left",
            "✓" if result.is_done else "!",
            result.name,
            result.message,
        )
        for result in sorted(lines, key=lambda line: line.is_done)
    )
    with st.container(border=True, key="card_validation_report"):
        show(html('<h2>Ce qui vient d’être fait</h2><ul class="plain v-report">{}</ul>', items))
        st.button("Masquer ce compte rendu", key="validation_forget", on_click=acts.forget_report, type="tertiary")


def _list(stage: str, waiting: Sequence[Waiting], context: rows.Context) -> None:
    by: Filter[Waiting] = Filter(
        "par",
        "Grouper par",
        {"aire": "Aire", "auteur": "Auteur"},
        lambda *_: True,
        everything="",
        default="aire",
        count=None,
        lifts=("groupe",),
    )

    def group_of(value: Waiting) -> str:
        if by.read(links.parameters())[0] == "auteur":
            return context.names.get(value.author, value.author)
        return value.area

    groups = list(dict.fromkeys(map(group_of, waiting)))
    names = {group: group for group in sorted(groups)}
    query = Query(
        sorted(waiting, key=lambda value: groups.index(group_of(value))),
        (by, Filter("groupe", "Montrer", names, lambda value, group: group_of(value) == group)),
        partial(links.address, "valider", etape=stage),
        size=40,
    )
    if query.unknown:
        show(warnings(query.unknown))
    waitings = query.matching[query.pages.part]
    show(card(query.panel()))
    _bar(stage, waitings)
    for group in dict.fromkeys(map(group_of, waitings)):
        mine = [waiting for waiting in waitings if group_of(waiting) == group]
        show(html('<h2 class="v-group">{} <span class="muted">{}</span></h2>', group, count_of(len(mine), "valeur")))
        for submission in mine:
            _submission(submission, context)
    if query.pages.last > 1:
        show(query.pages.nav(query.at))


def _bar(stage: str, waitings: Sequence[Waiting]) -> None:
    """Draw the actions on the selection. At the publication stage, boxes are ticked by default."""
    may = [waiting for waiting in waitings if waiting.may_validate]
    if not may:
        return
    if stage:
        for submission in may:
            st.session_state.setdefault(acts.box_key(submission), True)
    chosen = len(acts.selected(waitings))
    main = _STAGES[stage][1]
    with st.container(border=True, key="card_validation_bar", horizontal=True, vertical_alignment="center"):
        everything = chosen == len(may)
        st.button(
            "Tout désélectionner" if everything else f"Tout sélectionner ({len(may)})",
            key="validation_all",
            on_click=acts.tick,
            args=(may, not everything),
        )
        st.button(
            f"Renvoyer la sélection ({chosen})",
            key="validation_return",
            **click(acts.FORM, acts.prepare, Action.RETURN, waitings),
        )
        st.button(
            f"{acts.VERBS[main].capitalize()} la sélection ({chosen})",
            key="validation_main",
            type="primary",
            **click(acts.FORM, acts.prepare, main, waitings),
        )


def _submission(waiting: Waiting, context: rows.Context) -> None:
    with st.container(border=True, key=f"card_validation_{_slug(waiting)}"):
        if waiting.may_validate:
            # Said again at each run: after one that was cut short, the browser would not know what is ticked.
            st.session_state[acts.box_key(waiting)] = st.session_state.get(acts.box_key(waiting), False)
            st.checkbox(rows.unmarked(rows.name_of(waiting)), key=acts.box_key(waiting))
        else:
            show(html('<p class="v-name">{}</p>', rows.name_of(waiting)))
        show(rows.row(waiting, context))


def _slug(waiting: Waiting) -> str:
    return re.sub(r"\W+", "_", str(waiting.key))


def _confirmation(pending: acts.Pending, waiting: Sequence[Waiting], context: rows.Context) -> None:
    """Draw the confirmation step with the content of the selection."""
    chosen = [submission for submission in waiting if submission.key in pending.versions]
    many = len(pending.versions)
    verb = acts.VERBS[pending.action]
    with st.container(border=True, key="card_validation_confirm"):
        show(
            html("<h2>{} {} ?</h2>", verb.capitalize(), count_of(many, "valeur")),
            _sums(chosen, many, context),
            _table(chosen, context),
        )
        if pending.action is Action.RETURN:
            st.text_area("Note pour la personne qui a saisi", key=acts.NOTE, placeholder="Dites ce qu’il faut corriger")
        if pending.action is Action.PUBLISH:
            st.text_area(
                "Note de publication", key=acts.NOTE, placeholder="Par exemple : collecte 2025, comité du 5 décembre"
            )
        with st.container(horizontal=True):
            st.button(
                f"Confirmer : {verb} {count_of(many, 'valeur')}",
                key="validation_confirm",
                type="primary",
                **click(acts.FORM, acts.carry_out, acts.names_of(chosen), context.names),
            )
            st.button("Revenir à la liste", key="validation_leave", on_click=acts.cancel)


def _sums(chosen: Sequence[Waiting], many: int, context: rows.Context) -> Html:
    """Summary of the selection: corrections, findings, missing values, status changes."""
    warned = sum(bool(waiting.findings) for waiting in chosen)
    absent = sum(waiting.value.value is None for waiting in chosen)
    corrections = sum(waiting.former is not None for waiting in chosen)
    moved = sum(
        before is not after for before, after in (context.changes.get(waiting.key, (0, 0)) for waiting in chosen)
    )
    gone = many - len(chosen)
    parts = [
        f"{count_of(corrections, 'correction')} d’une valeur publiée" if corrections else "",
        f"{count_of(warned, 'valeur')} avec une remarque des contrôles" if warned else "",
        f"{count_of(absent, 'valeur')} non disponible{'s' if absent > 1 else ''}" if absent else "",
        f"{count_of(moved, 'statut')} {plural(moved, 'changera', 'changeront')} à la publication" if moved else "",
        f"{count_of(gone, 'valeur')} qui n’{'attendent' if gone > 1 else 'attend'} plus" if gone else "",
    ]
    text = " · ".join(filter(None, parts)) or "aucune remarque des contrôles, aucun statut ne change"
    return html('<p class="lead">{}</p>', text)


def _table(chosen: Sequence[Waiting], context: rows.Context) -> Html:
    lines = [
        [
            html(
                "<b>{}</b><br>{}<br><span class='muted'>{}</span>", rows.name_of(waiting), waiting.label, waiting.area
            ),
            rows.change(waiting, context.review),
            esc(context.names.get(waiting.author, waiting.author)),
            join((esc(text) for text in dict.fromkeys(each.message for each in waiting.findings)), html("<br>"))
            or html('<span class="muted">aucune</span>'),
        ]
        for waiting in chosen
    ]
    return table("Valeurs de la sélection", ["Valeur", "Changement", "Saisie par", "Remarques"], lines)


screen()
