"""Rebuild the shipped records from their sources (`make record`)."""

from __future__ import annotations

import json
from pathlib import Path

from data.readers.registry_page import read_registry_page

RECORDS = Path(__file__).parent


def record_json(page: Path) -> str:
    """Convert the text of a registry page to the JSON that is kept beside it."""
    study = read_registry_page(page.read_text(encoding="utf-8"))
    return json.dumps(study, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Convert every page in this folder."""
    for page in sorted(RECORDS.glob("NCT*.txt")):
        target = page.with_suffix(".json")
        target.write_text(record_json(page), encoding="utf-8", newline="\n")
        print(f"{page.name} -> {target.name}")


if __name__ == "__main__":
    main()
