"""From text to records, one at a time, so that one bad card never hides the mistakes of the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from seeds.problems import Problem
from seeds.yaml_text import Document, Place

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Located(Generic[R]):
    """A record and the place where it is written."""

    record: R
    document: Document
    place: Place

    def blame(self, message: str, *where: str | int) -> None:
        """Record a mistake on the field ``where`` (aliases, as written in the file)."""
        place = (*self.place, *where)
        self.document.problems.append(Problem(self.document.name, self.document.line_of(place), _field(where), message))


def read_section(document: Document, section: str, model: type[R]) -> list[Located[R]]:
    """Records of the list ``section``; the mistakes of the others go to ``document.problems``."""
    raw = document.data.get(section) if isinstance(document.data, dict) else None
    if not isinstance(raw, list):
        document.blame(document.line_of((section,)), "une liste est attendue (tirets).", section)
        return []
    return [
        record
        for number, entry in enumerate(raw)
        if (record := read_record(document, (section, number), entry, model)) is not None
    ]


def read_record(document: Document, place: Place, raw: Any, model: type[R]) -> Located[R] | None:
    """One record, or None when it has mistakes (all of them are recorded)."""
    try:
        return Located(model.model_validate(raw), document, place)
    except ValidationError as error:
        for mistake in _mistakes(error, model):
            _blame(document, place, *mistake)
        return None


def raw_codes(document: Document, section: str, key: str = "code") -> Iterator[str]:
    """Codes written in a section, even in records that have other mistakes."""
    raw = document.data.get(section) if isinstance(document.data, dict) else None
    for entry in raw if isinstance(raw, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            yield entry[key]


def _mistakes(error: ValidationError, model: type[BaseModel]) -> Iterator[tuple[Place, str]]:
    for detail in error.errors(include_url=False):
        # « [key] » is how pydantic marks a wrong key of a mapping.
        location = tuple(part for part in detail["loc"] if part != "[key]")
        yield location, _french(detail, location, model)


def _blame(document: Document, place: Place, location: Place, message: str) -> None:
    line = document.line_of((*place, *location))
    document.problems.append(Problem(document.name, line, _field(location), message))


def _field(location: tuple[str | int, ...]) -> str:
    """« aires.5.precision »; numbers of list items are left out, the line says it better."""
    return ".".join(part for part in location if isinstance(part, str))


def _french(detail: Any, location: Place, model: type[BaseModel]) -> str:
    kind, written = detail["type"], detail["input"]
    if kind == "missing":
        return "champ obligatoire absent."
    if kind == "extra_forbidden":
        return "champ inconnu" + _suggestion(str(location[-1]), model)
    if kind == "enum":
        return f"« {written} » n’est pas une valeur admise ({_admitted(model, location)})."
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind in ("string_type", "int_type"):
        return "un texte est attendu ici."
    if kind in ("tuple_type", "frozen_set_type", "list_type"):
        return "une liste est attendue ici."
    if kind in ("too_short", "frozen_set_too_short"):
        return "la liste ne peut pas être vide."
    return "un groupe de champs est attendu ici."


def _suggestion(name: str, model: type[BaseModel]) -> str:
    names = [info.alias or key for inner in _models(model) for key, info in inner.model_fields.items()]
    near = get_close_matches(name, names, n=1)
    return f" ; vouliez-vous dire « {near[0]} » ?" if near else "."


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        for kind in _kinds(info.annotation):
            if issubclass(kind, BaseModel):
                yield from _models(kind)


def _kinds(annotation: Any) -> Iterator[type]:
    """Classes named anywhere in a type annotation."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)


def _admitted(model: type[BaseModel], location: Place) -> str:
    """Words admitted at ``location``: the members of the enumeration that the field is annotated with."""
    names = [part for part in location if isinstance(part, str)]
    for inner in _models(model):
        for key, info in inner.model_fields.items():
            if (info.alias or key) not in reversed(names):
                continue
            for kind in _kinds(info.annotation):
                if issubclass(kind, Enum):
                    return ", ".join(str(member.value) for member in kind)
    return "voir l’en-tête du fichier"
