"""Indicators, their definitions by version, their breakdowns and their series."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import CODE_TAKEN, HORIZON_UNKNOWN, VERSION_FROM_ONE, VERSION_TAKEN, VERSIONS, Base, now, one_of
from db.vocabulary import (
    Aggregation,
    Applicability,
    Direction,
    EffectKind,
    Frequency,
    Horizon,
    IndicatorType,
    Nature,
    OperationTheme,
)


class UnitTable(Base):
    """A unit of measure; « % » only where is_percent."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code", info={"refusal": CODE_TAKEN}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    symbol: Mapped[str]
    is_percent: Mapped[bool]


class IndicatorTable(Base):
    """Identity of an indicator; its definition is in its versions."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("code", info={"refusal": "Ce code d’indicateur existe déjà."}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    position: Mapped[int]
    retired_on: Mapped[date | None]


class IndicatorVersionTable(Base):
    """A definition and the instant from which it is in force. A new wording is a new version of the same series."""

    __tablename__ = "indicator_version"
    __table_args__ = (
        UniqueConstraint("indicator_id", "version_no", info={"refusal": VERSION_TAKEN}),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        CheckConstraint(
            "decimals BETWEEN 0 AND 6", name="decimals_range", info={"refusal": "Le nombre de décimales va de 0 à 6."}
        ),
        CheckConstraint(
            "publication_delay_months BETWEEN 0 AND 60",
            name="delay_range",
            info={"refusal": "Le délai de publication va de 0 à 60 mois."},
        ),
        CheckConstraint(
            "direction <> 'aucun' OR type = 'contexte'",
            name="direction_judged",
            info={"refusal": "Seul un indicateur de contexte peut n’avoir aucun sens d’évolution voulu."},
        ),
        one_of("direction", Direction, "Le sens doit être hausse, baisse ou aucun."),
        one_of("type", IndicatorType, "Le type doit être contexte, réalisation, résultat ou impact."),
        one_of("nature", Nature, "Cette nature d’indicateur n’est pas connue."),
        one_of("frequency", Frequency, "Cette fréquence n’est pas connue."),
        one_of("aggregation", Aggregation, "La règle d’agrégation doit être SOM, DIST, RATIO ou NA."),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    version_no: Mapped[int]
    label: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    decimals: Mapped[int]
    direction: Mapped[str]
    type: Mapped[str]
    nature: Mapped[str]
    nature_text: Mapped[str]
    frequency: Mapped[str]
    frequency_text: Mapped[str] = mapped_column(default="")
    publication_delay_months: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    aggregation: Mapped[str]
    breakdowns_text: Mapped[str] = mapped_column(Text, default="")
    roadmap_anchor: Mapped[str] = mapped_column(Text, default="")
    caution: Mapped[str] = mapped_column(Text, default="")
    core: Mapped[bool]
    added: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by: Mapped[str] = mapped_column(info={"signed": "Fiches d’indicateurs"})


class BreakdownListTable(Base):
    """A code list by which values are broken down (ORIGINE, TAILLE, STADE-BIO…)."""

    __tablename__ = "breakdown_list"
    __table_args__ = (UniqueConstraint("code", info={"refusal": CODE_TAKEN}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class BreakdownItemTable(Base):
    """An item of a code list; ``parent_code`` names the item of the same list that includes it."""

    __tablename__ = "breakdown_item"
    __table_args__ = (
        UniqueConstraint("list_id", "code", info={"refusal": "Cette modalité existe déjà dans la liste."}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("breakdown_list.id"))
    code: Mapped[str]
    label: Mapped[str]
    parent_code: Mapped[str | None]
    position: Mapped[int]


class SeriesTable(Base):
    """Indicator × perimeter: what values, baselines and targets belong to.

    ``in_matrix`` marks the 251 series of the roadmap; ``reads_from_id`` names the series whose values this one
    shows (« même valeur »), so that one figure is never stored twice. The unit is the indicator's, unless the
    area has its own (production capacity).
    """

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": "Ce code de série existe déjà."}),
        UniqueConstraint(
            "indicator_id", "perimeter_id", info={"refusal": "Cet indicateur a déjà une série pour ce périmètre."}
        ),
        CheckConstraint(
            "reads_from_id <> id", name="reads_from_other", info={"refusal": "Une série ne peut pas se lire elle-même."}
        ),
        one_of(
            "applicability",
            Applicability,
            "L’application doit être « tel quel », « moyennant précision » ou « niveau DIS ».",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    perimeter_id: Mapped[int] = mapped_column(ForeignKey("perimeter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    applicability: Mapped[str]
    precision: Mapped[str] = mapped_column(Text, default="")
    in_matrix: Mapped[bool]
    is_context: Mapped[bool] = mapped_column(default=False)
    reads_from_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    retired_on: Mapped[date | None]


class SeriesBreakdownTable(Base):
    """Code lists that apply to a series."""

    __tablename__ = "series_breakdown"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("breakdown_list.id"), primary_key=True)


class SeriesHorizonTable(Base):
    """A horizon date specific to one series, overriding the roadmap's."""

    __tablename__ = "series_horizon"
    __table_args__ = (
        UniqueConstraint(
            "series_id", "horizon", info={"refusal": "Cette série a déjà une date propre pour cette échéance."}
        ),
        one_of("horizon", Horizon, HORIZON_UNKNOWN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    horizon: Mapped[str]
    due: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


class RetirementTable(Base):
    """Retirement of an indicator or a series from a day on, or its return (no day).

    ``former`` is the previous value, so that the catalogue can be rebuilt as of any past instant.
    """

    __tablename__ = "retirement"
    __table_args__ = (
        CheckConstraint(
            "(indicator_id IS NULL) <> (series_id IS NULL)",
            name="one_subject",
            info={"refusal": "Un retrait porte sur un indicateur ou sur une série."},
        ),
        CheckConstraint("reason <> ''", name="reason_given", info={"refusal": "Retirer ou rétablir demande un motif."}),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    former: Mapped[date | None]
    retired_on: Mapped[date | None]
    reason: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(info={"signed": "Retraits du catalogue"})
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class HorizonChangeTable(Base):
    """A change of the date of CT, MT or LT, for the whole roadmap (no series) or for one series.

    ``due`` is empty when a series goes back to the roadmap's date; ``former`` is the previous date.
    """

    __tablename__ = "horizon_change"
    __table_args__ = (
        one_of("horizon", Horizon, HORIZON_UNKNOWN),
        CheckConstraint(
            "series_id IS NOT NULL OR due IS NOT NULL",
            name="roadmap_dated",
            info={"refusal": "Chaque échéance de la feuille de route a une date."},
        ),
        CheckConstraint(
            "reason <> ''", name="reason_given", info={"refusal": "Changer la date d’une échéance demande un motif."}
        ),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    horizon: Mapped[str]
    former: Mapped[date | None]
    due: Mapped[date | None]
    reason: Mapped[str]
    decided_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(info={"signed": "Dates d’échéances"})
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class IndicatorOperationTable(Base):
    """Logic of intervention: the operations (by theme) that an indicator follows."""

    __tablename__ = "indicator_operation"
    __table_args__ = (one_of("theme", OperationTheme, "Ce type d’opération n’est pas connu."),)

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(primary_key=True)


class IndicatorEffectTable(Base):
    """Logic of intervention: the expected effects that an indicator measures."""

    __tablename__ = "indicator_effect"
    __table_args__ = (one_of("kind", EffectKind, "Ce type d’effet attendu n’est pas connu."),)

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
