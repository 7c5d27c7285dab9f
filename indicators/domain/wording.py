"""French labels of stored words, except statuses (``statuses.SIGNS``) and events (``events.EVENTS``)."""

from db.vocabulary import Word

APPRECIATION_MISSING = "Non renseignée"
"""What stands where the committee has not judged."""


def label(word: Word) -> str:
    """French label of a stored word."""
    return word.label
