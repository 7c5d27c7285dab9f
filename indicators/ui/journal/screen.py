"""Journal: who changed what, when, how and why, as sentences, newest first, day by day."""

import re
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.people.journal import Event, Filters, Page, read_choices, read_page
from indicators.ui import store
from indicators.ui.journal import filters, sentences
from indicators.ui.kit import links
from indicators.ui.kit.html import card, chip, empty, esc, header, link, show
from indicators.ui.who import current_person

PAGE = 50
_DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")


def screen() -> None:
    """Draw the facts that the address asks for, as far as the person may read them."""
    engine, person, today = store.engine(), current_person(), store.today()
    asked = filters.from_address()
    number_of_page = _asked_page()
    page = read_page(engine, person, asked.filters, PAGE, (number_of_page - 1) * PAGE)
    last = max(1, -(-page.total // PAGE))
    if number_of_page > last:
        number_of_page = last
        page = read_page(engine, person, asked.filters, PAGE, (last - 1) * PAGE)
    show(header("Qui a changé quoi, quand et pourquoi ?", _lead(page, number_of_page, last)))
    if asked.unknown:
        show("".join(f'<p class="warn">{esc(text)} Ce filtre est ignoré.</p>' for text in asked.unknown))
    filters.show_filters(asked, read_choices(engine, person), today)
    if not page.events:
        show(_nothing(asked))
        return
    _export(person, asked.filters)
    for day, events in groupby(page.events, key=lambda one: sentences.local(one.when).date()):
        show(card(f'<ul class="plain jr-list">{"".join(_line(one, page) for one in events)}</ul>', _day(day, today)))
    if last > 1:
        show(_pages(asked, number_of_page, last))


def _lead(page: Page, number_of_page: int, last: int) -> str:
    said = count_of(page.total, "fait")
    return esc(f"{said} · page {number_of_page} sur {last}" if last > 1 else said)


def _nothing(asked: filters.Asked) -> str:
    if asked.is_all:
        said = (
            "<p>Chaque saisie, chaque validation et chaque décision s’inscrira ici, avec son auteur et son motif.</p>"
        )
        return empty("Rien ne s’est encore passé", said)
    return empty(
        "Aucun fait ne répond à ces filtres", f"<p>{link(links.address('journal'), 'Voir tout le journal')}</p>"
    )


def _line(event: Event, page: Page) -> str:
    said = sentences.said(event, page)
    what = esc(said.what)
    if said.about:
        what = link(_address(event.subject, said.about), what)
    change = f' : <span class="jr-change">{esc(said.change)}</span>' if said.change else ""
    batch = ""
    if event.batch:
        batch = "import " + link(links.address("journal", **{"import": event.batch}), esc(event.batch))
    under = " · ".join(filter(None, (esc(f"Motif : {said.why}") if said.why else "", esc(said.how), batch)))
    note = f'<br><span class="muted">{under}</span>' if under else ""
    return (
        f'<li><span class="jr-time">{sentences.local(event.when):%H:%M}</span>'
        f"<span><b>{esc(said.who)}</b> {esc(said.did)} {what}{change}{note}</span></li>"
    )


def _address(subject: str, series: str) -> str:
    """The value that a fact is about, with its history; else the indicator."""
    code, _, place = subject.partition("/")
    period, _, part = place.partition("/")
    if code != series or not period[:1].isdigit():
        return links.address("indicateur", serie=series)
    code_list, _, item = part.partition(":")
    return links.address("valeur", serie=code, periode=period, ventilation=code_list, modalite=item)


def _day(day: date, today: date) -> str:
    if day == today:
        return f"Aujourd’hui, {date_fr(day)}"
    if day == today - timedelta(days=1):
        return f"Hier, {date_fr(day)}"
    return f"{_DAYS[day.weekday()]} {date_fr(day)}"


def _asked_page() -> int:
    asked = links.parameter("page")
    return max(1, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else 1


def _pages(asked: filters.Asked, page: int, last: int) -> str:
    """First, last and the neighbours of the present page: a journal may have thousands."""
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    chips = "".join(chip(number(one), filters.address(asked, page=one), one == page) for one in near)
    return (
        '<nav class="chip-row" aria-label="Pages du journal"><span class="name">Page</span>'
        f'<span class="chips">{chips}</span></nav>'
    )


def _export(person: Person, wanted: Filters) -> None:
    engine = store.engine()
    st.download_button(
        "Exporter ce journal (CSV)",
        lambda: writers.to_spreadsheet_csv(list(sentences.rows(read_page(engine, person, wanted)))).encode(),
        file_name="journal.csv",
        mime="text/csv",
        key="journal_export",
        on_click="ignore",
    )


screen()
