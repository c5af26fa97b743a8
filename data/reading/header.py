"""Which row of a delimited file names its columns, and how columns without a usable name are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from data.reading.header_evidence import header_evidence
from data.reading.header_names import is_known_name

MOST_TITLES = 12  # lines above the names
OPENING_ROWS = MOST_TITLES + 8  # in which the names are looked for
ROWS_LOOKED_AT = 200  # below the names, which have to fit them
_FEW_ROWS = 5  # among which a row of names may stand below lines that are as wide
_CLEARLY = 2.0  # log odds
_MOSTLY_KNOWN, _HALF_KNOWN = 0.65, 0.5  # of the cells, as names of columns
_BREAK = re.compile(r"\s*[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One of the first records of a file, of any width; `after_blank`: whether an empty line stands before it."""

    cells: Sequence[str]
    after_blank: bool = False

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(bool(cell.strip()) for cell in self.cells)


def one_line(name: str) -> str:
    """A name without the blanks around it and the line breaks in it."""
    return _BREAK.sub(" ", name.strip())


def column_names(cells: Sequence[str]) -> list[str]:
    """Usable column names: trimmed and on one line, `column_3` where there is none, `text_2` where one comes twice.

    >>> column_names(["text", "", "text", "Remarks\\n(optional)"])
    ['text', 'column_2', 'text_2', 'Remarks (optional)']
    """
    names: dict[str, None] = {}
    for position, cell in enumerate(cells, start=1):
        base = one_line(cell) or f"column_{position}"
        name, copy = base, 2
        while name in names:
            name, copy = f"{base}_{copy}", copy + 1
        names[name] = None
    return list(names)


def numbered_names(width: int) -> list[str]:
    """Names for the columns of a file without a header: column_1, column_2, …"""
    return column_names([""] * width)


def header_place(
    opening: Sequence[OpeningRow], width: int, rows: Sequence[Sequence[str]], asked: Collection[str] = ()
) -> int | None:
    """Which of the first records names the columns; None where none does.

    `rows` are the first of those that are `width` cells wide, in file order; the names in `asked` are a person's.
    A row in which all of those stand is the header, whatever else stands in it.
    """
    for place, row in enumerate(opening):
        if _names_all(asked, row.cells):
            return place
    cells = width - trailing_blanks(rows)  # a delimiter at the end of each row makes no column
    for least in (cells, cells - 1):  # or one fewer: rows may have a name that the header does not mention
        below_titles = _below_titles(opening, max(2, least), rows)
        if below_titles is not None:
            return below_titles
    first = opening[0]
    if set(asked) & set(column_names(first.cells)):
        return 0
    return _fuller(0, opening, rows) if len(first.cells) >= cells - 1 and _evidence(first, rows, width) > 0 else None


def _names_all(asked: Collection[str], cells: Sequence[str]) -> bool:
    """Whether all these names are those of the cells, and not only of cells that are blank."""
    return set(asked) <= set(column_names(cells)) and not set(asked).isdisjoint(map(one_line, cells))


def _below_titles(opening: Sequence[OpeningRow], least: int, rows: Sequence[Sequence[str]]) -> int | None:
    """The row of names, `least` cells at least, below lines that are no part of the table."""
    if len(rows[0]) < 2:
        return None
    usual = _usually_filled(rows)
    is_titles = True
    for place, row in enumerate(opening[: MOST_TITLES + 1]):
        is_full = len(row.cells) >= least and row.filled >= max(2, 0.6 * usual)
        if place and is_full and _is_named(place, opening, rows, below_titles=is_titles):
            return _fuller(place, opening, rows)
        is_titles = is_titles and not is_full
    return None


def _fuller(place: int, opening: Sequence[OpeningRow], rows: Sequence[Sequence[str]]) -> int:
    """The row of names that this one is a title of, such as "Employee, Ann" above three columns; itself elsewhere.

    Names have more cells than all titles, and as many as the rows below them; what is a row looks unlike a name.
    """
    best, filled = place, opening[place].filled
    for later, row in enumerate(opening[: MOST_TITLES + 1]):
        if later > place and row.filled > filled:
            filled = row.filled
            is_apart = row.after_blank or (place > 0 and _known_share(row) >= _HALF_KNOWN)
            if is_apart and _is_rather_named(row, opening[best], rows):
                best = later
    return best


def _is_rather_named(row: OpeningRow, above: OpeningRow, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row has the names rather than one above it: by its evidence, clearly where no blank line is between."""
    width, cells = len(rows[0]), list(row.cells)
    below = list(rows)[list(rows).index(cells) + 1 :] if cells in rows else []
    if not below or _usually_filled(below) < row.filled or _known_share(row) < _known_share(above):
        return False
    more = _evidence(row, rows, width) - _evidence(above, rows, width)
    return more > (0.0 if row.after_blank else _CLEARLY)


def _known_share(row: OpeningRow) -> float:
    return sum(map(is_known_name, row.cells)) / max(1, row.filled)


def _usually_filled(rows: Sequence[Sequence[str]]) -> float:
    return median(sum(bool(cell.strip()) for cell in row) for row in rows)


def _is_named(place: int, opening: Sequence[OpeningRow], rows: Sequence[Sequence[str]], *, below_titles: bool) -> bool:
    """Whether a row names the columns: below titles that are no rows, or usual names below notes as wide as rows."""
    row = opening[place]
    if below_titles:
        return _evidence(row, rows, len(rows[0])) > 0
    if place >= _FEW_ROWS or any(above.filled > row.filled for above in opening[:place]):
        return False  # what has more cells is a table of its own, and this one stands below it
    known_share = sum(map(is_known_name, row.cells)) / len(row.cells)
    if known_share < (_HALF_KNOWN if row.after_blank else _MOSTLY_KNOWN):
        return False
    evidence = _evidence(row, rows, len(rows[0]))
    return evidence > max(_CLEARLY, 1.0 + _evidence(opening[0], rows, len(row.cells)))


def _evidence(row: OpeningRow, rows: Sequence[Sequence[str]], width: int) -> float:
    """Evidence against the rows below; a row that is too short names the last columns, or the first where those are
    blank."""
    below = list(rows)
    if list(row.cells) in below:
        below = below[below.index(list(row.cells)) + 1 :]
    missing = width - len(row.cells)
    if missing <= 0:
        return header_evidence(row.cells[:width], below)
    at_the_end = trailing_blanks(below) >= missing
    return header_evidence(row.cells, [cells[:-missing] if at_the_end else cells[missing:] for cells in below])


def trailing_blanks(rows: Sequence[Sequence[str]]) -> int:
    """How many columns at the end hold nothing in (nearly) all rows.

    >>> trailing_blanks([["a", "b", ""], ["c", "d", ""]])
    1
    """
    if not rows:
        return 0
    blank, width = 0, len(rows[0])
    while blank < width and sum(not row[width - 1 - blank].strip() for row in rows) >= 0.95 * len(rows):
        blank += 1
    return blank
