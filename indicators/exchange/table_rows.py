"""One row of a table made into a cell to enter: codes, period, value, quality, version token. Nothing is guessed."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain import quality, wording
from indicators.domain.formatting import number
from indicators.domain.periods import MONTHS, Period
from indicators.domain.values.cells import CellInput, CellKey
from indicators.exchange.columns import Header
from indicators.exchange.rows import (
    BLANK,
    Content,
    RawRow,
    ReadingProblem,
    SeriesCodes,
    SourcePlace,
    TableCell,
    french,
    letters,
    unmistakable,
)

EDITABLE = ("valeur", "statut", "absence", "conf", "numerateur", "denominateur", "source", "source_url", "commentaire")
"""Fields of the template that people fill: a token tells whether they were touched."""

MAX_HINTS = 200
"""Unknown codes of one reading for which the nearest known one is looked for."""


@dataclass
class Lexicon:
    """Series by code, and by indicator and perimeter."""

    series: Mapping[str, SeriesCodes]
    by_pair: dict[tuple[str, str], str] = field(init=False)
    _unknown: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_pair = {(series.indicator, series.perimeter): series.code for series in self.series.values()}

    def unknown(self, code: str) -> str:
        """That a series is not known, with the nearest one for the first codes: each search takes a millisecond."""
        if code not in self._unknown and len(self._unknown) < MAX_HINTS:
            self._unknown[code] = unknown_code("La série", code, self.series)
        return self._unknown.get(code) or unknown_code("La série", code, frozenset())


class _Unusable(Exception):
    """A field that cannot be read: which one, and why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def read_rows(
    sheet: str, header: Header, lines: Iterator[tuple[int, Mapping[int, TableCell]]], lexicon: Lexicon
) -> Content:
    """Rows under a header; ``lines`` gives the row number, from 1, and its cells by column from 0."""
    rows: list[RawRow] = []
    blanks = 0
    for row, cells in lines:
        raw_row = _Row(sheet, row, header, cells, lexicon).read()
        blanks += raw_row is None
        rows += [raw_row] if raw_row else []
    return Content(tuple(rows), header.problems, blanks=blanks)


def without_duplicates(rows: Iterator[RawRow]) -> tuple[RawRow, ...]:
    """Rows that name the same cell are all refused: nobody can tell which one is meant."""
    raw_rows = tuple(rows)
    places: dict[CellKey, list[RawRow]] = {}
    for row in raw_rows:
        if row.cell is not None:
            places.setdefault(row.cell.key, []).append(row)
    return tuple(_twice(row, places[row.cell.key]) if row.cell is not None else row for row in raw_rows)


def _twice(row: RawRow, same: list[RawRow]) -> RawRow:
    if len(same) == 1:
        return row
    places = " et ".join(
        str(SourcePlace(raw_row.place.sheet, raw_row.place.row)) for raw_row in same[:4] if raw_row is not row
    )
    problem = ReadingProblem(
        row.place, f"cette série et cette période figurent aussi {places} : gardez une seule ligne."
    )
    return refused(row.place, row.given, row.typed, problem)


def refused(place: SourcePlace, codes: tuple[str, str, str, str], typed: str, *problems: ReadingProblem) -> RawRow:
    """A row that cannot become a cell."""
    return RawRow(place, codes, typed, None, problems)


