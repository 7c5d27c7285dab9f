"""Forms of one campaign: lifecycle, series and owners. Only actions that the person may take are offered."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from db.vocabulary import CampaignState
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Person
from indicators.domain.wording import label
from indicators.reading.campaigns.campaigns import (
    WITH_OWNER,
    Board,
    Campaign,
    Candidate,
    Colleague,
    Progress,
    RequestedSeries,
)
from indicators.reading.progress.review import Review
from indicators.ui.campaigns import acts, candidates, words
from indicators.ui.kit.html import Html, details, empty, esc, html, show, table

_RUNNING = (CampaignState.PREPARING, CampaignState.OPEN)


def create(today: date) -> None:
    """Draw the form of a new campaign; fields left empty get a default derived from the period."""
    with st.container(border=True, key="card_campaign_new"):
        show(html("<h2>Une nouvelle campagne</h2>"))
        period = str(today.year - 1)
        st.text_input("Période", key=acts.key("period"), placeholder=f"{period}, {period}-S1 ou {period}-Q3")
        left, right = st.columns(2)
        left.text_input("Code", key=acts.key("code"), placeholder=f"Par défaut : {acts.suggested_code(period)}")
        right.text_input("Intitulé", key=acts.key("label"), placeholder=f"Par défaut : {acts.suggested_label(period)}")
        left.text_input("Ouverture", key=acts.key("opens"), placeholder="JJ/MM/AAAA")
        right.text_input("Échéance", key=acts.key("due"), placeholder="JJ/MM/AAAA")
        st.text_area("Note (facultative)", key=acts.key("note"), placeholder="Ce que les personnes doivent savoir")
        st.button("Préparer la campagne", type="primary", key="campaign_create", **acts.click(acts.create))
        show(
            html(
                '<p class="note">Rien n’est encore demandé à personne : vous choisirez les séries, puis vous ouvrirez.</p>'
            )
        )


def life(board: Board) -> None:
    """Draw the next step of the campaign: open, close, reopen or publish."""
    campaign = board.campaign
    with st.container(border=True, key="card_campaign_life"):
        show(html("<h2>Faire avancer la campagne</h2><p class='note'>{}</p>", _advice(board)))
        if acts.is_asking("publish", campaign.code):
            _publication(board)
        elif acts.is_asking("close", campaign.code):
            _closing(board)
        else:
            _steps(campaign)


def _steps(campaign: Campaign) -> None:
    with st.container(horizontal=True):
        if campaign.state is CampaignState.PREPARING:
            st.button(
                "Ouvrir la campagne",
                type="primary",
                key="campaign_open",
                **acts.click(acts.open_campaign, campaign.code),
            )
        if campaign.state is CampaignState.OPEN:
            st.button("Clôturer…", key="campaign_ask_close", on_click=acts.ask, args=("close", campaign.code))
        if campaign.state is CampaignState.CLOSED:
            st.button(
                "Publier la campagne…",
                type="primary",
                key="campaign_ask_publish",
                on_click=acts.ask,
                args=("publish", campaign.code),
            )
            st.button("Rouvrir", key="campaign_reopen", **acts.click(acts.open_campaign, campaign.code))


def _advice(board: Board) -> str:
    match board.campaign.state:
        case CampaignState.PREPARING:
            return "Choisissez les séries et leurs responsables, puis ouvrez la campagne."
        case CampaignState.OPEN:
            return "Clôturer retire la liste de « Ma saisie ». Verrouiller la période est une autre décision."
        case CampaignState.CLOSED:
            ready = sum(request.progress is Progress.VALIDATED for request in board.asked)
            return f"{count_of(ready, 'série')} à publier. Ce qui n’est pas validé reste où il est."
        case _:
            return "Cette campagne est publiée ; une correction se fait valeur par valeur."


def _closing(board: Board) -> None:
    remaining = sum(request.progress in WITH_OWNER for request in board.asked)
    unanswered = f" Il reste {count_of(remaining, 'série')} sans réponse." if remaining else ""
    show(html("<p><b>Clôturer la campagne ?</b>{}</p>", unanswered))
    with st.container(horizontal=True):
        st.button(
            "Confirmer la clôture", type="primary", key="campaign_close", **acts.click(acts.close, board.campaign.code)
        )
        st.button("Annuler", key="campaign_forget", on_click=acts.forget)


def _publication(board: Board) -> None:
    ready = [request for request in board.asked if request.progress is Progress.VALIDATED]
    rows = [[esc(request.series), esc(request.label), esc(request.area)] for request in ready]
    if rows:
        show(table("Séries dont la valeur sera publiée", ["Code", "Série", "Aire"], rows))
    st.text_area(
        "Note de publication",
        key=acts.key("publish_note", board.campaign.code),
        placeholder="Par exemple : collecte 2025, comité du 5 décembre",
    )
    with st.container(horizontal=True):
        st.button(
            "Confirmer la publication",
            type="primary",
            key="campaign_publish",
            **acts.click(acts.publish, board.campaign.code),
        )
        st.button("Annuler", key="campaign_forget", on_click=acts.forget)


def compose(
    board: Board, every: Sequence[Candidate], campaigns: Sequence[Campaign], people: Sequence[Colleague], review: Review
) -> None:
    """Draw the forms that add series: copied from another campaign, or by family, area and frequency."""
    campaign = board.campaign
    if campaign.state not in _RUNNING:
        show(empty("La liste est arrêtée", html("<p>Rouvrez la campagne pour y ajouter des séries.</p>")))
        return
    _copy(campaign, campaigns)
    free = [candidate for candidate in candidates.draw(campaign, every, review) if not candidate.asked]
    with st.container(border=True, key="card_campaign_add"):
        show(html("<h2>{} à ajouter</h2>", count_of(len(free), "série")), _preview(free))
        _who_and_when("add", campaign, people)
        st.button(
            f"Demander {_these(len(free))}",
            type="primary",
            key="campaign_add",
            **acts.click(acts.add_series, campaign.code, [candidate.series for candidate in free]),
        )


def _copy(campaign: Campaign, campaigns: Sequence[Campaign]) -> None:
    former = {
        source_campaign.code: source_campaign.label
        for source_campaign in campaigns
        if source_campaign.code != campaign.code
    }
    if not former:
        return
    with st.container(border=True, key="card_campaign_copy"):
        show(
            html("<h2>Reprendre une autre campagne</h2>"),
            html("<p class='note'>Ses séries et leurs responsables s’ajoutent.</p>"),
        )
        st.selectbox(
            "Campagne à reprendre",
            list(former),
            index=None,
            format_func=lambda code: former[code],
            key=acts.key("source", campaign.code),
            placeholder="Choisissez une campagne",
        )
        st.button("Reprendre ses séries", key="campaign_copy", **acts.click(acts.copy_list, campaign.code))


def _preview(free: Sequence[Candidate]) -> Html:
    if not free:
        return html("<p class='note'>Toutes les séries de ce choix sont déjà demandées.</p>")
    rows = [
        [esc(candidate.series), esc(candidate.label), esc(candidate.area), esc(label(candidate.frequency))]
        for candidate in free
    ]
    return details("Voir la liste", table("Séries à ajouter", ["Code", "Série", "Aire", "Fréquence"], rows))


def give(board: Board, requests: Sequence[RequestedSeries], people: Sequence[Colleague]) -> None:
    """Draw the form that assigns the filtered series to a person, or removes them from the campaign."""
    campaign = board.campaign
    if not requests or campaign.state not in _RUNNING:
        return
    codes = [request.series for request in requests]
    with st.container(border=True, key="card_campaign_give"):
        show(
            html(
                "<h2>Attribuer {}</h2>"
                '<p class="note">Ce que les filtres montrent, toutes pages confondues. '
                "La personne reçoit le droit de saisir.</p>",
                _these(len(requests)),
            )
        )
        _who_and_when("give", campaign, people)
        with st.container(horizontal=True):
            st.button(
                f"Attribuer {_these(len(requests))}",
                key="campaign_give",
                **acts.click(acts.assign, campaign.code, codes),
            )
            if acts.is_asking("release", campaign.code):
                st.button(
                    f"Confirmer : retirer {_these(len(requests))}",
                    key="campaign_release",
                    **acts.click(acts.release, campaign.code, codes),
                )
                st.button("Annuler", key="campaign_forget_release", on_click=acts.forget)
            else:
                st.button(
                    f"Retirer {_these(len(requests))} de la campagne…",
                    type="tertiary",
                    key="campaign_ask_release",
                    on_click=acts.ask,
                    args=("release", campaign.code),
                )


def hand_over(board: Board, person: Person, people: Sequence[Colleague]) -> None:
    """Draw the form that transfers all or some of the person's own series to a colleague."""
    campaign = board.campaign
    mine = [request for request in board.asked if request.owner == person.email]
    if not mine or campaign.state not in _RUNNING:
        return
    colleagues = {colleague.email: colleague.name for colleague in people if colleague.email != person.email}
    labels = {request.series: f"{request.series} · {request.label} ({request.area})" for request in mine}
    with st.container(border=True, key="card_campaign_hand_over"):
        show(
            html(
                "<h2>Transmettre ma liste</h2>"
                '<p class="note">{} à votre nom. La personne doit pouvoir saisir ces séries.</p>',
                count_of(len(mine), "série"),
            )
        )
        st.selectbox(
            "Transmettre à",
            list(colleagues),
            index=None,
            format_func=lambda email: f"{colleagues[email]} ({email})",
            key=acts.key("to", campaign.code),
            placeholder="Choisissez une personne",
        )
        st.multiselect(
            "Séries à transmettre",
            list(labels),
            format_func=lambda code: labels[code],
            key=acts.key("some", campaign.code),
            placeholder="Toute ma liste",
            select_all=False,
        )
        st.button("Transmettre", key="campaign_hand_over", **acts.click(acts.hand_over, campaign.code, person.email))


def _who_and_when(name: str, campaign: Campaign, people: Sequence[Colleague]) -> None:
    names = {colleague.email: colleague.name for colleague in people}
    left, right = st.columns(2)
    left.selectbox(
        "Responsable",
        ["", *names],
        format_func=lambda email: f"{names[email]} ({email})" if email else words.NOBODY,
        key=acts.key(f"{name}_owner", campaign.code),
    )
    right.text_input(
        "Échéance particulière (facultative)",
        key=acts.key(f"{name}_due", campaign.code),
        placeholder=f"JJ/MM/AAAA, sinon {date_fr(campaign.due_on)}",
    )


def _these(many: int) -> str:
    return f"ces {many} séries" if many > 1 else "cette série"
