"""${message}

A migration must not break the release before it: add first, move data, remove in a later release.
Every constraint has a name; SQLite changes go through batch mode.
A CHECK is named through op.f("ck_…"), else the naming convention puts its prefix before the name once more.
A batch rebuilds the table: the triggers of an append-only one must be created again.
"""

${imports if imports else ""}
import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
