"""The server: the dashboard, with sign-in, health and security headers around it. `python -m indicators serve`."""

import sys
from functools import lru_cache

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from indicators.http import headers, health
from indicators.http.sign_in import Doors
from indicators.services.refusals import Refused
from indicators.services.store.preparing import Engine, open_store
from indicators.settings import ROOT, Mode, Settings, is_loopback

SCRIPT = ROOT / "app.py"
LOOPBACK_NAMES = ["localhost", "127.0.0.1", "::1"]


def application(settings: Settings) -> st.App:
    """The ASGI application of an installation (Streamlit allows one in a process)."""
    routes, middleware = around(settings)
    return st.App(
        SCRIPT,
        routes=routes,
        middleware=middleware,
        secrets={"auth": {**provider(settings)}} if settings.mode is Mode.OIDC else None,
    )


def provider(settings: Settings) -> dict[str, str]:
    """What `st.login` needs to know of the identity provider. Raises Refused, which names what is missing."""
    needed = {
        "INDICATORS_PUBLIC_URL": settings.public_url,
        "INDICATORS_OIDC_METADATA_URL": settings.oidc_metadata_url,
        "INDICATORS_OIDC_CLIENT_ID": settings.oidc_client_id,
        "INDICATORS_OIDC_CLIENT_SECRET": settings.oidc_client_secret.get_secret_value(),
        "INDICATORS_OIDC_COOKIE_SECRET": settings.oidc_cookie_secret.get_secret_value(),
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise Refused(f"Le mode oidc demande aussi : {', '.join(missing)}.")
    public_url, metadata, client_id, client_secret, cookie_secret = needed.values()
    return {
        "redirect_uri": f"{public_url}/oauth2callback",
        "server_metadata_url": metadata,
        "client_id": client_id,
        "client_secret": client_secret,
        "cookie_secret": cookie_secret,
    }


def around(settings: Settings) -> tuple[list[Route], list[Middleware]]:
    """What stands around the dashboard: routes of our own, and headers on every answer."""

    @lru_cache
    def engine() -> Engine:
        return open_store(settings.database_url)

    routes = [health.route(engine)]
    if settings.mode is Mode.ACCOUNTS:
        routes += Doors(engine, settings).routes()
    is_secure = settings.public_url.startswith("https://")
    return routes, [Middleware(headers.SecurityHeaders, policy=headers.policy(), is_secure=is_secure)]


def serve(settings: Settings, address: str, port: int) -> None:
    """Serve until stopped. Raises Refused in local mode for an address that other machines can reach."""
    if settings.mode is Mode.LOCAL and not is_loopback(address):
        raise Refused(
            f"Sans connexion (mode local), le tableau de bord ne s’ouvre que sur cette machine, pas sur « {address} ». "
            "Choisissez INDICATORS_MODE=accounts ou INDICATORS_MODE=oidc."
        )
    options: dict[str, object] = {"server.address": address, "server.port": port}
    if settings.mode is Mode.LOCAL:
        # No other site may pass for this machine by a name of its own.
        options["server.allowedHosts"] = LOOPBACK_NAMES
    # Streamlit looks for its settings and static files beside what this names.
    sys.argv = [str(SCRIPT)]
    application(settings).run(config=options)
