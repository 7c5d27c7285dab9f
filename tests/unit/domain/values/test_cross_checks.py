"""Rules between indicators: the published table of DHIS2, row by row."""

from decimal import Decimal

import pytest

from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import (
    MISSING_LABELS,
    OPERATOR_LABELS,
    CrossRule,
    MissingPolicy,
    Operator,
    Side,
    Term,
    check_rules,
    evaluate,
    is_violated,
    read_terms,
    sentence,
    written,
)

NEVER, ANY, ALL = MissingPolicy.NEVER_SKIP, MissingPolicy.SKIP_IF_ANY, MissingPolicy.SKIP_IF_ALL


def side(terms: str, missing: MissingPolicy = ANY) -> Side:
    """« A -D 2B » as a side."""
    return Side(
        terms,
        tuple(Term(one[-1], int(one[:-1] + ("1" if one[:-1] in ("", "-") else ""))) for one in terms.split()),
        missing,
    )


def values(**stored: int | None) -> dict[str, Decimal | None]:
    return {code: None if value is None else Decimal(value) for code, value in stored.items()}


# Operator, policy of both sides, left, right, violated?
TABLE = [
    (Operator.BOTH_OR_NONE, NEVER, None, None, False),
    (Operator.BOTH_OR_NONE, NEVER, None, 1, True),
    (Operator.BOTH_OR_NONE, NEVER, 1, None, True),
    (Operator.BOTH_OR_NONE, NEVER, 1, 1, False),
    (Operator.NOT_BOTH, NEVER, None, None, False),
    (Operator.NOT_BOTH, NEVER, None, 1, False),
    (Operator.NOT_BOTH, NEVER, 1, None, False),
    (Operator.NOT_BOTH, NEVER, 1, 2, True),
    (Operator.EQUAL, NEVER, None, None, False),
    (Operator.EQUAL, NEVER, None, 1, True),
    (Operator.EQUAL, NEVER, 1, None, True),
    (Operator.EQUAL, NEVER, 1, 1, False),
]


@pytest.mark.parametrize(("operator", "missing", "left", "right", "violated"), TABLE)
def test_published_table(
    operator: Operator, missing: MissingPolicy, left: int | None, right: int | None, violated: bool
) -> None:
    rule = CrossRule(side("A", missing), operator, side("B", missing))
    assert is_violated(rule, values(A=left, B=right)) is violated
    stored = {code: value for code, value in values(A=left, B=right).items() if value is not None}
    assert is_violated(rule, stored) is violated


@pytest.mark.parametrize("operator", [Operator.BOTH_OR_NONE, Operator.NOT_BOTH])
@pytest.mark.parametrize("missing", MissingPolicy)
def test_pairs_look_at_presence_under_every_policy(operator: Operator, missing: MissingPolicy) -> None:
    rule = CrossRule(side("A", missing), operator, side("B", missing))
    both, one = is_violated(rule, values(A=0, B=0)), is_violated(rule, values(A=0))
    assert (both, one) == ((False, True) if operator is Operator.BOTH_OR_NONE else (True, False))


COMPARISONS = [Operator.EQUAL, Operator.DIFFERENT, Operator.GREATER, Operator.AT_LEAST, Operator.LESS, Operator.AT_MOST]


@pytest.mark.parametrize("operator", COMPARISONS)
@pytest.mark.parametrize("stored", [{"A": 1}, {"B": 1}, {}])
def test_by_default_a_missing_side_skips_every_comparison(operator: Operator, stored: dict[str, int]) -> None:
    assert not is_violated(CrossRule(side("A"), operator, side("B")), values(**stored))


@pytest.mark.parametrize(
    ("left", "operator", "right", "violated"),
    [
        ("A B", Operator.EQUAL, "C -D", True),
        ("C -D", Operator.GREATER, "2B", True),
        ("C -D", Operator.AT_MOST, "A B", False),
        ("A B", Operator.LESS, "2B", False),
    ],
)
def test_published_expressions(left: str, operator: Operator, right: str, violated: bool) -> None:
    stored = values(A=1, B=2, C=3, D=4)
    assert is_violated(CrossRule(side(left), operator, side(right)), stored) is violated


