"""Whether estimates get better is said only where the record can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner.charts.estimates import ratios_chart
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.forecast import FinishedPiece, course_of, ratios_frame, too_few_words

START = datetime(2026, 1, 5, tzinfo=UTC)


def pieces(*ratios: float, name: str = "Clean") -> list[FinishedPiece]:
    """Phases planned at 4 hours that took so many times that, one a day."""
    project = Project(1, "Reviews", None, None, START)
    said = HourRange(2, 8)
    return [
        FinishedPiece(project, name, said, said.planned_hours * ratio, START + timedelta(days=day))
        for day, ratio in enumerate(ratios)
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        (
            (2.0, 0.5, 2.2) * 5,
            (1.1, 0.9, 1.05) * 5,
            "a factor of 1.1, the 15 before them by 2.1: getting better",
        ),
        ((1.1, 0.9, 1.05) * 5, (2.0, 0.5, 2.2) * 5, "getting worse"),
        ((2.0, 1.1, 0.6) * 4, (2.0, 1.1, 0.6) * 4, "cannot be told"),
    ],
)
def test_the_later_half_is_held_against_the_earlier(
    earlier: tuple[float, ...], later: tuple[float, ...], verdict: str
) -> None:
    """Too many hours and too few count alike; a difference that chance makes is no verdict."""
    course = course_of(pieces(*earlier, *later))
    assert course
    assert verdict in course.sentence


def test_few_estimates_tell_nothing() -> None:
    """Below twenty the number that is missing is said instead."""
    few = pieces(*[1.5] * 19)
    assert course_of(few) is None
    assert too_few_words(few) == "Getting better or not? 19 estimates finished; it takes 20 to tell."


def test_each_phase_has_its_dots_and_their_middle() -> None:
    """Capitals aside; a screen reader hears the middles, the furthest off first in the picture."""
    frame = ratios_frame([*pieces(1.0, 3.0, 2.0, name="explore"), *pieces(0.5, name="Clean"), *pieces(1.0, name="")])
    assert frame.groupby("phase")["ratio"].median().round(3).to_dict() == {"Clean": 0.5, "Explore": 2.0}
    assert "Explore 2.00" in ratios_chart(frame, title="How far off?").to_dict()["description"]
