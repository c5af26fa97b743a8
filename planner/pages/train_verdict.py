"""How a session ended, in one sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.charts.palette import score_number
from planner.domain.training import SessionState
from planner.domain.wording import metric_words
from planner.pages.train_words import clock_at, duration_words, signed_number
from planner.sessions import SessionView


def headline(view: SessionView) -> str:
    """The answer: how the delivered model stands against the benchmark, or that there is none."""
    delivered, benchmark = view.score("delivered"), view.score("benchmark")
    if view.state is SessionState.FAILED:
        return "It ended without a model"
    if delivered is None or benchmark is None or delivered.part != benchmark.part:
        return _headline_without_comparison(view)
    name = metric_words(view.metric)
    numbers = f"{name} {score_number(delivered.value)} against {score_number(benchmark.value)}"
    return f"{standing(view)} the benchmark: {numbers}"


def standing(view: SessionView) -> str:
    """Better than, level with or worse than: as far as the interval of the difference tells."""
    verdict = _against_benchmark(view)
    if verdict is None or verdict.get("low") is None or verdict.get("high") is None:
        return "Set beside"
    if verdict["low"] > 0:
        return "Better than"
    return "Worse than" if verdict["high"] < 0 else "Level with"


def subline(view: SessionView) -> str:
    """The difference with its 95 % interval, in words."""
    verdict = _against_benchmark(view)
    if view.state is SessionState.FAILED or verdict is None or verdict.get("low") is None:
        return ""
    value, low, high = (signed_number(verdict[end]) for end in ("value", "low", "high"))
    sentence = f"Difference {value}, 95 % interval {low} to {high}"
    meaning = {
        "Better than": "the network is worth its place.",
        "Level with": "the interval holds zero, so chance could explain it.",
        "Worse than": "keep the n-gram model, which lies in the same folder.",
    }
    return f"{sentence}: {meaning[standing(view)]}"


def how_it_ended(view: SessionView) -> str:
    """When it ended, how much of the box it took, and what was said at the end."""
    used_s = view.used_s(view.started_unix)
    ended = f"Ended at {clock_at(view.ended_unix)}" if view.ended_unix is not None else "Ended"
    time_words = f"{ended} after {duration_words(used_s)} of {duration_words(view.timebox_s)}."
    says = {
        SessionState.STOPPED: f"You stopped it. {time_words}",
        SessionState.CUT_SHORT: f"Cut short. {time_words}",
        SessionState.FAILED: time_words,
    }
    return " ".join(part for part in (says.get(view.state, time_words), view.message) if part)


def _headline_without_comparison(view: SessionView) -> str:
    if view.saved_unix is None:
        return "It ended without a model"
    score = view.score("delivered") or view.score("benchmark")
    what = {"benchmark": "The n-gram model is kept", "checkpoint": "The last checkpoint is kept"}
    kept = what.get(view.saved_what, "The model is kept")
    return f"{kept}: {metric_words(view.metric)} {score_number(score.value)}" if score else kept


def _against_benchmark(view: SessionView) -> Mapping[str, Any] | None:
    verdicts = (view.result or {}).get("verdicts") or ()
    return next((verdict for verdict in verdicts if verdict.get("about") == "benchmark"), None)
