"""Somebody in front of a browser: opens an address, waits for the screen, looks at it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Under a deep link Streamlit looks for its own files under the address of the screen first.
PROBES = re.compile(r"/_stcore/(health|host-config)$")
# A link of the screen's own kind is followed.
FOLLOW = """address => {
    const link = document.createElement('a');
    link.href = address;
    document.querySelector('[data-testid="stMain"] .ds').append(link);
    link.click();
    link.remove();
}"""
FINISHED = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_SUCCESSFULLY")
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass
class Visitor:
    """One tab, and all that it asked for and complained about."""

    page: Page
    base: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)

    def __post_init__(self) -> None:
        for event, note in self._notes():
            self.page.on(event, note)  # type: ignore[call-overload]

    def leave(self) -> Page:
        """Give the tab back as it was found, for the next one."""
        for event, note in self._notes():
            self.page.remove_listener(event, note)
        self.page.emulate_media(media="null")
        self.page.goto("about:blank")
        return self.page

    def open(self, address: str = "") -> "Visitor":
        """Load a screen of the dashboard and wait until it stands."""
        self.page.goto(f"{self.base}/{address}")
        return self.settled()

    def turn_to(self, address: str) -> "Visitor":
        """Follow a link to a screen, whatever the present one links to: the session goes on, nothing is loaded anew."""
        with self.answered():
            self.page.evaluate(FOLLOW, f"{self.base}/{address}")
        return self

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Wait until the script has run for what is done meanwhile, and nothing of the run before is left.

        The browser may draw a quick run in one go, without a word that it runs: its line says when the run is over.
        """
        with self.sockets[-1].expect_event("framereceived", _ends_a_run):
            yield
        self.page.evaluate(DRAWN)
        self.page.locator('[data-stale="true"]').first.wait_for(state="detached")
        self.settled()

    def settled(self) -> "Visitor":
        """Wait until the script has run, the title stands and every chart is drawn."""
        # Waited for and not expected: an expectation describes the whole page each time that it is not met yet.
        # The title first: before its first run a script is not running either.
        self.page.locator("h1").first.wait_for()
        self.page.locator(READY).wait_for()
        charts = self.page.locator('[data-testid="stPlotlyChart"]:visible')
        for place in range(charts.count()):
            charts.nth(place).locator(".main-svg").first.wait_for()
        return self

    def follow(self, selector: str, title: str | re.Pattern[str]) -> "Visitor":
        """Click on a link and wait for the screen that it leads to."""
        self.page.locator(selector).first.click()
        return self.on(title)

    def on(self, title: str | re.Pattern[str]) -> "Visitor":
        """Wait for a screen by its title."""
        expect(self.page.locator("h1")).to_have_text(title)
        return self.settled()

    @property
    def h1(self) -> str:
        """Title of the screen."""
        return self.page.locator("h1").inner_text()

    @property
    def lead(self) -> str:
        """The line under it, with plain spaces."""
        return plain(self.page.locator("p.lead").inner_text())

    @property
    def address(self) -> str:
        """Path and parameters of the present address."""
        parts = urlsplit(self.page.url)
        return parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")

    @property
    def view(self) -> tuple[str, str, list[str]]:
        """What a link must restore: title, line of counts, filters that are on."""
        return self.h1, self.lead, self.page.locator(".ds .chip.on").all_inner_texts()

    def _notes(self) -> list[tuple[str, Callable[[Any], None]]]:
        return [
            ("request", self._note_request),
            ("websocket", self._note_socket),
            ("console", self._note_console),
            ("pageerror", self._note_error),
        ]

    def _note_socket(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        self._note_address(socket.url)

    def _note_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_address(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            self.outside.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(message.location["url"]):
            self.complaints.append(message.text)


def _ends_a_run(frame: str | bytes) -> bool:
    """Whether this message says that a script has run to its end."""
    if isinstance(frame, str):
        return False
    message = ForwardMsg.FromString(frame)
    return message.WhichOneof("type") == "script_finished" and message.script_finished == FINISHED


def plain(text: str) -> str:
    """A text with plain spaces."""
    return " ".join(text.split())
