"""Durations, in milliseconds."""

import time
from collections.abc import Callable
from statistics import median, quantiles


class Times(list[float]):
    """Durations of one measure."""

    @property
    def middle(self) -> float:
        """The median."""
        return median(self)

    @property
    def p95(self) -> float:
        """What 95 in a hundred do not exceed."""
        return quantiles(self, n=20, method="inclusive")[-1] if len(self) > 1 else self[0]

    def __str__(self) -> str:
        return f"{self.middle:8.1f}   ({min(self):.1f} – {max(self):.1f})"


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000
