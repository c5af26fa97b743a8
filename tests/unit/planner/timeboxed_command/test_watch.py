"""A command in its box: warned of, asked to end, killed; with a clock that stands where the test puts it."""

from __future__ import annotations

import signal

from planner.timeboxed_command.report import BoxReport, Ending
from planner.timeboxed_command.watch import Watch


class Obeying:
    """A command that ends at once on the given signals, with children that do so too or stay."""

    def __init__(self, *ends_on: signal.Signals, children_stay: bool = False) -> None:
        self.sent: list[signal.Signals] = []
        self._ends_on = {*ends_on, signal.SIGKILL}
        self._children_stay = children_stay

    def wait(self, seconds: float) -> int | None:
        """Its exit code once it was told to end."""
        return next((-number for number in self.sent if number in self._ends_on), None)

    def send(self, number: signal.Signals) -> None:
        """Take a signal."""
        self.sent.append(number)

    def has_children(self) -> bool:
        """Children that stay are ended by a kill only."""
        return self._children_stay and signal.SIGKILL not in self.sent


def watched(command: Obeying, *, timebox_s: float = 100, grace_s: float = 10) -> tuple[Watch, list[str]]:
    """A watch over a box of 100 s with a grace of 10 s, and what it says."""
    said: list[str] = []
    return Watch(command, timebox_s, grace_s, said.append), said


def test_it_is_warned_of_once_at_nine_tenths_of_the_box() -> None:
    """The line says how much is left."""
    watch, said = watched(Obeying(), timebox_s=7200)
    for elapsed_s in (0, 6479, 6480, 6900):
        assert watch.look(elapsed_s, 0)
    assert said == ["12 min left of the box of 2 h."]


def test_it_is_asked_to_end_when_the_box_is_over() -> None:
    """A command that obeys is not killed, and no time beyond is taken."""
    command = Obeying(signal.SIGTERM)
    watch, said = watched(command)
    assert watch.look(99.9, 0)
    assert command.sent == []
    assert watch.look(100, 0)
    assert not watch.look(100.3, 0)
    assert command.sent == [signal.SIGTERM]
    assert (watch.ending, watch.exit_code) == (Ending.BOX, -signal.SIGTERM)
    assert said[-1] == "The box of 2 min is over: the command has 10 s to end."


def test_a_command_that_does_not_listen_is_killed_after_the_grace() -> None:
    """Not before, and its children with it."""
    command = Obeying()
    watch, _ = watched(command)
    assert watch.look(100, 0)
    assert watch.look(109.9, 0)
    assert command.sent == [signal.SIGTERM]
    assert watch.look(110, 0)
    assert command.sent == [signal.SIGTERM, signal.SIGKILL]
    assert not watch.look(110.3, 0)


def test_children_that_outlive_a_stopped_command_are_killed_too() -> None:
    """The command itself ended on SIGTERM; what it had started goes on, until the grace is over."""
    command = Obeying(signal.SIGTERM, children_stay=True)
    watch, _ = watched(command)
    watch.look(100, 0)
    assert watch.look(105, 0)
    watch.look(110, 0)
    assert command.sent == [signal.SIGTERM, signal.SIGKILL]
    assert not watch.look(110.3, 0)


def test_a_process_that_even_a_kill_does_not_end_is_left_behind() -> None:
    """One that waits for a dead disk holds nobody up for long."""
    command = Obeying()
    command._ends_on = set()
    watch, _ = watched(command)
    for elapsed_s in (100, 110, 114.9):
        assert watch.look(elapsed_s, 0)
    assert not watch.look(115, 0)


def test_ctrl_c_is_passed_on_and_a_second_one_kills() -> None:
    """The command may clean up first; who is in a hurry presses again."""
    command = Obeying()
    watch, _ = watched(command)
    watch.interrupt(signal.SIGINT)
    assert watch.look(5, 0)
    assert watch.look(6, 0)
    assert command.sent == [signal.SIGINT]
    watch.interrupt(signal.SIGINT)
    watch.look(7, 0)
    assert command.sent == [signal.SIGINT, signal.SIGKILL]
    assert watch.ending is Ending.INTERRUPTED


def test_each_ending_has_its_sentence() -> None:
    """What happened, why it is not finished, and what was logged."""

    def said(ending: Ending, exit_code: int, *missing: str) -> str:
        return BoxReport("'python train.py'", ending, exit_code, 720, 7200, missing).sentence("Model")

    logged = "12 min of machine time are logged on Model."
    assert said(Ending.BY_ITSELF, 0) == f"'python train.py' is done; {logged}"
    assert said(Ending.BY_ITSELF, 3) == f"'python train.py' failed with exit code 3; {logged}"
    assert said(Ending.BY_ITSELF, -9) == f"'python train.py' was ended by signal 9; {logged}"
    assert said(Ending.INTERRUPTED, -2) == f"'python train.py' was stopped by hand; {logged}"
    assert said(Ending.BY_ITSELF, 0, "out.csv is not there") == (
        f"'python train.py' ended, but is not finished: out.csv is not there; {logged}"
    )
    assert said(Ending.BOX, 0, "out.csv is not there") == (
        f"The box of 2 h was over, so 'python train.py' was stopped, and out.csv is not there; {logged}"
    )
