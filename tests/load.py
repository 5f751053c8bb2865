"""Visitors who walk the pages and answer criteria: `make load` finds how many a server bears.

Each speaks to the server as a browser does, through a WebSocket, in Streamlit's own messages; what
is timed is what a visitor waits for, from asking until the script has ended. Between two steps a
visitor reads; all at once, without reading, they come in `make bench`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import ROOT, serve

PAGES: Final = ("", "design", "sites", "timeline", "eligibility")
# Typed and chosen; none decides the verdict, so that all of it is worked out at each.
ANSWERS: Final = (
    ("weight", "70.5"),
    ("sex", "female"),
    ("heart_failure", "yes"),
    ("nyha", "I"),
    ("prior_prrt", "no"),
)
READS: Final = 5.0  # seconds between two steps, on average
BEARABLE: Final = 1.0  # seconds within which 95 of 100 steps are to be done
CROWDS: Final = (10, 25, 50, 75, 100, 125, 150, 200, 300, 400)
_LARGEST: Final = 200 * 2**20  # bytes of a message
_OK: Final = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


@dataclass
class Visitor:
    """One visit: its connection, the choices that the page offers, and what was waited for."""

    socket: websockets.ClientConnection
    waited: dict[str, list[float]]
    rows: tuple[str, str] = ("", "")
    """The rows of criteria on the page: their widget, and the fragment it is drawn in."""
    has: int = 0
    """The version of the rows that came last."""
    given: int = 0

    async def ask(self, name: str, page: str, *, answer: tuple[str, str] | None = None) -> None:
        """Ask for a page, or give an answer in its rows, and wait until the script has ended.

        Args:
            name: what is waited for.
            page: its address.
            answer: the id of a fact, and what is answered.

        Raises:
            RuntimeError: the script did not end well.
        """
        message = BackMsg()
        message.rerun_script.page_name = page
        if answer is not None:
            widget, message.rerun_script.fragment_id = self.rows
            widgets = message.rerun_script.widget_states.widgets
            widgets.add(id=widget, json_value="{}")
            self.given += 1
            fact, value = answer
            one = {"number": self.given, "what": "answer", "key": fact, "value": value}
            told = json.dumps([{"event": "given", "value": {"has": self.has, "entries": [one]}}])
            widgets.add(id=_make_trigger_id(widget, "events"), json_trigger_value=told)
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await self._until_ended(name)
        self.waited[name].append(time.perf_counter() - begun)

    async def _until_ended(self, name: str) -> None:
        async for content in self.socket:
            told = ForwardMsg()
            told.ParseFromString(bytes(content) if isinstance(content, bytes) else b"")
            element = told.delta.new_element
            if element.HasField("exception"):
                raise RuntimeError(f"{name}: {element.exception.message}")
            if element.bidi_component.component_name == "standing":
                self.rows = (element.bidi_component.id, told.delta.fragment_id)
                self.has = json.loads(element.bidi_component.json)["criteria"]["version"]
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished in _OK:
                    return
                # Else it ended early, to run again: what is asked for is still to come.
                if told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    raise RuntimeError(f"{name}: ended with {told.script_finished}")


@asynccontextmanager
async def visit(address: str, waited: dict[str, list[float]]) -> AsyncIterator[Visitor]:
    """Open a visit."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with websockets.connect(
        stream, subprotocols=[websockets.Subprotocol("streamlit")], max_size=_LARGEST, origin=None
    ) as socket:
        yield Visitor(socket=socket, waited=waited)


async def walk(
    address: str, waited: dict[str, list[float]], reads: float = 0.0, seed: int = 0
) -> None:
    """Walk the pages, and answer criteria on the last.

    Args:
        address: of the server.
        waited: takes the seconds that each step was waited for.
        reads: seconds between two steps, on average; visitors do not keep in step.
        seed: of how long each is.
    """
    lengths = random.Random(seed)

    async def read() -> None:
        await asyncio.sleep(lengths.uniform(0, 2 * reads))

    await read()
    async with visit(address, waited) as visitor:
        for page in PAGES:
            await visitor.ask(f"/{page}", page)
            await read()
        for answer in ANSWERS:
            await visitor.ask("an answer", PAGES[-1], answer=answer)
            await read()


async def stay(
    address: str, waited: dict[str, list[float]], reads: float = 0.0, seed: int = 0
) -> None:
    """Ask for the only page as often as `walk` asks for something."""
    lengths = random.Random(seed)
    await asyncio.sleep(lengths.uniform(0, 2 * reads))
    async with visit(address, waited) as visitor:
        for _ in range(len(PAGES) + len(ANSWERS)):
            await visitor.ask("a run", "")
            await asyncio.sleep(lengths.uniform(0, 2 * reads))


async def crowd(
    address: str, count: int, reads: float = 0.0, way: Callable[..., Awaitable[None]] = walk
) -> dict[str, list[float]]:
    """Let so many visitors walk at once; gives the seconds that each step was waited for."""
    waited: dict[str, list[float]] = defaultdict(list)
    await asyncio.gather(*(way(address, waited, reads, seed) for seed in range(count)))
    return waited


def late(taken: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles([*taken, max(taken)], n=20)[-1]


def most_visitors(script: Path, way: Callable[..., Awaitable[None]]) -> Iterator[tuple[int, float]]:
    """Let larger and larger crowds come, until they wait too long; yields how long each waited."""
    with serve(script) as app:
        asyncio.run(crowd(app.url, 1, way=way))  # what is worked out once is
        for count in CROWDS:
            waited = asyncio.run(crowd(app.url, count, READS, way))
            taken = late([seconds for steps in waited.values() for seconds in steps])
            yield count, taken
            if taken > BEARABLE:
                return


def told(waited: dict[str, list[float]]) -> list[tuple[str, float, float]]:
    """Each step with its median and its 95th percentile, in seconds."""
    return [(step, statistics.median(taken), late(taken)) for step, taken in waited.items()]


def main() -> None:
    """Print how many visitors at once the app and an empty one bear."""
    logging.getLogger("websockets").setLevel(logging.ERROR)
    borne = {}
    for name, script, way in (
        ("the app", ROOT / "deploy" / "server.py", walk),
        ("an empty app", ROOT / "tests" / "empty_app.py", stay),
    ):
        borne[name] = 0
        for count, taken in most_visitors(script, way):
            print(f"{name}: {count:4} visitors, 95 of 100 steps within {taken:.2f} s", flush=True)
            if taken <= BEARABLE:
                borne[name] = count
    app, base = borne.values()
    print(f"Bearable: {app} visitors at once; an empty app {base}.")


if __name__ == "__main__":
    main()
