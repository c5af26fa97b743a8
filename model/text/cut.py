"""Which words of a long text are read: its first and its last ones, with one unknown word where the middle was.

What a long text is about tends to stand at its beginning, and what it comes to at its end (Sun et al. 2019, "How to
Fine-Tune BERT for Text Classification").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]

MIDDLE = -1  # in the place of a word that was left out


@dataclass(frozen=True, slots=True)
class TextCut:
    """At most `most` words of a text are read; of a longer one, `tail` of them are its last ones.

    Where some are its first and some its last, one of the `most` stands for the middle.

    >>> TextCut(9, 4).head, TextCut(9).head, TextCut(9, 9).head
    (4, 9, 0)
    """

    most: int
    tail: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.tail <= self.most or not self.most:
            raise ValueError(f"No text can be cut so: {self}.")

    @property
    def has_middle(self) -> bool:
        """Whether an unknown word stands between the first and the last words of a longer text."""
        return 0 < self.tail < self.most

    @property
    def head(self) -> int:
        """How many of its first words a longer text keeps."""
        return self.most - self.tail - self.has_middle

    def holds(self, narrow: TextCut) -> bool:
        """Whether what this cut leaves of any text is enough to cut it more narrowly.

        >>> TextCut(9, 4).holds(TextCut(5, 2)), TextCut(9, 4).holds(TextCut(5))
        (True, False)
        """
        is_within = narrow.head <= self.head and narrow.tail <= self.tail and narrow.most < self.most
        return narrow == self or is_within

    def places(self, lengths: NDArray[np.integer]) -> tuple[Positions, Positions]:
        """Where the words that are read stand, of texts of so many words (texts,) one behind the other.

        Places (words that are read,) among all words, `MIDDLE` for what was left out; and how many each text has.
        """
        read: Positions = np.minimum(lengths, self.most).astype(np.int64)
        nth = np.arange(read.sum()) - np.repeat(np.cumsum(read) - read, read)
        left_out = np.repeat(lengths - read, read)
        begins = np.repeat(np.cumsum(lengths) - lengths, read)
        is_after = (left_out > 0) & (nth >= self.head)
        places = begins + nth + np.where(is_after, left_out, 0)
        if self.has_middle:
            places[is_after & (nth == self.head)] = MIDDLE
        return places, read
