"""The labels of one row as one cell: their names in order, with a mark between them that stands in no name.

So several labels a row go the way of one class a row: through duplicates, contradictions and the counts of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

MARK = "\x01"  # no blank, so that it stays where blanks around a cell go
NO_LABEL = MARK  # of a row to which none of the labels applies; "" is a row of which nothing is known
_NO_LABEL_WORDS = "(none of the labels)"


def join_labels(names: Iterable[str]) -> str:
    """The labels of a row as a cell, whatever their order; one cell for rows with the same labels.

    >>> join_labels(["b", "a", "b"]) == join_labels(["a", "b"]), join_labels([]) == NO_LABEL
    (True, True)
    """
    return MARK.join(sorted({name.replace(MARK, " ") for name in names})) or NO_LABEL


def split_labels(cell: str) -> tuple[str, ...]:
    """The labels of a cell, in alphabetical order.

    >>> split_labels(join_labels(["b", "a"])), split_labels(NO_LABEL), split_labels("")
    (('a', 'b'), (), ())
    """
    return tuple(name for name in cell.split(MARK) if name)


def readable_labels(cell: str) -> str:
    """A cell for a person to read; the name of a class stays as it is.

    >>> readable_labels(join_labels(["rude", "loud"])), readable_labels(NO_LABEL), readable_labels("good")
    ('loud, rude', '(none of the labels)', 'good')
    """
    return _NO_LABEL_WORDS if cell == NO_LABEL else cell.replace(MARK, ", ")


def rows_of_labels(cells: Mapping[str, int]) -> Counter[str]:
    """Rows of each label, the commonest first, given the rows of each cell.

    >>> rows_of_labels({join_labels(["a", "b"]): 3, "b": 2, NO_LABEL: 7})
    Counter({'b': 5, 'a': 3})
    """
    rows: Counter[str] = Counter()
    for cell, count in cells.items():
        for name in split_labels(cell):
            rows[name] += count
    return Counter(dict(rows.most_common()))


def renamed(cells: Sequence[str], new_name: Mapping[str, str], dropped: Collection[str] = ()) -> list[str]:
    """Cells with their labels called otherwise, and without those that are dropped.

    >>> [readable_labels(cell) for cell in renamed(["A", join_labels(["A", "b"]), ""], {"A": "a"}, dropped=["b"])]
    ['a', 'a', '']
    """
    new = {
        cell: cell and join_labels(new_name.get(name, name) for name in split_labels(cell) if name not in dropped)
        for cell in set(cells)
    }
    return [new[cell] for cell in cells]
