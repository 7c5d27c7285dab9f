"""One indicator under administration: its sheet, its versions, its series, the rules that its values are checked by."""

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


def draw(review: Review, found: IndicatorFile) -> None:
    """Draw the view that the address names."""
    crumbs = (("Catalogue", links.address("catalogue")),)
    show(header(found.current.sheet.label, esc(_lead(found)), crumbs))
    view, unknown = links.chosen("vue", VIEWS)
    if unknown:
        show(warnings(unknown))
    chips = join(
        chip(text, links.address("catalogue", indicateur=found.code, vue=name), name == view)
        for name, text in VIEWS.items()
    )
    show(html('<nav class="chips" aria-label="Vues de la fiche">{}</nav>', chips))
    if view == "versions":
        show(_versions(found))
    elif view == "regles":
        ranges.draw(review, found)
    elif view == "series":
        retire.draw(found)
    else:
        sheet.draw(review, found)


def _lead(found: IndicatorFile) -> str:
    words = [found.code, label(found.type).lower(), f"en {found.unit}", f"fiche version {found.current.version_no}"]
    if found.retired_on:
        words.append(f"retiré au {date_fr(found.retired_on)}")
    return " · ".join(words)


def _versions(found: IndicatorFile) -> Html:
    cards = []
    for place in range(len(found.versions) - 1, -1, -1):
        cards.append(_version(found.versions[place], found.versions[place - 1] if place else None))
    return join(cards)


def _version(one: SheetVersion, before: SheetVersion | None) -> Html:
    decided = f" ; décision du {date_fr(one.decided_on)}" if one.decided_on else ""
    when = f"Enregistrée le {day_fr(one.recorded_at)} par {one.recorded_by}{decided}."
    reason = html("<p>{}</p>", one.reason) if one.reason else Html()
    if before is None:
        whole = join(
            html("<dt>{}</dt><dd>{}</dd>", name, shown(getattr(one.sheet, field))) for field, name in FIELDS.items()
        )
        content = details("Voir cette première version", html('<dl class="sheet">{}</dl>', whole))
    else:
        content = differences(before, one)
    return card(reason + content, f"Version {one.version_no}", css="catalogue-version", note=when)


def differences(before: SheetVersion, after: SheetVersion) -> Html:
    """What changed from one version to the next, field by field."""
    rows = join(
        html(
            "<dt>{}</dt><dd><span class='admin-before'>{}</span><br>{}</dd>",
            FIELDS[name],
            shown(getattr(before.sheet, name)),
            shown(getattr(after.sheet, name)),
        )
        for name in changed_fields(before.sheet, after.sheet)
    )
    other = html('<p class="muted">Ce qui change n’est pas modifiable ici (unité, type, agrégation).</p>')
    return html('<dl class="sheet">{}</dl>', rows) if rows else other


def shown(value: object) -> str:
    """A field in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "name") and isinstance(value, str):
        return label(value)  # type: ignore[arg-type]
    return str(value) or "–"
