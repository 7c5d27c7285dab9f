"""Quality flags, confidentiality, missing values and their words: every one that the entry form proposes."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.vocabulary import ConfStatus, ObsStatus
from seeds.demo.plans import SeriesPlan
from seeds.demo.scenarios import Intent, Scenario
from seeds.demo.subjects import DemoSubject

_WORDS = {
    "P": "chiffre provisoire, à confirmer à la prochaine campagne",
    "E": "estimation à partir d’un échantillon",
    "EW": "estimation qui comprend une partie de l’aire voisine",
    "EP": "estimation provisoire",
    "U": "taux de réponse faible",
    "D": "définition plus large que celle de la fiche",
    "DU": "définition plus large et peu de réponses",
    "W": "comprend des unités d’une autre catégorie",
    "I": "valeur imputée à partir des années voisines",
    "B": "changement de définition",
    "F": "prévision",
    "N": "arrondi à zéro",
    "K": "comptée dans une autre catégorie",
    "L": "existe mais n’a pas été collectée",
    "M": "ne pouvait pas exister cette année-là",
    "O": "manquante, sans précision",
    "Q": "masquée : trop peu de répondants",
}
MISSING = "KLMOQ"

# (flags, weight out of 100) for the value that is judged, and for those that are not.
_JUDGED = (("P", 24), ("E", 5), ("EW", 4), ("EP", 3), ("U", 4), ("D", 3), ("DU", 2), ("W", 3))
_FIRST = (("L", 8), ("M", 5), ("E", 3), ("D", 3))
_EARLY = (("L", 6), ("E", 3), ("D", 3), ("B", 3), ("W", 2), ("U", 2))
_BETWEEN = (("O", 4), ("L", 3), ("K", 2), ("I", 4), ("D", 2), ("E", 4), ("U", 2), ("EW", 1))
_BETWEEN_PRESENT = (("I", 4), ("D", 2), ("E", 4), ("U", 2), ("EW", 1))


@dataclass(frozen=True, slots=True)
class Mark:
    """What goes beside a value, or in place of it."""

    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE
    caveat: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the flags say why there is no value."""
        return any(flag in MISSING for flag in self.flags)


def mark(letters: str, conf: ConfStatus = ConfStatus.FREE) -> Mark:
    """A mark with its flags (« EW ») and the fictitious words that go with them."""
    words = f"Donnée fictive : {_WORDS[letters]}." if letters else ""
    return Mark(frozenset(ObsStatus(letter) for letter in letters), conf, words)


PLAIN = Mark()


def mark_of(subject: DemoSubject, intent: Intent, plan: SeriesPlan, year: int, break_year: int | None) -> Mark:
    """The mark of a year's total; one that would change the intended status is never drawn."""
    if year == break_year:
        return mark("B")
    if subject.is_part or subject.parts:
        return PLAIN if year != plan.last_year else _drawn(subject, _JUDGED, year)
    if intent.scenario is Scenario.CUMULATIVE_GAP and year == plan.dated.year + 2:
        return mark("L")
    if intent.scenario is Scenario.NO_OBSERVATION and year > plan.dated.year:
        return mark(subject.chance.pick(("L", "O", "M"), "absence"))
    if intent.scenario is Scenario.ZERO_BASELINE and year < plan.dated.year:
        return mark("N")
    return _with_confidence(subject, _ordinary(subject, plan, year), year)


def _ordinary(subject: DemoSubject, plan: SeriesPlan, year: int) -> Mark:
    if year >= plan.last_year:
        return _drawn(subject, _JUDGED, year)
    if year == plan.dated.year:
        return PLAIN
    if year < plan.dated.year:
        return _drawn(subject, _FIRST if year == 2019 else _EARLY, year)
    return _drawn(subject, _BETWEEN_PRESENT if plan.is_sum else _BETWEEN, year)


def _drawn(subject: DemoSubject, odds: Sequence[tuple[str, int]], year: int) -> Mark:
    draw = subject.chance.below(100, "drapeau", year)
    for letters, weight in odds:
        if draw < weight:
            return mark(letters)
        draw -= weight
    return PLAIN


def _with_confidence(subject: DemoSubject, base: Mark, year: int) -> Mark:
    """A few declared amounts are confidential, a few of them masked."""
    if base.flags:
        return base
    if subject.series.unit == "MEUR" and year == 2020 and subject.chance.happens(12, "masque"):
        return mark("Q", ConfStatus.CONFIDENTIAL)
    draw = subject.chance.below(100, "confidentialité", year)
    statuses = (ConfStatus.CONFIDENTIAL, ConfStatus.NOT_FOR_PUBLICATION, ConfStatus.EMBARGO)
    if draw >= len(statuses) or (statuses[draw] is ConfStatus.EMBARGO and year != 2025):
        return base
    return Mark(conf=statuses[draw], caveat="Donnée fictive : déclarée sous le sceau de la confidentialité.")
