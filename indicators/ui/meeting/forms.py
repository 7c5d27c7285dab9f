"""What the secretariat types while the committee speaks: a decision, an appreciation. Each is recorded at once."""

import streamlit as st

from db.vocabulary import AppreciationLevel
from indicators.domain.committee.appreciations import Matter
from indicators.domain.values.cells import Kind
from indicators.domain.wording import label
from indicators.reading.catalogue.catalogue import Operation
from indicators.reading.committee.judgements import Standing
from indicators.services.committee.decisions import About, decide
from indicators.services.committee.judgements import appreciate
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit.administration import attempt, chosen, day_of, key, typed
from indicators.ui.kit.html import show
from indicators.ui.meeting.plan import Meeting
from indicators.ui.who import current_person

_FIELDS = ("text", "charge", "due", "operations", "level", "motive")
_WRITTEN = (Kind.SAVED, Kind.UNCHANGED)


def keep() -> None:
    """What is typed at one view is still there when one comes back to it: Streamlit forgets fields that it does not draw."""
    for name in [one for one in st.session_state if str(one).startswith("meeting:")]:
        if str(name).split(":")[-2] in _FIELDS:
            st.session_state[name] = st.session_state[name]


def acts(
    meeting: Meeting,
    matter: Matter,
    standing: Standing,
    about: tuple[str, ...] = (),
    operations: tuple[str, ...] = (),
) -> None:
    """Both forms. ``about`` are the series that a decision is about; ``operations`` those it may be about."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, key="card_meeting_decision"):
        _decision(meeting, matter, about, operations)
    with right, st.container(border=True, key="card_meeting_appreciation"):
        _appreciation(meeting, matter, standing)


def _decision(meeting: Meeting, matter: Matter, about: tuple[str, ...], operations: tuple[str, ...]) -> None:
    form = f"meeting:decision:{matter}"
    show("<h2>Consigner une décision</h2>")
    st.text_area("Décision", key=key(form, "text"), max_chars=4000, height=100)
    left, right = st.columns(2)
    left.text_input("Qui en est chargé", key=key(form, "charge"), max_chars=200)
    right.text_input("Pour le", key=key(form, "due"), placeholder="JJ/MM/AAAA", max_chars=40)
    if operations:
        names = {each.code: each for each in _operations(meeting, matter)}
        st.multiselect(
            "Opérations concernées",
            operations,
            format_func=lambda code: names[code].wording,
            key=key(form, "operations"),
            placeholder="Tapez un mot de l’opération",
            select_all=False,
        )
    edition = meeting.frozen.code if meeting.frozen else ""
    args = (form, about, operations, edition)
    st.button("Consigner la décision", type="primary", key=key(form, "save"), on_click=_decide, args=args)


def _operations(meeting: Meeting, matter: Matter) -> tuple[Operation, ...]:
    return meeting.review.catalogue.areas_by_number[matter.area].operations


def _decide(form: str, about: tuple[str, ...], operations: tuple[str, ...], edition: str) -> None:
    def act() -> str:
        asked = chosen(form, "operations")
        picked = [code for code in asked if code in operations] if isinstance(asked, list) else []
        return decide(
            store.engine(),
            current_person(),
            typed(form, "text"),
            in_charge=typed(form, "charge"),
            due_on=day_of(form, "due"),
            about=About(series=about, operations=picked),
            edition=edition,
            taken_on=store.today(),
        ).message

    attempt(act, form)


def _appreciation(meeting: Meeting, matter: Matter, standing: Standing) -> None:
    form = f"meeting:appreciation:{matter}"
    show("<h2>Porter une appréciation</h2>")
    st.radio(
        "Les objectifs sont",
        list(AppreciationLevel),
        index=None,
        format_func=label,
        key=key(form, "level"),
        horizontal=True,
    )
    st.text_area("Motif", key=key(form, "motive"), max_chars=4000, height=100)
    args = (form, matter, standing.version_no)
    st.button("Enregistrer l’appréciation", type="primary", key=key(form, "save"), on_click=_appreciate, args=args)


def _appreciate(form: str, matter: Matter, version_no: int) -> None:
    def act() -> str:
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

    attempt(act, form)
