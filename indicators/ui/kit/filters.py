"""Filters of lists of series: area, family, ambition, type, core, roadmap, status, need for attention."""

from db.vocabulary import IndicatorType
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.domain.wording import label
from indicators.reading.catalogue.catalogue import Catalogue
from indicators.reading.progress.attention import ATTENTIONS, BY_CODE
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, GROUP, ambitions_of, area_of
from indicators.ui.kit.query import Filter


def areas(catalogue: Catalogue) -> dict[str, str]:
    """The strategic areas as choices: « 1 Biopharma »."""
    return {str(area.number): f"{area.number} {catalogue.area_names[area.number]}" for area in catalogue.areas}


def areas_and_beyond(catalogue: Catalogue) -> dict[str, str]:
    """The areas, then the perimeters that are none of them."""
    return {**areas(catalogue), GROUP: "Groupe d’aires", DIS: "DIS entier"}


def families(catalogue: Catalogue) -> dict[str, str]:
    """The families of indicators as choices."""
    return {family.code: family.short for family in catalogue.families}


def of_series(review: Review) -> dict[str, Filter[Judged]]:
    """The filters of a list of series by name, in their order in addresses."""
    catalogue = review.catalogue
    ambitions = {ambition.code: ambition.short for ambition in catalogue.ambitions}
    types = {str(word): label(word) for word in IndicatorType}
    statuses = {str(status): SIGNS[status].word for status in STATUS_ORDER}
    attentions = {attention.code: attention.title for attention in ATTENTIONS}
    filters: tuple[Filter[Judged], ...] = (
        Filter("aire", "Aire", areas_and_beyond(catalogue), lambda series, area: area_of(series) == area),
        Filter("famille", "Famille", families(catalogue), lambda series, code: series.definition.family == code),
        Filter("ambition", "Ambition", ambitions, lambda series, code: code in ambitions_of(series, review)),
        Filter("type", "Type", types, lambda series, word: series.facts.type == word),
        Filter("noyau", "Noyau", {"oui": "Noyau seulement"}, lambda series, _: series.definition.core),
        Filter(
            "feuille_de_route",
            "Suivi",
            {"oui": "Feuille de route seulement"},
            lambda series, _: series.series.in_matrix,
        ),
        Filter("statut", "Statut", statuses, lambda series, status: series.status == status),
        Filter("a_voir", "À voir", attentions, lambda series, code: BY_CODE[code].concerns(series, review)),
    )
    return {each.name: each for each in filters}
