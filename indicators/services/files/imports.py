"""Pastes and files: read, shown before anything is written, written in one go, known as a batch afterwards."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from db.engine import Engine
from db.errors import StoreError
from db.queries import batches as stored
from db.unit_of_work import UnitOfWork, reading, unit_of_work
from db.vocabulary import ConfStatus, EntryMethod, EventCode, ObsStatus, ValueState
from indicators.domain import rights
from indicators.domain.rights import Action, Person
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.exchange import csv_in, workbook_in, writers
from indicators.exchange.limits import DEFAULT, Bounds, FileKind, FileRefused, sniff
from indicators.exchange.pasted import Frame, read_block
from indicators.exchange.rows import Content, Known, RawRow
from indicators.exchange.table_rows import Lexicon
from indicators.reading.progress.review import observation_of
from indicators.reading.values.cells import Cells, EntrySeries, read_cells, read_series
from indicators.reading.values.entry import sheet_keys
from indicators.services.clock import day_or_today
from indicators.services.files.batches import Batch, history, new_code
from indicators.services.files.previews import (
    ANSWERABLE,
    NO_ANSWERS,
    Answers,
    Fate,
    Preview,
    PreviewCell,
    answered,
    fate_of,
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
    """What a confirmation did. ``batch`` is None when nothing was written: ``outcomes`` then say why.

    ``already`` says that this preview had been confirmed before: nothing more was written.
    """

    batch: str | None
    written: int = 0
    unchanged: int = 0
    outcomes: tuple[CellOutcome, ...] = ()
    already: bool = False


def read_file(engine: Engine, content: bytes, bounds: Bounds = DEFAULT) -> Content:
    """What a file says, by its content alone.

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
    """Every series by its codes."""
    with reading(engine) as session:
        return Lexicon({code: _known(one) for code, one in read_series(session).items()})


def preview_file(engine: Engine, person: Person, content: bytes, file_name: str = "", **more: Any) -> Preview:
    """Read a file and say what importing it would do; writes nothing."""
    _require(person)
    digest = hashlib.sha256(content).hexdigest()
    return preview(engine, person, read_file(engine, content), file_name=file_name, digest=digest, **more)


def frame_of(engine: Engine, person: Person, periods: Sequence[str], campaign: str | None = None) -> Frame:
    """The cells that the rows and columns of a pasted block stand for: those of the grid, in its order.

    Raises:
        Refused: a period does not exist, or the columns have not the same rows.
    """
    try:
        columns = [sheet_keys(engine, person, period, campaign) for period in periods]
        return Frame(tuple(zip(*columns, strict=True)), tuple(periods))
    except ValueError as error:
        raise Refused("Choisissez des périodes de même durée, par exemple 2023 et 2024.") from error


