"""`python -m indicators import` and `template`: values by file, from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import Person
from indicators.domain.values.cell_states import WORDS
from indicators.reading.people import who
from indicators.services.files import imports, templates
from indicators.services.files.previews import NOT_WRITTEN, Answers, Preview, PreviewCell
from indicators.services.refusals import Refused
from indicators.services.store import preparing
from indicators.services.store.preparing import Engine
from indicators.settings import Mode, settings

_AS = click.option("--as", "email", help="Adresse de la personne au nom de qui agir (obligatoire hors mode local).")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Enregistre ; sans cette option, rien n’est écrit.")
@_AS
@click.option("--motive", "--motif", default="", help="Motif des corrections de valeurs publiées.")
@click.option("--json", "as_json", is_flag=True, help="Écrit le rapport en JSON sur la sortie standard.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Fichier CSV où écrire ce qui n’est pas importé.")
def import_file(
    file: Path, is_applied: bool, email: str | None, motive: str, as_json: bool, rejects: Path | None
) -> None:
    """Importe des valeurs d’un classeur .xlsx ou d’un CSV : à blanc, sauf avec --apply."""
    engine = _engine()
    person = _person(engine, email)
    preview = imports.preview_file(engine, person, _content(file), file.name, motive=motive, progress=_progress())
    if rejects is not None:
        _write(rejects, imports.rejects_csv(preview))
    done = imports.confirm(engine, person, preview, Answers(reason=motive)) if is_applied else None
    if as_json:
        click.echo(json.dumps(report(preview, done), ensure_ascii=False, indent=1))
    else:
        _tell(preview)
    _conclude(preview, done)


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Classeur à écrire.")
@click.option("--period", "periods", multiple=True, help="Période (2024, 2024-S1…) ; se répète.")
@click.option("--campaign", help="Code d’une campagne : ses séries, et sa période si aucune autre n’est dite.")
@click.option("--breakdowns", is_flag=True, help="Ajoute une ligne par modalité des ventilations.")
@_AS
def template(output: Path, periods: tuple[str, ...], campaign: str | None, breakdowns: bool, email: str | None) -> None:
    """Écrit un classeur pré-rempli avec les séries d’une personne, à compléter puis à importer."""
    engine = _engine()
    person = _person(engine, email)
    _write(output, templates.template(engine, person, periods, campaign=campaign, breakdowns=breakdowns))
    click.echo(f"Classeur écrit dans {output}.", err=True)


def report(preview: Preview, done: imports.Confirmation | None) -> dict[str, Any]:
    """The whole preview, cell by cell, for programs."""
    return {
        "fichier": preview.file_name,
        "applique": bool(done and done.batch),
        "import": done.batch if done else None,
        "ecrites": done.written if done else 0,
        "comptes": {str(kind): count for kind, count in preview.counts.items()} | {"vides": preview.blanks},
        "remarques": [str(problem) for problem in preview.notices],
        "cases": [_reported(cell) for cell in preview.cells],
    }


def _reported(cell: PreviewCell) -> dict[str, Any]:
    _, _, code_list, item = cell.row.given
    old, new = cell.old, cell.new
    return {
        "feuille": cell.place.sheet,
        "ligne": cell.place.row,
        "colonne": cell.place.column,
        "serie": cell.key.series,
        "periode": cell.key.period,
        "dimension": code_list,
        "modalite": item,
        "saisi": cell.row.typed,
        "sort": str(cell.outcome.kind),
        "ancienne": None if old is None or old.value is None else format(old.value, "f"),
        "nouvelle": None if new is None or new.value is None else format(new.value, "f"),
        "statuts": "" if new is None else "".join(sorted(new.flags)),
        "message": cell.outcome.message,
        "lectures": [format(candidate, "f") for candidate in cell.outcome.candidates],
    }


def _tell(preview: Preview) -> None:
    for problem in preview.notices:
        click.echo(str(problem), err=True)
    for cell in preview.of(*NOT_WRITTEN):
        where, outcome = str(cell.place), cell.outcome
        click.echo(f"{where[:1].upper()}{where[1:]} — {WORDS[outcome.kind].word} : {outcome.message}", err=True)


def _conclude(preview: Preview, done: imports.Confirmation | None) -> None:
    listed = ", ".join(f"{WORDS[kind].word} : {count}" for kind, count in preview.counts.items() if count)
    click.echo(f"{count_of(len(preview.cells), 'case')} ({listed or 'rien à importer'}).", err=True)
    if done is None:
        click.echo("Rien n’a été écrit : relancez avec --apply pour enregistrer.", err=True)
    elif done.batch is not None:
        click.echo(f"Import {done.batch} : {count_of(done.written, 'valeur')} enregistrées.", err=True)
    else:
        refused = next(
            (
                cell_outcome.message
                for cell_outcome in done.outcomes
                if not cell_outcome.is_written and cell_outcome.message
            ),
            "",
        )
        raise Refused(f"rien n’a été enregistré. {refused}".strip())


def _progress() -> Any:
    """A line that moves on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    return lambda part: click.echo(f"\rVérification : {part:.0%}", err=True, nl=part >= 1)


def _person(engine: Engine, email: str | None) -> Person:
    preparing.require_ready(engine)
    if email is not None:
        account = who.find(engine, email)
        if account is None or not account.is_active:
            raise Refused(f"aucun compte actif n’a l’adresse {email}.")
        return account.person
    if settings().mode is not Mode.LOCAL:
        raise Refused("dites au nom de qui agir : --as adresse@exemple.")
    return who.local_person(engine, Role.ADMINISTRATOR)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"Le fichier {file} ne peut pas être lu.") from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"Le fichier {file} ne peut pas être écrit.") from error


def _engine() -> Engine:
    return preparing.open_store(settings().database_url)
