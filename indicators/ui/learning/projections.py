"""Accuracy of past projections: what each edition projected, compared with the values published since."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import partial

from db.vocabulary import TargetMode
from indicators.charts.words import expected, figure
from indicators.domain.formatting import count_of, date_fr, number, percent
from indicators.domain.periods import decimal_year, from_decimal_year
from indicators.domain.progress.assessment import case_of
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.learning import CheckedProjection
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, details, empty, esc, html, link, table
from indicators.ui.kit.query import Filter, Query

TITLE = "Les projections passées étaient-elles justes ?"
_NOTE = (
    "À chaque édition, la ligne droite de la situation initiale à la dernière valeur connue est prolongée ; "
    "elle est dite juste quand la valeur venue depuis s’en écarte de 5 % au plus."
)


class Fate(StrEnum):
    """How the actual value compares with the projection. The value is its word in the address."""

    RIGHT = "juste"
    BELOW = "dessous"
    ABOVE = "dessus"


_WORDS = {Fate.RIGHT: "Justes à 5 % près", Fate.BELOW: "Venues au-dessous", Fate.ABOVE: "Venues au-dessus"}


def fate(checked: CheckedProjection) -> Fate:
    """Whether the actual value is within 5 % of the projection, below or above; not whether it is good news."""
    if checked.projection.is_right:
        return Fate.RIGHT
    return Fate.ABOVE if checked.projection.gap > 0 else Fate.BELOW


def query(checked: Sequence[CheckedProjection]) -> Query[CheckedProjection]:
    """The projections that can be checked; the address may filter the tables by fate."""
    fates = {str(each): word for each, word in _WORDS.items()}
    of_fate: Filter[CheckedProjection] = Filter(
        "voir", "", fates, lambda each, word: fate(each) == word, everything="Toutes ({})", shows_empty=True
    )
    return Query(checked, (of_fate,), partial(links.address, "apprendre"))


def section(review: Review, query: Query[CheckedProjection], editions: Mapping[str, Edition]) -> Html:
    """The card: number of accurate projections, then the filtered tables."""
    if not query.items:
        why = html("<p>Il faut une valeur venue depuis une édition, sans rupture ni nouvelle situation initiale.</p>")
        return card(empty("Aucune projection ne peut encore être vérifiée", why), TITLE)
    chips = html('<p class="chips" role="group" aria-label="Projections à montrer">{}</p>', query.chips("voir"))
    word = query.values["voir"]
    by_indicator = details("Indicateur par indicateur", _by_indicator(review, query.items, word), is_open=bool(word))
    each = details("Projection par projection", _projection_table(review, query.matching, editions))
    return card(html("<p>{}</p>{}{}{}", reading(query.items), chips, by_indicator, each), TITLE, note=_NOTE)


def reading(checkeds: Sequence[CheckedProjection]) -> str:
    """The counts in one sentence."""
    counts = Counter(map(fate, checkeds))
    right, below, above = (counts[each] for each in Fate)
    return (
        f"Sur {count_of(len(checkeds), 'projection vérifiable', 'projections vérifiables')}, {number(right)} "
        f"{'étaient justes' if right > 1 else 'était juste'} à 5 % près ({percent(_share(right, checkeds), 0)}) ; "
        f"{count_of(below, 'valeur est venue', 'valeurs sont venues')} au-dessous, {number(above)} au-dessus."
    )


def _share(many: int, checkeds: Sequence[CheckedProjection]) -> Fraction:
    return Fraction(many, len(checkeds))


def _by_indicator(review: Review, checkeds: Sequence[CheckedProjection], fate_filter: str) -> Html:
    """Counts by indicator, least accurate first; ``fate_filter`` limits and sorts by the count of that fate."""
    by_code: dict[str, Counter[Fate]] = defaultdict(Counter)
    for checked in checkeds:
        by_code[review.judged[checked.series].definition.code][fate(checked)] += 1
    rank = {code: _rank(counts, fate_filter) for code, counts in by_code.items()}
    rows = [
        [
            html(
                "{} {}",
                link(links.address("indicateur", serie=code), esc(code)),
                review.catalogue.definitions[code].label,
            ),
            *(number(by_code[code][each]) for each in Fate),
        ]
        for code in sorted(by_code, key=lambda code: (-rank[code], code))
        if rank[code] or not fate_filter
    ]
    heads = ["Indicateur", *(_WORDS[each] for each in Fate)]
    return table("Projections vérifiées, par indicateur", heads, rows, (1, 2, 3))


def _rank(counts: Counter[Fate], fate_filter: str) -> int:
    return counts[Fate(fate_filter)] if fate_filter else counts.total() - counts[Fate.RIGHT]


def _projection_table(review: Review, checkeds: Sequence[CheckedProjection], editions: Mapping[str, Edition]) -> Html:
    heads = ["Indicateur", "Prévu à l’édition", "Pour", "Attendu", "Projeté", "Venu", "Écart", "Verdict"]
    rows = [_row(review.judged[checked.series], checked, editions) for checked in checkeds]
    return table("Ce qui était prévu et ce qui est venu", heads, rows, (3, 4, 5, 6))


def _row(judged: Judged, checked: CheckedProjection, editions: Mapping[str, Edition]) -> list[str]:
    projection, unit, decimals = checked.projection, judged.series.unit, judged.definition.decimals
    sums = case_of(judged.facts).mode is TargetMode.CUMULATIVE
    named = html(
        "{} {}", link(links.address("indicateur", serie=judged.code), esc(judged.code)), judged.definition.label
    )
    return [
        named + (html(' <span class="muted">(cumul)</span>') if sums else Html()),
        esc(date_fr(editions[checked.edition].held_on)),
        esc(_when(judged, projection.t)),
        esc(expected(projection.expected, decimals, unit)),
        esc(expected(projection.projected, decimals, unit)),
        esc(figure(projection.came, decimals, unit)),
        esc(percent(projection.relative_gap, 1)),
        esc(_VERDICTS[fate(checked)]),
    ]


_VERDICTS = {Fate.RIGHT: "juste", Fate.BELOW: "au-dessous", Fate.ABOVE: "au-dessus"}


def _when(judged: Judged, t: Fraction) -> str:
    """Label of the period that ends on the day, otherwise the date."""
    periods = (each.period for each in judged.facts.observations)
    return next((each.label for each in periods if decimal_year(each.end) == t), date_fr(from_decimal_year(t)))
