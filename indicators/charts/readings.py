"""One French sentence that reads a chart aloud: where from, where to, and what the path expected."""

from indicators.charts import words
from indicators.charts.story import Spot, Story
from indicators.domain.formatting import SPACE
from indicators.domain.periods import decimal_year
from indicators.domain.progress.assessment import Assessment
from indicators.domain.series import SeriesFacts, Target
from indicators.domain.statuses import REASON_TEXT, Reason, Status

COLON, SEMICOLON = f"{SPACE}:", f"{SPACE};"


def reading(facts: SeriesFacts, story: Story, assessment: Assessment) -> str:
    """« De 28 % en février 2017 à 72 % en avril 2022 ; la trajectoire attendait 69,8 % à cette date. »

    Values from beyond a break are never compared: the sentence then starts at the break and says so.
    """
    last = story.last
    if last is None:
        return _without_value(facts, story)
    sentences = [_change(facts, story, last, assessment), _break(story), _undrawn(facts, story)]
    return " ".join(sentence for sentence in sentences if sentence)


def alt(facts: SeriesFacts, sentence: str) -> str:
    """What the picture is, then its reading."""
    where = f", {facts.perimeter_label}" if facts.perimeter_label else ""
    return f"Graphique{COLON} {facts.label or facts.indicator_label}{where}. {sentence}"


def _change(facts: SeriesFacts, story: Story, last: Spot, assessment: Assessment) -> str:
    clause = _clause(facts, story, last, assessment)
    return f"{_way(facts, story, last)}{clause}"


def _way(facts: SeriesFacts, story: Story, last: Spot) -> str:
    """The observed part, without its final stop."""
    here = _value(facts, last)
    if story.is_sum:
        since = f" depuis le {words.on(story.start[0]).split(SPACE)[1]}" if story.start else ""
        return f"{here} en cumul{since}"
    first = story.segment[0] if story.segment else last
    if first.day < last.day:
        return f"De {_value(facts, first)} à {here}"
    if story.breaks and len(story.spots) > 1:
        return f"{here}, première valeur depuis la rupture de série"
    return f"{here}, seule valeur connue"


def _value(facts: SeriesFacts, spot: Spot) -> str:
    """« 72 % en avril 2022 (valeur estimée) »."""
    reserve = words.reserve_phrase(spot.flags)
    figure = f"{words.figure(spot.value, facts.decimals, facts.unit)} {words.when(spot.period)}"
    return f"{figure} ({reserve})" if reserve else figure


def _clause(facts: SeriesFacts, story: Story, last: Spot, assessment: Assessment) -> str:
    """What follows the observed part: the expected value, the change, or why there is no judgement."""
    if assessment.expected is not None and assessment.t == decimal_year(last.day):
        value = words.expected(assessment.expected, facts.decimals, facts.unit)
        return f"{SEMICOLON} la trajectoire attendait {value} à cette date."
    if not facts.targets:
        none = "" if assessment.status is Status.NOT_APPLICABLE else " Aucune cible n’est fixée."
        return f"{_span(facts, story, last)}.{none}"
    if assessment.reason is Reason.BREAK:
        return f"{SEMICOLON} progrès non évaluable."
    if assessment.reason is not None:
        return f"{SEMICOLON} progrès non évaluable{COLON} {REASON_TEXT[assessment.reason]}."
    return f"{_span(facts, story, last)}."


def _span(facts: SeriesFacts, story: Story, last: Spot) -> str:
    """« , soit +44 points en 5 ans et 2 mois »; nothing when there is a single value, or a sum."""
    first = story.segment[0] if story.segment else last
    if story.is_sum or first.day >= last.day:
        return ""
    gap = words.change(first.value, last.value, facts.decimals, facts.unit)
    return f", {gap} {words.span(first.day, last.day)}"


def _break(story: Story) -> str:
    if not story.breaks or not story.spots:
        return ""
    return words.break_sentence(story.breaks[-1].period)


def _undrawn(facts: SeriesFacts, story: Story) -> str:
    """Sums cannot stand on an axis of levels: their targets are then said, not drawn."""
    if not story.undrawn:
        return ""
    many = len(story.undrawn) > 1
    subject = "Les cibles en cumul ne sont pas tracées" if many else "La cible en cumul n’est pas tracée"
    if story.is_sum:
        subject = subject.replace("en cumul", "en niveau")
    return f"{subject}{COLON} {_listed(facts, story.undrawn)}."


def _without_value(facts: SeriesFacts, story: Story) -> str:
    start = ""
    if story.start and not story.is_sum:
        day, value = story.start
        start = f" depuis la situation initiale ({words.figure(value, facts.decimals, facts.unit)} {words.on(day)})"
    noun = "cible fixée" if len(facts.targets) == 1 else "cibles fixées"
    goal = f"{SEMICOLON} {noun}{COLON} {_listed(facts, facts.targets)}" if facts.targets else ""
    return f"Aucune valeur observée{start}{goal}."


def _listed(facts: SeriesFacts, targets: tuple[Target, ...]) -> str:
    return words.listed(
        [f"{words.figure(target.value, facts.decimals, facts.unit)} {words.on(target.date)}" for target in targets]
    )
