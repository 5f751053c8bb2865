"""The records that ship with the product; a record put into this folder joins them."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


@cache
def shipped_records() -> MappingProxyType[str, Path]:
    """The JSON of each record in this folder, by its number."""
    return MappingProxyType({path.stem: path for path in sorted(FOLDER.glob("NCT*.json"))})
