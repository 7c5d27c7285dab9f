"""History of changes to the parameters and horizons: author, date and reason."""

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
            str(parameters_version.parameters.version_no),
            day_fr(parameters_version.recorded_at),
            _differences(parameters_version, log[place + 1] if place + 1 < len(log) else None),
            esc(parameters_version.reason),
            esc(parameters_version.recorded_by),
        ]
        for place, parameters_version in enumerate(log)
    ]
    return table(
        "De la plus récente à la plus ancienne", ["Version", "Depuis le", "Ce qui change", "Motif", "Par"], rows
    )


def _differences(parameters_version: ParametersVersion, before: ParametersVersion | None) -> Html:
    new = typed_of(parameters_version.parameters)
    if before is None:
        return join(
            (
                html("{} {}", PARAMETERS[name].label, _threshold_text(name, new[name]))
                for name in ("on_track", "accelerate")
            ),
            ", ",
        )
    old = typed_of(before.parameters)
    return join(
        (
            html(
                '{} : <span class="admin-before">{}</span> → <b>{}</b>',
                PARAMETERS[name].label,
                _threshold_text(name, old[name]),
                _threshold_text(name, new[name]),
            )
            for name in PARAMETERS
            if _value(old[name]) != _value(new[name])
        ),
        html("<br>"),
    )


def _threshold_text(name: str, value: str) -> Html:
    return esc(f"{value} %" if PARAMETERS[name].is_percent else value)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _horizons(changes: tuple[HorizonChange, ...]) -> Html:
    rows = [
        [
            day_fr(horizon_change.recorded_at),
            esc(
                f"{horizon_change.horizon} {'de ' + horizon_change.series if horizon_change.series else 'de la feuille de route'}"
            ),
            html(
                '<span class="admin-before">{}</span> → <b>{}</b>',
                _day(horizon_change.former),
                _day(horizon_change.due),
            ),
            date_fr(horizon_change.decided_on) if horizon_change.decided_on else "",
            esc(horizon_change.reason),
            esc(horizon_change.recorded_by),
        ]
        for horizon_change in changes
    ]
    heads = ["Enregistré le", "Échéance", "Date", "Décision du", "Motif", "Par"]
    return table("Du plus récent au plus ancien", heads, rows)


def _day(day: date | None) -> str:
    return date_fr(day) if day else "feuille de route"
