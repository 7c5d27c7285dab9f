"""« Ce que l’on apprend » screen: coverage, decisions, projections and targets across editions."""

from collections.abc import Mapping, Sequence

from indicators.domain.formatting import count_of
from indicators.reading.committee import learning
from indicators.reading.committee.decisions import Decision, read_decisions
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.learning import CheckedProjection, Coverage, UnderFormer
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, empty, esc, header, html, link, show, warnings
from indicators.ui.learning import coverage, decisions, projections, targets

QUESTION = "Qu’apprend le comité de ses propres revues ?"


def screen() -> None:
    """Draw the comparison of editions, or a placeholder if there are fewer than two."""
    editions_by_code = memory.editions()
    editions = list(editions_by_code.values())[::-1]
    if len(editions) < 2:
        show(header(QUESTION), _not_yet(editions))
        return
    review = store.present()
    query = projections.query(store.remembered(_checked))
    show(header(QUESTION, _lead(editions)))
    if query.unknown:
        show(warnings(query.unknown))
    coverage.section(store.remembered(_coverage), is_dark())
    then = store.remembered(_decisions)
    show(decisions.section(editions, then, memory.decisions(), review.today))
    show(projections.section(review, query, editions_by_code))
    show(targets.section(review, store.remembered(_changed)))


def _lead(editions: Sequence[Edition]) -> Html:
    return esc(f"{count_of(len(editions), 'édition')}, de « {editions[0].label} » à « {editions[-1].label} »")


def _not_yet(editions: Sequence[Edition]) -> Html:
    sentence = f"Une édition est figée : « {editions[0].label} »." if editions else "Aucune édition n’est encore figée."
    there = link(links.address("editions"), "Voir les éditions")
    return empty(
        "On apprend en comparant : il faut deux éditions",
        html(
            "<p>{} Dès la deuxième, cette page dira quelle part des indicateurs a pu être jugée, ce que sont devenues "
            "les décisions, si les projections étaient justes, et ce que changent les révisions de cibles.</p>"
            "<p>L’administration fige une édition à chaque réunion du comité. {}.</p>",
            sentence,
            there,
        ),
    )


def _coverage() -> tuple[Coverage, ...]:
    editions = memory.editions()
    return tuple(record for record in learning.coverage(store.engine()) if record.edition.code in editions)


def _decisions() -> Mapping[str, tuple[Decision, ...]]:
    """Decisions as of each edition."""
    return {edition.code: read_decisions(store.engine(), edition.as_of) for edition in memory.editions().values()}


def _checked() -> tuple[CheckedProjection, ...]:
    """Checked projections, limited to the editions and the series of the current view."""
    editions, review = memory.editions(), store.present()
    checkeds = learning.checked_projections(store.engine(), review)
    return tuple(checked for checked in checkeds if checked.edition in editions)


def _changed() -> tuple[UnderFormer, ...]:
    return learning.under_first_targets(store.present())


screen()
