"""Days as spreadsheets count them: 46083 is 2 March 2026, and 46083.375 nine o'clock of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_FIRST = datetime(1899, 12, 30)  # so that numbers after February 1900 are right
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?")
_LEAST, _MOST = 20_000, 60_000  # 1954 to 2064


def day_numbered(text: str) -> datetime | None:
    """The moment that a spreadsheet means by a number, to the second, naive; None for what is no such number.

    >>> day_numbered("46083"), day_numbered("46083,375"), day_numbered("19999")
    (datetime.datetime(2026, 3, 2, 0, 0), datetime.datetime(2026, 3, 2, 9, 0), None)
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare.replace(",", "."))
    if not _LEAST <= number <= _MOST:
        return None
    return _FIRST + timedelta(seconds=round(number * 86_400))
