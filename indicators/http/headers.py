"""Security headers on every answer. The policy lets run no script but the program's own, and nothing from elsewhere."""

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.settings import ROOT

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_YEAR = 365 * 24 * 3600

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not « no-referrer »: browsers would then send « Origin: null » with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def inline_scripts() -> Iterator[str]:
    """Inline scripts that the dashboard runs: Streamlit's own, then ours (see ui/assets)."""
    installed = find_spec("streamlit")
    assert installed is not None and installed.origin is not None
    pages = [Path(installed.origin).parent / "static" / "index.html"]
    pages += sorted((ROOT / "indicators" / "ui" / "assets").glob("*.html"))
    for page in pages:
        yield from _INLINE.findall(page.read_text(encoding="utf-8"))


def policy() -> str:
    """Content-Security-Policy of the dashboard, computed from the installed files."""
    digests = (hashlib.sha256(script.encode()).digest() for script in inline_scripts())
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'self'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """ASGI middleware: headers that are not already there, and Secure on every cookie behind TLS."""

    def __init__(self, app: ASGIApp, policy: str, is_secure: bool) -> None:
        self.app = app
        self.policy = policy
        self.is_secure = is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_secure = self.is_secure or scope["scheme"] == "https"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message), is_secure)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _complete(self, headers: MutableHeaders, is_secure: bool) -> None:
        for name, value in COMMON.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", self.policy)
        if headers.get("Content-Type", "").startswith("text/html"):
            # Going back after signing out must not show what was on the screen.
            headers["Cache-Control"] = "no-store"
        if is_secure:
            headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                attributes = {part.strip().lower() for part in cookie.split(";")}
                headers.append("set-cookie", cookie if "secure" in attributes else f"{cookie}; Secure")
