"""A hand: `python -P -m model.hand PREPARED FOLDER` does the trainings that are ordered in FOLDER, until it is ended.

It ends by itself when its seconds are over, when the process that it belongs to is gone, and when its folder is.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from model.protocol.hands import (
    BEAT_EVERY_S,
    MOST_CORES,
    Beat,
    HandOrder,
    answer_path,
    order_numbers,
    order_path,
    stop_path,
    write_beat,
)
from model.protocol.side_orders import FoldOrder, PointOrder, read_any_order
from model.protocol.timebox import seconds_counting_sleep
from model.protocol.watchdog import Watchdog

if TYPE_CHECKING:
    from model.hand.bench import Bench

LOOK_EVERY_S = 0.1
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def main(arguments: list[str]) -> None:
    """Train what is ordered; it comes to its end by its watchdog, or by whoever started it."""
    asked = _parser().parse_args(arguments)
    _be_killed_first()
    ends_s = seconds_counting_sleep() + asked.seconds
    Watchdog(_left(asked.folder, asked.owner, ends_s), last_words=lambda: None).start()
    pulse = Pulse(asked.folder)
    pulse.start()
    _start_backend(asked.cores)
    pulse.is_up()
    while not asked.prepared.is_dir():
        work_off(asked.folder, None, pulse)
        time.sleep(LOOK_EVERY_S)
    from model.hand.bench import Bench

    bench = Bench(asked.prepared)
    pulse.is_ready()
    while True:
        work_off(asked.folder, bench, pulse)
        time.sleep(LOOK_EVERY_S)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -P -m model.hand")
    parser.add_argument("prepared", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cores", type=int, default=MOST_CORES)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--owner", type=int, required=True, help="the number of the process that it belongs to")
    return parser


def _left(folder: Path, owner: int, ends_s: float) -> Callable[[], float]:
    """Seconds that it may live on; none where nobody is there any more to train for."""

    def left_s() -> float:
        return ends_s - seconds_counting_sleep() if os.getppid() == owner and folder.is_dir() else -1.0

    return left_s


def _be_killed_first() -> None:
    """Where memory runs out, the system ends this process rather than a person's browser, or the session (Linux)."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _start_backend(cores: int) -> None:
    """As many threads as cores are its own: more would take them from the training next to it."""
    threads = str(max(1, min(MOST_CORES, cores)))
    os.environ.update(dict.fromkeys(_THREADS, threads))  # read when NumPy and numba are imported
    from model.network.backend import Threads, start_backend

    start_backend(Threads(intra_op=1, inter_op=int(threads)))


class Pulse:
    """Says each second that the hand is alive, and how far it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._beat = Beat(0)
        self._lock = threading.Lock()

    def start(self) -> None:
        """Beat in a thread of its own, which ends with the process."""
        threading.Thread(target=self._go_on, name="pulse", daemon=True).start()

    def is_up(self) -> None:
        """The libraries are loaded."""
        self._say(replace(self._beat, is_up=True))

    def is_ready(self) -> None:
        """What the session prepared is loaded too: it may order trainings."""
        self._say(replace(self._beat, is_up=True, is_ready=True))

    def is_at(self, order: int | None, share: float = 0.0, log_loss: float | None = None) -> None:
        """At work on an order, of which so much is over; or on none."""
        self._say(replace(self._beat, order=order, share=share, log_loss=log_loss))

    def _go_on(self) -> None:
        while True:
            self._say(self._beat)
            time.sleep(BEAT_EVERY_S)

    def _say(self, beat: Beat) -> None:
        with self._lock, suppress(OSError):  # a folder that is gone is the watchdog's business
            self._beat = replace(beat, count=self._beat.count + 1)
            write_beat(self._folder, self._beat)


def work_off(folder: Path, bench: Bench | None, pulse: Pulse) -> None:
    """Do the orders that lie there unanswered, the least number first; without a bench, folds alone."""
    for number in order_numbers(folder):
        order = None if answer_path(folder, number).exists() else read_any_order(folder, number)
        if isinstance(order, FoldOrder):
            pulse.is_at(order.number)
            _fit(order, folder)
            pulse.is_at(None)
        elif order is not None and bench is not None:
            pulse.is_at(order.number)
            _train(order, folder, bench, pulse)
            pulse.is_at(None)


def _fit(order: FoldOrder, folder: Path) -> None:
    """A fold; without an answer where it was taken back meanwhile."""
    from model.hand.side_bench import fit_fold
    from model.session.side_answers import write_side_answer

    answer = fit_fold(folder, order)
    if answer is not None and order_path(folder, order.number).exists():
        write_side_answer(folder, answer)


def _train(order: HandOrder | PointOrder, folder: Path, bench: Bench, pulse: Pulse) -> None:
    """A training; without an answer where it was taken back meanwhile."""
    from model.session.hand_answers import write_answer
    from model.session.side_answers import write_side_answer

    asked, stopped = order_path(folder, order.number), stop_path(folder, order.number)

    def should_end() -> bool:
        return stopped.exists() or not asked.exists()

    if isinstance(order, HandOrder):
        told = bench.train(order, should_end, lambda share, loss: pulse.is_at(order.number, share, loss))
        if asked.exists():
            write_answer(folder, told)
        return
    answer = bench.train_point(order, should_end)
    if asked.exists():
        write_side_answer(folder, answer)


if __name__ == "__main__":
    code = 1
    try:
        main(sys.argv[1:])
    except SystemExit as asked_wrongly:
        code = 2 if asked_wrongly.code else 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds and has nothing to save
