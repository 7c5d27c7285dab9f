"""Licences of what the dashboard is made with: `make licences` writes docs/third-party-licences.md.

The page lists the packages of ``requirements.lock`` from their own metadata, and the files of other people that this
repository carries. A package that states no licence stops the command: somebody has to look at it.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "requirements.lock"
PAGE = ROOT / "docs" / "third-party-licences.md"

HEADER = """\
# Third-party licences

Written by `make licences`; not edited by hand. The dashboard itself is under the [EUPL-1.2](../LICENSE).

## Files in this repository

| what | licence | where |
|---|---|---|
"""
PACKAGES = """
Icons, drawings, style sheets and scripts beside them were made for the dashboard and are under its licence.

## Packages

What `requirements.lock` installs, on any system. The packages are downloaded, not copied here; each one's metadata states
its licence and its site.

| package | version | licence | site |
|---|---|---|---|
"""
TYPEFACE = "Inter, the typeface"
TYPEFACE_LICENCE = "SIL Open Font License 1.1"
# A font lies beside the text of its licence.
FONT_LICENCES = ("static/fonts/LICENSE-Inter.txt", "indicators/reports/assets/fonts/LICENSE-Inter.txt")

# Labels of `Project-URL` that name a package's site, the best first.
SITE_LABELS = ("homepage", "home", "source", "source code", "repository", "code", "github", "documentation")
LONGEST_LICENCE_NAME = 60


class UnknownLicence(Exception):
    """A package whose metadata states no licence."""


@dataclass(frozen=True)
class Package:
    """A row of the page. ``versions`` holds two where the newest needs a newer Python than the oldest we run on."""

    name: str
    versions: tuple[str, ...]
    licence: str
    site: str

    def row(self) -> str:
        site = f"<{self.site}>" if self.site else ""
        return f"| {self.name} | {', '.join(self.versions)} | {self.licence} | {site} |"


def locked_requirements(lock: Path) -> list[Requirement]:
    """The pinned requirements of a lock, markers included, without their hashes."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"\w", line)]


def locked_versions(lock: Path) -> dict[str, tuple[str, ...]]:
    """Versions of each package of a lock, by normalised name, in the order of the lock."""
    versions: dict[str, tuple[str, ...]] = {}
    for requirement in locked_requirements(lock):
        name = canonicalize_name(requirement.name)
        (specifier,) = requirement.specifier
        versions[name] = (*versions.get(name, ()), specifier.version)
    return versions


def licence_of(package: PackageMetadata) -> str:
    """The licence as the metadata state it: an SPDX expression, else a short name, else the classifiers.

    Raises ``UnknownLicence`` where none of the three says anything.
    """
    stated = package.get("License-Expression") or package.get("License") or ""
    if stated and "\n" not in stated and len(stated) <= LONGEST_LICENCE_NAME:
        return stated
    classifiers = [text for text in package.get_all("Classifier") or [] if text.startswith("License :: ")]
    if not classifiers:
        raise UnknownLicence(f"{package['Name']} states no licence: read its files, then decide")
    return ", ".join(text.rsplit(" :: ", 1)[1] for text in classifiers)


def site_of(package: PackageMetadata) -> str:
    """Address of the package's own site, empty where the metadata give none."""
    labelled = (text.split(", ", 1) for text in package.get_all("Project-URL") or [])
    addresses = {label.lower(): address for label, address in labelled}
    return package.get("Home-page") or next((addresses[label] for label in SITE_LABELS if label in addresses), "")


def describe(name: str, versions: tuple[str, ...]) -> Package:
    """The row of a package, from what is installed here. Raises ``PackageNotFoundError`` where it is not."""
    about = metadata(name)
    return Package(about["Name"], versions, licence_of(about), site_of(about))


def page(rows: list[Package]) -> str:
    """The whole page, in Markdown."""
    fonts = "".join(f"| {TYPEFACE} | {TYPEFACE_LICENCE} | [{text}](../{text}) |\n" for text in FONT_LICENCES)
    packages = "".join(f"{package.row()}\n" for package in sorted(rows, key=lambda row: row.name.lower()))
    return HEADER + fonts + PACKAGES + packages


def main() -> int:
    """Write the page. Exit status 1 where a package is not installed or states no licence."""
    try:
        rows = [describe(name, versions) for name, versions in locked_versions(LOCK).items()]
    except PackageNotFoundError as error:
        print(f"{error}. Linux alone installs every package of the lock: run this there.", file=sys.stderr)
        return 1
    except UnknownLicence as error:
        print(error, file=sys.stderr)
        return 1
    PAGE.write_text(page(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
