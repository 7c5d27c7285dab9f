"""The audit journal, and a few facts about the store itself."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import APPEND_ONLY, VERSION_TAKEN, VERSIONS, Base, finite, now


class AuditEventTable(Base):
    """An event of the journal. It names its subject without a foreign key, so that it outlives it."""

    __tablename__ = "audit_event"
    __table_args__ = APPEND_ONLY

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor: Mapped[str] = mapped_column(info={"signed": "Journal : actes de la personne"})
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(info={"signed": "Journal : actes sur son compte"})
    batch: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class DataVersionTable(Base):
    """One counter, bumped in the transaction of every write; caches are keyed on it."""

    __tablename__ = "data_version"
    __table_args__ = (
        CheckConstraint(
            "id = 1", name="single_row", info={"refusal": "Le compteur de version des données n’a qu’une ligne."}
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(default=now)


class StoreFactTable(Base):
    """A named fact about this store: its kind (real or demonstration), the checksum of what was loaded."""

    __tablename__ = "store_fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class MethodParametersTable(Base):
    """Thresholds of the progress method, by version; printed with every status."""

    __tablename__ = "method_parameters"
    __table_args__ = (
        UniqueConstraint("version_no", info={"refusal": VERSION_TAKEN}),
        finite("on_track"),
        finite("accelerate"),
        finite("decline"),
        finite("tolerance"),
        finite("trend_percent"),
        finite("trend_units"),
        finite("trend_small"),
        CheckConstraint(
            "CAST(on_track AS NUMERIC) > CAST(accelerate AS NUMERIC)"
            " AND CAST(accelerate AS NUMERIC) > CAST(decline AS NUMERIC)",
            name="thresholds_order",
            info={"refusal": "Les seuils doivent aller en décroissant : bonne voie, à accélérer, recul."},
        ),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_no: Mapped[int]
    on_track: Mapped[Decimal]
    accelerate: Mapped[Decimal]
    decline: Mapped[Decimal]
    tolerance: Mapped[Decimal]
    trend_percent: Mapped[Decimal]
    trend_units: Mapped[Decimal]
    trend_small: Mapped[Decimal]
    reason: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(info={"signed": "Paramètres de la méthode"})
    recorded_at: Mapped[datetime] = mapped_column(default=now)
