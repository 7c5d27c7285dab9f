"""Figures, dates and sentences of an edition: the same words as on the screens."""

from datetime import datetime

from db.vocabulary import ConfStatus, IndicatorType, PerimeterKind, StoreKind, TargetMode
from indicators.domain.formatting import count_of, date_fr, number, percent, signed, trim, with_unit
from indicators.domain.progress.balance import BALANCE_LABELS, HorizonBalance, horizon_balances
from indicators.domain.progress.pace import required_pace
from indicators.domain.statuses import REASON_TEXT
from indicators.domain.wording import label
from indicators.reading.instants import LOCAL, day_of, end_of
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import is_unpublished
from indicators.reading.progress.review import Judged, Review
from indicators.reports.cover import Cover

DIS_NAME = "Innovations pour une santé renforcée"
FICTITIOUS = "Données fictives"
DRAFT = "Document de travail"
RESTRICTED = "Valeurs confidentielles : diffusion restreinte"


def marks(review: Review, cover: Cover) -> tuple[str, ...]:
    """What every page must say: fictitious figures, working document, confidential values."""
    observations = [observation for judged in review.judged.values() for observation in judged.facts.observations]
    presence = {
        FICTITIOUS: cover.is_fictitious or review.kind is StoreKind.DEMONSTRATION,
        DRAFT: cover.is_draft or any(is_unpublished(observation) for observation in observations),
        RESTRICTED: any(
            observation.conf is not ConfStatus.FREE and observation.value is not None for observation in observations
        ),
    }
    return tuple(word for word, is_true in presence.items() if is_true)


def under_status(judged: Judged) -> str:
    """What goes under the word of a status: the note of small counts, or the reason for not judging."""
    reason = judged.assessment.reason if judged.latest else None  # without any value, the reason is plain to see
    return ", ".join(filter(None, (judged.assessment.note, REASON_TEXT[reason] if reason else "")))


def perimeter(judged: Judged) -> str:
    """« Aire 1 », « MedTech », « DIS entier »."""
    return "DIS entier" if judged.perimeter.kind is PerimeterKind.DIS else judged.perimeter.short


def kind_of(judged: Judged) -> str:
    """« résultat · hausse recherchée · annuelle »."""
    card = judged.definition
    return " · ".join(label(word).lower() for word in (judged.facts.type, card.direction, card.frequency))


def balances(judged: Judged, review: Review) -> tuple[HorizonBalance, ...]:
    """The three horizons of a series; none for a context indicator."""
    if judged.facts.type is IndicatorType.CONTEXT:
        return ()
    return horizon_balances(judged.facts, review.today, review.parameters)


def target_of(judged: Judged, balance: HorizonBalance) -> str:
    """« 85 % », « pas de cible »; a sum says so."""
    if balance.target_value is None:
        return "pas de cible"
    mode = next(target.mode for target in judged.facts.targets if target.horizon is balance.horizon)
    text = number(balance.target_value, None, judged.series.unit)
    return f"{text} en cumul" if mode is TargetMode.CUMULATIVE else text


def state_of(judged: Judged, balance: HorizonBalance) -> str:
    """« À venir », « Atteinte : 78 %, avancement 112,5 % »."""
    state = BALANCE_LABELS[balance.state]
    if balance.observed is None:
        return state
    observed = number(balance.observed, None, judged.series.unit)
    return f"{state} : {observed}" + (
        f", avancement {percent(balance.progress)}" if balance.progress is not None else ""
    )


def pace_of(judged: Judged, review: Review) -> str:
    """What the next target asks for each year, beside the best year so far; empty where nothing allows it."""
    needed = required_pace(judged.facts, review.today)
    if needed is None:
        return ""
    unit = "points" if judged.series.unit.is_percent else judged.series.unit.symbol
    pace, best = (with_unit(trim(signed(rate, 1)), unit) for rate in (needed.needed_per_year, needed.best_per_year))
    goal = f"{needed.horizon.value} ({number(needed.target_value, None, judged.series.unit)} au {date_fr(needed.target_date)})"
    return f"Pour atteindre {goal}, il faut {pace} par an ; le meilleur rythme connu est de {best} par an."


def awaited(judged: Judged, review: Review) -> str:
    """« Donnée attendue depuis le 30/06/2026 », « suite attendue depuis… »; empty where nothing is late."""
    since = awaited_since(judged, review)
    if since is None:
        return ""
    return f"{'Suite' if judged.latest else 'Donnée'} attendue depuis le {date_fr(since)}"


def typographic(sentence: str) -> str:
    """Our own sentences with the apostrophe of print."""
    return sentence.replace("'", "’")


def web_address(url: str) -> str:
    """The address if it is one of the web: no other kind becomes a link."""
    return url if url.startswith(("https://", "http://")) else ""


def data_date(review: Review) -> str:
    """The date of the data: the instant asked for, or that of the last change."""
    if review.as_of is None:
        return moment(review.changed_at)
    day = day_of(review.as_of)
    if review.as_of == end_of(day):
        return f"{date_fr(day)} (état de la base à la fin de ce jour)"
    return f"{moment(review.as_of)} (état de la base à cet instant)"


def data_day(review: Review) -> str:
    """The same as a day."""
    return date_fr(day_of(review.as_of or review.changed_at))


def moment(instant: datetime) -> str:
    """« 12/03/2026 à 14:05 », in Brussels."""
    local = instant.astimezone(LOCAL)
    return f"{date_fr(local.date())} à {local:%H:%M}"


def coverage(series: list[Judged]) -> str:
    """« 203 indicateurs évaluables sur 251 »."""
    judged = sum(judged.is_assessable for judged in series)
    return f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {number(len(series))}"


def running(review: Review, cover: Cover) -> str:
    """Right side of the running header: date of the data and filters."""
    return " · ".join(filter(None, (f"Données au {data_day(review)}", cover.filters)))
