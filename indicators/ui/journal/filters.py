"""Filters of the journal, stored in the address: people and actions as links, dates and codes as text fields."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

import streamlit as st

from indicators.domain.events import words_of
from indicators.domain.formatting import date_fr
from indicators.domain.values.typed_dates import read_date
from indicators.reading.people.journal import Choices, Event, Filters
from indicators.ui.journal.sentences import author
from indicators.ui.kit import links
from indicators.ui.kit.html import card, details, show
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.kit.query import Filter, Query
from indicators.ui.store import LOCAL


def query(choices: Choices, today: date) -> Query[Event]:
    """Filters of the address. They are applied by the database: the journal is too long to load."""
    people = {email: (author(email, choices.names), many) for email, many in choices.people.items()}
    actions = {action: (words_of(action).label, many) for action, many in choices.actions.items()}
    spans = ((0, "Aujourd’hui"), (6, "7 derniers jours"), (29, "30 derniers jours"))
    days = {(today - timedelta(days=many)).isoformat(): name for many, name in spans}
    return Query(
        (),
        (
            _filter("personne", "Personne", _counted(people)),
            _filter("action", "Action", _counted(actions)),
            _filter("serie", accepts=bool),
            _filter("import", accepts=bool),
            _filter("depuis", "Période", days, accepts=_is_day, lifts=("jusque",)),
            _filter("jusque", accepts=_is_day),
        ),
        partial(links.address, "journal"),
    )


def for_reading(query: Query[Event]) -> Filters:
    """The same filters as arguments of the database query; the last day is included."""
    values = query.values
    until = read_date(values["jusque"])
    return Filters(
        actor=values["personne"],
        action=values["action"],
        about=values["serie"].upper(),
        batch=values["import"],
        since=_midnight(read_date(values["depuis"])),
        until=_midnight(until and until + timedelta(days=1)),
    )


def show_filters(query: Query[Event]) -> None:
    """Draw the filters: chips, then text fields."""
    is_open = any(query.values[name] for name in ("personne", "action", "depuis", "jusque"))
    chips = query.panel("depuis", "personne", "action")
    show(card(details("Filtrer par période, personne ou action", chips, is_open=is_open)))
    with st.container(border=True, key="card_journal_typed", horizontal=True):
        _typed("Série ou indicateur", "serie", "ENT-01 ou ENT-01-A1", query.values)
        _typed("Import", "import", "Numéro de l’import", query.values)
        _typed("Depuis le", "depuis", "JJ/MM/AAAA", query.values)
        _typed("Jusqu’au", "jusque", "JJ/MM/AAAA", query.values)


def _filter(
    name: str,
    title: str = "",
    choices: Mapping[str, str] | None = None,
    accepts: Callable[[str], bool] = lambda value: False,
    lifts: tuple[str, ...] = (),
) -> Filter[Event]:
    return Filter(
        name,
        title,
        choices or {},
        lambda *_: True,
        everything="Tout",
        count=None,
        shows_empty=True,
        accepts=accepts,
        lifts=lifts,
    )


def _counted(choices: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    by_name = sorted(choices.items(), key=lambda choice: choice[1][0].casefold())
    return {value: f"{name} ({many})" for value, (name, many) in by_name}


def _is_day(text: str) -> bool:
    try:
        return read_date(text) is not None
    except ValueError:
        return False


def _typed(label: str, field: str, placeholder: str, values: Mapping[str, str]) -> None:
    """Draw a text field that updates the address; its key changes with the address, so that it shows the new value."""
    text = values[field]
    if field in ("depuis", "jusque"):
        day = read_date(text)
        text = "" if day is None else date_fr(day)
    key = f"journal_{field}_{values[field]}"
    st.text_input(label, text, key=key, placeholder=placeholder, on_change=_to_address(field, key), width=220)


def _to_address(field: str, key: str) -> Callable[[], None]:
    def keep() -> None:
        text = str(st.session_state.get(key, "")).strip()
        if field in ("depuis", "jusque"):
            try:
                day = read_date(text)
            except ValueError as error:
                tell(Tone.REFUSED, str(error))
                return
            text = "" if day is None else day.isoformat()
        for name in (field, "page"):
            if name in st.query_params:
                del st.query_params[name]
        if text:
            st.query_params[field] = text

    return keep


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, LOCAL)
