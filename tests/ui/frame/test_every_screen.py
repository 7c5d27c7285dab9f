"""Every screen, on every store, at the addresses that people use: it opens, says its title, speaks French."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.reading.progress.review import Judged, Review
from indicators.ui.registry import SCREENS, Screen
from tests.ui.french import english
from tests.ui.viewer import PARAMETERS, Prepared, Seen, target

BANNER = "Données fictives : base de démonstration, aucun chiffre n’est réel."

OVERVIEW, COMPARE = "Où en est la feuille de route ?", "Comment les indicateurs se comparent-ils ?"
VIEWS: list[tuple[str, dict[str, str], str]] = [
    ("", {}, OVERVIEW),
    ("", {"noyau": "oui"}, OVERVIEW),
    ("", {"ambition": "A2"}, OVERVIEW),
    ("", {"noyau": "oui", "ambition": "A3"}, OVERVIEW),
    ("aire", {}, "Que poursuit chaque aire stratégique ?"),
    *(("aire", {"aire": str(number)}, f"{number}. ") for number in range(1, 7)),
    ("indicateurs", {}, "Indicateurs"),
    ("indicateurs", {"page": "2"}, "Indicateurs"),
    ("indicateurs", {"aire": "DIS"}, "Indicateurs"),
    ("indicateurs", {"aire": "groupe"}, "Indicateurs"),
    ("indicateurs", {"famille": "SNU", "aire": "6"}, "Indicateurs"),
    ("indicateurs", {"type": "contexte"}, "Indicateurs"),
    ("indicateurs", {"statut": "non_evaluable", "noyau": "oui"}, "Indicateurs"),
    ("indicateurs", {"a_voir": "recul"}, "Recul"),
    ("indicateurs", {"a_voir": "retard"}, "En retard"),
    ("indicateurs", {"a_voir": "manquee"}, "Cible non atteinte"),
    ("indicateurs", {"a_voir": "echeance"}, "Échéance dans 12 mois"),
    ("indicateurs", {"a_voir": "attendue"}, "Donnée attendue"),
    ("comparer", {}, COMPARE),
    ("comparer", {"famille": "ENT", "ambition": "A1"}, COMPARE),
    ("comparer", {"statut": "recul"}, COMPARE),
    ("saisie", {}, "Que reste-t-il à saisir ?"),
    ("valeur", {"serie": "ENT-01-A1", "periode": "2025"}, "Entreprises actives de l’aire"),
    ("importer", {}, "Quelles valeurs apportez-vous ?"),
    ("importer", {"facon": "fichier"}, "Quelles valeurs apportez-vous ?"),
    ("importer", {"facon": "historique"}, "Quelles valeurs apportez-vous ?"),
    ("valider", {}, "Quelles valeurs attendent votre validation ?"),
    ("campagnes", {}, "Où en sont les campagnes de saisie ?"),
    ("journal", {}, "Qui a changé quoi, quand et pourquoi ?"),
    ("cibles", {}, "Quelles situations initiales et cibles"),
    ("cibles", {"serie": "ENT-01-A1"}, ""),
    ("personnes", {}, "Qui peut faire quoi ?"),
    ("catalogue", {}, "Que mesure-t-on, et comment ?"),
    ("catalogue", {"indicateur": "ENT-01"}, ""),
    ("parametres", {}, "Selon quels seuils et quelles échéances juge-t-on ?"),
    ("decisions", {}, "Qu’a décidé le comité"),
    ("decisions", {"etat": "closes", "aire": "1"}, "Qu’a décidé le comité"),
    ("decisions", {"acte": "consigner"}, "Qu’a décidé le comité"),
    ("apprendre", {}, "Qu’apprend le comité"),
    ("apprendre", {"voir": "dessous"}, "Qu’apprend le comité"),
    ("depuis", {}, "Qu’est-ce qui a changé depuis la dernière réunion ?"),
    ("editions", {}, "Qu’a vu le comité à chaque réunion ?"),
    ("exporter", {}, "Quel document voulez-vous emporter ?"),
    ("methode", {}, "Comment les progrès sont-ils jugés ?"),
    ("guide", {}, "Guide"),
]
NAMES = [f"{address or 'accueil'}-{'-'.join(parameters.values())}".rstrip("-") for address, parameters, _ in VIEWS]


def check(seen: Seen, root: Path, is_demo: bool) -> None:
    """What holds on any screen."""
    assert not english(seen.text), english(seen.text)
    assert seen.text.count(BANNER) == is_demo
    for link in seen.links:
        if link.attributes["href"].startswith("http"):
            assert link.attributes["rel"] == "noopener noreferrer"  # the page of a source
            continue
        screen, parameters = target(link)
        assert screen in {one.address for one in SCREENS}, link.attributes["href"]
        assert set(parameters) <= PARAMETERS
        assert (link.text or link.attributes.get("aria-label")) and all(parameters.values())
    for image in seen.tree.all("img"):
        source = image.attributes["src"]
        assert "alt" in image.attributes
        assert source.startswith("data:image/svg+xml") or (root / source.removeprefix("app/")).is_file(), source


@pytest.mark.parametrize(("address", "parameters", "title"), VIEWS, ids=NAMES)
@pytest.mark.parametrize("kind", ["published", "demo"])
def test_screen_opens(
    kind: str,
    address: str,
    parameters: dict[str, str],
    title: str,
    view: Callable[..., Seen],
    prepared: Prepared,
    root: Path,
) -> None:
    seen = view(getattr(prepared, kind), address, **parameters)
    assert seen.h1.startswith(title)
    check(seen, root, is_demo=kind == "demo")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.folder)
def test_an_empty_store_says_so_on_every_screen(
    screen: Screen, view: Callable[..., Seen], prepared: Prepared, root: Path
) -> None:
    seen = view(prepared.empty, screen.address, serie="ENT-01-A1", aire="1")
    assert seen.h1 == "Le catalogue n’est pas encore chargé"
    assert "python -m indicators init" in seen.text
    check(seen, root, is_demo=False)


def every_kind(review: Review) -> list[Judged]:
    """One series for each combination that a sheet tells differently."""
    kinds: dict[object, Judged] = {}
    for one in review.judged.values():
        key = (one.status, one.assessment.reason, one.facts.frequency, one.perimeter.kind, one.latest is None)
        kinds.setdefault(key, one)
    return list(kinds.values())


@pytest.mark.parametrize("kind", ["published", "demo"])
def test_a_sheet_opens_for_every_kind_of_series(
    kind: str, view: Callable[..., Seen], prepared: Prepared, reviews: Callable[[str], Review], root: Path
) -> None:
    url = getattr(prepared, kind)
    found = every_kind(reviews(url))
    assert len(found) >= 5
    for one in found:
        seen = view(url, "indicateur", serie=one.code)
        assert seen.h1 == one.definition.label
        assert one.code in seen.lead and one.perimeter.label in seen.lead
        check(seen, root, is_demo=kind == "demo")


def test_the_code_of_an_indicator_opens_its_first_series(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "indicateur", serie="ENT-01")
    assert seen.lead.startswith("ENT-01-A1 ")


def test_the_frame_names_the_roadmap(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published)
    assert "Innovations pour une santé renforcée" in seen.brand
