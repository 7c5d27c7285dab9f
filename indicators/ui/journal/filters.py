"""What to keep of the journal: people and actions as links, days and codes as typed; the address holds them all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.domain.values.typed_dates import read_date
from indicators.reading.people.journal import Choices, Filters, action_label
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links
from indicators.ui.kit.html import card, chip, details, esc, show
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.store import LOCAL

NAMES = ("personne", "action", "serie", "import", "depuis", "jusque")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, as typed there, and a sentence for each that means nothing."""

    words: dict[str, str]
    since: date | None
    until: date | None
    unknown: tuple[str, ...]

    @property
    def filters(self) -> Filters:
        """The same for the reading; the last day counts whole."""
        after = None if self.until is None else self.until + timedelta(days=1)
        return Filters(
            actor=self.words["personne"],
            action=self.words["action"],
            about=self.words["serie"].upper(),
            batch=self.words["import"],
            since=_midnight(self.since),
            until=_midnight(after),
        )

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not any(self.words.values())


def from_address() -> Asked:
    """Read the address. A day that is none is told, and leaves the journal whole."""
    words = {name: links.parameter(name) for name in NAMES}
    unknown = []
    days: dict[str, date | None] = {}
    for name in ("depuis", "jusque"):
        try:
            days[name] = read_date(words[name])
        except ValueError as error:
            unknown.append(str(error))
            days[name], words[name] = None, ""
    return Asked(words, days["depuis"], days["jusque"], tuple(unknown))


def show_filters(asked: Asked, choices: Choices, today: date) -> None:
    """The filters: chips, then what is typed."""
    people = sorted(((email, name_of(email, choices.names), many) for email, many in choices.people.items()), key=_name)
    actions = sorted(((action, action_label(action), many) for action, many in choices.actions.items()), key=_name)
    chips = (
        _row("Période", asked, "depuis", [(day, name, None) for day, name in _days(today)], alone=("jusque",))
        + _row("Personne", asked, "personne", people)
        + _row("Action", asked, "action", actions)
    )
    is_open = any(asked.words[name] for name in ("personne", "action", "depuis", "jusque"))
    show(card(details("Filtrer par période, personne ou action", chips, is_open=is_open)))
    with st.container(border=True, key="card_journal_typed", horizontal=True):
        _typed("Série ou indicateur", "serie", "ENT-01 ou ENT-01-A1", asked)
        _typed("Import", "import", "Numéro de l’import", asked)
        _typed("Depuis le", "depuis", "JJ/MM/AAAA", asked)
        _typed("Jusqu’au", "jusque", "JJ/MM/AAAA", asked)


def address(asked: Asked, **change: object) -> str:
    """The journal with these filters, some of them changed."""
    return links.address("journal", **{**asked.words, **change})


def _name(choice: tuple[str, str, int]) -> str:
    return choice[1].casefold()


def _days(today: date) -> list[tuple[str, str]]:
    spans = ((0, "Aujourd’hui"), (6, "7 derniers jours"), (29, "30 derniers jours"))
    return [((today - timedelta(days=days)).isoformat(), name) for days, name in spans]


def _row(
    name: str,
    asked: Asked,
    field: str,
    choices: list[tuple[str, str, int]] | list[tuple[str, str, None]],
    alone: tuple[str, ...] = (),
) -> str:
    wanted, emptied = asked.words[field], dict.fromkeys(alone, "")
    chips = [chip("Tout", address(asked, **{field: ""}, **emptied), not wanted)]
    for value, text, many in choices:
        shown = text if many is None else f"{text} ({many})"
        chips.append(chip(shown, address(asked, **{field: value}, **emptied), value == wanted))
    return (
        f'<div class="chip-row" role="group" aria-label="{esc(name)}"><span class="name">{esc(name)}</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


def _typed(label: str, field: str, placeholder: str, asked: Asked) -> None:
    """A field whose content goes to the address; a link that changes the address makes another field of it."""
    kept = asked.words[field]
    shown = kept
    if field in ("depuis", "jusque"):
        day = asked.since if field == "depuis" else asked.until
        shown = "" if day is None else date_fr(day)
    key = f"journal_{field}_{kept}"
    st.text_input(label, shown, key=key, placeholder=placeholder, on_change=_to_address(field, key), width=220)


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
