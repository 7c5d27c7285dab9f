"""Short lists and locks agree, whatever the Python and the system; nothing here asks the network."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture import licences

LISTS = ("requirements", "requirements-dev")
# What decides markers, for each Python and system that the locks serve.
ENVIRONMENTS = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system in ("linux", "darwin", "win32")
]


def short_list(path: Path) -> list[Requirement]:
    """The requirements that people edit, those of an included list too."""
    requirements = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            requirements += short_list(path.parent / line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            requirements.append(Requirement(line))
    return requirements


def installed_by(lock: Path, environment: dict[str, str]) -> dict[str, str]:
    """Versions that a lock installs in an environment; two versions of a package there would be a fault."""
    chosen = [
        requirement
        for requirement in licences.locked_requirements(lock)
        if requirement.marker is None or requirement.marker.evaluate(environment)
    ]
    names = [canonicalize_name(requirement.name) for requirement in chosen]
    assert len(names) == len(set(names))
    return {
        name: specifier.version
        for name, requirement in zip(names, chosen, strict=True)
        for specifier in requirement.specifier
    }


@pytest.mark.parametrize("name", LISTS)
def test_short_lists_pin_every_version(root: Path, name: str) -> None:
    loose = [
        str(requirement)
        for requirement in short_list(root / f"{name}.txt")
        if not re.fullmatch(r"==[\w.]+", str(requirement.specifier))
    ]
    assert loose == []


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda env: f"{env['sys_platform']}-{env['python_version']}")
@pytest.mark.parametrize("name", LISTS)
def test_locks_hold_what_the_short_lists_pin(root: Path, name: str, environment: dict[str, str]) -> None:
    locked = installed_by(root / f"{name}.lock", environment)
    pinned = {
        canonicalize_name(requirement.name): specifier.version
        for requirement in short_list(root / f"{name}.txt")
        for specifier in requirement.specifier
    }
    assert {package: locked.get(package) for package in pinned} == pinned, "make lock"


def test_developers_run_the_same_versions_as_users(root: Path) -> None:
    run, dev = (licences.locked_versions(root / f"{name}.lock") for name in LISTS)
    assert {package: dev.get(package) for package in run} == run, "make lock"


@pytest.mark.parametrize("name", LISTS)
def test_locks_hold_hashes_and_no_address(root: Path, name: str) -> None:
    """pip would refuse a line without a hash; an address or an option would tie the lock to a machine."""
    text = (root / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=\w)", re.sub(r"(?m)^\s*#.*\n", "", text))
    entry = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")
    assert [lines for lines in entries if lines and not entry.fullmatch(lines)] == []
    assert len(entries) > 50
    assert "://" not in text


def test_make_installs_the_locks_with_their_hashes(root: Path) -> None:
    commands = [line for line in (root / "Makefile").read_text(encoding="utf-8").splitlines() if "pip install" in line]
    assert len(commands) == len(LISTS)
    assert all("--require-hashes -r $<" in line for line in commands)
