"""Counts, shares, chances and sizes as a person says them: with a unit, and never more digits than are known."""

from __future__ import annotations


def count_words(count: int, singular: str, plural: str | None = None) -> str:
    """A number of things; thousands with commas.

    >>> count_words(1, "entry", "entries"), count_words(12, "session"), count_words(51_200, "row")
    ('1 entry', '12 sessions', '51,200 rows')
    """
    return f"{count:,} {_noun(count, singular, plural)}"


def short_count_words(count: int) -> str:
    """A count in few letters, for the cells of a picture.

    >>> short_count_words(912), short_count_words(1_234), short_count_words(51_200), short_count_words(2_400_000)
    ('912', '1.2k', '51k', '2.4M')
    """
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= round(0.9995 * size):
            return f"{count / size:.1f}{letter}" if count < 9.95 * size else f"{count / size:.0f}{letter}"
    return str(count)


def percent_words(share: float) -> str:
    """A share of one in whole per cent.

    >>> percent_words(0.264), percent_words(1)
    ('26 %', '100 %')
    """
    return f"{100 * share:.0f} %"


def percents_words(low: float, high: float) -> str:
    """A range of shares.

    >>> percents_words(0.35, 0.6)
    '35 to 60 %'
    """
    return f"{100 * low:.0f} to {percent_words(high)}"


def share_words(part: float, whole: float) -> str:
    """A part of something in whole per cent.

    >>> share_words(9, 34)
    '26 %'
    """
    return percent_words(part / whole)


def small_share(part: float, whole: float) -> str:
    """A part that was counted, in per cent that never hide what is there: none and all are said only where they are so.

    >>> small_share(3, 100), small_share(1, 9_000), small_share(8_999, 9_000), small_share(0, 0)
    ('3 %', 'under 1 %', 'over 99 %', '0 %')
    """
    percent = 100 * part / max(1.0, whole)
    if 0 < percent < 0.995:
        return "under 1 %"
    return "over 99 %" if 99.5 <= percent < 100 else f"{percent:.0f} %"


def chance_words(chance: float) -> str:
    """A chance in per cent: never nothing and never all, as it is about what is still to come.

    >>> chance_words(0.384), chance_words(0.999), chance_words(0.001)
    ('38 %', 'over 99 %', 'under 1 %')
    """
    if chance > 0.99:
        return "over 99 %"
    return "under 1 %" if chance < 0.01 else percent_words(chance)


def times_words(ratio: float) -> str:
    """A ratio.

    >>> times_words(1.83), times_words(0.5), times_words(12.2), times_words(1_200)
    ('1.8 times', '0.5 times', '12 times', '1,200 times')
    """
    return f"{ratio:,.0f} times" if ratio >= 9.95 else f"{ratio:.2g} times"


def size_words(size_bytes: int) -> str:
    """The size of a file, or of the room for it, to read at a glance; a MB is a million bytes, as on the box of a disk.

    >>> size_words(120), size_words(3_240_000), size_words(214_000_000)
    ('1 kB', '3.2 MB', '214 MB')
    """
    if size_bytes < 999_500:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes < 9_950_000 else f"{size_bytes / 1e6:,.0f} MB"


def memory_words(size_bytes: float) -> str:
    """An amount of memory: what a training takes and a machine has is told in the same unit.

    >>> memory_words(1_500_000_000), memory_words(850e6)
    ('1.5 GB', '0.8 GB')
    """
    return f"{size_bytes / 1e9:.1f} GB"


def _noun(count: int, singular: str, plural: str | None) -> str:
    return singular if count == 1 else plural or f"{singular}s"
