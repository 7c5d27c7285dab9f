"""Pastes and files: parsed, previewed without writing, then written at once as a batch."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.engine import Engine
from db.errors import StoreError
from db.queries import batches as stored
from db.queries.entries import CellVersionRow
from db.unit_of_work import UnitOfWork, reading, unit_of_work
from db.vocabulary import ConfStatus, EntryMethod, EventCode, ValueState
from indicators.domain import rights
from indicators.domain.rights import Action, Person
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.exchange import csv_in, workbook_in, writers
from indicators.exchange.limits import DEFAULT, FileKind, FileRefused, ReadingLimits, sniff
from indicators.exchange.pasted import BlockFrame, read_block
from indicators.exchange.rows import Content, RawRow, ReadingProblem, SeriesCodes
from indicators.exchange.table_rows import Lexicon
from indicators.reading.values.cells import Cells, EntrySeries, read_cells, read_series
from indicators.reading.values.entry import sheet_keys
from indicators.services.clock import day_or_today
from indicators.services.files.batches import Batch, history, new_code
from indicators.services.files.previews import (
    ANSWERABLE,
    NO_ANSWERS,
    Answers,
    Preview,
    PreviewCell,
    answered,
    rejects,
    to_write,
)
from indicators.services.refusals import Refused
from indicators.services.values.saving import save_cells, save_within

Progress = Callable[[float], None]
CHUNK = 2_000
"""Cells judged between two steps of the progress bar."""

_ACCEPTED = frozenset({Kind.SAVED, Kind.WARNED, Kind.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Result of a confirmation. ``batch`` is None when nothing was written: ``outcomes`` then say why.

    ``already`` is True if this preview had been confirmed before: nothing more was written.
    """

    batch: str | None
    written: int = 0
    unchanged: int = 0
    outcomes: tuple[CellOutcome, ...] = ()
    already: bool = False


def read_file(engine: Engine, content: bytes, bounds: ReadingLimits = DEFAULT) -> Content:
    """Parse a file, recognised by its content alone.

    Raises:
        Refused: the file cannot be read; the message says why and what to do.
    """
    try:
        kind = sniff(content, bounds)
        lexicon = read_lexicon(engine)
        read = workbook_in.read_workbook if kind is FileKind.WORKBOOK else csv_in.read_csv
        return read(content, lexicon, bounds)
    except FileRefused as error:
        raise Refused(str(error)) from error


def read_lexicon(engine: Engine) -> Lexicon:
    """Codes of every series, for matching rows."""
    with reading(engine) as session:
        return Lexicon({code: _lexicon_entry(series) for code, series in read_series(session).items()})


def preview_file(engine: Engine, person: Person, content: bytes, file_name: str = "", **more: Any) -> Preview:
    """Parse a file and preview its import, without writing."""
    _require(person)
    digest = hashlib.sha256(content).hexdigest()
    return preview(engine, person, read_file(engine, content), file_name=file_name, digest=digest, **more)


def frame_of(engine: Engine, person: Person, periods: Sequence[str], campaign: str | None = None) -> BlockFrame:
    """Cells that the rows and columns of a pasted block stand for: those of the grid, in its order.

    Raises:
        Refused: a period does not exist, or the columns do not have the same rows.
    """
    try:
        columns = [sheet_keys(engine, person, period, campaign) for period in periods]
        return BlockFrame(tuple(zip(*columns, strict=True)), tuple(periods))
    except ValueError as error:
        raise Refused("Choisissez des périodes de même durée, par exemple 2023 et 2024.") from error


def preview_paste(engine: Engine, person: Person, text: str, frame: BlockFrame, **more: Any) -> Preview:
    """Parse a pasted block and preview its import, without writing.

    Raises:
        Refused: nothing can be read in it; the message says why and what to do.
    """
    _require(person)
    try:
        content = read_block(text, frame, read_lexicon(engine))
    except FileRefused as error:
        raise Refused(str(error)) from error
    return preview(engine, person, content, EntryMethod.PASTE, **more)


