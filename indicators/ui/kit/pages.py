"""The pages of a long list: which one the address asks for, and links to the others."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from indicators.domain.formatting import number
from indicators.ui.kit.html import Html, chip, html, join


@dataclass(frozen=True, slots=True)
class Pages:
    """The page shown, the number of pages, how many items each holds."""

    shown: int
    last: int
    size: int

    @property
    def part(self) -> slice:
        """Where the items of the page shown stand in the list."""
        return slice((self.shown - 1) * self.size, self.shown * self.size)

    def nav(self, at: Callable[..., str], label: str = "Pages de la liste", near: int = 0) -> Html:
        """Links to every page, or to the first, the last and ``near`` on each side; nothing where there is one page."""
        if self.last == 1:
            return Html()
        around = range(max(1, self.shown - near), min(self.last, self.shown + near) + 1)
        numbers = sorted({1, self.last, *around}) if near else range(1, self.last + 1)
        chips = join(chip(number(each), at(page=each), each == self.shown) for each in numbers)
        return html(
            '<nav class="chip-row" aria-label="{}"><span class="name">Page</span><span class="chips">{}</span></nav>',
            label,
            chips,
        )


def pages(total: int, size: int, text: str) -> Pages:
    """The pages of so many items; the page that a text asks for, else the nearest one that there is."""
    last = max(1, -(-total // size))
    requested = int(text) if re.fullmatch("[0-9]{1,6}", text) else 1
    return Pages(min(max(requested, 1), last), last, size)
