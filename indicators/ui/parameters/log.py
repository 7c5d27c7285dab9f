"""Who changed the parameters and the horizons, when and why."""

from datetime import date
from decimal import Decimal

from indicators.domain.catalogue.typed_parameters import PARAMETERS, typed_of
from indicators.domain.formatting import date_fr
from indicators.reading.catalogue.administration import HorizonChange, ParametersVersion, read_horizon_log
from indicators.ui import store
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import Html, card, empty, esc, html, join, show, table


def draw(log: tuple[ParametersVersion, ...]) -> None:
    """Draw both logs."""
    show(card(_versions(log), "Versions des paramètres"))
    changes = read_horizon_log(store.engine())
    if changes:
        show(card(_horizons(changes), "Changements d’échéances"))


def _versions(log: tuple[ParametersVersion, ...]) -> Html:
    if not log:
        return empty(
            "Aucune version n’est encore enregistrée",
            html("<p>Les valeurs par défaut de la méthode sont en vigueur.</p>"),
        )
    rows = [
        [
            str(one.parameters.version_no),
            day_fr(one.recorded_at),
            _differences(one, log[place + 1] if place + 1 < len(log) else None),
            esc(one.reason),
            esc(one.recorded_by),
        ]
        for place, one in enumerate(log)
    ]
    return table(
        "De la plus récente à la plus ancienne", ["Version", "Depuis le", "Ce qui change", "Motif", "Par"], rows
    )


def _differences(one: ParametersVersion, before: ParametersVersion | None) -> Html:
    new = typed_of(one.parameters)
    if before is None:
        return join(
            (html("{} {}", PARAMETERS[name].label, _shown(name, new[name])) for name in ("on_track", "accelerate")),
            ", ",
        )
    old = typed_of(before.parameters)
    return join(
        (
            html(
                '{} : <span class="admin-before">{}</span> → <b>{}</b>',
                PARAMETERS[name].label,
                _shown(name, old[name]),
                _shown(name, new[name]),
            )
            for name in PARAMETERS
            if _value(old[name]) != _value(new[name])
        ),
        html("<br>"),
    )


def _shown(name: str, value: str) -> Html:
    return esc(f"{value} %" if PARAMETERS[name].is_percent else value)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _horizons(changes: tuple[HorizonChange, ...]) -> Html:
    rows = [
        [
            day_fr(one.recorded_at),
            esc(f"{one.horizon} {'de ' + one.series if one.series else 'de la feuille de route'}"),
            html('<span class="admin-before">{}</span> → <b>{}</b>', _day(one.former), _day(one.due)),
            date_fr(one.decided_on) if one.decided_on else "",
            esc(one.reason),
            esc(one.recorded_by),
        ]
        for one in changes
    ]
    heads = ["Enregistré le", "Échéance", "Date", "Décision du", "Motif", "Par"]
    return table("Du plus récent au plus ancien", heads, rows)


def _day(day: date | None) -> str:
    return date_fr(day) if day else "feuille de route"
