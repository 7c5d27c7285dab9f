"""« Méthode » screen: how progress is assessed, with every threshold, sign, code and known break."""

from collections import defaultdict

from db.vocabulary import Aggregation, Frequency, IndicatorType
from indicators.domain.formatting import date_fr, number
from indicators.domain.progress.balance import BALANCE_LABELS
from indicators.domain.progress.explanation import rules_in_words
from indicators.domain.quality import LABELS, NORMAL, NORMAL_LABEL, PROVISIONAL, by_precedence
from indicators.domain.wording import label
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, card, details, esc, header, html, join, link, show, table


def screen() -> None:
    """Draw the method page."""
    review = store.present()
    lead = esc("La méthode par défaut est celle de la trajectoire. Chacun peut la recalculer à la main.")
    show(header("Comment les progrès sont-ils jugés ?", lead))
    show(card(_path(), "La trajectoire"))
    show(card(_statuses(review), "Les statuts, leurs signes et leurs seuils", note=_version(review)))
    show(card(_edges(), "Cas particuliers"))
    show(card(_alternative_methods(), "Deux autres méthodes, pour comparer"))
    show(card(_horizons(review), "Échéances et bilan de chaque échéance"))
    show(card(_quality(), "Qualité des valeurs (codes SDMX)"))
    show(card(_vocabulary(), "Types, fréquences et agrégation"))
    show(card(_breaks(review), "Ruptures de série connues"))
    show(card(_sources(review), "Sources des indicateurs"))
    show(card(_lists(review), "Listes de codes"))


def _path() -> Html:
    return html(
        "<p>Chaque série a une <b>situation initiale</b> et des <b>cibles</b> datées à court (CT), moyen (MT) et long "
        "terme (LT). Une ligne droite relie la situation initiale aux cibles, dans l’ordre des dates : c’est la "
        "trajectoire. La dernière valeur utilisable est comparée à ce que la trajectoire attendait <b>à la date de "
        "cette valeur</b>, jamais à aujourd’hui.</p>"
        '<dl class="sheet"><dt>Avancement A</dt><dd>(valeur − situation initiale) ÷ (cible − situation initiale)</dd>'
        "<dt>Avancement attendu E</dt><dd>(valeur attendue − situation initiale) ÷ (cible − situation initiale)</dd>"
        "<dt>Rythme R</dt><dd>A ÷ E : la part du chemin attendu qui est parcourue. Le rythme vaut pour les hausses comme "
        "pour les baisses recherchées.</dd></dl>"
        "<p>Exemple : de 100 fin 2021, avec une cible de 120 fin 2023 et de 150 fin 2026, la trajectoire attend 130 fin "
        "2024. Une valeur de 128 a parcouru 28 sur 30 : le rythme est de 93,3 %, le progrès est à accélérer.</p>"
    )


def _version(review: Review) -> str:
    return f"Paramètres version {review.parameters.version_no}. Calcul exact ; seuls les affichages sont arrondis."


def _statuses(review: Review) -> Html:
    parameters = review.parameters
    rows = [[signs.badge(status), esc(rule)] for status, rule in rules_in_words(parameters).items()]
    trend = (
        f"Sans cible, seule la tendance est donnée : favorable, stable ou défavorable, à "
        f"±{number(parameters.trend_percent)} % par an près (±{number(parameters.trend_units)} unité sous "
        f"{number(parameters.trend_small)})."
    )
    return table("Statuts calculés, dans leur ordre", ["Statut", "Quand"], rows) + html("<p>{}</p>", trend)


def _edges() -> Html:
    cases = (
        "Une situation initiale nulle ne pose pas de problème : la méthode compare des écarts, pas des taux.",
        "Une cible égale à la situation initiale demande un maintien : atteinte tant que la valeur n’est pas moins bonne.",
        "Une année manquante n’est ni devinée ni interpolée : la dernière valeur est jugée à sa propre date.",
        "Une rupture de série suspend le jugement jusqu’à ce qu’une situation initiale soit recalculée.",
        "Une prévision ou une valeur non validée n’est jamais jugée ; une valeur estimée ou provisoire l’est, et le dit.",
        "Un pourcentage se compare en points, jamais en pourcentage de pourcentage.",
        "Un cumul demande chaque année depuis la situation initiale ; s’il en manque une, il n’est pas évaluable.",
        "Les statuts ne sont jamais moyennés : une aire ou une famille montre des nombres et une couverture.",
    )
    return html("<ul>") + join(html("<li>{}</li>", text) for text in cases) + html("</ul>")


