"""Definitions recorded in the past: a view as of 2024 shows the indicators that were already followed then."""

from datetime import UTC, datetime

from db.queries import catalogue as stored
from db.queries.reference import identifiers, sync
from db.unit_of_work import Session
from seeds.load_catalogue import ACTOR, _definition
from seeds.schema import CatalogueFiles, ContextIndicator, IndicatorEntry

RECORDED_AT = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)


def record_definitions(session: Session, catalogue: CatalogueFiles) -> None:
    """First versions of the definitions, before the catalogue is loaded; it then finds them as they should be."""
    if stored.definitions(session):
        return
    families = [
        {"code": family.code, "label": family.label, "short_label": family.short, "position": place}
        for place, family in enumerate(catalogue.families, 1)
    ]
    units = [
        {"code": unit.code, "label": unit.label, "symbol": unit.symbol, "is_percent": unit.is_percent}
        for unit in catalogue.units
    ]
    sync(session, "family", ["code"], families)
    sync(session, "unit", ["code"], units)
    _indicators(session, catalogue)


def _indicators(session: Session, catalogue: CatalogueFiles) -> None:
    families, units = identifiers(session, "family", "code"), identifiers(session, "unit", "code")
    cards: list[IndicatorEntry | ContextIndicator] = [*catalogue.indicators, *catalogue.context_indicators]
    rows = [
        {"code": card.code, "family_id": families[card.family], "position": place}
        for place, card in enumerate(cards, 1)
    ]
    sync(session, "indicator", ["code"], rows)
    ids = identifiers(session, "indicator", "code")
    for card in cards:
        stored.add_definition(
            session,
            indicator_id=ids[card.code],
            version_no=1,
            recorded_by=ACTOR,
            recorded_at=RECORDED_AT,
            reason="",
            **_definition(card, units),
        )
