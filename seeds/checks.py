"""Checks across records and files: every code that is named somewhere exists, and nothing is said twice."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel

from db.vocabulary import Applicability, Horizon, IndicatorType, PerimeterKind
from seeds.records import Located
from seeds.schema import (
    AreaEntry,
    CatalogueFiles,
    CodeList,
    ContextIndicator,
    IndicatorCard,
    IndicatorEntry,
    NormativeTarget,
    OperationEntry,
    PerimeterEntry,
    PublishedValue,
    RoadmapVersionEntry,
    SeriesBreak,
    SeriesEntry,
)

R = TypeVar("R", bound=BaseModel)
HUNDRED = Decimal(100)


def perimeter_code(key: str) -> str:
    """Perimeter of a cell of the matrix: « 1 » is A1, « DIS » is itself."""
    return key if key == "DIS" else f"A{key}"


@dataclass
class FileCodes:
    """Codes written in the files; None for an unreadable file, against which nothing is checked.

    ``broken`` holds the codes of cards with mistakes, whose series are unknown.
    """

    families: Collection[str] | None = None
    units: Collection[str] | None = None
    lists: Collection[str] | None = None
    areas: Collection[str] | None = None
    perimeters: Collection[str] | None = None
    ambitions: Collection[str] | None = None
    indicators: Collection[str] | None = None
    broken: set[str] = field(default_factory=set)


def check_unique(records: Iterable[Located[R]], key: Callable[[R], Any], alias: str) -> None:
    """Blame the second and later records that share a key."""
    first: dict[Any, Located[R]] = {}
    for entry in records:
        value = key(entry.record)
        if value in first:
            earlier = first[value]
            where = f"{earlier.document.name}, ligne {earlier.document.line_of(earlier.place)}"
            entry.blame(f"« {_words(value)} » existe déjà ({where}).", alias)
        else:
            first[value] = entry


def check_version(entry: Located[RoadmapVersionEntry]) -> None:
    """CT, MT and LT are all there, in order, after the baseline."""
    version = entry.record
    if missing := [horizon.value for horizon in Horizon if horizon not in version.horizons]:
        entry.blame(f"échéance absente : {', '.join(missing)}.", "echeances")
        return
    days = [version.baseline_date, *(version.horizons[horizon] for horizon in Horizon)]
    if days != sorted(set(days)):
        entry.blame("les dates doivent se suivre : situation initiale, CT, MT, LT.", "echeances")


def check_areas(areas: Sequence[Located[AreaEntry]], codes: FileCodes) -> None:
    """Each area serves an ambition that exists and has one effect of each kind at most."""
    for entry in areas:
        kinds = [effect.kind for effect in entry.record.effects]
        for number, kind in enumerate(kinds):
            if kind in kinds[:number]:
                entry.blame(f"« {kind} » est déjà écrit pour cette aire.", "effets", number, "genre")
        _exists(entry, str(entry.record.ambition), codes.ambitions, "une ambition", "ambition")


def check_operations(operations: Sequence[Located[OperationEntry]], codes: FileCodes) -> None:
    """Each operation belongs to an area that exists."""
    for entry in operations:
        _exists(entry, str(entry.record.area), codes.areas, "une aire", "aire")


def check_perimeters(perimeters: Sequence[Located[PerimeterEntry]], codes: FileCodes) -> None:
    """An area perimeter has one area, a group several, and all exist."""
    for entry in perimeters:
        perimeter = entry.record
        for area in perimeter.areas:
            _exists(entry, str(area), codes.areas, "une aire", "aires")
        if (perimeter.kind is PerimeterKind.AREA) != (len(perimeter.areas) == 1):
            entry.blame("un périmètre « aire » compte une aire, les autres plusieurs.", "aires")


def check_lists(lists: Sequence[Located[CodeList]]) -> None:
    """Items are unique in their list; a parent is another item of the same list."""
    for entry in lists:
        codes = [item.code for item in entry.record.items]
        for number, item in enumerate(entry.record.items):
            if item.code in codes[:number]:
                entry.blame(f"« {item.code} » existe déjà dans cette liste.", "items", number, "code")
            if item.parent is not None and (item.parent not in codes or item.parent == item.code):
                entry.blame(f"« {item.parent} » n’est pas un item de la liste.", "items", number, "parent")


def check_breaks(breaks: Sequence[Located[SeriesBreak]], codes: FileCodes) -> None:
    """Breaks name indicators that exist."""
    for entry in breaks:
        for number, code in enumerate(entry.record.indicators):
            _exists(entry, code, codes.indicators, "un indicateur", "indicateurs", number)


def check_indicators(
    indicators: Sequence[Located[IndicatorEntry]], codes: FileCodes, series: dict[str, SeriesEntry]
) -> None:
    """Family, unit, lists, cells and extra perimeters of the 68 cards."""
    for entry in indicators:
        _exists(entry, entry.record.family, codes.families, "une famille", "code")
        _check_card(entry, codes)
        perimeters = [perimeter_code(key) for key in entry.record.cells]
        for key, cell in entry.record.cells.items():
            _check_cell(entry, key, codes)
            if cell.reads is not None:
                _check_reads(entry, key, cell.reads, series)
        for number, extra in enumerate(entry.record.extras):
            here = ("hors_matrice", number)
            _exists(entry, extra.perimeter, codes.perimeters, "un périmètre", *here, "perimetre")
            if extra.perimeter in perimeters:
                entry.blame(f"« {extra.perimeter} » a déjà sa série.", *here, "perimetre")
            perimeters.append(extra.perimeter)
            for code in extra.breakdowns:
                _exists(entry, code, codes.lists, "une liste de codes", *here, "ventilations")


def check_context(indicators: Sequence[Located[ContextIndicator]], codes: FileCodes) -> None:
    """Family, perimeter, unit and lists of the context cards."""
    for entry in indicators:
        _exists(entry, entry.record.family, codes.families, "une famille", "famille")
        _exists(entry, entry.record.perimeter, codes.perimeters, "un périmètre", "perimetre")
        _check_card(entry, codes)


def check_targets(
    targets: Sequence[Located[NormativeTarget]],
    series: dict[str, SeriesEntry],
    percents: Collection[str],
    types: dict[str, IndicatorType],
    codes: FileCodes,
) -> None:
    """A target is on a judged series that holds its own values, within the bounds of its unit."""
    check_unique(targets, lambda target: (target.series, target.horizon.value), "serie")
    for entry in targets:
        target = entry.record
        target_series = _series(entry, target.series, series, codes.broken)
        if target_series is None:
            continue
        if target_series.context or types.get(target_series.indicator) is IndicatorType.CONTEXT:
            entry.blame("un indicateur de contexte ne reçoit jamais de cible.", "serie")
        _check_percent(entry, target_series, target.value, percents)


def check_published(values: Sequence[Located[PublishedValue]], catalogue: CatalogueFiles) -> None:
    """Series and items exist, percents are percents, and nothing is stored twice."""
    series = {series.code: series for series in catalogue.series}
    items = {code_list.code: {item.code for item in code_list.items} for code_list in catalogue.code_lists}
    percents = {unit.code for unit in catalogue.units if unit.is_percent}
    check_unique(values, lambda value: value.origin, "releve")
    check_unique(values, _observation_key, "periode")
    for entry in values:
        value = entry.record
        value_series = _series(entry, value.series, series, set())
        if value_series is not None:
            _check_percent(entry, value_series, value.value, percents)
        if value.code_list is None:
            continue
        if value.code_list not in items:
            entry.blame(f"« {value.code_list} » n’est pas une liste de codes du catalogue.", "liste")
        elif value.item not in items[value.code_list]:
            entry.blame(f"« {value.item} » n’est pas un item de la liste « {value.code_list} ».", "item")
        elif value_series is not None and value.code_list not in value_series.breakdowns:
            entry.blame(f"la série « {value_series.code} » n’a pas la ventilation « {value.code_list} ».", "liste")


def _observation_key(value: PublishedValue) -> tuple[str, ...]:
    return value.series, value.period, value.code_list or "", value.item or ""


def _check_card(entry: Located[Any], codes: FileCodes) -> None:
    card: IndicatorCard = entry.record
    _exists(entry, card.unit, codes.units, "une unité", "unite")
    for number, code in enumerate(card.breakdowns):
        _exists(entry, code, codes.lists, "une liste de codes", "ventilations", number)


def _check_cell(entry: Located[IndicatorEntry], key: str, codes: FileCodes) -> None:
    cell, here = entry.record.cells[key], ("aires", key)
    if key != "DIS":
        _exists(entry, key, codes.areas, "une aire", *here)
    if key == "DIS" or codes.areas is None or key in codes.areas:
        _exists(entry, perimeter_code(key), codes.perimeters, "un périmètre", *here)
    if (key == "DIS") != (cell.applicability is Applicability.DIS_LEVEL):
        entry.blame("« DIS » vaut pour le niveau DIS, « T » ou « P » pour une aire.", *here, "application")
    if cell.applicability is Applicability.ADDED:
        entry.blame("une série ajoutée s’écrit sous « hors_matrice ».", *here, "application")
    if cell.unit is not None:
        _exists(entry, cell.unit, codes.units, "une unité", *here, "unite")
    for number, code in enumerate(cell.breakdowns):
        _exists(entry, code, codes.lists, "une liste de codes", *here, "ventilations", number)


def _check_reads(entry: Located[IndicatorEntry], key: str, reads: str, series: dict[str, SeriesEntry]) -> None:
    """The series that is read belongs to the same indicator and holds its own values."""
    source = series.get(reads)
    if source is None or source.indicator != entry.record.code or source.reads is not None:
        message = f"« {reads} » n’est pas une série de cet indicateur qui porte ses valeurs."
        entry.blame(message, "aires", key, "lit")


def _series(entry: Located[Any], code: str, series: dict[str, SeriesEntry], broken: set[str]) -> SeriesEntry | None:
    entry_of_series = series.get(code)
    if entry_of_series is None:
        # The series of a card that has mistakes of its own cannot be known: one message is enough.
        if not any(code.startswith(f"{prefix}-") for prefix in broken):
            entry.blame(f"« {code} » n’est pas une série du catalogue.", "serie")
    elif entry_of_series.reads is not None:
        entry.blame(f"« {code} » lit la série « {entry_of_series.reads} » : écrivez-y la valeur.", "serie")
    return entry_of_series


def _check_percent(entry: Located[Any], series: SeriesEntry, value: Decimal, percents: Collection[str]) -> None:
    if series.unit in percents and not 0 <= value <= HUNDRED:
        entry.blame(f"« {value} » n’est pas un pourcentage entre 0 et 100.", "valeur")


def _exists(entry: Located[Any], code: str, codes: Collection[str] | None, what: str, *where: str | int) -> None:
    if codes is not None and code not in codes:
        entry.blame(f"« {code} » n’est pas {what} du catalogue.", *where)


def _words(value: Any) -> str:
    return " / ".join(part for part in value if part) if isinstance(value, tuple) else str(value)
