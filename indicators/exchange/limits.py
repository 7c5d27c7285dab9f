"""What a file may be: sniffed by content, bounded in size, rows and unpacked size, never trusted for its name."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ENTRIES = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELLS = 500_000
"""As many rows of our own template as a file may have."""
MAX_TEXT = 5_000
"""Characters of one cell; a longer comment belongs in a document."""

_LOCAL_HEADER = struct.Struct("<4s22xHH")


class FileRefused(Exception):
    """A file that is not read at all; the message is a French sentence.

    >>> str(FileRefused("Le fichier est vide."))
    'Le fichier est vide.'
    """


class FileKind(StrEnum):
    """What the content is, whatever the extension says."""

    WORKBOOK = "classeur"
    TEXT = "texte"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits of one reading; a test or a setting may tighten them."""

    max_bytes: int = MAX_BYTES
    max_unpacked: int = MAX_UNPACKED
    max_rows: int = MAX_ROWS
    max_columns: int = MAX_COLUMNS


DEFAULT = ReadingLimits()


def sniff(content: bytes, bounds: ReadingLimits = DEFAULT) -> FileKind:
    """The kind of a file, from its first bytes.

    Raises:
        FileRefused: empty, too large, or of a kind that is not read; the message says what to do.
    """
    if not content.strip():
        raise FileRefused("Le fichier est vide.")
    if len(content) > bounds.max_bytes:
        raise FileRefused(f"Le fichier dépasse {_megabytes(bounds.max_bytes)} Mo : partagez-le en plusieurs fichiers.")
    if content.startswith(b"PK\x03\x04"):
        return FileKind.WORKBOOK
    for start, message in _FOREIGN:
        if content.startswith(start):
            raise FileRefused(message)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.TEXT
    if b"\x00" in content:
        raise FileRefused("Le contenu de ce fichier n'est ni un classeur .xlsx ni un texte CSV.")
    return FileKind.TEXT


_SAVE_AS = "enregistrez-le au format « Classeur Excel (.xlsx) »"
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        f"C'est un ancien classeur .xls, ou un classeur protégé par un mot de passe : {_SAVE_AS}, sans mot de passe.",
    ),
    (b"%PDF", "C'est un PDF : les valeurs se déposent dans un classeur .xlsx ou un fichier CSV."),
    (b"{\\rtf", "C'est un document de traitement de texte, pas un classeur."),
)


def unpack(content: bytes, bounds: ReadingLimits = DEFAULT) -> dict[str, bytes]:
    """The XML parts of a workbook, each checked to be exactly as long as announced.

    The archive itself is never handed to a library: what it says of its own sizes is not believed (« zip bombs »).

    Raises:
        FileRefused: not a sound archive, or larger than allowed once unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise FileRefused("Ce classeur est abîmé : il ne peut pas être ouvert.") from error
    _check_entries(entries, bounds)
    parts: dict[str, bytes] = {}
    left = bounds.max_unpacked
    for entry in entries:
        name = entry.filename.lstrip("/")
        if name.lower().endswith((".xml", ".rels")):
            parts[name] = _inflate(content, entry, left)
            left -= len(parts[name])
    return parts


def _check_entries(entries: list[zipfile.ZipInfo], bounds: ReadingLimits) -> None:
    names = [entry.filename.lstrip("/").lower() for entry in entries]
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(f"C'est un classeur OpenDocument (.ods) : {_SAVE_AS}.")
    if "xl/workbook.bin" in names:
        raise FileRefused(f"C'est un classeur binaire (.xlsb) : {_SAVE_AS}.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(f"Ce classeur contient des macros : {_SAVE_AS}, qui n'en a pas.")
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise FileRefused("Cette archive n'est pas un classeur .xlsx.")
    if len(entries) > MAX_ENTRIES or len(set(names)) != len(names):
        raise FileRefused("Ce classeur est abîmé : ses éléments sont trop nombreux ou en double.")
    if sum(entry.file_size for entry in entries) > bounds.max_unpacked:
        raise FileRefused(f"Une fois décompressé, ce classeur dépasse {_megabytes(bounds.max_unpacked)} Mo.")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused("Ce classeur est chiffré : enregistrez-le sans mot de passe.")


def _inflate(content: bytes, entry: zipfile.ZipInfo, left: int) -> bytes:
    """One entry, decompressed up to the size it announces and not a byte more."""
    raw = _raw(content, entry)
    size = min(entry.file_size, left)
    try:
        if entry.compress_type == zipfile.ZIP_STORED:
            data, ended = raw[: size + 1], True
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            stream = zlib.decompressobj(-15)
            data = stream.decompress(raw, size + 1)
            ended = stream.eof or not stream.decompress(stream.unconsumed_tail, 1)
        else:
            data, ended = b"", False
    except zlib.error as error:
        raise FileRefused("Ce classeur est abîmé : un de ses éléments ne se décompresse pas.") from error
    if not ended or len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise FileRefused("Ce classeur est abîmé : un de ses éléments n'a pas la taille annoncée.")
    return data


def _raw(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    header = content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise FileRefused("Ce classeur est abîmé : un de ses éléments manque.")
    signature, name, extra = _LOCAL_HEADER.unpack(header)
    if signature != b"PK\x03\x04":
        raise FileRefused("Ce classeur est abîmé : un de ses éléments manque.")
    start = entry.header_offset + _LOCAL_HEADER.size + name + extra
    return content[start : start + entry.compress_size]


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.3g}".replace(".", ",")
