"""Hands on this machine: processes beside the session's worker, started by it and ended with it.

They are children of the worker, in its process group: what ends the session from outside ends them too, and what they
take of memory counts as the session's.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from model.protocol.hands import (
    Hand,
    hand_command,
    hand_cores,
    hand_folder,
    read_hands,
    usable_cores,
    with_lost,
    write_hands,
)
from model.protocol.run_folder import PREPARED_FOLDER

HERE = "this machine"
LOOK_EVERY_S = 0.5


class OwnHands:
    """So many hands of one session; none costs nothing.

    Parameters
    ----------
    run_folder
        The session's.
    wanted
        How many.
    seconds
        That they may live at most.
    """

    def __init__(self, run_folder: Path, wanted: int, seconds: float) -> None:
        self._run_folder, self._wanted, self._seconds = run_folder, wanted, seconds
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._is_over = threading.Event()

    def start(self) -> None:
        """Start them; those of a worker before this one are gone, and new ones have new names."""
        if self._wanted < 1:
            return
        with suppress(OSError):  # a session without hands is one still
            former = [self._gone(hand) for hand in read_hands(self._run_folder)]
            cores = hand_cores(usable_cores(), self._wanted)
            hands = [Hand(f"hand-{len(former) + n}", HERE, cores) for n in range(1, self._wanted + 1)]
            write_hands(self._run_folder, [*former, *hands])
            for hand in hands:
                self._processes[hand.name] = self._start(hand)
        threading.Thread(target=self._watch, name="watch hands", daemon=True).start()

    def end(self) -> None:
        """End them: they have nothing to save."""
        self._is_over.set()
        processes = list(self._processes.values())
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()

    def _gone(self, hand: Hand) -> Hand:
        return with_lost([hand], hand.name, "Its session was started again.")[0]

    def _start(self, hand: Hand) -> subprocess.Popen[bytes]:
        folder = hand_folder(self._run_folder, hand.name)
        folder.mkdir(parents=True, exist_ok=True)
        prepared = self._run_folder / PREPARED_FOLDER
        command = hand_command(prepared, folder, cores=hand.cores, seconds=self._seconds)
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # what it says goes into the worker's log

    def note_ended(self) -> None:
        """Say which have ended by themselves."""
        ended = {name: code for name, process in list(self._processes.items()) if (code := process.poll()) is not None}
        for name, code in ended.items():
            self._processes.pop(name, None)
            with suppress(OSError):
                write_hands(self._run_folder, with_lost(read_hands(self._run_folder), name, _how_it_ended(code)))

    def _watch(self) -> None:
        while self._processes and not self._is_over.wait(LOOK_EVERY_S):
            self.note_ended()


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"It was killed ({signal.Signals(-code).name})."
    return f"It ended unexpectedly (exit code {code}; see worker.log)."
