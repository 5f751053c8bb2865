"""Whether this server may use the internet at all: a hospital can say no once, for everybody."""

from __future__ import annotations

import os
from typing import Final

SWITCH: Final = "TRIAL_EXPLORER_INTERNET"
NEEDED: Final = "This server is set up without the internet."
TILES: Final = "https://tile.openstreetmap.org"


def internet_allowed() -> bool:
    """Say whether what uses the internet is offered: unless the environment says `no`."""
    return os.environ.get(SWITCH, "yes").strip().lower() not in {"no", "off", "false", "0"}
