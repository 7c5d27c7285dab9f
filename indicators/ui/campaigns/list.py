"""The campaigns, one card each, and what is closed to entry."""

from datetime import date

from db.vocabulary import CampaignState
from indicators.domain.formatting import count_of, date_fr
from indicators.reading.campaigns.campaigns import Overview
from indicators.ui.campaigns import words
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, html, join, link


def campaigns(found: tuple[Overview, ...], today: date, may_create: bool) -> Html:
    """Every campaign, the newest due date first."""
    if not found:
        return _none(may_create)
    return html('<div class="cp-list">{}</div>', join(_campaign(one, today) for one in found))


def lead(found: tuple[Overview, ...], today: date) -> str:
    """What is open and when it is due."""
    opened = [one for one in found if one.campaign.state is CampaignState.OPEN]
    if not opened:
        return "Aucune campagne n’est ouverte."
    first = min(opened, key=lambda one: one.campaign.due_on)
    late = sum(one.late for one in opened)
    said = f"{count_of(len(opened), 'campagne ouverte', 'campagnes ouvertes')} · {words.due(first.campaign, today)}"
    return f"{said} · {count_of(late, 'série')} en retard" if late else said


def _campaign(one: Overview, today: date) -> Html:
    campaign = one.campaign
    href = links.address("campagnes", campagne=campaign.code)
    late = links.address("campagnes", campagne=campaign.code, vue="series", retard="oui")
    behind = html("<p>{}</p>", link(late, esc(count_of(one.late, "série") + " en retard"))) if one.late else Html()
    dates = f"du {date_fr(campaign.opens_on)}, {words.due(campaign, today)}"
    return card(
        html(
            '<h2 class="cp-title">{} {}</h2><p class="note">{} · valeurs de {} · {}</p><p>{}</p>{}',
            link(href, esc(campaign.label)),
            words.campaign_state(campaign),
            campaign.code,
            words.period(campaign),
            dates,
            words.bar(one.counts),
            behind,
        )
    )


def _none(may_create: bool) -> Html:
    said = html("<p>Une campagne demande les valeurs d’une période à des personnes nommées, pour une date.</p>")
    if may_create:
        href = links.address("campagnes", vue="nouvelle")
        return empty(
            "Aucune campagne n’existe encore", html("{}<p>{}</p>", said, link(href, "Préparer la première campagne"))
        )
    return empty(
        "Aucune campagne n’existe encore", html("{}<p>L’administration du tableau de bord l’ouvrira.</p>", said)
    )
