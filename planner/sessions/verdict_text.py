"""One verdict of a session's result, in words."""

from __future__ import annotations

from planner.sessions.view import SessionView


def verdict_text(view: SessionView, about: str) -> str:
    """What the session said about "labels" and the like; empty where it said nothing."""
    verdicts = (view.result or {}).get("verdicts") or ()
    return next((str(verdict["text"]) for verdict in verdicts if verdict.get("about") == about), "")
