"""The minutes of a meeting: what the committee saw, judged and decided, as a text to paste and as a PDF."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from db.vocabulary import AppreciationState, DecisionState
from indicators.charts.glyphs import sign_svg
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.domain.wording import label
from indicators.reading.committee.agenda import BEYOND, section_of
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.judgements import Judgements, Standing
from indicators.reading.instants import day_of
from indicators.reading.progress import figures
from indicators.reading.progress.review import Judged, Review
from indicators.reports import compiler, words
from indicators.reports.cover import Cover
from indicators.reports.pdf import MARK_TEXTS
from indicators.reports.typesetting import packed, templates

TEMPLATE = "minutes.typ"
ATTENDANCE = ("Présents", "Excusés", "Secrétariat")
"""Lines that are left blank: the software does not know who is in the room."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """An appreciation as told: « Objectifs atteignables », its motive; ``under`` says whose and when."""

    level: str
    motive: str
    under: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as told: number, text, who, until when, how far, what it is about."""

    code: str
    text: str
    in_charge: str
    due: str
    state: str
    about: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewedIndicator:
    """An indicator that was before the committee."""

    code: str
    label: str
    perimeter: str
    status: str
    word: str
    under: str
    value: str
    period: str
    reserve: str
    opinion: Opinion | None
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """An area of the agenda, with what was seen of it."""

    title: str
    opinion: Opinion | None
    decisions: tuple[Decided, ...]
    seen: tuple[ReviewedIndicator, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that the minutes say, as texts."""

    title: str
    name: str
    roadmap: str
    marks: tuple[str, ...]
    running: str
    identity: tuple[tuple[str, str], ...]
    attendance: tuple[str, ...]
    agenda: tuple[str, ...]
    decisions: tuple[Decided, ...]
    parts: tuple[MinutesPart, ...]
    still_open: tuple[Decided, ...]
    made_on: str


def minutes_of(
    review: Review,
    day: date,
    seen: Iterable[str],
    judgements: Judgements,
    decisions: Iterable[Decision],
    *,
    edition: Edition | None = None,
) -> Minutes:
    """The minutes of the meeting of a day.

    Args:
        seen: codes of the series that the committee looked at, in order; others are left out.
        decisions: all of them as they stand; those of the day are told first, then those still open.
        edition: the one frozen for this meeting, whose fingerprint is printed.
    """
    all_decisions = tuple(decisions)
    new_decisions = [decision for decision in all_decisions if decision.taken_on == day]
    former = sorted(
        (
            decision
            for decision in all_decisions
            if decision.taken_on < day and (decision.is_open or decision.meeting == day)
        ),
        key=lambda decision: (decision.due_on or date.max, decision.code),
    )
    judged_series = [review.judged[code] for code in seen if code in review.judged]
    parts = tuple(_parts(review, day, judged_series, judgements, new_decisions))
    return Minutes(
        title=f"Compte rendu du comité du {date_fr(day)}",
        name=words.DIS_NAME,
        roadmap=review.catalogue.roadmap_label,
        marks=words.marks(review, Cover("", review.changed_at)),
        running=f"Données au {words.data_day(review)}",
        identity=tuple(_identity(review, edition)),
        attendance=ATTENDANCE,
        agenda=tuple(f"{part.title} : {count_of(len(part.seen), 'indicateur')}" for part in parts if part.seen),
        decisions=tuple(_decided(decision, review) for decision in new_decisions),
        parts=parts,
        still_open=tuple(_decided(decision, review) for decision in former),
        made_on=day.isoformat(),
    )


def minutes_pdf(minutes: Minutes, made_at: datetime, *, apart: bool = False) -> bytes:
    """The minutes as a tagged PDF (PDF/UA-1). Raises ``compiler.TypesettingFailed``."""
    data: dict[str, Any] = {
        **asdict(minutes),
        "mark_texts": MARK_TEXTS,
        "signs": {status.value: sign_svg(status) for status in STATUS_ORDER},
    }
    files = {"main.typ": templates()[TEMPLATE], "parts.typ": templates()["parts.typ"], "data.json": packed(data)}
    return (compiler.to_pdf_apart if apart else compiler.to_pdf)(files, made_at)


def _identity(review: Review, edition: Edition | None) -> Iterable[tuple[str, str]]:
    yield "Date des données", words.data_date(review)
    if edition is None:
        yield "Édition", "aucune édition n’a été figée ce jour"
        return
    yield "Édition", f"{edition.label} ({edition.code})"
    yield "Empreinte de l’édition", edition.fingerprint


def _parts(
    review: Review, day: date, judged_series: list[Judged], judgements: Judgements, decisions: list[Decision]
) -> Iterable[MinutesPart]:
    """Areas in the order in which they were looked at; one that was only judged comes after them."""
    keys = list(dict.fromkeys(section_of(judged) for judged in judged_series))
    judged = [str(area.number) for area in review.catalogue.areas if _is_of(judgements.of_area(area.number), day)]
    for key in [*keys, *(each for each in judged if each not in keys)]:
        number = int(key) if key != BEYOND else 0
        yield MinutesPart(
            title=_title(review, key),
            opinion=opinion_of(judgements.of_area(number)) if number else None,
            decisions=tuple(
                _decided(decision, review) for decision in decisions if number and _is_about(decision, review, number)
            ),
            seen=tuple(
                _seen(judged, judgements, decisions, review) for judged in judged_series if section_of(judged) == key
            ),
        )


def _title(review: Review, key: str) -> str:
    if key == BEYOND:
        return "DIS entier et groupes d’aires"
    return f"Aire {key}. {review.catalogue.areas_by_number[int(key)].label}"


def _is_about(decision: Decision, review: Review, number: int) -> bool:
    """Whether a decision is about an operation of an area; those about its series are told under each."""
    return bool({*decision.operations} & {each.code for each in review.catalogue.areas_by_number[number].operations})


def _is_of(standing: Standing, day: date) -> bool:
    last = standing.proposal or standing.adopted
    return last is not None and (last.meeting == day or day_of(last.recorded_at) == day)


def _seen(judged: Judged, judgements: Judgements, decisions: list[Decision], review: Review) -> ReviewedIndicator:
    about = [each for each in decisions if judged.code in each.series or judged.definition.code in each.indicators]
    return ReviewedIndicator(
        code=judged.code,
        label=judged.definition.label,
        perimeter=words.perimeter(judged),
        status=judged.status.value,
        word=SIGNS[judged.status].word,
        under=words.under_status(judged),
        value=figures.value_of(judged, judged.latest),
        period=judged.latest.period.label if judged.latest else "",
        reserve=figures.reserves(judged.latest),
        opinion=opinion_of(judgements.of_series(judged.code)),
        decisions=tuple(_decided(each, review) for each in about),
    )


def opinion_of(standing: Standing) -> Opinion | None:
    """The appreciation adopted by the committee, else what was proposed to it."""
    appreciation = standing.adopted or standing.proposal
    if appreciation is None:
        return None
    when = date_fr(appreciation.meeting or day_of(appreciation.recorded_at))
    whose = "proposée" if appreciation.state is AppreciationState.PROPOSED else "retenue par le comité"
    return Opinion(label(appreciation.level), appreciation.motive, f"{whose}, {when}")


def _decided(decision: Decision, review: Review) -> Decided:
    return Decided(
        code=decision.code,
        text=decision.text,
        in_charge=decision.in_charge or "à désigner",
        due=date_fr(decision.due_on) if decision.due_on else "sans échéance",
        state="" if decision.state is DecisionState.OPEN else label(decision.state).lower(),
        about=", ".join((*decision.series, *decision.indicators, *decision.operations)),
        note=decision.note,
    )