class _Row:
    """One row, and the reading of its fields."""

    def __init__(self, sheet: str, row: int, header: Header, cells: Mapping[int, TableCell], lexicon: Lexicon) -> None:
        self._sheet, self._row, self._header, self._cells, self._lexicon = sheet, row, header, cells, lexicon

    def read(self) -> RawRow | None:
        """The row, or None when it holds nothing to enter."""
        base, untouched, emptied = None, False, False
        problems: list[ReadingProblem] = []
        codes = (
            self._text("serie") or self._pair(),
            self._text("periode"),
            self._text("dimension"),
            self._text("modalite"),
        )
        if self._is_silent() and not self._text("jeton"):
            return None
        cell = question = None
        try:
            series = self._series()
            key = self._key(series)
            base, untouched, emptied = self._token(key)
            if not self._is_silent():
                cell, question = self._input(key, series)
        except _Unusable as error:
            problems.append(ReadingProblem(self._place(error.name), str(error)))
        if cell is None and not problems:
            if not emptied:
                return None
            problems.append(ReadingProblem(self._place("valeur"), _EMPTIED))
        text_asked, candidates = question or ("", ())
        stated = frozenset(self._header.places)
        typed = _unquoted(self._cell("valeur").text)
        return RawRow(
            self._place("valeur"), codes, typed, cell, tuple(problems), base, untouched, stated, text_asked, candidates
        )

    def _is_silent(self) -> bool:
        """Nothing was said of the value: no value, no reason, no remark."""
        return all(self._cell(name).is_blank for name in ("valeur", "absence", "commentaire", "numerateur")) and (
            not self._status_of_absence()
        )

    def _cell(self, name: str) -> TableCell:
        index = self._header.places.get(name)
        return BLANK if index is None else self._cells.get(index, BLANK)

    def _text(self, name: str) -> str:
        return self._cell(name).text.strip()

    def _sound(self, name: str) -> str:
        """Text of a field that must be usable."""
        cell = self._cell(name)
        if cell.trouble:
            raise _Unusable(name, cell.trouble)
        return cell.text.strip()

    def _place(self, name: str) -> SourcePlace:
        index = self._header.places.get(name, self._header.places.get("serie"))
        return SourcePlace(self._sheet, self._row, letters(index) if index is not None else "")

    def _pair(self) -> str:
        return f"{self._text('indicateur')} × {self._text('perimetre')}".strip(" ×")

    def _series(self) -> SeriesCodes:
        code, pair = self._sound("serie"), (self._sound("indicateur"), self._sound("perimetre"))
        if code:
            series = self._lexicon.series.get(code)
            if series is None:
                raise _Unusable("serie", self._lexicon.unknown(code))
            self._check_pair(series, pair)
            return series
        if not any(pair):
            raise _Unusable("serie", "La série n'est pas dite : écrivez son code.")
        code_of_pair = self._lexicon.by_pair.get(pair)
        if code_of_pair is None:
            raise _Unusable(
                "indicateur", f"Aucune série ne porte l'indicateur « {pair[0]} » et le périmètre « {pair[1]} »."
            )
        return self._lexicon.series[code_of_pair]

    def _check_pair(self, series: SeriesCodes, pair: tuple[str, str]) -> None:
        for name, written, true in zip(
            ("indicateur", "perimetre"), pair, (series.indicator, series.perimeter), strict=True
        ):
            if written and written != true:
                raise _Unusable(name, f"« {written} » ne correspond pas à la série {series.code} ({true}).")

    def _key(self, series: SeriesCodes) -> CellKey:
        return CellKey(series.code, self._period(), *self._item(series))

    def _period(self) -> str:
        cell = self._cell("periode")
        if cell.is_date:
            raise _Unusable("periode", f"{cell.trouble} Écrivez la période en texte, par exemple 2024 ou 2024-S1.")
        text = self._sound("periode")
        if not text:
            raise _Unusable("periode", "La période n'est pas dite.")
        try:
            return read_period(text).code
        except ValueError as error:
            raise _Unusable("periode", str(error)) from error

    def _item(self, series: SeriesCodes) -> tuple[str, str]:
        listed, item = self._sound("dimension"), self._sound("modalite")
        if not listed and not item:
            return "", ""
        if not listed or not item:
            lacking = "dimension" if not listed else "modalite"
            raise _Unusable(lacking, "La ventilation et la modalité vont ensemble.")
        if listed not in series.items:
            message = f"La ventilation « {listed} » ne s'applique pas à la série {series.code}"
            raise _Unusable("dimension", f"{message} ({', '.join(series.items) or 'aucune'}).")
        if item not in series.items[listed]:
            raise _Unusable("modalite", unknown_code("La modalité", item, series.items[listed]))
        return listed, item

    def _token(self, key: CellKey) -> tuple[int | None, bool, bool]:
        """Version seen, whether the row is as delivered, whether a value that was there is gone."""
        text = self._text("jeton")
        if not text:
            version = self._text("version")
            return (int(version) if re.fullmatch("[0-9]{1,6}", version) else None), False, False
        match = _TOKEN.fullmatch(text)
        if match is None:
            raise _Unusable("jeton", "Le jeton de version de cette ligne a été modifié : repartez d'un fichier neuf.")
        if match[2] != key_mark(key):
            raise _Unusable(
                "jeton", "Cette ligne a été déplacée ou copiée d'une autre : ses codes ne sont pas les siens."
            )
        untouched = match[3] == content_mark({name: self._cell(name) for name in EDITABLE})
        gone = self._is_silent() and not untouched and int(match[1]) > 0
        return int(match[1]), untouched, gone

    def _input(self, key: CellKey, series: SeriesCodes) -> tuple[CellInput, tuple[str, tuple[Decimal, ...]] | None]:
        self._check_unit(series)
        for name in ("valeur", "numerateur", "denominateur"):
            self._sound(name)
        absence, flags = self._quality()
        value = self._cell("valeur")
        question = None
        if value.is_percent and value.exact is not None:
            question = self._percent_question(value, series)
        if value.is_blank and absence is None and not self._is_silent():
            raise _Unusable("valeur", "Il n'y a pas de valeur : une remarque seule n'est pas enregistrée.")
        cell = CellInput(
            key,
            "n.d." if value.is_blank and absence is not None else _unquoted(value.text),
            flags=flags,
            absence=absence,
            comment=_unquoted(self._sound("commentaire")),
            motive=_unquoted(self._sound("motif")),
            source=_unquoted(self._sound("source")),
            source_url=_unquoted(self._sound("source_url")),
            numerator=self._term("numerateur"),
            denominator=self._term("denominateur"),
            chosen=value.exact,
            confidential=self._confidential(),
        )
        return cell, question

    def _percent_question(self, value: TableCell, series: SeriesCodes) -> tuple[str, tuple[Decimal, ...]]:
        assert value.exact is not None
        percentage = value.exact * 100
        question = f"La cellule est au format pourcentage : elle affiche {number(percentage, None, '%')} et contient {value.text}"
        if not series.unit.is_percent:
            raise _Unusable("valeur", f"{question}, alors que l'unité est « {series.unit.label} ».")
        return f"{question}. Laquelle des deux valeurs voulez-vous, en % ?", (percentage, value.exact)

    def _term(self, name: str) -> str:
        cell = self._cell(name)
        if cell.is_percent:
            raise _Unusable(name, "La cellule est au format pourcentage : écrivez le nombre.")
        return unmistakable(cell.exact) if cell.exact is not None else cell.text

    def _check_unit(self, series: SeriesCodes) -> None:
        sound = self._sound("unite")
        if sound and slug_unit(sound) not in {slug_unit(name) for name in _names(series)}:
            raise _Unusable("unite", f"L'unité « {sound} » n'est pas celle de la série ({series.unit.label}).")

    def _status_of_absence(self) -> bool:
        """A status that says by itself why there is no value, as exports write it."""
        return any(_STATUS.get(part.casefold()) in quality.MISSING for part in _parts(self._text("statut")))

    def _quality(self) -> tuple[ObsStatus | None, frozenset[ObsStatus]]:
        flags = {self._status("statut", part) for part in _parts(self._sound("statut"))}
        flags |= {self._status("autres_statuts", part) for part in self._sound("autres_statuts")}
        reason = self._sound("absence")
        absent = {self._status("absence", reason)} if reason else set()
        absent |= {flag for flag in flags if flag in quality.MISSING}
        absent.discard(None)
        if len(absent) > 1:
            raise _Unusable("absence", "Un seul motif d'absence est admis.")
        if absent and not self._cell("valeur").is_blank and not reason:
            raise _Unusable("statut", "Une valeur chiffrée ne peut pas porter un motif d'absence.")
        obs_statuses = frozenset(flag for flag in flags if flag is not None and flag not in quality.MISSING)
        return next(iter(absent), None), obs_statuses

    def _status(self, name: str, text: str) -> ObsStatus | None:
        status = _STATUS.get(text.casefold(), "?")
        if status == "?":
            raise _Unusable(name, f"Le statut « {text} » n'est pas connu.")
        return status if isinstance(status, ObsStatus) else None

    def _confidential(self) -> ConfStatus:
        sound = self._sound("conf")
        conf_status = _CONFIDENTIAL.get(sound.casefold())
        if conf_status is None:
            raise _Unusable("conf", f"Le statut de confidentialité « {sound} » n'est pas connu.")
        return conf_status


