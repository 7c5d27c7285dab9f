"""List of decisions: filters, and rows for export."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.exchange import writers
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.decisions import words
from indicators.ui.kit import filters, links
from indicators.ui.kit.query import Filter, Query

OPEN, LATE, CLOSED, ALL = "ouvertes", "retard", "closes", "toutes"
STATES = {OPEN: "Ouvertes", LATE: "En retard", CLOSED: "Closes", ALL: "Toutes"}


def query(review: Review, decisions: Sequence[Decision]) -> Query[Decision]:
    """Decisions filtered by the address, most urgent first; open ones by default."""
    areas = {decision.code: words.areas_of(review, decision) for decision in decisions}
    people = sorted({decision.in_charge for decision in decisions if decision.in_charge}, key=str.casefold)
    is_in: Mapping[str, Callable[[Decision], bool]] = {
        OPEN: lambda decision: decision.is_open,
        LATE: lambda decision: decision.is_overdue(review.today),
        CLOSED: lambda decision: not decision.is_open,
        ALL: lambda decision: True,
    }
    return Query(
        words.by_urgency(decisions, review.today),
        (
            Filter(
                "etat",
                "État",
                STATES,
                lambda decision, state: is_in[state](decision),
                everything="",
                default=OPEN,
                shows_empty=True,
            ),
            Filter(
                "aire",
                "Aire",
                filters.areas(review.catalogue),
                lambda decision, area: int(area) in areas[decision.code],
                everything="Toutes ({})",
            ),
            Filter(
                "responsable",
                "Personne",
                {name: name for name in people},
                lambda decision, name: decision.in_charge == name,
                everything="Toutes ({})",
            ),
        ),
        partial(links.address, "decisions"),
    )


def rows(review: Review, decisions: Sequence[Decision]) -> list[writers.Row]:
    """The decisions as export rows, one each."""
    return [
        {
            "decision": decision.code,
            "prise_le": decision.taken_on.isoformat(),
            "edition": decision.edition,
            "texte": decision.text,
            "responsable": decision.in_charge,
            "echeance": decision.due_on.isoformat() if decision.due_on else "",
            "etat": label(decision.state),
            "en_retard": "oui" if decision.is_overdue(review.today) else "non",
            "note": decision.note,
            "series": " ".join(decision.series),
            "indicateurs": " ".join(decision.indicators),
            "operations": " ".join(decision.operations),
            "version": decision.version_no,
            "modifiee_le": date_fr(decision.recorded_at.astimezone(store.LOCAL).date()),
        }
        for decision in decisions
    ]
