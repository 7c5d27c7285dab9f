"""French words of the store: a stored word is declared beside its label in ``db.vocabulary``.

Statuses have theirs in ``statuses.SIGNS``, events in ``events.EVENTS``.
"""

from db.vocabulary import Word

APPRECIATION_NOT_GIVEN = "Non renseignée"
"""What stands where the committee has not judged."""


def label(word: Word) -> str:
    """French label of a stored word."""
    return word.label
