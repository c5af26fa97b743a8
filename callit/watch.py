"""A thread that looks after a box while the work goes on: signs of life, and whatever else has to be looked at."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable

LOOK_EVERY_S = 0.5


class Watch:
    """Calls `look` twice a second, or as often as `every_s` says, until it is stopped; it dies with the process.

    It looks in the context in which it is started: what is shown from here stands below the cell that started it.
    """

    def __init__(self, look: Callable[[], None], every_s: Callable[[], float] = lambda: LOOK_EVERY_S) -> None:
        self._look = look
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        run_here = contextvars.copy_context().run
        self._thread = threading.Thread(target=run_here, args=(self._run,), name="callit box", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; waits for a look that is going on, unless it is that which stops."""
        self._stop.set()
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join(timeout=5.0)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s()):
            self._look()
