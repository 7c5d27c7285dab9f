"""Reads the seed files: :func:`read_catalogue` and :func:`read_published`.

Both raise :class:`SeedError` with every mistake of every file (file, line, field, French sentence), or return
frozen records. Nothing is written anywhere.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from db.vocabulary import Applicability, IndicatorType
from seeds import checks
from seeds.problems import Problem, SeedError
from seeds.records import Located, raw_codes, read_record, read_section
from seeds.schema import (
    AmbitionEntry,
    AreaEntry,
    CatalogueFiles,
    CellEntry,
    CodeList,
    ContextIndicator,
    FamilyEntry,
    IndicatorEntry,
    NormativeTarget,
    OperationEntry,
    PerimeterEntry,
    PublishedValue,
    RoadmapVersionEntry,
    SeriesBreak,
    SeriesEntry,
    UnitEntry,
)
from seeds.yaml_text import Document, read_document

__all__ = ["Problem", "SeedError", "checksum", "read_catalogue", "read_published"]

# File -> its sections -> the record of each entry. The cards are in « indicateurs-<family>.yaml ».
FIXED_FILES: dict[str, dict[str, type[BaseModel]]] = {
    "feuille-de-route.yaml": {
        "version": RoadmapVersionEntry,
        "ambitions": AmbitionEntry,
        "familles": FamilyEntry,
        "aires": AreaEntry,
        "perimetres": PerimeterEntry,
    },
    "operations.yaml": {"operations": OperationEntry},
    "unites.yaml": {"unites": UnitEntry},
    "listes-de-codes.yaml": {"listes": CodeList},
    "ruptures.yaml": {"ruptures": SeriesBreak},
    "contexte.yaml": {"indicateurs_de_contexte": ContextIndicator},
    "cibles-normatives.yaml": {"cibles": NormativeTarget},
}
CARDS: dict[str, type[BaseModel]] = {"indicateurs": IndicatorEntry}


def checksum(folder: Path) -> str:
    """SHA-256 of the names and bytes of the YAML files of a folder, in name order."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_catalogue(folder: Path) -> CatalogueFiles:
    """Read and check ``seeds/catalogue``. Raises SeedError with all mistakes of all files."""
    files = _Files(folder)
    for name, sections in FIXED_FILES.items():
        files.read(name, sections)
    for name in files.card_names():
        files.read(name, CARDS)
    files.refuse_strangers()
    series = list(_all_series(files))
    _check(files, {each.code: each for each in series})
    files.raise_problems()
    return _catalogue(files, series)


def read_published(folder: Path, catalogue: CatalogueFiles) -> list[PublishedValue]:
    """Read ``seeds/published`` and check it against the catalogue. Raises SeedError with all mistakes."""
    files = _Files(folder)
    names = sorted(path.name for path in folder.glob("*.yaml"))
    for name in names:
        files.read(name, {"observations": PublishedValue})
    if not names:
        files.blame_folder("aucun fichier .yaml.")
    files.refuse_strangers()
    checks.check_published(files.of("observations"), catalogue)
    files.raise_problems()
    return [entry.record for entry in files.of("observations")]


