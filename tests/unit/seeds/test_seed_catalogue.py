"""The catalogue that ships: its counts, and its agreement with the reference list cell by cell."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from db.vocabulary import Applicability, EffectKind, Horizon, IndicatorType, Nature, OperationTheme
from seeds.reader import checksum
from seeds.schema import CatalogueFiles, IndicatorEntry, PublishedValue

AREAS = "123456"
NATURES = {
    "stock": Nature.STOCK,
    "flux": Nature.FLOW,
    "cumul": Nature.CUMULATIVE,
    "moyenne": Nature.AVERAGE,
    "médiane": Nature.MEDIAN,
    "enquête": Nature.SURVEY,
    "capacité": Nature.CAPACITY,
    # Life expectancy: a mean number of years, recomputed every year.
    "valeur": Nature.AVERAGE,
}
PLAIN = str.maketrans({"é": "e", "’": "'"})


@pytest.fixture(scope="module")
def reference(root: Path) -> dict[str, dict[str, str]]:
    with (root / "tests/vectors/catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_counts_of_the_roadmap(catalogue: CatalogueFiles) -> None:
    assert len(catalogue.indicators) == 68
    assert sum(one.core for one in catalogue.indicators) == 29
    sizes = Counter(one.family for one in catalogue.indicators)
    assert list(sizes.items()) == [("ENT", 14), ("PRO", 14), ("INF", 14), ("SNU", 12), ("HOP", 14)]
    assert [family.code for family in catalogue.families] == list(sizes)
    assert (len(catalogue.ambitions), len(catalogue.areas)) == (3, 6)


def test_the_matrix_has_251_series_106_of_them_core(catalogue: CatalogueFiles) -> None:
    core = {one.code for one in catalogue.indicators if one.core}
    matrix = [one for one in catalogue.series if not one.outside_matrix]
    assert len(matrix) == 251
    assert sum(one.indicator in core for one in matrix) == 106
    assert len({one.code for one in catalogue.series}) == len(catalogue.series)


def test_indicators_come_in_the_order_of_the_reference(
    catalogue: CatalogueFiles, reference: dict[str, dict[str, str]]
) -> None:
    assert [one.code for one in catalogue.indicators] == list(reference)


def test_every_cell_agrees_with_the_reference(catalogue: CatalogueFiles, reference: dict[str, dict[str, str]]) -> None:
    units = {unit.code: {unit.label.translate(PLAIN), unit.symbol} for unit in catalogue.units}
    for one in catalogue.indicators:
        row = reference[one.code]
        assert one.label.translate(PLAIN) == row["libelle"].translate(PLAIN)
        assert row["unite"].translate(PLAIN) in units[one.unit]
        assert one.direction == row["sens"]
        assert one.type == row["type"].translate(PLAIN)
        assert one.nature_text == row["nature"]
        assert one.nature is NATURES[row["nature"].split()[0]]
        assert one.frequency_text or one.frequency == row["frequence"]
        assert (one.frequency_text or row["frequence"]) == row["frequence"]
        assert one.aggregation == row["agregation"]
        assert (one.core, one.added) == (row["noyau"] == "1", row["ajoute"] == "1")
        assert _cells(one) == _reference_cells(row)


def _cells(indicator: IndicatorEntry) -> dict[str, str]:
    return {key: cell.applicability.value for key, cell in indicator.cells.items()}


def _reference_cells(row: dict[str, str]) -> dict[str, str]:
    if row["a1"] == "DIS":
        return {"DIS": "DIS"}
    return {area: row[f"a{area}"] for area in AREAS if row[f"a{area}"] != "-"}


def test_products_are_declined_by_sub_category(catalogue: CatalogueFiles) -> None:
    codes = {one.code for one in catalogue.series}
    for number in ("01", "02", "03", "04", "05", "06", "07", "10"):
        assert {f"PRO-{number}-{kind}" for kind in ("BIO", "NCE", "DIA", "MED")} <= codes
        assert f"PRO-{number}-A1" not in codes
    assert {"ENT-01-A1", "ENT-04-DIS", "PRO-11-A6", "HOP-14-DIS"} <= codes
    stages = {one.code: one.breakdowns for one in catalogue.series}
    assert stages["PRO-01-BIO"][-3:] == ("STADE-BIO", "FOCUS-1", "NATURE-BIO")


def test_series_that_show_the_values_of_another(catalogue: CatalogueFiles) -> None:
    reads = {one.code: one.reads for one in catalogue.series if one.reads}
    assert reads == {"SNU-01-A6": "SNU-01-A5", "SNU-04-A6": "SNU-04-A5", "HOP-13-A3": "HOP-13-A6"}
    series = {one.code: one for one in catalogue.series}
    assert series["HOP-13-A3"].context
    assert not series["HOP-13-A6"].context


def test_series_outside_the_matrix(catalogue: CatalogueFiles) -> None:
    outside = {one.code: one for one in catalogue.series if one.outside_matrix}
    assert {"ENT-01-G345", "ENT-05-G345", "ENT-06-G345"} <= outside.keys()
    assert all(one.applicability is Applicability.ADDED for one in outside.values())
    others = {code for code in outside if not code.startswith("CTX-")}
    assert others == {"ENT-01-G345", "ENT-05-G345", "ENT-06-G345"}


def test_context_indicators_are_never_judged(catalogue: CatalogueFiles) -> None:
    context = {one.code for one in catalogue.context_indicators}
    assert all(one.type is IndicatorType.CONTEXT for one in catalogue.context_indicators)
    assert all(one.context for one in catalogue.series if one.indicator in context)
    targeted = {target.series.rpartition("-")[0] for target in catalogue.targets}
    judged = {one.code for one in catalogue.indicators if one.type is not IndicatorType.CONTEXT}
    assert targeted <= judged


def test_normative_targets_are_the_four_of_the_roadmap(catalogue: CatalogueFiles) -> None:
    assert {(one.series, one.value) for one in catalogue.targets} == {
        ("PRO-11-A5", Decimal(36)),
        ("PRO-11-A6", Decimal(36)),
        ("SNU-12-A5", Decimal(100)),
        ("SNU-11-A6", Decimal(100)),
    }
    assert all(one.to_confirm and one.horizon is Horizon.LONG for one in catalogue.targets)


def test_horizons_are_dates(catalogue: CatalogueFiles) -> None:
    version = catalogue.version
    assert version.baseline_date == date(2021, 12, 31)
    assert [day.year for day in version.horizons.values()] == [2023, 2026, 2031]


def test_each_area_has_its_operations_and_effects(catalogue: CatalogueFiles) -> None:
    for area in catalogue.areas:
        operations = [one for one in catalogue.operations if one.area == area.number]
        assert {one.theme for one in operations} == set(OperationTheme)
        lines = [one.line for one in operations]
        assert len(lines) == len(set(lines)) >= 9
    kinds = {area.number: {one.kind for one in area.effects} for area in catalogue.areas}
    first_three = {EffectKind.COMPANIES, EffectKind.PRODUCTS, EffectKind.INFRASTRUCTURES}
    assert all(first_three <= found for found in kinds.values())
    assert [number for number, found in kinds.items() if EffectKind.IMPLEMENTATION in found] == [5, 6]


def test_every_list_and_unit_serves(catalogue: CatalogueFiles) -> None:
    assert {one.code for one in catalogue.code_lists} == {code for one in catalogue.series for code in one.breakdowns}
    used = {one.unit for one in catalogue.series} | {one.unit for one in catalogue.indicators}
    assert {unit.code for unit in catalogue.units} == used


def test_typography_is_consistent(catalogue: CatalogueFiles, published: list[PublishedValue]) -> None:
    for text in _texts([catalogue, *published]):
        if not text.startswith("http"):
            assert "'" not in text, text
            assert text.count("«") == text.count("»"), text
            assert "  " not in text


def test_no_float_anywhere(catalogue: CatalogueFiles, published: list[PublishedValue]) -> None:
    assert {type(leaf) for leaf in _leaves([catalogue, *published])}.isdisjoint({float, complex})
    assert {type(one.value) for one in published} == {type(one.value) for one in catalogue.targets} == {Decimal}


def test_records_are_frozen(catalogue: CatalogueFiles) -> None:
    with pytest.raises(ValidationError):
        catalogue.units[0].code = "X"  # type: ignore[misc]


def test_checksum_follows_any_byte(copy: Path, catalogue: CatalogueFiles) -> None:
    assert checksum(copy / "catalogue") == catalogue.checksum
    with (copy / "catalogue" / "unites.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert checksum(copy / "catalogue") != catalogue.checksum


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _texts(value: Any) -> Iterator[str]:
    return (leaf for leaf in _leaves(value) if type(leaf) is str)
