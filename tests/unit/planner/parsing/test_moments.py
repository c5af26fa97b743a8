"""Moments as a person types them."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidEntry
from planner.parsing.moments import moment, moment_near

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
        ("2 hrs ago", NOW - timedelta(hours=2)),
        ("1 hr. ago", NOW - timedelta(hours=1)),
        ("1h30m ago", NOW - timedelta(minutes=90)),
        ("1 hour and 5 minutes ago", NOW - timedelta(minutes=65)),
        ("2 days, 3 hours ago", NOW - timedelta(hours=51)),
        ("An hour ago", NOW - timedelta(hours=1)),
        ("0 min ago", NOW),
        ("14:05", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("2:05 pm", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("2:05\u202fPM", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),  # as browsers write it
        ("2pm", datetime(2026, 5, 8, 12, 0, tzinfo=UTC)),
        ("2.05 p.m.", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("9 a.m.", datetime(2026, 5, 8, 7, 0, tzinfo=UTC)),
        ("12 am", datetime(2026, 5, 7, 22, 0, tzinfo=UTC)),
        ("12:10 PM", datetime(2026, 5, 8, 10, 10, tzinfo=UTC)),
        ("11 pm", datetime(2026, 5, 7, 21, 0, tzinfo=UTC)),  # not reached today: yesterday's
        ("yesterday at 9 pm", datetime(2026, 5, 7, 19, 0, tzinfo=UTC)),
        ("2026-01-08 2:05 PM", datetime(2026, 1, 8, 13, 5, tzinfo=UTC)),
        ("2:05 pm CEST", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
        ("14.05 Uhr", datetime(2026, 5, 8, 12, 5, tzinfo=UTC)),
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
    "text",
    [
        *["", "soon", "25:00", "14:61", "ten min ago", "5 parsecs ago", "2026-13-01 10:00", "ago", "days ago"],
        *["14", "14.05", "14 pm", "0:10 am", "10 ago", "1,250 min ago", "2 pm ago"],
    ],
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
    hour=st.integers(0, 23), minute=st.integers(0, 59), half=st.sampled_from(["{}m", " {}M", " {}.m.", "\u00a0{}. m."])
)
def test_both_clocks_say_the_same(hour: int, minute: int, half: str) -> None:
    """Twelve hours with am and pm, or twenty-four; a full hour needs no minutes, and what is corrected none either."""
    typed = [f"{(hour - 1) % 12 + 1}{mark}{minute:02}{half.format('ap'[hour > 11])}" for mark in (":", ".")]
    typed += [f"{(hour - 1) % 12 + 1}{half.format('ap'[hour > 11])}"] * (minute == 0)
    expected = moment(f"{hour}:{minute:02}", now=NOW, zone=BERLIN)
    near = moment_near(f"{hour}:{minute:02}", near=NOW - timedelta(days=4), now=NOW, zone=BERLIN)
    assert {moment(text, now=NOW, zone=BERLIN) for text in typed} == {expected}
    assert {moment_near(text, near=NOW - timedelta(days=4), now=NOW, zone=BERLIN) for text in typed} == {near}


@given(
    hour=st.integers(0, 23), minute=st.integers(0, 59), zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"])
)
def test_a_clock_time_is_the_last_one(hour: int, minute: int, zone: str) -> None:
    """A clock time alone is in the past day and shows that time on the clocks here."""
    found = moment(f"{hour}:{minute:02}", now=NOW, zone=ZoneInfo(zone))
    assert timedelta(0) <= NOW - found < timedelta(days=1)
    assert (found.astimezone(ZoneInfo(zone)).hour, found.astimezone(ZoneInfo(zone)).minute) == (hour, minute)
