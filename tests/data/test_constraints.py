"""The store states its rules; each has a name, a French message, and rows here that break it."""

import re

import pytest
from sqlalchemy import CheckConstraint, Engine, Table, UniqueConstraint, insert, select, text

from db.errors import MESSAGES, StoreError
from db.models import Base
from db.types import ExactDecimal
from db.unit_of_work import unit_of_work
from tests.data.broken_rows import ANOTHER, BREAKS, Broken

TABLES = Base.metadata.sorted_tables
REFERENCES = {
    str(key.constraint.name): (table.name, key.parent.name)
    for table in TABLES
    for key in table.foreign_keys
    if key.constraint is not None
}


def named_rules(table: Table) -> set[str]:
    """Names of the CHECKs, UNIQUEs and unique indexes of a table."""
    rules = [one for one in table.constraints if isinstance(one, CheckConstraint | UniqueConstraint)]
    return {str(one.name) for one in [*rules, *(index for index in table.indexes if index.unique)]}


RULES = set().union(*map(named_rules, TABLES))


def test_every_rule_has_a_message_and_every_message_a_rule() -> None:
    assert MESSAGES.keys() == RULES | {"append_only", "behind_edition"}


def test_messages_are_french_sentences() -> None:
    for name, message in MESSAGES.items():
        assert re.fullmatch(r"[A-ZÀ-Ý].*[^ ]\.", message), name
        assert "'" not in message, f"{name}: typographic apostrophe"


def test_every_rule_is_broken_below() -> None:
    assert BREAKS.keys() == RULES


def test_every_exact_decimal_refuses_what_is_not_a_number() -> None:
    decimals = {
        f"ck_{table.name}_{column.name}_finite"
        for table in TABLES
        for column in table.columns
        if isinstance(column.type, ExactDecimal)
    }
    assert decimals <= RULES


def refusal(sound: Engine, broken: Broken) -> StoreError:
    """What the store answers to a row, in a small sound world."""
    with pytest.raises(StoreError) as caught, unit_of_work(sound, "essai") as work:
        work.session.execute(insert(Base.metadata.tables[broken.table]).values(**broken.row))
    return caught.value


@pytest.mark.parametrize("rule", BREAKS)
def test_store_refuses_by_name(sound: Engine, rule: str) -> None:
    for broken in BREAKS[rule]:
        error = refusal(sound, broken)
        assert (error.rule, str(error)) == (rule, MESSAGES[rule]), broken.changes


@pytest.mark.parametrize("key", sorted(REFERENCES))
def test_reference_to_nothing_is_refused(sound: Engine, key: str) -> None:
    table, column = REFERENCES[key]
    error = refusal(sound, Broken(table, ANOTHER.get(table, {}) | {column: 999}))
    assert str(error) == "La ligne fait référence à un élément qui n’existe pas."
    # SQLite does not say which key was broken.
    assert error.rule == ("" if sound.dialect.name == "sqlite" else key)


def test_what_stands_under_a_value_cannot_be_deleted(sound: Engine) -> None:
    with pytest.raises(StoreError, match="fait référence"), unit_of_work(sound, "essai") as work:
        work.session.execute(text("DELETE FROM series"))


def test_small_world_is_sound_and_complete(sound: Engine) -> None:
    with unit_of_work(sound, "essai") as work:
        for table in TABLES:
            assert work.session.execute(select(table)).first(), f"{table.name}: no row"


def test_missing_column_is_refused_in_french(sound: Engine) -> None:
    error = refusal(sound, Broken("unit", {"code": "M€", "label": None}))
    assert str(error) == "La base de données a refusé cette écriture ; rien n’a été enregistré."


@pytest.mark.parametrize("rule", [name for name in MESSAGES if name.startswith("ck_")])
def test_rule_names_do_not_hide_one_another(rule: str) -> None:
    """SQLite's refusals are recognised by the name that they contain."""
    assert not [other for other in MESSAGES if other != rule and other in rule]
