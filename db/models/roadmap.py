"""The roadmap itself: horizons, ambitions, areas with their effects and operations, families, perimeters."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import CODE_TAKEN, HORIZON_UNKNOWN, Base, one_of
from db.vocabulary import EffectKind, Horizon, OperationTheme, PerimeterKind


class RoadmapVersionTable(Base):
    """A version of the roadmap; its dates are a decision of the DIS, so they are data."""

    __tablename__ = "roadmap_version"
    __table_args__ = (UniqueConstraint("code", info={"refusal": CODE_TAKEN}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    baseline_date: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    is_current: Mapped[bool] = mapped_column(default=True)


class RoadmapHorizonTable(Base):
    """Date of CT, MT or LT in one roadmap version."""

    __tablename__ = "roadmap_horizon"
    __table_args__ = (
        UniqueConstraint("roadmap_version_id", "horizon", info={"refusal": "Cette échéance est déjà datée."}),
        one_of("horizon", Horizon, HORIZON_UNKNOWN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_version_id: Mapped[int] = mapped_column(ForeignKey("roadmap_version.id"))
    horizon: Mapped[str]
    due: Mapped[date]


class AmbitionTable(Base):
    """One of the three ambitions."""

    __tablename__ = "ambition"
    __table_args__ = (UniqueConstraint("code", info={"refusal": CODE_TAKEN}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    short_label: Mapped[str]


class FamilyTable(Base):
    """One of the five families of indicators."""

    __tablename__ = "family"
    __table_args__ = (UniqueConstraint("code", info={"refusal": CODE_TAKEN}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    short_label: Mapped[str]
    position: Mapped[int]


class AreaTable(Base):
    """A strategic area (aire stratégique), with the focus that the roadmap gives it."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("number", info={"refusal": "Ce numéro d’aire existe déjà."}),
        CheckConstraint(
            "number BETWEEN 1 AND 99", name="number_range", info={"refusal": "Le numéro d’une aire va de 1 à 99."}
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    label: Mapped[str]
    short_label: Mapped[str]
    complement: Mapped[str]
    ambition_id: Mapped[int] = mapped_column(ForeignKey("ambition.id"), index=True)
    focus: Mapped[str]


class ExpectedEffectTable(Base):
    """An effect that an area should bring about (effet attendu)."""

    __tablename__ = "expected_effect"
    __table_args__ = (
        UniqueConstraint("area_id", "kind", info={"refusal": "Cet effet attendu est déjà décrit pour cette aire."}),
        one_of("kind", EffectKind, "Ce type d’effet attendu n’est pas connu."),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[str]
    wording: Mapped[str]
    roadmap_line: Mapped[str] = mapped_column(default="")


class OperationTable(Base):
    """An operation of the roadmap in one area."""

    __tablename__ = "operation"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": "Ce code d’opération existe déjà."}),
        one_of("theme", OperationTheme, "Ce type d’opération n’est pas connu."),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    position: Mapped[int]
    theme: Mapped[str]
    wording: Mapped[str]
    roadmap_line: Mapped[str] = mapped_column(default="")


class PerimeterTable(Base):
    """What a series covers: an area, a named group of areas, or the domain (DIS)."""

    __tablename__ = "perimeter"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": CODE_TAKEN}),
        one_of("kind", PerimeterKind, "Un périmètre est une aire, un groupe d’aires ou le DIS."),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str]
    label: Mapped[str]
    short_label: Mapped[str]
    position: Mapped[int]


class PerimeterAreaTable(Base):
    """Areas of a perimeter."""

    __tablename__ = "perimeter_area"

    perimeter_id: Mapped[int] = mapped_column(ForeignKey("perimeter.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)


class KnownBreakTable(Base):
    """A dated event that breaks series (change of nomenclature, of law, of reimbursement)."""

    __tablename__ = "known_break"
    __table_args__ = (UniqueConstraint("happened_on", "event", info={"refusal": "Cette rupture est déjà décrite."}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_on: Mapped[date]
    ended_on: Mapped[date | None]
    event: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class KnownBreakIndicatorTable(Base):
    """Link from a known break to an indicator that it affects."""

    __tablename__ = "known_break_indicator"

    known_break_id: Mapped[int] = mapped_column(ForeignKey("known_break.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
