"""People, their roles, and their sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, now, one_of
from db.vocabulary import Role


class PersonTable(Base):
    """An account, which signs in with a local password or through an identity provider (issuer and subject)."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email", info={"refusal": "Une personne a déjà cette adresse électronique."}),
        UniqueConstraint(
            "issuer", "subject", info={"refusal": "Une personne a déjà cette identité chez ce fournisseur."}
        ),
        CheckConstraint(
            "(issuer IS NULL) = (subject IS NULL)",
            name="identity_pair",
            info={"refusal": "Une identité demande à la fois son fournisseur et son numéro chez lui."},
        ),
        CheckConstraint(
            "email = lower(email)",
            name="email_lower_case",
            info={"refusal": "Une adresse électronique s’enregistre en minuscules."},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"erased": "Compte : nom, adresse, service, identité"})
    email: Mapped[str]
    name: Mapped[str]
    service: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[str] = mapped_column(default="", info={"signed": "Comptes créés"})


class PersonRoleTable(Base):
    """A role of a person."""

    __tablename__ = "person_role"
    __table_args__ = (one_of("role", Role, "Le rôle doit être lecteur, contributeur, validateur ou administrateur."),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"erased": "Rôles"})
    role: Mapped[str] = mapped_column(primary_key=True)


class PersonSeriesTable(Base):
    """A series assigned to a contributor."""

    __tablename__ = "person_series"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, info={"erased": "Séries à remplir"}
    )
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)


class PersonAreaTable(Base):
    """An area assigned to a validator."""

    __tablename__ = "person_area"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, info={"erased": "Aires à valider"}
    )
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)


class SignInSessionTable(Base):
    """A signed-in browser. Only the hash of its token is stored; revoking it takes effect at the next rerun."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        UniqueConstraint("token_hash", info={"refusal": "Cette session existe déjà : recommencez la connexion."}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), index=True, info={"erased": "Sessions (dates, sans adresse de machine)"}
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInFailureTable(Base):
    """A failed sign-in, counted against the account and the network address."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(index=True, info={"erased": "Essais de connexion (adresse de la machine)"})
    address: Mapped[str] = mapped_column(index=True)
    happened_at: Mapped[datetime] = mapped_column(default=now)
