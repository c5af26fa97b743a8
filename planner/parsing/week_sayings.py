"""What was said of days together, and what counts where a day was named twice: `Mon-Fri 9-17, Fri 9-13`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from planner.domain.week import DAY_NAMES, Block, WeekPattern, blocks_words, merged_blocks, week_of
from planner.domain.wording.lists import list_words


@dataclass(frozen=True, slots=True)
class Saying:
    """Hours that were said of some days (0 is Monday) at once; none of days off."""

    days: frozenset[int]
    blocks: tuple[Block, ...]

    def overlaps(self, other: Saying) -> bool:
        """Whether both have hours at the same time of day."""
        return any(
            one.starts_minute < two.stops_minute and two.starts_minute < one.stops_minute
            for one in self.blocks
            for two in other.blocks
        )

    def speaks_for(self, wider: Saying) -> bool:
        """Whether it says otherwise of its days than one of more days: off, or hours at the same time of day.

        Hours at another time come on top: an afternoon beside all mornings.
        """
        return len(self.days) < len(wider.days) and (self.overlaps(wider) or not self.blocks)


def week_said(sayings: Iterable[Saying], tell: Callable[[str], None] | None = None) -> WeekPattern:
    """The week of all that was said: of a day that was named alone after a range, the narrower saying counts.

    `tell` hears in a sentence which hours do not count therefore.

    >>> nine_to_five, mornings = Block(540, 1020), Block(540, 780)
    >>> heard = []
    >>> said = [Saying(frozenset(range(5)), (nine_to_five,)), Saying(frozenset({4}), (mornings,))]
    >>> str(week_said(said, heard.append)), heard
    ('Mon-Thu 09:00-17:00; Fri 09:00-13:00', ['On Fri 09:00-13:00 counts, not 09:00-17:00 as on other days.'])
    """
    joined = _joined(sayings)
    counting = {day: _counting(day, joined) for day in range(7)}
    blocks = {day: [block for said in counting[day] for block in said.blocks] for day in counting}
    if tell is not None:
        for sentence in (*_left_out(joined, blocks), *_taken_together(counting)):
            tell(sentence)
    return week_of(blocks)


def _joined(sayings: Iterable[Saying]) -> list[Saying]:
    """One saying of the same days: hours of Monday that come twice are two blocks."""
    blocks: dict[frozenset[int], tuple[Block, ...]] = {}
    for said in sayings:
        blocks[said.days] = (*blocks.get(said.days, ()), *said.blocks)
    return [Saying(days, of_days) for days, of_days in blocks.items()]


def _counting(day: int, sayings: Sequence[Saying]) -> list[Saying]:
    of_day = [said for said in sayings if day in said.days]
    return [said for said in of_day if not any(other.speaks_for(said) for other in of_day)]


def _taken_together(counting: Mapping[int, Sequence[Saying]]) -> list[str]:
    """Sentences on days that two sayings of as many days share, which overlap there: neither is the narrower."""
    sentences = []
    for day, sayings in counting.items():
        if any(one.overlaps(other) for one, other in combinations(sayings, 2)):
            hours = blocks_words(merged_blocks(block for said in sayings for block in said.blocks))
            sentences.append(f"{DAY_NAMES[day]} is named with two groups of days: it has {hours}.")
    return sentences


def _left_out(sayings: Sequence[Saying], counting: Mapping[int, Sequence[Block]]) -> list[str]:
    """Sentences on hours that do not count; of days off it was said."""
    all_of = {day: [block for said in sayings if day in said.days for block in said.blocks] for day in counting}
    changed = [day for day in counting if counting[day] and merged_blocks(all_of[day]) != merged_blocks(counting[day])]
    words = {day: (blocks_words(merged_blocks(counting[day])), _others(all_of[day], counting[day])) for day in changed}
    alike = groupby(sorted(changed, key=words.__getitem__), key=words.__getitem__)
    return [
        f"On {list_words([DAY_NAMES[day] for day in days])} {counts} counts, not {others} as on other days."
        for (counts, others), days in alike
    ]


def _others(blocks: Sequence[Block], counting: Sequence[Block]) -> str:
    return blocks_words(merged_blocks(block for block in blocks if block not in counting))
