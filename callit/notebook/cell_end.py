"""How a cell in a box ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from callit.card import Colour


@dataclass(frozen=True, slots=True)
class CellEnd:
    """In the words of the log (none where it ended by itself), and as a sentence's beginning."""

    how: str
    words: str
    colour: Colour


def cell_end(error: BaseException | None, *, is_over: bool = False, line: int | None = None) -> CellEnd:
    """How it was left; `is_over`: by an interrupt of its box, in a line of the cell."""
    if is_over:
        where = f" in line {line}" if line else ""
        return CellEnd("the box was over", f"The box was over: the cell was interrupted{where}", Colour.WARNING)
    if error is None:
        return CellEnd("", "The cell ended", Colour.GOOD)
    if isinstance(error, KeyboardInterrupt | asyncio.CancelledError | GeneratorExit):
        return CellEnd("interrupted", "The cell was interrupted", Colour.WARNING)
    name = type(error).__name__
    return CellEnd(f"left by {name}", f"The cell was left by {name}", Colour.BAD)
