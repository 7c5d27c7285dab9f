"""Forms filled by the secretariat during a meeting: a decision, an appreciation. Each is saved immediately."""

import streamlit as st

from db.vocabulary import AppreciationLevel
from indicators.domain.committee.appreciations import Matter
from indicators.domain.values.cells import Kind
from indicators.domain.wording import label
from indicators.reading.committee.judgements import Standing
from indicators.services.committee.decisions import DecisionLinks, decide
from indicators.services.committee.judgements import appreciate
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import chosen, day_of, key, typed
from indicators.ui.kit.html import html, show
from indicators.ui.meeting.plan import CurrentMeeting
from indicators.ui.who import current_person

_FIELDS = ("text", "charge", "due", "operations", "level", "motive")
_WRITTEN = (Kind.SAVED, Kind.UNCHANGED)


def keep() -> None:
    """Preserve what is typed when the user leaves a view: Streamlit drops the state of fields that are not drawn."""
    for name in [name for name in st.session_state if str(name).startswith("meeting:")]:
        if str(name).split(":")[-2] in _FIELDS:
            st.session_state[name] = st.session_state[name]


def acts(
    meeting: CurrentMeeting,
    matter: Matter,
    standing: Standing,
    about: tuple[str, ...] = (),
    operations: tuple[str, ...] = (),
) -> None:
    """Draw both forms. ``about`` lists the series of a decision; ``operations`` the operations it may be about."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, key="card_meeting_decision"):
        _decision(meeting, matter, about, operations)
    with right, st.container(border=True, key="card_meeting_appreciation"):
        _appreciation(meeting, matter, standing)


def _decision(meeting: CurrentMeeting, matter: Matter, about: tuple[str, ...], operations: tuple[str, ...]) -> None:
    form = f"meeting:decision:{matter}"
    show(html("<h2>Consigner une décision</h2>"))
    st.text_area("Décision", key=key(form, "text"), max_chars=4000, height=100)
    left, right = st.columns(2)
    left.text_input("Qui en est chargé", key=key(form, "charge"), max_chars=200)
    right.text_input("Pour le", key=key(form, "due"), placeholder="JJ/MM/AAAA", max_chars=40)
    if operations:
        every = meeting.review.catalogue.areas_by_number[matter.area].operations
        wordings = {operation.code: operation.wording for operation in every}
        st.multiselect(
            "Opérations concernées",
            operations,
            format_func=wordings.__getitem__,
            key=key(form, "operations"),
            placeholder="Tapez un mot de l’opération",
            select_all=False,
        )
    edition = meeting.frozen.code if meeting.frozen else ""
    act = click(form, _decide, form, about, operations, edition)
    st.button("Consigner la décision", type="primary", key=key(form, "save"), **act)


def _decide(form: str, about: tuple[str, ...], operations: tuple[str, ...], edition: str) -> str:
    codes = chosen(form, "operations")
    return decide(
        store.engine(),
        current_person(),
        typed(form, "text"),
        in_charge=typed(form, "charge"),
        due_on=day_of(form, "due"),
        about=DecisionLinks(
            series=about,
            operations=[code for code in codes if code in operations] if isinstance(codes, list) else [],
        ),
        edition=edition,
        taken_on=store.today(),
    ).message


def _appreciation(meeting: CurrentMeeting, matter: Matter, standing: Standing) -> None:
    form = f"meeting:appreciation:{matter}"
    show(html("<h2>Porter une appréciation</h2>"))
    st.radio(
        "Les objectifs sont",
        list(AppreciationLevel),
        index=None,
        format_func=label,
        key=key(form, "level"),
        horizontal=True,
    )
    st.text_area("Motif", key=key(form, "motive"), max_chars=4000, height=100)
    act = click(form, _appreciate, form, matter, standing.version_no)
    st.button("Enregistrer l’appréciation", type="primary", key=key(form, "save"), **act)


def _appreciate(form: str, matter: Matter, version_no: int) -> str:
    level = chosen(form, "level")
    if level not in list(AppreciationLevel):
        raise Refused("Choisissez une appréciation.")
    outcome = appreciate(
        store.engine(),
        current_person(),
        matter,
        AppreciationLevel(str(level)),
        typed(form, "motive"),
        base_version_no=version_no,
        meeting=store.today(),
        today=store.today(),
    )
    if outcome.kind not in _WRITTEN:
        raise Refused(outcome.message)
    return outcome.message