_EMPTIED = "Cette case a été vidée : un fichier n'efface pas une valeur. Remettez-la, ou choisissez un motif d'absence."
_TOKEN = re.compile(r"v([0-9]{1,6})\.([0-9a-f]{8})\.([0-9a-f]{8})")
_STATUS: Mapping[str, ObsStatus | None] = {
    quality.NORMAL.casefold(): None,
    quality.NORMAL_LABEL.casefold(): None,
    **{flag.value.casefold(): flag for flag in ObsStatus},
    **{label.casefold(): flag for flag, label in quality.LABELS.items()},
}
_CONFIDENTIAL: Mapping[str, ConfStatus] = {
    "": ConfStatus.FREE,
    **{status.value.casefold(): status for status in ConfStatus},
    **{wording.label(status).casefold(): status for status in ConfStatus},
}


def token(key: CellKey, version_no: int, cells: Mapping[str, TableCell]) -> str:
    """What tells, when the row comes back, which version was seen and whether anything was touched."""
    return f"v{version_no}.{key_mark(key)}.{content_mark(cells)}"


def key_mark(key: CellKey) -> str:
    """Checksum of a key: a token copied onto another row is noticed."""
    return f"{zlib.crc32(str(key).encode()):08x}"


def content_mark(cells: Mapping[str, TableCell]) -> str:
    """Checksum of what people may change, whatever program saved it."""
    parts = [_normal(cells.get(name, BLANK)) for name in EDITABLE]
    return f"{zlib.crc32('|'.join(parts).encode()):08x}"


