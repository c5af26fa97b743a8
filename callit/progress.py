"""The line that tells how much of a box is left, where it fights no other bar.

In a notebook it is a display of its own, which is drawn anew where it stands: Keras and tqdm write below it. In a
terminal, where those draw over their own last line, there is a line at the start, at 90 % and at the end.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from callit.card import Colour, card_html
from callit.show import is_notebook, say
from callit.time_left import TimeLeft

_OFTEN_S, _SELDOM_S = 1.0, 10.0  # between two drawings: a hundredth of the box, in these bounds


class Progress(Protocol):
    """Where it is told."""

    def begin(self, left: TimeLeft, words: str) -> None:
        """The box began."""

    def at(self, left: TimeLeft) -> None:
        """So much of it is left."""

    def end(self, words: str, colour: Colour = Colour.GOOD) -> None:
        """It ended, as these sentences say."""


class NoProgress:
    """It is told nowhere."""

    def begin(self, left: TimeLeft, words: str) -> None:
        """Say nothing."""

    def at(self, left: TimeLeft) -> None:
        """Say nothing."""

    def end(self, words: str, colour: Colour = Colour.GOOD) -> None:
        """Say nothing."""


class TerminalProgress:
    """A line at the start, at 90 % and at the end, on stderr."""

    def __init__(self) -> None:
        self._is_warned = False

    def begin(self, left: TimeLeft, words: str) -> None:
        """Say it."""
        say(f"callit: {words}")

    def at(self, left: TimeLeft) -> None:
        """Warn, once."""
        if left.is_warning and not self._is_warned:
            self._is_warned = True
            say(f"\ncallit: {left}.")  # below a bar that stands in the line

    def end(self, words: str, colour: Colour = Colour.GOOD) -> None:
        """Say it."""
        say(f"callit: {words}")


class NotebookProgress:
    """A display of its own in a notebook."""

    def __init__(self) -> None:
        self._handle: Any = None
        self._drawn_s = 0.0
        self._is_warned = False

    def begin(self, left: TimeLeft, words: str) -> None:
        """Show it."""
        from IPython.display import display

        self._handle = display(left, display_id=True)

    def at(self, left: TimeLeft) -> None:
        """Draw it anew: every second in a short box, less often in a long one, and at once at 90 %."""
        every_s = min(_SELDOM_S, max(_OFTEN_S, left.timebox_s / 100))
        if left.elapsed_s - self._drawn_s >= every_s or left.is_warning > self._is_warned:
            self._drawn_s, self._is_warned = left.elapsed_s, left.is_warning
            self._draw(left)

    def end(self, words: str, colour: Colour = Colour.GOOD) -> None:
        """Have the sentences in its place."""
        self._draw(_Said(words, colour))

    def _draw(self, thing: object) -> None:
        with suppress(Exception):  # the box holds where nothing can be shown any more
            self._handle.update(thing)


@dataclass(frozen=True, slots=True)
class _Said:
    words: str
    colour: Colour

    def _repr_html_(self) -> str:
        return card_html(self.words, (), self.colour)

    def __repr__(self) -> str:
        return self.words


def progress_here() -> Progress:
    """The one that fits where this process runs."""
    return NotebookProgress() if is_notebook() else TerminalProgress()
