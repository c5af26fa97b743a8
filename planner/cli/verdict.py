"""The last lines of `callit train`: the verdict, the scores, where the model lies, and how to use it."""

from __future__ import annotations

import os
from pathlib import Path

from model.protocol.metrics import metric_words
from model.protocol.proven_words import proven_words
from model.protocol.result import About
from model.protocol.run_folder import SUSPECTS_FILE
from model.protocol.text_columns import text_options
from planner.cli.words import clock_at
from planner.domain.training import Score, SessionState
from planner.domain.wording.label_kinds import TOO_FEW
from planner.domain.wording.lists import list_words
from planner.domain.wording.scores import plain_score
from planner.sessions import SessionView
from planner.sessions.hand_view import hands_text
from planner.sessions.verdict_text import promise_text, verdict_text

_NAMED = 5


def final_lines(view: SessionView) -> list[str]:
    """What a person reads when a session that saved a model has ended."""
    folder = _shown(view.run_folder)
    lines = [] if view.state is SessionState.CUT_SHORT else [view.message]
    return [
        *lines,
        *_proven_line(view),
        *([view.verdict] if view.verdict else []),
        *_score_lines(view),
        *_outside_lines(view),
        *_not_judged_line(view),
        *_said(verdict_text(view, About.CONTINUED)),
        *_said(promise_text(view)),
        *([view.curve.verdict] if view.curve is not None else []),
        *_labels_line(view),
        *_said(verdict_text(view, About.GPU)),
        *_said(hands_text(view.result)),
        f"Model: {folder}" + ("  (read card.md first)" if view.result else ""),
        f"Use it: callit predict {folder} NEW.csv {text_options(view.text_columns)} --out predicted.csv",
    ]


def _proven_line(view: SessionView) -> list[str]:
    """That the model reloads, and since when that is known."""
    if view.proven_unix is None:
        return []
    return [proven_words(f"at {clock_at(view.proven_unix)}")]


def _said(text: str) -> list[str]:
    """A line of it, if anything was said."""
    return [text] if text else []


def _labels_line(view: SessionView) -> list[str]:
    """Whether labels look wrong, and where they are listed."""
    text, listed = verdict_text(view, About.LABELS), view.run_folder / SUSPECTS_FILE
    return [text + (f"  (listed in {_shown(listed)})" if listed.exists() else "")] if text else []


def _score_lines(view: SessionView) -> list[str]:
    rows = [("n-gram benchmark", view.score("benchmark")), ("delivered model", view.score("delivered"))]
    rows.append(("score from elsewhere", view.score("outside")))
    return [f"  {name:<21}{_score_words(score)}" for name, score in rows if score is not None]


def _outside_lines(view: SessionView) -> list[str]:
    """How the model stands against scores from elsewhere, whichever metric they are of."""
    told = view.result.verdicts if view.result is not None else ()
    return [verdict.text for verdict in told if verdict.about == About.OUTSIDE]


def _not_judged_line(view: SessionView) -> list[str]:
    """Which of several labels are in no mean, as too few texts have them."""
    told = view.result.per_class.delivered if view.result is not None else ()
    apart = [score.label for score in told if not score.judged]
    if not apart:
        return []
    named = list_words([*apart[:_NAMED], *([f"{len(apart) - _NAMED} more"] if len(apart) > _NAMED else [])])
    return [f"{TOO_FEW}, and in no mean but those of all labels: {named}"]


def _score_words(score: Score) -> str:
    words = f"{metric_words(score.metric)} {plain_score(score.value)}"
    if score.low is not None and score.high is not None:
        words += f"  (95 % interval {plain_score(score.low)} to {plain_score(score.high)}, {score.part})"
    return words


def _shown(folder: Path) -> str:
    """A path as one would type it from here."""
    try:
        return os.path.relpath(folder) if folder.is_relative_to(Path.cwd()) else str(folder)
    except OSError:
        return str(folder)
