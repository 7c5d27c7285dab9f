"""What the store holds of one person, and how it is removed without touching what they entered."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.models import (
    AuditEvent,
    BaselineVersion,
    Campaign,
    CampaignSeries,
    Draft,
    EntryBatch,
    HorizonChange,
    IndicatorVersion,
    LockException,
    MethodParameters,
    ObservationVersion,
    PeriodLock,
    Person,
    PersonArea,
    PersonRole,
    PersonSeries,
    Retirement,
    SignInFailure,
    SignInSession,
    TargetVersion,
)

ERASED, SIGNED = "effacé avec le compte", "conservé, signé de l’adresse professionnelle"

Held = tuple[str, str, int]
"""What is held, what becomes of it when the account is deleted, how many rows."""


def held(session: Session, person_id: int | None, email: str) -> tuple[Held, ...]:
    """Rows about somebody, kind by kind; those of which there are none are left out."""
    return tuple(one for one in _held(session, person_id, email) if one[2])


def erase(session: Session, person_id: int, email: str) -> int:
    """Delete an account and everything that hangs on it; gives the number of rows removed."""
    session.execute(update(CampaignSeries).where(CampaignSeries.owner_id == person_id).values(owner_id=None))
    removed = 0
    for column, value in _erased(person_id, email):
        statement = delete(column.class_).where(column == value)
        removed += len(list(session.execute(statement.returning(column))))
    return removed


def _held(session: Session, person_id: int | None, email: str) -> Iterator[Held]:
    names = {
        Person: "Compte : nom, adresse, service, identité",
        PersonRole: "Rôles",
        PersonArea: "Aires à valider",
        PersonSeries: "Séries à remplir",
        SignInSession: "Sessions (dates, sans adresse de machine)",
        SignInFailure: "Essais de connexion (adresse de la machine)",
        Draft: "Brouillons de saisie",
        LockException: "Exceptions à un verrou",
    }
    for column, value in _erased(person_id, email):
        yield names[column.class_], ERASED, _count(session, column, value)
    yield "Listes de campagne (responsable)", ERASED, _count(session, CampaignSeries.owner_id, person_id)
    for label, column in _SIGNED:
        yield label, SIGNED, _count(session, column, email)


def _erased(person_id: int | None, email: str) -> tuple[tuple[Any, Any], ...]:
    """Column and value of the rows that go, the account itself last."""
    return (
        (PersonRole.person_id, person_id),
        (PersonArea.person_id, person_id),
        (PersonSeries.person_id, person_id),
        (SignInSession.person_id, person_id),
        (SignInFailure.account, email),
        (Draft.author, email),
        (LockException.email, email),
        (Person.id, person_id),
    )


_SIGNED = (
    ("Valeurs saisies ou jugées", ObservationVersion.recorded_by),
    ("Situations initiales", BaselineVersion.recorded_by),
    ("Cibles", TargetVersion.recorded_by),
    ("Fiches d’indicateurs", IndicatorVersion.recorded_by),
    ("Paramètres de la méthode", MethodParameters.recorded_by),
    ("Retraits du catalogue", Retirement.recorded_by),
    ("Dates d’échéances", HorizonChange.recorded_by),
    ("Imports", EntryBatch.author),
    ("Campagnes ouvertes", Campaign.created_by),
    ("Verrous posés", PeriodLock.locked_by),
    ("Journal : actes de la personne", AuditEvent.actor),
    ("Journal : actes sur son compte", AuditEvent.subject),
)


def _count(session: Session, column: Any, value: Any) -> int:
    if value is None:
        return 0
    return session.execute(select(func.count()).select_from(column.class_).where(column == value)).scalar_one()
