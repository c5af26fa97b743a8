"""What stands below the entries of a table: summaries and totals, which are no entries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.wording.numbers import count_words
from planner.exchange.headings.folding import words_of
from planner.exchange.tables.table_layout import Layout, Rows

_SEPARATOR = re.compile(rb"[,;\t|]")
_AROUND = " \t:."
TOTALS = frozenset(
    words_of("""
en: total, totals, sum, grand total, subtotal, daily total, day total, weekly total, week total, monthly total
en: total hours, total time
de: Summe, Gesamt, Gesamtsumme, Zwischensumme, Tagessumme, Wochensumme, Monatssumme, Endsumme, Gesamtstunden
fr: Total, Somme, Total général
es: Total, Suma
it: Totale, Somma
nl: Totaal, Som
pl: Suma, Razem
sv: Summa, Totalt
da: I alt, Sum
fi: Yhteensä, Summa
cs: Celkem, Součet
ru: Итого, Всего
tr: Toplam
hu: Összesen
""")
)


def first_table(data: bytes) -> tuple[bytes, list[str]]:
    """A file up to where a second table begins, and a sentence on what is left out.

    It begins below an empty line, with a line that begins as the first one does and goes on otherwise.

    >>> first_table(b"Type,Duration,From\\nA,1:30,9:00\\n\\nType,Duration,%\\nA,1:30,100")
    (b'Type,Duration,From\\nA,1:30,9:00\\n', ['Line 4 begins a second table (Type,Duration,%): its 1 row is left out.'])
    """
    lines = data.splitlines(keepends=True)
    first = lines[0].strip() if lines else b""
    begins = _SEPARATOR.split(first)[0]
    if not begins or begins == first or data.startswith((b"PK", b"[", b"{")):  # or no lines of cells
        return data, []
    for at in range(2, len(lines)):
        line = lines[at].strip()
        if not lines[at - 1].strip() and line != first and _SEPARATOR.split(line)[0] == begins:
            below = sum(any(map(str.isalnum, row.decode(errors="replace"))) for row in lines[at + 1 :])
            return b"".join(lines[: at - 1]), [_second_table(at + 1, line.decode(errors="replace"), below)]
    return data, []


def entries_only(header: Sequence[str], rows: Rows, layout: Layout, noun: str = "Line") -> tuple[Rows, list[str]]:
    """The rows that can be entries, and sentences on those that are left out: without a day or a start of their own.

    `noun` says what their numbers count.
    """
    names = [name.strip().casefold() for name in header]
    times = [at for at in (layout.start, layout.start_day, layout.date) if at is not None]
    entries: list[tuple[int, list[str]]] = []
    remarks = []
    for number, (line, cells) in enumerate(rows):
        words = {} if _has_time(cells, times) else _filled_cells(cells)
        n_repeated = sum(names[at] == word for at, word in words.items())
        if 1 < n_repeated == len(words):
            remarks.append(f"{noun} {line} repeats the names of the columns.")
        elif n_repeated > 1:
            return entries, [*remarks, _second_table(line, ", ".join(filter(None, cells)), len(rows) - number - 1)]
        elif TOTALS & set(words.values()):
            remarks.append(f"{noun} {line} is a total, no entry.")
        else:
            entries.append((line, cells))
    return entries, remarks


def _has_time(cells: Sequence[str], times: Sequence[int]) -> bool:
    """Whether a row says when it was, as an entry does: with a number."""
    return any(cells[at][:1].isdigit() or any(map(str.isdigit, cells[at])) for at in times)


def _filled_cells(cells: Sequence[str]) -> dict[int, str]:
    """The cells that are not empty, by their place."""
    return {at: cell.strip(_AROUND).casefold() for at, cell in enumerate(cells) if cell.strip(_AROUND)}


def _second_table(line: int, names: str, n_below: int) -> str:
    rows = count_words(n_below, "row is", "rows are")
    return f"Line {line} begins a second table ({names}): its {rows} left out."