def _alternative_methods() -> Html:
    return html(
        "<p><b>CAGR</b> (Statistique Canada, Open SDG) compare la croissance annuelle observée à celle qu’il faudrait. "
        "Elle suppose une croissance constante, ignore les échéances intermédiaires et se comporte mal près de zéro.</p>"
        "<p><b>Taux d’avancement</b> (PILOTE, État français) : (valeur − situation initiale) ÷ (cible − situation "
        "initiale), borné entre 0 et 100 %, sans classes.</p>"
        "<p>La fiche de chaque indicateur donne leurs verdicts à côté du statut et signale les désaccords.</p>"
    )


def _horizons(review: Review) -> Html:
    catalogue = review.catalogue
    dates = [["Situation initiale", date_fr(catalogue.baseline_date)]]
    dates += [[esc(label(horizon)), date_fr(due)] for horizon, due in catalogue.horizons]
    words = ", ".join(text.lower() for text in BALANCE_LABELS.values())
    return (
        table(catalogue.roadmap_label, ["Échéance", "Date"], dates)
        + (html("<p>{}</p>", catalogue.roadmap_note) if catalogue.roadmap_note else Html())
        + html("<p>{}</p>", f"Le bilan d’une échéance ne regarde que la valeur de son année : {words}.")
    )


def _quality() -> Html:
    rows = [[NORMAL, esc(NORMAL_LABEL), "non"]]
    rows += [[flag.value, esc(LABELS[flag]), "oui" if flag in PROVISIONAL else "non"] for flag in by_precedence(LABELS)]
    note = (
        "Plusieurs codes peuvent porter sur une valeur ; à l’export, le plus fort est dans OBS_STATUS et les autres "
        "à côté. Une valeur absente a toujours un motif : vide n’est pas zéro."
    )
    return table(
        "Codes de qualité, du plus fort au plus faible", ["Code", "Sens", "Rend le statut provisoire"], rows
    ) + (html("<p>{}</p>", note))


def _vocabulary() -> Html:
    rows = [[esc(label(word)), "Type"] for word in IndicatorType]
    rows += [[esc(label(word)), "Fréquence"] for word in Frequency]
    rows += [[html("{} : {}", word.value, label(word)), "Agrégation"] for word in Aggregation]
    return table("Mots employés", ["Mot", "Pour"], rows)


def _breaks(review: Review) -> Html:
    rows = [
        [
            date_fr(break_.happened_on) + (f" – {date_fr(break_.ended_on)}" if break_.ended_on else ""),
            esc(break_.event) + (html('<br><span class="muted">{}</span>', break_.note) if break_.note else Html()),
            join((link(links.address("indicateur", serie=code), esc(code)) for code in break_.indicators), ", "),
        ]
        for break_ in review.catalogue.breaks
    ]
    return table("Événements qui rompent des séries", ["Date", "Événement", "Indicateurs"], rows)


def _sources(review: Review) -> Html:
    families: dict[str, list[list[str]]] = defaultdict(list)
    for definition in review.catalogue.definitions.values():
        target = link(links.address("indicateur", serie=definition.code), esc(definition.code))
        families[definition.family].append([target, esc(definition.label), esc(definition.source)])
    return join(
        details(family.label, table(family.label, ["Code", "Indicateur", "Source"], families[family.code]))
        for family in review.catalogue.families
    )


def _lists(review: Review) -> Html:
    lists = {each.code: each for series in review.catalogue.series.values() for each in series.breakdowns}
    return join(
        details(
            f"{breakdown.label} ({code})",
            table(breakdown.label, ["Code", "Modalité"], [[esc(item), esc(text)] for item, text in breakdown.items]),
        )
        for code, breakdown in sorted(lists.items())
    )


screen()
