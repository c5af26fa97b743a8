"""A box over a cell by a clock that is moved by hand, and by real signals where it is about them."""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

import pytest
from IPython.core.error import UsageError

from callit.card import Colour
from callit.errors import BoxError
from callit.notebook import interrupts
from callit.notebook.box_line import BoxLine
from callit.notebook.cell_box import CellBox, cell_box
from callit.notebook.interrupts import Interrupts
from callit.notebook.open_boxes import OPEN, close_left
from callit.progress import NoProgress
from callit.time_left import TimeLeft
from callit.watch import Watch
from tests.unit.callit.made_boxes import Hand, RememberingDiary


@pytest.fixture(autouse=True)
def as_in_a_kernel() -> Iterator[None]:
    """Ctrl-C raises, also where the tests were started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class StillWatch(Watch):
    """Looks when the test does."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Told(NoProgress):
    """What was told of a box."""

    def __init__(self) -> None:
        self.drawn: list[TimeLeft] = []
        self.last = ""

    def at(self, left: TimeLeft) -> None:
        self.drawn.append(left)

    def end(self, words: str, colour: Colour = Colour.GOOD) -> None:
        self.last = words


class Made:
    """A box of 100 s with all that it tells. Its interrupts come at once, as a signal does in the main thread."""

    def __init__(self, hand: Hand | None = None, **asked: Any) -> None:
        self.hand, self.told, self.diary = hand or Hand(), Told(), RememberingDiary()
        self.interrupts = Interrupts(frozenset(), send=self.interrupt)
        self.box = CellBox(
            BoxLine(**{"timebox_s": 100.0, **asked}),
            "model.fit(x, y)",
            clock=self.hand.clock(),
            diary=self.diary,
            progress=self.told,
            interrupts=self.interrupts,
            watch=StillWatch,
        )

    def interrupt(self) -> None:
        self.interrupts.handle(signal.SIGINT, sys._getframe())

    def work(self, seconds: float) -> None:
        """Some of the cell, at whose end the box is looked after."""
        self.hand.move(seconds)
        self.box.look()


def interrupted_after(made: Made, seconds: float) -> None:
    made.hand.move(seconds)
    signal.raise_signal(signal.SIGINT)


def work_and_then(made: Made, do: Callable[[], object]) -> None:
    """A cell that does something more when it is interrupted."""
    try:
        made.work(100)
    except KeyboardInterrupt:
        do()


def full() -> None:
    raise OSError("the disk is full")


def test_a_cell_is_interrupted_when_its_box_is_over_and_not_before() -> None:
    made, done = Made(), []
    with made.box:
        for step in (50.0, 49.9, 0.1, 1.0):
            made.work(step)
            done.append(step)
    assert done == [50.0, 49.9]
    assert made.diary.how == "the box was over"
    assert made.told.last.startswith("The box was over: the cell was interrupted in line ")
    assert made.told.last.endswith(" after 2 min of 2 min. Logged on Reviews, Model.")


def test_it_is_warned_at_nine_tenths() -> None:
    made = Made()
    with made.box:
        for step in (89.0, 1.0):
            made.work(step)
    assert [left.is_warning for left in made.told.drawn] == [False, True]
    assert str(made.told.drawn[-1]) == "10 s left of 2 min, then the cell is interrupted"


def test_what_catches_the_interrupt_has_the_grace_before_the_next() -> None:
    """Saving after Ctrl-C takes its time: 30 s, here in steps of 7."""
    made, caught = Made(), []
    with made.box:
        made.hand.move(99)
        for _ in range(12):
            try:
                made.work(7)
            except KeyboardInterrupt:
                caught.append(made.hand.seconds)
    assert caught == [106, 141, 176]
    assert made.told.last.startswith("The cell ended after")


def test_an_interrupt_that_does_not_come_is_asked_for_again() -> None:
    """As when it falls into the moment in which a box inside of it closes."""
    made, asked = Made(), []
    made.interrupts._send = lambda: asked.append(made.hand.seconds)
    with made.box:
        made.work(100)
        made.work(1)
        made.work(1)
        made.work(2)
    assert asked == [100, 102, 104]


def test_a_cell_that_ended_before_is_never_interrupted_later() -> None:
    made = Made()
    before = signal.getsignal(signal.SIGINT)
    with made.box:
        assert signal.getsignal(signal.SIGINT) != before
        made.work(99)
    made.work(2)
    assert signal.getsignal(signal.SIGINT) == before
    assert made.diary.how == ""
    assert made.told.last == "The cell ended after 99 s of 2 min. Logged on Reviews, Model."
    assert OPEN == []


def test_no_interrupt_leaves_its_cell_however_close_the_ends_are() -> None:
    """Real signals, 150 cells that end about when their boxes do: nothing comes after, and none is left open."""
    told = random.Random(15)
    for _ in range(150):
        line = BoxLine(timebox_s=0.002, grace_s=0.001, is_logged=False)
        with CellBox(line, "…", progress=NoProgress()):
            ends = time.monotonic() + told.uniform(0.0, 0.004)
            while time.monotonic() < ends:
                pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert OPEN == []


