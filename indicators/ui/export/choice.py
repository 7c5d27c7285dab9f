"""What to export and in which format, as links: the address holds the choice."""

from collections.abc import Mapping

from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person, offered
from indicators.reading.committee.editions import Edition
from indicators.reading.progress.review import Review
from indicators.reports.slides import Detail
from indicators.ui.export.make import ABOUT, DETAILS, DocumentKind
from indicators.ui.kit import filters, links
from indicators.ui.kit import view as views
from indicators.ui.kit.html import Html, chip, chip_row, html, join
from indicators.ui.store import View

Choice = Mapping[str, object]


def address(choice: Choice, **change: object) -> str:
    """Address of the choice with some parameters changed."""
    return links.bare_address("exporter", **{**choice, **change})


def choice_of(view: View, form: DocumentKind, area: int | None, detail: Detail) -> dict[str, object]:
    """The choice as address parameters."""
    parameters = {"aire": area or "", "forme": "" if form is DocumentKind.PDF else str(form)}
    fiches = detail if form is DocumentKind.PPTX and detail != "attention" else ""
    return {**views.parameters(view), **parameters, "fiches": fiches}


def what(
    review: Review,
    editions: tuple[Edition, ...],
    view: View,
    choice: Choice,
    area: int | None,
    person: Person,
    today: str,
) -> Html:
    """Chips to choose the view, the area and, for those allowed, unpublished values."""
    rows = [
        chip_row("Quoi", _views(editions, view, choice)),
        _day(choice, view, today),
        chip_row("Aire", _areas(review, choice, area)),
    ]
    if view.edition is None and offered(person, Action.READ_UNPUBLISHED):
        is_draft = bool(view.unpublished)
        chips = chip("Publiées", address(choice, valeurs=""), not is_draft)
        chips += chip("Aussi les non publiées", address(choice, valeurs="toutes"), is_draft)
        rows.append(chip_row("Valeurs", chips))
    return join(rows)


def forms(choice: Choice, form: DocumentKind) -> Html:
    """Cards of the three formats, each with its purpose."""
    cards = join(_form(offered_form, choice, offered_form is form) for offered_form in DocumentKind)
    return html('<div class="export-forms" role="group" aria-label="Forme">{}</div>', cards)


def slides(choice: Choice, detail: Detail) -> Html:
    """Chips to choose which indicators get a slide."""
    chips = join(
        chip(text, address(choice, fiches="" if each == "attention" else each), each == detail)
        for each, text in DETAILS.items()
    )
    return chip_row("Une diapositive par indicateur", chips)


def _form(form: DocumentKind, choice: Choice, is_on: bool) -> Html:
    current = html(' aria-current="true"') if is_on else Html()
    href = address(choice, forme="" if form is DocumentKind.PDF else str(form), fiches="")
    return html(
        '<a class="export-form{}" href="{}"{}><b>{}</b><span>{}</span></a>',
        " on" if is_on else "",
        href,
        current,
        ABOUT[form].title,
        ABOUT[form].text,
    )


def _views(editions: tuple[Edition, ...], view: View, choice: Choice) -> Html:
    now = address(choice, edition="", au="")
    chips = chip("Vue publiée d’aujourd’hui", now, view.edition is None and view.as_of is None)
    for edition in editions:
        chips += chip(edition.label, address(choice, edition=edition.code, au="", valeurs=""), view.edition == edition)
    if view.as_of is not None:
        chips += chip(f"Tel que connu le {date_fr(view.as_of)}", address(choice), True)
    return chips


def _areas(review: Review, choice: Choice, area: int | None) -> Html:
    chips = chip("Toute la feuille de route", address(choice, aire=""), area is None)
    for number, name in filters.areas(review.catalogue).items():
        chips += chip(name, address(choice, aire=number), str(area) == number)
    return chips


def _day(choice: Choice, view: View, today: str) -> Html:
    parameters = {name: value for name, value in choice.items() if value and name not in (views.DAY, views.EDITION)}
    hidden = join(html('<input type="hidden" name="{}" value="{}">', name, value) for name, value in parameters.items())
    day = view.as_of.isoformat() if view.as_of else ""
    return html(
        '<form class="day export-day" method="get" action="exporter">{}'
        '<label for="export-day">ou tel que connu le</label><input id="export-day" type="date" name="{}"'
        ' value="{}" max="{}" required><button type="submit" class="quiet">Choisir</button></form>',
        hidden,
        views.DAY,
        day,
        today,
    )
