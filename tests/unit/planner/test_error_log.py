"""The log of what nobody foresaw: one writer, bounded, whoever writes."""

from __future__ import annotations

from pathlib import Path

from planner.error_log import log_details


def test_what_happened_stands_below_what_happened_before(home: Path) -> None:
    """With the day and the time, and the traceback whole, also one with half a character in it."""
    assert log_details("A page stopped", "Traceback\nValueError: x") == home / "callit.log"
    log_details("A command stopped", "name\udce9.csv")
    lines = (home / "callit.log").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("ERROR A page stopped")
    assert lines[1:3] == ["Traceback", "ValueError: x"]
    assert lines[3].endswith("ERROR A command stopped")


def test_a_long_log_is_put_aside_and_the_one_before_it_goes(home: Path) -> None:
    """Two megabytes at most, however often something goes wrong."""
    for number in range(5):
        log_details(f"number {number}", "x" * 700_000)
    files = sorted(home.iterdir())
    assert [path.name for path in files] == ["callit.log", "callit.log.1"]
    assert "number 4" in files[0].read_text(encoding="utf-8")
    assert "number 3" in files[1].read_text(encoding="utf-8")
