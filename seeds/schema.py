"""Records of the seed files: English names in code, French names (aliases) in the YAML.

Every record is frozen, refuses unknown fields, and holds exact types: ``Decimal`` for values, ``date`` for days,
``bool`` for « oui » or « non », enumerations from :mod:`db.vocabulary`. No float is ever built.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from db.vocabulary import (
    Aggregation,
    Applicability,
    Direction,
    EffectKind,
    Frequency,
    Horizon,
    IndicatorType,
    Nature,
    ObsStatus,
    OperationTheme,
    PerimeterKind,
    TargetMode,
)
from seeds.scalars import Code, Day, Exact, Line, PeriodCode, Text, Whole, YesNo, at_most

VALUELESS = frozenset(map(ObsStatus, "HKLMOQ"))
"""Flags that say why there is no value, so they cannot stand beside a published one."""


class Reliability(StrEnum):
    """Trust given to a published figure by whoever collected it: A direct and coherent, B weaker."""

    STRONG = "A"
    WEAKER = "B"


class Record(BaseModel):
    """Base of all records: frozen, no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


class RoadmapVersionEntry(Record):
    """One version of the roadmap with its dates; ``horizons`` gives the date of CT, MT and LT."""

    code: Code
    label: Text = Field(alias="libelle")
    baseline_date: Day = Field(alias="situation_initiale")
    horizons: dict[Horizon, Day] = Field(alias="echeances")
    note: Line = ""


class AmbitionEntry(Record):
    """One of the three ambitions."""

    number: Whole = Field(alias="numero")
    label: Text = Field(alias="libelle")
    line: Whole = Field(alias="ligne")


class FamilyEntry(Record):
    """One of the five families of indicators; ``short`` is the label of the matrix."""

    code: Code
    label: Text = Field(alias="libelle")
    short: Text = Field(alias="court")
    line: Whole = Field(alias="ligne")


class EffectEntry(Record):
    """One expected effect of an area, in our own words."""

    kind: EffectKind = Field(alias="genre")
    text: Text = Field(alias="texte")
    line: Whole = Field(alias="ligne")


class AreaEntry(Record):
    """A strategic area; ``short`` and ``complement`` are the two lines of the matrix heading."""

    number: Whole = Field(alias="numero")
    label: Text = Field(alias="libelle")
    short: Text = Field(alias="court")
    complement: Line = ""
    ambition: Whole
    focus: Text
    line: Whole = Field(alias="ligne")
    effects: tuple[EffectEntry, ...] = Field(alias="effets")


class OperationEntry(Record):
    """One operation of one area, in our own words, with its roadmap line."""

    code: Code
    area: Whole = Field(alias="aire")
    theme: OperationTheme
    label: Text = Field(alias="libelle")
    line: Whole = Field(alias="ligne")


class PerimeterEntry(Record):
    """What a series can be about: one area, the areas of a group, or all of them for the DIS."""

    code: Code
    kind: PerimeterKind = Field(alias="genre")
    label: Text = Field(alias="libelle")
    short: Text = Field(alias="court")
    areas: tuple[Whole, ...] = Field(alias="aires")


class UnitEntry(Record):
    """Unit of measure; ``symbol`` is empty for plain counts, ``label`` then says what is counted."""

    code: Code
    label: Text = Field(alias="libelle")
    symbol: Line = Field(alias="symbole")
    is_percent: YesNo = Field(alias="pourcentage")


class ItemEntry(Record):
    """One item of a code list; ``parent`` names the item that already includes it."""

    code: Code
    label: Text = Field(alias="libelle")
    parent: Code | None = None


class CodeList(Record):
    """A breakdown dimension and its items."""

    code: Code
    label: Text = Field(alias="libelle")
    note: Line = ""
    items: tuple[ItemEntry, ...] = Field(min_length=1)


class SeriesBreak(Record):
    """A known event that breaks series; ``end`` is set when the change was spread over time."""

    day: Day = Field(alias="date")
    end: Day | None = Field(default=None, alias="fin")
    event: Text = Field(alias="evenement")
    indicators: tuple[Code, ...] = Field(alias="indicateurs", min_length=1)
    flag: ObsStatus = Field(alias="drapeau")
    note: Line = ""


class CellEntry(Record):
    """How an indicator applies to one area or to the DIS.

    ``suffix`` replaces the perimeter in the series code, ``unit`` replaces the unit of the indicator,
    ``breakdowns`` is added to those of the indicator, ``reads`` names the series whose values are shown here,
    ``context`` says that the value is never judged for this area.
    """

    applicability: Applicability = Field(alias="application")
    precision: Line = ""
    suffix: Code | None = Field(default=None, alias="suffixe")
    unit: Code | None = Field(default=None, alias="unite")
    breakdowns: tuple[Code, ...] = Field(default=(), alias="ventilations")
    reads: Code | None = Field(default=None, alias="lit")
    context: YesNo = Field(default=False, alias="contexte")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"application": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _precise(self) -> "CellEntry":
        if self.applicability is Applicability.WITH_PRECISION and not self.precision:
            raise ValueError("« P » demande une précision (champ « precision »).")
        return self


class Extra(Record):
    """A series outside the matrix of the roadmap, for instance a named group of areas."""

    perimeter: Code = Field(alias="perimetre")
    precision: Text
    breakdowns: tuple[Code, ...] = Field(default=(), alias="ventilations")


