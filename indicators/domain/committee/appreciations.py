"""The committee's rating, beside the computed status: its subject, and when it is required or needs a reason.

Source: docs/method.md, Two judgements. As in PILOTE, a reason is required where the two disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from db.vocabulary import AppreciationLevel
from indicators.domain import wording
from indicators.domain.statuses import ASSESSABLE, SIGNS, Status

ALARMS: frozenset[Status] = frozenset({Status.LATE, Status.DECLINE, Status.MISSED})
"""Statuses on which the committee is expected to give its own judgement."""

GOOD: frozenset[Status] = frozenset({Status.ACHIEVED, Status.ON_TRACK})

CONFIDENT = frozenset({AppreciationLevel.SECURED, AppreciationLevel.ATTAINABLE})


@dataclass(frozen=True, slots=True, order=True)
class Matter:
    """Subject of a rating or a comment: an area by number or a series by code; exactly one of them."""

    area: int = 0
    series: str = ""

    def __post_init__(self) -> None:
        if bool(self.area) == bool(self.series):
            raise ValueError("Une appréciation ou un commentaire porte sur une aire ou sur une série.")

    def __str__(self) -> str:
        """Name in the journal: the bare code of a series, so that its followers find it."""
        return self.series or f"aire {self.area}"


def required_appreciation(status: Status, level: AppreciationLevel | None) -> str:
    """What the committee still has to give, as a French sentence; empty if nothing.

    Without a level: a rating, where the status alarms. With one: a reason, where the two disagree strongly, that is
    « sécurisés » or « atteignables » on an alarm, or « compromis » on a good status.
    """
    word = SIGNS[status].word
    if level is None:
        return f"Le statut calculé est « {word} » : l’appréciation du comité est attendue." if status in ALARMS else ""
    if not _disagree(status in ALARMS, status in GOOD, level):
        return ""
    return f"Le statut calculé est « {word} » et l’appréciation « {wording.label(level)} » : donnez-en le motif."


def required_for_area(statuses: Iterable[Status], level: AppreciationLevel | None) -> str:
    """Like :func:`required_appreciation` for an area: alarming (or good) if half of its assessed series are."""
    judged = [status for status in statuses if status in ASSESSABLE]
    alarms, good = (sum(status in kind for status in judged) for kind in (ALARMS, GOOD))
    alarming, fine = (bool(judged) and 2 * many >= len(judged) for many in (alarms, good))
    counts = f"{alarms} statuts d’alerte et {good} favorables sur {len(judged)} évaluables"
    if level is None:
        return f"{counts} : l’appréciation du comité est attendue." if alarming else ""
    if not _disagree(alarming, fine, level):
        return ""
    return f"{counts}, et l’appréciation « {wording.label(level)} » : donnez-en le motif."


def _disagree(alarming: bool, fine: bool, level: AppreciationLevel) -> bool:
    return (alarming and level in CONFIDENT) or (fine and not alarming and level is AppreciationLevel.COMPROMISED)
