"""Appreciations and comments in force at an instant, and all that was said before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from db.engine import Engine
from db.queries import judgements as stored
from db.unit_of_work import Session, reading
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind
from indicators.domain.committee.appreciations import Matter, required_appreciation, required_for_area
from indicators.reading.progress.review import Judged, Review


@dataclass(frozen=True, slots=True)
class Appreciation:
    """One version of an appreciation, as it was given."""

    level: AppreciationLevel
    state: AppreciationState
    motive: str
    meeting: date | None
    version_no: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """One version of a comment; an empty text took the former one back."""

    kind: CommentKind
    text: str
    meeting: date | None
    version_no: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about one area or series: the appreciation adopted, a proposal made since, comments by kind.

    ``version_no`` is the number of the last version of the appreciation, 0 where there is none: what a screen sends
    back, so that nobody overwrites what they have not seen. Comments carry their own.
    """

    adopted: Appreciation | None = None
    proposal: Appreciation | None = None
    version_no: int = 0
    comments: Mapping[CommentKind, Comment] = field(default_factory=dict)

    @property
    def level(self) -> AppreciationLevel | None:
        """The committee's level; a proposal is not one."""
        return self.adopted.level if self.adopted else None

    @property
    def texts(self) -> tuple[Comment, ...]:
        """Comments that stand, in the order of their kinds; those taken back are left out."""
        return tuple(self.comments[kind] for kind in CommentKind if kind in self.comments and self.comments[kind].text)


NOTHING = Standing()


@dataclass(frozen=True)
class Judgements:
    """All that stands at an instant. Areas and series of which nothing was said are absent: ask :meth:`of`."""

    standing: Mapping[Matter, Standing]

    def of(self, matter: Matter) -> Standing:
        """What stands about one area or series."""
        return self.standing.get(matter, NOTHING)

    def of_area(self, number: int) -> Standing:
        """What stands about an area."""
        return self.of(Matter(area=number))

    def of_series(self, code: str) -> Standing:
        """What stands about a series."""
        return self.of(Matter(series=code))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something said that changed between two instants; ``kind`` is None for an appreciation.

    ``after`` is None where it was taken back.
    """

    matter: Matter
    kind: CommentKind | None
    before: Appreciation | Comment | None
    after: Appreciation | Comment | None


@dataclass(frozen=True, slots=True)
class MissingAppreciation:
    """An appreciation that is awaited, and why, in French."""

    matter: Matter
    why: str


def read_judgements(engine: Engine, as_of: datetime | None = None) -> Judgements:
    """What stands now, or stood at an instant."""
    with reading(engine) as session:
        return judgements_within(session, as_of)


def judgements_within(session: Session, as_of: datetime | None = None) -> Judgements:
    """The same in a transaction already open."""
    appreciations: dict[Matter, Standing] = {}
    for appreciation in stored.appreciations(session, as_of):
        matter = _matter(appreciation)
        appreciations[matter] = _after(appreciations.get(matter, NOTHING), _appreciation(appreciation))
    comments: dict[Matter, dict[CommentKind, Comment]] = {}
    for comment in stored.comments(session, as_of):
        comments.setdefault(_matter(comment), {})[CommentKind(comment.kind)] = _comment(comment)
    return Judgements(
        {
            matter: Standing(standing.adopted, standing.proposal, standing.version_no, comments.get(matter, {}))
            for matter in sorted({*appreciations, *comments})
            for standing in (appreciations.get(matter, NOTHING),)
        }
    )


def history(engine: Engine, matter: Matter, as_of: datetime | None = None) -> tuple[Appreciation | Comment, ...]:
    """Everything ever said of an area or a series (until an instant), oldest first."""
    with reading(engine) as session:
        entries: list[Appreciation | Comment] = [
            *(_appreciation(row) for row in stored.appreciations(session, as_of) if _matter(row) == matter),
            *(_comment(row) for row in stored.comments(session, as_of) if _matter(row) == matter),
        ]
    return tuple(sorted(entries, key=lambda entry: entry.recorded_at))


def spoken(before: Judgements, after: Judgements) -> Iterator[Spoken]:
    """What was said from one instant to another, each appreciation, waiting proposal and comment once; areas first."""
    for matter in sorted({*before.standing, *after.standing}, key=lambda each: (each.series, each.area)):
        then, now = before.of(matter), after.of(matter)
        if then.adopted != now.adopted:
            yield Spoken(matter, None, then.adopted, now.adopted)
        if now.proposal not in (None, then.proposal):
            yield Spoken(matter, None, then.adopted, now.proposal)
        former, current = ({text.kind: text for text in each.texts} for each in (then, now))
        for kind in CommentKind:
            if former.get(kind) != current.get(kind):
                yield Spoken(matter, kind, former.get(kind), current.get(kind))


def missing_appreciations(review: Review, judgements: Judgements) -> tuple[MissingAppreciation, ...]:
    """Areas, then series of the matrix, whose statuses alarm and that the committee has not judged.

    A series that shows the values of another is judged there.
    """
    gaps = [
        (Matter(area=area.number), required_for_area((judged.status for judged in in_area(review, area.number)), None))
        for area in review.catalogue.areas
    ]
    gaps += [
        (Matter(series=judged.code), required_appreciation(judged.status, None))
        for judged in review.matrix
        if judged.series.reads_from is None
    ]
    return tuple(
        MissingAppreciation(matter, why) for matter, why in gaps if why and judgements.of(matter).level is None
    )


def in_area(review: Review, number: int) -> Iterable[Judged]:
    """The series of the matrix that are about one area alone."""
    return (judged for judged in review.matrix if judged.perimeter.areas == (number,))


def _after(before: Standing, appreciation: Appreciation) -> Standing:
    """A withdrawal takes back the last thing that stands: the proposal if there is one, else what was adopted."""
    match appreciation.state:
        case AppreciationState.ADOPTED:
            return Standing(appreciation, None, appreciation.version_no)
        case AppreciationState.PROPOSED:
            return Standing(before.adopted, appreciation, appreciation.version_no)
        case _:
            adopted = before.adopted if before.proposal else None
            return Standing(adopted, None, appreciation.version_no)


def _matter(row: stored.AppreciationRow | stored.CommentRow) -> Matter:
    return Matter(row.area, row.series)


def _appreciation(row: stored.AppreciationRow) -> Appreciation:
    return Appreciation(
        AppreciationLevel(row.level),
        AppreciationState(row.state),
        row.motive,
        row.meeting,
        row.version_no,
        row.recorded_by,
        row.recorded_at,
    )


def _comment(row: stored.CommentRow) -> Comment:
    return Comment(CommentKind(row.kind), row.text, row.meeting, row.version_no, row.recorded_by, row.recorded_at)
