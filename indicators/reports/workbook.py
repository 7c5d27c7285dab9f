"""The review as a workbook: what it is, then statuses, values, targets, metadata and flags, ready to filter.

Numbers are numbers and dates are dates. Every text is written as a text: none can run as a formula.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from db.vocabulary import ConfStatus
from indicators.domain.formatting import date_fr
from indicators.domain.periods import Period
from indicators.domain.quality import LABELS, by_precedence, describe, export_status
from indicators.domain.series import Baseline, Observation, Target
from indicators.domain.statuses import SIGNS
from indicators.domain.wording import label
from indicators.reading.instants import LOCAL
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.reading.store import tables
from indicators.reports import method, synthesis, words
from indicators.reports.cover import NOTE_LABELS, Cover, Note
from indicators.reports.edition import Progress, check_area, identity, silent
from indicators.reports.fonts import readable

Row = dict[str, Any]

README, STATUSES, VALUES, TARGETS, METADATA, FLAGS = (
    "Lisez-moi",
    "Statuts",
    "Valeurs",
    "Cibles",
    "Métadonnées",
    "Drapeaux",
)
SHEETS = (README, STATUSES, VALUES, TARGETS, METADATA, FLAGS)

HEADS = {
    "serie": "Série",
    "indicateur": "Indicateur",
    "libelle": "Libellé",
    "perimetre": "Périmètre",
    "dimension": "Ventilation",
    "modalite": "Modalité",
    "periode": "Période",
    "debut": "Début",
    "fin": "Fin",
    "valeur": "Valeur",
    "unite": "Unité",
    "numerateur": "Numérateur",
    "denominateur": "Dénominateur",
    "obs_status": "Statut de la valeur (SDMX)",
    "autres_statuts": "Autres statuts",
    "statuts_en_clair": "Statuts en clair",
    "conf_status": "Confidentialité (SDMX)",
    "version": "Version",
    "enregistre_le": "Enregistrée le",
    "source_url": "Adresse de la source",
    "etat": "État",
    "donnees": "Données",
    "famille": "Famille",
    "noyau": "Noyau",
    "statut": "Code du statut",
    "statut_libelle": "Statut",
    "motif": "Motif",
    "regle": "Règle",
    "provisoire": "Provisoire",
    "attendu": "Valeur attendue",
    "avancement_A": "Avancement A",
    "rythme_R": "Rythme R",
    "cible": "Cible",
    "cible_echeance": "Échéance",
    "cible_date": "Date de la cible",
    "attendue_depuis": "Donnée attendue depuis",
    "methode": "Méthode",
    "parametres": "Paramètres (version)",
    "definition": "Définition",
    "dans_la_matrice": "Dans la feuille de route",
    "lit": "Lit les valeurs de",
    "decimales": "Décimales",
    "frequence": "Fréquence",
    "delai_publication_mois": "Délai de publication (mois)",
    "agregation": "Agrégation",
    "ancrage": "Feuille de route",
    "ajoute": "Ajouté",
    "definition_version": "Version de la définition",
    "decidee_le": "Décidée le",
    "en_vigueur": "En vigueur",
    "precision": "Précision",
}
_DATES = frozenset({"cible_date", "attendue_depuis"})
_WIDEST = 60
_LONGEST = 32_767  # characters that a cell holds


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Any
    text: Any
    whole: Any
    number: Any
    day: Any
    instant: Any
    title: Any
    mark: Any
    wrapped: Any
    count: Any


def xlsx(
    review: Review,
    cover: Cover,
    *,
    area: int | None = None,
    values: Sequence[Row] | None = None,
    progress: Progress = silent,
) -> bytes:
    """The workbook of the whole review, or of one area. The same input gives the same bytes.

    ``values`` are the rows of ``tables.values``, totals and breakdowns; without them, the totals of the review.
    Raises ``UnknownArea``.
    """
    check_area(review, area)
    judged_series = [judged for judged in review.judged.values() if area is None or area_of(judged) == str(area)]
    codes = {judged.code for judged in judged_series}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": readable(cover.title),
            "subject": readable(words.running(review, cover)),
            "created": _naive(cover.made_at),
        }
    )
    looks = _looks(book)
    _readme(book.add_worksheet(README), review, cover, synthesis.chosen(review, area), looks)
    sheets = {
        STATUSES: [row for row in tables.statuses(review) if row["serie"] in codes],
        VALUES: [
            _dated(row) for row in (total_rows(judged_series) if values is None else values) if row["serie"] in codes
        ],
        TARGETS: list(target_rows(judged_series)),
        METADATA: [row for row in tables.catalogue(review) if row["serie"] in codes],
        FLAGS: list(flag_rows(judged_series)),
    }
    nature = " ; ".join(words.marks(review, cover)) or tables.PUBLISHED
    for index, (name, rows) in enumerate(sheets.items(), 1):
        _sheet(book.add_worksheet(name), [{**row, "donnees": nature} for row in rows], looks)
        progress(index / (len(sheets) + 1))
    book.close()
    progress(1.0)
    return buffer.getvalue()


def total_rows(series: Iterable[Judged]) -> Iterator[Row]:
    """The totals that the review holds, in the columns of ``tables.values``."""
    for judged in series:
        for each in judged.facts.observations:
            yield _value(judged, each)


def _value(judged: Judged, each: Observation) -> Row:
    code, other_flags = export_status(each.flags)
    return {
        "serie": judged.code,
        "indicateur": judged.definition.code,
        "libelle": judged.definition.label,
        "perimetre": judged.perimeter.code,
        "dimension": "",
        "modalite": "",
        "periode": each.period.code,
        "valeur": each.value,
        "unite": judged.series.unit.code,
        "numerateur": each.numerator,
        "denominateur": each.denominator,
        "obs_status": code,
        "autres_statuts": "".join(other_flags),
        "statuts_en_clair": describe(each.flags),
        "conf_status": str(each.conf),
        "version": each.version_no,
        "enregistre_le": each.recorded_at.isoformat(timespec="seconds") if each.recorded_at else "",
        "source": each.source,
        "source_url": each.source_url,
        "commentaire": "; ".join(filter(None, (each.caveat, each.comment))),
        "etat": str(each.state),
    }


def _dated(row: Row) -> Row:
    """The row with the first and last days of its period beside its code."""
    period = Period.parse(row["periode"])
    cells: Row = {}
    for name, value in row.items():
        cells[name] = value
        if name == "periode":
            cells |= {"debut": period.start, "fin": period.end}
    return cells


def target_rows(series: Iterable[Judged]) -> Iterator[Row]:
    """Situations initiales, targets in force, then former targets, one a row. Who decided is not told here."""
    for judged in series:
        if judged.facts.baseline is not None:
            yield _baseline(judged, judged.facts.baseline)
        for target in judged.facts.targets:
            yield _target(judged, target, "oui")
        for target in judged.facts.former_targets:
            yield _target(judged, target, "non")


def _baseline(judged: Judged, baseline: Baseline) -> Row:
    head = _head(judged, "Situation initiale", baseline.date, baseline.value, "oui", baseline.version_no)
    return head | {"Mode": "", "decidee_le": None, "motif": baseline.reason, "source": baseline.source}


def _target(judged: Judged, target: Target, is_current: str) -> Row:
    name = f"{label(target.horizon)} ({target.horizon})"
    head = _head(judged, name, target.date, target.value, is_current, target.version_no)
    return head | {"Mode": label(target.mode), "decidee_le": target.decided_on, "motif": target.reason, "source": ""}


def _head(judged: Judged, name: str, day: date, value: Decimal, is_current: str, version: int) -> Row:
    return {
        "serie": judged.code,
        "indicateur": judged.definition.code,
        "libelle": judged.definition.label,
        "perimetre": judged.perimeter.code,
        "cible_echeance": name,
        "cible_date": day,
        "valeur": value,
        "unite": judged.series.unit.code,
        "en_vigueur": is_current,
        "version": version,
    }


def flag_rows(series: Iterable[Judged]) -> Iterator[Row]:
    """One row for each flag of each total: what to mind before using the value."""
    for judged in series:
        for each in judged.facts.observations:
            for flag in by_precedence(each.flags):
                yield _flag(judged, each, flag.value, LABELS[flag])
            if each.conf is not ConfStatus.FREE:
                yield _flag(judged, each, f"conf. {each.conf}", label(each.conf))


def _flag(judged: Judged, each: Observation, code: str, meaning: str) -> Row:
    return {
        "serie": judged.code,
        "indicateur": judged.definition.code,
        "libelle": judged.definition.label,
        "perimetre": judged.perimeter.code,
        "periode": each.period.code,
        "valeur": each.value,
        "Code": code,
        "Sens": meaning,
        "Réserve": each.caveat,
        "commentaire": each.comment,
    }


def _looks(book: Any) -> _Looks:
    head = {
        "bold": True,
        "bg_color": "#e8efee",
        "border": 1,
        "border_color": "#c9d2d0",
        "text_wrap": True,
        "valign": "top",
    }
    return _Looks(
        head=book.add_format(head),
        text=book.add_format({"valign": "top"}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        number=book.add_format({"num_format": "#,##0.0#####", "valign": "top"}),
        day=book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
        instant=book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left", "valign": "top"}),
        title=book.add_format({"bold": True, "font_size": 16, "font_color": "#0b5d62"}),
        mark=book.add_format({"bold": True, "border": 1}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        count=book.add_format({"num_format": "0", "align": "left", "valign": "top"}),
    )


def _sheet(sheet: Any, rows: list[Row], looks: _Looks) -> None:
    """One table: frozen heads with filters, widths after what they hold."""
    if not rows:
        sheet.write_string(0, 0, "Aucune ligne", looks.head)
        return
    for place, name in enumerate(rows[0]):
        sheet.write_string(0, place, HEADS.get(name, name[:1].upper() + name[1:]), looks.head)
        sheet.set_column(place, place, _width(name, rows))
    for number, row in enumerate(rows, 1):
        for place, (name, value) in enumerate(row.items()):
            _write(sheet, number, place, _typed(name, value), looks)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(rows[0]) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(name: str, rows: list[Row]) -> float:
    longest = max(len(str(row[name] if row[name] is not None else "")) for row in rows)
    return max(min(longest, _WIDEST), min(len(HEADS.get(name, name)), 14), 8) + 2


def _typed(name: str, value: Any) -> Any:
    """Dates that the machine exports write as text become dates."""
    if not value or not isinstance(value, str):
        return value
    if name in _DATES:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "enregistre_le" else value


def _write(sheet: Any, row: int, column: int, value: Any, looks: _Looks) -> None:
    match value:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(row, column, _naive(value), looks.instant)
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
        case int() | Decimal():
            sheet.write_number(row, column, float(value), looks.whole if value == int(value) else looks.number)
        case _:
            sheet.write_string(row, column, readable(str(value))[:_LONGEST], looks.text)


def _naive(instant: datetime) -> datetime:
    """Brussels time without its zone: a workbook knows none."""
    return instant.astimezone(LOCAL).replace(tzinfo=None)


def _readme(sheet: Any, review: Review, cover: Cover, series: list[Judged], looks: _Looks) -> None:
    """What this workbook is: marks, identity, counts, sheets, method, quality codes."""
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 110)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, readable(cover.title), looks.title)
    sheet.write_string(1, 0, readable(" · ".join(filter(None, (cover.subtitle, words.DIS_NAME)))), looks.text)
    row = 2
    for mark in words.marks(review, cover):
        sheet.write_string(row, 0, mark.upper(), looks.mark)
        row += 1
    for title, lines in _readme_parts(review, cover, series):
        row += 1
        sheet.write_string(row, 0, title, looks.head)
        for name, text in lines:
            row += 1
            sheet.write_string(row, 0, readable(name), looks.text)
            if isinstance(text, int):
                sheet.write_number(row, 1, text, looks.count)
            else:
                sheet.write_string(row, 1, readable(text)[:_LONGEST], looks.wrapped)
                sheet.set_row(row, 15 * -(-len(text) // 110) or 15)  # some programs do not fit rows to their text
        row += 1


def _readme_parts(
    review: Review, cover: Cover, series: list[Judged]
) -> Iterator[tuple[str, list[tuple[str, str | int]]]]:
    yield "Cette édition", list(identity(review, cover, series))
    yield "Statuts", [(f"{SIGNS_OF[count.status]} {count.word}", count.count) for count in synthesis.counts(series)]
    yield "Feuilles", list(_ABOUT.items())
    yield "Méthode", [(rule.word, rule.rule) for rule in method.rules(review)]
    yield "Explications", [("", text) for text in method.PARAGRAPHS]
    yield "Échéances", list(method.dates(review))
    yield "Codes de qualité (SDMX)", [(flag.code, flag.label) for flag in method.flags()]
    if cover.notes:
        yield "Appréciations, commentaires et décisions", [(_signed(note), note.text) for note in cover.notes]


def _signed(note: Note) -> str:
    when = date_fr(note.date) if note.date else ""
    return ", ".join(filter(None, (NOTE_LABELS[note.kind], note.subject, note.author, when)))


SIGNS_OF = {status.value: sign.glyph for status, sign in SIGNS.items()}

_ABOUT: dict[str, str | int] = {
    STATUSES: "Une ligne par série : statut, chiffres qui y ont mené, prochaine cible.",
    VALUES: "Une ligne par valeur. Vide n’est pas zéro : le statut dit pourquoi une valeur manque.",
    TARGETS: "Situations initiales, cibles en vigueur, puis anciennes cibles.",
    METADATA: "La fiche de chaque série : définition, unité, source, fréquence.",
    FLAGS: "Une ligne par drapeau de qualité d’une valeur.",
}
