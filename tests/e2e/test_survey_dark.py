"""Every part of the screens in the dark: accessible, French, contained, silent."""

import pytest

from tests.e2e.survey import Questions
from tests.e2e.visitor import WIDE
from tests.screens import IN_THE_DARK

pytestmark = pytest.mark.browser

LOOKED_AT, OPTIONS = IN_THE_DARK, {"viewport": WIDE, "color_scheme": "dark"}


class TestInTheDark(Questions):
    """With the dark theme."""
