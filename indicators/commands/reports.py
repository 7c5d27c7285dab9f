"""`python -m indicators report`: editions of the review from the command line."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from indicators.domain.formatting import date_fr
from indicators.reading import tables
from indicators.reading.review import Review, read_review
from indicators.reports.compiler import TypesettingFailed
from indicators.reports.cover import Cover
from indicators.reports.edition import Progress, UnknownArea, silent
from indicators.reports.fingerprint import fingerprint
from indicators.reports.pdf import pdf
from indicators.reports.slides import Detail, pptx
from indicators.reports.words import LOCAL
from indicators.reports.workbook import xlsx
from indicators.services import store
from indicators.services.refusals import Refused
from indicators.settings import settings


@click.command()
@click.argument("form", type=click.Choice(["pdf", "pptx", "xlsx"]), metavar="pdf|pptx|xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Fichier à écrire.")
@click.option(
    "--aire", "area", type=click.INT, help="Numéro d’une aire ; sans cette option, toute la feuille de route."
)
@click.option("--as-of", "as_of", help="Date (AAAA-MM-JJ) : la base telle que connue à la fin de ce jour.")
@click.option("--title", "--titre", "title", default="", help="Titre de l’édition (« Comité du 12/03/2026 »).")
@click.option(
    "--detail",
    type=click.Choice(["attention", "tout", "rien"]),
    default="attention",
    help="Diapositives d’indicateurs : ceux qui demandent attention, tous ceux du noyau, aucun.",
)
def report(form: str, output: Path, area: int | None, as_of: str | None, title: str, detail: Detail) -> None:
    """Écrit le dossier de revue : document PDF, présentation ou classeur."""
    engine = store.open_store(settings().database_url)
    store.require_ready(engine)
    instant = _instant(as_of)
    now = datetime.now(UTC)
    review = read_review(engine, (instant or now).astimezone(LOCAL).date(), as_of=instant)
    if review is None:
        raise Refused("la base est vide : lancez d’abord « python -m indicators init ».")
    try:
        content = _made(form, engine, review, _cover(review, title, now, area), area, detail)
    except (UnknownArea, TypesettingFailed) as error:
        raise Refused(f"le dossier n’a pas pu être composé : {error}") from error
    _write(output, content)
    click.echo(f"Dossier écrit dans {output}.", err=True)


def _made(form: str, engine: Any, review: Review, cover: Cover, area: int | None, detail: Detail) -> bytes:
    progress = _progress()
    if form == "pdf":
        return pdf(review, cover, area=area, progress=progress)
    if form == "pptx":
        return pptx(review, cover, area=area, detail=detail, progress=progress)
    return xlsx(review, cover, area=area, values=tables.values(engine, review, review.as_of), progress=progress)


def _cover(review: Review, title: str, now: datetime, area: int | None) -> Cover:
    return Cover(
        title=title or f"Revue du {date_fr(review.today)}",
        made_at=now,
        subtitle="Suivi des indicateurs de la feuille de route",
        fingerprint=fingerprint(review),
        filters=f"aire {area}" if area is not None else "",
    )


def _instant(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.max, LOCAL)
    except ValueError as error:
        raise Refused(f"« {day} » n’est pas une date (AAAA-MM-JJ).") from error


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
