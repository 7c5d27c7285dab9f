"""Command line: ``python -m indicators …``. Messages in French on stderr, machine output on stdout."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from db.errors import StoreError
from indicators.commands.imports import import_file, template
from indicators.commands.people import user
from indicators.commands.reports import end_of_day, report
from indicators.domain.progress.cases import CaseError, assess_cases, read_cases
from indicators.exchange import writers
from indicators.reading.instants import LOCAL, day_of
from indicators.reading.progress.review import read_review
from indicators.reading.store import integrity, tables
from indicators.services.refusals import Refused
from indicators.services.store import preparing
from indicators.services.store.backup import BackupError, back_up
from indicators.services.store.backup import restore as restore_backup
from indicators.services.store.preparing import Engine
from indicators.settings import SettingsError, settings
from seeds.problems import SeedError


class CommandFailure(Exception):
    """What a command could not do, in words."""


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def commands() -> None:
    """Tableau de bord des indicateurs du DIS « Innovations pour une santé renforcée »."""


@commands.command()
def init() -> None:
    """Prépare la base : schéma, catalogue, valeurs publiées. Peut être répétée sans risque."""
    report = preparing.prepare(_engine())
    say("La base est prête." if report.wrote else "La base était déjà à jour ; rien n’a été modifié.")
    for line in report.lines():
        say(f"  {line}")


@commands.command()
def demo() -> None:
    """Remplit une base séparée de valeurs fictives, signalées comme telles partout."""
    report = preparing.prepare_demonstration(preparing.open_store(settings().demo_database_url))
    say("La base de démonstration est prête : toutes ses valeurs sont fictives.")
    for line in report.lines():
        say(f"  {line}")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", type=click.Choice(["trajectory", "cagr", "rate"]), default="trajectory")
def assess(file: Path, method: str) -> None:
    """Juge des cas décrits dans un fichier JSON et écrit les résultats en JSON."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandFailure(f"Le fichier {file} ne peut pas être lu.") from error
    except UnicodeDecodeError as error:
        raise CommandFailure(f"Le fichier {file} n’est pas un texte en UTF-8.") from error
    click.echo(json.dumps(assess_cases(read_cases(text), method), ensure_ascii=False, indent=1))


@commands.command()
@click.argument("what", type=click.Choice(["values", "statuses", "catalogue"]))
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv")
@click.option("--as-of", "as_of", help="Date (AAAA-MM-JJ) : la base telle que connue à la fin de ce jour.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Fichier à écrire (sinon, sortie standard).")
def export(what: str, form: str, as_of: str | None, output: Path | None) -> None:
    """Écrit les valeurs, les statuts ou le catalogue."""
    engine = _engine()
    preparing.require_ready(engine)
    instant = end_of_day(as_of)
    review = read_review(engine, day_of(instant) if instant else _today(), as_of=instant)
    if review is None:
        raise CommandFailure("La base est vide : lancez d’abord « python -m indicators init ».")
    if what == "values":
        rows = tables.values(engine, review, instant)
    else:
        rows = tables.statuses(review) if what == "statuses" else tables.catalogue(review)
    if not rows:
        say("Aucune ligne : rien n’était encore connu à cette date.")
    _write(_content(rows, what, form), output)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Sauvegarde toute la base dans un fichier (jamais par-dessus un autre)."""
    summary = back_up(_engine(), file)
    say(f"Base sauvegardée dans {file} : {sum(summary.counts.values())} lignes.")


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Restaure une sauvegarde dans une base vide, puis vérifie l’intégrité."""
    engine = _engine()
    summary = restore_backup(engine, file, "ligne de commande")
    problems = integrity.problems(engine)
    if problems:
        raise CommandFailure(f"La base restaurée a {len(problems)} anomalie(s) : {problems[0]}")
    say(f"Sauvegarde du {summary.created_at} restaurée : {sum(summary.counts.values())} lignes, base intègre.")


@commands.command()
def check() -> None:
    """Vérifie l’intégrité de la base."""
    engine = _engine()
    preparing.require_ready(engine)
    problems = integrity.problems(engine)
    for problem in problems:
        say(problem)
    if problems:
        raise CommandFailure(f"{len(problems)} anomalie(s) trouvée(s).")
    say("La base est intègre.")


@commands.command()
@click.option("--address", default="127.0.0.1", help="Adresse d’écoute (mode local : cette machine seulement).")
@click.option("--port", type=click.IntRange(1, 65535), default=8501)
def serve(address: str, port: int) -> None:
    """Ouvre le tableau de bord avec connexion, en-têtes de sécurité et /api/health."""
    # Imported late: the other commands need neither Streamlit nor a server.
    from indicators.http import server

    server.serve(settings(), address, port)


for command in (user, import_file, template, report):
    commands.add_command(command)


def say(text: str) -> None:
    """A message for people."""
    click.echo(text, err=True)


def _engine() -> Engine:
    return preparing.open_store(settings().database_url)


def _today() -> date:
    return datetime.now(LOCAL).date()


def _content(rows: list[writers.Row], what: str, form: str) -> bytes:
    if form == "xlsx":
        return writers.to_workbook({what: rows})
    return (writers.to_csv(rows) if form == "csv" else writers.to_json(rows)).encode()


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CommandFailure(f"Le fichier {output} ne peut pas être écrit.") from error


def _mistake(error: click.ClickException) -> str:
    """What is wrong with a command, in French (Click speaks English)."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return "aucune commande n’est donnée"
        case click.NoSuchOption():
            return f"l’option {error.option_name} n’existe pas"
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"il manque {missing.human_readable_name}"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as given):
            return f"{_name(given)} doit être l’un de : {', '.join(map(str, choice.choices))}"
        case click.BadParameter(param=click.Parameter() as given):
            return f"{_name(given)} n’est pas compris"
        case click.BadOptionUsage():
            return f"l’option {error.option_name} demande une valeur"
        case _:
            return "la commande ou l’un de ses arguments n’est pas connu"


def _name(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def main() -> int:
    """Run a command; 0 only when all went well."""
    try:
        commands.main(standalone_mode=False)
    except (StoreError, BackupError, CaseError, Refused, SettingsError, CommandFailure) as refusal:
        say(f"Refusé : {refusal}")
        return 1
    except SeedError as error:
        for problem in error.problems:
            say(str(problem))
        say(f"Refusé : {len(error.problems)} erreur(s) dans les fichiers ; rien n’a été modifié.")
        return 1
    except click.ClickException as error:
        say(f"Commande mal formée : {_mistake(error)} (aide : python -m indicators --help)")
        return 2
    except click.exceptions.Abort:
        say("Interrompu ; rien n’a été modifié.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