@pytest.mark.parametrize(
    ("operator", "lower", "equal", "higher"),
    [
        (Operator.EQUAL, False, True, False),
        (Operator.DIFFERENT, True, False, True),
        (Operator.GREATER, False, False, True),
        (Operator.AT_LEAST, False, True, True),
        (Operator.LESS, True, False, False),
        (Operator.AT_MOST, True, True, False),
    ],
)
def test_each_comparison_at_its_boundary(operator: Operator, lower: bool, equal: bool, higher: bool) -> None:
    rule = CrossRule(side("A"), operator, side("B"))
    holds = tuple(not is_violated(rule, values(A=left, B=5)) for left in (4, 5, 6))
    assert holds == (lower, equal, higher)


@pytest.mark.parametrize(
    ("missing", "stored", "worth"),
    [
        (ANY, {"A": 1}, None),
        (ANY, {"A": 1, "B": 2}, 3),
        (ALL, {"A": 1}, 1),
        (ALL, {}, None),
        (NEVER, {"A": 1}, 1),
        (NEVER, {}, 0),
    ],
)
def test_missing_values_by_policy(missing: MissingPolicy, stored: dict[str, int], worth: int | None) -> None:
    assert evaluate(side("A B", missing), values(**stored)) == worth


def test_policies_may_differ_by_side() -> None:
    rule = CrossRule(side("A", NEVER), Operator.AT_LEAST, side("B"))
    assert is_violated(rule, values(B=1))
    assert not is_violated(rule, values(A=1))


def test_comparison_is_exact() -> None:
    stored = {"A": Decimal("0.1"), "B": Decimal("0.2"), "C": Decimal("0.3")}
    assert not is_violated(CrossRule(side("A B"), Operator.EQUAL, side("C")), stored)
    stored["C"] = Decimal("0.30000000000000000000000000000000001")
    assert is_violated(CrossRule(side("A B"), Operator.EQUAL, side("C")), stored)


def test_findings_say_what_each_side_is_worth() -> None:
    spin_offs = Side("spin-off créées", (Term("ENT-02-SO"),))
    created = Side("entreprises créées", (Term("ENT-02"),))
    rules = [
        CrossRule(spin_offs, Operator.AT_MOST, created, Severity.BLOCKING, "Vérifiez les deux séries."),
        CrossRule(spin_offs, Operator.BOTH_OR_NONE, created),
    ]
    (finding,) = check_rules(rules, values(**{"ENT-02-SO": 12, "ENT-02": 10}))
    assert (finding.severity, finding.field) == (Severity.BLOCKING, "ENT-02-SO")
    assert finding.message == (
        "« spin-off créées » (12) devrait être inférieur ou égal à « entreprises créées » (10). Vérifiez les deux séries."
    )
    (alone,) = check_rules(rules, values(**{"ENT-02-SO": 12}))
    assert alone.message == "« spin-off créées » (12) va de pair avec « entreprises créées » (n.d.)."
    assert alone.severity is Severity.WARNING


# As people write them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ENT-01-A1", "ENT-01-A1"),
        (" ENT-01-A1+ENT-02-G345 ", "ENT-01-A1 + ENT-02-G345"),
        ("2 ENT-01-A1 - 3*PRO-02-BIO", "2 × ENT-01-A1 − 3 × PRO-02-BIO"),
        ("−ENT-01-A1 + 2 × ENT-02-DIS", "− ENT-01-A1 + 2 × ENT-02-DIS"),
    ],
)
def test_a_sum_is_read_and_written_back(typed: str, shown: str) -> None:
    terms = read_terms(typed)
    assert written(terms) == shown and read_terms(shown) == terms


@pytest.mark.parametrize("typed", ["", "  ", "ENT", "ENT-01-A1 ENT-02-A1", "ENT-01-A1 +", "1,5 × ENT-01-A1", "<b>"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"comprend|compris|au moins une"):
        read_terms(typed)


def test_every_operator_and_policy_has_its_words() -> None:
    assert OPERATOR_LABELS.keys() == set(Operator) and MISSING_LABELS.keys() == set(MissingPolicy)
    rule = CrossRule(Side("Ici", ()), Operator.EQUAL, Side("Là", ()))
    assert sentence(rule) == "« Ici » devrait être égal à « Là »."
