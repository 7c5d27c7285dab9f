"""A filtered list: filters of the address, matching items, chips with counts, pages. A search is a filter too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from indicators.ui.kit import links
from indicators.ui.kit.html import Html, chip, chip_row, join
from indicators.ui.kit.pages import Pages, pages

T = TypeVar("T")


@dataclass(frozen=True)
class Filter(Generic[T]):
    """A filter: its ``name`` in the address, its ``choices`` (value in the address → label), its predicate."""

    name: str
    title: str
    choices: Mapping[str, str]
    keeps: Callable[[T, str], bool]
    everything: str = "Tout ({})"  # the chip that lifts the filter, with its count; no chip where empty
    default: str = ""  # what an address without a value asks for
    count: Callable[[Sequence[T]], object] | None = len  # the figure of a chip, from what it would keep
    shows_empty: bool = False  # whether a choice that would keep nothing has a chip
    is_multiple: bool = False  # whether a value may name several choices, with commas; ``keeps`` has it whole
    accepts: Callable[[str], bool] = lambda value: False  # which values mean something beside the choices
    lifts: tuple[str, ...] = ()  # filters that choosing this one lifts

    def read(self, parameters: Mapping[str, str]) -> tuple[str, list[str]]:
        """The valid value of the filter in an address, and the invalid parts."""
        text = parameters.get(self.name, "")
        parts = [part for part in (text.split(",") if self.is_multiple else [text]) if part]
        valid = [part for part in parts if part in self.choices or self.accepts(part)]
        return ",".join(valid) or self.default, [part for part in parts if part not in valid]


@dataclass(frozen=True)
class Query(Generic[T]):
    """A list with its filters. ``address`` builds an address of the screen, its fixed parameters included."""

    items: Sequence[T]  # in the order in which they are listed
    filters: Sequence[Filter[T]]
    address: Callable[..., str]
    size: int = 50  # items on a page
    counts_whole: bool = False  # whether chips count in the whole list, not in what the other filters keep
    parameters: Mapping[str, str] = field(default_factory=links.parameters)

    @cached_property
    def values(self) -> dict[str, str]:
        """Value of each filter by name; an invalid value counts as absent."""
        return {each.name: each.read(self.parameters)[0] for each in self.filters}

    @property
    def unknown(self) -> list[str]:
        """A French message for each invalid value of the address."""
        return [links.ignored(each.name, part) for each in self.filters for part in each.read(self.parameters)[1]]

    @cached_property
    def matching(self) -> list[T]:
        """Items that match all filters."""
        return [item for item in self.items if self._keeps(item)]

    @cached_property
    def pages(self) -> Pages:
        """Pagination of the matching items."""
        return pages(len(self.matching), self.size, self.parameters.get("page", ""))

    def at(self, **change: object) -> str:
        """Address of the list with some parameters changed, on its first page."""
        parameters = {**self.values, **change}
        return self.address(
            **parameters | {each.name: "" for each in self.filters if parameters[each.name] == each.default}
        )

    def chips(self, name: str) -> Html:
        """A link for each choice of a filter, with the number of matching items; empty if there are no choices."""
        (this,) = (each for each in self.filters if each.name == name)
        among = self.items if self.counts_whole else [item for item in self.items if self._keeps(item, besides=name)]
        lifted, chips = dict.fromkeys(this.lifts, ""), Html()
        for value, label in this.choices.items():
            some = [item for item in among if this.keeps(item, value)]
            many = this.count(some) if this.count else len(some)
            if many or this.shows_empty or value == self.values[name]:
                text = f"{label} ({many})" if this.count else label
                chips += chip(text, self.at(**{**lifted, name: value}), value == self.values[name])
        if not chips or not this.everything:
            return chips
        text = this.everything.format(this.count(among) if this.count else "")
        is_on = not any(self.values[each] for each in (name, *this.lifts))
        return chip(text, self.at(**{**lifted, name: ""}), is_on) + chips

    def panel(self, *names: str) -> Html:
        """A row of chips for each given filter, all by default; filters without choices are omitted."""
        titles = {each.name: each.title for each in self.filters}
        return join(chip_row(titles[name], chips) for name in names or titles if (chips := self.chips(name)))

    def _keeps(self, item: T, besides: str = "") -> bool:
        active = ((each, self.values[each.name]) for each in self.filters if each.name != besides)
        return all(each.keeps(item, value) for each, value in active if value)
