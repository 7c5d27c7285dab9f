"""`python -m indicators report`: editions of the review from the command line."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from indicators.reading.committee.decisions import read_decisions
from indicators.reading.committee.editions import Edition, open_edition
from indicators.reading.committee.judgements import read_judgements
from indicators.reading.instants import day_of, end_of
from indicators.reading.progress.review import Review, read_review
from indicators.reading.store import tables
from indicators.reports.compiler import TypesettingFailed
from indicators.reports.cover import Cover
from indicators.reports.dossier import CommitteeRecord, cover_for
from indicators.reports.edition import Progress, UnknownArea, silent
from indicators.reports.pdf import pdf
from indicators.reports.slides import Detail, pptx
from indicators.reports.workbook import xlsx
from indicators.services.refusals import Refused
from indicators.services.store import preparing
from indicators.services.store.preparing import Engine
from indicators.settings import settings


@click.command()
@click.argument("form", type=click.Choice(["pdf", "pptx", "xlsx"]), metavar="pdf|pptx|xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Fichier à écrire.")
@click.option(
    "--aire", "area", type=click.INT, help="Numéro d’une aire ; sans cette option, toute la feuille de route."
)
@click.option("--as-of", "as_of", help="Date (AAAA-MM-JJ) : la base telle que connue à la fin de ce jour.")
@click.option("--edition", help="Code d’une édition figée (COMITE-2026-03) : ce que le comité a vu ce jour-là.")
@click.option("--title", "--titre", "title", default="", help="Titre du document (« Comité du 12/03/2026 »).")
@click.option(
    "--detail",
    type=click.Choice(["attention", "tout", "rien"]),
    default="attention",
    help="Diapositives d’indicateurs : ceux qui demandent attention, tous ceux du noyau, aucun.",
)
def report(
    form: str, output: Path, area: int | None, as_of: str | None, edition: str | None, title: str, detail: Detail
) -> None:
    """Écrit le dossier de revue : document PDF, présentation ou classeur."""
    if as_of and edition:
        raise Refused("une édition montre ce qui a été figé : choisissez --edition ou --as-of, pas les deux.")
    engine = preparing.open_store(settings().database_url)
    preparing.require_ready(engine)
    review, frozen = _review(engine, as_of, edition)
    try:
        content = _made(form, engine, review, _cover(engine, review, frozen, title, area), area, detail)
    except (UnknownArea, TypesettingFailed) as error:
        raise Refused(f"le dossier n’a pas pu être composé : {error}") from error
    _write(output, content)
    click.echo(f"Dossier écrit dans {output}.", err=True)


def _review(engine: Engine, as_of: str | None, edition: str | None) -> tuple[Review, Edition | None]:
    """What the public reads: an edition, a past day or today."""
    if edition:
        opened = open_edition(engine, edition)
        if opened is None:
            raise Refused(f"l’édition « {edition} » n’existe pas.")
        return opened.review, opened.edition
    instant = end_of_day(as_of)
    review = read_review(engine, day_of(instant or datetime.now(UTC)), as_of=instant)
    if review is None:
        raise Refused("la base est vide : lancez d’abord « python -m indicators init ».")
    return review, None


def _made(form: str, engine: Engine, review: Review, cover: Cover, area: int | None, detail: Detail) -> bytes:
    progress = _progress()
    if form == "pdf":
        return pdf(review, cover, area=area, progress=progress)
    if form == "pptx":
        return pptx(review, cover, area=area, detail=detail, progress=progress)
    return xlsx(review, cover, area=area, values=tables.values(engine, review, review.as_of), progress=progress)


def _cover(engine: Engine, review: Review, edition: Edition | None, title: str, area: int | None) -> Cover:
    """Authors go unnamed: the file may travel."""
    at = review.as_of
    record = CommitteeRecord(read_judgements(engine, at), read_decisions(engine, at), lambda _: "")
    return cover_for(review, record, made_at=datetime.now(UTC), edition=edition, area=area, title=title)


def end_of_day(text: str | None) -> datetime | None:
    """The end of a day typed as AAAA-MM-JJ; raises Refused for anything else."""
    try:
        return None if text is None else end_of(date.fromisoformat(text))
    except ValueError as error:
        raise Refused(f"« {text} » n’est pas une date (AAAA-MM-JJ).") from error


def _progress() -> Progress:
    """A line that moves on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return silent
    return lambda share: click.echo(f"\rComposition : {share:.0%}", err=True, nl=share >= 1)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"Le fichier {file} ne peut pas être écrit.") from error
