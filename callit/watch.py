"""A thread that looks after a box while the work goes on: signs of life, and whatever else has to be looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable

LOOK_EVERY_S = 0.5


class Watch:
    """Calls `look` twice a second until it is stopped; it dies with the process."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="callit box", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for a look that is going on, unless it is that which stops."""
        self._stop.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=5.0)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            self._look()
