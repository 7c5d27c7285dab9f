"""Picker of the series that a campaign can request, by family, area and frequency."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from db.vocabulary import Frequency
from indicators.domain.wording import label
from indicators.reading.campaigns.campaigns import Campaign, Candidate
from indicators.reading.progress.review import Review
from indicators.ui.kit import filters, links
from indicators.ui.kit.html import card, show, warnings
from indicators.ui.kit.query import Filter, Query


def draw(campaign: Campaign, candidates: Sequence[Candidate], review: Review) -> list[Candidate]:
    """Draw the filters and return the matching series."""
    present = {candidate.frequency for candidate in candidates}
    frequencies = {str(each): label(each) for each in Frequency if each in present}
    areas = {str(area.number): f"{area.number} {area.short}" for area in review.catalogue.areas}
    families = filters.families(review.catalogue)
    query = Query(
        candidates,
        (
            _filter("famille", "Famille", families, lambda candidate, code: candidate.family == code),
            _filter("aire", "Aire", areas, lambda candidate, area: int(area) in candidate.areas),
            _filter("frequence", "Fréquence", frequencies, lambda candidate, word: candidate.frequency == word),
        ),
        partial(links.address, "campagnes", campagne=campaign.code, vue="composer"),
    )
    if query.unknown:
        show(warnings(query.unknown))
    show(card(query.panel(), "Choisir des séries"))
    return query.matching


def _filter(
    name: str, title: str, choices: Mapping[str, str], keeps: Callable[[Candidate, str], bool]
) -> Filter[Candidate]:
    return Filter(name, title, choices, keeps, everything="Tout", count=None, shows_empty=True)
