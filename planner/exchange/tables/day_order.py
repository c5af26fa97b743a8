"""Whether day or month stands first: a whole column knows what one date does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import DayOrder

_NUMBERS = re.compile(r"\s*(?:[^\W\d_]{2,}\.?,?\s+)?(\d{1,2})([/.-])\s?(\d{1,2})\2\s?(?:\d{4}|\d{2})\b")


def day_order_of(dates: Mapping[str, int], given: DayOrder | None, noun: str = "Line") -> DayOrder:
    """The order of day and month in dates, each with a line (`noun` says what is counted) where it stands.

    A number above twelve can only be a day, and dots are written with the day first.

    Raises
    ------
    Unanswered
        When no date decides, or they contradict each other: only the person knows.
    """
    if given is not None:
        return given
    unsure, orders = _votes(dates)
    if len(orders) == 2:
        examples = " and ".join(sorted(orders.values()))
        raise Unanswered(
            ImportQuestion.DAY_ORDER,
            f"some of its dates have the day first, others the month, such as {examples}.",
            "Say which is right with --day-order dmy or --day-order mdy.",
        )
    if not orders and unsure:
        text = unsure[0]
        raise Unanswered(
            ImportQuestion.DAY_ORDER,
            f"{noun.lower()} {dates[text]} says '{text.strip()}', and no date in the file tells whether the day or the "
            "month stands first.",
            "Say so with --day-order dmy or --day-order mdy.",
        )
    return next(iter(orders), DayOrder.DAY_FIRST)


def _votes(dates: Iterable[str]) -> tuple[list[str], dict[DayOrder, str]]:
    """Dates that could be two, and for each order one that could be nothing else."""
    unsure: list[str] = []
    orders: dict[DayOrder, str] = {}
    for text in dates:
        match = _NUMBERS.match(text)
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or (first > 12 >= second):
            orders.setdefault(DayOrder.DAY_FIRST, text.strip())
        elif second > 12 >= first:
            orders.setdefault(DayOrder.MONTH_FIRST, text.strip())
        elif first <= 12 and first != second:
            unsure.append(text)
    return unsure, orders
