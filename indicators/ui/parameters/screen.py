"""« Paramètres de la méthode » screen: thresholds by version, dates of the horizons, and their history."""

from db.vocabulary import Horizon
from indicators.reading.catalogue.administration import read_parameters_log
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import esc, header, show, warnings
from indicators.ui.parameters import horizons, thresholds
from indicators.ui.parameters import log as parameters_log


def screen() -> None:
    """Draw the thresholds and the horizons, or the form of the horizon selected in the address."""
    review = store.present()
    log = read_parameters_log(store.engine())
    horizon, unknown = links.chosen("echeance", [*Horizon])
    if horizon:
        horizons.change(review, Horizon(horizon), links.parameter("serie"))
        return
    by = f"version {log[0].parameters.version_no}, du {day_fr(log[0].recorded_at)}" if log else "valeurs par défaut"
    lead = f"Paramètres en vigueur : {by}. Une nouvelle version ne réécrit aucun statut passé."
    show(header("Selon quels seuils et quelles échéances juge-t-on ?", esc(lead)))
    if unknown:
        show(warnings(unknown))
    thresholds.draw(review)
    horizons.draw(review)
    parameters_log.draw(log)


screen()
