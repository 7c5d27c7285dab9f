"""Somebody of the small catalogue in front of the dashboard: opens a screen, types, clicks, reads what is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from db import migrate
from db.engine import Engine, connect
from indicators.domain.rights import Person
from indicators.settings import settings
from indicators.ui import store, who
from tests import entry_world
from tests.entry_world import TODAY
from tests.stores import SqliteStores
from tests.ui.french import english
from tests.ui.viewer import FILES, Seen


def filled(engine: Engine) -> None:
    """The schema of this version and the small catalogue."""
    migrate.upgrade(engine)
    entry_world.fill(engine)


@contextmanager
def small_store(stores: SqliteStores, patch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A store of its own with the small catalogue, on the day of its tests; the dashboard looks at it."""
    url = stores.filled(filled)
    patch.setenv("INDICATORS_DATABASE_URL", url)
    settings.cache_clear()
    patch.setattr(store, "today", lambda: TODAY)
    engine = connect(url)
    yield engine
    engine.dispose()
    settings.cache_clear()
    st.cache_resource.clear()


@dataclass
class Desk:
    """One session of one person."""

    at: AppTest
    person: Person
    root: Path
    seat: Callable[[Person], None]

    def open(self, address: str, **parameters: str) -> "Desk":
        """Go to a screen, as by following a link."""
        self.seat(self.person)
        self.at.switch_page(str(FILES[address].relative_to(self.root)))
        self.at.query_params.clear()
        self.at.query_params.update(parameters)
        return self.run()

    def run(self) -> "Desk":
        """Let the script run again."""
        self.seat(self.person)
        self.at.run()
        assert not self.at.exception, [each.message for each in self.at.exception]
        assert not english(self.text), english(self.text)
        assert "n’a pas pu s’afficher" not in self.text
        return self

    @property
    def seen(self) -> Seen:
        """What the main part shows."""
        pieces = [one.proto.body for one in (*self.at.main.get("html"), *self._below("html"))]
        own = [body for body in pieces if not body.startswith(("<script", "<style"))]
        return Seen("\n".join(own), "")

    @property
    def text(self) -> str:
        """Its words, and those of its widgets."""
        widgets = (*self.at.button, *self.at.text_input, *self.at.text_area, *self.at.selectbox, *self.at.expander)
        placeholders = [getattr(one.proto, "placeholder", "") for one in (*self.at.text_input, *self.at.selectbox)]
        return " ".join([self.seen.text, *(one.label for one in widgets), *placeholders])

    def click(self, key: str) -> "Desk":
        """Press a button."""
        self.at.button(key=key).click()
        return self.run()

    def press(self, label: str) -> "Desk":
        """Press the only button with a label."""
        (found,) = [one for one in self.at.button if one.label.replace("\u00a0", " ").replace("\u202f", " ") == label]
        found.click()
        return self.run()

    def labels(self) -> list[str]:
        """Labels of the buttons, with plain spaces."""
        return [one.label.replace("\u00a0", " ").replace("\u202f", " ") for one in self.at.button]

    def send(self, key: str, state: Any) -> "Desk":
        """The state of a widget as a browser may send it, forged or not."""
        self.at.session_state[key] = state
        return self.run()

    def _below(self, kind: str) -> list[Any]:
        """Elements at the foot of the screen and in dialogs, which are not in the main part."""
        return [
            one
            for one in self.at.get(kind)
            if one not in self.at.main.get(kind) and one not in self.at.sidebar.get(kind)
        ]


def seat_of(patch: pytest.MonkeyPatch) -> Callable[[Person], None]:
    """Puts a person in front of the screen."""

    def seat(person: Person) -> None:
        patch.setattr(who, "presence", lambda: who.Presence(person, may_read=True, is_signed_in=True))

    return seat


def desk(root: Path, person: Person, seat: Callable[[Person], None]) -> Desk:
    """A new session of somebody."""
    seat(person)
    at = AppTest.from_file(root / "app.py", default_timeout=60)
    return Desk(at.run(), person, root, seat)
