"""The journal, filtered."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEvent

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]


def events(
    session: Session,
    *,
    actor: str = "",
    action: str = "",
    subject: str = "",
    batch: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> Rows:
    """Facts of the journal, newest first. ``subject`` is the beginning of the subject; the rest is exact.

    ``since`` is included, ``until`` is not.
    """
    statement = select(AuditEvent.__table__)
    for column, wanted in ((AuditEvent.actor, actor), (AuditEvent.action, action), (AuditEvent.batch, batch)):
        if wanted:
            statement = statement.where(column == wanted)
    if subject:
        statement = statement.where(AuditEvent.subject.startswith(subject, autoescape=True))
    if since is not None:
        statement = statement.where(AuditEvent.happened_at >= since)
    if until is not None:
        statement = statement.where(AuditEvent.happened_at < until)
    return list(session.execute(statement.order_by(AuditEvent.id.desc()).limit(limit)))
