"""Values that all sessions share: made once, the last used kept, a failure never."""

from threading import Thread

import pytest

from indicators.ui.store import Shared


def test_a_value_is_made_once_while_it_is_used() -> None:
    shared, made = Shared(2), []

    def value_of(key: str) -> str:
        return shared.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    assert [value_of(key) for key in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"], "« b » was the last used the longest ago when « c » came"


def test_who_waits_for_a_making_that_fails_makes_it_again() -> None:
    shared, values = Shared(2), []
    waiting = Thread(target=lambda: values.append(shared.get("a", lambda: 2)))

    def fail() -> None:
        waiting.start()
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        shared.get("a", fail)
    waiting.join()
    assert values == [shared.get("a", lambda: 3)] == [2]
