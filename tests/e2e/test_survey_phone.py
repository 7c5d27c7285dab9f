"""Every screen in the width of a phone, those that are mostly empty too: accessible, French, contained, silent."""

import pytest

from tests.e2e.survey import Questions
from tests.e2e.visitor import PHONE
from tests.screens import ON_PHONE

pytestmark = pytest.mark.browser

LOOKED_AT, OPTIONS = ON_PHONE, {"viewport": PHONE}


class TestOnAPhone(Questions):
    """In a hand."""
