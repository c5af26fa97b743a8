"""What another process says, line by line, each waited for with a limit."""

from __future__ import annotations

import os
import select
import subprocess
import time


class AnswerLines:
    """Lines that a process says on its standard output, each waited for with a limit."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self._read = process, b""

    def next(self, *, timeout_s: float) -> str:
        """The next line without its end; empty where the process has ended, or (`timeout_s` 0) has said nothing yet.

        Raises
        ------
        TimeoutError
            Nothing was said within `timeout_s` seconds.
        """
        ends_s = time.monotonic() + timeout_s
        while b"\n" not in self._read:
            stream = self._process.stdout
            if stream is None or not select.select([stream], [], [], max(0.0, ends_s - time.monotonic()))[0]:
                if timeout_s > 0:
                    raise TimeoutError
                return ""
            chunk = os.read(stream.fileno(), 4096)
            if not chunk:
                return ""
            self._read += chunk
        line, _, self._read = self._read.partition(b"\n")
        return line.decode()