@dataclass
class _Files:
    """The files of one folder, their records by section, and what could not be read."""

    folder: Path
    documents: dict[str, Document] = field(default_factory=dict)
    found: dict[str, list[Located[Any]]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    def name(self, file: str = "") -> str:
        """Name shown to people: « seeds/catalogue/unites.yaml »."""
        parts = [*self.folder.parts[-2:], *([file] if file else [])]
        return "/".join(parts)

    def read(self, file: str, sections: dict[str, type[BaseModel]]) -> None:
        """Read one file; each section must be there and nothing else."""
        document = self.documents[file] = read_document(self.folder / file, self.name(file))
        if not isinstance(document.data, dict):
            self.unreadable.update(sections)
            if not document.problems:
                document.blame(1, "le fichier doit commencer par un nom de section.")
            return
        for stranger in document.data.keys() - sections.keys():
            document.blame(document.line_of((stranger,)), "section inconnue dans ce fichier.", stranger)
        for section, model in sections.items():
            self._read_section(document, section, model)

    def _read_section(self, document: Document, section: str, model: type[BaseModel]) -> None:
        setdefault = self.found.setdefault(section, [])
        if section not in document.data:
            document.blame(0, "section absente.", section)
            self.unreadable.add(section)
        elif model is RoadmapVersionEntry:
            record = read_record(document, (section,), document.data[section], model)
            setdefault.extend([record] if record else [])
        else:
            setdefault.extend(read_section(document, section, model))

    def of(self, section: str) -> list[Located[Any]]:
        """Records of a section that were read without mistake."""
        return self.found.get(section, [])

    def codes(self, *sections: str, key: str = "code") -> set[str] | None:
        """Codes written in some sections, or None when one of their files could not be read."""
        if self.unreadable.intersection(sections):
            return None
        documents = self.documents.values()
        return {code for document in documents for section in sections for code in raw_codes(document, section, key)}

    def card_names(self) -> list[str]:
        """Files of cards: one per family, plus any other that is present."""
        expected = {f"indicateurs-{code.lower()}.yaml" for code in self.codes("familles") or ()}
        present = {path.name for path in self.folder.glob("indicateurs-*.yaml")}
        return sorted(expected | present)

    def refuse_strangers(self) -> None:
        """A file with an unexpected name would be ignored in silence: say so."""
        for path in sorted(self.folder.glob("*.y*ml")):
            if path.name not in self.documents:
                stranger = self.documents[path.name] = Document(self.name(path.name))
                stranger.blame(0, "nom de fichier inattendu.")

    def blame_folder(self, message: str) -> None:
        """Record a mistake about the folder itself."""
        self.documents[""] = Document(self.name())
        self.documents[""].blame(0, message)

    def raise_problems(self) -> None:
        """Raise SeedError when any file has a mistake."""
        if problems := [problem for document in self.documents.values() for problem in document.problems]:
            raise SeedError(problems)


def _all_series(files: _Files) -> Iterator[SeriesEntry]:
    for entry in files.of("indicateurs"):
        yield from _series_of(entry.record)
    for entry in files.of("indicateurs_de_contexte"):
        yield _context_series(entry.record)


def _series_of(indicator: IndicatorEntry) -> Iterator[SeriesEntry]:
    """Series of one card: the cells of the matrix, then the perimeters outside it."""
    is_context = indicator.type is IndicatorType.CONTEXT
    for key, cell in indicator.cells.items():
        yield _cell_series(indicator, key, cell, is_context)
    for extra in indicator.extras:
        yield SeriesEntry(
            code=f"{indicator.code}-{extra.perimeter}",
            indicator=indicator.code,
            perimeter=extra.perimeter,
            unit=indicator.unit,
            applicability=Applicability.ADDED,
            precision=extra.precision,
            breakdowns=_merged(indicator.breakdowns, extra.breakdowns),
            context=is_context,
            outside_matrix=True,
        )


def _cell_series(indicator: IndicatorEntry, key: str, cell: CellEntry, is_context: bool) -> SeriesEntry:
    perimeter = checks.perimeter_code(key)
    return SeriesEntry(
        code=f"{indicator.code}-{cell.suffix or perimeter}",
        indicator=indicator.code,
        perimeter=perimeter,
        unit=cell.unit or indicator.unit,
        applicability=cell.applicability,
        precision=cell.precision,
        breakdowns=_merged(indicator.breakdowns, cell.breakdowns),
        reads=cell.reads,
        context=is_context or cell.context,
    )


def _context_series(indicator: ContextIndicator) -> SeriesEntry:
    return SeriesEntry(
        code=f"{indicator.code}-{indicator.perimeter}",
        indicator=indicator.code,
        perimeter=indicator.perimeter,
        unit=indicator.unit,
        applicability=Applicability.ADDED,
        precision=indicator.precision,
        breakdowns=indicator.breakdowns,
        context=True,
        outside_matrix=True,
    )


def _merged(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _known(files: _Files) -> checks.FileCodes:
    cards = ("indicateurs", "indicateurs_de_contexte")
    written = files.codes(*cards) or set()
    read = {entry.record.code for section in cards for entry in files.of(section)}
    return checks.FileCodes(
        families=files.codes("familles"),
        units=files.codes("unites"),
        lists=files.codes("listes"),
        areas=files.codes("aires", key="numero"),
        perimeters=files.codes("perimetres"),
        ambitions=files.codes("ambitions", key="numero"),
        indicators=files.codes(*cards),
        broken=written - read,
    )


def _check(files: _Files, series: dict[str, SeriesEntry]) -> None:
    codes = _known(files)
    for section in ("familles", "operations", "perimetres", "unites", "listes"):
        checks.check_unique(files.of(section), lambda record: record.code, "code")
    for section in ("ambitions", "aires"):
        checks.check_unique(files.of(section), lambda record: record.number, "numero")
    cards = [*files.of("indicateurs"), *files.of("indicateurs_de_contexte")]
    checks.check_unique(cards, lambda record: record.code, "code")
    for entry in files.of("version"):
        checks.check_version(entry)
    checks.check_unique(files.of("ruptures"), lambda each: (each.day.isoformat(), each.event), "evenement")
    checks.check_areas(files.of("aires"), codes)
    checks.check_operations(files.of("operations"), codes)
    checks.check_perimeters(files.of("perimetres"), codes)
    checks.check_lists(files.of("listes"))
    checks.check_breaks(files.of("ruptures"), codes)
    checks.check_indicators(files.of("indicateurs"), codes, series)
    checks.check_context(files.of("indicateurs_de_contexte"), codes)
    if not files.unreadable.intersection(("indicateurs", "indicateurs_de_contexte")):
        types = {entry.record.code: entry.record.type for entry in cards}
        checks.check_targets(files.of("cibles"), series, _percents(files), types, codes)


def _percents(files: _Files) -> set[str]:
    return {entry.record.code for entry in files.of("unites") if entry.record.is_percent}


def _catalogue(files: _Files, series: Sequence[SeriesEntry]) -> CatalogueFiles:
    def records(section: str) -> tuple[Any, ...]:
        return tuple(entry.record for entry in files.of(section))

    return CatalogueFiles(
        version=records("version")[0],
        ambitions=records("ambitions"),
        families=records("familles"),
        areas=records("aires"),
        operations=records("operations"),
        perimeters=records("perimetres"),
        units=records("unites"),
        code_lists=records("listes"),
        breaks=records("ruptures"),
        indicators=_in_family_order(records("indicateurs"), records("familles")),
        context_indicators=records("indicateurs_de_contexte"),
        series=tuple(series),
        targets=records("cibles"),
        checksum=checksum(files.folder),
    )


def _in_family_order(
    indicators: Sequence[IndicatorEntry], families: Sequence[FamilyEntry]
) -> tuple[IndicatorEntry, ...]:
    order = [family.code for family in families]
    return tuple(sorted(indicators, key=lambda indicator: order.index(indicator.family)))
