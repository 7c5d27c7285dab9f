"""The house: who may import whom, what nobody may write, and where things are not allowed to be."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import indicators

PACKAGES = ("db", "indicators", "migrations", "seeds")
TOP_LEVEL = {*PACKAGES, "tests"}
# What the entry script could hide from Python by a file of the same name beside it.
DEPENDENCIES = {
    *("alembic", "click", "pandas", "plotly", "pptx", "psycopg"),
    *("pydantic", "sqlalchemy", "streamlit", "typst", "xlsxwriter"),
}
LONGEST_FILE = 400

# Where HTML that is not a fixed text may be written, and how many times: a new one is a decision.
# Three scripts of ours, from files of the program: nothing of the data is in them.
UNSAFE = {
    "indicators/ui/frame.py": 1,
    "indicators/ui/imports/file.py": 1,
    "indicators/ui/meeting/bar.py": 1,
}
HTML = {
    **UNSAFE,
    "indicators/ui/frame.py": 2,
    "indicators/ui/meeting/bar.py": 2,
    "indicators/ui/kit/html.py": 1,
}


def sources(root: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the program's own files."""
    for path in [root / "app.py", *(one for name in PACKAGES for one in sorted((root / name).rglob("*.py")))]:
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def uses(root: Path, pattern: str) -> Counter[str]:
    """How many times each file matches a pattern."""
    found = Counter({name: len(re.findall(pattern, text)) for name, text in sources(root)})
    return +found


# Imports --------------------------------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_imports_keep_to_the_contracts(root: Path) -> None:
    outcome = lint_imports(root)
    assert outcome.returncode == 0, outcome.stdout[-3000:] + outcome.stderr


def test_contracts_are_broken_by_what_they_forbid(root: Path, tmp_path: Path) -> None:
    """One forbidden import for each contract, all at once, in a copy."""
    for name in PACKAGES:
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.yaml"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    for file, line in {
        "indicators/domain/progress/rate.py": "import indicators.services.store, db.queries.facts",
        "indicators/charts/base.py": "import db.engine",
        "indicators/reports/cover.py": "import db.queries.facts",
        "indicators/reading/store/integrity.py": "import sqlalchemy, db.models",
        "indicators/services/store/preparing.py": "import streamlit",
        "indicators/ui/kit/links.py": "import db.engine, starlette",
        "db/types.py": "import seeds.loader",
    }.items():
        with (tmp_path / file).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{line}\n")
    outcome = lint_imports(tmp_path)
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    shown = " ".join(outcome.stdout.split())
    assert outcome.returncode == 1
    assert [one["name"] for one in contracts if f"{one['name']} BROKEN" not in shown] == []


def test_every_room_is_under_the_contract_about_streamlit(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contract = next(one for one in settings["contracts"] if one["name"] == "Streamlit lives in ui and app alone")
    rooms = {
        f"indicators.{path.stem}"
        for path in (root / "indicators").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem not in ("__init__", "ui")
    }
    assert rooms | {"db", "seeds", "migrations"} <= set(contract["source_modules"])
    assert set(settings["root_packages"]) == set(PACKAGES)


def test_the_entry_script_knows_the_screens_only(root: Path) -> None:
    tree = ast.parse((root / "app.py").read_text(encoding="utf-8"))
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    ]
    assert imported == ["indicators.ui"]


# Names ----------------------------------------------------------------------------------------------------------------


def test_no_folder_is_called_pages(root: Path) -> None:
    """Streamlit would serve what is in it without the entry script."""
    folders = [root, *(one for name in PACKAGES for one in (root / name).rglob("*") if one.is_dir())]
    assert not [one for folder in folders for one in folder.glob("[Pp]ages") if ".venv" not in one.parts]


@pytest.mark.parametrize("folder", [".", "indicators/ui"])
def test_no_module_hides_a_package(root: Path, folder: str) -> None:
    """The entry script's folder comes first in sys.path."""
    here = root / folder
    names = {one.stem for one in here.iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()}
    own = set(PACKAGES) if folder == "." else set()
    hidden = TOP_LEVEL | DEPENDENCIES | set(sys.stdlib_module_names)
    assert names - {"__init__"} - own & hidden == set()


def test_test_files_have_names_of_their_own(root: Path) -> None:
    """pytest imports them by their bare names."""
    names = Counter(path.name for path in (root / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_files_stay_short(root: Path) -> None:
    lengths = {name: text.count("\n") for name, text in sources(root) if not name.startswith("migrations/versions/")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


# What nobody writes ---------------------------------------------------------------------------------------------------


def test_only_settings_read_the_environment(root: Path) -> None:
    assert set(uses(root, r"os\.environ|environ\[|\bgetenv\b|from os import|BaseSettings\)")) == {
        "indicators/settings.py"
    }


def test_no_widget_reads_numbers_for_us(root: Path) -> None:
    """In a French browser they turn « 1,5 » into 15."""
    assert uses(root, r"\bNumberColumn\(|\bnumber_input\(") == {}


def test_unsafe_html_is_counted(root: Path) -> None:
    assert uses(root, r"unsafe_allow") == UNSAFE
    assert uses(root, r"\bst\.html\(") == HTML


def test_html_is_written_out_and_its_parts_are_given_apart(root: Path) -> None:
    """A template is a text of the code; what is not ``Html`` yet becomes it by ``esc``, ``html`` or ``join``."""
    calls = [
        (name, node.func.id, node.args)
        for name, text in sources(root)
        if name.startswith("indicators/ui/") and name != "indicators/ui/kit/html.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("html", "Html")
    ]
    built = [
        name for name, called, arguments in calls if called == "html" and not isinstance(arguments[0], ast.Constant)
    ]
    assert len(calls) > 100
    assert built == []
    assert [name for name, called, arguments in calls if called == "Html" and arguments] == []


def test_nobody_prints_but_the_command_line(root: Path) -> None:
    assert set(uses(root, r"(?m)^\s*print\(")) <= {"indicators/__main__.py"}


def test_writes_go_through_a_unit_of_work(root: Path) -> None:
    """Sessions are opened in one file, so that every write bumps the data version and no reading writes."""
    opened = {
        name
        for name in uses(root, r"\bSession\(|\bsessionmaker\(|(?<!store)\.begin\(")
        if not name.startswith("migrations/")
    }
    assert opened == {"db/unit_of_work.py"}


def test_events_reach_the_journal_by_two_doors(root: Path) -> None:
    """Both take a declared event: the unit of work, and the past that seeds write."""
    doors = uses(root, r"(?<!class )\bAuditEventTable\(|insert\(AuditEventTable\)")
    assert doors == {"db/unit_of_work.py": 1, "db/queries/journal.py": 1}


def test_no_path_of_a_machine(root: Path) -> None:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    machine = re.compile(rf"(?<![\w.:/])/(?:home|root|Users|work|mnt)/\w|[A-Z]:\\\\?Users|{re.escape(str(root))}/")
    files = [path for path in map(root.joinpath, listed.stdout.split("\0")) if path.is_file()]
    assert len(files) > 100
    # A file that is no text has no line to show.
    lines = (
        (path.relative_to(root).as_posix(), line)
        for path in files
        for line in path.read_bytes().decode("utf-8", "ignore").splitlines()
    )
    assert [(name, line.strip()) for name, line in lines if machine.search(line)] == []


def test_the_version_is_the_same_wherever_it_is_told(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    latest = re.search(r"^## ([\d.]+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest and project["project"]["version"] == indicators.__version__ == latest[1]
