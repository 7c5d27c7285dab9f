"""Pagination of a long list: the page selected in the address and links to the others."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from indicators.domain.formatting import number
from indicators.ui.kit.html import Html, chip, html, join


@dataclass(frozen=True, slots=True)
class Pages:
    """The current page, the number of pages and the number of items on each."""

    current: int
    last: int
    size: int

    @property
    def part(self) -> slice:
        """Slice of the list on the current page."""
        return slice((self.current - 1) * self.size, self.current * self.size)

    def nav(self, at: Callable[..., str], label: str = "Pages de la liste", near: int = 0) -> Html:
        """Links to all pages, or to the first, the last and ``near`` on each side; empty if there is only one page."""
        if self.last == 1:
            return Html()
        around = range(max(1, self.current - near), min(self.last, self.current + near) + 1)
        numbers = sorted({1, self.last, *around}) if near else range(1, self.last + 1)
        chips = join(chip(number(each), at(page=each), each == self.current) for each in numbers)
        return html(
            '<nav class="chip-row" aria-label="{}"><span class="name">Page</span><span class="chips">{}</span></nav>',
            label,
            chips,
        )


def pages(total: int, size: int, text: str) -> Pages:
    """Pagination of ``total`` items; the page comes from text, limited to the existing ones, 1 if invalid."""
    last = max(1, -(-total // size))
    requested = int(text) if re.fullmatch("[0-9]{1,6}", text) else 1
    return Pages(min(max(requested, 1), last), last, size)
