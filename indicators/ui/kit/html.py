"""HTML made safe by its type: escaping turns text into ``Html``, and only ``Html`` is displayed.

``html("<p>{}</p>", text)`` escapes every part that is not already ``Html``; mypy rejects a plain ``str`` where ``Html``
is required, and a test rejects templates that are not literals.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import LiteralString

import streamlit as st
from markupsafe import Markup

# French punctuation stays with its word: a line never starts with « ; » nor ends with « ( ».
_AFTER, _BEFORE = re.compile("« "), re.compile(" (?=[»:;?!%€])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


class Html(Markup):
    """Text that is HTML. Anything added or joined to it is escaped, unless it is ``Html`` too. ``Html()`` is empty."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> "Html":
        """Text escaped as HTML, with French spaces and apostrophes."""
        return esc(s)


def esc(text: object) -> Html:
    """Text escaped for HTML content and quoted attributes, with French spaces and apostrophes."""
    if isinstance(text, Html):
        return text
    spaced = _BEFORE.sub("\u00a0", _AFTER.sub("«\u00a0", str(text)))
    return Html(escape(_APOSTROPHE.sub("’", spaced), quote=True))


NOTHING = Html()


def html(template: LiteralString, *parts: object) -> Html:
    """A template with a ``{}`` for each part; parts that are not ``Html`` are escaped."""
    return Html(str.format(template, *(esc(part) for part in parts)))


def join(parts: Iterable[object], between: str = "") -> Html:
    """Parts concatenated with a separator, each escaped unless it is ``Html``."""
    return Html(str.join(esc(between), (esc(part) for part in parts)))


def show(*pieces: Html) -> None:
    """Put pieces of HTML on the screen as one element."""
    st.html(html('<div class="ds">{}</div>', join(pieces)))


def link(href: str, content: str, css: str = "", label: str = "") -> Html:
    """A link; ``label`` is its accessible name, for content that is not explicit enough."""
    named = html(' aria-label="{}"', label) if label else Html()
    classed = html(' class="{}"', css) if css else Html()
    return html('<a href="{}"{}{}>{}</a>', href, classed, named, content)


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: tuple[int, ...] = ()) -> Html:
    """A data table with its caption; cells are escaped unless they are ``Html``, ``numeric`` columns are right-aligned."""
    head = join(html('<th scope="col"{}>{}</th>', _number(place, numeric), text) for place, text in enumerate(heads))
    body = join(
        html("<tr>")
        + join(html("<td{}>{}</td>", _number(place, numeric), cell) for place, cell in enumerate(row))
        + html("</tr>")
        for row in rows
    )
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="data">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        caption,
        caption,
        head,
        body,
    )


def details(summary: str, content: Html, is_open: bool = False) -> Html:
    """Content that opens on demand."""
    return html("<details{}><summary>{}</summary>{}</details>", " open" if is_open else "", summary, content)


def card(content: Html, title: str = "", css: str = "", note: str = "") -> Html:
    """A panel with an optional title and a note under it."""
    head = html("<h2>{}</h2>", title) if title else Html()
    under = html('<p class="note">{}</p>', note) if note else Html()
    return html('<section class="card {}">{}{}{}</section>', css, head, under, content)


def header(title: str, lead: str = "", crumbs: tuple[tuple[str, str], ...] = (), tools: Html = NOTHING) -> Html:
    """Top of a screen: breadcrumbs, the question it answers, one line of summary, its tools."""
    path = Html()
    if crumbs:
        steps = join((link(href, esc(text)) for text, href in crumbs), html(" <span aria-hidden='true'>›</span> "))
        path = html('<nav class="crumbs" aria-label="Fil d’Ariane">{}</nav>', steps)
    under = html('<p class="lead">{}</p>', lead) if lead else Html()
    aside = html('<div class="tools">{}</div>', tools) if tools else Html()
    return html('{}<header class="head"><div><h1>{}</h1>{}</div>{}</header>', path, title, under, aside)


def chip(text: str, href: str, is_on: bool = False) -> Html:
    """A filter as a link, marked when active."""
    current = html(' aria-current="true"') if is_on else Html()
    return html('<a class="chip{}" href="{}"{}>{}</a>', " on" if is_on else "", href, current, text)


def chip_row(title: str, chips: Html, note: str = "") -> Html:
    """One row of chips with its title, and a muted note after them."""
    after = html('<span class="note">{}</span>', note) if note else Html()
    return html(
        '<div class="chip-row" role="group" aria-label="{}"><span class="name">{}</span>'
        '<span class="chips">{}{}</span></div>',
        title,
        title,
        chips,
        after,
    )


def warnings(sentences: Iterable[str]) -> Html:
    """Warnings at the top of a screen, one per line, e.g. the invalid parameters of the address."""
    return join(html('<p class="warn">{}</p>', text) for text in sentences)


def empty(title: str, content: Html = NOTHING) -> Html:
    """Placeholder for an empty list: a title and what would fill it."""
    return html('<div class="empty"><p class="empty-title">{}</p>{}</div>', title, content)


def _number(place: int, numeric: tuple[int, ...]) -> Html:
    return html(' class="num"') if place in numeric else Html()
