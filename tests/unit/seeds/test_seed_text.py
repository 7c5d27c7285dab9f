"""YAML is read as text: nothing that was typed is turned into something else."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from seeds.scalars import Exact, Line
from seeds.yaml_text import read_document

EXACT: TypeAdapter[Decimal] = TypeAdapter(Exact)


@pytest.mark.parametrize(
    "typed", ["1.10", "1e3", "0x1F", "010", "yes", "non", "null", "~", "2021-12-31", "12:30:45", ".nan", ".inf", "NO"]
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str, tmp_path: Path) -> None:
    path = tmp_path / "un.yaml"
    path.write_text(f"champ: {typed}\n", encoding="utf-8")
    assert read_document(path, "un.yaml").data == {"champ": typed}


def test_an_empty_value_is_empty_text_and_lines_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "un.yaml"
    path.write_text(
        "# en-tête\nliste:\n  - a:\n    b: >-\n      deux\n      lignes\n  - {c: d}\n", encoding="utf-8-sig"
    )
    document = read_document(path, "un.yaml")
    assert document.data == {"liste": [{"a": "", "b": "deux lignes"}, {"c": "d"}]}
    assert document.line_of(("liste", 0, "b")) == 4
    assert document.line_of(("liste", 1, "c")) == 7
    assert document.line_of(("liste", 1, "absent", 3)) == 7


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_decimals_are_exact_with_comma_or_point(value: Decimal) -> None:
    for typed in (str(value), str(value).replace(".", ",")):
        read = EXACT.validate_python(typed)
        assert (type(read), read) == (Decimal, value)


@pytest.mark.parametrize(
    "typed", ["", " ", "1 000", "1.234", "12.345", "1e3", "NaN", "inf", "+1", "1,2,3", "١", 1.5, 1, None]
)
def test_what_is_not_a_plain_decimal_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError):
        EXACT.validate_python(typed)


@pytest.mark.parametrize(("typed", "value"), [("0.123", "0.123"), ("1,234", "1.234"), ("1234.567", "1234.567")])
def test_three_decimals_are_accepted_where_they_cannot_be_thousands(typed: str, value: str) -> None:
    assert EXACT.validate_python(typed) == Decimal(value)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=30))
def test_texts_keep_their_words_and_no_break_spaces(text: str) -> None:
    read = TypeAdapter(Line).validate_python(f" {text}\u00a0»\n")
    assert read.split() == f"{text}\u00a0»".split()
    assert read.endswith("\u00a0»")
