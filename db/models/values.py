"""Observations, baselines and targets: identities and append-only versions."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from db.models.base import (
    APPEND_ONLY,
    DENOMINATOR_POSITIVE,
    HORIZON_UNKNOWN,
    METHOD_UNKNOWN,
    RATIO_PAIR,
    STATE_UNKNOWN,
    VERSION_FROM_ONE,
    VERSION_TAKEN,
    VERSIONS,
    Base,
    finite,
    now,
    one_of,
)
from db.vocabulary import ConfStatus, EntryMethod, Horizon, ObsStatus, PeriodKind, TargetMode, ValueState

# Codes that explain why a value is absent (practice: « Empty is not zero »).
ABSENCE = (
    ObsStatus.HOLIDAY,
    ObsStatus.IN_ANOTHER_CATEGORY,
    ObsStatus.NOT_COLLECTED,
    ObsStatus.CANNOT_EXIST,
    ObsStatus.MISSING,
    ObsStatus.SUPPRESSED,
)
ABSENCE_OR_BOTH = (*ABSENCE, ObsStatus.BREAK, ObsStatus.DEROGATION, ObsStatus.SPECIAL_EVENT)


def _any_flag(flags: tuple[ObsStatus, ...]) -> str:
    return "(" + " OR ".join(f"flags LIKE '%{flag}%'" for flag in flags) + ")"


def _valid_flags() -> CheckConstraint:
    letters = "".join(sorted(ObsStatus))
    return CheckConstraint(
        f"trim(flags, '{letters}') = ''",
        name="flags_sdmx",
        info={"refusal": "Un code de qualité n’est pas un code SDMX admis."},
    )


class ObservationTable(Base):
    """Identity of an observed figure: series × breakdown item (none: the total) × period."""

    __tablename__ = "observation"
    __table_args__ = (
        one_of("period_kind", PeriodKind, "Ce type de période n’est pas connu."),
        CheckConstraint(
            "period_start <= period_end",
            name="period_order",
            info={"refusal": "La période se termine avant de commencer."},
        ),
        Index(
            "ux_observation_total",
            "series_id",
            "period_end",
            "period_code",
            unique=True,
            sqlite_where=text("item_id IS NULL"),
            postgresql_where=text("item_id IS NULL"),
            info={"refusal": "Cette période existe déjà pour cette série."},
        ),
        Index(
            "ux_observation_item",
            "series_id",
            "item_id",
            "period_code",
            unique=True,
            sqlite_where=text("item_id IS NOT NULL"),
            postgresql_where=text("item_id IS NOT NULL"),
            info={"refusal": "Cette période existe déjà pour cette modalité."},
        ),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("breakdown_item.id"))
    period_code: Mapped[str]
    period_kind: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]


class RecordedVersion:
    """Author, instant, method and reason of a version."""

    version_no: Mapped[int]
    state: Mapped[str]
    method: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")
    batch: Mapped[str | None]
    signed: ClassVar[str]  # what these versions are called in the report on personal data

    @declared_attr
    def recorded_by(cls) -> Mapped[str]:
        return mapped_column(info={"signed": cls.signed})

    @declared_attr
    def recorded_at(cls) -> Mapped[datetime]:
        return mapped_column(default=now, index=True)


class ObservationVersionTable(RecordedVersion, Base):
    """One version of an observation. Never changed, never deleted."""

    __tablename__ = "observation_version"
    signed = "Valeurs saisies ou jugées"
    __table_args__ = (
        UniqueConstraint("observation_id", "version_no", info={"refusal": VERSION_TAKEN}),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        finite("value"),
        finite("numerator", "Le numérateur n’est pas un nombre fini."),
        finite("denominator", "Le dénominateur n’est pas un nombre fini."),
        _valid_flags(),
        CheckConstraint(
            f"value IS NOT NULL OR state = '{ValueState.WITHDRAWN}' OR {_any_flag(ABSENCE_OR_BOTH)}",
            name="absence_has_reason",
            info={"refusal": "Une valeur absente demande un motif (non collectée, sans objet, masquée…)."},
        ),
        CheckConstraint(
            f"value IS NULL OR NOT {_any_flag(ABSENCE)}",
            name="absence_has_no_value",
            info={"refusal": "Une valeur chiffrée ne peut pas porter un code de valeur manquante."},
        ),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="ratio_pair", info={"refusal": RATIO_PAIR}),
        CheckConstraint(
            "CAST(denominator AS NUMERIC) > 0", name="denominator_positive", info={"refusal": DENOMINATOR_POSITIVE}
        ),
        one_of("state", ValueState, STATE_UNKNOWN),
        one_of("method", EntryMethod, METHOD_UNKNOWN),
        one_of("conf_status", ConfStatus, "Ce statut de confidentialité n’est pas connu."),
        one_of("reliability", ("", "A", "B"), "La fiabilité d’une source est A ou B."),
        # Few values are not free: which series they are in is asked at every reading for the public.
        Index(
            "ix_observation_version_confidential",
            "observation_id",
            sqlite_where=text("conf_status <> 'F'"),
            postgresql_where=text("conf_status <> 'F'"),
        ),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    flags: Mapped[frozenset[ObsStatus]] = mapped_column(default=frozenset())
    conf_status: Mapped[str] = mapped_column(default=ConfStatus.FREE)
    source: Mapped[str] = mapped_column(Text, default="")
    source_url: Mapped[str] = mapped_column(Text, default="")
    source_published_on: Mapped[date | None]
    reliability: Mapped[str] = mapped_column(default="")
    caveat: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")


class ObservationHeadTable(Base):
    """Pointer to the current version: one indexed look-up, whatever the length of the history.

    The only mutable row about a value; it repeats nothing and can be rebuilt from the versions.
    """

    __tablename__ = "observation_head"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    latest_id: Mapped[int] = mapped_column(ForeignKey("observation_version.id"))
    published_id: Mapped[int | None] = mapped_column(ForeignKey("observation_version.id"))


class BaselineVersionTable(RecordedVersion, Base):
    """Version of the baseline of a series: value, date, source. Recomputing it adds a version."""

    __tablename__ = "baseline_version"
    signed = "Situations initiales"
    __table_args__ = (
        UniqueConstraint("series_id", "version_no", info={"refusal": VERSION_TAKEN}),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        CheckConstraint(
            f"value IS NOT NULL OR state = '{ValueState.WITHDRAWN}'",
            name="value_present",
            info={"refusal": "La situation initiale demande une valeur."},
        ),
        finite("value"),
        finite("numerator", "Le numérateur n’est pas un nombre fini."),
        finite("denominator", "Le dénominateur n’est pas un nombre fini."),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="ratio_pair", info={"refusal": RATIO_PAIR}),
        CheckConstraint(
            "CAST(denominator AS NUMERIC) > 0", name="denominator_positive", info={"refusal": DENOMINATOR_POSITIVE}
        ),
        _valid_flags(),
        one_of("state", ValueState, STATE_UNKNOWN),
        one_of("method", EntryMethod, METHOD_UNKNOWN),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    dated: Mapped[date]
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    flags: Mapped[frozenset[ObsStatus]] = mapped_column(default=frozenset())
    source: Mapped[str] = mapped_column(Text, default="")


class TargetVersionTable(RecordedVersion, Base):
    """Version of the target of a series at one horizon; a revision is a new version with its reason."""

    __tablename__ = "target_version"
    signed = "Cibles"
    __table_args__ = (
        UniqueConstraint("series_id", "horizon", "version_no", info={"refusal": VERSION_TAKEN}),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        CheckConstraint(
            "version_no = 1 OR reason <> ''",
            name="revision_has_reason",
            info={"refusal": "La révision d’une cible demande un motif."},
        ),
        CheckConstraint(
            f"value IS NOT NULL OR state = '{ValueState.WITHDRAWN}'",
            name="value_present",
            info={"refusal": "La cible demande une valeur."},
        ),
        finite("value"),
        one_of("horizon", Horizon, HORIZON_UNKNOWN),
        one_of("mode", TargetMode, "Une cible vise un niveau ou un cumul."),
        one_of("state", ValueState, STATE_UNKNOWN),
        one_of("method", EntryMethod, METHOD_UNKNOWN),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    horizon: Mapped[str]
    due: Mapped[date]
    value: Mapped[Decimal | None]
    mode: Mapped[str] = mapped_column(default=TargetMode.LEVEL)
    decided_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text, default="")
    to_confirm: Mapped[bool] = mapped_column(default=False)
    # « Maintien »: keeping the baseline is the target, and not an oversight.
    maintained: Mapped[bool] = mapped_column(default=False)
