"""Safe HTML: every text that comes from data goes through ``esc``."""

import re
from collections.abc import Iterable
from html import escape

import streamlit as st

# French punctuation stays with its word: a line never starts with « ; » nor ends with « ( ».
_AFTER, _BEFORE = re.compile("« "), re.compile(" (?=[»:;?!%€])")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def esc(text: object) -> str:
    """Text made harmless for HTML content and quoted attributes, with the spaces and apostrophes of French print."""
    spaced = _BEFORE.sub("\u00a0", _AFTER.sub("«\u00a0", str(text)))
    return escape(_APOSTROPHE.sub("’", spaced), quote=True)


def show(*pieces: str) -> None:
    """Put pieces of HTML on the screen as one element."""
    st.html(f'<div class="ds">{"".join(pieces)}</div>')


def link(href: str, content: str, css: str = "", label: str = "") -> str:
    """A link around safe content; ``label`` is its accessible name where the content does not say it."""
    named = f' aria-label="{esc(label)}"' if label else ""
    classed = f' class="{css}"' if css else ""
    return f'<a href="{esc(href)}"{classed}{named}>{content}</a>'


def table(caption: str, heads: list[str], rows: list[list[str]], numeric: tuple[int, ...] = ()) -> str:
    """A data table with its caption; cells are safe HTML, ``numeric`` columns are right-aligned."""
    head = "".join(f'<th scope="col"{_number(place, numeric)}>{esc(text)}</th>' for place, text in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_number(place, numeric)}>{cell}</td>" for place, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{esc(caption)}"><table class="data">'
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def details(summary: str, content: str, is_open: bool = False) -> str:
    """Content that opens on demand."""
    return f"<details{' open' if is_open else ''}><summary>{esc(summary)}</summary>{content}</details>"


def card(content: str, title: str = "", css: str = "", note: str = "") -> str:
    """A quiet surface with an optional title and a line under it."""
    head = f"<h2>{esc(title)}</h2>" if title else ""
    under = f'<p class="note">{esc(note)}</p>' if note else ""
    return f'<section class="card {css}">{head}{under}{content}</section>'


def header(title: str, lead: str = "", crumbs: tuple[tuple[str, str], ...] = (), tools: str = "") -> str:
    """The head of a screen: where one is, its question, one line, its filters. ``lead`` and ``tools`` are safe HTML."""
    path = ""
    if crumbs:
        steps = " <span aria-hidden='true'>›</span> ".join(link(href, esc(text)) for text, href in crumbs)
        path = f'<nav class="crumbs" aria-label="Fil d’Ariane">{steps}</nav>'
    under = f'<p class="lead">{lead}</p>' if lead else ""
    aside = f'<div class="tools">{tools}</div>' if tools else ""
    return f'{path}<header class="head"><div><h1>{esc(title)}</h1>{under}</div>{aside}</header>'


def chip(text: str, href: str, is_on: bool = False) -> str:
    """A filter: a link that says whether it is on."""
    current = ' aria-current="true"' if is_on else ""
    return f'<a class="chip{" on" if is_on else ""}" href="{esc(href)}"{current}>{esc(text)}</a>'


def chip_row(title: str, chips: str, note: str = "") -> str:
    """One row of chips with its title, and a quiet word after them."""
    after = f'<span class="note">{esc(note)}</span>' if note else ""
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(title)}"><span class="name">{esc(title)}</span>'
        f'<span class="chips">{chips}{after}</span></div>'
    )


def warnings(sentences: Iterable[str]) -> str:
    """What must be said before all else, a line each: what of the address means nothing, for instance."""
    return "".join(f'<p class="warn">{esc(text)}</p>' for text in sentences)


def empty(title: str, content: str) -> str:
    """A designed empty state: what is awaited, in calm words."""
    return f'<div class="empty"><p class="empty-title">{esc(title)}</p>{content}</div>'


def _number(place: int, numeric: tuple[int, ...]) -> str:
    return ' class="num"' if place in numeric else ""
