"""A file that appears only when it is whole: written under another name, flushed to the disk, moved into place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

HALF = ".half"  # the ending while it is written


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write `path` whole or not at all: what stood there stays until then, and a failed write leaves nothing behind.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    half = path.with_name(path.name + HALF)
    try:
        with half.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
