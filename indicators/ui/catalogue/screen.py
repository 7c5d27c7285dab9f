"""Catalogue: versioned definitions, retirements and validation rules."""

from indicators.reading.catalogue.administration import read_file
from indicators.ui import store
from indicators.ui.catalogue import indicator, rule, rules
from indicators.ui.catalogue import list as catalogue_list
from indicators.ui.kit import links
from indicators.ui.kit.html import empty, header, html, link, show


def screen() -> None:
    """Draw the list, the rules between series, or the indicator named by the address."""
    review = store.present()
    code = links.parameter("indicateur").upper()
    view, unknown = links.chosen("vue", ("regles",))
    if code:
        indicator_file = read_file(store.engine(), code)
        if indicator_file is not None:
            indicator.draw(review, indicator_file)
            return
        everything = link(links.address("catalogue"), "Voir tout le catalogue")
        show(header("Cet indicateur n’existe pas", crumbs=(("Catalogue", links.address("catalogue")),)))
        show(empty(f"Aucun indicateur ne porte le code « {code[:60]} »", html("<p>{}</p>", everything)))
    elif links.parameter("regle"):
        rule.draw(links.parameter("regle"))
    elif view:
        rules.draw()
    else:
        catalogue_list.draw(review, unknown)


screen()
