"""A column with the zone of each row's clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.exchange import ReadFile, ReadOptions
from planner.exchange.reading import read_file


def read(text: str) -> ReadFile:
    """A file, read on a machine in Berlin."""
    return read_file("log", text.encode(), None, ReadOptions(ZoneInfo("Europe/Berlin")))[1]


def spans(found: ReadFile) -> list[str]:
    return [f"{one.started_at:%d %H:%M}-{one.stopped_at:%H:%M}" for one in found.entries]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", "02 14:00-15:30"),
        ("America/New York", "02 14:00-15:30"),
        ("Asia/Kolkata", "02 03:30-05:00"),
        ("EST", "02 14:00-15:30"),
        ("Eastern Standard Time", "02 14:00-15:30"),
        ("america/new_york", "02 14:00-15:30"),
        ("Singapore", "02 01:00-02:30"),
        ("UTC", "02 09:00-10:30"),
        ("UTC-05:00", "02 14:00-15:30"),
        ("GMT+2", "02 07:00-08:30"),
        ("+0530", "02 03:30-05:00"),
        ("", "02 08:00-09:30"),
    ],
)
@pytest.mark.parametrize("name", ["Time zone", "TimeZone", "TZ", "Zeitzone", "Fuseau horaire"])
def test_the_clocks_of_a_row_are_those_of_its_zone(name: str, zone: str, expected: str) -> None:
    """Once, all were taken as those of the machine; a row without one still is."""
    found = read(f"Date,Start,End,{name}\n2026-03-02,09:00,10:30,{zone}\n")
    assert spans(found) == [expected]
    assert any(said.startswith(f"The clocks are those of '{name}': {zone}") for said in found.remarks) == bool(zone)
    assert found.zone_assumed == (not zone)


def test_each_row_has_its_own_and_its_own_summer() -> None:
    """Over midnight, and where clocks were put forward a week earlier than elsewhere."""
    found = read(
        "Start,End,Timezone\n"
        "2026-03-02 23:00,2026-03-03 01:00,America/New_York\n"
        "2026-03-20 09:00,2026-03-20 10:00,America/New_York\n"
        "2026-03-20 09:00,2026-03-20 10:00,Europe/Berlin\n"
        "2026-03-08 02:30,2026-03-08 04:00,America/New_York\n"
        "2025-11-02 01:30,2025-11-02 03:00,America/New_York\n"
        "2026-03-02T09:00+01:00,2026-03-02T10:00+01:00,America/New_York\n"
    )
    assert spans(found) == ["03 04:00-06:00", "20 13:00-14:00", "20 08:00-09:00", "02 05:30-08:00", "02 08:00-09:00"]
    assert [one.sentence for one in found.troubles] == [
        "Line 5 says 2026-03-08 02:30, which the clocks of America/New_York skipped: they went from 02:00 to 03:00, "
        "so it should say 2026-03-08 03:30."
    ]
    assert any(said.startswith("Line 6: the clocks of America/New_York showed") for said in found.remarks)


def test_a_zone_that_is_not_known_is_said() -> None:
    """The clocks are then those of the machine, and the remark says so."""
    found = read("Date,Start,End,Time zone\n2026-03-02,09:00,10:30,Nowhere\n2026-03-02,11:00,12:00,Home\n")
    assert [one.started_at for one in found.entries] == [
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        datetime(2026, 3, 2, 10, tzinfo=UTC),
    ]
    assert found.zone_assumed
    assert (
        "'Time zone' says 'Nowhere' and 'Home', which is no zone that is known: the clocks are taken as those of "
        "Europe/Berlin." in found.remarks
    )


def test_a_name_in_other_words_is_said_with_its_place() -> None:
    """As Windows writes it."""
    found = read("Date,Start,End,Time zone\n2026-07-02,09:00,10:30,Eastern Standard Time\n")
    assert spans(found) == ["02 13:00-14:30"]
    assert "The clocks are those of 'Time zone': Eastern Standard Time (America/New_York)." in found.remarks
