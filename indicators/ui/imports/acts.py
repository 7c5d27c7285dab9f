"""Actions of the import screen: each callback calls one service and reports the result."""

from collections import Counter

from indicators.domain.formatting import count_of
from indicators.domain.values.cells import Kind
from indicators.services.files import imports, undo
from indicators.services.files.imports import Confirmation
from indicators.services.files.previews import rejects, remainder
from indicators.ui import store
from indicators.ui.imports import answers as import_answers
from indicators.ui.imports import state
from indicators.ui.kit.act import ActAnswer
from indicators.ui.kit.notices import Notice, Tone
from indicators.ui.who import current_person


def written_words(written: int, unchanged: int) -> str:
    """Counts of an import as text: « 12 valeurs enregistrées, 3 inchangées »."""
    count = count_of(written, "valeur enregistrée", "valeurs enregistrées")
    return f"{count}, {count_of(unchanged, 'inchangée')}" if unchanged else count


def form(way: str) -> str:
    """Name of the form of an import method."""
    return f"import:{way}"


def confirm(way: str) -> ActAnswer | None:
    """Write the preview with the answers given, all or nothing; report why when nothing is written."""
    person = current_person()
    entrance = state.way(way, person)
    if entrance.preview is None:
        return None
    answers = import_answers.answers(entrance.preview)
    engine, today = store.engine(), store.today()
    done = imports.confirm(engine, person, entrance.preview, answers, today=today)
    if done.batch is None:
        entrance.preview = imports.recheck(engine, person, entrance.preview, answers, today=today)
        return ActAnswer((Notice(Tone.REFUSED if done.outcomes else Tone.ATTENTION, _why_nothing(done)),))
    rest = remainder(entrance.preview, answers)
    unchanged = done.unchanged if done.already else done.unchanged + rest.counts[Kind.UNCHANGED]
    written = state.WrittenImport(done.batch, done.written, unchanged, len(rejects(rest)), rest)
    already = " : il avait déjà été confirmé, rien n’a été écrit deux fois" if done.already else ""
    return ActAnswer(
        f"{written_words(done.written, unchanged)} (import {done.batch}){already}.",
        then=lambda: entrance.finish(written),
    )


def recheck(way: str) -> ActAnswer:
    """Apply the answers to the preview without writing; an answer may raise another question."""
    person = current_person()
    entrance = state.way(way, person)
    if entrance.preview is not None:
        answers = import_answers.answers(entrance.preview)
        entrance.preview = imports.recheck(store.engine(), person, entrance.preview, answers, today=store.today())
    return ActAnswer(())


def drop(way: str) -> None:
    """Discard the preview; the pasted text or chosen file stays."""
    state.way(way, current_person()).drop()


def undo_import(code: str) -> ActAnswer:
    """Undo an import and report the values left as they are because they were edited since."""
    done = undo.undo(store.engine(), current_person(), code, today=store.today())
    untouched = (
        f" ; {count_of(len(done.skipped), 'valeur gardée', 'valeurs gardées')} telle quelle" if done.skipped else ""
    )
    if done.batch is None:
        return ActAnswer((Notice(Tone.ATTENTION, f"Rien n’a été annulé{untouched}."),))
    back = count_of(len(done.reverted), "valeur est redevenue", "valeurs sont redevenues")
    return ActAnswer(
        f"Import {code} annulé : {back} ce qu’elle{'s' if len(done.reverted) > 1 else ''} étai"
        f"{'ent' if len(done.reverted) > 1 else 't'} avant{untouched}."
    )


def _why_nothing(done: Confirmation) -> str:
    """Sentence explaining why a confirmation wrote nothing."""
    counts = Counter(outcome.kind for outcome in done.outcomes)
    if not counts:
        return "Rien à écrire : répondez d’abord à ce qui vous est demandé."
    if counts[Kind.CONFLICT]:
        count = count_of(counts[Kind.CONFLICT], "valeur a été enregistrée", "valeurs ont été enregistrées")
        return f"Rien n’a été écrit : {count} par quelqu’un d’autre entre-temps. Choisissez celles qu’il faut garder."
    if set(counts) == {Kind.UNCHANGED}:
        return (
            "Rien n’a été écrit : tout est déjà enregistré, sans doute depuis un autre onglet ou par quelqu’un d’autre."
        )
    questions = counts[Kind.EXPLAIN] + counts[Kind.QUESTION]
    if questions:
        count = count_of(questions, "case demande", "cases demandent")
        return f"Rien n’a été écrit : {count} encore une réponse."
    return "Rien n’a été écrit : des cases sont devenues impossibles à enregistrer ; les raisons sont dans l’aperçu."
