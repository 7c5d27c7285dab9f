"""The public reads neither a confidential value nor what gives it away; staff read both."""

from decimal import Decimal

from db.engine import Engine
from db.vocabulary import ConfStatus
from indicators.domain.rights import Action
from indicators.reading.progress.details import read_breakdowns, read_revisions
from indicators.reading.progress.review import read_review
from indicators.services.values import steps
from tests.entry_world import ANNE, COUNT, TODAY, VERA, key, publish, save, typed

PARTS = ("PME", "GE")


def test_a_hidden_part_hides_its_total(store: Engine) -> None:
    publish(store, "30")
    for item, text in zip(PARTS, ("20", "10"), strict=True):
        publish(store, text, key(item=item))
    save(store, ANNE, typed("31", base=4, motive="Erreur", comment="Vu"))
    for action, who in ((Action.SUBMIT, ANNE), (Action.VALIDATE, VERA), (Action.PUBLISH, VERA)):
        steps.step(store, who, action, [key()], "Note", today=TODAY)
    assert seen(store) == (Decimal(31), [Decimal(20), Decimal(10)], 2)
    steps.mark_confidential(store, ANNE, key(item="GE"), ConfStatus.CONFIDENTIAL, "Une entreprise", today=TODAY)
    assert seen(store) == (None, [Decimal(20), None], 0)
    assert seen(store, confidential=True) == (Decimal(31), [Decimal(20), Decimal(10)], 2)


def seen(store: Engine, *, confidential: bool = False) -> tuple[Decimal | None, list[Decimal | None], int]:
    """The total, its parts, and the number of versions of the total that are told."""
    review = read_review(store, TODAY, confidential=confidential)
    assert review is not None
    series = review.judged[COUNT].series
    (total,) = review.judged[COUNT].facts.observations
    (broken,) = read_breakdowns(store, series, confidential=confidential)
    parts = [found[0].value for _, found in broken.items]
    return total.value, parts, len(read_revisions(store, series, confidential=confidential))