class IndicatorCard(Record):
    """What every indicator has, of the roadmap or of context."""

    code: Code
    label: Text = Field(alias="libelle")
    definition: Text
    unit: Code = Field(alias="unite")
    decimals: Annotated[Whole, at_most(6)] = Field(alias="decimales")
    direction: Direction = Field(alias="sens")
    type: IndicatorType
    nature: Nature
    nature_text: Text = Field(alias="nature_texte")
    frequency: Frequency = Field(alias="frequence")
    frequency_text: Line = Field(default="", alias="frequence_texte")
    publication_delay_months: Annotated[Whole, at_most(60)] = Field(alias="delai_publication_mois")
    source: Text
    aggregation: Aggregation = Field(alias="agregation")
    breakdowns: tuple[Code, ...] = Field(default=(), alias="ventilations")
    breakdowns_text: Line = Field(default="", alias="ventilations_texte")
    caution: Line = Field(default="", alias="attention")

    @model_validator(mode="after")
    def _judgeable(self) -> "IndicatorCard":
        if self.direction is Direction.NONE and self.type is not IndicatorType.CONTEXT:
            raise ValueError("un « sens : aucun » demande le type « contexte ».")
        return self


def _areas(value: Any) -> Any:
    return {"DIS": "DIS"} if value == "DIS" else value


class IndicatorEntry(IndicatorCard):
    """One of the 68 indicators; ``cells`` maps « 1 »… « 6 » or « DIS » to the way it applies there."""

    anchor: Text = Field(alias="ancrage")
    core: YesNo = Field(alias="noyau")
    added: YesNo = Field(alias="ajoute")
    operations: tuple[OperationTheme, ...]
    effects: tuple[EffectKind, ...] = Field(alias="effets")
    cells: Annotated[dict[str, CellEntry], BeforeValidator(_areas)] = Field(alias="aires", min_length=1)
    extras: tuple[Extra, ...] = Field(default=(), alias="hors_matrice")

    @property
    def family(self) -> str:
        """Family code, the first part of the indicator code."""
        return self.code.partition("-")[0]


class ContextIndicator(IndicatorCard):
    """Situation that the DIS does not drive: shown, never judged, never a target."""

    family: Code = Field(alias="famille")
    perimeter: Code = Field(alias="perimetre")
    precision: Line = ""

    @model_validator(mode="after")
    def _is_context(self) -> "ContextIndicator":
        if self.type is not IndicatorType.CONTEXT:
            raise ValueError("le type doit être « contexte » dans ce fichier.")
        return self


class SeriesEntry(Record):
    """Indicator × perimeter, worked out from the cards.

    ``applicability`` is « + » outside the matrix; ``reads`` names the series whose values are shown here.
    """

    code: str
    indicator: str
    perimeter: str
    unit: str
    applicability: Applicability
    precision: str = ""
    breakdowns: tuple[str, ...] = ()
    reads: str | None = None
    context: bool = False
    outside_matrix: bool = False


class NormativeTarget(Record):
    """A value that the roadmap itself writes, or implies (``to_confirm``)."""

    series: Code = Field(alias="serie")
    horizon: Horizon = Field(alias="echeance")
    value: Exact = Field(alias="valeur")
    mode: TargetMode
    wording: Text = Field(alias="formulation")
    line: Whole = Field(alias="ligne")
    to_confirm: YesNo = Field(alias="a_confirmer")
    note: Text


class PublishedValue(Record):
    """One published figure.

    ``origin`` is its line in ``releve.csv`` (CSV-12) or its number in the two source documents (DOC-3).
    """

    series: Code = Field(alias="serie")
    code_list: Code | None = Field(default=None, alias="liste")
    item: Code | None = None
    period: PeriodCode = Field(alias="periode")
    value: Exact = Field(alias="valeur")
    flags: frozenset[ObsStatus] = Field(default=frozenset(), alias="drapeaux")
    caveat: Line = Field(default="", alias="reserve")
    source: Text
    url: Line = ""
    published_on: Day | None = Field(default=None, alias="publie_le")
    reliability: Reliability = Field(alias="fiabilite")
    origin: Code = Field(alias="releve")

    @model_validator(mode="after")
    def _coherent(self) -> "PublishedValue":
        if (self.code_list is None) != (self.item is None):
            raise ValueError("« liste » et « item » vont ensemble.")
        if self.flags & VALUELESS:
            raise ValueError("un drapeau de valeur manquante ne peut pas accompagner une valeur.")
        return self


class CatalogueFiles(Record):
    """Everything of ``seeds/catalogue``, in file order; ``checksum`` changes with any byte of the files."""

    version: RoadmapVersionEntry
    ambitions: tuple[AmbitionEntry, ...]
    families: tuple[FamilyEntry, ...]
    areas: tuple[AreaEntry, ...]
    operations: tuple[OperationEntry, ...]
    perimeters: tuple[PerimeterEntry, ...]
    units: tuple[UnitEntry, ...]
    code_lists: tuple[CodeList, ...]
    breaks: tuple[SeriesBreak, ...]
    indicators: tuple[IndicatorEntry, ...]
    context_indicators: tuple[ContextIndicator, ...]
    series: tuple[SeriesEntry, ...]
    targets: tuple[NormativeTarget, ...]
    checksum: str
