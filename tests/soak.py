"""Let visitors come and go, and watch what the server holds on to: `make soak MINUTES=60`."""

from __future__ import annotations

import asyncio
import logging
import statistics
import sys
import time
from pathlib import Path
from typing import Final

from tests.browser import serve
from tests.load import crowd

VISITORS: Final = 10


def resident(process: int) -> float:
    """The memory of a process, in MB, as the kernel of Linux counts it."""
    status = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    (line,) = (line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Print the memory after each crowd has left, and how long its members waited."""
    logging.getLogger("websockets").setLevel(logging.ERROR)
    ends = time.monotonic() + float(sys.argv[1]) * 60
    with serve() as app:
        while time.monotonic() < ends:
            waited = asyncio.run(crowd(app.url, VISITORS))
            steps = [seconds for taken in waited.values() for seconds in taken]
            print(
                f"{resident(app.process):6.0f} MB after {VISITORS} visitors, "
                f"a step in {statistics.median(steps):.2f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
