"""The surveys look at each address once."""

import pytest

from tests.screens import ON_DESK, ON_PHONE, ON_PROJECTOR


@pytest.mark.parametrize("looked_at", [ON_DESK, ON_PROJECTOR, ON_PHONE], ids=["bureau", "projecteur", "téléphone"])
def test_none_is_looked_at_twice(looked_at: dict[str, list[str]]) -> None:
    assert all(len(each) == len(set(each)) for each in looked_at.values())
