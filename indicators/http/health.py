"""Whether this server can serve: its database answers and has the schema of this version."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.errors import SchemaMismatch, StoreError
from indicators.services.store import preparing
from indicators.services.store.preparing import Engine


def route(engine: Callable[[], Engine]) -> Route:
    """`GET /api/health`: 200 when all is well, else 503. Nothing of the installation is told."""

    async def health(_request: Request) -> Response:
        database, schema = await run_in_threadpool(_state, engine)
        is_well = database == schema == "ok"
        content = {"status": "ok" if is_well else "error", "database": database, "schema": schema}
        return JSONResponse(content, 200 if is_well else 503, {"Cache-Control": "no-store"})

    return Route("/api/health", health, methods=["GET"])


def _state(engine: Callable[[], Engine]) -> tuple[str, str]:
    try:
        preparing.require_ready(engine())
    except SchemaMismatch as mismatch:
        return "ok", mismatch.rule.removeprefix("schema_")
    except StoreError:
        return "unavailable", "unknown"
    return "ok", "ok"
