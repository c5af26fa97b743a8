"""What stands below the entries of a table: summaries and totals, which are no entries."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.wording import count_words
from planner.exchange.headings.folding import folded, words_of
from planner.exchange.row_times import cell_at
from planner.exchange.table_layout import Layout, Rows

_TOTALS = frozenset(
    words_of("""
en: total, totals, sum, grand total, subtotal
de: Summe, Gesamt, Gesamtsumme, Zwischensumme
fr: Total, Somme
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


def entries_only(header: Sequence[str], rows: Rows, layout: Layout) -> tuple[Rows, list[str]]:
    """The rows that can be entries, and sentences on those that are left out."""
    end, remarks = _second_table(header, rows)
    kept = []
    for line, cells in rows[:end]:
        if _repeats(header, cells) == _n_named(header):
            remarks.append(f"Line {line} repeats the names of the columns.")
        elif _is_total(cells, layout):
            remarks.append(f"Line {line} is a total, no entry.")
        else:
            kept.append((line, cells))
    return kept, remarks


def _second_table(header: Sequence[str], rows: Rows) -> tuple[int, list[str]]:
    """Where another table begins: with a line that repeats some names of the columns, and has others beside them."""
    for number, (line, cells) in enumerate(rows):
        if 2 <= _repeats(header, cells) < _n_named(header):
            names = ", ".join(cell.strip() for cell in cells if cell.strip())
            left_out = count_words(len(rows) - number - 1, "row is", "rows are")
            return number, [f"Line {line} begins a second table ({names}): its {left_out} left out."]
    return len(rows), []


def _repeats(header: Sequence[str], cells: Sequence[str]) -> int:
    """How many cells are the names of their columns."""
    pairs = zip(header, cells, strict=False)
    return sum(
        name[:1].casefold() == cell.strip()[:1].casefold() and folded(name) == folded(cell)
        for name, cell in pairs
        if name
    )


def _n_named(header: Sequence[str]) -> int:
    return sum(bool(folded(name)) for name in header)


def _is_total(cells: Sequence[str], layout: Layout) -> bool:
    times = [cell_at(cells, at) for at in (layout.start, layout.start_day, layout.date)]
    has_time = any(cell and not _says_total(cell) for cell in times)
    return not has_time and any(_says_total(cell) for cell in cells)


def _says_total(cell: str) -> bool:
    return folded(cell) in _TOTALS
