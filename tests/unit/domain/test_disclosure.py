"""What the public may not read, nor compute."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.disclosure import DisclosureCell, mask, publicly
from indicators.domain.periods import Period
from indicators.domain.series import Observation

YEAR = Period.parse("2024")
FREE, SECRET = ConfStatus.FREE, ConfStatus.CONFIDENTIAL


def one(value: int, conf: ConfStatus = FREE) -> Observation:
    return Observation(YEAR, Decimal(value), conf=conf, comment="Détail", caveat="Réserve")


def values(cells: list[DisclosureCell]) -> list[int | None]:
    return [None if found.value is None else int(found.value) for found in publicly(cells)]


def test_nothing_is_masked_where_nothing_is_confidential() -> None:
    cells = [DisclosureCell("", "", one(6)), DisclosureCell("L", "a", one(1)), DisclosureCell("L", "b", one(5))]
    assert values(cells) == [6, 1, 5]


def test_the_total_goes_with_the_only_part_that_is_masked() -> None:
    cells = [DisclosureCell("", "", one(6)), DisclosureCell("L", "a", one(1)), DisclosureCell("L", "b", one(5, SECRET))]
    total, free, secret = publicly(cells)
    assert (total.value, free.value, secret.value) == (None, Decimal(1), None)
    assert (total.conf, secret.conf) == (ConfStatus.SECONDARY, SECRET)
    assert total.flags == {ObsStatus.SUPPRESSED} and (total.comment, total.caveat) == ("", "")


def test_two_masked_parts_hide_each_other() -> None:
    cells = [
        DisclosureCell("", "", one(9)),
        *(DisclosureCell("L", name, one(3, SECRET if name < "c" else FREE)) for name in "abc"),
    ]
    assert values(cells) == [9, None, None, 3]


def test_a_masked_total_takes_its_smallest_part_along() -> None:
    cells = [DisclosureCell("", "", one(6, SECRET)), DisclosureCell("L", "a", one(1)), DisclosureCell("L", "b", one(5))]
    assert values(cells) == [None, None, 5]
    assert values(cells[:1]) == [None]


def test_another_breakdown_of_the_same_total_gives_nothing_away() -> None:
    cells = [
        DisclosureCell("", "", one(6)),
        *(DisclosureCell("L", name, one(3, SECRET if name == "a" else FREE)) for name in "ab"),
        *(DisclosureCell("M", name, one(value)) for name, value in (("x", 2), ("y", 4))),
    ]
    assert values(cells) == [None, None, 3, None, 4]


def test_parts_of_a_part_are_a_breakdown_too() -> None:
    cells = [
        DisclosureCell("", "", one(9)),
        DisclosureCell("L", "a", one(6)),
        DisclosureCell("L", "b", one(3)),
        DisclosureCell("L", "a1", one(2, SECRET), parent="a"),
        DisclosureCell("L", "a2", one(4), parent="a"),
    ]
    assert values(cells) == [None, None, 3, None, 4]


def test_a_break_stays_said() -> None:
    assert mask(Observation(YEAR, Decimal(1), frozenset({ObsStatus.BREAK}))).flags == {
        ObsStatus.BREAK,
        ObsStatus.SUPPRESSED,
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=6), st.booleans())
def test_no_masked_figure_can_be_computed(parts: list[tuple[int, bool]], total_secret: bool) -> None:
    total = one(sum(value for value, _ in parts), SECRET if total_secret else FREE)
    cells = [DisclosureCell("", "", total)]
    cells += [
        DisclosureCell("L", str(at), one(value, SECRET if hidden else FREE)) for at, (value, hidden) in enumerate(parts)
    ]
    shown = publicly(cells)
    unknown = sum(found.value is None for found in shown)
    assert unknown != 1, "one unknown in one equation is known"
    assert all(found.value is None for found, cell in zip(shown, cells, strict=True) if cell.observation.conf is SECRET)
