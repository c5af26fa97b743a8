"""A figure to hand in: score against minutes, as one SVG file that needs neither a browser's menu nor a network.

Drawn here, mark by mark, since Altair needs a JavaScript engine to write SVG. Black on white with a dashed benchmark,
so that it prints in grey.
"""

from __future__ import annotations

import math
from html import escape

import pandas as pd

from planner.charts import palette
from planner.domain.wording import score_number

_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 24, 62, 52
_INK, _QUIET, _LINE = "#1b1b1b", "#555555", "#d8d8d8"
_LEAST_SPAN = 0.02
_MOST_POINTS = 400


def score_figure(
    progress: pd.DataFrame, timebox_s: float, *, metric: str, benchmark: float | None, title: str, note: str = ""
) -> str:
    """The score on validation against minutes since the start, as SVG text; the benchmark as a dashed line.

    `progress` has the columns elapsed_s and score (missing between checks), with at least one score. `metric` is the
    name on screens, `note` a line below the title.
    """
    scored = progress.dropna(subset=["score"]).tail(_MOST_POINTS)
    minutes, scores = (scored["elapsed_s"].astype(float) / 60).tolist(), scored["score"].astype(float).tolist()
    low, high = _shown([*scores, *([] if benchmark is None else [benchmark])])
    place = _Place(max(timebox_s / 60, *minutes), low, high)
    parts = [
        *_frame(place),
        *([] if benchmark is None else _benchmark(place, benchmark, is_below=benchmark <= scores[0])),
        *_course(place, minutes, scores),
        _text(_LEFT, 24, title, size=16, weight=600),
        _text(_LEFT, 44, note, colour=_QUIET),
    ]
    said = f"{metric} on validation from {score_number(scores[0])} to {score_number(scores[-1])}"
    return _document(title, said, parts)


class _Place:
    """Where a minute and a score lie on the paper."""

    def __init__(self, last_minute: float, low: float, high: float) -> None:
        self.last_minute, self.low, self.high = last_minute, low, high

    def x(self, minute: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * minute / self.last_minute

    def y(self, score: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (self.high - score) / (self.high - self.low)


def _shown(values: list[float]) -> tuple[float, float]:
    lowest, highest = min(values), max(values)
    air = max(_LEAST_SPAN, highest - lowest) * 0.12 + max(0.0, _LEAST_SPAN - (highest - lowest)) / 2
    return lowest - air, highest + air


def _frame(place: _Place) -> list[str]:
    """Thin lines at round scores with their numbers, and round minutes below."""
    parts = []
    for score in _round_steps(place.low, place.high, 4):
        y = place.y(score)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_LINE}"/>')
        parts.append(_text(_LEFT - 8, y + 4, score_number(score), anchor="end", colour=_QUIET))
    for minute in _round_steps(0, place.last_minute, 6):
        words = f"{minute:g}"
        parts.append(_text(place.x(minute), _HEIGHT - _BOTTOM + 20, words, anchor="middle", colour=_QUIET))
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_text(middle, _HEIGHT - 12, "minutes since the start", anchor="middle", colour=_QUIET))
    return parts


def _benchmark(place: _Place, value: float, *, is_below: bool) -> list[str]:
    y = place.y(value)
    dash = " ".join(map(str, palette.BENCHMARK_DASH))
    line = f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_INK}" stroke-width="1.5" '
    name = _text(_LEFT + 6, y + (16 if is_below else -6), f"n-gram benchmark {score_number(value)}")
    return [f'{line}stroke-dasharray="{dash}"/>', name]


def _course(place: _Place, minutes: list[float], scores: list[float]) -> list[str]:
    points = [(place.x(minute), place.y(score)) for minute, score in zip(minutes, scores, strict=True)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{palette.MODEL}"/>' for x, y in points]
    line = f'<polyline points="{path}" fill="none" stroke="{palette.MODEL}" stroke-width="2.5"/>'
    x, y = points[-1]
    return [line, *dots, _text(x, y - 9, score_number(scores[-1]), anchor="end", weight=600)]


def _round_steps(low: float, high: float, about: int) -> list[float]:
    """Round numbers between two ends, about so many."""
    rough = (high - low) / about
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(number * step, 10) for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", colour: str = _INK, size: int = 13, weight: int = 400
) -> str:
    style = f'text-anchor="{anchor}" fill="{colour}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'


def _document(title: str, said: str, parts: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" font-family="Helvetica, Arial, sans-serif">'
    )
    words = f"<title>{escape(title)}</title><desc>{escape(said)}</desc>"
    return "\n".join([head, words, '<rect width="100%" height="100%" fill="#ffffff"/>', *parts, "</svg>"])
