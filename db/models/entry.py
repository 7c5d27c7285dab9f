"""Data entry: campaigns, drafts, batches, locks and validation rules."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import METHOD_UNKNOWN, Base, finite, now, one_of
from db.vocabulary import CampaignState, EntryMethod

_ONE_DRAFT = "Cette case a déjà un brouillon de la même personne."


class CampaignTable(Base):
    """A call for the values of one period, with a due date."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": "Ce code de campagne existe déjà."}),
        CheckConstraint(
            "opens_on <= due_on",
            name="dates_order",
            info={"refusal": "L’échéance d’une campagne ne peut pas précéder son ouverture."},
        ),
        one_of("state", CampaignState, "Cet état n’existe pas dans la vie d’une campagne."),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    period_code: Mapped[str]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=CampaignState.PREPARING)
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[str] = mapped_column(info={"signed": "Campagnes ouvertes"})


class CampaignSeriesTable(Base):
    """A series asked for by a campaign, and who fills it."""

    __tablename__ = "campaign_series"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"cleared": "Listes de campagne (responsable)"}
    )
    due_on: Mapped[date | None]


class DraftTable(Base):
    """Unsaved text of one cell, exactly as typed, so that it survives a reload, a crash or a lost connection."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "ux_draft_total",
            "author",
            "series_id",
            "period_code",
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
            info={"refusal": _ONE_DRAFT},
        ),
        Index(
            "ux_draft_item",
            "author",
            "series_id",
            "item_id",
            "period_code",
            unique=True,
            sqlite_where=text("item_id IS NOT NULL"),
            postgresql_where=text("item_id IS NOT NULL"),
            info={"refusal": _ONE_DRAFT},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(info={"erased": "Brouillons de saisie"})
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("breakdown_item.id"))
    period_code: Mapped[str]
    typed: Mapped[str] = mapped_column(Text)
    base_version_no: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class EntryBatchTable(Base):
    """Values of one paste or file, undone together."""

    __tablename__ = "entry_batch"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": "Ce numéro d’import existe déjà."}),
        one_of("method", EntryMethod, METHOD_UNKNOWN),
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)",
            name="undone_pair",
            info={"refusal": "Un import annulé dit par qui et quand."},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    author: Mapped[str] = mapped_column(info={"signed": "Imports"})
    method: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(info={"signed": "Imports annulés"})


class PeriodLockTable(Base):
    """A period closed to entry, with the reason shown in its cells."""

    __tablename__ = "period_lock"
    __table_args__ = (
        CheckConstraint(
            "reason <> ''", name="reason_given", info={"refusal": "Verrouiller une période demande un motif."}
        ),
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)",
            name="lifted_pair",
            info={"refusal": "Un verrou levé dit par qui et quand."},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_code: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    locked_at: Mapped[datetime] = mapped_column(default=now)
    locked_by: Mapped[str] = mapped_column(info={"signed": "Verrous posés"})
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None] = mapped_column(info={"signed": "Verrous levés"})


class LockExceptionTable(Base):
    """Permission for one person to write in a locked period, until a date."""

    __tablename__ = "lock_exception"
    __table_args__ = (
        CheckConstraint(
            "reason <> ''", name="reason_given", info={"refusal": "Une exception à un verrou demande un motif."}
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lock_id: Mapped[int] = mapped_column(ForeignKey("period_lock.id"), index=True)
    email: Mapped[str] = mapped_column(info={"erased": "Exceptions à un verrou"})
    until: Mapped[date]
    reason: Mapped[str]
    granted_by: Mapped[str] = mapped_column(info={"signed": "Exceptions à un verrou accordées"})
    granted_at: Mapped[datetime] = mapped_column(default=now)


class ValueRuleTable(Base):
    """Ranges of one indicator. The hard range blocks; the plausible range and the change require an explanation.

    ``max_change`` is in % of the previous value, in points where the unit is %.
    """

    __tablename__ = "value_rule"
    __table_args__ = (
        finite("hard_low"),
        finite("hard_high"),
        finite("plausible_low"),
        finite("plausible_high"),
        finite("max_change"),
        CheckConstraint(
            "CAST(hard_low AS NUMERIC) <= CAST(hard_high AS NUMERIC)",
            name="hard_order",
            info={"refusal": "La borne basse dépasse la borne haute."},
        ),
        CheckConstraint(
            "CAST(plausible_low AS NUMERIC) <= CAST(plausible_high AS NUMERIC)",
            name="plausible_order",
            info={"refusal": "La borne basse dépasse la borne haute."},
        ),
        CheckConstraint(
            "CAST(max_change AS NUMERIC) > 0",
            name="max_change_positive",
            info={"refusal": "La variation admise doit être plus grande que zéro."},
        ),
    )

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    hard_low: Mapped[Decimal | None]
    hard_high: Mapped[Decimal | None]
    plausible_low: Mapped[Decimal | None]
    plausible_high: Mapped[Decimal | None]
    max_change: Mapped[Decimal | None]
    is_integer: Mapped[bool] = mapped_column(default=False)


class CrossRuleTable(Base):
    """A rule between series of one period (=, ≠, >, ≥, <, ≤, both or none, not both)."""

    __tablename__ = "cross_rule"
    __table_args__ = (UniqueConstraint("code", info={"refusal": "Ce code de règle existe déjà."}),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    severity: Mapped[str]
    advice: Mapped[str] = mapped_column(Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)
