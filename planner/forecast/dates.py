"""Dates as different programs write them, read one column at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd

_FORMATS = ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%b %d, %Y", "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d")
_DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y")
_MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")
_CLOCK = (
    r"[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?$"  # only of what is not ISO 8601: the day is enough
)


def read_dates(column: pd.Series[Any], name: str) -> tuple[pd.Series[pd.Timestamp], list[str]]:
    """Moments (without a zone; those with one are in UTC), NaT for what is no date, and a note where one was guessed.

    ISO 8601 first, then the usual ways with names of months, dots and slashes. Whether 03/04/2026 is in March or April
    is decided for the whole column, by the dates in it that can only be read one way.
    """
    text = column.astype("string").str.strip()
    moments = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
    moments = moments.dt.tz_localize(None).astype("datetime64[us]")
    text = text.str.replace(_CLOCK, "", regex=True)
    for layout in _FORMATS:
        moments = _filled(moments, text, layout)
    day, month = _all(moments, text, _DAY_FIRST), _all(moments, text, _MONTH_FIRST)
    as_day = day.notna().sum() >= month.notna().sum()
    both_ways = bool((day.notna() & (day != month)).any()) and day.notna().sum() == month.notna().sum()
    notes = [f"Dates in '{name}' such as 03/04/2026 are read with the day first."] if both_ways else []
    return (day if as_day else month), notes


def _all(moments: pd.Series[pd.Timestamp], text: pd.Series[str], layouts: tuple[str, ...]) -> pd.Series[pd.Timestamp]:
    for layout in layouts:
        moments = _filled(moments, text, layout)
    return moments


def _filled(moments: pd.Series[pd.Timestamp], text: pd.Series[str], layout: str) -> pd.Series[pd.Timestamp]:
    if moments.notna().all():
        return moments
    return moments.fillna(pd.to_datetime(text, format=layout, errors="coerce").astype("datetime64[us]"))
