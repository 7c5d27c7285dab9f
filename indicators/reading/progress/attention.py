"""What needs the committee's attention, as named filters over the judged series."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from db.vocabulary import Frequency
from indicators.domain.periods import add_months
from indicators.domain.statuses import Status
from indicators.reading.progress.review import Judged, Review

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Attention:
    """A filter: its name in addresses, its words, and whether a series is concerned."""

    code: str
    title: str
    explanation: str
    concerns: Callable[[Judged, Review], bool]


def is_due_soon(judged: Judged, review: Review) -> bool:
    """A target falls due within twelve months and is not reached yet."""
    end = add_months(review.today, MONTHS_AHEAD)
    return judged.status is not Status.ACHIEVED and any(
        review.today <= each.date <= end for each in judged.facts.targets
    )


def awaited_since(judged: Judged, review: Review) -> date | None:
    """Since when a value is missing: the due date that passed, or that of the baseline where nothing ever came."""
    if judged.due.due_since is not None:
        return judged.due.due_since
    if judged.latest is not None or judged.facts.frequency is Frequency.IRREGULAR or not judged.series.in_matrix:
        return None
    due = add_months(review.catalogue.baseline_date, judged.facts.publication_delay_months)
    return due if due < review.today else None


def is_awaited(judged: Judged, review: Review) -> bool:
    """A value is overdue."""
    return awaited_since(judged, review) is not None


ATTENTIONS = (
    Attention(
        "recul", "Recul", "La valeur va à l’opposé de la cible.", lambda judged, _: judged.status is Status.DECLINE
    ),
    Attention(
        "retard", "En retard", "Moins de 60 % du chemin attendu.", lambda judged, _: judged.status is Status.LATE
    ),
    Attention(
        "manquee",
        "Cible non atteinte",
        "La dernière échéance est passée sans que la cible soit atteinte.",
        lambda judged, _: judged.status is Status.MISSED,
    ),
    Attention("echeance", "Échéance dans 12 mois", "Une cible arrive à échéance et n’est pas atteinte.", is_due_soon),
    Attention("attendue", "Donnée attendue", "La valeur aurait dû arriver.", is_awaited),
)
BY_CODE = {attention.code: attention for attention in ATTENTIONS}


def concerned(attention: Attention, series: Iterable[Judged], review: Review) -> list[Judged]:
    """Series that a filter keeps, in catalogue order."""
    return [judged for judged in series if attention.concerns(judged, review)]
