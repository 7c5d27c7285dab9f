"""Reminders of a campaign: one e-mail per person with pending series, sent from the user's own mail client."""

import streamlit as st

from indicators.domain.formatting import count_of
from indicators.exchange import emails
from indicators.exchange.emails import Mail
from indicators.reading.campaigns.campaigns import Board, reminders
from indicators.settings import settings
from indicators.ui.kit.html import card, details, empty, html, show


def show_reminders(board: Board) -> None:
    """Draw the e-mails with a mailto link and a file each, and the downloads of all of them."""
    mails = [
        Mail(reminder.to, reminder.name, reminder.subject, reminder.body)
        for reminder in reminders(board, _address(board))
    ]
    if not mails:
        show(empty("Personne n’a de relance à recevoir", html("<p>Toutes les séries attribuées ont une réponse.</p>")))
        return
    with st.container(border=True, key="card_campaign_mails"):
        show(
            html(
                "<h2>{} à envoyer</h2>"
                '<p class="note">Rien ne part d’ici : ouvrez chaque message dans votre messagerie, relisez-le, envoyez-le.</p>',
                count_of(len(mails), "relance"),
            )
        )
        with st.container(horizontal=True):
            st.download_button(
                "Tous les messages (ZIP)",
                lambda: emails.to_zip(mails),
                file_name=f"relances-{board.campaign.code}.zip",
                mime="application/zip",
                key="campaign_mails_zip",
                on_click="ignore",
            )
            st.download_button(
                "La liste (CSV)",
                lambda: emails.to_list(mails).encode(),
                file_name=f"relances-{board.campaign.code}.csv",
                mime="text/csv",
                key="campaign_mails_csv",
                on_click="ignore",
            )
    for number, mail in enumerate(mails):
        _mail(number, mail)
    nobody = sum(not request.owner for request in board.asked)
    if nobody:
        warning = f"{count_of(nobody, 'série')} sans responsable : personne ne peut être relancé pour elles."
        show(card(html("<p>{}</p>", warning)))


def _mail(number: int, mail: Mail) -> None:
    with st.container(border=True, key=f"card_campaign_mail_{number}"):
        text = html('<pre class="cp-mail">{}</pre>', mail.body)
        show(
            html(
                '<h2>{}</h2><p class="muted">{} · {}</p><p><a href="{}">Écrire à {}</a></p>{}',
                mail.name or mail.to,
                mail.to,
                mail.subject,
                emails.to_link(mail),
                mail.name or mail.to,
                details("Lire le message", text),
            )
        )
        st.download_button(
            f"Fichier du message {number + 1} (.eml)",
            emails.to_eml(mail),
            file_name=emails.file_name(mail),
            mime="message/rfc822",
            key=f"campaign_mail_{number}",
            on_click="ignore",
        )


def _address(board: Board) -> str:
    """Absolute address of the entry screen; empty when the public address is not configured."""
    base = settings().public_url
    return f"{base}/saisie?campagne={board.campaign.code}" if base else ""
