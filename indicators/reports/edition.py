"""The edition as a whole, ready to print: the one content of the PDF, also read by the slides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from db.vocabulary import PerimeterKind
from indicators.domain.formatting import date_fr
from indicators.domain.statuses import SIGNS
from indicators.domain.wording import label
from indicators.reading.catalogue.catalogue import Area
from indicators.reading.progress import figures
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.reports import annexes, method, synthesis, words
from indicators.reports.cards import Card, NoteLine, card_of, note_line, note_lines
from indicators.reports.cover import Cover

Progress = Callable[[float], None]


class UnknownArea(ValueError):
    """An edition is asked for an area that the roadmap does not have; the message is a French sentence."""


def silent(_: float) -> None:
    """Progress that nobody follows."""


@dataclass(frozen=True, slots=True)
class CoreLine:
    """One core indicator in the table of its area: code, value, targets CT, MT, LT, status."""

    code: str
    indicator: str
    label: str
    value: str
    period: str
    reserve: str
    targets: tuple[str, ...]
    status: str
    word: str
    under: str


@dataclass(frozen=True, slots=True)
class EditionSection:
    """An area, or what is beyond the areas; ``number`` is empty there."""

    number: str
    title: str
    ambition: str
    focus: str
    effects: tuple[tuple[str, str], ...]
    coverage: str
    counts: tuple[synthesis.Count, ...]
    lines: tuple[CoreLine, ...]
    cards: tuple[Card, ...]
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedEdition:
    """Everything that the PDF prints, as texts and drawings."""

    title: str
    subtitle: str
    name: str
    roadmap: str
    marks: tuple[str, ...]
    running: str
    identity: tuple[tuple[str, str], ...]
    coverage: str
    counts: tuple[synthesis.Count, ...]
    families: tuple[str, ...]
    matrix: tuple[synthesis.MatrixRow, ...]
    horizon_heads: tuple[str, ...]
    horizons: tuple[synthesis.BalanceRow, ...]
    horizon_names: tuple[str, ...]
    alerts: tuple[synthesis.Alert, ...]
    sections: tuple[EditionSection, ...]
    notes: tuple[NoteLine, ...]
    decisions: tuple[NoteLine, ...]
    rules: tuple[method.Rule, ...]
    paragraphs: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]
    roadmap_note: str
    flags: tuple[method.Flag, ...]
    unjudged: tuple[annexes.UnjudgedGroup, ...]
    planned_sources: tuple[annexes.Source, ...]
    published_sources: tuple[annexes.Source, ...]
    breaks: tuple[annexes.ListedBreak, ...]
    made_on: str


def check_area(review: Review, area: int | None) -> None:
    """Raises ``UnknownArea`` for a number that no area has."""
    if area is not None and area not in review.catalogue.areas_by_number:
        raise UnknownArea(f"L’aire {area} n’existe pas.")


def core_of(review: Review, area: int | None = None) -> list[Judged]:
    """The core series that an edition details, in catalogue order."""
    core = [judged for judged in review.judged.values() if judged.definition.core]
    return core if area is None else [judged for judged in core if area_of(judged) == str(area)]


def edition_of(
    review: Review, cover: Cover, *, area: int | None = None, drawn: bool = True, progress: Progress = silent
) -> PrintedEdition:
    """The edition of a review, whole or for one area. ``progress`` goes from 0 to 1 as cards are drawn.

    Raises ``UnknownArea``.
    """
    check_area(review, area)
    series, core = synthesis.chosen(review, area), core_of(review, area)
    cards: dict[str, Card] = {}
    for index, judged in enumerate(core, 1):
        cards[judged.code] = card_of(judged, review, cover.notes, drawn=drawn)
        progress(index / len(core))
    return PrintedEdition(
        title=cover.title,
        subtitle=cover.subtitle,
        name=words.DIS_NAME,
        roadmap=review.catalogue.roadmap_label,
        marks=words.marks(review, cover),
        running=words.running(review, cover),
        identity=tuple(identity(review, cover, series)),
        coverage=words.coverage(series),
        counts=synthesis.counts(series),
        families=tuple(family.short for family in review.catalogue.families),
        matrix=synthesis.matrix(review, series, area),
        horizon_heads=synthesis.BALANCE_HEADS,
        horizons=synthesis.horizons(review, series),
        horizon_names=tuple(horizon.value for horizon, _ in review.catalogue.horizons),
        alerts=synthesis.alerts(review, series, core),
        sections=tuple(_sections(review, cover, core, cards, area)),
        notes=note_lines([note for note in cover.notes if note.kind != "decision"], ""),
        decisions=tuple(note_line(note) for note in cover.notes if note.kind == "decision"),
        rules=method.rules(review),
        paragraphs=(*method.PARAGRAPHS, method.trend_rule(review)),
        dates=tuple(method.dates(review)),
        roadmap_note=review.catalogue.roadmap_note,
        flags=method.flags(),
        unjudged=annexes.unjudged(series),
        planned_sources=annexes.planned_sources(core),
        published_sources=annexes.published_sources([*series, *core]),
        breaks=annexes.breaks(review),
        made_on=cover.made_at.date().isoformat(),
    )


def identity(review: Review, cover: Cover, series: list[Judged]) -> Iterable[tuple[str, str]]:
    """What the cover says of the data and of the edition; empty lines are left out."""
    newest = review.newest_period_end
    lines = (
        ("Date des données", words.data_date(review)),
        ("Valeurs", f"jusqu’au {date_fr(newest)}" if newest else "aucune valeur publiée"),
        ("Méthode", method.name_of(review)),
        ("Couverture", words.coverage(series)),
        ("Filtres", cover.filters or "aucun : toute la feuille de route"),
        ("Édition faite le", words.moment(cover.made_at)),
        ("Version du logiciel", cover.code_version),
        ("Version des données", f"{review.data_version}"),
        ("Empreinte des données", cover.fingerprint),
    )
    return (line for line in lines if line[1])


def _sections(
    review: Review, cover: Cover, core: list[Judged], cards: dict[str, Card], area: int | None
) -> Iterable[EditionSection]:
    for one in review.catalogue.areas:
        if area is None or one.number == area:
            yield _area(review, cover, one, [each for each in core if area_of(each) == str(one.number)], cards)
    beyond = [judged for judged in core if judged.perimeter.kind is not PerimeterKind.AREA]
    if beyond:
        yield _beyond(review, cover, beyond, cards)


def _area(review: Review, cover: Cover, area: Area, core: list[Judged], cards: dict[str, Card]) -> EditionSection:
    ambition = next(ambition for ambition in review.catalogue.ambitions if ambition.code == area.ambition)
    series = synthesis.chosen(review, area.number)
    return EditionSection(
        number=str(area.number),
        title=area.label,
        ambition=f"{ambition.short} : {ambition.label}",
        focus=area.focus,
        effects=tuple((label(each.kind), each.wording) for each in area.effects),
        coverage=words.coverage(series),
        counts=synthesis.counts(series),
        lines=tuple(line_of(judged, review) for judged in core),
        cards=tuple(cards[judged.code] for judged in core),
        notes=note_lines(cover.notes, area.perimeter),
    )


def _beyond(review: Review, cover: Cover, core: list[Judged], cards: dict[str, Card]) -> EditionSection:
    """Series of the whole domain and of named groups of areas."""
    subjects = dict.fromkeys(judged.perimeter.code for judged in core)
    return EditionSection(
        number="",
        title="DIS entier et groupes d’aires",
        ambition="",
        focus="Indicateurs du noyau suivis au niveau régional, ou pour plusieurs aires ensemble.",
        effects=(),
        coverage=words.coverage(core),
        counts=synthesis.counts(core),
        lines=tuple(line_of(judged, review) for judged in core),
        cards=tuple(cards[judged.code] for judged in core),
        notes=tuple(note for code in subjects for note in note_lines(cover.notes, code)),
    )


def line_of(judged: Judged, review: Review) -> CoreLine:
    """The row of a series in the table of its area."""
    goals = {each.horizon.value: each for each in words.balances(judged, review)}
    latest = judged.latest
    return CoreLine(
        code=judged.code,
        indicator=judged.definition.code,
        label=judged.definition.label if judged.perimeter.kind is PerimeterKind.AREA else _with_perimeter(judged),
        value=figures.value_of(judged, latest),
        period=latest.period.label if latest else "",
        reserve=figures.reserves(latest),
        targets=tuple(
            words.target_of(judged, goals[name.value])
            if name.value in goals and goals[name.value].target_value is not None
            else "—"
            for name, _ in review.catalogue.horizons
        ),
        status=judged.status.value,
        word=SIGNS[judged.status].word,
        under=words.under_status(judged),
    )


def _with_perimeter(judged: Judged) -> str:
    return f"{judged.definition.label} ({words.perimeter(judged)})"
