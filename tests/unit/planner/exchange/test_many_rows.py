"""A time log of many rows: quick to preview, and the same as one row alone."""

from __future__ import annotations

import gc
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import InvalidImport
from planner.exchange.entries.read_entries import ReadOptions
from planner.exchange.importing.mapping import Mapping
from planner.exchange.importing.missing_ends import EndRule
from planner.exchange.importing.planning import plan_import
from planner.exchange.importing.preview import ReadSource
from planner.exchange.reading import read_file
from planner.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
OPTIONS = ReadOptions(zone=BERLIN)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROWS = 20_000


def _usual(at: datetime, minutes: int, number: int) -> str:
    return (
        f"{at:%Y-%m-%d %H:%M},{at + timedelta(minutes=minutes):%Y-%m-%d %H:%M},Thesis {number % 4},read {number % 90}"
    )


def _with_durations(at: datetime, minutes: int, number: int) -> str:
    return f"{at:%d/%m/%Y},{at:%H:%M},{minutes / 60:.2f},Thesis {number % 4},read {number % 90}"


LOGS = {
    "start,end,project,description": _usual,
    "date,start,duration,project,description": _with_durations,
}


@pytest.mark.slow
@pytest.mark.parametrize("header", LOGS)
def test_a_preview_of_twenty_thousand_rows_takes_less_than_two_seconds_of_processor_time(
    store: Store, header: str
) -> None:
    """A third of it on the machine on which this was written; and every row is there."""
    starts = (datetime(2010, 1, 4, 9) + timedelta(hours=3 * number) for number in range(ROWS))
    lines = [LOGS[header](at, 7 + number % 150, number) for number, at in enumerate(starts)]
    data = "\n".join([header, *lines]).encode()
    began_s = time.process_time()
    key, content = read_file("log.csv", data, None, OPTIONS)
    preview = plan_import(
        store,
        [ReadSource("log.csv", key, content)],
        zone=BERLIN,
        mapping=Mapping(),
        open_ends=EndRule(),
        now=NOW,
    )
    assert time.process_time() - began_s < 2
    skipped = [trouble for trouble in preview.files[0].troubles if "skipped" in trouble.reason]
    assert len(preview.to_add) + len(skipped) == ROWS


@given(st.lists(st.integers(0, 60 * 24 * 365 * 3), min_size=2, max_size=12), st.sampled_from(list(LOGS)))
@settings(max_examples=60, deadline=None)
def test_a_row_means_the_same_alone_and_among_others(minutes: list[int], header: str) -> None:
    """In whatever order days, clocks and lengths were seen before."""
    lines = [
        LOGS[header](datetime(2023, 1, 13) + timedelta(minutes=at), 30 + at % 80, number)
        for number, at in enumerate(minutes)
    ]
    anchor = LOGS[header](datetime(2022, 12, 31, 13), 77, 0)  # tells day and month, twelve hours and twenty-four, unit

    def entries(of: list[str]) -> list[tuple[datetime, datetime | None, str]]:
        found = read_file("log.csv", "\n".join([header, anchor, *of]).encode(), "csv", OPTIONS)[1].entries
        return [(each.started_at, each.stopped_at, each.note) for each in found[1:]]

    alone = [entry for line in lines for entry in entries([line])]
    if len({line.split(",")[0] + line.split(",")[1] for line in lines}) == len(lines):  # else one begins behind another
        assert entries(lines) == alone


def test_what_is_refused_leaves_the_machine_as_it_was() -> None:
    """Objects are collected again."""
    with pytest.raises(InvalidImport):
        read_file("log.csv", b"no,times\nhere,at all\n", "csv", OPTIONS)
    assert gc.isenabled()
