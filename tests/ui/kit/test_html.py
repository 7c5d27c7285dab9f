"""HTML by its type: what is text is escaped once, what is HTML stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.ui.kit.html import Html, esc, html, join, link, table
from tests.ui.markup import parse

HOSTILE = "<script>alert(1)</script>"


def test_parts_are_escaped_in_content_and_in_attributes() -> None:
    assert html('<p title="{}">{}</p>', '"x"', HOSTILE) == (
        '<p title="&quot;x&quot;">&lt;script&gt;alert(1)&lt;/script&gt;</p>'
    )


def test_html_within_html_is_left_as_it_is() -> None:
    assert html("<p>{}</p>", html("<b>{}</b>", "R&D")) == "<p><b>R&amp;D</b></p>"


@pytest.mark.parametrize("text", ["R&D", HOSTILE, "{}", "« oui »"])
def test_escaping_twice_is_escaping_once(text: str) -> None:
    assert esc(esc(text)) == esc(text)


def test_what_is_added_or_joined_to_html_is_escaped() -> None:
    assert html("<br>") + HOSTILE == "<br>&lt;script&gt;alert(1)&lt;/script&gt;"
    assert join(["<i>", html("<b></b>")], html("<br>")) == "&lt;i&gt;<br><b></b>"


def test_spaces_and_apostrophes_are_those_of_french_print() -> None:
    assert esc("l'aire « Petites molécules » : 12 %") == "l’aire «\u00a0Petites molécules\u00a0»\u00a0: 12\u00a0%"


@given(st.text())
def test_no_text_ever_opens_a_tag_or_an_attribute(text: str) -> None:
    seen = parse(link(text, text, label=text) + table(text, [text], [[text]]))
    assert {node.tag for node in seen.walk()} == {
        *("a", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    }
    assert {name for node in seen.walk() for name in node.attributes} <= {
        *("href", "aria-label", "class", "tabindex", "role", "scope"),
    }


def test_nothing_is_empty_html() -> None:
    assert not Html()
