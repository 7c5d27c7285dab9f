"""What is done on the import screen: each callback calls one service, and says what became of it."""

from collections import Counter

from db.errors import StoreError
from indicators.domain.formatting import count_of
from indicators.domain.values.cells import Kind
from indicators.services.files import imports, undo
from indicators.services.files.imports import Confirmation
from indicators.services.files.previews import Fate, Preview, rejects, remainder
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.imports import answers as import_answers
from indicators.ui.imports import state
from indicators.ui.imports.state import Done, Way
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.who import current_person


def written_words(written: int, unchanged: int) -> str:
    """« 12 valeurs enregistrées, 3 inchangées »."""
    said = count_of(written, "valeur enregistrée", "valeurs enregistrées")
    return f"{said}, {count_of(unchanged, 'inchangée')}" if unchanged else said


def confirm(way: str) -> None:
    """Write what was shown, with the answers given: all of it, or nothing and why."""
    person = current_person()
    held = state.way(way, person)
    if held.preview is None:
        return  # the second click of a double click: the first one has written
    answers = import_answers.answers(held.preview)
    try:
        done = imports.confirm(store.engine(), person, held.preview, answers, today=store.today())
        if done.batch is None:
            held.preview = imports.recheck(store.engine(), person, held.preview, answers, today=store.today())
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, str(error))
        return
    if done.batch is None:
        tell(Tone.REFUSED if done.outcomes else Tone.ATTENTION, _why_nothing(done))
    else:
        _finish(held, done, remainder(held.preview, answers))


def recheck(way: str) -> None:
    """Take the answers into account, without writing: an answer may raise another question."""
    person = current_person()
    held = state.way(way, person)
    if held.preview is None:
        return
    answers = import_answers.answers(held.preview)
    try:
        held.preview = imports.recheck(store.engine(), person, held.preview, answers, today=store.today())
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, str(error))


def drop(way: str) -> None:
    """Give up the preview; what was pasted or chosen stays."""
    state.way(way, current_person()).drop()


def undo_import(code: str) -> None:
    """Undo an import, and say what was left because it was edited since."""
    try:
        done = undo.undo(store.engine(), current_person(), code, today=store.today())
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, str(error))
        return
    kept = f" ; {count_of(len(done.kept), 'valeur gardée', 'valeurs gardées')} telle quelle" if done.kept else ""
    if done.batch is None:
        tell(Tone.ATTENTION, f"Rien n’a été annulé{kept}.")
        return
    back = count_of(len(done.reverted), "valeur est redevenue", "valeurs sont redevenues")
    tell(
        Tone.DONE,
        f"Import {code} annulé : {back} ce qu’elle{'s' if len(done.reverted) > 1 else ''} étai"
        f"{'ent' if len(done.reverted) > 1 else 't'} avant{kept}.",
    )


def _finish(held: Way, done: Confirmation, rest: Preview) -> None:
    assert done.batch is not None
    unchanged = done.unchanged if done.already else done.unchanged + rest.counts[Fate.EQUAL]
    held.finish(Done(done.batch, done.written, unchanged, len(rejects(rest)), rest))
    already = " : il avait déjà été confirmé, rien n’a été écrit deux fois" if done.already else ""
    tell(Tone.DONE, f"{written_words(done.written, unchanged)} (import {done.batch}){already}.")


def _why_nothing(done: Confirmation) -> str:
    """Why a confirmation wrote nothing."""
    counts = Counter(one.kind for one in done.outcomes)
    if not counts:
        return "Rien à écrire : répondez d’abord à ce qui vous est demandé."
    if counts[Kind.CONFLICT]:
        said = count_of(counts[Kind.CONFLICT], "valeur a été enregistrée", "valeurs ont été enregistrées")
        return f"Rien n’a été écrit : {said} par quelqu’un d’autre entre-temps. Choisissez celles qu’il faut garder."
    if set(counts) == {Kind.UNCHANGED}:
        return (
            "Rien n’a été écrit : tout est déjà enregistré, sans doute depuis un autre onglet ou par quelqu’un d’autre."
        )
    asked = counts[Kind.EXPLAIN] + counts[Kind.QUESTION]
    if asked:
        said = count_of(asked, "case demande", "cases demandent")
        return f"Rien n’a été écrit : {said} encore une réponse."
    return "Rien n’a été écrit : des cases sont devenues impossibles à enregistrer ; les raisons sont dans l’aperçu."
