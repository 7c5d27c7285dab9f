"""What the documents say of the repository is so, and nothing in it cites a document that is not here."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

FOLDERS = (".ci", ".streamlit", "db", "deploy", "docs", "indicators", "migrations", "seeds", "static", "tests")
TEXTS = {
    *(".py", ".md", ".toml", ".yaml", ".txt", ".ini", ".html", ".css", ".js", ".typ", ".csv", ".json"),
    "",  # Makefile, .ci/run
}
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/*.md", "docs/adr/*.md")

QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
DOCUMENT = re.compile(r"(?<![\w./:*\\-])[\w./-]*[\w-]\.md\b")
SECTION = re.compile(r"docs/method\.md, ([A-Z][a-z]+(?: [a-z]+)*)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# How a sentence leans on a document by number: what it says must stand here instead.
BY_NUMBER = re.compile(r"\b(?:pitfall P?|stor(?:y|ies) |feature |DESIGN )\d|\(section \d|\breference/\w")


@lru_cache
def texts(root: Path) -> tuple[tuple[str, str], ...]:
    """Names and contents of the text files of the repository."""
    inside = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*")))
    return tuple(
        (path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="ignore"))
        for path in (*sorted(root.iterdir()), *inside)
        if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts
    )


def documents(root: Path) -> list[Path]:
    """The documents for those who work on the code."""
    return [path for pattern in DOCUMENTS for path in sorted(root.glob(pattern))]


def is_path(root: Path, quoted: str) -> bool:
    """Whether a quoted word looks like a path of the repository: its first part is one of ours, or it names a file."""
    first, slash, _ = quoted.partition("/")
    if not re.fullmatch(r"[\w.*/<>-]+", quoted) or not first:
        return False
    of_ours = {*FOLDERS, *(path.name for path in (root / "indicators").iterdir())}
    return (bool(slash) and first in of_ours) or quoted.endswith((".py", ".md", ".toml", ".txt", ".yaml", ".lock"))


def exists(root: Path, path: str) -> bool:
    """Whether what a document names is there: ``<word>`` stands for any, a path may start in the program's package."""
    pattern = re.sub(r"<[^>]+>", "*", path).rstrip("/")
    if "/" not in path:
        return (root / path).exists() or any(name.rsplit("/", 1)[-1] == path for name, _ in texts(root))
    return any(next(start.glob(pattern), None) is not None for start in (root, root / "indicators"))


def anchor(heading: str) -> str:
    """The anchor that Markdown makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_path_that_a_document_names_exists(root: Path) -> None:
    named = {
        (document.name, word)
        for document in documents(root)
        for word in QUOTED.findall(document.read_text(encoding="utf-8"))
        if is_path(root, word)
    }
    assert len(named) > 50
    assert sorted(one for one in named if not exists(root, one[1])) == []


def test_every_link_of_a_document_leads_somewhere(root: Path) -> None:
    broken = []
    for document in documents(root):
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            file, _, section = target.partition("#")
            if "://" in target:
                continue
            there = document.parent / file if file else document
            anchors = (
                map(anchor, HEADING.findall(there.read_text(encoding="utf-8"))) if section and there.exists() else ()
            )
            if not there.exists() or (section and section not in anchors):
                broken.append((document.name, target))
    assert broken == []


def test_no_file_cites_a_document_that_is_not_here(root: Path) -> None:
    known = {path.name for path in (*root.glob("*.md"), *(root / "docs").rglob("*.md"))}
    cited = [(name, word) for name, text in texts(root) for word in DOCUMENT.findall(text)]
    assert len(cited) > 20
    assert [(name, word) for name, word in cited if word.rsplit("/", 1)[-1] not in known] == []


def test_no_file_leans_on_the_number_of_a_paragraph_elsewhere(root: Path) -> None:
    assert [(name, found.group()) for name, text in texts(root) for found in BY_NUMBER.finditer(text)] == []


def test_every_section_of_the_method_that_the_code_names_exists(root: Path) -> None:
    headings = set(HEADING.findall((root / "docs/method.md").read_text(encoding="utf-8")))
    cited = {(name, section) for name, text in texts(root) for section in SECTION.findall(text)}
    assert len(cited) > 15
    assert sorted(one for one in cited if one[1] not in headings) == []


def test_every_identifier_of_the_glossary_is_in_the_code(root: Path) -> None:
    """Third column of the tables of terms; a rename in the code is a line to change there."""
    text = (root / "docs/glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE)
    words = {word for term in terms for quoted in QUOTED.findall(term) for word in quoted.split(".")}
    known = {word for name, text in texts(root) if name.endswith(".py") for word in re.findall(r"\w+", text)}
    assert len(words) > 50
    assert sorted(words - known) == []


def test_every_decision_is_dated_and_in_the_index(root: Path) -> None:
    rows = []
    for path in sorted((root / "docs/adr").glob("0*.md")):
        title, _, status, *_ = path.read_text(encoding="utf-8").splitlines()
        found = re.fullmatch(r"Date: (\d{4}-\d\d-\d\d) · Status: ((?:accepted|superseded).*)", status)
        number, _, name = title.removeprefix("# ").partition(". ")
        assert found and int(path.name[:4]) == int(number), path.name
        rows.append(f"| [{number}]({path.name}) | {name} | {found[1]} | {found[2]} |")
    index = (root / "docs/adr/README.md").read_text(encoding="utf-8")
    assert [line for line in index.splitlines() if line.startswith("| [")] == rows


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_command_of_make_that_is_named_exists(root: Path, name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s{2,}#|,)", (root / name).read_text(encoding="utf-8")))
    assert named and named <= targets
