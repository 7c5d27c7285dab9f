"""Screens of data entry in front of somebody: the small catalogue of ``entry_world``, one person at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
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
from indicators.ui.who import Presence
from tests import entry_world
from tests.ui.french import english
from tests.ui.markup import Node, parse
from tests.ui.viewer import FILES

# A day after everything that these tests enter, whatever the day is.
LATER = date(2026, 2, 1)


def fill(engine: Engine) -> None:
    """The schema of this version and the small catalogue with its people."""
    migrate.upgrade(engine)
    entry_world.fill(engine)


@dataclass
class Desk:
    """A browser that several people use in turn, on one store."""

    engine: Engine
    root: Path
    patch: pytest.MonkeyPatch

    def sit(self, person: Person) -> None:
        """Somebody takes place."""
        self.patch.setattr(who, "_of_this_machine", lambda: Presence(person, may_read=True))
        self.patch.setattr(store, "today", lambda: LATER)

    def open(self, person: Person, address: str, **parameters: str) -> AppTest:
        """A new session of somebody, at an address."""
        self.sit(person)
        return go(AppTest.from_file(self.root / "app.py", default_timeout=60).run(), self.root, address, **parameters)


@contextmanager
def desk_on(url: str, root: Path, patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on a store of the small catalogue; everything is let go at the end."""
    patch.setenv("INDICATORS_DATABASE_URL", url)
    settings.cache_clear()
    engine = connect(url)
    yield Desk(engine, root, patch)
    engine.dispose()
    settings.cache_clear()
    st.cache_resource.clear()


def go(at: AppTest, root: Path, address: str, **parameters: str) -> AppTest:
    """Follow a link within a session."""
    at.switch_page(str(FILES[address].relative_to(root)))
    at.query_params.clear()
    at.query_params.update(parameters)
    return at.run()


def shown(at: AppTest) -> Node:
    """What the main part shows, as a tree; no exception, nothing English, in what is drawn and in what is labelled."""
    assert not at.exception, [each.message for each in at.exception]
    pieces = [each.proto.body for each in at.main.get("html")]
    tree = parse("\n".join(body for body in pieces if not body.startswith(("<script", "<style"))))
    assert not english(tree.text), english(tree.text)
    said = [word for kind in _KINDS for one in at.main.get(kind) for word in _words(one)]
    assert not [word for word in said if english(word)], said
    return tree


_KINDS = ("button", "checkbox", "text_input", "text_area", "selectbox", "multiselect", "download_button")


def _words(element: Any) -> list[str]:
    return [str(getattr(element.proto, name, "")) for name in ("label", "placeholder", "help")]


def press(at: AppTest, key: str) -> AppTest:
    """Press a button."""
    return at.button(key=key).click().run()


def notices(at: AppTest) -> str:
    """What became of the last act."""
    found = shown(at).all("div", "notices")
    return found[0].text if found else ""


def keys(at: AppTest) -> set[str]:
    """Keys of the buttons that are offered."""
    return {str(one.key) for one in at.main.get("button")}
