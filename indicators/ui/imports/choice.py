"""Which series and periods an import covers, as links: the address holds the choice."""

from dataclasses import dataclass

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import count_of
from indicators.domain.periods import Period
from indicators.domain.rights import Person
from indicators.domain.values.due_periods import years_before
from indicators.reading.campaigns.calls import Call, default_call, is_open, read_calls
from indicators.services.files import imports
from indicators.services.files.imports import BlockFrame
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
    """The choice read from the address. ``strange``: warnings in French about invalid parameters."""

    calls: tuple[Call, ...]
    call: Call | None
    periods: tuple[str, ...]
    offered: tuple[str, ...]
    breakdowns: bool = False
    strange: tuple[str, ...] = ()

    @property
    def campaign(self) -> str | None:
        """Code of the campaign whose series are the rows; None for all the person's series."""
        return self.call.campaign.code if self.call else None


def of_address(person: Person) -> Choice:
    """The campaign and periods of the address, by default those of the campaign due first."""
    calls = tuple(call for call in read_calls(store.engine(), person) if is_open(call))
    campaign_code, strange = links.parameter("campagne"), []
    call = next((call for call in calls if call.campaign.code == campaign_code), None)
    if call is None and campaign_code not in ("", NO_CAMPAIGN):
        strange.append(f"Aucune campagne ouverte ne porte le code « {campaign_code} ».")
    if call is None and campaign_code != NO_CAMPAIGN:
        call = default_call(calls)
    last = call.campaign.period if call else str(store.today().year - 1)
    usual = [years_before(Period.parse(last), years).code for years in range(_YEARS - 1, -1, -1)]
    usual += [] if call else [str(store.today().year)]
    chosen, refused = _periods(links.parameter("periodes"))
    periods = tuple(chosen) or (last,)
    offered = tuple(period.code for period in sorted({Period.parse(code) for code in (*usual, *periods)}))
    breakdowns, unknown = links.chosen("ventilations", ("oui",))
    return Choice(calls, call, periods, offered, bool(breakdowns), tuple(strange + refused + unknown))


def _periods(text: str) -> tuple[list[str], list[str]]:
    """Periods listed in a parameter, sorted, and warnings about invalid ones."""
    periods: set[Period] = set()
    strange = []
    for part in text.split(",") if text else ():
        try:
            periods.add(Period.parse(part.strip()))
        except ValueError:
            strange.append(f"« {part.strip()[:40]} » n’est pas une période ; elle est ignorée.")
    return [period.code for period in sorted(periods)][:_MOST], strange


def bar(choice: Choice, way: str, rows: int, *, with_breakdowns: bool = False) -> Html:
    """Chips to choose series, periods and, optionally, breakdowns."""
    series = [
        chip(call.campaign.label, _address(choice, way, campagne=call.campaign.code, periodes=""), call is choice.call)
        for call in choice.calls
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
    """The chosen periods with ``code`` added or removed; the last one is never removed."""
    periods = {*choice.periods} ^ {code} or {code}
    return ",".join(period for period in choice.offered if period in periods)


def _address(choice: Choice, way: str, **changed: object) -> str:
    parameters: dict[str, object] = {
        "facon": way,
        "campagne": links.parameter("campagne"),
        "periodes": links.parameter("periodes"),
        "ventilations": choice.breakdowns,
    }
    return links.address("importer", **{**parameters, **changed})


def frame(person: Person, choice: Choice) -> tuple[BlockFrame, str]:
    """Cells expected by the rows and columns, and the reason if there are none. Cached until the data changes."""
    words_of = (store.present().data_version, person, choice.campaign, choice.periods)
    cached = st.session_state.get(_KEY)
    if cached is None or cached[0] != words_of:
        try:
            computed = imports.frame_of(store.engine(), person, choice.periods, choice.campaign), ""
        except (Refused, StoreError) as error:
            computed = BlockFrame((), choice.periods), str(error)
        cached = (words_of, computed)
        st.session_state[_KEY] = cached
    result: tuple[BlockFrame, str] = cached[1]
    return result


def expected(block_frame: BlockFrame) -> Html:
    """The expected rows in order, to compare with those of the spreadsheet."""
    rows = [
        [
            str(number),
            html('<span class="code">{}</span>', keys[0].series),
            esc(words.series_words(keys[0].series)),
            esc(words.unit_of(keys[0].series).label),
            esc(", ".join(words.period_words(key.period) for key in keys)),
        ]
        for number, keys in enumerate(block_frame.rows, 1)
    ]
    heads = ["Ligne", "Série", "Indicateur", "Unité", "Colonnes"]
    return details(
        f"Les {len(rows)} lignes attendues, dans l’ordre de « Ma saisie »" if len(rows) > 1 else "La ligne attendue",
        table("Lignes attendues dans le bloc", heads, rows, (0,)),
    )
