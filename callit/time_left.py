"""How much of a box is left."""

from __future__ import annotations

from dataclasses import dataclass

from callit.card import Colour, bar_html
from callit.lengths import length_words

WARN_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A moment of a box. `aside`: what else there is to say, such as the best score."""

    timebox_s: float
    elapsed_s: float
    aside: str = ""

    @property
    def left_s(self) -> float:
        """Seconds left, negative when it is over."""
        return self.timebox_s - self.elapsed_s

    @property
    def is_warning(self) -> bool:
        """Whether nine tenths have passed."""
        return self.elapsed_s >= WARN_SHARE * self.timebox_s

    @property
    def words(self) -> str:
        """For a sentence's middle.

        >>> TimeLeft(600, 552).words, TimeLeft(600, 603).words
        ('48 s left of 10 min', '10 min and 3.0 s more')
        """
        left_s, whole = self.left_s, length_words(self.timebox_s)
        return f"{length_words(left_s)} left of {whole}" if left_s > 0 else f"{whole} and {length_words(-left_s)} more"

    def _repr_html_(self) -> str:
        share = min(1.0, self.elapsed_s / self.timebox_s)
        return bar_html(self.words, self.aside, share, Colour.WARNING if self.is_warning else Colour.GOOD)

    def __repr__(self) -> str:
        return f"{self.words}, {self.aside}" if self.aside else self.words
