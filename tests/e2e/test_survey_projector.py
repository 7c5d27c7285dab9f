"""The meeting in front of the committee: accessible, French, contained, silent."""

import pytest

from tests.e2e.survey import Questions
from tests.e2e.visitor import PROJECTOR
from tests.screens import ON_PROJECTOR

pytestmark = pytest.mark.browser

LOOKED_AT, OPTIONS = ON_PROJECTOR, {"viewport": PROJECTOR}


class TestOnAProjector(Questions):
    """On a wall."""
