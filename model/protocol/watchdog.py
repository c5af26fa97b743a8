"""A thread that ends the process at the deadline, even while the main thread is stuck in native code.

`os._exit` runs no handlers and waits for nobody: what is saved is saved, and nothing after the deadline can
damage it, since a model folder only ever changes by replacing its manifest.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

LONGEST_NAP_S = 1.0  # a nap may sleep through the machine's own sleep; short ones find the deadline soon after
OUT_OF_TIME_CODE = 3
TIME_FOR_LAST_WORDS_S = 0.3


class Watchdog:
    """Ends this process `left_s()` seconds from now unless it is called off.

    `last_words` may say or kill something first; it runs in a thread of its own with little time, so that nothing it
    does, a full disk or a lock held by the stuck main thread, can keep the process alive.
    """

    def __init__(
        self,
        left_s: Callable[[], float],
        last_words: Callable[[], None],
        exit_process: Callable[[int], None] = os._exit,
    ) -> None:
        self._left_s = left_s
        self._last_words = last_words
        self._exit = exit_process
        self._called_off = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def call_off(self) -> None:
        """Stop watching: the process ends by itself."""
        self._called_off.set()

    def _watch(self) -> None:
        while (left_s := self._left_s()) > 0:
            if self._called_off.wait(min(left_s, LONGEST_NAP_S)):
                return
        speaker = threading.Thread(target=self._last_words, daemon=True)
        speaker.start()
        speaker.join(TIME_FOR_LAST_WORDS_S)
        self._exit(OUT_OF_TIME_CODE)
