"""Groups of about equal counts, cut from the numbers of a column: low, middle and high."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from data.errors import NoClasses
from data.labels.numbers import shown
from data.missing import LEAST_ROWS_OF_CLASS

FEWEST, MOST = 2, 20
_NAMES = {2: ("low", "high"), 3: ("low", "middle", "high")}


class NotBins(ValueError):
    """What was typed is no number of groups; one sentence says what was expected."""


@dataclass(frozen=True, slots=True)
class Bins:
    """So many groups; `cuts` are the largest number of each but the last, none as long as no column was looked at.

    >>> thirds = Bins(3).cut({1.0: 4, 2.0: 5, 3.0: 6, 4.0: 5}, "V")
    >>> thirds.names, thirds.cuts, thirds.class_of(2.5)
    (('low', 'middle', 'high'), (2.0, 3.0), 'middle')
    """

    count: int
    cuts: tuple[float, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The classes, the lowest first; ranges where there are more than three groups, none before they are cut."""
        if self.count in _NAMES:
            return _NAMES[self.count]
        ends = [shown(cut) for cut in self.cuts]
        between = (f"> {low} to {high}" for low, high in pairwise(ends))
        return (f"<= {ends[0]}", *between, f"> {ends[-1]}") if ends else ()

    def cut(self, rows_of: Mapping[float, int], column: str) -> Bins:
        """The same with cut points, given the rows of each number, from the least to the largest.

        Each cut is where the rows below come nearest to their share: equal numbers stay together.

        Raises
        ------
        NoClasses
            One number has so many rows that no such groups can be cut; the sentence says which.
        """
        numbers, below = list(rows_of), list(accumulate(rows_of.values()))
        shares = [below[-1] * part / self.count for part in range(1, self.count)] if below else []
        cuts = tuple(numbers[_nearest(below[:-1], share)] for share in shares) if len(numbers) > 1 else ()
        made = Bins(self.count, cuts)
        if len(set(cuts)) < self.count - 1 or min(made.rows(rows_of)) < LEAST_ROWS_OF_CLASS:
            raise NoClasses(self._uncut(rows_of, column))
        return made

    def class_of(self, number: float) -> str:
        """The group of a number; "" as long as the groups are not cut."""
        return self.names[bisect_left(self.cuts, number)] if self.cuts else ""

    def rows(self, rows_of: Mapping[float, int]) -> list[int]:
        """Rows of each group, the lowest first, given those of each number."""
        rows = [0] * (len(self.cuts) + 1)
        for number, of_number in rows_of.items():
            rows[bisect_left(self.cuts, number)] += of_number
        return rows

    def words(self, column: str) -> str:
        """How the classes are made, as the end of a sentence."""
        if not self.cuts:
            return f"{column} in {self.count} groups of about equal counts"
        ends = [shown(cut) for cut in self.cuts]
        ranges = [f"up to {ends[0]}", *(f"to {end}" for end in ends[1:]), f"above {ends[-1]}"]
        if self.count not in _NAMES:
            return f"{column} in {self.count} groups, cut behind {', '.join(ends)}"
        return f"{column}: " + ", ".join(f"'{name}' {part}" for name, part in zip(self.names, ranges, strict=True))

    def _uncut(self, rows_of: Mapping[float, int], column: str) -> str:
        most = max(rows_of, key=lambda number: rows_of[number], default=0.0)
        rows, whole = rows_of.get(most, 0), sum(rows_of.values())
        return (
            f"'{column}' cannot be cut into {self.count} groups of about equal counts: {rows:,} of {whole:,} rows "
            f"hold {shown(most)}. Choose fewer groups, or draw one line."
        )


def parse_bins(text: str) -> Bins:
    """The groups that a person asked for.

    Raises
    ------
    NotBins
        It is no whole number from 2 to 20.

    >>> parse_bins(" 3 ")
    Bins(count=3, cuts=())
    """
    stripped = text.strip()
    if not (stripped.isascii() and stripped.isdigit() and len(stripped) < 4 and FEWEST <= int(stripped) <= MOST):
        raise NotBins(f"'{text[:40]}' is no number of groups. Give a whole number from {FEWEST} to {MOST}, such as 3.")
    return Bins(int(stripped))


def _nearest(below: list[int], rows: float) -> int:
    """The place of the count that is nearest to so many rows."""
    return min(range(len(below)), key=lambda place: abs(below[place] - rows))
