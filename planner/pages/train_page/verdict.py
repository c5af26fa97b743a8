"""How a session ended, in one sentence that a person can act on."""

from __future__ import annotations

from datetime import UTC, datetime

from model.protocol.metrics import metric_words
from model.protocol.proven_words import proven_words
from model.protocol.result import About, Comparison, Standing
from planner.domain.training import SessionState
from planner.domain.wording.durations import duration_words
from planner.domain.wording.scores import score_number, signed_number
from planner.pages.words import clock_words, day_words, days_until
from planner.sessions import SessionView
from planner.sessions.verdict_text import promise_text

_STANDING_WORDS = {Standing.BETTER: "Better than", Standing.LEVEL: "Level with", Standing.WORSE: "Worse than"}
_MEANING = {
    Standing.BETTER: "the network is worth its place.",
    Standing.LEVEL: "the interval holds zero, so chance could explain it.",
    Standing.WORSE: "the n-gram model alone would do better.",
}


def headline(view: SessionView) -> str:
    """The answer: how the delivered model stands against the benchmark, or what is kept, or that nothing is."""
    if view.state is SessionState.FAILED:
        return "It ended without a model"
    delivered, benchmark = view.score("delivered"), view.score("benchmark")
    compared = _compared(view)
    if delivered is None or benchmark is None or compared is None:
        return _headline_without_verdict(view)
    if not _has_network(view):
        return f"The n-gram model is delivered: {metric_words(view.metric)} {score_number(delivered.value)}"
    name = metric_words(view.metric)
    numbers = f"{name} {score_number(delivered.value)} against {score_number(benchmark.value)}"
    return f"{_STANDING_WORDS[compared.standing]} the benchmark: {numbers}"


def subline(view: SessionView) -> str:
    """The difference with its 95 % interval, in words."""
    compared = _compared(view)
    if view.state is SessionState.FAILED or compared is None:
        return ""
    if not _has_network(view):
        return "It is saved and scored; no network is part of it, for the reason below."
    value, low, high = (signed_number(end) for end in (compared.value, compared.low, compared.high))
    return f"Difference {value}, 95 % interval {low} to {high}: {_MEANING[compared.standing]}"


def twice_the_time(view: SessionView) -> str:
    """What twice the time would bring, in one sentence; empty where the session did not get that far."""
    return view.curve.verdict if view.curve is not None else ""


def further_verdicts(view: SessionView) -> list[str]:
    """What else the session can say, one sentence each: whatever it is about, unless it stands elsewhere on the page.

    The benchmark is the headline, twice the time has its own line, and labels stand above the table of suspects. First
    comes whether the gain came true that the session continued had promised.
    """
    result = view.result
    if result is None:
        return []
    elsewhere = {About.BENCHMARK, About.TWICE_THE_TIME, *((About.LABELS,) if result.suspects.count else ())}
    others = (told.text for told in result.verdicts if told.about not in elsewhere)
    return [text for text in (promise_text(view), *others) if text]


def how_it_ended(view: SessionView, now: datetime) -> str:
    """What was said at the end, and when that was; how much of the box it took where that was not said."""
    at = _moment(view.ended_unix, now) if view.ended_unix is not None else ""
    if view.state in (SessionState.FINISHED, SessionState.STOPPED) and view.message:
        return f"{view.message} Ended{at}."
    spent = f"{duration_words(view.used_s(view.started_unix))} of {duration_words(view.timebox_s)}"
    ended = {SessionState.STOPPED: "You stopped it", SessionState.CUT_SHORT: "Cut short"}.get(view.state, "Ended")
    time_words = f"{ended}{at} after {spent}."
    if view.state is SessionState.FAILED:  # the reason first: it says what to do
        return f"{view.message} {time_words}".strip()
    return f"{time_words} {view.message}".strip()


def proven_at(view: SessionView, now: datetime) -> str:
    """That the model which is kept was reloaded in a fresh process, and when; empty where it was not."""
    return "" if view.proven_unix is None else proven_words(_moment(view.proven_unix, now).strip())


def _has_network(view: SessionView) -> bool:
    return view.result is None or view.result.with_network


def _headline_without_verdict(view: SessionView) -> str:
    """What is kept, with its score beside the benchmark's on the same texts, and no word on which is better."""
    if view.saved_unix is None:
        return "It ended without a model"
    what = {"benchmark": "The n-gram model is kept", "checkpoint": "The last checkpoint is kept"}
    kept = what.get(view.saved_what, "The model is kept")
    delivered, benchmark = view.score("delivered"), view.score("benchmark")
    score = delivered or benchmark
    if score is None:
        return kept
    is_comparable = delivered is not None and benchmark is not None and delivered.part == benchmark.part
    beside = f", n-gram {score_number(benchmark.value)}" if is_comparable and benchmark else ""
    return f"{kept}: {metric_words(view.metric)} {score_number(score.value)}{beside}"


def _moment(unix_s: float, now: datetime) -> str:
    ended_at = datetime.fromtimestamp(unix_s, UTC)
    on = "" if days_until(ended_at, now) == 0 else f" on {day_words(ended_at, now)}"
    return f"{on} at {clock_words(ended_at)}"


def _compared(view: SessionView) -> Comparison | None:
    return view.result.against_benchmark if view.result is not None else None
