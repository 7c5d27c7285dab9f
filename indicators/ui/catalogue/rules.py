"""List of the rules between series, with the violations found in the stored values."""

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
    """Draw the list of rules."""
    stored_rules = read_rules(store.engine())
    crumbs = (("Catalogue", links.address("catalogue")),)
    add = link(links.address("catalogue", regle="nouvelle"), "Nouvelle règle", "chip on")
    active = sum(stored_rule.is_active for stored_rule in stored_rules)
    lead = (
        f"{count_of(active, 'règle en service', 'règles en service')} : elles comparent des séries de la même période."
    )
    show(header("Quelles séries doivent s’accorder entre elles ?", esc(lead), crumbs, add))
    if not stored_rules:
        content = html("<p>Exemple : « entreprises créées » ne dépasse pas « entreprises actives ».</p>")
        show(empty("Aucune règle entre séries n’existe encore", content))
        return
    show(join(_card(stored_rule) for stored_rule in stored_rules))


def _card(stored_rule: StoredRule) -> Html:
    href = links.address("catalogue", regle=stored_rule.code)
    broken = violations(store.engine(), stored_rule.rule) if stored_rule.is_active else ()
    words = [EFFECTS.get(stored_rule.rule.severity, ""), "en service" if stored_rule.is_active else "suspendue"]
    if stored_rule.is_active:
        listed = ", ".join(broken[:6]) + ("…" if len(broken) > 6 else "")
        words.append(f"non respectée pour {listed}" if broken else "respectée par les valeurs enregistrées")
    formula = (
        f"{written(stored_rule.rule.left.terms)} {stored_rule.rule.operator} {written(stored_rule.rule.right.terms)}"
    )
    return card(
        html(
            "<p>{}</p><p class='muted'>{}</p><p>{}</p><p>{}</p>",
            sentence(stored_rule.rule),
            formula,
            join(filter(None, words), " · "),
            link(href, "Modifier", label=f"Modifier la règle {stored_rule.code}"),
        ),
        stored_rule.code,
        css="catalogue-version",
    )
