"""The list of rules between series, with what they find in the values stored now."""

from indicators.domain.formatting import count_of
from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import sentence, written
from indicators.reading.catalogue.administration import StoredRule, read_rules, violations
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, header, html, join, link, show

EFFECTS = {
    Severity.BLOCKING: "Bloque la soumission",
    Severity.WARNING: "Demande une explication",
}


def draw() -> None:
    """Draw the list."""
    found = read_rules(store.engine())
    crumbs = (("Catalogue", links.address("catalogue")),)
    add = link(links.address("catalogue", regle="nouvelle"), "Nouvelle règle", "chip on")
    active = sum(one.is_active for one in found)
    lead = (
        f"{count_of(active, 'règle en service', 'règles en service')} : elles comparent des séries de la même période."
    )
    show(header("Quelles séries doivent s’accorder entre elles ?", esc(lead), crumbs, add))
    if not found:
        content = html("<p>Exemple : « entreprises créées » ne dépasse pas « entreprises actives ».</p>")
        show(empty("Aucune règle entre séries n’existe encore", content))
        return
    show(join(_card(one) for one in found))


def _card(one: StoredRule) -> Html:
    href = links.address("catalogue", regle=one.code)
    broken = violations(store.engine(), one.rule) if one.is_active else ()
    words = [EFFECTS.get(one.rule.severity, ""), "en service" if one.is_active else "suspendue"]
    if one.is_active:
        listed = ", ".join(broken[:6]) + ("…" if len(broken) > 6 else "")
        words.append(f"non respectée pour {listed}" if broken else "respectée par les valeurs enregistrées")
    formula = f"{written(one.rule.left.terms)} {one.rule.operator} {written(one.rule.right.terms)}"
    return card(
        html(
            "<p>{}</p><p class='muted'>{}</p><p>{}</p><p>{}</p>",
            sentence(one.rule),
            formula,
            join(filter(None, words), " · "),
            link(href, "Modifier", label=f"Modifier la règle {one.code}"),
        ),
        one.code,
        css="catalogue-version",
    )
