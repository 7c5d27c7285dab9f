"""Preview of an import: one row per cell, with the outcome of saving it and the question to answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import EntryMethod, ObsStatus
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_cells import Meaning
from indicators.domain.values.typed_numbers import Absent, read_number
from indicators.exchange.rows import RawRow, ReadingProblem, SourcePlace, french


class Ask(StrEnum):
    """Answer that a cell waits for. NOTHING: it can only be corrected at its source."""

    NUMBER = "nombre"
    ABSENCE = "absence"
    REASON = "motif"
    COMMENT = "explication"
    CHOICE = "choix"
    NOTHING = ""


WRITABLE = frozenset({Kind.NEW, Kind.CHANGED})
ANSWERABLE = frozenset({Kind.QUESTION, Kind.EXPLAIN, Kind.CONFLICT})
NOT_WRITTEN = frozenset({Kind.REFUSED, Kind.OUTSIDE}) | ANSWERABLE

_COUNTED = (
    Kind.NEW,
    Kind.CHANGED,
    Kind.UNCHANGED,
    Kind.REFUSED,
    Kind.QUESTION,
    Kind.EXPLAIN,
    Kind.CONFLICT,
    Kind.OUTSIDE,
)
"""What may become of the cells of a preview, in the order of reports."""


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One cell: its row, the outcome of saving it, the stored value and the new one.

    ``cell_input`` is None for a row that identifies no cell: its outcome then has the codes of the row. ``new`` is
    None while the meaning of the text is not settled.
    """

    row: RawRow
    outcome: CellOutcome
    cell_input: CellInput | None = None
    old: Observation | None = None
    new: Meaning | None = None

    @property
    def place(self) -> SourcePlace:
        """Position in the file, that of its first problem if any."""
        return self.row.problems[0].place if self.row.problems else self.row.place

    @property
    def key(self) -> CellKey:
        """Key of the cell, from the codes of its row, which may not exist."""
        return self.outcome.key

    @property
    def asks(self) -> Ask:
        """The answer required for this cell."""
        kind = self.outcome.kind
        if self.cell_input is None or kind not in ANSWERABLE:
            return Ask.NOTHING
        if kind is not Kind.QUESTION:
            return Ask.COMMENT if kind is Kind.EXPLAIN else Ask.CHOICE
        if self.outcome.candidates:
            return Ask.NUMBER
        if self.new is not None:
            return Ask.REASON
        return Ask.ABSENCE if isinstance(read_number(self.cell_input.typed, is_percent=True), Absent) else Ask.NOTHING


@dataclass(frozen=True, slots=True)
class Preview:
    """All the cells of a file or a paste. ``identity`` becomes the code of the batch, usable once."""

    identity: str
    method: EntryMethod
    cells: tuple[PreviewCell, ...]
    notices: tuple[ReadingProblem, ...] = ()
    blanks: int = 0
    file_name: str = ""
    digest: str = ""

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Number of cells of each kind, zeros included."""
        counts = Counter(cell.outcome.kind for cell in self.cells)
        return {kind: counts[kind] for kind in _COUNTED}

    def of(self, *kinds: Kind) -> tuple[PreviewCell, ...]:
        """Cells of the given kinds, in the order of the file."""
        return tuple(cell for cell in self.cells if cell.outcome.kind in kinds)


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer about one cell. ``overwrite`` keeps their own value in a conflict."""

    chosen: Decimal | None = None
    absence: ObsStatus | None = None
    comment: str = ""
    reason: str = ""
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by cell, and a reason for every correction of a published value without one."""

    cells: Mapping[CellKey, Answer] = field(default_factory=dict)
    reason: str = ""


NO_ANSWERS = Answers()


def to_write(preview: Preview, answers: Answers = NO_ANSWERS) -> tuple[CellInput, ...]:
    """Cells to save: those ready, and those answered."""
    inputs = (answered(cell, answers) for cell in preview.cells)
    return tuple(cell for cell in inputs if cell is not None)


def remainder(preview: Preview, answers: Answers = NO_ANSWERS) -> Preview:
    """The preview without its cells to save: those left out, and those already stored."""
    rest = (cell for cell in preview.cells if answered(cell, answers) is None)
    return replace(preview, cells=tuple(rest))


def answered(cell: PreviewCell, answers: Answers) -> CellInput | None:
    """A cell as it is to be saved: ready, or with its answer; None if it is left out."""
    if cell.cell_input is None:
        return None
    if cell.outcome.kind in WRITABLE:
        return cell.cell_input
    if cell.outcome.kind not in ANSWERABLE:
        return None
    answer = answers.cells.get(cell.cell_input.key)
    if answer is None and cell.asks is Ask.REASON and answers.reason.strip():
        answer = Answer()  # the common motive is all that was asked
    return None if answer is None else _with_answer(cell, cell.cell_input, answer, answers.reason)


def _with_answer(cell: PreviewCell, cell_input: CellInput, answer: Answer, motive: str) -> CellInput:
    base, theirs = cell_input.base_version_no, cell.outcome.theirs
    if answer.overwrite and theirs is not None:
        base = theirs.version_no
    typed = cell_input.typed
    if answer.chosen is not None and cell.row.candidates:
        if answer.chosen not in cell.row.candidates:
            return cell_input
        typed = french(answer.chosen)
    return replace(
        cell_input,
        typed=typed,
        base_version_no=base,
        chosen=cell_input.chosen if answer.chosen is None else answer.chosen,
        absence=answer.absence or cell_input.absence,
        comment=answer.comment or cell_input.comment,
        motive=answer.reason or cell_input.motive or motive,
    )


REJECTS_HEADER = ("feuille", "ligne", "colonne", "serie", "dimension", "modalite", "periode", "valeur", "raison")


def rejects(preview: Preview) -> list[dict[str, object]]:
    """Cells that would not be written, one per row, as given: for a CSV to correct and import again."""
    return [_reject(cell) for cell in preview.of(*NOT_WRITTEN)]


def _reject(cell: PreviewCell) -> dict[str, object]:
    series, period, code_list, item = cell.row.given
    place = (cell.place.sheet, cell.place.row or "", cell.place.column)
    columns = (*place, series, code_list, item, period, cell.row.typed, cell.outcome.message)
    return dict(zip(REJECTS_HEADER, columns, strict=True))
