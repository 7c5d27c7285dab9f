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
from seeds.schema import Catalogue, ContextIndicator, Indicator

ACTOR = "chargement du catalogue"


def load(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    """Everything of the catalogue but values, in the order of their references."""
    _roadmap(session, catalogue, report)
    _areas(session, catalogue, report)
    _perimeters(session, catalogue, report)
    _lists(session, catalogue, report)
    _indicators(session, catalogue, report)
    _series(session, catalogue, report)
    _links(session, catalogue, report)
    _breaks(session, catalogue, report)


def _roadmap(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
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
        {"code": f"A{one.number}", "label": one.label, "short_label": f"Ambition {one.number}"}
        for one in catalogue.ambitions
    ]
    report.count("Ambitions", sync(session, "ambition", ["code"], ambitions))
    families = [
        {"code": one.code, "label": one.label, "short_label": one.short, "position": place}
        for place, one in enumerate(catalogue.families, 1)
    ]
    report.count("Familles", sync(session, "family", ["code"], families))


def _horizons(session: Session, version_id: int, wanted: Mapping[Horizon, date], report: LoadReport) -> None:
    """Dates of the files, but for those that somebody changed since: a difference is then told."""
    changes = [row for row in administration.horizon_changes(session) if row.series is None]
    by_hand = {row.horizon for row in changes}
    rows = [
        {"roadmap_version_id": version_id, "horizon": str(horizon), "due": due}
        for horizon, due in wanted.items()
        if horizon not in by_hand
    ]
    report.count("Échéances", sync(session, "roadmap_horizon", ["roadmap_version_id", "horizon"], rows))
    for horizon in sorted(by_hand & wanted.keys()):
        report.tally("Échéances").kept += 1
        mine = [row for row in changes if row.horizon == horizon]
        first, last = mine[0], mine[-1]
        if last.due is not None and wanted[Horizon(horizon)] not in (first.former, last.due):
            report.tell(
                f"Échéance {horizon} : les fichiers disent maintenant {_day(wanted[Horizon(horizon)])}, mais "
                f"{last.recorded_by} l’a fixée au {_day(last.due)} : cette date est gardée."
            )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _areas(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    ambitions = identifiers(session, "ambition", "code")
    rows = [
        {
            "number": one.number,
            "label": one.label,
            "short_label": one.short,
            "complement": one.complement,
            "ambition_id": ambitions[f"A{one.ambition}"],
            "focus": one.focus,
        }
        for one in catalogue.areas
    ]
    report.count("Aires stratégiques", sync(session, "area", ["number"], rows))
    areas = identifiers(session, "area", "number")
    effects = [
        {"area_id": areas[area.number], "kind": str(one.kind), "wording": one.text, "roadmap_line": f"l. {one.line}"}
        for area in catalogue.areas
        for one in area.effects
    ]
    report.count("Effets attendus", sync(session, "expected_effect", ["area_id", "kind"], effects))
    operations = [
        {
            "code": one.code,
            "area_id": areas[one.area],
            "position": place,
            "theme": str(one.theme),
            "wording": one.label,
            "roadmap_line": f"l. {one.line}",
        }
        for place, one in enumerate(catalogue.operations, 1)
    ]
    report.count("Opérations", sync(session, "operation", ["code"], operations))


def _perimeters(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    rows = [
        {"code": one.code, "kind": str(one.kind), "label": one.label, "short_label": one.short, "position": place}
        for place, one in enumerate(catalogue.perimeters, 1)
    ]
    report.count("Périmètres", sync(session, "perimeter", ["code"], rows))
    perimeters, areas = identifiers(session, "perimeter", "code"), identifiers(session, "area", "number")
    links = [
        {"perimeter_id": perimeters[one.code], "area_id": areas[number]}
        for one in catalogue.perimeters
        for number in one.areas
    ]
    report.count("Aires des périmètres", sync_links(session, "perimeter_area", links))


def _lists(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    units = [
        {"code": one.code, "label": one.label, "symbol": one.symbol, "is_percent": one.is_percent}
        for one in catalogue.units
    ]
    report.count("Unités", sync(session, "unit", ["code"], units))
    lists = [{"code": one.code, "label": one.label, "note": one.note} for one in catalogue.code_lists]
    report.count("Listes de codes", sync(session, "breakdown_list", ["code"], lists))
    ids = identifiers(session, "breakdown_list", "code")
    items = [
        {
            "list_id": ids[one.code],
            "code": item.code,
            "label": item.label,
            "parent_code": item.parent,
            "position": place,
        }
        for one in catalogue.code_lists
        for place, item in enumerate(one.items, 1)
    ]
    report.count("Modalités", sync(session, "breakdown_item", ["list_id", "code"], items))


def _indicators(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    families = identifiers(session, "family", "code")
    cards: list[Indicator | ContextIndicator] = [*catalogue.indicators, *catalogue.context_indicators]
    rows = [
        {"code": one.code, "family_id": families[one.family], "position": place} for place, one in enumerate(cards, 1)
    ]
    report.count("Indicateurs", sync(session, "indicator", ["code"], rows))
    units, ids = identifiers(session, "unit", "code"), identifiers(session, "indicator", "code")
    in_force = {row.code: row for row in stored.definitions(session)}
    tally = report.tally("Définitions")
    for card in cards:
        wanted = _definition(card, units)
        current = in_force.get(card.code)
        if current is not None and current.recorded_by != ACTOR:
            tally.kept += 1
            _tell_difference(session, ids[card.code], card, wanted, report)
        elif current is None:
            tally.added += 1
            stored.add_definition(
                session, indicator_id=ids[card.code], version_no=1, recorded_by=ACTOR, reason="", **wanted
            )
        elif _differing(current, card, wanted):
            tally.changed += 1
            stored.add_definition(
                session,
                indicator_id=ids[card.code],
                version_no=current.version_no + 1,
                recorded_by=ACTOR,
                reason="Fiche modifiée dans les fichiers du catalogue",
                **wanted,
            )
        else:
            tally.left += 1


def _differing(
    row: stored.DefinitionRow | administration.DefinitionVersionRow,
    card: Indicator | ContextIndicator,
    wanted: Mapping[str, object],
) -> list[str]:
    """Columns in which a stored version is not as the files say."""
    names = [name for name, value in wanted.items() if name != "unit_id" and getattr(row, name) != value]
    return [*names, *(["unit_id"] if row.unit_code != card.unit else [])]


def _tell_difference(
    session: Session,
    indicator_id: int,
    card: Indicator | ContextIndicator,
    wanted: Mapping[str, object],
    report: LoadReport,
) -> None:
    """Say where the files changed after somebody edited the definition by hand: what they wrote is kept."""
    versions = administration.definition_versions(session, indicator_id)
    current, loaded = versions[-1], [row for row in versions if row.recorded_by == ACTOR]
    moved = _differing(loaded[-1], card, wanted) if loaded else list(wanted)
    differing = [name for name in _differing(current, card, wanted) if name in moved]
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


def _definition(card: Indicator | ContextIndicator, units: dict[str, int]) -> dict[str, Any]:
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
        "roadmap_anchor": card.anchor if isinstance(card, Indicator) else "",
        "caution": card.caution,
        "core": isinstance(card, Indicator) and card.core,
        "added": isinstance(card, Indicator) and card.added,
    }


def _series(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    indicators, perimeters = identifiers(session, "indicator", "code"), identifiers(session, "perimeter", "code")
    units = identifiers(session, "unit", "code")
    # Series that show another's values come after it, so that the reference exists.
    for batch in (False, True):
        known = identifiers(session, "series", "code")
        rows = [
            {
                "code": one.code,
                "indicator_id": indicators[one.indicator],
                "perimeter_id": perimeters[one.perimeter],
                "unit_id": units[one.unit],
                "applicability": str(one.applicability),
                "precision": one.precision,
                "in_matrix": not one.outside_matrix,
                "is_context": one.context,
                "reads_from_id": known[one.reads] if one.reads else None,
            }
            for one in catalogue.series
            if bool(one.reads) is batch
        ]
        report.count("Séries", sync(session, "series", ["code"], rows))


def _links(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    ids = identifiers(session, "indicator", "code")
    operations = [
        {"indicator_id": ids[one.code], "theme": str(theme)} for one in catalogue.indicators for theme in one.operations
    ]
    report.count("Liens indicateur – opération", sync_links(session, "indicator_operation", operations))
    effects = [
        {"indicator_id": ids[one.code], "kind": str(kind)} for one in catalogue.indicators for kind in one.effects
    ]
    report.count("Liens indicateur – effet attendu", sync_links(session, "indicator_effect", effects))
    series, lists = identifiers(session, "series", "code"), identifiers(session, "breakdown_list", "code")
    breakdowns = [
        {"series_id": series[one.code], "list_id": lists[code]} for one in catalogue.series for code in one.breakdowns
    ]
    report.count("Ventilations des séries", sync_links(session, "series_breakdown", breakdowns))


def _breaks(session: Session, catalogue: Catalogue, report: LoadReport) -> None:
    rows = [
        {"happened_on": one.day, "ended_on": one.end, "event": one.event, "note": one.note} for one in catalogue.breaks
    ]
    report.count("Ruptures connues", sync(session, "known_break", ["happened_on", "event"], rows))
    ids = identifiers(session, "known_break", "happened_on", "event")
    indicators = identifiers(session, "indicator", "code")
    links = [
        {"known_break_id": ids[(one.day, one.event)], "indicator_id": indicators[code]}
        for one in catalogue.breaks
        for code in one.indicators
    ]
    report.count("Indicateurs touchés par une rupture", sync_links(session, "known_break_indicator", links))
