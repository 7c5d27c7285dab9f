"""Cards of the editions: meeting and freeze dates, coverage, and proof of integrity."""

from collections.abc import Iterable, Mapping
from itertools import groupby

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.statuses import STATUS_ORDER
from indicators.reading.committee.editions import Difference, Edition, Verification
from indicators.reading.committee.learning import Coverage
from indicators.reading.instants import day_of
from indicators.ui import store
from indicators.ui.editions import acts
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links, signs
from indicators.ui.kit.act import click
from indicators.ui.kit.html import Html, details, esc, html, join, link, show

MAX_DIFFERENCES = 30
_DIGITS = 16

_FIELDS: Mapping[str, str] = {
    "appreciation": "appréciation",
    "areas": "appréciations et commentaires des aires",
    "baseline": "situation initiale",
    "code_version": "version du logiciel",
    "comments": "commentaires",
    "definition": "définition",
    "definitions": "définitions",
    "edition": "identité de l’édition",
    "expected": "valeur attendue",
    "expected_progress": "avancement attendu",
    "flags": "réserves",
    "format": "format",
    "in_matrix": "présence dans la feuille de route",
    "judged": "valeur jugée",
    "pace": "rythme",
    "parameters": "paramètres de la méthode",
    "parts": "ventilations",
    "period": "période",
    "progress": "avancement",
    "proposal": "appréciation proposée",
    "provisional": "caractère provisoire",
    "reason": "motif",
    "rule": "règle appliquée",
    "series": "série",
    "status": "statut",
    "store": "nature de la base",
    "targets": "cibles",
    "value": "valeur",
    "values": "valeurs",
}


def short(fingerprint: str) -> str:
    """First digits of a fingerprint, to read aloud: « b304 107c f0c8 394d »."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, _DIGITS, 4))


def edition_card(
    edition: Edition, covered: Coverage | None, former: Edition | None, names: Mapping[str, str] | None
) -> None:
    """Draw one edition with its links and verify button. ``names`` is None when people must not be named."""
    with st.container(border=True, key=f"card_edition_{edition.fingerprint[:12]}"):
        show(_head(edition, names), _coverage(covered) if covered else Html(), _links(edition, former), _proof(edition))
        act = click(f"edition:check:{edition.code}", acts.check, edition.code)
        st.button("Vérifier l’empreinte", key=f"edition_check_{edition.code}", **act)
        checked = acts.checked(edition)
        if checked is not None:
            show(_verdict(checked))


def _head(edition: Edition, names: Mapping[str, str] | None) -> Html:
    by = f" par {name_of(edition.frozen_by, names)}" if names is not None else ""
    at = edition.frozen_at.astimezone(store.LOCAL)
    summary = f"Réunion du {date_fr(edition.held_on)} · figée le {date_fr(at.date())} à {at:%H:%M}{by}"
    if day_of(edition.as_of) != day_of(edition.frozen_at):
        summary += f" · telle que connue le {date_fr(day_of(edition.as_of))}"
    note = html("<p>{}</p>", edition.note) if edition.note else Html()
    title = link(links.bare_address("", edition=edition.code), esc(edition.label))
    return html(
        '<h2>{}</h2><p class="note">{} · <span class="code">{}</span></p>{}', title, summary, edition.code, note
    )


def _coverage(covered: Coverage) -> Html:
    judged = count_of(covered.judged, "indicateur évaluable", "indicateurs évaluables")
    counts = signs.counts(status for status in STATUS_ORDER for _ in range(covered.counts[status]))
    sentence = f"{judged} sur {covered.total}"
    return html('<p class="ed-counts">{}<span class="muted">{}</span></p>', counts, sentence)


def _links(edition: Edition, former: Edition | None) -> Html:
    doors = [
        link(links.bare_address("", edition=edition.code), "Ouvrir", "chip", f"Ouvrir {edition.label}"),
        link(links.bare_address("depuis", de=edition.code), "Comparer avec maintenant", "chip"),
    ]
    if former is not None:
        href = links.bare_address("depuis", de=former.code, a=edition.code)
        doors.append(link(href, esc(f"Comparer avec {former.label}"), "chip"))
    doors.append(
        link(links.bare_address("exporter", edition=edition.code), "Exporter", "chip", f"Exporter {edition.label}")
    )
    return html('<p class="chips screen-only">{}</p>', join(doors))


def _proof(edition: Edition) -> Html:
    whole = html(
        '<p class="ed-proof">{}</p>'
        '<p class="note">Empreinte SHA-256 des valeurs, cibles, statuts, appréciations et commentaires figés. '
        "Toute machine qui la recalcule trouve la même.</p>"
        '<p class="note">Version du logiciel {}, paramètres de la méthode '
        "version {}, données version {}.</p>",
        edition.fingerprint,
        edition.code_version,
        edition.parameters_version,
        edition.data_version,
    )
    return html('<p class="note">Empreinte <b class="ed-short">{}</b></p>', short(edition.fingerprint)) + details(
        "Empreinte complète et versions", whole
    )


def _verdict(checked: acts.EditionCheck) -> Html:
    result, when = checked.verification, f"{checked.at:%H:%M}"
    if result.is_intact and result.is_same:
        text = f"Empreinte identique, recalculée à {when} : l’édition est exactement celle qui a été figée."
        return html('<p class="ed-verdict same" role="status"><b aria-hidden="true">✓</b> {}</p>', text)
    intact = (
        "Ce qui est conservé est intact, mais la version actuelle du logiciel ou les données calculent autre chose."
        if result.is_intact
        else "Ce qui est conservé a été modifié depuis qu’il a été figé : prévenez l’administrateur."
    )
    return html(
        '<div class="ed-verdict other" role="alert"><p><b aria-hidden="true">✕</b> '
        "<b>Empreinte différente</b>, recalculée à {} : {}. {}</p>"
        "{}</div>",
        when,
        short(result.recomputed),
        intact,
        _differences(result),
    )


def _differences(result: Verification) -> Html:
    """Which rows and fields differ; values are omitted because some may be confidential."""
    if not result.differences:
        return Html()
    grouped = [
        (code, list(some)) for code, some in groupby(result.differences, key=lambda difference: difference.series)
    ]
    items = join(html("<li>{}</li>", _difference(code, some)) for code, some in grouped[:MAX_DIFFERENCES])
    more = len(grouped) - MAX_DIFFERENCES
    rest = html('<p class="note">Et {}.</p>', count_of(more, "autre ligne", "autres lignes")) if more > 0 else Html()
    return html("<p>{} :</p><ul>{}</ul>{}", count_of(len(grouped), "ligne diffère", "lignes diffèrent"), items, rest)


def _difference(code: str, some: Iterable[Difference]) -> Html:
    fields = ", ".join(_FIELDS.get(difference.field, difference.field.replace("_", " ")) for difference in some)
    name = link(links.bare_address("indicateur", serie=code), esc(code)) if code else "En-tête"
    return html("{} : {}", name, fields)
