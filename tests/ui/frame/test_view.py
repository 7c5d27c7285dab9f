"""Which values are shown, and as known when: what the address asks for, who may have it, and how it is said."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from db.engine import Engine, connect
from db.vocabulary import ConfStatus, EntryMethod, Role
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellInput, CellKey
from indicators.reading.people.who import local_person
from indicators.services.store import preparing
from indicators.services.values import saving, steps
from indicators.settings import settings
from indicators.ui import who
from indicators.ui.kit.links import VALUES_SCREENS
from indicators.ui.store import today
from tests.stores import SqliteStores
from tests.ui.viewer import Prepared, Seen, open_view, target, visitor

DRAFT, REFUSED = "Document de travail : 1 série dont la dernière valeur", "Vous n’avez pas accès"
KEY = CellKey("ENT-01-A1", "2025")
VALUE = "87654"


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The published values, and one value saved by a contributor that nobody has judged yet."""
    url = sqlite_stores.filled(preparing.prepare)
    monkeypatch.setenv("INDICATORS_DATABASE_URL", url)
    settings.cache_clear()
    engine = connect(url)
    enter(engine, KEY, VALUE)
    yield engine
    engine.dispose()
    settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def opened(held: Engine, root: Path) -> Callable[..., Seen]:
    """Opens an address as a role of this machine."""
    sessions: dict[str, AppTest] = {}

    def open_as(role: Role, address: str = "", **parameters: str) -> Seen:
        if role not in sessions:
            sessions[role] = visitor(root)
            sessions[role].session_state[who.ROLE_KEY] = role
            sessions[role].run()
        return open_view(sessions[role], root, address, parameters)

    return open_as


def enter(engine: Engine, key: CellKey, text: str) -> None:
    """A value saved by a contributor."""
    person = local_person(engine, Role.CONTRIBUTOR)
    (outcome,) = saving.save_cells(engine, person, [CellInput(key, text, comment="Vérifié")], EntryMethod.GRID)
    assert outcome.is_written, outcome


def publish(engine: Engine, key: CellKey) -> None:
    """The same, judged and published."""
    for role, action in (
        (Role.CONTRIBUTOR, Action.SUBMIT),
        (Role.VALIDATOR, Action.VALIDATE),
        (Role.ADMINISTRATOR, Action.PUBLISH),
    ):
        (outcome,) = steps.step(engine, local_person(engine, role), action, [key], "Note")
        assert outcome.is_written, outcome


def iso(days_ago: int) -> str:
    return (today() - timedelta(days=days_ago)).isoformat()


def test_a_value_on_its_way_is_shown_on_demand_only(opened: Callable[..., Seen]) -> None:
    assert "87 654" not in opened(Role.VALIDATOR, "indicateur", serie=KEY.series).text
    seen = opened(Role.VALIDATOR, "indicateur", serie=KEY.series, valeurs="toutes")
    assert "87 654" in seen.text and "brouillon, non publiée" in seen.text
    assert DRAFT in seen.text and seen.tree.one("div", "watermark")


def test_every_link_between_values_keeps_the_view_and_one_leaves_it(opened: Callable[..., Seen]) -> None:
    seen = opened(Role.ADMINISTRATOR, "indicateurs", famille="ENT", valeurs="toutes")
    views = [target(link) for link in seen.links if not link.attributes["href"].startswith("http")]
    left = [(screen, found) for screen, found in views if found.get("valeurs") != "toutes"]
    assert {screen for screen, _ in left} <= {"indicateurs", "methode", "guide", "editions"} and len(views) > 20
    assert ("indicateurs", {"famille": "ENT"}) in left


@pytest.mark.parametrize("role", [Role.READER])
def test_who_may_not_read_them_is_told_and_sees_what_is_published(role: Role, opened: Callable[..., Seen]) -> None:
    seen = opened(role, "indicateur", serie=KEY.series, valeurs="toutes")
    assert REFUSED in seen.text and "87 654" not in seen.text and "watermark" not in seen.html
    assert "Aussi les non publiées" not in seen.text


def test_a_past_day_shows_what_was_known_then(held: Engine, opened: Callable[..., Seen]) -> None:
    publish(held, KEY)
    assert "87 654" in opened(Role.READER, "indicateur", serie=KEY.series).text
    seen = opened(Role.READER, "indicateur", serie=KEY.series, au=iso(0))
    assert "tel qu’il était connu" not in seen.text and "87 654" in seen.text
    # The catalogue itself was loaded into this store today.
    seen = opened(Role.READER, "indicateur", serie=KEY.series, au=iso(1))
    assert "tel qu’il était connu" in seen.text and seen.h1 == "Rien n’était encore enregistré à cette date"


def test_the_demonstration_is_seen_as_it_was(view: Callable[..., Seen], prepared: Prepared) -> None:
    now = view(prepared.demo, "indicateur", serie="ENT-01-A1")
    past = view(prepared.demo, "indicateur", serie="ENT-01-A1", au="2024-06-30")
    assert "valeurs jusqu’au 31/12/2022" in view(prepared.demo, au="2024-06-30").lead
    told = [re.findall(r"Dernière valeur · (\d{4})", seen.text) for seen in (past, now)]
    assert told == [["2021"], ["2025"]], told  # its value of 2022 was not available, as its story has it
    found = [target(link) for link in past.links]
    days = [words.get("au") for screen, words in found if screen in VALUES_SCREENS and words.get("serie")]
    assert set(days) == {"2024-06-30", None} and days.count(None) == 1  # the one that leads back to today


@pytest.mark.parametrize("asked", ["demain", "2999-01-01", "1999-12-31", "2025-02-30", "05/12/2025"])
def test_what_is_no_past_day_is_said_and_ignored(asked: str, opened: Callable[..., Seen]) -> None:
    seen = opened(Role.READER, au=asked)
    assert f"« {asked} » n’est pas un jour passé" in seen.text
    assert seen.h1 == "Où en est la feuille de route ?"


def test_what_became_confidential_is_masked_on_its_way_too(held: Engine, opened: Callable[..., Seen]) -> None:
    steps.mark_confidential(
        held, local_person(held, Role.CONTRIBUTOR), KEY, ConfStatus.CONFIDENTIAL, "Une seule entreprise"
    )
    assert "87 654" not in opened(Role.VALIDATOR, "indicateur", serie=KEY.series, valeurs="toutes").text
