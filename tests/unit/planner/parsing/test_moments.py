"""Moments as a person types them."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidEntry
from planner.parsing.moments import moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 8, 12, 30, tzinfo=UTC)  # 14:30 in Berlin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", NOW),
        ("10 min ago", NOW - timedelta(minutes=10)),
        ("90 seconds ago", NOW - timedelta(seconds=90)),
        ("1.5 h ago", NOW - timedelta(minutes=90)),
        ("2 days ago", NOW - timedelta(days=2)),
        ("14:05", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("9:05", datetime(2026, 5, 8, 7, 5, tzinfo=UTC)),
        ("today 14:05", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("Yesterday 22:40", datetime(2026, 5, 7, 20, 40, tzinfo=UTC)),
        ("2026-01-08 14:05", datetime(2026, 1, 8, 13, 5, tzinfo=UTC)),
        ("2026-05-08T14:05:30+02:00", datetime(2026, 5, 8, 12, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_means_what_the_clocks_here_say(text: str, expected: datetime) -> None:
    """Times are read in the person's zone, winter and summer."""
    assert moment(text, now=NOW, zone=BERLIN) == expected


def test_a_clock_time_not_reached_today_is_yesterdays() -> None:
    """23:50 typed ten minutes after midnight is twenty minutes ago."""
    after_midnight = datetime(2026, 5, 7, 22, 10, tzinfo=UTC)  # 00:10 in Berlin
    assert moment("23:50", now=after_midnight, zone=BERLIN) == after_midnight - timedelta(minutes=20)


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "14:61", "ten min ago", "5 parsecs ago", "2026-13-01 10:00", "ago"]
)
def test_what_cannot_be_read_is_refused_with_examples(text: str) -> None:
    """The sentence repeats what was typed and shows what would do."""
    with pytest.raises(InvalidEntry, match="cannot be read as a time") as refusal:
        moment(text, now=NOW, zone=BERLIN)
    assert "10 min ago" in str(refusal.value)
    assert f"'{text}'" in str(refusal.value)


@given(text=st.text(max_size=30))
def test_nothing_typed_crashes(text: str) -> None:
    """Any text is read as an instant in UTC or refused with a sentence."""
    with contextlib.suppress(InvalidEntry):
        assert moment(text, now=NOW, zone=BERLIN).utcoffset() == timedelta(0)


@given(
    hour=st.integers(0, 23), minute=st.integers(0, 59), zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"])
)
def test_a_clock_time_is_the_last_one(hour: int, minute: int, zone: str) -> None:
    """A clock time alone is in the past day and shows that time on the clocks here."""
    found = moment(f"{hour}:{minute:02}", now=NOW, zone=ZoneInfo(zone))
    assert timedelta(0) <= NOW - found < timedelta(days=1)
    assert (found.astimezone(ZoneInfo(zone)).hour, found.astimezone(ZoneInfo(zone)).minute) == (hour, minute)
