"""Screens driven by AppTest on real stores: one empty, one with the published values, one demonstration."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from db import migrate
from db.engine import connect
from indicators.reading.progress.review import Review, read_review
from indicators.services.store import preparing
from indicators.settings import settings
from indicators.ui.kit import act
from indicators.ui.kit.notices import waiting
from indicators.ui.store import today
from tests.stores import SqliteStores
from tests.ui.viewer import Prepared, Seen, open_view, visitor


@pytest.fixture(scope="session")
def prepared(sqlite_stores: SqliteStores) -> Prepared:
    """The three stores, made once; no test may write to them."""
    return Prepared(
        empty=sqlite_stores.filled(migrate.upgrade),
        published=sqlite_stores.filled(preparing.prepare),
        demo=sqlite_stores.filled(preparing.prepare_demonstration),
    )


@pytest.fixture(scope="session")
def reviews() -> Callable[[str], Review]:
    """What `reading` says of a store, apart from what the screens show."""

    @lru_cache
    def review_of(url: str) -> Review:
        engine = connect(url)
        review = read_review(engine, today())
        engine.dispose()
        assert review is not None
        return review

    return review_of


@pytest.fixture
def view(monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[Callable[..., Seen]]:
    """Opens a screen of a store at an address: ``view(url, "indicateurs", aire="1")``. One session for each store."""
    sessions: dict[str, AppTest] = {}

    def opened(url: str, address: str = "", **parameters: str) -> Seen:
        monkeypatch.setenv("INDICATORS_DATABASE_URL", url)
        settings.cache_clear()
        if url not in sessions:
            sessions[url] = visitor(root)
        return open_view(sessions[url], root, address, parameters)

    yield opened
    settings.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_installed_packages() -> Iterator[None]:
    """Streamlit looks through every installed package for each new visitor of AppTest; a server does so once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _forget_engines() -> Iterator[None]:
    """Engines of this worker are let go at the end: Streamlit keeps them for the whole process."""
    yield
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def double_clicks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Every click on the button of an act comes twice from the same rendering, as a double click does.

    What a test finds done was therefore done once, and answered once. Gives how many clicks came.
    """
    carry_out, clicks = act._carry_out, []

    def twice(*sent: Any) -> None:
        carry_out(*sent)
        answers = list(waiting())
        carry_out(*sent)
        assert waiting() == answers, "the second half of a double click says nothing more"
        clicks.extend([sent, sent])

    monkeypatch.setattr(act, "_carry_out", twice)
    return lambda: len(clicks)
