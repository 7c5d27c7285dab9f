"""Catalogue: definitions by version, what is retired, rules that values are checked by."""

from indicators.reading.administration import read_file
from indicators.ui import links, store
from indicators.ui.parts import catalogue_indicator, catalogue_list, catalogue_rule, catalogue_rules
from indicators.ui.parts.html import empty, header, link, show


def screen() -> None:
    """Draw the list, the rules between series, or the indicator that the address names."""
    review = store.present()
    code = links.parameter("indicateur").upper()
    if code:
        found = read_file(store.engine(), code)
        if found is not None:
            catalogue_indicator.draw(review, found)
            return
        everything = link(links.address("catalogue"), "Voir tout le catalogue")
        show(header("Cet indicateur n’existe pas", crumbs=(("Catalogue", links.address("catalogue")),)))
        show(empty(f"Aucun indicateur ne porte le code « {code[:60]} »", f"<p>{everything}</p>"))
    elif links.parameter("regle"):
        catalogue_rule.draw(links.parameter("regle"))
    elif links.parameter("vue") == "regles":
        catalogue_rules.draw()
    else:
        catalogue_list.draw(review)


screen()
