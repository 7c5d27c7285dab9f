"""Campaign progress as words, signs and bars, shared by the parts of the campaign screen."""

from collections.abc import Mapping
from datetime import date

from db.vocabulary import CampaignState
from indicators.domain import wording
from indicators.domain.formatting import count_of, date_fr, plural
from indicators.domain.periods import Period
from indicators.reading.campaigns.campaigns import DONE, Campaign, Progress
from indicators.ui.kit.html import Html, html

SIGNS = {
    Progress.TO_DO: "○",
    Progress.DRAFT: "✎",
    Progress.RETURNED: "↩",
    Progress.SUBMITTED: "→",
    Progress.VALIDATED: "✓",
    Progress.PUBLISHED: "●",
    Progress.UNAVAILABLE: "∅",
}
"""A sign goes before the word of each state, never alone."""

HEADS = {
    Progress.TO_DO: "À faire",
    Progress.DRAFT: "Brouillon",
    Progress.RETURNED: "Renvoyée",
    Progress.SUBMITTED: "Soumise",
    Progress.VALIDATED: "Validée",
    Progress.PUBLISHED: "Publiée",
    Progress.UNAVAILABLE: "Non disponible",
}

CODES = {progress: str(progress).replace(" ", "_").replace("é", "e").replace("à", "a") for progress in Progress}
"""How an address names a state: « a_faire », « non_disponible »."""

NOBODY = "Sans responsable"
NOBODY_CODE = "personne"


def state(progress: Progress, why: str = "") -> Html:
    """Sign and label of the state of a request, with the reason when the value is not available."""
    because = html('<br><span class="muted">parce que : {}</span>', why) if why else Html()
    sign = html('<span class="cp-sign" aria-hidden="true">{}</span>', SIGNS[progress])
    return html('<span class="cp-state">{}{}</span>{}', sign, HEADS[progress], because)


def campaign_state(campaign: Campaign) -> Html:
    """The state of a campaign as a tag."""
    return html('<span class="cp-tag {}">{}</span>', campaign.state, wording.label(campaign.state))


def bar(counts: Mapping[Progress, int]) -> Html:
    """A bar of the share of series answered, with the same counts in words."""
    total, done = sum(counts.values()), answered(counts)
    share = round(100 * done / total) if total else 0
    return html(
        '<span class="cp-bar" aria-hidden="true"><span style="width:{}%"></span></span>'
        '<span class="cp-words">{}</span>',
        share,
        in_words(counts),
    )


def answered(counts: Mapping[Progress, int]) -> int:
    """Number of series answered: submitted or further, or declared not available."""
    return sum(counts[progress] for progress in DONE)


def in_words(counts: Mapping[Progress, int]) -> str:
    """Counts by state as a sentence: « 50 séries sur 67 ont une réponse : 3 à faire, 10 brouillons… »."""
    total, done = sum(counts.values()), answered(counts)
    if not total:
        return "aucune série n’est encore demandée"
    detail = ", ".join(
        f"{counts[progress]} {_agreed(progress, counts[progress])}" for progress in Progress if counts[progress]
    )
    has = plural(done, "a une réponse", "ont une réponse")
    return f"{count_of(done, 'série')} sur {total} {has} : {detail}"


def _agreed(progress: Progress, many: int) -> str:
    if progress is Progress.TO_DO:
        return str(progress)
    if progress is Progress.UNAVAILABLE:
        return plural(many, "non disponible", "non disponibles")
    return plural(many, str(progress))


def due(campaign: Campaign, today: date) -> str:
    """Due date as text: « échéance le 15/12/2026, dans 24 jours »."""
    text = f"échéance le {date_fr(campaign.due_on)}"
    if campaign.state is not CampaignState.OPEN:
        return text
    days = (campaign.due_on - today).days
    if days == 0:
        return f"{text}, aujourd’hui"
    return f"{text}, dans {count_of(days, 'jour')}" if days > 0 else f"{text}, dépassée de {count_of(-days, 'jour')}"


def period(campaign: Campaign) -> str:
    """Label of the period of a campaign."""
    return Period.parse(campaign.period).label
