"""Published values: each figure of the record is loaded as it was published, or left out with its reason."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from db.vocabulary import ObsStatus
from indicators.domain.periods import Period
from seeds.schema import CatalogueFiles, PublishedValue, Reliability

ROW = re.compile(r"^\| ((?:CSV|DOC)-\d+) \|.*\| ([^|]*) \|$", re.MULTILINE)
LOADED = re.compile(r"chargée : (\S+)(?: ([\w-]+)/([\w.-]+))?, ([\w-]+)(?: \(([A-Z, ]+)\))?")
EVERY = {f"CSV-{line}" for line in range(2, 164)} | {f"DOC-{number}" for number in range(1, 10)}


@pytest.fixture(scope="module")
def fates(root: Path) -> list[tuple[str, str]]:
    return ROW.findall((root / "docs/published-values.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def record(root: Path) -> dict[str, dict[str, str]]:
    with (root / "seeds/published/releve.csv").open(encoding="utf-8", newline="") as file:
        return {f"CSV-{line}": row for line, row in enumerate(csv.DictReader(file), start=2)}


def test_every_figure_has_one_fate(fates: list[tuple[str, str]]) -> None:
    assert Counter(origin for origin, _ in fates) == Counter(EVERY)


def test_the_page_says_what_the_files_hold(fates: list[tuple[str, str]], published: list[PublishedValue]) -> None:
    said = {}
    for origin, fate in fates:
        if match := LOADED.fullmatch(fate):
            said[origin] = match.groups(default="")
        else:
            assert re.fullmatch(r"écartée : \S.{10,}", fate), origin
    assert said == {one.origin: _fate(one) for one in published}


def _fate(one: PublishedValue) -> tuple[str, ...]:
    flags = ", ".join(sorted(one.flags))
    return one.series, one.code_list or "", one.item or "", one.period, flags


def test_values_are_those_of_the_record(published: list[PublishedValue], record: dict[str, dict[str, str]]) -> None:
    for one in published:
        if row := record.get(one.origin):
            assert (one.value, one.url, one.reliability) == (Decimal(row["value"]), row["source_url"], row["trust"])
            assert one.source == row["source_name"].replace("'", "’")
            assert row["period"].startswith(one.period[:4]) or row["period"].startswith(("2005-", "2006-"))


def test_periods_are_never_finer_than_the_source(
    published: list[PublishedValue], record: dict[str, dict[str, str]]
) -> None:
    for one in published:
        written = record.get(one.origin, {}).get("period", one.period)
        if written != one.period and not written.startswith(("2005-", "2006-")):
            assert len(one.period) <= len("2017-Q2")
            assert Period.parse(one.period).end.year == int(written[:4])


def test_sixty_values_at_least_and_honest_flags(published: list[PublishedValue]) -> None:
    assert len(published) >= 60
    weak = {one.origin for one in published if ObsStatus.LOW_RELIABILITY in one.flags}
    assert weak == {"CSV-14", "CSV-62"}
    assert all(one.reliability is Reliability.WEAKER for one in published if one.origin in weak)


def test_medtech_figures_stay_apart(published: list[PublishedValue]) -> None:
    by_origin = {one.origin: one for one in published}
    suppliers = [by_origin["DOC-5"], by_origin["DOC-6"], by_origin["DOC-7"], by_origin["DOC-8"]]
    assert all(one.flags == {ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER} for one in suppliers)
    directory = by_origin["DOC-2"]
    assert (directory.code_list, directory.item) == ("ROLE", "ENSEMBLE")
    assert directory.flags == {ObsStatus.DEFINITION_DIFFERS}
    assert not [one for one in published if one.series == "ENT-01-G345" and one.item is None]
    assert {one.value for one in published}.isdisjoint(map(Decimal, (2143, 7506, 62, 82)))


def test_prohibited_sums_cross_indicators(catalogue: CatalogueFiles, published: list[PublishedValue]) -> None:
    series = {one.code: one for one in catalogue.series}
    indicators = {series[one.series].indicator for one in published if one.origin.startswith("DOC-")}
    assert len(indicators) == 8
    assert all(series[f"CTX-{number}"].context for number in ("23-G345", "24-G345", "25-DIS", "26-DIS"))
    assert (series["CTX-24-G345"].unit, series["CTX-26-DIS"].unit) == ("ETP", "EMPLOIS")


@pytest.mark.parametrize(
    "indicator",
    ["SNU-02", "SNU-03", "SNU-04", "SNU-05", "HOP-06", "HOP-09", "ENT-08", "INF-01", "INF-04", "INF-09", "PRO-08"],
)
def test_neighbouring_figures_are_not_forced_in(indicator: str, published: list[PublishedValue]) -> None:
    assert not [one for one in published if one.series.startswith(f"{indicator}-")]


def test_conflicting_figures_are_never_both_loaded(published: list[PublishedValue]) -> None:
    origins = {one.origin: one for one in published}
    assert "CSV-16" in origins
    assert "CSV-15" not in origins
    assert origins["CSV-81"].series != origins["CSV-84"].series
