"""Office files whose bytes depend on what they say and on the instant given, not on when they were written.

A presentation is a zip of dated entries, with dated workbooks inside of it for its charts.
"""

import io
import re
import zipfile
from datetime import UTC, datetime

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def stable(content: bytes, made_at: datetime) -> bytes:
    """The same file with dates of its own taken out; its properties say ``made_at``."""
    stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as zip_file,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as rewritten,
    ):
        for name in zip_file.namelist():
            rewritten.writestr(_entry(name), _inside(name, zip_file.read(name), stamp, made_at))
    return buffer.getvalue()


def _inside(name: str, content: bytes, stamp: bytes, made_at: datetime) -> bytes:
    if name.endswith((".xlsx", ".pptx")):
        return stable(content, made_at)
    return _DATES.sub(rb"\g<1>" + stamp + rb"\g<2>", content) if name == "docProps/core.xml" else content


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
