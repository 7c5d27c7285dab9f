"""Roadmap, code lists, indicators and series of the catalogue files, into the store."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.queries import administration
from db.queries import catalogue as stored
from db.queries.reference import identifiers, sync, sync_links
from db.unit_of_work import Session
from db.vocabulary import Horizon
from seeds.report import LoadReport
from seeds.schema import CatalogueFiles, ContextIndicator, IndicatorEntry

ACTOR = "chargement du catalogue"


def load(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    """Everything of the catalogue but values, in the order of their references."""
    _roadmap(session, catalogue, report)
    _areas(session, catalogue, report)
    _perimeters(session, catalogue, report)
    _lists(session, catalogue, report)
    _indicators(session, catalogue, report)
    _series(session, catalogue, report)
    _links(session, catalogue, report)
    _breaks(session, catalogue, report)


def _roadmap(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    version = catalogue.version
    row = {
        "code": version.code,
        "label": version.label,
        "baseline_date": version.baseline_date,
        "note": version.note,
        "is_current": True,
    }
    report.count("Feuille de route", sync(session, "roadmap_version", ["code"], [row]))
    version_id = identifiers(session, "roadmap_version", "code")[version.code]
    _horizons(session, version_id, version.horizons, report)
    ambitions = [
        {"code": f"A{ambition.number}", "label": ambition.label, "short_label": f"Ambition {ambition.number}"}
        for ambition in catalogue.ambitions
    ]
    report.count("Ambitions", sync(session, "ambition", ["code"], ambitions))
    families = [
        {"code": family.code, "label": family.label, "short_label": family.short, "position": place}
        for place, family in enumerate(catalogue.families, 1)
    ]
    report.count("Familles", sync(session, "family", ["code"], families))


def _horizons(session: Session, version_id: int, dates: Mapping[Horizon, date], report: LoadReport) -> None:
    """Dates of the files, but for those that somebody changed since: a difference is then told."""
    changes = [row for row in administration.horizon_changes(session) if row.series is None]
    by_hand = {row.horizon for row in changes}
    rows = [
        {"roadmap_version_id": version_id, "horizon": str(horizon), "due": due}
        for horizon, due in dates.items()
        if horizon not in by_hand
    ]
    report.count("Échéances", sync(session, "roadmap_horizon", ["roadmap_version_id", "horizon"], rows))
    for horizon in sorted(by_hand & dates.keys()):
        report.tally("Échéances").kept += 1
        mine = [row for row in changes if row.horizon == horizon]
        first, last = mine[0], mine[-1]
        if last.due is not None and dates[Horizon(horizon)] not in (first.former, last.due):
            report.tell(
                f"Échéance {horizon} : les fichiers disent maintenant {_day(dates[Horizon(horizon)])}, mais "
                f"{last.recorded_by} l’a fixée au {_day(last.due)} : cette date est gardée."
            )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _areas(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    ambitions = identifiers(session, "ambition", "code")
    rows = [
        {
            "number": area.number,
            "label": area.label,
            "short_label": area.short,
            "complement": area.complement,
            "ambition_id": ambitions[f"A{area.ambition}"],
            "focus": area.focus,
        }
        for area in catalogue.areas
    ]
    report.count("Aires stratégiques", sync(session, "area", ["number"], rows))
    areas = identifiers(session, "area", "number")
    effects = [
        {
            "area_id": areas[area.number],
            "kind": str(effect.kind),
            "wording": effect.text,
            "roadmap_line": f"l. {effect.line}",
        }
        for area in catalogue.areas
        for effect in area.effects
    ]
    report.count("Effets attendus", sync(session, "expected_effect", ["area_id", "kind"], effects))
    operations = [
        {
            "code": operation.code,
            "area_id": areas[operation.area],
            "position": place,
            "theme": str(operation.theme),
            "wording": operation.label,
            "roadmap_line": f"l. {operation.line}",
        }
        for place, operation in enumerate(catalogue.operations, 1)
    ]
    report.count("Opérations", sync(session, "operation", ["code"], operations))


def _perimeters(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    rows = [
        {
            "code": perimeter.code,
            "kind": str(perimeter.kind),
            "label": perimeter.label,
            "short_label": perimeter.short,
            "position": place,
        }
        for place, perimeter in enumerate(catalogue.perimeters, 1)
    ]
    report.count("Périmètres", sync(session, "perimeter", ["code"], rows))
    perimeters, areas = identifiers(session, "perimeter", "code"), identifiers(session, "area", "number")
    links = [
        {"perimeter_id": perimeters[perimeter.code], "area_id": areas[number]}
        for perimeter in catalogue.perimeters
        for number in perimeter.areas
    ]
    report.count("Aires des périmètres", sync_links(session, "perimeter_area", links))


def _lists(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    units = [
        {"code": unit.code, "label": unit.label, "symbol": unit.symbol, "is_percent": unit.is_percent}
        for unit in catalogue.units
    ]
    report.count("Unités", sync(session, "unit", ["code"], units))
    lists = [
        {"code": code_list.code, "label": code_list.label, "note": code_list.note} for code_list in catalogue.code_lists
    ]
    report.count("Listes de codes", sync(session, "breakdown_list", ["code"], lists))
    ids = identifiers(session, "breakdown_list", "code")
    items = [
        {
            "list_id": ids[code_list.code],
            "code": item.code,
            "label": item.label,
            "parent_code": item.parent,
            "position": place,
        }
        for code_list in catalogue.code_lists
        for place, item in enumerate(code_list.items, 1)
    ]
    report.count("Modalités", sync(session, "breakdown_item", ["list_id", "code"], items))


def _indicators(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    families = identifiers(session, "family", "code")
    cards: list[IndicatorEntry | ContextIndicator] = [*catalogue.indicators, *catalogue.context_indicators]
    rows = [
        {"code": card.code, "family_id": families[card.family], "position": place}
        for place, card in enumerate(cards, 1)
    ]
    report.count("Indicateurs", sync(session, "indicator", ["code"], rows))
    units, ids = identifiers(session, "unit", "code"), identifiers(session, "indicator", "code")
    in_force = {row.code: row for row in stored.definitions(session)}
    tally = report.tally("Définitions")
    for card in cards:
        definition = _definition(card, units)
        current = in_force.get(card.code)
        if current is not None and current.recorded_by != ACTOR:
            tally.kept += 1
            _tell_difference(session, ids[card.code], card, definition, report)
        elif current is None:
            tally.added += 1
            stored.add_definition(
                session, indicator_id=ids[card.code], version_no=1, recorded_by=ACTOR, reason="", **definition
            )
        elif _differing(current, card, definition):
            tally.changed += 1
            stored.add_definition(
                session,
                indicator_id=ids[card.code],
                version_no=current.version_no + 1,
                recorded_by=ACTOR,
                reason="Fiche modifiée dans les fichiers du catalogue",
                **definition,
            )
        else:
            tally.left += 1


def _differing(
    row: stored.DefinitionRow | administration.DefinitionVersionRow,
    card: IndicatorEntry | ContextIndicator,
    expected: Mapping[str, object],
) -> list[str]:
    """Columns in which a stored version is not as the files say."""
    names = [name for name, value in expected.items() if name != "unit_id" and getattr(row, name) != value]
    return [*names, *(["unit_id"] if row.unit_code != card.unit else [])]


def _tell_difference(
    session: Session,
    indicator_id: int,
    card: IndicatorEntry | ContextIndicator,
    expected: Mapping[str, object],
    report: LoadReport,
) -> None:
    """Say where the files changed after somebody edited the definition by hand: what they wrote is kept."""
    versions = administration.definition_versions(session, indicator_id)
    current, loaded = versions[-1], [row for row in versions if row.recorded_by == ACTOR]
    moved = _differing(loaded[-1], card, expected) if loaded else list(expected)
    differing = [name for name in _differing(current, card, expected) if name in moved]
    if differing:
        fields = ", ".join(_FIELDS.get(name, name) for name in differing)
        report.tell(
            f"{card.code} : la fiche des fichiers a changé ({fields}), mais {current.recorded_by} a modifié celle de la "
            f"base le {_day(current.recorded_at.date())} : la version {current.version_no} est gardée."
        )


_FIELDS = {
    "label": "libellé",
    "definition": "définition",
    "unit_id": "unité",
    "decimals": "décimales",
    "direction": "sens",
    "type": "type",
    "nature": "nature",
    "nature_text": "mode de mesure",
    "frequency": "fréquence",
    "frequency_text": "précision sur la fréquence",
    "publication_delay_months": "délai de publication",
    "source": "source",
    "aggregation": "agrégation",
    "breakdowns_text": "ventilations",
    "roadmap_anchor": "ancrage dans la feuille de route",
    "caution": "précautions",
    "core": "noyau",
    "added": "ajout",
}


def _definition(card: IndicatorEntry | ContextIndicator, units: dict[str, int]) -> dict[str, Any]:
    return {
        "label": card.label,
        "definition": card.definition,
        "unit_id": units[card.unit],
        "decimals": card.decimals,
        "direction": str(card.direction),
        "type": str(card.type),
        "nature": str(card.nature),
        "nature_text": card.nature_text,
        "frequency": str(card.frequency),
        "frequency_text": card.frequency_text,
        "publication_delay_months": card.publication_delay_months,
        "source": card.source,
        "aggregation": str(card.aggregation),
        "breakdowns_text": card.breakdowns_text,
        "roadmap_anchor": card.anchor if isinstance(card, IndicatorEntry) else "",
        "caution": card.caution,
        "core": isinstance(card, IndicatorEntry) and card.core,
        "added": isinstance(card, IndicatorEntry) and card.added,
    }


def _series(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    indicators, perimeters = identifiers(session, "indicator", "code"), identifiers(session, "perimeter", "code")
    units = identifiers(session, "unit", "code")
    # Series that show another's values come after it, so that the reference exists.
    for batch in (False, True):
        ids = identifiers(session, "series", "code")
        rows = [
            {
                "code": series.code,
                "indicator_id": indicators[series.indicator],
                "perimeter_id": perimeters[series.perimeter],
                "unit_id": units[series.unit],
                "applicability": str(series.applicability),
                "precision": series.precision,
                "in_matrix": not series.outside_matrix,
                "is_context": series.context,
                "reads_from_id": ids[series.reads] if series.reads else None,
            }
            for series in catalogue.series
            if bool(series.reads) is batch
        ]
        report.count("Séries", sync(session, "series", ["code"], rows))


def _links(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    ids = identifiers(session, "indicator", "code")
    operations = [
        {"indicator_id": ids[indicator.code], "theme": str(theme)}
        for indicator in catalogue.indicators
        for theme in indicator.operations
    ]
    report.count("Liens indicateur – opération", sync_links(session, "indicator_operation", operations))
    effects = [
        {"indicator_id": ids[indicator.code], "kind": str(kind)}
        for indicator in catalogue.indicators
        for kind in indicator.effects
    ]
    report.count("Liens indicateur – effet attendu", sync_links(session, "indicator_effect", effects))
    series, lists = identifiers(session, "series", "code"), identifiers(session, "breakdown_list", "code")
    breakdowns = [
        {"series_id": series[each.code], "list_id": lists[code]}
        for each in catalogue.series
        for code in each.breakdowns
    ]
    report.count("Ventilations des séries", sync_links(session, "series_breakdown", breakdowns))


def _breaks(session: Session, catalogue: CatalogueFiles, report: LoadReport) -> None:
    rows = [
        {
            "happened_on": series_break.day,
            "ended_on": series_break.end,
            "event": series_break.event,
            "note": series_break.note,
        }
        for series_break in catalogue.breaks
    ]
    report.count("Ruptures connues", sync(session, "known_break", ["happened_on", "event"], rows))
    ids = identifiers(session, "known_break", "happened_on", "event")
    indicators = identifiers(session, "indicator", "code")
    links = [
        {"known_break_id": ids[(series_break.day, series_break.event)], "indicator_id": indicators[code]}
        for series_break in catalogue.breaks
        for code in series_break.indicators
    ]
    report.count("Indicateurs touchés par une rupture", sync_links(session, "known_break_indicator", links))
