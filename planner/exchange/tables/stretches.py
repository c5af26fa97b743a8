"""Rows with several stretches of work: In, Out, In, Out, or a break that says its own clocks. Each stretch is a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.wording.numbers import count_words
from planner.exchange.entries.read_entries import Trouble, Unreadable
from planner.exchange.entries.wall_clock import clock_of
from planner.exchange.headings import end, interruption, start, units
from planner.exchange.headings.folding import unnumbered, without_brackets
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import Layout, Rows

_DAY_MIN = 1440
_SMALL_WORDS = frozenset({*units.BETWEEN, "de", "del", "della", "di", "do", "time", "zeit"})
_BREAK_BEGINS = frozenset({"pausenbeginn", "pausenstart", "pausebeginn", "pausenanfang", "lunch out", "break out"})
_BREAK_ENDS = frozenset({"pausenende", "pauseende", "lunch in", "break in"})


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Pairs of columns: of stretches of work, the first being that of the layout, and of breaks within the first."""

    work: list[tuple[int, int]]
    breaks: list[tuple[int, int]]


def stretches_of(header: Sequence[str], rows: Rows, layout: Layout) -> tuple[Rows, list[Trouble], list[str]]:
    """Rows with one stretch of work each, lines that are left out, and what was done.

    A row that becomes several says no duration and no interruption any more: they are those of all its stretches.
    """
    clocks = _clocks(header, layout)
    if len(clocks.work) < 2 and not clocks.breaks:
        return rows, [], []
    stretches: list[tuple[int, list[str]]] = []
    troubles = []
    n_split = 0
    for line, cells in rows:
        try:
            split = list(_split(cells, clocks, layout))
        except Unreadable as error:
            troubles.append(Trouble(line, str(error)))
            continue
        n_split += len(split) > 1
        stretches += [(line, stretch) for stretch in split]
    sentence = f"{count_words(n_split, 'row has', 'rows have')} several stretches of work: each is an entry of its own."
    return stretches, troubles, [sentence] if n_split else []


def _clocks(header: Sequence[str], layout: Layout) -> _Clocks:
    if layout.start is None or layout.end is None:
        return _Clocks([], [])
    names = [unnumbered(without_brackets(name)) for name in header]
    starts = [at for at, name in enumerate(names) if name == names[layout.start]]
    ends = [at for at, name in enumerate(names) if name == names[layout.end]]
    in_turn = [at for pair in zip(starts, ends, strict=False) for at in pair]
    is_paired = len(starts) == len(ends) and in_turn == sorted(in_turn)
    work = list(zip(starts, ends, strict=True)) if is_paired else [(layout.start, layout.end)]
    begins = [at for at, name in enumerate(names) if _says_break(name, start.WORDS, _BREAK_BEGINS, "in")]
    stops = [at for at, name in enumerate(names) if _says_break(name, end.WORDS, _BREAK_ENDS, "out")]
    return _Clocks(work, list(zip(begins, stops, strict=False)))


def _says_break(name: str, words: Sequence[str], whole: frozenset[str], but: str) -> bool:
    """Whether a heading says where a break begins or ends: a word for a break, and one of `words` beside it."""
    if name in whole:
        return True
    parts = name.split()
    rest = [part for part in parts if part not in interruption.WORDS]
    if len(rest) == len(parts) or not rest or rest == [but]:
        return False
    bare = [part for part in rest if part not in _SMALL_WORDS]
    return " ".join(rest) in words or " ".join(bare) in words


def _split(cells: list[str], clocks: _Clocks, layout: Layout) -> Iterator[list[str]]:
    work = [pair for pair in clocks.work if cell_at(cells, pair[0]) or cell_at(cells, pair[1])]
    breaks = [pair for pair in clocks.breaks if cell_at(cells, pair[0]) and cell_at(cells, pair[1])]
    if len(work) == 1 and breaks:
        places = [work[0][0], *(at for pair in breaks for at in pair), work[0][1]]
        texts = [cell_at(cells, at) for at in places]
        _check_order(texts)
        stretches = list(zip(texts[::2], texts[1::2], strict=True))
    else:
        stretches = [(cell_at(cells, first), cell_at(cells, last)) for first, last in work]
    if len(stretches) < 2:
        yield cells if not stretches or work == clocks.work[:1] else _with(cells, layout, *stretches[0], whole=True)
        return
    for first, last in stretches:
        yield _with(cells, layout, first, last, whole=False)


def _with(cells: list[str], layout: Layout, first: str, last: str, *, whole: bool) -> list[str]:
    """The row with that stretch alone; not `whole`: what it says of its length is that of several."""
    assert layout.start is not None
    assert layout.end is not None
    blank = () if whole else (*layout.durations, *layout.interruptions)
    changed = ["" if at in blank else cell for at, cell in enumerate(cells)]
    changed[layout.start], changed[layout.end] = first, last
    return changed


def _check_order(texts: Sequence[str]) -> None:
    """Refuse clock times that go round the clock more than once; moments with their day are looked at elsewhere."""
    try:
        minutes = [clock_of(text).hour * 60 + clock_of(text).minute for text in texts]
    except Unreadable:
        return
    if sum((later - earlier) % _DAY_MIN for earlier, later in pairwise(minutes)) > _DAY_MIN:
        raise Unreadable(
            f"says a break from {texts[1]} to {texts[2]}, which does not lie between its start and its end"
        )
