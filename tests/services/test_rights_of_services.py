"""Every service × every role × own and foreign row: it works, or it is refused with a message.

A service function that is not listed here fails the first test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from db.engine import Engine, connect
from db.vocabulary import ConfStatus, Horizon
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import CellKey, Kind
from indicators.services.campaigns import campaigns
from indicators.services.catalogue import definitions, rules
from indicators.services.refusals import Refused
from indicators.services.values import drafts, steps, targets
from tests.entry_world import (
    ADA,
    ANNE,
    COUNT,
    FOREIGN,
    NOBODY,
    RENE,
    SHARE,
    TODAY,
    VERA,
    key,
    save,
    typed,
)
from tests.services import administration_rights, committee_rights
from tests.services.administration_rights import SEES
from tests.services.conftest import filled
from tests.stores import SqliteStores

ROLES = {"public": NOBODY, "lecteur": RENE, "contributeur": ANNE, "validateur": VERA, "administrateur": ADA}
# For each of those who may; the rest is there once.
AGAIN = {"saved", "submitted", "validated", "lists", "baseline", "target"}
DAY = date(2026, 12, 31)


@dataclass(frozen=True)
class Case:
    """A call on a cell, the state it needs, and who may: « o » own, « f » foreign, by role in the order above."""

    call: Callable[[Engine, Person, CellKey], Any]
    may: str
    before: tuple[str, ...] = ()


def _step(action: Action) -> Callable[[Engine, Person, CellKey], Any]:
    return lambda e, p, k: steps.step(e, p, action, [k], "Note", today=TODAY)


def _campaign(call: Callable[[Engine, Person], Any]) -> Callable[[Engine, Person, CellKey], Any]:
    return lambda e, p, _k: call(e, p)


CASES: dict[str, Case] = {
    "saving.save_cells": Case(lambda e, p, k: save(e, p, typed("12", k)), ".. .. o. .. of"),
    "steps.step/soumettre": Case(_step(Action.SUBMIT), ".. .. o. .. of", ("saved",)),
    "steps.step/valider": Case(_step(Action.VALIDATE), ".. .. .. o. of", ("saved", "submitted")),
    "steps.step/renvoyer": Case(_step(Action.RETURN), ".. .. .. o. of", ("saved", "submitted")),
    "steps.step/publier": Case(_step(Action.PUBLISH), ".. .. .. o. of", ("saved", "submitted", "validated")),
    "steps.step/retirer": Case(_step(Action.WITHDRAW), ".. .. o. o. of", ("saved",)),
    "steps.restore": Case(
        lambda e, p, k: steps.restore(e, p, k, 1, "Motif", today=TODAY), ".. .. o. .. of", ("saved",)
    ),
    "steps.declare_break": Case(
        lambda e, p, k: steps.declare_break(e, p, k, "Note", today=TODAY), ".. .. o. o. of", ("saved",)
    ),
    "steps.mark_confidential": Case(
        lambda e, p, k: steps.mark_confidential(e, p, k, ConfStatus.CONFIDENTIAL, "Motif", today=TODAY),
        ".. .. o. o. of",
        ("saved",),
    ),
    "targets.set_baseline": Case(
        lambda e, p, k: targets.set_baseline(e, p, k.series, "10", date(2021, 12, 31), today=TODAY), ".. .. .. o. of"
    ),
    "targets.set_target": Case(
        lambda e, p, k: targets.set_target(e, p, k.series, Horizon.MEDIUM, "20", due=DAY, today=TODAY),
        ".. .. .. o. of",
    ),
    "drafts.save_draft": Case(lambda e, p, k: drafts.save_draft(e, p, k, "1", 0), ".. .. o. .. of"),
    "drafts.save_drafts": Case(lambda e, p, k: drafts.save_drafts(e, p, [typed("1", k)]), ".. .. o. .. of"),
    "drafts.discard_draft": Case(lambda e, p, k: drafts.discard_draft(e, p, k), ".. .. o. .. of"),
    "drafts.discard_drafts": Case(lambda e, p, k: drafts.discard_drafts(e, p, [k]), ".. .. o. .. of"),
    # One's own drafts: nothing is refused, there is nothing of anybody else to see.
    "drafts.drafts_of": Case(lambda e, p, _k: drafts.drafts_of(e, p), "of of of of of"),
    "campaigns.create_campaign": Case(
        _campaign(lambda e, p: campaigns.create_campaign(e, p, "C", "Campagne", "2024", TODAY, DAY)),
        ".. .. .. .. of",
    ),
    "campaigns.assign": Case(
        lambda e, p, k: campaigns.assign(e, p, "C24", {k.series: None}), ".. .. .. .. of", ("campaign",)
    ),
    "campaigns.copy_list": Case(
        _campaign(lambda e, p: campaigns.copy_list(e, p, "C24", "C24")), ".. .. .. .. of", ("campaign",)
    ),
    "campaigns.release": Case(
        lambda e, p, k: campaigns.release(e, p, "C24", [k.series]), ".. .. .. .. of", ("campaign", "lists")
    ),
    "campaigns.open_campaign": Case(
        _campaign(lambda e, p: campaigns.open_campaign(e, p, "C24")), ".. .. .. .. of", ("campaign",)
    ),
    "campaigns.close_campaign": Case(
        _campaign(lambda e, p: campaigns.close_campaign(e, p, "C24")), ".. .. .. .. of", ("campaign", "open")
    ),
    "campaigns.publish_campaign": Case(
        _campaign(lambda e, p: campaigns.publish_campaign(e, p, "C24", "Note", today=TODAY)),
        ".. .. .. .. of",
        ("campaign", "open", "closed"),
    ),
    # One's own list for a contributor; any for the administration.
    "campaigns.hand_over": Case(
        lambda e, p, k: campaigns.hand_over(
            e, p, "C24", "b@example.org", owner="a@example.org" if k.series == COUNT else "w@example.org"
        ),
        ".. .. o. .. of",
        ("campaign", "lists"),
    ),
    "campaigns.lock_period": Case(
        _campaign(lambda e, p: campaigns.lock_period(e, p, "2023", "Clos")), ".. .. .. .. of"
    ),
    "campaigns.lift_lock": Case(
        _campaign(lambda e, p: campaigns.lift_lock(e, p, 1, "Ouvert")), ".. .. .. .. of", ("locked",)
    ),
    "campaigns.grant_exception": Case(
        _campaign(lambda e, p: campaigns.grant_exception(e, p, 1, "a@example.org", TODAY, "Motif", today=TODAY)),
        ".. .. .. .. of",
        ("locked",),
    ),
}


for calls in (administration_rights.CALLS, committee_rights.CALLS):
    CASES |= {name: Case(*case) for name, case in calls.items()}


def prepare(engine: Engine, at: CellKey, before: tuple[str, ...]) -> None:
    """What a call needs. Values are entered by one administrator and validated by another."""
    other = Person("Otto", "otto@example.org", ADA.roles)
    third = Person("Tess", "tess@example.org", ADA.roles)
    deeds: dict[str, Callable[[], Any]] = {
        "saved": lambda: save(engine, other, typed("11", at)),
        "submitted": lambda: steps.step(engine, other, Action.SUBMIT, [at], today=TODAY),
        "validated": lambda: steps.step(engine, third, Action.VALIDATE, [at], today=TODAY),
        "campaign": lambda: campaigns.create_campaign(engine, other, "C24", "Campagne", "2024", TODAY, DAY),
        "open": lambda: campaigns.open_campaign(engine, other, "C24"),
        "closed": lambda: campaigns.close_campaign(engine, other, "C24"),
        "lists": lambda: campaigns.assign(engine, other, "C24", {COUNT: "a@example.org", FOREIGN: "w@example.org"}),
        "decision": lambda: committee_rights.decision(engine, other),
        "locked": lambda: campaigns.lock_period(engine, other, "2022", "Clos"),
    }
    deeds |= {
        "baseline": lambda: administration_rights.baseline(engine, at),
        "target": lambda: administration_rights.target(engine, at),
        "batch": lambda: administration_rights.batch(engine, at),
        "draft": lambda: drafts.save_draft(engine, other, at, "1", 0),
        "retired": lambda: definitions.retire(
            engine, other, SHARE if at.series == COUNT else at.series, TODAY, "Motif"
        ),
        "rule": lambda: rules.set_cross_rule(
            engine, other, "R9", administration_rights.RULE, seen=None, reason="Motif"
        ),
    }
    for name in before:
        deeds[name]()


def answer(call: Callable[[], Any]) -> str:
    """Empty when the call worked, else its message."""
    try:
        result = call()
    except Refused as refused:
        return str(refused) or "?"
    outcomes = result if isinstance(result, tuple) else (result,)
    for one in outcomes:
        if getattr(one, "kind", Kind.SAVED) not in (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED):
            return str(one.message) or "?"
    return ""


@pytest.fixture
def store(sqlite_stores: SqliteStores) -> Iterator[Engine]:
    """The small store, on one engine: rights are the same rules on both, and what they guard is tried on both."""
    opened = connect(sqlite_stores.filled(filled))
    yield opened
    opened.dispose()


def asking(package: str) -> set[str]:
    """Functions of a room that act on a store for somebody; those inside a transaction are called by these."""
    found = set()
    for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            if not inspect.isfunction(thing) or thing.__module__ != module.__name__ or name.startswith("_"):
                continue
            if {"engine", "person"} <= inspect.signature(thing).parameters.keys():
                found.add(f"{info.name.rpartition('.')[2]}.{name}")
    return found


def test_every_service_is_listed() -> None:
    listed = {name.partition("/")[0] for name in CASES}
    read = {name.removeprefix("services.") for name in SEES if name.startswith("services.")}
    assert listed | read == asking("indicators.services")
    steps_listed = {name.partition("/")[2] for name in CASES if name.startswith("steps.step/")}
    assert steps_listed == {str(action) for action in steps.STEPS}


def test_every_reading_for_somebody_is_listed() -> None:
    read = {name.removeprefix("reading.") for name in SEES if name.startswith("reading.")}
    assert read == asking("indicators.reading")


@pytest.mark.parametrize("own", [True, False], ids=["own", "foreign"])
@pytest.mark.parametrize("name", SEES)
def test_what_may_not_be_read_is_not_there(store: Engine, name: str, own: bool) -> None:
    (sees, may, before), series, letter = SEES[name], COUNT if own else FOREIGN, "o" if own else "f"
    prepare(store, key(series), before)
    found = {role for role, person in ROLES.items() if sees(store, person, key(series))}
    assert found == {role for role, letters in zip(ROLES, may.split(), strict=True) if letter in letters}


@pytest.mark.parametrize("own", [True, False], ids=["own", "foreign"])
@pytest.mark.parametrize("name", CASES)
def test_it_works_or_is_refused_with_a_message(store: Engine, name: str, own: bool) -> None:
    case, series = CASES[name], COUNT if own else FOREIGN
    letter = "o" if own else "f"
    allowed = [role for role, letters in zip(ROLES, case.may.split(), strict=True) if letter in letters]
    refused = [role for role in ROLES if role not in allowed]
    prepare(store, key(series), case.before)
    for role in refused:
        said = answer(lambda role=role: case.call(store, ROLES[role], key(series)))  # type: ignore[misc]
        assert said.endswith("."), f"{role}: {said!r}"
    for turn, role in enumerate(allowed):
        at = key(series, str(2024 - turn))  # a cell of its own: what one did would refuse the next
        prepare(store, at, tuple(one for one in case.before if turn and one in AGAIN))
        assert answer(lambda role=role, at=at: case.call(store, ROLES[role], at)) == "", role  # type: ignore[misc]
