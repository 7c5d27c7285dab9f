"""One filtered list: what an address asks of it, what is kept, what its chips say and where they lead."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import pytest

from indicators.ui.kit import links
from indicators.ui.kit.query import Filter, Query
from tests.ui.markup import Node, parse


class Book(NamedTuple):
    """What is listed here."""

    title: str
    author: str
    language: str


BOOKS = (
    Book("Les Misérables", "Hugo", "fr"),
    Book("Notre-Dame de Paris", "Hugo", "fr"),
    Book("Lettres", "Zola", "fr"),
    Book("Emma", "Austen", "en"),
)
LANGUAGES = {"fr": "français", "en": "anglais", "nl": "néerlandais"}
AUTHOR: Filter[Book] = Filter(
    "auteur",
    "Auteur",
    {name: f"{name} & C°" for name in ("Hugo", "Zola", "Austen")},
    lambda book, name: book.author == name,
)
LANGUAGE: Filter[Book] = Filter("langue", "Langue", LANGUAGES, lambda book, code: book.language in code.split(","))
SEARCH: Filter[Book] = Filter("q", "", {}, lambda book, text: text.casefold() in book.title.casefold(), accepts=bool)


def asking(*filters: Filter[Book], size: int = 50, counts_whole: bool = False, **asked: str) -> Query[Book]:
    address = partial(links.bare_address, "livres", rayon="B")
    return Query(BOOKS, filters or (AUTHOR, LANGUAGE, SEARCH), address, size, counts_whole, asked)


def titles(query: Query[Book]) -> list[str]:
    return [book.title for book in query.matching]


def chips(query: Query[Book], name: str) -> dict[str, str]:
    """Text of each chip and where it leads."""
    return {each.text: each.attributes["href"] for each in _links(query.chips(name))}


def current(query: Query[Book], name: str) -> list[str]:
    return [each.text for each in _links(query.chips(name)) if each.attributes.get("aria-current") == "true"]


def _links(html: str) -> list[Node]:
    return parse(html).all("a")


def test_an_address_without_filters_keeps_all_in_their_order() -> None:
    query = asking()
    assert titles(query) == [book.title for book in BOOKS]
    assert not query.unknown


def test_all_filters_must_keep_an_item() -> None:
    assert titles(asking(auteur="Hugo", langue="fr", q="paris")) == ["Notre-Dame de Paris"]
    assert titles(asking(auteur="Hugo", langue="en")) == []


@pytest.mark.parametrize("value", ["hugo", "Hugo,Zola", "Tout", "0", "oui", " "])
def test_a_value_that_is_no_choice_is_named_once_and_ignored(value: str) -> None:
    query = asking(auteur=value, langue="en")
    assert titles(query) == ["Emma"]
    assert query.unknown == [f"Le filtre « auteur = {value} » n’existe pas ; il est ignoré."]
    assert query.values["auteur"] == ""
    assert query.at() == "livres?rayon=B&langue=en"


def test_a_parameter_that_is_no_filter_of_the_list_is_none_of_its_business() -> None:
    assert not asking(couleur="bleu").unknown


def test_a_very_long_value_is_named_by_its_start() -> None:
    (sentence,) = asking(auteur="A" * 100_000).unknown
    assert len(sentence) < 150
    assert "« auteur = AAA" in sentence


def test_a_filter_of_several_values_keeps_any_of_them_and_names_each_unknown_one() -> None:
    several = replace(LANGUAGE, is_multiple=True)
    query = asking(several, langue="fr,xx,en,yy")
    assert len(query.matching) == len(BOOKS)
    assert [sentence.split("»")[0] for sentence in query.unknown] == [
        "Le filtre « langue = xx ",
        "Le filtre « langue = yy ",
    ]
    assert query.at() == "livres?rayon=B&langue=fr%2Cen"
    assert not current(query, "langue")


def test_a_search_takes_any_text() -> None:
    query = asking(q="zzz")
    assert (query.matching, query.unknown) == ([], [])


def test_a_chip_counts_what_it_would_keep_with_the_other_filters() -> None:
    assert list(chips(asking(langue="fr"), "auteur")) == ["Tout (3)", "Hugo & C° (2)", "Zola & C° (1)"]


def test_chips_may_count_in_the_whole_list() -> None:
    query = asking(counts_whole=True, langue="fr")
    assert list(chips(query, "auteur")) == ["Tout (4)", "Hugo & C° (2)", "Zola & C° (1)", "Austen & C° (1)"]


def test_a_chip_changes_its_filter_and_leaves_the_others_and_the_first_page() -> None:
    assert chips(asking(langue="fr", q="l", page="2"), "auteur") == {
        "Tout (2)": "livres?rayon=B&langue=fr&q=l",
        "Hugo & C° (1)": "livres?rayon=B&auteur=Hugo&langue=fr&q=l",
        "Zola & C° (1)": "livres?rayon=B&auteur=Zola&langue=fr&q=l",
    }


def test_the_present_choice_is_marked_and_stays_even_where_it_keeps_nothing() -> None:
    assert current(asking(), "auteur") == ["Tout (4)"]
    assert current(asking(auteur="Austen", langue="fr"), "auteur") == ["Austen & C° (0)"]
    assert current(asking(auteur="Personne"), "auteur") == ["Tout (4)"]


def test_choices_that_keep_nothing_are_hidden_unless_the_filter_shows_them() -> None:
    assert "néerlandais (0)" not in chips(asking(), "langue")
    assert "néerlandais (0)" in chips(asking(replace(LANGUAGE, shows_empty=True)), "langue")


def test_a_default_is_asked_for_by_saying_nothing() -> None:
    spoken = replace(LANGUAGE, default="fr", everything="")
    for asked in ({}, {"langue": "fr"}, {"langue": "xx"}):
        query = asking(spoken, AUTHOR, **asked)
        assert len(query.matching) == 3
        assert current(query, "langue") == ["français (3)"]
        assert query.at(auteur="Hugo") == "livres?rayon=B&auteur=Hugo"
    assert chips(asking(spoken, langue="en"), "langue")["français (3)"] == "livres?rayon=B"


def test_a_filter_may_lift_another() -> None:
    alone = replace(AUTHOR, lifts=("q",))
    query = asking(alone, SEARCH, q="emma")
    assert chips(query, "auteur") == {"Tout (1)": "livres?rayon=B", "Austen & C° (1)": "livres?rayon=B&auteur=Austen"}
    assert current(query, "auteur") == []


def test_a_chip_says_another_figure_or_none() -> None:
    half = replace(LANGUAGE, count=lambda books: f"{len(books) / len(BOOKS):.0%}")
    assert list(chips(asking(half), "langue"))[:3] == ["Tout (100%)", "français (75%)", "anglais (25%)"]
    none = replace(LANGUAGE, count=None, everything="Toutes")
    assert list(chips(asking(none), "langue")) == ["Toutes", "français", "anglais"]


def test_the_panel_has_a_row_for_each_filter_with_choices() -> None:
    rows = parse(asking().panel()).all("div", "chip-row")
    assert [row.attributes["aria-label"] for row in rows] == ["Auteur", "Langue"]
    (row,) = parse(asking().panel("langue")).all("div", "chip-row")
    assert [each.text for each in row.all("a")] == ["Tout (4)", "français (3)", "anglais (1)"]


def test_labels_are_escaped() -> None:
    named = replace(AUTHOR, title="<i>", choices={"Hugo": "<b>&"})
    html = asking(named).panel()
    assert "<i>" not in html and "<b>" not in html
    assert "&lt;b&gt;&amp; (2)" in html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 1), ("2", 2), ("99", 2), ("0", 1), ("-1", 1), ("deux", 1), ("²", 1), ("1e1", 1), ("9" * 5000, 1)],
)
def test_the_page_asked_for_or_the_nearest_that_there_is(asked: str, shown: int) -> None:
    query = asking(size=3, page=asked)
    assert (query.pages.current, query.pages.last) == (shown, 2)
    assert query.matching[query.pages.part] == list(BOOKS[:3] if shown == 1 else BOOKS[3:])


def test_pages_are_links_that_keep_the_filters() -> None:
    query = asking(size=1, langue="fr", page="2")
    nav = parse(query.pages.nav(query.at))
    assert [each.attributes["href"] for each in nav.all("a")] == [
        f"livres?rayon=B&langue=fr&page={number}" for number in (1, 2, 3)
    ]
    assert [each.text for each in nav.all("a") if "aria-current" in each.attributes] == ["2"]
    assert asking(size=4).pages.nav(query.at) == ""


def test_of_many_pages_the_first_the_last_and_the_near_ones() -> None:
    query = replace(asking(size=1, page="50"), items=BOOKS * 25)
    assert [each.text for each in _links(query.pages.nav(query.at, near=2))] == [
        "1",
        "48",
        "49",
        "50",
        "51",
        "52",
        "100",
    ]
