"""Running a command in its box, from the start to the entry in the log."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from model.protocol.any_text import shown
from model.protocol.timebox import seconds_counting_sleep
from planner.domain.errors import CommandRefused
from planner.store import open_store
from planner.timeboxed_command.journal import Journal, journal
from planner.timeboxed_command.process import CommandProcess
from planner.timeboxed_command.report import BoxReport, Expected
from planner.timeboxed_command.watch import Watch

_LOOK_EVERY_S = 0.25
_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LONGEST_NOTE = 500  # letters, as in the form of an entry


@dataclass(frozen=True, slots=True)
class BoxOrder:
    """What to run: the words of the command, its box and the grace after it, and the files that it has to write."""

    words: tuple[str, ...]
    phase_id: int
    timebox_s: float
    grace_s: float
    expected: tuple[Path, ...] = ()


def run_boxed(
    order: BoxOrder,
    home: Path,
    *,
    started_at: datetime,
    tell: Callable[[str], None],
    ticks: Callable[[], float] = seconds_counting_sleep,
) -> BoxReport:
    """Run the command to its end or to that of its box, and log it as one unattended entry, also when it fails.

    tell: takes the warning before the end. ticks: a clock in seconds that counts sleep.

    Raises
    ------
    CommandRefused
        When the command cannot be started; nothing is logged then.
    """
    expected = [Expected(path) for path in order.expected]
    command = shown(shlex.join(order.words))[:_LONGEST_NOTE]
    began_s = ticks()
    with journal(home, order.phase_id, started_at, command) as box_journal:
        watch = _watched(order, box_journal, lambda: ticks() - began_s, tell)
        used_s = ticks() - began_s
        with open_store(home) as store:
            box_journal.close(store, started_at + timedelta(seconds=round(used_s, 3)))
    missing = tuple(filter(None, (output.complaint() for output in expected)))
    exit_code = -signal.SIGKILL if watch.exit_code is None else watch.exit_code
    return BoxReport(_name(order.words), watch.ending, exit_code, used_s, order.timebox_s, missing)


def _watched(
    order: BoxOrder, box_journal: Journal, elapsed_s: Callable[[], float], tell: Callable[[str], None]
) -> Watch:
    """Start the command and watch it to its end. It never runs on because something failed here."""
    with _caught_signals() as caught:  # before it starts: a Ctrl-C in that moment is for the command too
        try:
            process = CommandProcess(order.words)
        except CommandRefused:
            box_journal.withdraw()
            raise
        watch = Watch(process, order.timebox_s, order.grace_s, tell)
        try:
            while watch.look(elapsed_s(), _LOOK_EVERY_S):
                box_journal.touch(elapsed_s())
                while caught:
                    watch.interrupt(caught.pop(0))
        except BaseException:
            process.send(signal.SIGKILL)
            raise
    return watch


def _name(words: tuple[str, ...]) -> str:
    """The command as a sentence names it: `python train.py`, without what follows."""
    return f"'{shlex.join(words[:2])}{' …' if len(words) > 2 else ''}'"


@contextmanager
def _caught_signals() -> Iterator[list[int]]:
    """Gather Ctrl-C, a hang-up and a polite end for the command; what is ignored here (nohup) stays ignored."""
    caught: list[int] = []
    before = {number: signal.getsignal(number) for number in _PASSED_ON}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda got, _frame: caught.append(got))
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
