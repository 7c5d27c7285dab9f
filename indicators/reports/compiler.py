"""The typst compiler behind one function, in this process or in one that ends with its work.

It reads no file of its own accord, no system font and no network: templates and data are handed to it.

Run as a module it reads a request on its standard input and writes the document on its standard output. typst keeps
what it compiled for the next time, some 190 MB for an edition of 76 pages, and gives it back only when the process
ends: a server should let another process do it. The import of this module is light for that reason.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).parent / "assets" / "fonts"
STANDARDS = ("a-2a", "ua-1")
"""PDF/UA-1 for people who listen to it, PDF/A-2a for those who keep it. The compiler refuses what breaks them."""
PATIENCE = 180
"""Seconds after which a process that typesets is given up."""

Files = Mapping[str, str]


class TypesettingFailed(Exception):
    """The compiler refused the document: a fault of a template, never of the words of people."""


def to_pdf(files: Files, made_at: datetime) -> bytes:
    """The PDF of « main.typ ». The same files and instant give the same bytes."""
    return _compiled(files, format="pdf", pdf_standards=list(STANDARDS), timestamp=made_at.replace(microsecond=0))


def to_png(files: Files, pixels_per_inch: float) -> bytes:
    """The first page of « main.typ » as a picture."""
    return _compiled(files, format="png", ppi=pixels_per_inch)


def to_pdf_apart(files: Files, made_at: datetime) -> bytes:
    """The same as :func:`to_pdf`, in a process of its own: its memory and its processor time end with it."""
    request = json.dumps({"files": dict(files), "made_at": made_at.isoformat()}).encode()
    command = [sys.executable, "-m", "indicators.reports.compiler"]
    try:
        done = subprocess.run(command, input=request, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"aucune réponse après {PATIENCE} s") from error
    if done.returncode != 0:
        raise TypesettingFailed(done.stderr.decode(errors="replace").strip()[-2000:])
    return done.stdout


def _compiled(files: Files, **how: Any) -> bytes:
    sources: dict[str, bytes] = {name: text.encode() for name, text in files.items()}
    try:
        documents = typst.compile(sources, font_paths=[str(FONTS)], ignore_system_fonts=True, **how)
    except typst.TypstError as error:
        raise TypesettingFailed(str(error)) from error
    # Pages of a picture come as a list where there are several.
    return bytes(documents[0] if isinstance(documents, list) else documents)


def main() -> int:
    """One request, one document."""
    request = json.load(sys.stdin.buffer)
    try:
        content = to_pdf(request["files"], datetime.fromisoformat(request["made_at"]))
    except TypesettingFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
