"""What an import would do, before it does it: one line for each cell, what would become of it, and what is asked."""

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
    """What a cell waits for. NOTHING can be answered here: it is to be put right where it comes from."""

    NUMBER = "nombre"
    ABSENCE = "absence"
    MOTIVE = "motif"
    COMMENT = "explication"
    CHOICE = "choix"
    NOTHING = ""


WRITABLE = frozenset({Kind.NEW, Kind.CHANGED})
ANSWERABLE = frozenset({Kind.QUESTION, Kind.EXPLAIN, Kind.CONFLICT})
LEFT_OUT = frozenset({Kind.REFUSED, Kind.OUTSIDE}) | ANSWERABLE

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
    """One cell: the row it was read in, what saving it would do, what stands in the store and what would be there.

    ``cell_input`` is None for a row that is no cell to enter: its outcome then has the codes that the row gives. ``new`` is
    None where the text has no settled meaning.
    """

    row: RawRow
    outcome: CellOutcome
    cell_input: CellInput | None = None
    old: Observation | None = None
    new: Meaning | None = None

    @property
    def place(self) -> SourcePlace:
        """Where it stands: that of its problem when there is one."""
        return self.row.problems[0].place if self.row.problems else self.row.place

    @property
    def key(self) -> CellKey:
        """The cell, by the codes that its row gives: they may not exist."""
        return self.outcome.key

    @property
    def asks(self) -> Ask:
        """What the person is asked of this cell."""
        kind = self.outcome.kind
        if self.cell_input is None or kind not in ANSWERABLE:
            return Ask.NOTHING
        if kind is not Kind.QUESTION:
            return Ask.COMMENT if kind is Kind.EXPLAIN else Ask.CHOICE
        if self.outcome.candidates:
            return Ask.NUMBER
        if self.new is not None:
            return Ask.MOTIVE
        return Ask.ABSENCE if isinstance(read_number(self.cell_input.typed, is_percent=True), Absent) else Ask.NOTHING


@dataclass(frozen=True, slots=True)
class Preview:
    """All the cells of a file or a paste. ``identity`` becomes the code of the batch, once."""

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
        """Cells of some kinds, in the order of the file."""
        return tuple(cell for cell in self.cells if cell.outcome.kind in kinds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person says of one cell that was asked about. ``overwrite`` keeps one's own value in a conflict."""

    chosen: Decimal | None = None
    absence: ObsStatus | None = None
    comment: str = ""
    motive: str = ""
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by cell, and a motive for every correction of a published value that has none of its own."""

    cells: Mapping[CellKey, Answer] = field(default_factory=dict)
    motive: str = ""


NO_ANSWERS = Answers()


def to_write(preview: Preview, answers: Answers = NO_ANSWERS) -> tuple[CellInput, ...]:
    """Cells to save: those that were ready, and those that were answered. The rest is left out."""
    inputs = (answered(cell, answers) for cell in preview.cells)
    return tuple(cell for cell in inputs if cell is not None)


def remainder(preview: Preview, answers: Answers = NO_ANSWERS) -> Preview:
    """What is left of a preview once its cells to save are: those left out, and those that were stored already."""
    rest = (cell for cell in preview.cells if answered(cell, answers) is None)
    return replace(preview, cells=tuple(rest))


def answered(cell: PreviewCell, answers: Answers) -> CellInput | None:
    """A cell as it is to be saved: ready, or with the answers given; None when it is to be left out."""
    if cell.cell_input is None:
        return None
    if cell.outcome.kind in WRITABLE:
        return cell.cell_input
    if cell.outcome.kind not in ANSWERABLE:
        return None
    answer = answers.cells.get(cell.cell_input.key)
    if answer is None and cell.asks is Ask.MOTIVE and answers.motive.strip():
        answer = Answer()  # the common motive is all that was asked
    return None if answer is None else _with_answer(cell, cell.cell_input, answer, answers.motive)


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
        motive=answer.motive or cell_input.motive or motive,
    )


REJECTS_HEADER = ("feuille", "ligne", "colonne", "serie", "dimension", "modalite", "periode", "valeur", "raison")


def rejects(preview: Preview) -> list[dict[str, object]]:
    """Cells that would not be written, one a row, as they were given: for a CSV to correct and bring back."""
    return [_reject(cell) for cell in preview.of(*LEFT_OUT)]


def _reject(cell: PreviewCell) -> dict[str, object]:
    series, period, code_list, item = cell.row.given
    place = (cell.place.sheet, cell.place.row or "", cell.place.column)
    columns = (*place, series, code_list, item, period, cell.row.typed, cell.outcome.message)
    return dict(zip(REJECTS_HEADER, columns, strict=True))
