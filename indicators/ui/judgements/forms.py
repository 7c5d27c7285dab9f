"""Forms to give, confirm or withdraw an appreciation and to write comments; each button calls one service."""

from datetime import date

import streamlit as st

from db.vocabulary import AppreciationLevel, CommentKind
from indicators.domain.committee.appreciations import Matter
from indicators.domain.rights import Action, Person, allowed
from indicators.domain.wording import label
from indicators.reading.committee.judgements import Appreciation, Standing
from indicators.services.committee import judgements
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.judgements.matter import TopicCard
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import chosen, day_of, key, typed
from indicators.ui.kit.html import html, show
from indicators.ui.kit.version_seen import answer, began
from indicators.ui.who import current_person

_LONGEST = 4000


def appreciation(sheet: TopicCard, standing: Standing, person: Person) -> None:
    """Draw the forms on an appreciation; draws nothing for a person without the right."""
    if not allowed(person, Action.APPRECIATE, sheet.subject):
        return
    adopts = bool(allowed(person, Action.DECIDE))
    if standing.proposal and adopts:
        _confirmation(sheet, standing, standing.proposal)
    form = f"appreciate:{sheet.matter}"
    with st.expander("Porter une appréciation" if adopts else "Proposer une appréciation"):
        st.selectbox(
            "Niveau",
            list(AppreciationLevel),
            index=None,
            format_func=label,
            placeholder="Choisissez un niveau",
            key=key(form, "level"),
        )
        level = chosen(form, "level")
        # The computed status may ask for a motive: said before the click, required by the service.
        owed = sheet.owed(level) if isinstance(level, AppreciationLevel) else ""
        st.text_area("Motif", key=key(form, "motive"), max_chars=_LONGEST, height=90, placeholder="Ce qui le fonde")
        if owed and not typed(form, "motive").strip():
            show(html('<p class="warn" role="status">{}</p>', owed))
        _meeting(form)
        untouched = level is None and not typed(form, "motive").strip()
        act = click(form, _appreciate, form, sheet.matter, began(form, standing.version_no, is_untouched=untouched))
        st.button(
            "Enregistrer l’appréciation" if adopts else "Proposer au comité", key=f"{form}:go", type="primary", **act
        )
    _withdrawal(sheet, standing, adopts)


def comment(sheet: TopicCard, standing: Standing, person: Person) -> None:
    """Draw the form that adds or revises a comment, one kind at a time."""
    if not allowed(person, Action.COMMENT, sheet.subject):
        return
    with st.expander("Ajouter ou réviser un commentaire"):
        kinds = list(CommentKind)
        kind = st.selectbox("Sorte", kinds, format_func=label, key=f"comment:{sheet.matter}:kind") or kinds[0]
        form = f"comment:{sheet.matter}:{kind}"
        last = standing.comments.get(kind)
        began_comment = _began_comment(form, last.version_no if last else 0, last.text if last else "")
        st.text_area(
            "Texte",
            st.session_state[key(form, "origin")],
            key=_field(form),
            max_chars=_LONGEST,
            height=120,
            placeholder="Quelques phrases",
        )
        if last and last.text:
            show(
                html('<p class="note">Un texte vide retire le commentaire ; le précédent reste dans l’historique.</p>')
            )
        _meeting(form)
        act = click(form, _comment, form, sheet.matter, kind, began_comment)
        st.button("Enregistrer le commentaire", key=f"{form}:go", type="primary", **act)


def _confirmation(sheet: TopicCard, standing: Standing, proposal: Appreciation) -> None:
    form = f"confirm:{sheet.matter}"
    base_version = began(form, standing.version_no, is_untouched=True)
    with st.container(horizontal=True):
        adopt = click(form, _confirm, form, sheet.matter, proposal, base_version)
        st.button("Retenir cette proposition", key=f"{form}:go", type="primary", **adopt)
        reject = click(form, _withdraw, form, sheet.matter, base_version)
        st.button("Écarter la proposition", key=f"{form}:no", type="tertiary", **reject)


def _withdrawal(sheet: TopicCard, standing: Standing, adopts: bool) -> None:
    """Draw the form that withdraws the current appreciation, or a proposal not yet confirmed."""
    own_proposal = standing.proposal is not None and not adopts
    if not (own_proposal or (adopts and standing.adopted and not standing.proposal)):
        return
    form = f"withdraw:{sheet.matter}"
    with st.expander("Retirer la proposition" if own_proposal else "Retirer l’appréciation"):
        st.text_input("Motif du retrait", key=key(form, "motive"), placeholder="Une phrase, gardée dans l’historique")
        base_version = began(form, standing.version_no, is_untouched=not typed(form, "motive"))
        st.button(
            "Retirer", key=f"{form}:go", type="tertiary", **click(form, _withdraw, form, sheet.matter, base_version)
        )


def _meeting(form: str) -> None:
    st.text_input("Comité du (facultatif)", key=key(form, "meeting"), placeholder="JJ/MM/AAAA", max_chars=40)


def _began_comment(form: str, version_no: int, text: str) -> int:
    """Version that the edit starts from. The field follows the stored text until edited, then is never replaced."""
    origin = st.session_state.get(key(form, "origin"))
    written = st.session_state.get(_field(form))
    untouched = written is None or written == origin
    base_version = began(form, version_no, is_untouched=untouched)
    if untouched:
        st.session_state[key(form, "origin")] = text
        st.session_state[key(form, "field")] = version_no
    return base_version


def _field(form: str) -> str:
    """Key of the text field; it changes with the version, so that the field shows the stored text."""
    return key(form, f"text:{st.session_state.get(key(form, 'field'), 0)}")


def _appreciate(form: str, matter: Matter, base_version: int) -> str:
    level = chosen(form, "level")
    if level not in list(AppreciationLevel):
        raise Refused("Choisissez un niveau.")
    meeting = day_of(form, "meeting")
    return _send(form, matter, AppreciationLevel(str(level)), typed(form, "motive"), meeting, base_version)


def _confirm(form: str, matter: Matter, proposal: Appreciation, base_version: int) -> str:
    return _send(form, matter, proposal.level, proposal.motive, proposal.meeting, base_version)


def _withdraw(form: str, matter: Matter, base_version: int) -> str:
    return _send(form, matter, None, typed(form, "motive"), None, base_version)


def _send(
    form: str, matter: Matter, level: AppreciationLevel | None, motive: str, meeting: date | None, base_version: int
) -> str:
    outcome = judgements.appreciate(
        store.engine(),
        current_person(),
        matter,
        level,
        motive,
        base_version_no=base_version,
        meeting=meeting,
        today=store.today(),
    )
    return answer(form, outcome.kind, outcome.message, outcome.version_no)


def _comment(form: str, matter: Matter, kind: CommentKind, base_version: int) -> str:
    text = str(st.session_state.get(_field(form)) or "")
    meeting = day_of(form, "meeting")
    outcome = judgements.comment(
        store.engine(), current_person(), matter, kind, text, base_version_no=base_version, meeting=meeting
    )
    return answer(form, outcome.kind, outcome.message, outcome.version_no)
