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
class Seen:
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
class Part:
    """An area of the agenda, with what was seen of it."""

    title: str
    opinion: Opinion | None
    decisions: tuple[Decided, ...]
    seen: tuple[Seen, ...]


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
    parts: tuple[Part, ...]
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
    known = tuple(decisions)
    taken = [one for one in known if one.taken_on == day]
    former = sorted(
        (one for one in known if one.taken_on < day and (one.is_open or one.meeting == day)),
        key=lambda one: (one.due_on or date.max, one.code),
    )
    found = [review.judged[code] for code in seen if code in review.judged]
    parts = tuple(_parts(review, day, found, judgements, taken))
    return Minutes(
        title=f"Compte rendu du comité du {date_fr(day)}",
        name=words.DIS_NAME,
        roadmap=review.catalogue.roadmap_label,
        marks=words.marks(review, Cover("", review.changed_at)),
        running=f"Données au {words.data_day(review)}",
        identity=tuple(_identity(review, edition)),
        attendance=ATTENDANCE,
        agenda=tuple(f"{part.title} : {count_of(len(part.seen), 'indicateur')}" for part in parts if part.seen),
        decisions=tuple(_decided(one, review) for one in taken),
        parts=parts,
        still_open=tuple(_decided(one, review) for one in former),
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
    review: Review, day: date, found: list[Judged], judgements: Judgements, taken: list[Decision]
) -> Iterable[Part]:
    """Areas in the order in which they were looked at; one that was only judged comes after them."""
    keys = list(dict.fromkeys(section_of(one) for one in found))
    judged = [str(area.number) for area in review.catalogue.areas if _is_of(judgements.of_area(area.number), day)]
    for key in [*keys, *(each for each in judged if each not in keys)]:
        number = int(key) if key != BEYOND else 0
        yield Part(
            title=_title(review, key),
            opinion=opinion_of(judgements.of_area(number)) if number else None,
            decisions=tuple(_decided(one, review) for one in taken if number and _is_about(one, review, number)),
            seen=tuple(_seen(one, judgements, taken, review) for one in found if section_of(one) == key),
        )


def _title(review: Review, key: str) -> str:
    if key == BEYOND:
        return "DIS entier et groupes d’aires"
    return f"Aire {key}. {review.catalogue.areas_by_number[int(key)].label}"


def _is_about(one: Decision, review: Review, number: int) -> bool:
    """Whether a decision is about an operation of an area; those about its series are told under each."""
    return bool({*one.operations} & {each.code for each in review.catalogue.areas_by_number[number].operations})


def _is_of(standing: Standing, day: date) -> bool:
    last = standing.proposal or standing.adopted
    return last is not None and (last.meeting == day or day_of(last.recorded_at) == day)


def _seen(one: Judged, judgements: Judgements, taken: list[Decision], review: Review) -> Seen:
    about = [each for each in taken if one.code in each.series or one.definition.code in each.indicators]
    return Seen(
        code=one.code,
        label=one.definition.label,
        perimeter=words.perimeter(one),
        status=one.status.value,
        word=SIGNS[one.status].word,
        under=words.under_status(one),
        value=figures.value_of(one, one.latest),
        period=one.latest.period.label if one.latest else "",
        reserve=figures.reserves(one.latest),
        opinion=opinion_of(judgements.of_series(one.code)),
        decisions=tuple(_decided(each, review) for each in about),
    )


def opinion_of(standing: Standing) -> Opinion | None:
    """The appreciation adopted by the committee, else what was proposed to it."""
    one = standing.adopted or standing.proposal
    if one is None:
        return None
    when = date_fr(one.meeting or day_of(one.recorded_at))
    whose = "proposée" if one.state is AppreciationState.PROPOSED else "retenue par le comité"
    return Opinion(label(one.level), one.motive, f"{whose}, {when}")


def _decided(one: Decision, review: Review) -> Decided:
    return Decided(
        code=one.code,
        text=one.text,
        in_charge=one.in_charge or "à désigner",
        due=date_fr(one.due_on) if one.due_on else "sans échéance",
        state="" if one.state is DecisionState.OPEN else label(one.state).lower(),
        about=", ".join((*one.series, *one.indicators, *one.operations)),
        note=one.note,
    )
