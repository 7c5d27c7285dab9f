"""What is wrong in a seed file: file, line, field and a French sentence, all reported together."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake; ``line`` is counted from 1, 0 when the whole file is concerned."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f", ligne {self.line}" if self.line else ""
        field = f", champ « {self.field} »" if self.field else ""
        return f"{self.file}{place}{field} : {self.message}"


class SeedError(ValueError):
    """The seed files cannot be loaded; ``problems`` lists every mistake of every file, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
