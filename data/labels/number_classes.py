"""Whether a line or groups can be made of a label column at all, before anything is trained on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from data.errors import NoClasses
from data.labels.kind import BLANK_OPTION, LabelCounts, Numbers, numbers_of, unfit_labels
from data.labels.numbers import rows_of_numbers, shown
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.threshold import Threshold
from data.missing import LEAST_ROWS, LEAST_ROWS_OF_CLASS

_NAMED = 3  # cells that are no numbers
_SHOWN = 20  # characters of each


def unfit(
    cells: Mapping[str, int],
    reading: LabelReading,
    column: str,
    candidates: Sequence[str] = (),
    *,
    blank_place: str = BLANK_OPTION,
    rules_off: Collection[str] = (),
    known_mark: str = "",
) -> str | None:
    """Why a column, read so, gives no classes, in one sentence; None where it does. `cells` are the rows of each cell.

    `rules_off` are rules of cleaning; the rest is as in `data.labels.kind.unfit_labels`.

    >>> from data.labels.threshold import parse_threshold
    >>> cells = {f"{share / 100:.2f}": 2 for share in range(100)}
    >>> print(unfit(cells, LabelReading(threshold=parse_threshold(">=0.99", "toxic")), "target"))
    target >= 0.99 makes 2 rows 'toxic' and 198 'not toxic'. Both need 5 rows at least: move the line; the middle of \
the numbers is 0.49.
    """
    if sum(cells.values()) < LEAST_ROWS:
        return None  # rows are missing, and this is said of them: no other column would do, and no line
    if reading.groups is None:
        counts = LabelCounts.of(cells, reading, rules_off)
        return unfit_labels(counts, column, candidates, blank_place=blank_place, known_mark=known_mark)
    numbers = numbers_of(LabelCounts.of(cells, AS_WRITTEN))
    if numbers is None:
        return _no_numbers(cells, column)
    if reading.threshold is not None:
        return _one_sided(numbers, reading.threshold, column)
    return _uncut(cells, reading, column)


def _no_numbers(cells: Mapping[str, int], column: str) -> str:
    rows_of = LabelCounts.of(cells, AS_WRITTEN).classes
    numbers = rows_of_numbers(rows_of)
    others = Counter({cell: rows for cell, rows in rows_of.items() if not rows_of_numbers({cell: rows})})
    named = ", ".join(f"'{cell[:_SHOWN]}'" for cell, _ in others.most_common(_NAMED)) or "nothing"
    return (
        f"Column '{column}' holds no numbers that a line or groups could be made of: {sum(numbers.values()):,} of "
        f"{sum(rows_of.values()):,} labels are numbers, others are {named}. Leave --positive-if and --bins out, or "
        "choose another label column."
    )


def _one_sided(numbers: Numbers, line: Threshold, column: str) -> str | None:
    positive, negative = numbers.rows_on_sides(line)
    if min(positive, negative) >= LEAST_ROWS_OF_CLASS:
        return None
    return (
        f"{line.condition(column)} makes {positive:,} {'row' if positive == 1 else 'rows'} '{line.positive}' and "
        f"{negative:,} '{line.negative}'. Both need {LEAST_ROWS_OF_CLASS} rows at least: move the line; the middle of "
        f"the numbers is {shown(numbers.middle)}."
    )


def _uncut(cells: Mapping[str, int], reading: LabelReading, column: str) -> str | None:
    try:
        reading.fitted(cells, column)
    except NoClasses as error:
        return str(error)
    return None
