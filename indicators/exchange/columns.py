"""Columns of a table of values: which header means what, and one row of cells made into a cell to enter.

The same columns serve our template, our exports and the two CSV conventions (docs/method.md, Files). A header is
recognised whatever its accents, capitals and spaces; one that is not known is said, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from indicators.exchange.rows import ReadingProblem, SourcePlace, letters

ALIASES: Mapping[str, tuple[str, ...]] = {
    "serie": ("serie", "code_serie", "code_de_la_serie"),
    "indicateur": ("indicateur", "code_indicateur"),
    "perimetre": ("perimetre", "aire"),
    "dimension": ("dimension", "ventilation"),
    "modalite": ("modalite",),
    "periode": ("periode", "annee"),
    "valeur": ("valeur",),
    "unite": ("unite",),
    "statut": ("obs_status", "statut"),
    "autres_statuts": ("autres_statuts",),
    "absence": ("motif_d_absence", "motif_absence"),
    "conf": ("conf_status", "confidentialite"),
    "numerateur": ("numerateur",),
    "denominateur": ("denominateur",),
    "source": ("source",),
    "source_url": ("source_url", "lien"),
    "commentaire": ("commentaire",),
    "motif": ("motif", "motif_de_correction"),
    "version": ("version",),
    "jeton": ("jeton",),
}
"""Field → headers that name it, the first being the one of exports."""

IGNORED = frozenset(
    {
        *("libelle", "libelle_indicateur", "libelle_de_la_modalite", "famille"),
        *("feuille", "ligne", "colonne", "raison"),  # of the cells that we gave back to correct
        *("statuts_en_clair", "enregistre_le", "publie_le", "donnees", "derniere_valeur", "etat", "cibles", "campagne"),
    }
)
"""Headers that are known and not read: they only help the person."""

_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands. ``problems`` blocks nothing by itself; ``missing`` makes the table unreadable."""

    row: int
    places: Mapping[str, int]
    missing: tuple[str, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether rows can be read under this header."""
        return not self.missing and not any(problem.blocks for problem in self.problems)


def slug(text: str) -> str:
    """A header without accents, capitals, spaces: « Motif d'absence » is « motif_d_absence »."""
    bare = unicodedata.normalize("NFKD", text.strip().casefold())
    return re.sub("[^a-z0-9]+", "_", "".join(c for c in bare if not unicodedata.combining(c))).strip("_")


def is_known(name: str) -> bool:
    """Whether a header is one of ours, read or not."""
    return slug(name) in _FIELD_OF or slug(name) in IGNORED


def read_header(sheet: str, row: int, names: Sequence[str]) -> Header:
    """What each column is; ``row`` counts from 1."""
    places: dict[str, int] = {}
    problems: list[ReadingProblem] = []
    for index, name in enumerate(names):
        place = SourcePlace(sheet, row, letters(index))
        field = _FIELD_OF.get(slug(name))
        if field in places and field is not None:
            first = letters(places[field])
            problems.append(ReadingProblem(place, f"l'en-tête « {name.strip()} » répète celui de la colonne {first}."))
        elif field is not None:
            places[field] = index
        elif name.strip() and slug(name) not in IGNORED:
            problems.append(ReadingProblem(place, _unknown(name), blocks=False))
    return Header(row, places, _missing(places), tuple(problems))


def best_header(sheet: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Header | None:
    """The first row that can be a header, else the one that comes nearest; None when there is no text at all."""
    best: Header | None = None
    for number, names in rows:
        header = read_header(sheet, number, names)
        if not header.missing:
            return header
        if header.places and (best is None or len(header.places) > len(best.places)):
            best = header
    return best


def missing_message(header: Header | None) -> str:
    """What a table lacks, in words."""
    if header is None:
        return "aucun en-tête reconnu : il faut au moins « serie », « periode » et « valeur »."
    listed = ", ".join(f"« {name} »" for name in header.missing)
    wrong = [problem for problem in header.problems if not problem.blocks]
    hint = f" {wrong[0].message[:1].upper()}{wrong[0].message[1:]}" if wrong else ""
    return f"il manque la colonne {listed}.{hint}"


def _missing(places: Mapping[str, int]) -> tuple[str, ...]:
    lacking = [name for name in ("periode", "valeur") if name not in places]
    if "serie" not in places and not {"indicateur", "perimetre"} <= places.keys():
        lacking.insert(0, "serie")
    return tuple(lacking)


def _unknown(name: str) -> str:
    near = get_close_matches(slug(name), _FIELD_OF, n=1, cutoff=0.75)
    hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else "."
    return f"l'en-tête « {name.strip()[:60]} » n'est pas connu, la colonne n'a pas été lue{hint}"
