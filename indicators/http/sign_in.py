"""Routes of the accounts of ours: sign in, sign out, change one's password."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from db.errors import StoreError
from indicators.http import pages
from indicators.reading.people.who import PLAIN_COOKIE, SECURE_COOKIE, SignedIn, person_of_token
from indicators.services.people import passwords, sign_in
from indicators.services.refusals import Refused
from indicators.services.store.preparing import Engine
from indicators.settings import Settings

_LARGEST = 8 * 1024
# A screen of ours with its parameters: no slash before them, so that no other site can be named.
_SCREEN = re.compile(r"[a-z0-9-]*(\?[^\s\\#]*)?")
_FOREIGN = "Cette demande vient d’une autre page que celles du tableau de bord : elle n’a pas été suivie."


class Doors:
    """The routes, on the store that ``engine`` gives, with the settings of this installation."""

    def __init__(self, engine: Callable[[], Engine], settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._idle = timedelta(minutes=settings.idle_minutes)

    def routes(self) -> list[Route]:
        """What the server answers to."""
        return [
            Route("/auth/login", self.show_sign_in, methods=["GET"]),
            Route("/auth/login", self._guarded(self.sign_in), methods=["POST"]),
            Route("/auth/logout", self._guarded(self.sign_out), methods=["POST"]),
            Route("/auth/password", self.show_password, methods=["GET"]),
            Route("/auth/password", self._guarded(self.change_password), methods=["POST"]),
        ]

    async def show_sign_in(self, request: Request) -> Response:
        """The form, or the dashboard for who is signed in already."""
        back = screen(request.query_params.get("retour", ""))
        if await self._signed_in(request):
            return _to(back)
        return pages.sign_in(back=back)

    async def sign_in(self, request: Request, form: dict[str, str]) -> Response:
        """Check a password; a new session each time, and one error for all that fails."""
        email, back = form.get("adresse", ""), screen(form.get("retour", ""))
        check = partial(
            sign_in.sign_in,
            self.engine(),
            email,
            form.get("secret", ""),
            _address(request),
            _now(),
            hours=self.settings.session_hours,
            former_token=self._token(request),
        )
        try:
            token = await run_in_threadpool(check)
        except Refused as refused:
            return pages.sign_in(str(refused), email[:254], back, status=401)
        return self._with_cookie(_to(back), request, token)

    async def sign_out(self, request: Request, _form: dict[str, str]) -> Response:
        """End the session, and forget its cookie."""
        await run_in_threadpool(sign_in.sign_out, self.engine(), self._token(request), _now())
        response = _to("")
        # Pages that the browser keeps to go back to are let go too.
        response.headers["Clear-Site-Data"] = '"cache"'
        for name in (PLAIN_COOKIE, SECURE_COOKIE):
            response.delete_cookie(name, secure=name == SECURE_COOKIE or self._is_secure(request), httponly=True)
        return response

    async def show_password(self, request: Request) -> Response:
        """The form, for who is signed in."""
        signed_in = await self._signed_in(request)
        if signed_in is None:
            return RedirectResponse("login", 303)
        return pages.password(shortest=passwords.SHORTEST, must=signed_in.must_change_password)

    async def change_password(self, request: Request, form: dict[str, str]) -> Response:
        """Change one's password; every other session ends."""
        if form.get("nouveau") != form.get("encore"):
            return pages.password("Les deux nouveaux mots de passe sont différents.", passwords.SHORTEST, status=422)
        change = partial(
            sign_in.change_password,
            self.engine(),
            self._token(request),
            form.get("secret", ""),
            form.get("nouveau", ""),
            _address(request),
            _now(),
            hours=self.settings.session_hours,
            idle=self._idle,
        )
        try:
            token = await run_in_threadpool(change)
        except Refused as refused:
            return pages.password(str(refused), passwords.SHORTEST, status=422)
        return self._with_cookie(_to(""), request, token)

    def _guarded(
        self, answer: Callable[[Request, dict[str, str]], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A POST that came from our own pages, small enough, on a store that answers."""

        async def guarded(request: Request) -> Response:
            if not is_own(request, self.settings.public_url):
                return pages.refusal(_FOREIGN, 403)
            form = await _form(request)
            if form is None:
                return pages.refusal("Ce formulaire n’est pas compris.", 400)
            try:
                return await answer(request, form)
            except StoreError as trouble:
                return pages.refusal(str(trouble), 503)

        return guarded

    async def _signed_in(self, request: Request) -> SignedIn | None:
        try:
            return await run_in_threadpool(person_of_token, self.engine(), self._token(request), _now(), self._idle)
        except StoreError:
            return None

    def _token(self, request: Request) -> str:
        return request.cookies.get(SECURE_COOKIE if self._is_secure(request) else PLAIN_COOKIE, "")

    def _with_cookie(self, response: Response, request: Request, token: str) -> Response:
        is_secure = self._is_secure(request)
        response.set_cookie(
            SECURE_COOKIE if is_secure else PLAIN_COOKIE,
            token,
            max_age=self.settings.session_hours * 3600,
            path="/",
            secure=is_secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def _is_secure(self, request: Request) -> bool:
        return self.settings.public_url.startswith("https://") or request.url.scheme == "https"


def is_own(request: Request, public_url: str) -> bool:
    """Whether a POST comes from a page of this very site, by what the browser itself says of it.

    Every browser sends Origin with a form; what does not say where it comes from is refused.
    """
    origin = request.headers.get("origin", "")
    if public_url:
        return origin == public_url
    # Behind a proxy that ends TLS the scheme may differ: the host and the port may not.
    host = request.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc == host


def screen(address: str) -> str:
    """The screen to go back to, or the first one for anything that is not a screen of ours."""
    return address if _SCREEN.fullmatch(address) and len(address) < 2000 else ""


def _to(back: str) -> RedirectResponse:
    return RedirectResponse(f"../{back}", 303)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _now() -> datetime:
    return datetime.now(UTC)


async def _form(request: Request) -> dict[str, str] | None:
    """Fields of a small form; None for anything else."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items() if "\0" not in values[0]}