def _normal(cell: TableCell) -> str:
    text = french(cell.exact.normalize()) if cell.exact is not None else " ".join(cell.text.split())
    return f"{text}{cell.trouble}{'%' if cell.is_percent else ''}"


def read_period(text: str) -> Period:
    """A period as exports write it, or as the screens show it (31/05/2024, S1 2024, T3 2024, mai 2024).

    Raises:
        ValueError: with a French message; impossible dates are said to be so.
    """
    day = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    if day:
        try:
            return Period.parse(date(int(day[3]), int(day[2]), int(day[1])).isoformat())
        except ValueError:
            raise ValueError(f"La date « {text} » n'existe pas dans le calendrier.") from None
    part = re.fullmatch(r"([ST])([1-4]) ([0-9]{4})", text.upper())
    if part:
        return Period.parse(f"{part[3]}-{'S' if part[1] == 'S' else 'Q'}{part[2]}")
    name, _, year = text.casefold().rpartition(" ")
    return Period.parse(f"{year}-{MONTHS.index(name) + 1:02d}" if name in MONTHS else text)


def slug_unit(name: str) -> str:
    """A unit without spaces nor capitals."""
    return "".join(name.split()).casefold()


def _names(series: SeriesCodes) -> tuple[str, ...]:
    return series.unit.code, series.unit.label, series.unit.symbol


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;]", text) if part.strip()]


def _unquoted(text: str) -> str:
    """Exports put an apostrophe before a text that begins like a formula: it is taken off."""
    return text[1:] if re.match("'[=+@＝＋－＠-]", text) else text


def unknown_code(what: str, code: str, codes: Mapping[str, object] | frozenset[str]) -> str:
    """That a code is not known, with the nearest one that is."""
    near = get_close_matches(code[:60], sorted(codes), n=1, cutoff=0.7)
    hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else "."
    return f"{what} « {code[:60]} » n'existe pas{hint}"
