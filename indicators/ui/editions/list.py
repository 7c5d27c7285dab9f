"""Editions one by one: when they were held and frozen, what they covered, the proof of what they were."""

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

SHOWN_DIFFERENCES = 30
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
    """« b304 107c f0c8 394d »: enough to be read aloud."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, _DIGITS, 4))


def edition_card(
    one: Edition, covered: Coverage | None, former: Edition | None, names: Mapping[str, str] | None
) -> None:
    """One edition, with its links and the button that checks it. ``names`` is None where they must not be told."""
    with st.container(border=True, key=f"card_edition_{one.fingerprint[:12]}"):
        show(_head(one, names), _coverage(covered) if covered else Html(), _links(one, former), _proof(one))
        act = click(f"edition:check:{one.code}", acts.check, one.code)
        st.button("Vérifier l’empreinte", key=f"edition_check_{one.code}", **act)
        checked = acts.checked(one)
        if checked is not None:
            show(_verdict(checked))


def _head(one: Edition, names: Mapping[str, str] | None) -> Html:
    by = f" par {name_of(one.frozen_by, names)}" if names is not None else ""
    at = one.frozen_at.astimezone(store.LOCAL)
    told = f"Réunion du {date_fr(one.held_on)} · figée le {date_fr(at.date())} à {at:%H:%M}{by}"
    if day_of(one.as_of) != day_of(one.frozen_at):
        told += f" · telle que connue le {date_fr(day_of(one.as_of))}"
    note = html("<p>{}</p>", one.note) if one.note else Html()
    title = link(links.bare_address("", edition=one.code), esc(one.label))
    return html('<h2>{}</h2><p class="note">{} · <span class="code">{}</span></p>{}', title, told, one.code, note)


def _coverage(covered: Coverage) -> Html:
    judged = count_of(covered.judged, "indicateur évaluable", "indicateurs évaluables")
    counts = signs.counts(status for status in STATUS_ORDER for _ in range(covered.counts[status]))
    told = f"{judged} sur {covered.total}"
    return html('<p class="ed-counts">{}<span class="muted">{}</span></p>', counts, told)


def _links(one: Edition, former: Edition | None) -> Html:
    doors = [
        link(links.bare_address("", edition=one.code), "Ouvrir", "chip", f"Ouvrir {one.label}"),
        link(links.bare_address("depuis", de=one.code), "Comparer avec maintenant", "chip"),
    ]
    if former is not None:
        href = links.bare_address("depuis", de=former.code, a=one.code)
        doors.append(link(href, esc(f"Comparer avec {former.label}"), "chip"))
    doors.append(link(links.bare_address("exporter", edition=one.code), "Exporter", "chip", f"Exporter {one.label}"))
    return html('<p class="chips screen-only">{}</p>', join(doors))


def _proof(one: Edition) -> Html:
    whole = html(
        '<p class="ed-proof">{}</p>'
        '<p class="note">Empreinte SHA-256 des valeurs, cibles, statuts, appréciations et commentaires figés. '
        "Toute machine qui la recalcule trouve la même.</p>"
        '<p class="note">Version du logiciel {}, paramètres de la méthode '
        "version {}, données version {}.</p>",
        one.fingerprint,
        one.code_version,
        one.parameters_version,
        one.data_version,
    )
    return html('<p class="note">Empreinte <b class="ed-short">{}</b></p>', short(one.fingerprint)) + details(
        "Empreinte complète et versions", whole
    )


def _verdict(found: acts.Checked) -> Html:
    result, when = found.verification, f"{found.at:%H:%M}"
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
    """Which lines differ and in what; figures stay out, since some may be confidential."""
    if not result.differences:
        return Html()
    grouped = [(code, list(some)) for code, some in groupby(result.differences, key=lambda one: one.series)]
    shown = join(html("<li>{}</li>", _difference(code, some)) for code, some in grouped[:SHOWN_DIFFERENCES])
    more = len(grouped) - SHOWN_DIFFERENCES
    rest = html('<p class="note">Et {}.</p>', count_of(more, "autre ligne", "autres lignes")) if more > 0 else Html()
    return html("<p>{} :</p><ul>{}</ul>{}", count_of(len(grouped), "ligne diffère", "lignes diffèrent"), shown, rest)


def _difference(code: str, some: Iterable[Difference]) -> Html:
    fields = ", ".join(_FIELDS.get(one.field, one.field.replace("_", " ")) for one in some)
    name = link(links.bare_address("indicateur", serie=code), esc(code)) if code else "En-tête"
    return html("{} : {}", name, fields)
