"""A CSV file of values, in either of two conventions (docs/method.md, Files), recognised by its content.

Machine: commas, decimal point. Spreadsheet: semicolons, decimal comma. Only when every number of a file follows its
convention is a number such as 1.234 taken for what the convention says; a mixed file is asked about.

UTF-8, or the Windows-1252 of Excel's « CSV (séparateur : point-virgule) » where no other encoding could be meant.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from indicators.exchange.columns import Header, best_header, missing_message
from indicators.exchange.limits import DEFAULT, MAX_TEXT, FileRefused, ReadingLimits
from indicators.exchange.rows import Content, ReadingProblem, SourcePlace, TableCell
from indicators.exchange.table_rows import Lexicon, read_rows, without_duplicates

MACHINE, SPREADSHEET, FREE = "machine", "tableur", "libre"
NUMBERS = ("valeur", "numerateur", "denominateur")
HEADER_LINES = 10
"""Lines in which a header is looked for."""

_DELIMITERS = ";,\t"
_PURE = {
    MACHINE: re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?"),
    SPREADSHEET: re.compile(r"-?[0-9]{1,30}(,[0-9]{1,30})?"),
}
_SIGNATURE = frozenset({"indicateur", "perimetre", "dimension", "modalite", "unite", "statut", "conf"})
"""Columns that an export in one of the conventions always has: nobody writes them by chance."""

Lines = list[tuple[int, list[str]]]


def read_csv(content: bytes, lexicon: Lexicon, bounds: ReadingLimits = DEFAULT) -> Content:
    """Rows and remarks of a CSV file.

    Raises:
        FileRefused: not a text that can be read for sure, too long, or without the columns of values.
    """
    text, remarks = _decode(content)
    delimiter, header, lines = _table(text, bounds)
    numbered = [(number, cells) for number, cells in lines if number > header.row]
    convention = _convention(delimiter, header, numbered)
    width = max(len(cells) for number, cells in lines if number == header.row)
    content_read = read_rows("", header, _cells(numbered, header, convention, width), lexicon)
    rows, problems = without_duplicates(iter((*content_read.rows,))), (*remarks, *content_read.problems)
    return Content(rows, problems, blanks=content_read.blanks, convention=convention)


def _decode(content: bytes) -> tuple[str, tuple[ReadingProblem, ...]]:
    """The text, and a remark where its encoding had to be found out."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise FileRefused("Ce texte est abîmé : enregistrez-le au format « CSV UTF-8 ».") from error
    text = _windows(content)
    if text is None:
        raise FileRefused("Ce texte n'est ni en UTF-8 ni en Windows-1252 : enregistrez-le au format « CSV UTF-8 ».")
    return text, (ReadingProblem(SourcePlace(""), _WINDOWS, blocks=False),)


_WINDOWS = "lu en Windows-1252, faute d'être en UTF-8 ; vérifiez les accents des textes."
_TYPICAL = frozenset("éèêëàâçîïôûùü")
_ALWAYS = frozenset("\u00a0«»°²³·’µ§±×÷ÉÈÊËÀÂÇÎÏÔÛÙÜÆæœÄÖäöñáíóúßÿ")
_WITH_TYPICAL = frozenset("€–—“”‘…Œ•")
"""Signs whose bytes are letters elsewhere (« – » is « û » for MS-DOS): believed beside letters that settle it."""


def _windows(content: bytes) -> str | None:
    """The text as Windows-1252; None where its accents make no French, as those of MS-DOS or an older Mac do."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = {character for character in text if ord(character) > 127} - _TYPICAL - _ALWAYS
    return text if not foreign or (foreign <= _WITH_TYPICAL and _TYPICAL & set(text)) else None


def _table(text: str, bounds: ReadingLimits) -> tuple[str, Header, Lines]:
    """Separator, header and lines. The separator is the one under which the columns of values are found."""
    nearest: Header | None = None
    for delimiter in _DELIMITERS:
        header = best_header("", islice(_read(text, delimiter, strict=False), HEADER_LINES))
        if header is not None and header.is_readable:
            return delimiter, header, _lines(text, delimiter, bounds)
        if header is not None and (nearest is None or len(header.places) > len(nearest.places)):
            nearest = header
    blocking = [problem for problem in nearest.problems if problem.blocks] if nearest else []
    if nearest is not None and not nearest.missing and blocking:
        raise FileRefused(str(blocking[0]))
    raise FileRefused(f"Ce texte n'est pas une table de valeurs : {missing_message(nearest)}")


def _lines(text: str, delimiter: str, bounds: ReadingLimits) -> Lines:
    numbered: Lines = []
    for line in _read(text, delimiter, strict=True):
        numbered.append(line)
        if len(numbered) > bounds.max_rows + 1:
            raise FileRefused(f"Le fichier compte plus de {bounds.max_rows} lignes : partagez-le.")
    return numbered


def _read(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Lines that hold something, with their number in the file (that of their end when a text runs over several)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        if strict:
            message = f"Le texte n'est pas un CSV lisible, vers la ligne {reader.line_num} : vérifiez les guillemets."
            raise FileRefused(message) from error


def _convention(delimiter: str, header: Header, lines: Lines) -> str:
    named = {",": MACHINE, ";": SPREADSHEET}.get(delimiter, FREE)
    if named == FREE or not header.places.keys() >= _SIGNATURE:
        return FREE
    columns = [header.places[name] for name in NUMBERS if name in header.places]
    numbers = (cells[column].strip() for _, cells in lines for column in columns if column < len(cells))
    return named if all(_PURE[named].fullmatch(number) for number in numbers if _has_digit(number)) else FREE


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _cells(lines: Lines, header: Header, convention: str, width: int) -> Iterator[tuple[int, Mapping[int, TableCell]]]:
    numbers = {header.places[name] for name in NUMBERS if name in header.places}
    for number, texts in lines:
        if any(text.strip() for text in texts[width:]) or len(texts) < max(header.places.values()) + 1:
            yield number, _misaligned(texts, header, width)
            continue
        yield (
            number,
            {
                column: _cell(text, convention if column in numbers else FREE)
                for column, text in enumerate(texts[:width])
            },
        )


def _misaligned(texts: list[str], header: Header, width: int) -> dict[int, TableCell]:
    """Fields that may have slipped under another column: none of them is used."""
    text = _width(len(texts), width)
    return {
        column: TableCell(texts[column][:60] if column < len(texts) else "", trouble=text)
        for column in header.places.values()
    }


def _width(count: int, expected: int) -> str:
    return (
        f"La ligne a {count} champs au lieu de {expected} : un texte ou un nombre à virgule n'est pas entre guillemets, "
        "ou il manque des champs."
    )


def _cell(text: str, convention: str) -> TableCell:
    if len(text) > MAX_TEXT:
        return TableCell(text[:40], trouble=f"Le texte dépasse {MAX_TEXT} caractères.")
    if convention == FREE or not _PURE[convention].fullmatch(text.strip()):
        return TableCell(text)
    return TableCell(text.strip().replace(".", ","), Decimal(text.strip().replace(",", ".")))
