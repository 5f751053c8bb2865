"""ZIP files: the same content always becomes the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier day
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16  # the rights of a file that anyone may read


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files, by their names and in the order of these."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, files[name])
    return packed.getvalue()
