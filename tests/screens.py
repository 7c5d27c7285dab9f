"""What each screen is tried with, once for all tests: who may open it, at which addresses, where a browser looks at it.

A registered screen that is missing here fails (``tests/ui/frame/test_registry.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

By = Mapping[str, list[str]]
"""Queries of an address by store: « published » or « demo »."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a screen is tried."""

    may: str  # who may open it: public, lecteur, contributeur, validateur, administrateur
    opens: list[tuple[dict[str, str], str]] = field(default_factory=list)  # parameters, and how its title begins
    desk: By = field(default_factory=dict)
    phone: By = field(default_factory=dict)
    projector: By = field(default_factory=dict)
    dark: By = field(default_factory=dict)


EVERYBODY = "plcva"
MEETING = ["", "?vue=9999", "?vue=1", "?vue=2"]  # opening, closing (whole as long as no series was seen), area, series
PERSON = "?personne=amelie.exemple@demonstration.example&aire=1&famille=PRO"

# On a phone the demonstration shows every layout; of the published values, those that are mostly empty.
# In the dark, colours are chosen by part: what is looked at there holds every part.
TRIED: dict[str, Tried] = {
    "": Tried(
        EVERYBODY,
        [
            ({}, "Où en est la feuille de route ?"),
            ({"noyau": "oui"}, "Où en est la feuille de route ?"),
            ({"ambition": "A2"}, "Où en est la feuille de route ?"),
            ({"noyau": "oui", "ambition": "A3"}, "Où en est la feuille de route ?"),
        ],
        desk={"published": [""], "demo": [""]},
        phone={"published": [""], "demo": ["", "?edition=COMITE-2026-05"]},
        dark={"demo": [""]},
    ),
    "aire": Tried(
        EVERYBODY,
        [
            ({}, "Que poursuit chaque aire stratégique ?"),
            *(({"aire": str(number)}, f"{number}. ") for number in range(1, 7)),
        ],
        desk={"published": ["", "?aire=4"], "demo": ["?aire=1"]},
        phone={"demo": ["?aire=1"]},
        dark={"demo": ["?aire=1"]},
    ),
    "indicateurs": Tried(
        EVERYBODY,
        [
            ({}, "Indicateurs"),
            ({"page": "2"}, "Indicateurs"),
            ({"aire": "DIS"}, "Indicateurs"),
            ({"aire": "groupe"}, "Indicateurs"),
            ({"famille": "SNU", "aire": "6"}, "Indicateurs"),
            ({"type": "contexte"}, "Indicateurs"),
            ({"statut": "non_evaluable", "noyau": "oui"}, "Indicateurs"),
            ({"a_voir": "recul"}, "Recul"),
            ({"a_voir": "retard"}, "En retard"),
            ({"a_voir": "manquee"}, "Cible non atteinte"),
            ({"a_voir": "echeance"}, "Échéance dans 12 mois"),
            ({"a_voir": "attendue"}, "Donnée attendue"),
        ],
        desk={"published": [""], "demo": ["?a_voir=retard"]},
        phone={"demo": ["?a_voir=retard"]},
    ),
    "comparer": Tried(
        EVERYBODY,
        [
            ({}, "Comment les indicateurs se comparent-ils ?"),
            ({"famille": "ENT", "ambition": "A1"}, "Comment les indicateurs se comparent-ils ?"),
            ({"statut": "recul"}, "Comment les indicateurs se comparent-ils ?"),
        ],
        desk={"published": ["?famille=SNU"], "demo": ["?famille=ENT"]},
        phone={"demo": ["?famille=ENT"]},
        dark={"demo": ["?famille=HOP"]},
    ),
    "depuis": Tried(
        EVERYBODY,
        [({}, "Qu’est-ce qui a changé depuis la dernière réunion ?")],
        desk={"published": [""], "demo": [""]},
        phone={"published": [""], "demo": [""]},
    ),
    "decisions": Tried(
        EVERYBODY,
        [
            ({}, "Qu’a décidé le comité"),
            ({"etat": "closes", "aire": "1"}, "Qu’a décidé le comité"),
            ({"acte": "consigner"}, "Qu’a décidé le comité"),
        ],
        desk={"published": [""], "demo": [""]},
        phone={"published": [""], "demo": [""]},
    ),
    "reunion": Tried(EVERYBODY, phone={"demo": MEETING}, projector={"demo": MEETING}, dark={"demo": MEETING}),
    "editions": Tried(
        EVERYBODY,
        [({}, "Qu’a vu le comité à chaque réunion ?")],
        desk={"published": [""], "demo": [""]},
        phone={"published": [""], "demo": [""]},
    ),
    "apprendre": Tried(
        EVERYBODY,
        [({}, "Qu’apprend le comité"), ({"voir": "dessous"}, "Qu’apprend le comité")],
        desk={"demo": [""]},
        phone={"demo": [""]},
    ),
    "exporter": Tried(
        EVERYBODY, [({}, "Quel document voulez-vous emporter ?")], desk={"demo": [""]}, phone={"demo": [""]}
    ),
    "indicateur": Tried(
        EVERYBODY,
        desk={"published": ["?serie=SNU-01-A5", "?serie=ENT-01-A1"], "demo": ["?serie=ENT-01-A1"]},
        phone={"published": ["?serie=ENT-01-A1"], "demo": ["?serie=ENT-01-A1"]},
        dark={"demo": ["?serie=ENT-01-A1"]},
    ),
    "saisie": Tried(
        "ca", [({}, "Que reste-t-il à saisir ?")], desk={"demo": ["?famille=SNU"]}, phone={"demo": ["?famille=SNU"]}
    ),
    "valeur": Tried(
        "cva",
        [({"serie": "ENT-01-A1", "periode": "2025"}, "Entreprises actives de l’aire")],
        desk={"demo": ["?serie=ENT-01-A1&periode=2026"]},
        phone={"demo": ["?serie=ENT-01-A1&periode=2026"]},
    ),
    "importer": Tried(
        "ca",
        [
            ({}, "Quelles valeurs apportez-vous ?"),
            ({"facon": "fichier"}, "Quelles valeurs apportez-vous ?"),
            ({"facon": "historique"}, "Quelles valeurs apportez-vous ?"),
        ],
        desk={"demo": ["", "?facon=fichier"]},
        phone={"demo": [""]},
    ),
    "valider": Tried(
        "va",
        [({}, "Quelles valeurs attendent votre validation ?")],
        desk={"demo": ["?groupe=Aire+4", "?etape=publier&groupe=Aire+2"]},
        phone={"demo": ["?groupe=Aire+4"]},
    ),
    "campagnes": Tried(
        "cva",
        [({}, "Où en sont les campagnes de saisie ?")],
        desk={
            "demo": [
                "",
                "?campagne=COL-2025",
                "?campagne=COL-2025&vue=series&responsable=personne",
                "?campagne=COL-2025&vue=relances",
                "?campagne=COL-2025&vue=composer",
                "?vue=verrous",
                "?vue=nouvelle",
            ]
        },
        phone={"demo": ["?campagne=COL-2025"]},
    ),
    "journal": Tried(
        "cva",
        [({}, "Qui a changé quoi, quand et pourquoi ?")],
        desk={"demo": ["?serie=ENT-06"]},
        phone={"demo": ["?serie=ENT-06"]},
    ),
    "cibles": Tried(
        "va",
        [({}, "Quelles situations initiales et cibles"), ({"serie": "ENT-01-A1"}, "")],
        desk={"demo": ["?serie=PRO-11-A5&champ=MT"]},
        phone={"demo": ["?serie=PRO-11-A5&champ=MT"]},
        dark={"demo": ["?serie=PRO-11-A5&champ=MT"]},
    ),
    "personnes": Tried(
        "a", [({}, "Qui peut faire quoi ?")], desk={"demo": [PERSON]}, phone={"demo": [PERSON]}, dark={"demo": [PERSON]}
    ),
    "catalogue": Tried(
        "a",
        [({}, "Que mesure-t-on, et comment ?"), ({"indicateur": "ENT-01"}, "")],
        desk={"demo": ["?indicateur=ENT-01", "?regle=nouvelle"]},
        phone={"demo": ["?indicateur=ENT-01", "?regle=nouvelle"]},
        dark={"demo": ["?indicateur=ENT-01", "?regle=nouvelle"]},
    ),
    "parametres": Tried(
        "a",
        [({}, "Selon quels seuils et quelles échéances juge-t-on ?")],
        desk={"demo": [""]},
        phone={"demo": [""]},
        dark={"demo": [""]},
    ),
    "methode": Tried(
        EVERYBODY, [({}, "Comment les progrès sont-ils jugés ?")], desk={"demo": [""]}, phone={"demo": [""]}
    ),
    "guide": Tried(EVERYBODY, [({}, "Guide")], desk={"published": [""]}, phone={"published": [""]}),
}


def _everywhere(queries: Mapping[str, By]) -> dict[str, list[str]]:
    """Whole addresses by store."""
    found: dict[str, list[str]] = {}
    for address, by in queries.items():
        for store, those in by.items():
            found.setdefault(store, []).extend(address + query for query in those)
    return found


ON_DESK = _everywhere({address: tried.desk for address, tried in TRIED.items()})
ON_PHONE = _everywhere({address: tried.phone for address, tried in TRIED.items()})
# On a screen of its own the meeting is larger than on a desk.
ON_PROJECTOR = _everywhere({address: tried.projector for address, tried in TRIED.items()})
IN_THE_DARK = _everywhere({address: tried.dark for address, tried in TRIED.items()})
