"""The licence of the dashboard, and the page of those of what it is made with."""

import re
import tomllib
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.architecture import licences


def test_page_of_licences_lists_the_lock(root: Path) -> None:
    locked = licences.locked_versions(root / "requirements.lock")
    rows = re.findall(r"(?m)^\| ([\w.-]+) \| ([\d.]\S*(?:, \S+)*) \| \S", licences.PAGE.read_text(encoding="utf-8"))
    listed = {canonicalize_name(name): tuple(versions.split(", ")) for name, versions in rows}
    assert listed == locked, "make licences"


def test_page_of_licences_says_what_packages_state(root: Path) -> None:
    """Packages of other systems, and of other Pythons, are those of the machine that wrote the page."""
    rows = licences.PAGE.read_text(encoding="utf-8").splitlines()
    compared = 0
    for name, versions in licences.locked_versions(root / "requirements.lock").items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            continue
        if installed == versions[0]:
            compared += 1
            assert licences.describe(name, versions).row() in rows, "make licences"
    assert compared > 50


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License-Expression": "MIT", "License": "Something else"}, "MIT"),
        ({"License": "BSD-3-Clause", "Classifier": "License :: OSI Approved :: BSD License"}, "BSD-3-Clause"),
        ({"License": "A\nwhole text", "Classifier": "License :: OSI Approved :: MIT License"}, "MIT License"),
    ],
)
def test_licence_is_the_most_exact_statement(fields: dict[str, str], licence: str) -> None:
    package = Message()
    for name, value in fields.items():
        package[name] = value
    assert licences.licence_of(package) == licence


def test_package_without_licence_stops_the_command() -> None:
    package = Message()
    package["Name"] = "somebody"
    with pytest.raises(licences.UnknownLicence, match="somebody"):
        licences.licence_of(package)


def test_fonts_lie_beside_their_licence(root: Path) -> None:
    folders = {
        path.parent.relative_to(root).as_posix()
        for folder in ("static", "indicators")
        for path in (root / folder).rglob("*")
        if path.suffix in (".ttf", ".otf", ".woff", ".woff2")
    }
    assert folders == {Path(text).parent.as_posix() for text in licences.FONT_LICENCES}
    assert all("SIL OPEN FONT LICENSE" in (root / text).read_text(encoding="utf-8") for text in licences.FONT_LICENCES)


def test_the_licence_is_the_whole_eupl(root: Path) -> None:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    articles = re.findall(r"(?m)^(\d+)\.[A-Z]", text)
    assert articles == [str(number) for number in range(1, 16)]
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert text.endswith("require the production of a new EUPL version.\n")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("EUPL-1.2", ["LICENSE"])
