"""The figure to hand in: a whole SVG file with the course and the dashed benchmark."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from planner.charts.hand_in import score_figure

SVG = "{http://www.w3.org/2000/svg}"


def figure(
    scores: list[float | None], *, benchmark: float | None = 0.8, title: str = "Score against minutes: <a&b>"
) -> ElementTree.Element:
    """The parsed figure of scores a minute apart."""
    progress = pd.DataFrame({"elapsed_s": [60.0 * (n + 1) for n in range(len(scores))], "score": scores})
    drawn = score_figure(progress, 300, metric="macro-F1", benchmark=benchmark, title=title, note="on validation")
    return ElementTree.fromstring(drawn)


def words(svg: ElementTree.Element) -> list[str]:
    """All texts that are drawn."""
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def points(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Where each score lies: right and down, in pixels from the corner of the plot."""
    groups = [group for group in svg.iter(f"{SVG}g") if "mark-symbol role-mark" in group.get("class", "")]
    marks = [mark for group in groups for mark in group.iter(f"{SVG}path")]
    places = [re.fullmatch(r"translate\((.+),(.+)\)", mark.get("transform", "")) for mark in marks]
    return [(float(place[1]), float(place[2])) for place in places if place]


def plot(svg: ElementTree.Element) -> tuple[float, float]:
    """Width and height of the plot, in pixels."""
    ground = next(path for path in svg.iter(f"{SVG}path") if path.get("class") == "background")
    width, height = re.findall(r"[hv](\d+)", ground.get("d", ""))[:2]
    return float(width), float(height)


def test_it_has_each_score_the_last_in_words_and_the_benchmark_dashed() -> None:
    """Reports without a score draw nothing; a title may hold signs that mean something to a browser."""
    svg = figure([0.79, None, 0.82, 0.84])
    assert len(points(svg)) == 3
    dashed = [line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray")]
    assert len(dashed) == 1
    assert {".840", "n-gram benchmark .800", "Score against minutes: <a&b>", "5"} <= set(words(svg))


def test_everything_lies_on_the_paper() -> None:
    """Above, below and level with the benchmark, and a session that overran its box."""
    for scores in ([0.5, 0.9], [0.81, 0.81], [0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]):
        svg = figure(list(scores))
        width, height = plot(svg)
        assert len(points(svg)) == len(scores)
        for right, down in points(svg):
            assert 0 <= right <= width
            assert 0 <= down <= height


def test_a_higher_score_lies_higher_and_a_later_one_to_the_right() -> None:
    """Paper counts from the top."""
    first, last = points(figure([0.79, 0.84]))
    assert first[1] > last[1]
    assert first[0] < last[0]


@pytest.mark.parametrize("scores", [[1.4, 0.9], [0.61234, 0.61239]])
def test_its_axis_has_round_numbers(scores: list[float | None]) -> None:
    """For log loss beyond one, and for scores that hardly move."""
    svg = figure(scores, benchmark=None)
    ends = [text.text or "" for text in svg.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert len(ends) >= 3
    assert len(set(ends[:-1])) == len(ends[:-1])