def preview_paste(engine: Engine, person: Person, text: str, frame: Frame, **more: Any) -> Preview:
    """Read a pasted block and say what saving it would do; writes nothing.

    Raises:
        Refused: nothing can be read of it; the message says why and what to do.
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
    """What saving each row would do; writes nothing.

    ``motive`` is for corrections of published values whose row gives none. ``progress`` receives 0 to 1.
    """
    _require(person)
    day = day_or_today(today)
    with reading(engine) as session:
        cells = read_cells(session, {row.cell.key.series for row in content.rows if row.cell is not None})
    drafted = _tried(
        engine, person, [_before_saving(row, cells, motive) for row in content.rows], method, day, progress
    )
    outside = [PreviewCell(row, Fate.OUTSIDE, _sentence(row.problems[0].message)) for row in content.outside]
    return Preview(
        new_code("IMP", day),
        method,
        (*drafted, *outside),
        content.problems,
        content.blanks,
        file_name,
        digest,
    )


def recheck(
    engine: Engine,
    person: Person,
    shown: Preview,
    answers: Answers = NO_ANSWERS,
    *,
    today: date | None = None,
    progress: Progress | None = None,
) -> Preview:
    """The same preview once questions were answered, against what is stored now; writes nothing.

    An answer may raise another question: one's own value kept in a conflict may still call for an explanation.
    """
    _require(person)
    with reading(engine) as session:
        cells = read_cells(session, {cell.given.key.series for cell in shown.cells if cell.given is not None})
    drafted = [_once_answered(cell, cells, answers) for cell in shown.cells]
    return replace(shown, cells=tuple(_tried(engine, person, drafted, shown.method, day_or_today(today), progress)))


def confirm(
    engine: Engine, person: Person, shown: Preview, answers: Answers = NO_ANSWERS, *, today: date | None = None
) -> Confirmation:
    """Write what the preview showed, with the answers given: all of it or nothing, and once only.

    Cells that were refused, or asked about and not answered, are left out. When somebody wrote meanwhile, nothing is
    written and the outcomes say where: preview again.
    """
    _require(person)
    inputs = to_write(shown, answers)
    if not inputs:
        return Confirmation(None)
    try:
        with unit_of_work(engine, person.email) as work:
            known = stored.by_code(work.session, shown.identity)
            if known is not None:
                return _already(known)
            return _write(work, person, shown, inputs, day_or_today(today))
    except StoreError as error:
        if error.rule != stored.SAME_CODE:
            raise
    with reading(engine) as session:
        return _already(stored.by_code(session, shown.identity))


def rejects_csv(shown: Preview) -> bytes:
    """Cells that would not be written, as a CSV for a French spreadsheet, with their place and the reason."""
    return writers.to_spreadsheet_csv(rejects(shown)).encode()


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.IMPORT_FILE)
    if not leave:
        raise Refused(leave.reason)


def _known(one: EntrySeries) -> Known:
    items: dict[str, set[str]] = {}
    for listed, item in one.items:
        items.setdefault(listed, set()).add(item)
    kept = {name: frozenset(found) for name, found in items.items()}
    return Known(one.code, one.indicator, one.perimeter, one.unit, one.decimals, kept)


def _before_saving(row: RawRow, cells: Cells, motive: str) -> PreviewCell:
    """A row against what is stored: refused by itself, asked about by itself, saying nothing new, or to be tried."""
    if row.cell is None:
        return PreviewCell(row, Fate.REFUSED, " ".join(_sentence(problem.message) for problem in row.problems))
    key = row.cell.key
    former = cells.latest.get(key)
    old = None if former is None else observation_of(former)
    given = replace(
        row.cell,
        base_version_no=cells.version_no(key) if row.base is None else row.base,
        motive=row.cell.motive or motive,
    )
    known = cells.series.get(key.series)
    if known is None:
        return PreviewCell(row, Fate.REFUSED, f"La série « {key.series} » n'existe pas.", given)
    if row.untouched:
        return PreviewCell(row, Fate.EQUAL, "Ligne laissée telle quelle.", given, old, *_shown(old))
    if row.question:
        return PreviewCell(row, Fate.QUESTION, row.question, given, old, candidates=row.candidates)
    meant = understand(given, known.unit, known.decimals)
    found = _drafted(row, given, meant, old)
    is_stored = former is not None and former.state != ValueState.WITHDRAWN
    if is_stored and isinstance(meant, Meaning) and _says_nothing_new(row, given, meant, former):
        return replace(found, fate=Fate.EQUAL, message="Cette valeur est déjà enregistrée.")
    return found


def _drafted(row: RawRow, given: CellInput, meant: object, old: Observation | None) -> PreviewCell:
    """A cell to be tried, with what would be kept as far as it can be read."""
    if not isinstance(meant, Meaning):
        return PreviewCell(row, Fate.NEW, "", given, old)
    return PreviewCell(row, Fate.NEW, "", given, old, meant.value, meant.flags)


def _once_answered(cell: PreviewCell, cells: Cells, answers: Answers) -> PreviewCell:
    """A cell to be tried again; those that were settled, or that the file itself asks about, stay as they are."""
    given = answered(cell, answers)
    if given is None and cell.fate in ANSWERABLE and not cell.row.question:
        given = cell.given
    known = None if given is None else cells.series.get(given.key.series)
    if given is None or known is None:
        return cell
    row = replace(cell.row, question="", candidates=())
    return _drafted(row, given, understand(given, known.unit, known.decimals), cells.observation(given.key))


def _shown(old: Observation | None) -> tuple[Decimal | None, frozenset[ObsStatus]]:
    return (None, frozenset()) if old is None else (old.value, old.flags)


def _says_nothing_new(row: RawRow, given: CellInput, meant: Meaning, former: Any) -> bool:
    """Whether all that the file states is already stored; what it does not speak of is not taken back."""
    if meant.value != former.value:
        return False
    if ("statut" in row.stated or meant.flags) and meant.flags != former.flags:
        return False
    said = {given.comment.strip()} - {"", former.comment, "; ".join(filter(None, (former.caveat, former.comment)))}
    texts = given.source.strip() in ("", former.source) and given.source_url.strip() in ("", former.source_url)
    terms = (meant.numerator, meant.denominator) in ((None, None), (former.numerator, former.denominator))
    conf = meant.conf is ConfStatus.FREE or meant.conf == former.conf_status
    return not said and texts and terms and conf


def _tried(
    engine: Engine,
    person: Person,
    drafted: Sequence[PreviewCell],
    method: EntryMethod,
    day: date,
    progress: Progress | None,
) -> list[PreviewCell]:
    """The cells after a trial save of those that are to be tried, by groups of whole periods."""
    found = list(drafted)
    asked = [(index, cell.given) for index, cell in enumerate(found) if cell.fate is Fate.NEW and cell.given]
    done = 0
    for group in _groups(asked):
        outcomes = save_cells(engine, person, [given for _, given in group], method, dry_run=True, today=day)
        for (index, _), outcome in zip(group, outcomes, strict=True):
            found[index] = _after_trial(found[index], outcome)
        done += len(group)
        if progress is not None:
            progress(done / len(asked))
    return found


def _groups(asked: Sequence[tuple[int, CellInput]]) -> Iterator[list[tuple[int, CellInput]]]:
    by_period: dict[str, list[tuple[int, CellInput]]] = {}
    for index, given in asked:
        # By period: sums of breakdowns and rules between series never look beyond one.
        by_period.setdefault(given.key.period, []).append((index, given))
    group: list[tuple[int, CellInput]] = []
    for found in by_period.values():
        group += found
        if len(group) >= CHUNK:
            yield group
            group = []
    if group:
        yield group


def _after_trial(cell: PreviewCell, outcome: CellOutcome) -> PreviewCell:
    had_value = cell.old is not None and cell.old.state is not ValueState.WITHDRAWN
    return replace(
        cell,
        fate=fate_of(outcome.kind, had_value=had_value),
        message="" if outcome.kind is Kind.SAVED and not outcome.findings else outcome.message,
        candidates=outcome.candidates,
        hint=outcome.hint,
        findings=outcome.findings,
        theirs=outcome.theirs,
    )


def _write(work: UnitOfWork, person: Person, shown: Preview, inputs: Sequence[CellInput], day: date) -> Confirmation:
    stored.add(
        work.session,
        code=shown.identity,
        author=person.email,
        method=shown.method,
        file_name=shown.file_name,
        digest=shown.digest,
    )
    outcomes = save_within(
        work, person, inputs, shown.method, batch=shown.identity, all_or_nothing=True, today=day, commit=False
    )
    written = sum(one.is_written for one in outcomes)
    unchanged = sum(one.kind is Kind.UNCHANGED for one in outcomes)
    if not written or any(one.kind not in _ACCEPTED for one in outcomes):
        return Confirmation(None, 0, unchanged, outcomes)
    summary = {"ecrites": written, "inchangees": unchanged + shown.counts[Fate.EQUAL], **_left_out(shown, len(inputs))}
    stored.summarise(work.session, shown.identity, summary)
    work.record(EventCode.FILE_IMPORTED, shown.identity, shown.identity, fichier=shown.file_name, **summary)
    work.commit()
    return Confirmation(shown.identity, written, unchanged, outcomes)


def _left_out(shown: Preview, sent: int) -> dict[str, int]:
    return {"non_importees": len(shown.cells) - sent - shown.counts[Fate.EQUAL]}


def _already(row: Any) -> Confirmation:
    return Confirmation(row.code, row.summary.get("ecrites", 0), row.summary.get("inchangees", 0), already=True)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


__all__ = [
    "Answers",
    "Batch",
    "CellKey",
    "Confirmation",
    "Frame",
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
