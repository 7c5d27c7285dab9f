"""The surveys look at every screen, at each once."""

import pytest

from indicators.ui.registry import SCREENS
from tests.e2e.screens import ON_DESK, ON_PHONE, ON_PROJECTOR

AT_A_TABLE = [*ON_DESK["published"], *ON_DESK["demo"], *ON_PROJECTOR["demo"]]
IN_A_HAND = [*ON_PHONE["published"], *ON_PHONE["demo"]]


@pytest.mark.parametrize("looked_at", [AT_A_TABLE, IN_A_HAND], ids=["bureau", "téléphone"])
def test_no_screen_is_forgotten(looked_at: list[str]) -> None:
    assert {address.partition("?")[0] for address in looked_at} == {screen.address for screen in SCREENS}


@pytest.mark.parametrize("looked_at", [ON_DESK, ON_PROJECTOR, ON_PHONE], ids=["bureau", "projecteur", "téléphone"])
def test_none_is_looked_at_twice(looked_at: dict[str, list[str]]) -> None:
    assert all(len(each) == len(set(each)) for each in looked_at.values())
