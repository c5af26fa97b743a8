"""Messages between two processes over a pipe: a line of JSON, which says how many bytes follow, and these bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

_SIZE = "bytes"


def write_frame(pipe: IO[bytes], told: Mapping[str, Any], data: bytes = b"") -> None:
    """Send one message; `OSError` where nobody listens any more."""
    pipe.write(json.dumps({**told, _SIZE: len(data)}).encode() + b"\n" + data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message; None where there is none any more, or half of one."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    told = json.loads(line)
    size = int(told.pop(_SIZE))
    data = pipe.read(size) if size else b""
    return (told, data) if len(data) == size else None
