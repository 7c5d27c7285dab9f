"""Situations initiales et cibles: what is missing, what stands, what stood; set, revised, withdrawn."""

from indicators.ui import links, store
from indicators.ui.parts import target_list, target_series
from indicators.ui.parts.html import empty, header, link, show
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the list for the filters of the address, or the series that it names."""
    review = store.present()
    code = links.parameter("serie")
    if code in review.judged:
        target_series.draw(review, review.judged[code], current_person())
        return
    if code:
        everything = link(links.address("cibles"), "Voir toutes les séries")
        show(header("Cette série n’existe pas", crumbs=(("Situations initiales et cibles", links.address("cibles")),)))
        show(empty(f"Aucune série ne porte le code « {code[:60]} »", f"<p>{everything}</p>"))
        return
    target_list.draw(review, current_person())


screen()
