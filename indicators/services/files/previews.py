"""What an import would do, before it does it: one line for each cell, its fate, and what is asked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from db.vocabulary import EntryMethod, ObsStatus
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellInput, CellKey, Kind
from indicators.domain.values.checks import Finding
from indicators.domain.values.typed_numbers import Absent, read_number
from indicators.exchange.rows import Place, Problem, RawRow, french


class Fate(StrEnum):
    """What becomes of one cell of a preview. The value is what screens and reports say."""

    NEW = "nouvelle"
    CHANGED = "modifiee"
    EQUAL = "egale"
    REFUSED = "refusee"
    QUESTION = "a_preciser"
    EXPLAIN = "a_expliquer"
    CONFLICT = "conflit"
    OUTSIDE = "hors_grille"


class Ask(StrEnum):
    """What a cell waits for. NOTHING can be answered here: it is to be put right where it comes from."""

    NUMBER = "nombre"
    ABSENCE = "absence"
    MOTIVE = "motif"
    COMMENT = "explication"
    CHOICE = "choix"
    NOTHING = ""


WRITABLE = frozenset({Fate.NEW, Fate.CHANGED})
ANSWERABLE = frozenset({Fate.QUESTION, Fate.EXPLAIN, Fate.CONFLICT})

FATE_LABELS: Mapping[Fate, str] = {
    Fate.NEW: "Nouvelle",
    Fate.CHANGED: "Modifiée",
    Fate.EQUAL: "Égale",
    Fate.REFUSED: "Refusée",
    Fate.QUESTION: "À préciser",
    Fate.EXPLAIN: "À expliquer",
    Fate.CONFLICT: "Conflit",
    Fate.OUTSIDE: "Hors grille",
}


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One cell: what was given and where, what stands in the store, what would be saved, and why not if not.

    ``new`` and ``new_flags`` are what would be kept; ``candidates`` the answers to a question about a number.
    """

    row: RawRow
    fate: Fate
    message: str = ""
    given: CellInput | None = None
    old: Observation | None = None
    new: Decimal | None = None
    new_flags: frozenset[ObsStatus] = frozenset()
    candidates: tuple[Decimal, ...] = ()
    hint: ObsStatus | None = None
    findings: tuple[Finding, ...] = ()
    theirs: Observation | None = None

    @property
    def place(self) -> Place:
        """Where it stands: that of its problem when there is one."""
        return self.row.problems[0].place if self.row.problems else self.row.place

    @property
    def key(self) -> CellKey | None:
        """The cell, None when it could not be told which one."""
        return None if self.given is None else self.given.key

    @property
    def asks(self) -> Ask:
        """What the person is asked of this cell."""
        if self.given is None or self.fate not in ANSWERABLE:
            return Ask.NOTHING
        if self.fate is not Fate.QUESTION:
            return Ask.COMMENT if self.fate is Fate.EXPLAIN else Ask.CHOICE
        if self.candidates:
            return Ask.NUMBER
        if self.new is not None or self.new_flags:
            return Ask.MOTIVE
        return Ask.ABSENCE if isinstance(read_number(self.given.typed, is_percent=True), Absent) else Ask.NOTHING


@dataclass(frozen=True, slots=True)
class Preview:
    """All the cells of a file or a paste. ``identity`` becomes the code of the batch, once."""

    identity: str
    method: EntryMethod
    cells: tuple[PreviewCell, ...]
    notices: tuple[Problem, ...] = ()
    blanks: int = 0
    file_name: str = ""
    digest: str = ""

    @property
    def counts(self) -> Mapping[Fate, int]:
        """Number of cells of each fate, zeros included."""
        found = Counter(cell.fate for cell in self.cells)
        return {fate: found[fate] for fate in Fate}

    def of(self, *fates: Fate) -> tuple[PreviewCell, ...]:
        """Cells of some fates, in the order of the file."""
        return tuple(cell for cell in self.cells if cell.fate in fates)


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
    found = (answered(cell, answers) for cell in preview.cells)
    return tuple(given for given in found if given is not None)


def remainder(preview: Preview, answers: Answers = NO_ANSWERS) -> Preview:
    """What is left of a preview once its cells to save are: those left out, and those that were stored already."""
    rest = (cell for cell in preview.cells if answered(cell, answers) is None)
    return replace(preview, cells=tuple(rest))


def answered(cell: PreviewCell, answers: Answers) -> CellInput | None:
    """A cell as it is to be saved: ready, or with the answers given; None when it is to be left out."""
    if cell.given is None:
        return None
    if cell.fate in WRITABLE:
        return cell.given
    answer = answers.cells.get(cell.given.key)
    if cell.fate not in ANSWERABLE or (answer is None and not _is_motive_alone(cell, answers)):
        return None
    return apply(cell, answer or Answer(), answers.motive)


def _is_motive_alone(cell: PreviewCell, answers: Answers) -> bool:
    """The cell only lacked a motive, and there is one for all."""
    return cell.asks is Ask.MOTIVE and bool(answers.motive.strip())


def apply(cell: PreviewCell, answer: Answer, motive: str = "") -> CellInput:
    """The cell as it is once answered."""
    assert cell.given is not None
    given = cell.given
    base = given.base_version_no
    if answer.overwrite and cell.theirs is not None:
        base = cell.theirs.version_no
    typed = given.typed
    if answer.chosen is not None and cell.row.candidates:
        if answer.chosen not in cell.row.candidates:
            return given
        typed = french(answer.chosen)
    return replace(
        given,
        typed=typed,
        base_version_no=base,
        chosen=given.chosen if answer.chosen is None else answer.chosen,
        absence=answer.absence or given.absence,
        comment=answer.comment or given.comment,
        motive=answer.motive or given.motive or motive,
    )


_FATES: Mapping[Kind, Fate] = {
    Kind.EXPLAIN: Fate.EXPLAIN,
    Kind.QUESTION: Fate.QUESTION,
    Kind.REFUSED: Fate.REFUSED,
    Kind.LOCKED: Fate.REFUSED,
    Kind.CONFLICT: Fate.CONFLICT,
    Kind.UNCHANGED: Fate.EQUAL,
}


def fate_of(kind: Kind, *, had_value: bool) -> Fate:
    """The fate behind the outcome of a trial save."""
    return _FATES.get(kind, Fate.CHANGED if had_value else Fate.NEW)


REJECTS_HEADER = ("feuille", "ligne", "colonne", "serie", "dimension", "modalite", "periode", "valeur", "raison")


def rejects(
    preview: Preview, fates: Iterable[Fate] = (Fate.REFUSED, *sorted(ANSWERABLE), Fate.OUTSIDE)
) -> list[dict[str, object]]:
    """Cells that would not be written, one a row, as they were given: for a CSV to correct and bring back."""
    kept = frozenset(fates)
    return [_reject(cell) for cell in preview.cells if cell.fate in kept]


def _reject(cell: PreviewCell) -> dict[str, object]:
    series, period, listed, item = cell.row.given
    place = cell.place
    said = (place.sheet, place.row or "", place.column, series, listed, item, period, cell.row.typed, cell.message)
    return dict(zip(REJECTS_HEADER, said, strict=True))
