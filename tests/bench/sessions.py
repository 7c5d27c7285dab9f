"""Sessions over the real websocket, without a browser: they speak Streamlit's protocol as its page does."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.bench.times import Times
from tests.e2e.servers import Server

# Longer than any run takes, on a slow machine with all the sessions at once.
TIMEOUT = 300


@dataclass
class Session:
    """One page open in one browser."""

    socket: ClientConnection
    page: str = ""
    query: str = ""
    script_hash: str = ""
    received: dict[str, None] = field(default_factory=dict)
    """Hashes of the messages that the page has in store: the server sends those again by their hash alone."""
    size: int = 0
    """Bytes that the last run sent."""

    async def rerun(self) -> float:
        """Run the script and wait for its end; milliseconds. Raises AssertionError where the run failed."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.script_hash
        state.page_name = "" if self.script_hash else self.page
        state.cached_message_hashes.extend(self.received)
        state.context_info.timezone = "Europe/Brussels"
        state.context_info.locale = "fr-BE"
        state.context_info.color_scheme = "light"
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finish(), TIMEOUT)
        return (time.perf_counter() - start) * 1000

    async def _finish(self) -> None:
        self.size, self.received = 0, {}
        async for data in self.socket:
            assert isinstance(data, bytes)
            self.size += len(data)
            message = ForwardMsg.FromString(data)
            if message.metadata.cacheable or message.ref_hash:
                self.received[message.ref_hash or message.hash] = None
            match message.WhichOneof("type"):
                case "navigation":
                    self.script_hash = message.navigation.page_script_hash
                case "delta" if message.delta.new_element.WhichOneof("type") == "exception":
                    raise AssertionError(message.delta.new_element.exception.message)
                case "script_finished":
                    assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                    return


@dataclass(frozen=True)
class Load:
    """What sessions that ask without a pause saw, and what they cost."""

    latency: Times
    cpu: float
    """Milliseconds of processor of the server per rerun."""
    size: int
    """Bytes of a rerun."""


async def opened(server: Server, page: str = "", query: str = "") -> Session:
    """A session on a screen, once its first run is over."""
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    socket = await connect(address, max_size=None, subprotocols=[Subprotocol("streamlit")], ping_interval=None)
    session = Session(socket, page, query)
    await session.rerun()
    return session


async def load(server: Server, count: int, reruns: int) -> Load:
    """So many sessions on the first screen, each asking for so many reruns one after the other, all at once."""
    sessions = [await opened(server) for _ in range(count)]
    await asyncio.gather(*(session.rerun() for session in sessions))
    before = cpu_of(server)
    latencies = await asyncio.gather(*(_reruns(session, reruns) for session in sessions))
    cpu = (cpu_of(server) - before) / (count * reruns)
    await close(sessions)
    return Load(Times(spent for each in latencies for spent in each), cpu, sessions[0].size)


async def close(sessions: Sequence[Session]) -> None:
    """Leave, as a browser that is closed."""
    await asyncio.gather(*(session.socket.close() for session in sessions))


def cpu_of(server: Server) -> float:
    """Milliseconds of processor of a server since it started."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system) * 1000


async def _reruns(session: Session, count: int) -> list[float]:
    return [await session.rerun() for _ in range(count)]
