"""Every screen on both stores, on a desk: accessible, French, contained, silent."""

import pytest

from tests.e2e.survey import Questions
from tests.e2e.visitor import WIDE
from tests.screens import ON_DESK

pytestmark = pytest.mark.browser

LOOKED_AT, OPTIONS = ON_DESK, {"viewport": WIDE}


class TestOnADesk(Questions):
    """In a window of a desk."""
