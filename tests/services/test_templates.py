"""The workbook that somebody takes away: their rows, with the targets and the campaign beside each value."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from db.engine import Engine
from db.vocabulary import Horizon
from indicators.exchange.workbook_out import COLUMNS, VALUES_SHEET
from indicators.services.campaigns import campaigns
from indicators.services.files import imports, templates
from indicators.services.files.previews import Fate
from indicators.services.refusals import Refused
from indicators.services.values import targets
from tests.entry_world import ADA, ANNE, BOB, COUNT, FOREIGN, SHARE, TODAY, VERA, key, publish, save, typed

DUE = date(2025, 3, 31)


def rows_of(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[VALUES_SHEET]
    names = [name for name, _, _ in COLUMNS]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def campaign(store: Engine) -> None:
    campaigns.create_campaign(store, ADA, "C24", "Collecte 2024", "2024", date(2025, 1, 15), DUE)
    campaigns.assign(store, ADA, "C24", {COUNT: ANNE.email, FOREIGN: None})
    campaigns.open_campaign(store, ADA, "C24")


def test_a_campaign_gives_its_series_and_period_and_targets_stand_beside(store: Engine) -> None:
    campaign(store)
    targets.set_target(store, VERA, COUNT, Horizon.SHORT, "1500", today=TODAY)
    (row,) = rows_of(templates.template(store, ANNE, campaign="C24", today=TODAY))
    assert (row["serie"], row["periode"], row["campagne"]) == (COUNT, "2024", "Collecte 2024, pour le 31/03/2025")
    assert row["cibles"] is not None and row["cibles"].startswith("CT ") and row["cibles"].endswith(" : 1\u202f500")
    # Whoever owns none of it gets what they may fill of it.
    assert [one["serie"] for one in rows_of(templates.template(store, BOB, campaign="C24", today=TODAY))] == [COUNT]


def test_the_campaign_is_said_on_the_rows_that_it_waits_for_only(store: Engine) -> None:
    campaign(store)
    found = rows_of(templates.template(store, ANNE, ["2024", "2023"], today=TODAY))
    assert [(row["serie"], row["periode"], bool(row["campagne"])) for row in found] == [
        (COUNT, "2023", False),
        (COUNT, "2024", True),
        (SHARE, "2023", False),
        (SHARE, "2024", False),
    ]


def test_what_is_counted_is_what_is_written(store: Engine) -> None:
    for breakdowns in (False, True):
        count = templates.count_lines(store, ANNE, ["2023", "2024"], breakdowns=breakdowns)
        content = templates.template(store, ANNE, ["2023", "2024"], breakdowns=breakdowns, today=TODAY)
        assert count == len(rows_of(content))


def test_nothing_is_asked_of_what_comes_back_as_it_went(store: Engine) -> None:
    campaign(store)
    publish(store, "10", key(period="2023"))
    save(store, ANNE, typed("50", key(SHARE), comment="=relu"))
    content = templates.template(store, ANNE, ["2022", "2023", "2024"], breakdowns=True, today=TODAY)
    found = imports.preview_file(store, ANNE, content, today=TODAY)
    assert {cell.fate for cell in found.cells} == {Fate.EQUAL} and found.notices == ()
    assert len(found.cells) + found.blanks == len(rows_of(content))


@pytest.mark.parametrize(
    ("periods", "code", "said"),
    [((), None, "au moins une période"), ((), "C99", "n'existe pas"), (("2024-13",), None, "non reconnue")],
)
def test_what_cannot_be_asked_for_is_refused(
    store: Engine, periods: tuple[str, ...], code: str | None, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        templates.template(store, ANNE, periods, campaign=code, today=TODAY)
