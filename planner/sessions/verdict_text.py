"""What a session's result says, in its own words."""

from __future__ import annotations

from planner.sessions.promises import promise_words
from planner.sessions.view import SessionView


def verdict_text(view: SessionView, about: str) -> str:
    """What the session said about "labels" and the like; empty where it said nothing."""
    verdict = view.result.verdict(about) if view.result is not None else None
    return verdict.text if verdict is not None else ""


def promise_text(view: SessionView) -> str:
    """Whether the gain came true that the session continued had promised; empty for any other session."""
    return promise_words(view.result.promise) if view.result is not None else ""
