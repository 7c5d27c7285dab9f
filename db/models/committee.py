"""Records of the committee: editions, ratings, comments and decisions."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from db.models.base import APPEND_ONLY, VERSION_FROM_ONE, VERSION_TAKEN, VERSIONS, Base, finite, now, one_of
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind, DecisionState, ObsStatus


def _area_or_series() -> CheckConstraint:
    return CheckConstraint(
        "(area_id IS NULL) <> (series_id IS NULL)",
        name="about_one",
        info={
            "refusal": "Une appréciation ou un commentaire porte sur une aire ou sur une série, une seule à la fois."
        },
    )


def _numbered(table: str, *columns: str) -> tuple[Index, Index]:
    """Version numbers of an area and of a series are counted apart: one unique index for each."""

    def of(subject: str) -> Index:
        there = text(f"{subject}_id IS NOT NULL")
        names = (f"{subject}_id", *columns, "version_no")
        return Index(
            f"ux_{table}_{subject}",
            *names,
            unique=True,
            sqlite_where=there,
            postgresql_where=there,
            info={"refusal": VERSION_TAKEN},
        )

    return of("area"), of("series")


class Attributed:
    """Version number, author and instant of a version."""

    version_no: Mapped[int]
    signed: ClassVar[str]  # what these versions are called in the report on personal data

    @declared_attr
    def recorded_by(cls) -> Mapped[str]:
        return mapped_column(info={"signed": cls.signed})

    @declared_attr
    def recorded_at(cls) -> Mapped[datetime]:
        return mapped_column(default=now)


class EditionTable(Base):
    """What the committee saw at an instant, frozen: immutable, with the fingerprint printed on its exports.

    ``as_of`` is the instant of the data shown; a trigger refuses any later recording at or before it. ``content`` is
    the canonical text of what is not about one series; the lines hold the rest.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("code", info={"refusal": "Une édition a déjà ce code."}),
        UniqueConstraint("as_of", info={"refusal": "Une édition a déjà été figée à cet instant."}),
        CheckConstraint(
            "length(fingerprint) = 64",
            name="fingerprint_sha256",
            info={"refusal": "L’empreinte d’une édition compte 64 caractères."},
        ),
        CheckConstraint(
            "as_of <= frozen_at",
            name="as_of_past",
            info={"refusal": "Une édition ne peut pas montrer un instant à venir."},
        ),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    held_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    as_of: Mapped[datetime]
    frozen_at: Mapped[datetime] = mapped_column(default=now)
    frozen_by: Mapped[str] = mapped_column(info={"signed": "Éditions figées"})
    data_version: Mapped[int]
    parameters_version: Mapped[int]
    code_version: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str]


class EditionLineTable(Base):
    """One series in an edition: proof, and quick counts. ``content`` is the canonical text under the fingerprint."""

    __tablename__ = "edition_line"
    __table_args__ = (finite("value"), APPEND_ONLY)

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    in_matrix: Mapped[bool]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    period_code: Mapped[str] = mapped_column(default="")
    value: Mapped[Decimal | None]
    flags: Mapped[frozenset[ObsStatus]] = mapped_column(default=frozenset())
    appreciation: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(Text)


class AppreciationVersionTable(Attributed, Base):
    """A rating of an area or of a series; ``meeting`` is the day of the committee that it is for."""

    __tablename__ = "appreciation_version"
    signed = "Appréciations"
    __table_args__ = (
        _area_or_series(),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        one_of("level", AppreciationLevel, "Cette appréciation n’est pas connue."),
        one_of("state", AppreciationState, "Une appréciation est proposée, retenue ou retirée."),
        *_numbered("appreciation_version"),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    level: Mapped[str]
    state: Mapped[str]
    motive: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[date | None]


class CommentVersionTable(Attributed, Base):
    """A pilot's comment of one kind on an area or a series; an empty text withdraws it."""

    __tablename__ = "comment_version"
    signed = "Commentaires"
    __table_args__ = (
        _area_or_series(),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        CheckConstraint(
            "version_no > 1 OR text <> ''", name="text_given", info={"refusal": "Un commentaire demande un texte."}
        ),
        one_of("kind", CommentKind, "Ce type de commentaire n’est pas connu."),
        *_numbered("comment_version", "kind"),
        VERSIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    meeting: Mapped[date | None]


class DecisionTable(Base):
    """Identity of a decision: its code, its date, and the edition before the committee on that day."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("code", info={"refusal": "Une décision a déjà ce numéro."}), APPEND_ONLY)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    taken_on: Mapped[date]
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True)


class DecisionVersionTable(Attributed, Base):
    """Text, person in charge, deadline and state of a decision; ``note`` explains the new version."""

    __tablename__ = "decision_version"
    signed = "Décisions"
    __table_args__ = (
        UniqueConstraint("decision_id", "version_no", info={"refusal": VERSION_TAKEN}),
        CheckConstraint("version_no >= 1", name="version_no_positive", info={"refusal": VERSION_FROM_ONE}),
        CheckConstraint("text <> ''", name="text_given", info={"refusal": "Une décision demande un texte."}),
        CheckConstraint(
            "version_no = 1 OR note <> ''",
            name="change_has_note",
            info={"refusal": "Modifier une décision demande une note."},
        ),
        one_of("state", DecisionState, "Cet état n’existe pas dans la vie d’une décision."),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    text: Mapped[str] = mapped_column(Text)
    in_charge: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    state: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[date | None]


class DecisionSeriesTable(Base):
    """Link from a version of a decision to a series."""

    __tablename__ = "decision_series"
    __table_args__ = APPEND_ONLY

    version_id: Mapped[int] = mapped_column(ForeignKey("decision_version.id"), primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)


class DecisionIndicatorTable(Base):
    """Link from a version of a decision to an indicator, in every area."""

    __tablename__ = "decision_indicator"
    __table_args__ = APPEND_ONLY

    version_id: Mapped[int] = mapped_column(ForeignKey("decision_version.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)


class DecisionOperationTable(Base):
    """Link from a version of a decision to an operation of the roadmap."""

    __tablename__ = "decision_operation"
    __table_args__ = APPEND_ONLY

    version_id: Mapped[int] = mapped_column(ForeignKey("decision_version.id"), primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), primary_key=True)
