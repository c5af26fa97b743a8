"""How much of a box is left, told where it fights no other bar."""

from __future__ import annotations

from pathlib import Path

import IPython.display
import pytest

from callit.card import Colour
from callit.ended import Ended
from callit.endings import Ending
from callit.progress import NotebookProgress, TerminalProgress
from callit.time_left import TimeLeft


class Handle:
    """The display of a notebook, with all that was drawn in it."""

    def __init__(self) -> None:
        self.drawn: list[object] = []

    def update(self, thing: object) -> None:
        self.drawn.append(thing)


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Handle:
    made = Handle()

    def display(thing: object, *, display_id: bool) -> Handle:
        assert display_id
        made.drawn.append(thing)
        return made

    monkeypatch.setattr(IPython.display, "display", display)
    return made


@pytest.mark.parametrize(("timebox_s", "drawings"), [(20.0, 20), (600.0, 100), (36_000.0, 3600)])
def test_a_notebook_is_drawn_anew_a_hundred_times_but_every_second_at_most_and_every_ten_at_least(
    handle: Handle, timebox_s: float, drawings: int
) -> None:
    progress = NotebookProgress()
    progress.begin(TimeLeft(timebox_s, 0.0), "")
    for half_seconds in range(1, round(2 * timebox_s) + 1):
        progress.at(TimeLeft(timebox_s, half_seconds / 2))
    assert drawings <= len(handle.drawn) - 1 <= drawings + 1


def test_the_warning_is_drawn_at_once(handle: Handle) -> None:
    progress = NotebookProgress()
    progress.begin(TimeLeft(36_000.0, 0.0), "")
    progress.at(TimeLeft(36_000.0, 32_399.0))
    progress.at(TimeLeft(36_000.0, 32_400.0))
    assert [left.is_warning for left in handle.drawn if isinstance(left, TimeLeft)] == [False, False, True]


def test_the_end_stands_in_the_place_of_the_line(handle: Handle) -> None:
    progress = NotebookProgress()
    progress.begin(TimeLeft(60.0, 0.0), "")
    progress.end("The cell ended. Logged on <Reviews>.", Colour.BAD)
    shown = handle.drawn[-1]._repr_html_()  # type: ignore[attr-defined]
    assert "Logged on &lt;Reviews&gt;." in shown
    assert Colour.BAD in shown
    assert repr(handle.drawn[-1]) == "The cell ended. Logged on <Reviews>."


def test_a_box_holds_where_nothing_can_be_shown_any_more(handle: Handle, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(thing: object) -> None:
        raise OSError("the browser is closed")

    progress = NotebookProgress()
    progress.begin(TimeLeft(60.0, 0.0), "")
    monkeypatch.setattr(handle, "update", gone)
    progress.at(TimeLeft(60.0, 30.0))
    progress.end("The cell ended.")


def test_a_terminal_has_three_lines_on_stderr_and_nothing_over_the_bar_of_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = TerminalProgress()
    progress.begin(TimeLeft(60.0, 0.0), "A box of 60 s for this cell, until 14:32.")
    for elapsed_s in (1.0, 30.0, 54.0, 55.0, 59.0):
        progress.at(TimeLeft(60.0, elapsed_s))
    progress.end("The cell ended after 60 s of 60 s.")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "callit: A box of 60 s for this cell, until 14:32.",
        "",
        "callit: 6.0 s left of 60 s.",
        "callit: The cell ended after 60 s of 60 s.",
    ]


def test_a_line_is_as_full_as_the_box_and_never_fuller() -> None:
    for elapsed_s, share in ((0.0, "0.0"), (15.0, "25.0"), (61.0, "100.0")):
        assert f"width:{share}%" in TimeLeft(60.0, elapsed_s, "best <b> .871")._repr_html_()
    assert "best &lt;b&gt; .871" in TimeLeft(60.0, 1.0, "best <b> .871")._repr_html_()


@pytest.mark.parametrize("ending", list(Ending))
def test_a_card_of_a_box_that_kept_nothing_is_a_bad_one(ending: Ending) -> None:
    card = Ended(ending, 60.0, 20.0, Path("box"), None, error="ValueError: no <such> layer")
    assert Colour.BAD in card.html()
    assert "no &lt;such&gt; layer" in card.html()
