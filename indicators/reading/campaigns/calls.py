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
    found = []
    known = [one for one in read_campaigns(engine, person) if one.state is not CampaignState.PREPARING]
    with reading(engine) as session:
        for one in known:
            row = stored.campaign(session, one.code)
            listed = stored.series(session, row.id) if row else ()
            mine = [asked for asked in listed if asked.owner == person.email]
            due = min((asked.due_on or one.due_on for asked in mine), default=one.due_on)
            found.append(Call(one, len(mine), due))
    return tuple(sorted(found, key=lambda one: (not is_open(one), one.mine == 0, one.due_on, one.campaign.code)))


def is_open(call: Call) -> bool:
    """Whether the campaign still takes values."""
    return call.campaign.state is CampaignState.OPEN


def default_call(calls: tuple[Call, ...]) -> Call | None:
    """The one to show first: open, with something of mine, due soonest; else the most urgent open one."""
    return next((one for one in calls if is_open(one)), None)
