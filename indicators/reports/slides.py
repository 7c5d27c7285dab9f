"""The review as slides, with native charts and tables that people may edit, and the « why » in the notes."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from indicators.domain.formatting import SPACE
from indicators.domain.statuses import Status
from indicators.reading.instants import LOCAL
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, area_of
from indicators.reports import slide_parts as parts
from indicators.reports import synthesis
from indicators.reports.cards import Card, alternative, card_of, chart_of
from indicators.reports.cover import Cover
from indicators.reports.edition import CoreLine, EditionSection, PrintedEdition, Progress, core_of, edition_of, silent
from indicators.reports.fonts import readable
from indicators.reports.slide_charts import add_counts, add_trajectory
from indicators.reports.slide_parts import Column, Piece, SlideTable, badge
from indicators.reports.stable import stable

Detail = Literal["attention", "tout", "rien"]
"""Which core indicators get a slide: those that need attention, all of them (these first), none."""

ROWS = 10
"""Rows of a table on one slide; longer tables go on on the next one."""

_ALERTING = frozenset({Status.DECLINE, Status.LATE, Status.MISSED})


def pptx(
    review: Review, cover: Cover, *, area: int | None = None, detail: Detail = "attention", progress: Progress = silent
) -> bytes:
    """The slides of the whole review, or of one area.

    The same input gives the same bytes. Raises ``UnknownArea``.
    """
    edition = edition_of(review, cover, area=area, drawn=False, progress=lambda share: progress(share * 0.1))
    deck, mention = parts.new_deck(), _mention(edition)
    _title(deck, edition, mention)
    _counts(deck, review, edition, mention, area)
    _matrix(deck, edition, mention)
    _attention(deck, edition, mention)
    _horizons(deck, edition, mention)
    for section in edition.sections:
        _section(deck, edition, section, mention)
    chosen = _detailed(core_of(review, area), detail)
    for index, judged in enumerate(chosen, 1):
        _indicator(deck, judged, card_of(judged, review, cover.notes, drawn=False), review, mention)
        progress(0.1 + 0.8 * index / len(chosen))
    _decisions(deck, edition, mention)
    _method(deck, edition, mention)
    content = _saved(deck, edition, cover)
    progress(1.0)
    return content


def _mention(edition: PrintedEdition) -> str:
    """What every slide says at its foot: marks first."""
    return " · ".join([*(mark.upper() for mark in edition.marks), edition.title, edition.running])


def _saved(deck: Any, edition: PrintedEdition, cover: Cover) -> bytes:
    properties = deck.core_properties
    properties.title, properties.author, properties.language = (
        readable(edition.title),
        edition.name,
        "fr-BE",
    )
    properties.subject = readable(edition.running)
    instant = cover.made_at.astimezone(LOCAL).replace(tzinfo=None)
    properties.created = properties.modified = instant
    buffer = io.BytesIO()
    deck.save(buffer)
    return stable(buffer.getvalue(), cover.made_at)


def _title(deck: Any, edition: PrintedEdition, mention: str) -> None:
    slide = parts.add_slide(deck, parts.TITLE, edition.title, mention)
    slide.placeholders[1].text_frame.text = readable(edition.subtitle or edition.name)
    parts.fill(slide, parts.READING, [f"{edition.roadmap} · {edition.name}" if edition.subtitle else edition.roadmap])
    parts.fill(slide, parts.BODY_OF_TITLE, [f"{name} : {value}" for name, value in edition.identity[:5]])
    parts.add_notes(slide, [f"{name} : {value}" for name, value in edition.identity])


def _counts(deck: Any, review: Review, edition: PrintedEdition, mention: str, area: int | None) -> None:
    slide = parts.add_slide(deck, parts.CHART, "Où en est la feuille de route ?", mention, f"{edition.coverage}.")
    rows = list(_by_area(review, synthesis.chosen(review, area), area))
    text = "; ".join(f"{name} : {_in_words(tally)}" for name, tally in rows)
    add_counts(slide, rows, f"Barres empilées : nombre d’indicateurs par statut et par aire. {text}.")
    lines = [
        [parts.sign(count.status), Piece(f"{count.count} ", bold=True), Piece(count.word)] for count in edition.counts
    ]
    parts.fill(slide, parts.SIDE, lines)
    never = "Les statuts ne sont jamais moyennés : seuls leurs nombres et la couverture sont montrés."
    parts.add_notes(slide, [never, *(f"{count.word} : {count.count}" for count in edition.counts)])


def _by_area(review: Review, series: list[Judged], area: int | None) -> Iterator[tuple[str, dict[Status, int]]]:
    names = {str(number): f"{number}. {name}" for number, name in review.catalogue.area_names.items()}
    for place, name in {**names, DIS: "DIS entier"}.items():
        tally = Counter(judged.status for judged in series if area_of(judged) == place)
        if tally and (area is None or place == str(area)):
            yield name, dict(tally)


def _in_words(tally: dict[Status, int]) -> str:
    listed = (f"{count.word.lower()} {count.count}" for count in synthesis.counts_of(tally) if count.count)
    return ", ".join(listed)


def _matrix(deck: Any, edition: PrintedEdition, mention: str) -> None:
    reading = "Nombre d’indicateurs par statut et couverture, par aire stratégique et famille."
    slide = parts.add_slide(deck, parts.TABLE, "Aires stratégiques et familles d’indicateurs", mention, reading)
    columns = [Column("Aire", 2.1), *(Column(name, 2) for name in edition.families)]
    rows = [
        [[[Piece(f"{row.sign}  {row.head}", bold=True)], [Piece(row.complement, color=parts.MUTED, size=10)]]]
        + [_matrix_cell(cell) for cell in row.cells]
        for row in edition.matrix
    ]
    parts.add_table(
        slide, SlideTable(columns, rows, size=13), "Matrice des aires stratégiques et des familles d’indicateurs."
    )


def _matrix_cell(cell: synthesis.MatrixCell) -> list[list[Piece]]:
    if cell.kind != "counted":
        return [[Piece(cell.text, italic=True, color=parts.MUTED, size=11)]]
    marks = [
        piece for count in cell.counts for piece in (parts.sign(count.status), Piece(f"{count.count}   ", bold=True))
    ]
    return [*([marks] if marks else []), [Piece(cell.text, color=parts.MUTED, size=10)]]


def _attention(deck: Any, edition: PrintedEdition, mention: str) -> None:
    reading = "Combien d’indicateurs, dont combien du noyau, et lesquels."
    slide = parts.add_slide(deck, parts.TABLE, "Ce qui demande votre attention", mention, reading)
    columns = [
        Column("Motif", 2.4),
        Column("Nombre", 0.8, True),
        Column("Dont noyau", 0.8, True),
        Column("Du noyau", 6),
    ]
    rows: list[parts.Row] = [
        [
            [[*([parts.sign(alert.status)] if alert.status else []), Piece(alert.title, bold=True)], alert.explanation],
            [str(alert.count)],
            [str(len(alert.items))],
            [_named(alert)],
        ]
        for alert in edition.alerts
    ]
    parts.add_table(
        slide, SlideTable(columns, rows, size=12), "Motifs d’attention, avec le nombre d’indicateurs concernés."
    )


def _named(alert: synthesis.Alert) -> str:
    """« ENT-01 (Aire 3, Aire 5), ENT-08 (Aire 2) »."""
    places: dict[str, list[str]] = {}
    for item in alert.items:
        places.setdefault(item.indicator, []).append(item.perimeter)
    if len(places) > 12:
        return f"{len(places)} indicateurs : {', '.join(places)}"
    return ", ".join(f"{code} ({', '.join(areas)})" for code, areas in places.items())


def _horizons(deck: Any, edition: PrintedEdition, mention: str) -> None:
    reading = "Le bilan d’une échéance ne regarde que la valeur de son année."
    slide = parts.add_slide(deck, parts.TABLE, "Où en est-on à chaque échéance ?", mention, reading)
    columns = [Column("Échéance", 2), Column("Date", 1.3), *(Column(head, 1.2, True) for head in edition.horizon_heads)]
    rows: list[parts.Row] = [
        [[[Piece(row.horizon, bold=True), Piece(f"  {row.name}")]], [row.date], *([str(count)] for count in row.counts)]
        for row in edition.horizons
    ]
    parts.add_table(
        slide, SlideTable(columns, rows, size=14), "Bilan des échéances : nombre de cibles dans chaque état."
    )


def _section(deck: Any, edition: PrintedEdition, section: EditionSection, mention: str) -> None:
    """The table of an area, on as many slides as it needs; effects, comments and decisions in the notes."""
    name = f"Aire {section.number}. {section.title}" if section.number else section.title
    shared = max(1, -(-len(section.lines) // ROWS))
    size = -(-len(section.lines) // shared) or 1
    for page in range(shared):
        title = f"{name} ({page + 1}/{shared})" if shared > 1 else name
        reading = f"{section.ambition or section.focus} — {section.coverage}"
        slide = parts.add_slide(deck, parts.TABLE, title, mention, reading)
        rows = [_line(line) for line in section.lines[page * size : (page + 1) * size]]
        parts.add_table(slide, SlideTable(_line_columns(edition), rows, size=12), f"Indicateurs du noyau : {name}.")
        parts.add_notes(slide, list(_section_notes(section)))


def _section_notes(section: EditionSection) -> Iterator[str]:
    yield section.focus
    yield ", ".join(f"{count.word.lower()} {count.count}" for count in section.counts if count.count)
    for kind, wording in section.effects:
        yield f"Effet attendu ({kind.lower()}) : {wording}"
    for note in section.notes:
        yield f"{note.kind} : {note.text} ({note.signature})" if note.signature else f"{note.kind} : {note.text}"


def _line_columns(edition: PrintedEdition) -> list[Column]:
    goals = [Column(f"Cible {name}", 1.25, True) for name in edition.horizon_names]
    return [
        Column("Code", 0.85),
        Column("Indicateur", 4),
        Column("Dernière valeur", 2.2),
        *goals,
        Column("Statut", 2.4),
    ]


def _line(line: CoreLine) -> parts.Row:
    details = ", ".join(filter(None, (line.period, line.reserve)))
    when = f"  ({details})" if details else ""
    value = [Piece(line.value, bold=True), Piece(when, color=parts.MUTED, size=10)]
    status = [*badge(line.status), *([Piece(f" ({line.under})", color=parts.MUTED, size=10)] if line.under else [])]
    code = [Piece(line.indicator, color=parts.MUTED, size=10)]
    return [[code], [line.label], [value], *([goal] for goal in line.targets), [status]]


def _detailed(core: list[Judged], detail: Detail) -> list[Judged]:
    """Those that need attention first, each in the order of the statuses, then of the catalogue."""
    first = sorted((judged for judged in core if judged.status in _ALERTING), key=lambda judged: _RANK[judged.status])
    if detail == "tout":
        return [*first, *(judged for judged in core if judged.status not in _ALERTING)]
    return first if detail == "attention" else []


_RANK = {Status.DECLINE: 0, Status.LATE: 1, Status.MISSED: 2}


def _indicator(deck: Any, judged: Judged, card: Card, review: Review, mention: str) -> None:
    chart = chart_of(judged, review.today)
    reading = chart.reading if chart else "Aucune valeur n’est publiée et aucune cible n’est fixée."
    title = f"{card.label} — {card.perimeter.replace(' ', SPACE)}"
    slide = parts.add_slide(deck, parts.CHART, title, mention, reading)
    if chart is None or not add_trajectory(slide, judged, alternative(judged, chart)):
        parts.fill(slide, parts.OBJECT, [])
    parts.fill(slide, parts.SIDE, list(_side(card)))
    parts.add_notes(slide, list(_notes(card)))


def _side(card: Card) -> Iterator[Sequence[Piece]]:
    """Last value large, status, horizons, reserves: a value is never without them."""
    yield [Piece(f"Dernière valeur{f' · {card.period}' if card.period else ''}", color=parts.MUTED, size=12)]
    yield [Piece(card.value, bold=True, size=30)]
    under = " · ".join(filter(None, (card.cumulative, card.unit)))
    if under:
        yield [Piece(under, color=parts.MUTED, size=12)]
    yield badge(card.status, bold=True, size=16)
    for text in filter(None, (card.under, f"Valeur {card.reserve}" if card.reserve else "", card.awaited)):
        yield [Piece(text, italic=True, color=parts.MUTED, size=12)]
    for each in card.horizons:
        yield [Piece(f"{each.horizon}  ", bold=True, size=12), Piece(f"{each.date} · {each.target}", size=12)]
        yield [Piece(each.state, italic=True, color=parts.MUTED, size=11)]


def _notes(card: Card) -> Iterable[str]:
    """Why this status, what the next target asks for, where the value comes from, what people wrote."""
    yield "Pourquoi ce statut ?"
    yield from card.why
    yield from filter(None, (card.pace, f"Source : {card.source}"))
    if card.caveat:
        yield f"Réserve : {card.caveat}"
    for note in card.notes:
        yield f"{note.kind} : {note.text} ({note.signature})" if note.signature else f"{note.kind} : {note.text}"
    yield f"Série {card.code} · {card.kind}"


def _decisions(deck: Any, edition: PrintedEdition, mention: str) -> None:
    """Decisions and general comments, where there are any."""
    note_lines = [*edition.decisions, *edition.notes]
    for start in range(0, len(note_lines), 6):
        slide = parts.add_slide(deck, parts.TABLE, "Décisions et commentaires", mention)
        rows: list[parts.Row] = [
            [[note_line.kind], [note_line.subject or "ensemble"], [note_line.text], [note_line.signature]]
            for note_line in note_lines[start : start + 6]
        ]
        columns = [Column("Nature", 1.6), Column("Sujet", 1.2), Column("Texte", 6.5), Column("Qui, quand", 2)]
        parts.add_table(slide, SlideTable(columns, rows, size=12), "Décisions et commentaires.")


def _method(deck: Any, edition: PrintedEdition, mention: str) -> None:
    reading = next(value for name, value in edition.identity if name == "Méthode")
    slide = parts.add_slide(deck, parts.TABLE, "Comment les progrès sont-ils jugés ?", mention, reading)
    rows: list[parts.Row] = [[[badge(rule.status)], [rule.rule]] for rule in edition.rules]
    parts.add_table(slide, SlideTable([Column("Statut", 2), Column("Quand", 6)], rows, size=12), "Statuts et règles.")
    dates = [f"{name} : {value}" for name, value in edition.dates]
    parts.add_notes(slide, [*edition.paragraphs, *dates])
