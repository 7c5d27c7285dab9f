"""The method in words: what every edition carries so that its statuses can be recomputed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.domain.formatting import date_fr, number, percent
from indicators.domain.progress.explanation import rules_in_words
from indicators.domain.quality import LABELS, NORMAL, NORMAL_LABEL, PROVISIONAL, by_precedence
from indicators.domain.statuses import SIGNS
from indicators.domain.wording import label
from indicators.reading.progress.review import Review

PARAGRAPHS = (
    "Chaque série a une situation initiale et des cibles datées à court (CT), moyen (MT) et long terme (LT). Une ligne"
    " droite relie la situation initiale aux cibles, dans l’ordre des dates : c’est la trajectoire. La dernière valeur"
    " utilisable est comparée à ce que la trajectoire attendait à la date de cette valeur, jamais à la date du jour.",
    "Avancement A = (valeur − situation initiale) ÷ (cible − situation initiale). Avancement attendu E : le même calcul"
    " avec la valeur attendue. Rythme R = A ÷ E, la part du chemin attendu qui est parcourue.",
    "Une année manquante n’est ni devinée ni interpolée. Une rupture de série suspend le jugement jusqu’à ce qu’une"
    " situation initiale soit recalculée. Une prévision ou une valeur non validée n’est jamais jugée ; une valeur"
    " estimée ou provisoire l’est, et le statut dit qu’il est provisoire.",
    "Les statuts ne sont jamais moyennés : une aire ou une famille montre des nombres et une couverture. L’appréciation"
    " du comité est une autre chose que le statut calculé, et ne le modifie pas.",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One status: sign, word, and when it is given."""

    status: str
    word: str
    rule: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One quality code: letter, meaning, and whether it makes a status provisional."""

    code: str
    label: str
    is_provisional: bool


def rules(review: Review) -> tuple[Rule, ...]:
    """Every status with the thresholds in force."""
    sentences = rules_in_words(review.parameters)
    return tuple(Rule(status.value, SIGNS[status].word, rule) for status, rule in sentences.items())


def flags() -> tuple[Flag, ...]:
    """Quality codes (SDMX), from the strongest to the weakest."""
    ranked = (Flag(flag.value, LABELS[flag], flag in PROVISIONAL) for flag in by_precedence(LABELS))
    return Flag(NORMAL, NORMAL_LABEL, False), *ranked


def name_of(review: Review) -> str:
    """« Trajectoire, paramètres version 1 (seuils 95 %, 60 % et 0 %) »."""
    limits = [percent(limit, 0) for limit in review.parameters.thresholds]
    return f"Trajectoire, paramètres version {review.parameters.version_no} (seuils {', '.join(limits[:-1])} et {limits[-1]})"


def trend_rule(review: Review) -> str:
    """How a trend is named where there is no target."""
    parameters = review.parameters
    return (
        f"Sans cible, seule la tendance est donnée, à ±{number(parameters.trend_percent)} % par an près"
        f" (±{number(parameters.trend_units)} unité sous {number(parameters.trend_small)})."
    )


def dates(review: Review) -> Iterator[tuple[str, str]]:
    """The situation initiale and the horizons of the roadmap."""
    yield "Situation initiale", date_fr(review.catalogue.baseline_date)
    for horizon, due in review.catalogue.horizons:
        yield f"{label(horizon)} ({horizon.value})", date_fr(due)
