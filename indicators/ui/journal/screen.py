"""« Journal » screen: who changed what, when, how and why, newest first, grouped by day."""

from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Person
from indicators.exchange import writers
from indicators.reading.people.journal import Event, Filters, Page, read_choices, read_page
from indicators.ui import store
from indicators.ui.journal import filters, sentences
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, header, html, join, link, show, warnings
from indicators.ui.kit.pages import Pages, pages
from indicators.ui.who import current_person

SIZE = 50
_DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")


def screen() -> None:
    """Draw the events selected in the address that the person may read."""
    engine, person, today = store.engine(), current_person(), store.today()
    query = filters.query(read_choices(engine, person), today)
    for_reading = filters.for_reading(query)
    page = read_page(engine, person, for_reading, SIZE)
    paging = pages(page.total, SIZE, links.parameter("page"))
    if paging.current > 1:
        page = read_page(engine, person, for_reading, SIZE, paging.part.start)
    show(header("Qui a changé quoi, quand et pourquoi ?", _lead(page.total, paging)))
    if query.unknown:
        show(warnings(query.unknown))
    filters.show_filters(query)
    if not page.events:
        show(_nothing(is_filtered=any(query.values.values())))
        return
    _export(person, for_reading)
    for day, events in groupby(page.events, key=lambda event: sentences.local(event.when).date()):
        show(
            card(
                html('<ul class="plain jr-list">{}</ul>', join(_line(event, page) for event in events)),
                _day(day, today),
            )
        )
    if paging.last > 1:
        show(paging.nav(query.at, "Pages du journal", near=2))


def _lead(total: int, paging: Pages) -> Html:
    events = count_of(total, "fait")
    return esc(f"{events} · page {paging.current} sur {paging.last}" if paging.last > 1 else events)


def _nothing(is_filtered: bool) -> Html:
    if is_filtered:
        everything = link(links.address("journal"), "Voir tout le journal")
        return empty("Aucun fait ne répond à ces filtres", html("<p>{}</p>", everything))
    awaited = html(
        "<p>Chaque saisie, chaque validation et chaque décision s’inscrira ici, avec son auteur et son motif.</p>"
    )
    return empty("Rien ne s’est encore passé", awaited)


def _line(event: Event, page: Page) -> Html:
    sentence = sentences.sentence_of(event, page)
    what = esc(sentence.what)
    if sentence.about:
        what = link(_address(event.subject, sentence.about), what)
    change = html(' : <span class="jr-change">{}</span>', sentence.change) if sentence.change else Html()
    batch = Html()
    if event.batch:
        batch = "import " + link(links.address("journal", **{"import": event.batch}), esc(event.batch))
    under = join(
        filter(None, (esc(f"Motif : {sentence.why}") if sentence.why else Html(), esc(sentence.how), batch)), " · "
    )
    note = html('<br><span class="muted">{}</span>', under) if under else Html()
    return html(
        '<li><span class="jr-time">{}</span><span><b>{}</b> {}{}{}{}{}</span></li>',
        f"{sentences.local(event.when):%H:%M}",
        sentence.who,
        sentence.did,
        sentence.gap,
        what,
        change,
        note,
    )


def _address(subject: str, series: str) -> str:
    """Address of the value that an event is about, with its history; otherwise that of the indicator."""
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


def _export(person: Person, criteria: Filters) -> None:
    engine = store.engine()
    st.download_button(
        "Exporter ce journal (CSV)",
        lambda: writers.to_spreadsheet_csv(list(sentences.rows(read_page(engine, person, criteria)))).encode(),
        file_name="journal.csv",
        mime="text/csv",
        key="journal_export",
        on_click="ignore",
    )


screen()
