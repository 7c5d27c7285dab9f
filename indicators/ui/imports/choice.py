"""Which series and periods an import is about: links, so that the address holds the choice."""

from dataclasses import dataclass

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import count_of
from indicators.domain.periods import Period
from indicators.domain.rights import Person
from indicators.domain.values.due_periods import years_before
from indicators.reading.campaigns.calls import Call, default_call, is_open, read_calls
from indicators.services.files import imports
from indicators.services.files.imports import Frame
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.imports import words
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, chip, chip_row, details, esc, html, join, table

NO_CAMPAIGN = "aucune"
_YEARS = 5
_MOST = 12
_KEY = "import_frame"


@dataclass(frozen=True)
class Choice:
    """What the address asks for. ``strange`` says in French what of it means nothing."""

    calls: tuple[Call, ...]
    call: Call | None
    periods: tuple[str, ...]
    offered: tuple[str, ...]
    breakdowns: bool = False
    strange: tuple[str, ...] = ()

    @property
    def campaign(self) -> str | None:
        """Code of the campaign whose series are the rows; None for all of the person's."""
        return self.call.campaign.code if self.call else None


def of_address(person: Person) -> Choice:
    """The campaign and periods of the address; by default those of the campaign that is due first."""
    calls = tuple(one for one in read_calls(store.engine(), person) if is_open(one))
    asked, strange = links.parameter("campagne"), []
    call = next((one for one in calls if one.campaign.code == asked), None)
    if call is None and asked not in ("", NO_CAMPAIGN):
        strange.append(f"Aucune campagne ouverte ne porte le code « {asked} ».")
    if call is None and asked != NO_CAMPAIGN:
        call = default_call(calls)
    last = call.campaign.period if call else str(store.today().year - 1)
    usual = [years_before(Period.parse(last), years).code for years in range(_YEARS - 1, -1, -1)]
    usual += [] if call else [str(store.today().year)]
    chosen, refused = _periods(links.parameter("periodes"))
    periods = tuple(chosen) or (last,)
    offered = tuple(one.code for one in sorted({Period.parse(code) for code in (*usual, *periods)}))
    breakdowns, unknown = links.chosen("ventilations", ("oui",))
    return Choice(calls, call, periods, offered, bool(breakdowns), tuple(strange + refused + unknown))


def _periods(text: str) -> tuple[list[str], list[str]]:
    """Periods of a parameter, in order, and what of it is none."""
    found: set[Period] = set()
    strange = []
    for part in text.split(",") if text else ():
        try:
            found.add(Period.parse(part.strip()))
        except ValueError:
            strange.append(f"« {part.strip()[:40]} » n’est pas une période ; elle est ignorée.")
    return [one.code for one in sorted(found)][:_MOST], strange


def bar(choice: Choice, way: str, rows: int, *, with_breakdowns: bool = False) -> Html:
    """Rows of chips: series, periods, and whether breakdowns are wanted."""
    series = [
        chip(one.campaign.label, _address(choice, way, campagne=one.campaign.code, periodes=""), one is choice.call)
        for one in choice.calls
    ]
    series.append(
        chip("Toutes mes séries", _address(choice, way, campagne=NO_CAMPAIGN, periodes=""), choice.call is None)
    )
    periods = [
        chip(words.period_words(code), _address(choice, way, periodes=_toggled(choice, code)), code in choice.periods)
        for code in choice.offered
    ]
    row = chip_row("Séries", join(series), count_of(rows, "ligne")) + chip_row("Périodes", join(periods))
    if with_breakdowns:
        totals = chip("Totaux", _address(choice, way, ventilations=""), not choice.breakdowns)
        everything = chip("Totaux et ventilations", _address(choice, way, ventilations=True), choice.breakdowns)
        row += chip_row("Lignes", totals + everything)
    return row


def _toggled(choice: Choice, code: str) -> str:
    """The periods with one more, or one less unless it is the only one."""
    kept = {*choice.periods} ^ {code} or {code}
    return ",".join(one for one in choice.offered if one in kept)


def _address(choice: Choice, way: str, **changed: object) -> str:
    kept: dict[str, object] = {
        "facon": way,
        "campagne": links.parameter("campagne"),
        "periodes": links.parameter("periodes"),
        "ventilations": choice.breakdowns,
    }
    return links.address("importer", **{**kept, **changed})


def frame(person: Person, choice: Choice) -> tuple[Frame, str]:
    """The cells that the rows and columns stand for, and why there are none. Kept until somebody writes."""
    words_of = (store.present().data_version, person, choice.campaign, choice.periods)
    kept = st.session_state.get(_KEY)
    if kept is None or kept[0] != words_of:
        try:
            made = imports.frame_of(store.engine(), person, choice.periods, choice.campaign), ""
        except (Refused, StoreError) as error:
            made = Frame((), choice.periods), str(error)
        kept = (words_of, made)
        st.session_state[_KEY] = kept
    found: tuple[Frame, str] = kept[1]
    return found


def expected(found: Frame) -> Html:
    """The rows in their order, to be compared with those of the workbook."""
    rows = [
        [
            str(number),
            html('<span class="code">{}</span>', keys[0].series),
            esc(words.series_words(keys[0].series)),
            esc(words.unit_of(keys[0].series).label),
            esc(", ".join(words.period_words(key.period) for key in keys)),
        ]
        for number, keys in enumerate(found.rows, 1)
    ]
    heads = ["Ligne", "Série", "Indicateur", "Unité", "Colonnes"]
    return details(
        f"Les {len(rows)} lignes attendues, dans l’ordre de « Ma saisie »" if len(rows) > 1 else "La ligne attendue",
        table("Lignes attendues dans le bloc", heads, rows, (0,)),
    )
