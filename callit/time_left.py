"""How much of a box is left: as words, and as a line with a bar for a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass

from callit.lengths import length_words

WARN_SHARE = 0.9
_COLOURS = {False: "#2a9d6f", True: "#d97706"}  # readable on white and on black


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A moment of a box. `aside`: what else there is to say, such as the best score."""

    timebox_s: float
    elapsed_s: float
    aside: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether nine tenths have passed."""
        return self.elapsed_s >= WARN_SHARE * self.timebox_s

    @property
    def words(self) -> str:
        """For a sentence's middle.

        >>> TimeLeft(600, 552).words, TimeLeft(600, 603).words
        ('48 s left of 10 min', 'over by 3.0 s')
        """
        left_s = self.timebox_s - self.elapsed_s
        return (
            f"{length_words(left_s)} left of {length_words(self.timebox_s)}"
            if left_s > 0
            else f"over by {length_words(-left_s)}"
        )

    def _repr_html_(self) -> str:
        aside = f"<span style='opacity:.7'>, {html.escape(self.aside)}</span>" if self.aside else ""
        share = min(1.0, self.elapsed_s / self.timebox_s)
        return line_html(html.escape(self.words) + aside, share, _COLOURS[self.is_warning])

    def __repr__(self) -> str:
        return f"{self.words}, {self.aside}" if self.aside else self.words


def line_html(words_html: str, share: float, colour: str) -> str:
    """A bar that is filled to a share of its length, and words below it."""
    whole = "height:4px; border-radius:2px; background:rgba(128,128,128,.3); max-width:30em; margin-bottom:.25em"
    filled = f"height:4px; border-radius:2px; background:{colour}; width:{100 * share:.1f}%"
    return f"<div style='padding:.3em 0'><div style='{whole}'><div style='{filled}'></div></div>{words_html}</div>"
