"""Campaigns from the side of one person: which ones ask something of them, and for when."""

from dataclasses import dataclass
from datetime import date

from db.engine import Engine
from db.queries import campaigns as stored
from db.unit_of_work import reading
from db.vocabulary import CampaignState
from indicators.domain.rights import Person
from indicators.reading.campaigns.campaigns import Campaign, read_campaigns


@dataclass(frozen=True, slots=True)
class Call:
    """A campaign as one person sees it: how many series it asks of them, and the first day that one of them is due."""

    campaign: Campaign
    mine: int
    due_on: date


def read_calls(engine: Engine, person: Person) -> tuple[Call, ...]:
    """Campaigns that are open or over, the most urgent of the open ones first, those that ask of this person before."""
    calls = []
    campaigns = [
        campaign for campaign in read_campaigns(engine, person) if campaign.state is not CampaignState.PREPARING
    ]
    with reading(engine) as session:
        for each in campaigns:
            row = stored.campaign(session, each.code)
            listed = stored.series(session, row.id) if row else ()
            mine = [listed_series for listed_series in listed if listed_series.owner == person.email]
            due = min((listed_series.due_on or each.due_on for listed_series in mine), default=each.due_on)
            calls.append(Call(each, len(mine), due))
    return tuple(sorted(calls, key=lambda call: (not is_open(call), call.mine == 0, call.due_on, call.campaign.code)))


def is_open(call: Call) -> bool:
    """Whether the campaign still takes values."""
    return call.campaign.state is CampaignState.OPEN


def default_call(calls: tuple[Call, ...]) -> Call | None:
    """The one to show first: open, with something of mine, due soonest; else the most urgent open one."""
    return next((call for call in calls if is_open(call)), None)
