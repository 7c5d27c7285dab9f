"""List of campaigns, one card each, and a summary of the open ones."""

from datetime import date

from db.vocabulary import CampaignState
from indicators.domain.formatting import count_of, date_fr
from indicators.reading.campaigns.campaigns import Overview
from indicators.ui.campaigns import words
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, html, join, link


def campaigns(overviews: tuple[Overview, ...], today: date, may_create: bool) -> Html:
    """Cards of all campaigns, latest due date first."""
    if not overviews:
        return _none(may_create)
    return html('<div class="cp-list">{}</div>', join(_campaign(overview, today) for overview in overviews))


def lead(overviews: tuple[Overview, ...], today: date) -> str:
    """Summary of the open campaigns: how many, the next due date, how many series are late."""
    opened = [overview for overview in overviews if overview.campaign.state is CampaignState.OPEN]
    if not opened:
        return "Aucune campagne n’est ouverte."
    first = min(opened, key=lambda overview: overview.campaign.due_on)
    late = sum(overview.late for overview in opened)
    sentence = f"{count_of(len(opened), 'campagne ouverte', 'campagnes ouvertes')} · {words.due(first.campaign, today)}"
    return f"{sentence} · {count_of(late, 'série')} en retard" if late else sentence


def _campaign(overview: Overview, today: date) -> Html:
    campaign = overview.campaign
    href = links.address("campagnes", campagne=campaign.code)
    late = links.address("campagnes", campagne=campaign.code, vue="series", retard="oui")
    behind = (
        html("<p>{}</p>", link(late, esc(count_of(overview.late, "série") + " en retard"))) if overview.late else Html()
    )
    dates = f"du {date_fr(campaign.opens_on)}, {words.due(campaign, today)}"
    return card(
        html(
            '<h2 class="cp-title">{} {}</h2><p class="note">{} · valeurs de {} · {}</p><p>{}</p>{}',
            link(href, esc(campaign.label)),
            words.campaign_state(campaign),
            campaign.code,
            words.period(campaign),
            dates,
            words.bar(overview.counts),
            behind,
        )
    )


def _none(may_create: bool) -> Html:
    explanation = html("<p>Une campagne demande les valeurs d’une période à des personnes nommées, pour une date.</p>")
    if may_create:
        href = links.address("campagnes", vue="nouvelle")
        return empty(
            "Aucune campagne n’existe encore",
            html("{}<p>{}</p>", explanation, link(href, "Préparer la première campagne")),
        )
    return empty(
        "Aucune campagne n’existe encore", html("{}<p>L’administration du tableau de bord l’ouvrira.</p>", explanation)
    )
