"""« Situations initiales et cibles » screen: missing, current and former ones; set, revise, withdraw."""

from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import empty, header, html, link, show
from indicators.ui.targets import list as target_list
from indicators.ui.targets import series
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the list with the filters of the address, or the series selected in it."""
    review = store.present()
    code = links.parameter("serie")
    if code in review.judged:
        series.draw(review, review.judged[code], current_person())
        return
    if code:
        everything = link(links.address("cibles"), "Voir toutes les séries")
        show(header("Cette série n’existe pas", crumbs=(("Situations initiales et cibles", links.address("cibles")),)))
        show(empty(f"Aucune série ne porte le code « {code[:60]} »", html("<p>{}</p>", everything)))
        return
    target_list.draw(review, current_person())


screen()
