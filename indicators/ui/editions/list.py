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
from indicators.ui.kit.html import details, esc, link, show

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
        show(_head(one, names), _coverage(covered) if covered else "", _links(one, former), _proof(one))
        act = click(f"edition:check:{one.code}", acts.check, one.code)
        st.button("Vérifier l’empreinte", key=f"edition_check_{one.code}", **act)
        checked = acts.checked(one)
        if checked is not None:
            show(_verdict(checked))


def _head(one: Edition, names: Mapping[str, str] | None) -> str:
    by = f" par {name_of(one.frozen_by, names)}" if names is not None else ""
    at = one.frozen_at.astimezone(store.LOCAL)
    told = f"Réunion du {date_fr(one.held_on)} · figée le {date_fr(at.date())} à {at:%H:%M}{by}"
    if day_of(one.as_of) != day_of(one.frozen_at):
        told += f" · telle que connue le {date_fr(day_of(one.as_of))}"
    note = f"<p>{esc(one.note)}</p>" if one.note else ""
    title = link(links.bare_address("", edition=one.code), esc(one.label))
    return f'<h2>{title}</h2><p class="note">{esc(told)} · <span class="code">{esc(one.code)}</span></p>{note}'


def _coverage(covered: Coverage) -> str:
    judged = count_of(covered.judged, "indicateur évaluable", "indicateurs évaluables")
    counts = signs.counts(status for status in STATUS_ORDER for _ in range(covered.counts[status]))
    told = f"{judged} sur {covered.total}"
    return f'<p class="ed-counts">{counts}<span class="muted">{esc(told)}</span></p>'


def _links(one: Edition, former: Edition | None) -> str:
    doors = [
        link(links.bare_address("", edition=one.code), "Ouvrir", "chip", f"Ouvrir {one.label}"),
        link(links.bare_address("depuis", de=one.code), "Comparer avec maintenant", "chip"),
    ]
    if former is not None:
        href = links.bare_address("depuis", de=former.code, a=one.code)
        doors.append(link(href, esc(f"Comparer avec {former.label}"), "chip"))
    doors.append(link(links.bare_address("exporter", edition=one.code), "Exporter", "chip", f"Exporter {one.label}"))
    return f'<p class="chips screen-only">{"".join(doors)}</p>'


def _proof(one: Edition) -> str:
    whole = (
        f'<p class="ed-proof">{esc(one.fingerprint)}</p>'
        '<p class="note">Empreinte SHA-256 des valeurs, cibles, statuts, appréciations et commentaires figés. '
        "Toute machine qui la recalcule trouve la même.</p>"
        f'<p class="note">Version du logiciel {esc(one.code_version)}, paramètres de la méthode '
        f"version {one.parameters_version}, données version {one.data_version}.</p>"
    )
    return f'<p class="note">Empreinte <b class="ed-short">{short(one.fingerprint)}</b></p>' + details(
        "Empreinte complète et versions", whole
    )


def _verdict(found: acts.Checked) -> str:
    result, when = found.verification, f"{found.at:%H:%M}"
    if result.is_intact and result.is_same:
        text = f"Empreinte identique, recalculée à {when} : l’édition est exactement celle qui a été figée."
        return f'<p class="ed-verdict same" role="status"><b aria-hidden="true">✓</b> {esc(text)}</p>'
    intact = (
        "Ce qui est conservé est intact, mais la version actuelle du logiciel ou les données calculent autre chose."
        if result.is_intact
        else "Ce qui est conservé a été modifié depuis qu’il a été figé : prévenez l’administrateur."
    )
    return (
        f'<div class="ed-verdict other" role="alert"><p><b aria-hidden="true">✕</b> '
        f"<b>Empreinte différente</b>, recalculée à {when} : {short(result.recomputed)}. {esc(intact)}</p>"
        f"{_differences(result)}</div>"
    )


def _differences(result: Verification) -> str:
    """Which lines differ and in what; figures stay out, since some may be confidential."""
    if not result.differences:
        return ""
    grouped = [(code, list(some)) for code, some in groupby(result.differences, key=lambda one: one.series)]
    shown = "".join(f"<li>{_difference(code, some)}</li>" for code, some in grouped[:SHOWN_DIFFERENCES])
    more = len(grouped) - SHOWN_DIFFERENCES
    rest = f'<p class="note">Et {count_of(more, "autre ligne", "autres lignes")}.</p>' if more > 0 else ""
    return f"<p>{count_of(len(grouped), 'ligne diffère', 'lignes diffèrent')} :</p><ul>{shown}</ul>{rest}"


def _difference(code: str, some: Iterable[Difference]) -> str:
    fields = ", ".join(_FIELDS.get(one.field, one.field.replace("_", " ")) for one in some)
    name = link(links.bare_address("indicateur", serie=code), esc(code)) if code else "En-tête"
    return f"{name} : {esc(fields)}"
