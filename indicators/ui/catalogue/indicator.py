"""Administration of one indicator: definition, versions, series and validation rules."""

from indicators.domain.catalogue.definitions import FIELDS, changed_fields
from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.reading.catalogue.administration import IndicatorFile, SheetVersion
from indicators.reading.progress.review import Review
from indicators.ui.catalogue import ranges, retire, sheet
from indicators.ui.kit import links
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import Html, card, chip, details, esc, header, html, join, show, warnings

VIEWS = {"": "Fiche", "versions": "Versions", "regles": "Règles de saisie", "series": "Séries et retrait"}


def draw(review: Review, indicator_file: IndicatorFile) -> None:
    """Draw the view named by the address."""
    crumbs = (("Catalogue", links.address("catalogue")),)
    show(header(indicator_file.current.sheet.label, esc(_lead(indicator_file)), crumbs))
    view, unknown = links.chosen("vue", VIEWS)
    if unknown:
        show(warnings(unknown))
    chips = join(
        chip(text, links.address("catalogue", indicateur=indicator_file.code, vue=name), name == view)
        for name, text in VIEWS.items()
    )
    show(html('<nav class="chips" aria-label="Vues de la fiche">{}</nav>', chips))
    if view == "versions":
        show(_versions(indicator_file))
    elif view == "regles":
        ranges.draw(review, indicator_file)
    elif view == "series":
        retire.draw(indicator_file)
    else:
        sheet.draw(review, indicator_file)


def _lead(indicator_file: IndicatorFile) -> str:
    words = [
        indicator_file.code,
        label(indicator_file.type).lower(),
        f"en {indicator_file.unit}",
        f"fiche version {indicator_file.current.version_no}",
    ]
    if indicator_file.retired_on:
        words.append(f"retiré au {date_fr(indicator_file.retired_on)}")
    return " · ".join(words)


def _versions(indicator_file: IndicatorFile) -> Html:
    cards = []
    for place in range(len(indicator_file.versions) - 1, -1, -1):
        cards.append(_version(indicator_file.versions[place], indicator_file.versions[place - 1] if place else None))
    return join(cards)


def _version(sheet_version: SheetVersion, before: SheetVersion | None) -> Html:
    decided = f" ; décision du {date_fr(sheet_version.decided_on)}" if sheet_version.decided_on else ""
    when = f"Enregistrée le {day_fr(sheet_version.recorded_at)} par {sheet_version.recorded_by}{decided}."
    reason = html("<p>{}</p>", sheet_version.reason) if sheet_version.reason else Html()
    if before is None:
        whole = join(
            html("<dt>{}</dt><dd>{}</dd>", name, field_in_words(getattr(sheet_version.sheet, field)))
            for field, name in FIELDS.items()
        )
        content = details("Voir cette première version", html('<dl class="sheet">{}</dl>', whole))
    else:
        content = differences(before, sheet_version)
    return card(reason + content, f"Version {sheet_version.version_no}", css="catalogue-version", note=when)


def differences(before: SheetVersion, after: SheetVersion) -> Html:
    """Changes from one version of the definition to the next, field by field."""
    rows = join(
        html(
            "<dt>{}</dt><dd><span class='admin-before'>{}</span><br>{}</dd>",
            FIELDS[name],
            field_in_words(getattr(before.sheet, name)),
            field_in_words(getattr(after.sheet, name)),
        )
        for name in changed_fields(before.sheet, after.sheet)
    )
    fallback = html('<p class="muted">Ce qui change n’est pas modifiable ici (unité, type, agrégation).</p>')
    return html('<dl class="sheet">{}</dl>', rows) if rows else fallback


def field_in_words(value: object) -> str:
    """A field value as text."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "name") and isinstance(value, str):
        return label(value)  # type: ignore[arg-type]
    return str(value) or "–"