def test_where_python_guards_an_instruction_badly_a_further_one_is_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the way back to the head of a `while` in Python 3.13: here three instructions are none to raise at."""
    looked: list[int] = []

    def badly(frame: FrameType) -> bool:
        looked.append(frame.f_lasti)
        return len(looked) > 3

    monkeypatch.setattr(interrupts, "is_guarded", badly)
    made = Made()
    here = sys._getframe()
    made.interrupts._send = lambda: made.interrupts.handle(signal.SIGINT, here)
    with made.box:
        made.work(100)
        while len(looked) < 100:
            pass
    assert len(looked) == 4
    assert made.diary.how == "the box was over"
    assert sys.gettrace() is None


def test_an_interrupt_that_compiled_code_loses_comes_all_the_same() -> None:
    """Real signals: `float("n/a")` asks for them while it makes the words of its error, and drops what they raise."""
    told, unread = Told(), 0
    first = sys._getframe().f_lineno
    with CellBox(BoxLine(timebox_s=0.05, is_logged=False), "…", progress=told):
        while True:
            try:
                float("n/a")
            except ValueError:
                unread += 1
    line = int(told.last.partition("in line ")[2].split()[0])
    assert first < line <= first + 6
    assert unread
    assert sys.gettrace() is None


def test_ctrl_c_by_the_person_stays_hers() -> None:
    made = Made()
    with pytest.raises(KeyboardInterrupt) as caught, made.box:
        interrupted_after(made, 50)
    assert made.diary.how == "interrupted"
    assert made.told.last.startswith("The cell was interrupted after 50 s")
    assert all("interrupts.py" not in str(entry.path) for entry in caught.traceback)


def test_ctrl_c_after_the_box_was_over_is_not_taken_for_its_end() -> None:
    made = Made()
    with pytest.raises(KeyboardInterrupt), made.box:
        work_and_then(made, lambda: signal.raise_signal(signal.SIGINT))
    assert made.diary.how == "interrupted"


@pytest.mark.parametrize("error", [ValueError("no such layer"), SystemExit(3), MemoryError()])
def test_an_error_of_the_cell_passes_through(error: BaseException) -> None:
    made = Made()
    with pytest.raises(type(error)) as caught, made.box:
        raise error
    assert caught.value is error
    assert made.diary.how == f"left by {type(error).__name__}"


def test_an_error_in_what_follows_the_interrupt_is_not_lost() -> None:
    made = Made()
    with pytest.raises(OSError, match="disk is full"), made.box:
        work_and_then(made, full)
    assert made.diary.how == "left by OSError"


def test_of_two_boxes_the_inner_one_is_over_and_the_outer_one_goes_on() -> None:
    hand = Hand()
    outer, inner = Made(hand), Made(hand, timebox_s=20.0)
    with outer.box:
        with inner.box:
            hand.move(20)
            outer.box.look()
            inner.box.look()
        went_on = True
        outer.work(80)
    assert went_on
    assert (inner.diary.how, outer.diary.how) == ("the box was over", "the box was over")


def test_the_end_of_the_outer_box_leaves_the_inner_one_too() -> None:
    hand = Hand()
    outer, inner = Made(hand), Made(hand, timebox_s=200.0)
    with outer.box:
        with inner.box:
            hand.move(100)
            outer.box.look()
        raise AssertionError("The outer box was over.")
    assert (inner.diary.how, outer.diary.how) == ("interrupted", "the box was over")


def test_a_handler_that_the_cell_puts_in_stays() -> None:
    before, own = signal.getsignal(signal.SIGINT), lambda number, frame: None
    try:
        with Made().box:
            signal.signal(signal.SIGINT, own)
        assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_cell_beside_the_main_thread_is_refused() -> None:
    said: list[str] = []

    def cell() -> None:
        try:
            Made().box.__enter__()
        except UsageError as error:
            said.append(str(error))

    beside = threading.Thread(target=cell)
    beside.start()
    beside.join()
    assert len(said) == 1
    assert "main thread" in said[0]


def test_a_phase_that_is_not_there_is_refused_before_the_cell_runs() -> None:
    class Refusing(RememberingDiary):
        def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
            assert wait
            raise BoxError("There is no phase 'Modle'.")

    ran: list[Callable[[], None]] = []
    box = CellBox(BoxLine(60.0, phase="Modle"), "…", diary=Refusing(), progress=NoProgress())
    with pytest.raises(UsageError, match="There is no phase 'Modle'"), box:
        ran.append(box.look)
    assert ran == []
    assert OPEN == []


def test_a_box_whose_cell_was_dropped_is_closed_when_the_next_one_ends() -> None:
    """As after Ctrl-C in a terminal, of a cell that awaited something."""
    made, running = Made(), Made()

    def dropped() -> None:
        made.box.__enter__()

    before = signal.getsignal(signal.SIGINT)
    dropped()
    close_left()
    assert made.diary.how == "interrupted"
    assert signal.getsignal(signal.SIGINT) == before
    assert made.box.__exit__(None, None, None) is False
    with running.box:
        close_left()
        assert not running.diary.has_ended


def test_a_line_that_asks_for_no_box_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="'soon' is no length of time"):
        cell_box("box soon", "…")
