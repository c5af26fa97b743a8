"""Durations and scores as people type them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.cli.typed import parse_bytes, parse_score, seconds_until
from planner.domain.wording.durations import minutes_left_words
from planner.parsing.lengths import parse_duration_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10m", 600), ("90s", 90), ("1h30m", 5400), ("1.5h", 5400), ("15", 900), (" 2 min ", 120), ("1H 5M 3S", 3903)],
)
def test_a_duration_is_read_as_people_write_it(text: str, seconds: float) -> None:
    """Hours, minutes, seconds, mixed or alone; a plain number is minutes."""
    assert parse_duration_s(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "0", "0m", "-5m", "10 parsecs", "5m10", "inf", "nan", "1e3", "9" * 400])
def test_what_is_no_duration_is_said_with_examples(text: str) -> None:
    """The sentence shows what was typed and what can be read."""
    with pytest.raises(ValueError, match=r"is not a duration\. Write it like 10m"):
        parse_duration_s(text)


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "text", "hours"),
    [
        (datetime(2026, 5, 8, 22, 0, tzinfo=BERLIN), "07:30", 9.5),
        (datetime(2026, 5, 8, 7, 0, tzinfo=BERLIN), "7:30", 0.5),
        (datetime(2026, 5, 8, 7, 30, tzinfo=BERLIN), "07:30", 24),
        (datetime(2026, 3, 28, 22, 0, tzinfo=BERLIN), "07:30", 8.5),  # the night that is an hour short
        (datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN), "07:30", 10.5),  # and the one that is an hour longer
    ],
)
def test_a_time_of_day_is_the_next_one_on_the_persons_clock(now: datetime, text: str, hours: float) -> None:
    """Overnight, over the days on which the clocks change."""
    assert timedelta(seconds=seconds_until(text, now=now)) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "12:60", "12", "7,30"])
def test_what_is_no_time_of_day_is_said_with_examples(text: str) -> None:
    """The sentence shows what was typed and what can be read."""
    with pytest.raises(ValueError, match=r"is not a time of day\. Write it like 07:30"):
        seconds_until(text, now=datetime(2026, 5, 8, tzinfo=BERLIN))


@pytest.mark.parametrize(("text", "gigabytes"), [("4GB", 4), ("1.5 g", 1.5), ("800MB", 0.8), ("2GiB", 2)])
def test_an_amount_of_memory_is_read_as_people_write_it(text: str, gigabytes: float) -> None:
    """GB or MB, with or without a blank."""
    assert parse_bytes(text) == gigabytes * 1e9


@pytest.mark.parametrize("text", ["", "much", "4", "-4GB", "4TB"])
def test_what_is_no_amount_of_memory_is_said_with_examples(text: str) -> None:
    """The sentence shows what was typed and what can be read."""
    with pytest.raises(ValueError, match=r"is not an amount of memory\. Write it like 4GB"):
        parse_bytes(text)


def test_a_score_from_elsewhere_names_its_metric() -> None:
    """Capitals and blanks do not matter."""
    assert parse_score(" ROC_AUC = 0.884", ("macro_f1", "roc_auc")) == ("roc_auc", 0.884)


@pytest.mark.parametrize("text", ["0.884", "roc_auc", "roc_auc=high", "bleu=0.3", "roc_auc=nan"])
def test_what_is_no_score_is_said_with_the_metrics_there_are(text: str) -> None:
    """The sentence lists the metrics."""
    with pytest.raises(ValueError, match="with one of: macro_f1, roc_auc"):
        parse_score(text, ("macro_f1", "roc_auc"))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (95, "1:35"), (3600, "60:00"), (-3, "0:00")]
)
def test_a_countdown_shows_minutes_and_seconds(seconds: float, words: str) -> None:
    """It never goes below zero."""
    assert minutes_left_words(seconds) == words
