"""What the type checker refuses: mistakes that nobody would see in a review, written down and checked in one run.

Each snippet is a small module. A line that mypy must refuse ends with ``# refused: `` and the code of its error;
mypy must accept every other line.
"""

import re
import subprocess
import sys
from pathlib import Path

SNIPPETS = {
    "misspelt_columns": """
        from datetime import date
        from decimal import Decimal

        from db.queries.campaigns import campaign, campaigns
        from db.queries.observations import observations
        from db.unit_of_work import Session


        def values(session: Session) -> list[Decimal | None]:
            return [row.value for row in observations(session)]


        def misspelt(session: Session) -> list[Decimal | None]:
            return [row.valeu for row in observations(session)]  # refused: attr-defined


        def due_dates(session: Session) -> list[date]:
            return [row.due_on for row in campaigns(session)]


        def of_another_type(session: Session) -> list[str]:
            return [row.due_on for row in campaigns(session)]  # refused: misc


        def absent_row(session: Session) -> date:
            return campaign(session, "COL-2025").due_on  # refused: union-attr
    """,
    "unescaped_text": """
        from indicators.ui.kit.html import Html, card, esc, html, join, show


        def escaped(name: str) -> None:
            show(html("<p>{}</p>", name), esc(name), join([name], html("<br>")))


        def in_an_f_string(name: str) -> None:
            show(f"<p>{name}</p>")  # refused: arg-type


        def even_in_an_escaped_f_string(name: str) -> None:
            show(f"<p>{esc(name)}</p>")  # refused: arg-type


        def inside_a_card(name: str) -> Html:
            return card(f"<p>{name}</p>")  # refused: arg-type


        def returned(name: str) -> Html:
            return f"<p>{name}</p>"  # refused: return-value
    """,
}

_EXPECTED = re.compile(r"# refused: (?P<code>[a-z-]+)$")
_ERROR = re.compile(r"(?P<file>\w+)\.py:(?P<line>\d+): error: .*\[(?P<code>[a-z-]+)\]$", re.MULTILINE)


def test_mypy_refuses_exactly_the_lines_that_say_so(root: Path, tmp_path: Path) -> None:
    expected: set[tuple[str, int, str]] = set()
    for name, text in SNIPPETS.items():
        lines = [line.removeprefix(" " * 8) for line in text.strip("\n").split("\n")]
        (tmp_path / f"{name}.py").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
        for number, line in enumerate(lines, 1):
            if marked := _EXPECTED.search(line):
                expected.add((name, number, marked["code"]))

    # With the configuration and the cache of the project: only the snippets are read anew.
    command = [sys.executable, "-m", "mypy", *map(str, sorted(tmp_path.glob("*.py")))]
    outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    refused = {(error["file"], int(error["line"]), error["code"]) for error in _ERROR.finditer(outcome.stdout)}
    assert refused == expected, outcome.stdout + outcome.stderr
