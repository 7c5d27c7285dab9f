"""Addresses that mean nothing: told in French, made harmless, never a failure."""

from collections.abc import Callable

import pytest

from indicators.ui.registry import SCREENS
from tests.ui.viewer import PARAMETERS, Prepared, Seen, target

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
FAILED = "Cette page n’a pas pu s’afficher"


def test_an_unknown_series_is_named_and_the_list_offered(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published, "indicateur", serie="ENT-99-A1")
    assert seen.h1 == "Cet indicateur n’existe pas"
    assert "« ENT-99-A1 »" in seen.text
    assert any(link.attributes["href"] == "indicateurs" for link in seen.links)


def test_no_series_at_all_asks_which_one(view: Callable[..., Seen], prepared: Prepared) -> None:
    assert view(prepared.published, "indicateur").h1 == "Quel indicateur voulez-vous voir ?"


@pytest.mark.parametrize("area", ["7", "0", "-1", "un", "1.0", "１"])
def test_an_unknown_area_is_named_and_the_six_are_shown(
    area: str, view: Callable[..., Seen], prepared: Prepared
) -> None:
    seen = view(prepared.published, "aire", aire=area)
    assert f"L’aire « {area} » n’existe pas" in seen.text
    assert len(seen.tree.all("h2")) == 6


@pytest.mark.parametrize("screen", ["", "indicateurs", "comparer"])
@pytest.mark.parametrize("name", ["aire", "famille", "ambition", "type", "statut", "a_voir"])
def test_an_unknown_filter_word_is_named_and_ignored(
    screen: str, name: str, view: Callable[..., Seen], prepared: Prepared
) -> None:
    seen = view(prepared.published, screen, **{name: "inconnu"})
    assert f"Le filtre « {name} = inconnu » n’existe pas ; il est ignoré." in seen.text
    assert seen.lead == view(prepared.published, screen).lead


# The filters of every screen, with what must be in the address for them to be there.
FILTERS: list[tuple[str, dict[str, str], str]] = [
    ("", {}, "noyau ambition"),
    ("indicateurs", {}, "aire famille ambition type noyau feuille_de_route statut a_voir"),
    ("comparer", {}, "aire famille ambition type noyau feuille_de_route statut a_voir"),
    ("depuis", {}, "aire famille voir"),
    ("decisions", {}, "etat aire responsable"),
    ("reunion", {}, "portee aire"),
    ("apprendre", {}, "voir"),
    ("exporter", {}, "aire forme fiches"),
    ("saisie", {}, "famille aire"),
    ("importer", {}, "ventilations"),
    ("importer", {"facon": "fichier"}, "ventilations"),
    ("valider", {}, "etape par groupe"),
    ("campagnes", {}, "vue"),
    ("campagnes", {"campagne": "COL-2025"}, "vue"),
    ("campagnes", {"campagne": "COL-2025", "vue": "series"}, "etat responsable aire retard"),
    ("campagnes", {"campagne": "COL-2025", "vue": "composer"}, "famille aire frequence"),
    ("journal", {}, "personne action depuis jusque"),
    ("cibles", {}, "manque aire famille"),
    ("cibles", {"serie": "ENT-01-A1"}, "champ"),
    ("personnes", {}, "role etat"),
    ("personnes", {"personne": "amelie.exemple@demonstration.example"}, "aire famille"),
    ("catalogue", {}, "famille etat vue"),
    ("catalogue", {"indicateur": "ENT-01"}, "vue"),
    ("parametres", {}, "echeance"),
]
# What chips set that is no filter: a thing that is opened, an end of a comparison, what the whole page shows.
NOT_FILTERS = {"de", "a", "au", "edition", "valeurs", "campagne", "annee", "periodes", "facon", "acte", "page"}


@pytest.mark.parametrize(("screen", "opening", "names"), FILTERS)
def test_each_unknown_filter_is_named_once_and_ignored(
    screen: str, opening: dict[str, str], names: str, view: Callable[..., Seen], prepared: Prepared
) -> None:
    plain = view(prepared.demo, screen, **opening).text
    text = view(prepared.demo, screen, **opening, **dict.fromkeys(names.split(), "inconnu")).text
    for name in names.split():
        sentence = f"Le filtre « {name} = inconnu » n’existe pas ; il est ignoré."
        assert text.count(sentence) == 1, name
        text = text.replace(sentence, "")
    assert "".join(text.split()) == "".join(plain.split())


@pytest.mark.parametrize("screen", [screen.address for screen in SCREENS])
def test_no_chip_sets_a_filter_that_is_not_tried_here(
    screen: str, view: Callable[..., Seen], prepared: Prepared
) -> None:
    for opening in [{}, *(opening for address, opening, _ in FILTERS if address == screen and opening)]:
        tried = {name for address, _, names in FILTERS if address == screen for name in names.split()}
        chips = [target(link) for link in view(prepared.demo, screen, **opening).links if "chip" in link.classes]
        names = {name for address, parameters in chips if address == screen for name in parameters}
        assert names <= tried | NOT_FILTERS | opening.keys()


@pytest.mark.parametrize("asked", ["999", "0", "-3", "deux", "²", "1e3", "1,5", " 2 ", "9" * 5000])
def test_a_page_out_of_range_shows_one_that_exists(asked: str, view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published, "indicateurs", page=asked)
    assert seen.h1 == "Indicateurs"
    assert seen.tree.one("table", "list").all("tr")[1:]


# Those that stop a screen early are tried alone; the others, all at once.
ALONE = [("serie",), ("page",), ("indicateur", "campagne", "personne", "periode")]


@pytest.mark.parametrize("names", [*ALONE, tuple(sorted(PARAMETERS - {"serie", "page"}))], ids=len)
@pytest.mark.parametrize("screen", [screen.address for screen in SCREENS])
def test_a_script_in_a_parameter_is_text(
    screen: str, names: tuple[str, ...], view: Callable[..., Seen], prepared: Prepared
) -> None:
    seen = view(prepared.published, screen, **dict.fromkeys(names, SCRIPT))
    assert seen.h1 != FAILED
    assert not seen.tree.all("script")
    assert not any("onerror" in one.attributes or one.attributes.get("src") == "x" for one in seen.tree.walk())


def test_a_very_long_parameter_is_refused_like_any_other(view: Callable[..., Seen], prepared: Prepared) -> None:
    assert view(prepared.published, "indicateur", serie="A" * 100_000).h1 == "Cet indicateur n’existe pas"


def test_filters_that_keep_nothing_say_so_and_can_be_lifted(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published, "indicateurs", aire="1", famille="HOP")
    assert "Aucune série ne répond à ces filtres" in seen.text
    assert "Lever les filtres" in [link.text for link in seen.links]


def test_nothing_to_compare_says_so(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published, "comparer", statut="recul")
    assert seen.lead.startswith("0")
    assert "Rien à comparer pour l’instant" in seen.text


def test_a_parameter_of_another_screen_changes_nothing(view: Callable[..., Seen], prepared: Prepared) -> None:
    plain, other = view(prepared.demo, "methode"), view(prepared.demo, "methode", aire="3", couleur="bleu")
    assert plain.html == other.html
