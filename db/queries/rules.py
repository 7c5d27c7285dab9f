"""Rules between series, and ranges of indicators."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import CrossRuleTable, ValueRuleTable
from db.rows import all_rows


class CrossRuleRow(NamedTuple):
    """A rule between series."""

    id: int
    code: str
    definition: dict[str, Any]
    severity: str
    advice: str
    is_active: bool


def cross_rules(session: Session) -> list[CrossRuleRow]:
    """Active rules, by code."""
    statement = select(CrossRuleTable.__table__).where(CrossRuleTable.is_active)
    return all_rows(session, CrossRuleRow, statement.order_by(CrossRuleTable.code))


def set_cross_rule(
    session: Session, code: str, definition: Mapping[str, object], severity: str, advice: str = ""
) -> None:
    """Add a rule between series, or replace the rule with the same code."""
    values = {"definition": dict(definition), "severity": severity, "advice": advice, "is_active": True}
    rule_id = session.execute(select(CrossRuleTable.id).where(CrossRuleTable.code == code)).scalar()
    if rule_id is None:
        session.execute(insert(CrossRuleTable).values(code=code, **values))
    else:
        session.execute(update(CrossRuleTable).where(CrossRuleTable.id == rule_id).values(**values))


def set_value_rule(session: Session, indicator_id: int, **ranges: object) -> None:
    """Set the ranges of an indicator, replacing any existing ones."""
    session.execute(delete(ValueRuleTable).where(ValueRuleTable.indicator_id == indicator_id))
    session.execute(insert(ValueRuleTable).values(indicator_id=indicator_id, **ranges))