def preview(
    engine: Engine,
    person: Person,
    content: Content,
    method: EntryMethod = EntryMethod.FILE,
    *,
    file_name: str = "",
    digest: str = "",
    motive: str = "",
    today: date | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Outcome of saving each row, without writing.

    ``motive`` applies to corrections of published values whose row gives none. ``progress`` receives 0 to 1.
    """
    _require(person)
    day = day_or_today(today)
    with reading(engine) as session:
        cells = read_cells(session, {row.cell.key.series for row in content.rows if row.cell is not None})
    before = [_before_saving(row, cells, motive) for row in content.rows]
    previewed = (
        *_tried(engine, person, before, method, day, progress),
        *(_not_a_cell(row, Kind.OUTSIDE, row.problems[:1]) for row in content.outside),
    )
    return Preview(new_code("IMP", day), method, previewed, content.problems, content.blanks, file_name, digest)


def recheck(
    engine: Engine,
    person: Person,
    previewed: Preview,
    answers: Answers = NO_ANSWERS,
    *,
    today: date | None = None,
    progress: Progress | None = None,
) -> Preview:
    """The preview updated with answers, against the current store, without writing.

    An answer may raise another question: a value kept in a conflict may still need an explanation.
    """
    _require(person)
    with reading(engine) as session:
        cells = read_cells(
            session, {cell.cell_input.key.series for cell in previewed.cells if cell.cell_input is not None}
        )
    before = [_once_answered(cell, cells, answers) for cell in previewed.cells]
    return replace(
        previewed, cells=tuple(_tried(engine, person, before, previewed.method, day_or_today(today), progress))
    )


def confirm(
    engine: Engine, person: Person, previewed: Preview, answers: Answers = NO_ANSWERS, *, today: date | None = None
) -> Confirmation:
    """Write the cells of the preview, with the answers given: all of them or none, and once only.

    Cells that were refused, or whose question has no answer, are left out. After a concurrent write nothing is
    written and the outcomes say where: preview again.
    """
    _require(person)
    inputs = to_write(previewed, answers)
    if not inputs:
        return Confirmation(None)
    try:
        with unit_of_work(engine, person.email) as work:
            by_code = stored.by_code(work.session, previewed.identity)
            if by_code is not None:
                return _already(by_code)
            return _write(work, person, previewed, inputs, day_or_today(today))
    except StoreError as error:
        if error.rule != stored.SAME_CODE:
            raise
    with reading(engine) as session:
        by_code = stored.by_code(session, previewed.identity)
    assert by_code is not None  # the code was refused because it is there
    return _already(by_code)


def rejects_csv(previewed: Preview) -> bytes:
    """Cells that would not be written, as a CSV for a French spreadsheet, with their position and the reason."""
    return writers.to_spreadsheet_csv(rejects(previewed)).encode()


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.IMPORT_FILE)
    if not leave:
        raise Refused(leave.reason)


def _lexicon_entry(series: EntrySeries) -> SeriesCodes:
    items: dict[str, set[str]] = {}
    for code_list, item in series.items:
        items.setdefault(code_list, set()).add(item)
    by_list = {code_list: frozenset(codes) for code_list, codes in items.items()}
    return SeriesCodes(series.code, series.indicator, series.perimeter, series.unit, series.decimals, by_list)


def _before_saving(row: RawRow, cells: Cells, motive: str) -> PreviewCell:
    """A row compared with the store: already settled, or to be tried."""
    if row.cell is None:
        return _not_a_cell(row, Kind.REFUSED, row.problems)
    key = row.cell.key
    former = cells.latest.get(key)
    cell_input = replace(
        row.cell,
        base_version_no=cells.version_no(key) if row.base is None else row.base,
        motive=row.cell.motive or motive,
    )
    series = cells.series.get(key.series)
    if series is None:
        return PreviewCell(row, CellOutcome(key, Kind.REFUSED, f"La série « {key.series} » n'existe pas."), cell_input)
    old = cells.observation(key)
    if row.untouched:
        stays = None if old is None or (old.value is None and not old.flags) else Meaning(old.value, old.flags)
        return PreviewCell(row, CellOutcome(key, Kind.UNCHANGED, "Ligne laissée telle quelle."), cell_input, old, stays)
    if row.question:
        question = CellOutcome(key, Kind.QUESTION, row.question, candidates=row.candidates)
        return PreviewCell(row, question, cell_input, old)
    cell = _to_try(row, cell_input, series, old)
    if former is None or former.state == ValueState.WITHDRAWN or cell.new is None:
        return cell
    if _says_nothing_new(row, cell_input, cell.new, former):
        return replace(cell, outcome=CellOutcome(key, Kind.UNCHANGED, "Cette valeur est déjà enregistrée."))
    return cell


def _not_a_cell(row: RawRow, kind: Kind, problems: Sequence[ReadingProblem]) -> PreviewCell:
    """A row that identifies no cell, with the reasons."""
    message = " ".join(f"{problem.message[:1].upper()}{problem.message[1:]}" for problem in problems)
    return PreviewCell(row, CellOutcome(CellKey(*row.given), kind, message))


def _to_try(row: RawRow, cell_input: CellInput, series: EntrySeries, old: Observation | None) -> PreviewCell:
    """A cell before its trial save, with the value to store as far as it can be read."""
    meaning = understand(cell_input, series.unit, series.decimals)
    new = meaning if isinstance(meaning, Meaning) else None
    return PreviewCell(row, CellOutcome(cell_input.key, Kind.NEW, ""), cell_input, old, new)


def _once_answered(cell: PreviewCell, cells: Cells, answers: Answers) -> PreviewCell:
    """A cell to try again with its answer; settled cells, and questions about the file itself, are unchanged."""
    cell_input = answered(cell, answers)
    if cell_input is None and cell.outcome.kind in ANSWERABLE and not cell.row.question:
        cell_input = cell.cell_input
    series = None if cell_input is None else cells.series.get(cell_input.key.series)
    if cell_input is None or series is None:
        return cell
    return _to_try(replace(cell.row, question="", candidates=()), cell_input, series, cells.observation(cell_input.key))


def _says_nothing_new(row: RawRow, cell_input: CellInput, meaning: Meaning, former: CellVersionRow) -> bool:
    """Whether everything that the file states is already stored; what it omits is kept."""
    if meaning.value != former.value:
        return False
    if ("statut" in row.stated or meaning.flags) and meaning.flags != former.flags:
        return False
    stored_comments = ("", former.comment, "; ".join(filter(None, (former.caveat, former.comment))))
    comment = cell_input.comment.strip() in stored_comments
    texts = cell_input.source.strip() in ("", former.source) and cell_input.source_url.strip() in (
        "",
        former.source_url,
    )
    terms = (meaning.numerator, meaning.denominator) in ((None, None), (former.numerator, former.denominator))
    conf = meaning.conf is ConfStatus.FREE or meaning.conf == former.conf_status
    return comment and texts and terms and conf


def _tried(
    engine: Engine,
    person: Person,
    cells: Sequence[PreviewCell],
    method: EntryMethod,
    day: date,
    progress: Progress | None,
) -> list[PreviewCell]:
    """The cells after a trial save of those to be tried, in groups of whole periods."""
    tried = list(cells)
    inputs = [
        (place, cell.cell_input)
        for place, cell in enumerate(cells)
        if cell.outcome.kind is Kind.NEW and cell.cell_input
    ]
    done = 0
    for group in _groups(inputs):
        outcomes = save_cells(engine, person, [cell_input for _, cell_input in group], method, dry_run=True, today=day)
        for (place, _), outcome in zip(group, outcomes, strict=True):
            tried[place] = replace(tried[place], outcome=_as_previewed(outcome, tried[place].old))
        done += len(group)
        if progress is not None:
            progress(done / len(inputs))
    return tried


def _groups(inputs: Sequence[tuple[int, CellInput]]) -> Iterator[list[tuple[int, CellInput]]]:
    by_period: dict[str, list[tuple[int, CellInput]]] = {}
    for place, cell_input in inputs:
        # By period: sums of breakdowns and rules between series never look beyond one.
        by_period.setdefault(cell_input.key.period, []).append((place, cell_input))
    group: list[tuple[int, CellInput]] = []
    for cells in by_period.values():
        group += cells
        if len(group) >= CHUNK:
            yield group
            group = []
    if group:
        yield group


def _as_previewed(outcome: CellOutcome, old: Observation | None) -> CellOutcome:
    """The outcome as a preview shows it: whether a value is replaced; a lock is a refusal."""
    if outcome.is_written:
        had_value = old is not None and old.state is not ValueState.WITHDRAWN
        message = outcome.message if outcome.kind is Kind.WARNED or outcome.findings else ""
        return replace(outcome, kind=Kind.CHANGED if had_value else Kind.NEW, message=message)
    return replace(outcome, kind=Kind.REFUSED) if outcome.kind is Kind.LOCKED else outcome


def _write(
    work: UnitOfWork, person: Person, previewed: Preview, inputs: Sequence[CellInput], day: date
) -> Confirmation:
    stored.add(
        work.session,
        code=previewed.identity,
        author=person.email,
        method=previewed.method,
        file_name=previewed.file_name,
        digest=previewed.digest,
    )
    outcomes = save_within(
        work, person, inputs, previewed.method, batch=previewed.identity, all_or_nothing=True, today=day, commit=False
    )
    written = sum(outcome.is_written for outcome in outcomes)
    unchanged = sum(outcome.kind is Kind.UNCHANGED for outcome in outcomes)
    if not written or any(outcome.kind not in _ACCEPTED for outcome in outcomes):
        return Confirmation(None, 0, unchanged, outcomes)
    equal = previewed.counts[Kind.UNCHANGED]
    summary = {
        "ecrites": written,
        "inchangees": unchanged + equal,
        "non_importees": len(previewed.cells) - len(inputs) - equal,
    }
    stored.summarise(work.session, previewed.identity, summary)
    work.record(EventCode.FILE_IMPORTED, previewed.identity, previewed.identity, fichier=previewed.file_name, **summary)
    work.commit()
    return Confirmation(previewed.identity, written, unchanged, outcomes)


def _already(row: stored.BatchRow) -> Confirmation:
    return Confirmation(row.code, row.summary.get("ecrites", 0), row.summary.get("inchangees", 0), already=True)


__all__ = [
    "Answers",
    "Batch",
    "BlockFrame",
    "CellKey",
    "Confirmation",
    "Preview",
    "confirm",
    "frame_of",
    "history",
    "new_code",
    "preview",
    "preview_file",
    "preview_paste",
    "read_file",
    "read_lexicon",
    "recheck",
    "rejects_csv",
]
