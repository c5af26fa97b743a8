"""Where do these scores come from? The session, the weights and the data behind each; one model under two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from model.protocol.metrics import metric_words, says_more
from planner.domain.gains import metric_name
from planner.domain.period import ALWAYS, Period
from planner.domain.results import Result
from planner.domain.training import HASH_LETTERS, Score, TrainingSession
from planner.domain.wording.lists import list_words
from planner.domain.wording.scores import score_number
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

BY_HAND = "by hand"
_COLUMNS = ("scored_at", "session", "model", "part", "scores", "weights", "data", "source")
_MODELS = {"benchmark": "n-gram benchmark", "delivered": "delivered", "outside": "from elsewhere"}


def provenance_frame(store: Store, project_id: int, *, period: Period = ALWAYS) -> pd.DataFrame:
    """Every score of a project, the oldest first, with what stands behind it.

    One row a model and part of the data; columns: scored_at (UTC), session (its id, or `by hand`), model, part
    (validation or held-out; empty by hand), scores (in words, that of the session's metric first), weights and data
    (the first letters of their SHA-256; empty where none is known), source (the name of the data, or the note of a
    result by hand).
    """
    import pandas as pd

    rows = [*_of_sessions(store.sessions.sessions_of(project_id)), *_by_hand(store.results.of_project(project_id))]
    in_period = sorted((row for row in rows if period.holds(row[0])), key=lambda row: row[0])
    frame = pd.DataFrame.from_records(in_period, columns=list(_COLUMNS))
    return frame.assign(scored_at=pd.to_datetime(frame["scored_at"], utc=True))


def same_weights(store: Store, project_id: int) -> list[str]:
    """A sentence for each model that stands behind two sessions, one of them of this project."""
    of_hash: dict[str, list[tuple[TrainingSession, str]]] = defaultdict(list)
    for project in store.projects.all():
        where = "" if project.id == project_id else f" of “{project.name}”"
        for session in store.sessions.sessions_of(project.id):
            score = session.score_of("delivered")
            if score and score.weights_sha256:
                of_hash[score.weights_sha256].append((session, where))
    twins = [pairs for pairs in of_hash.values() if len(pairs) > 1 and any(not where for _, where in pairs)]
    return [_twin_words(pairs) for pairs in twins]


def _twin_words(pairs: list[tuple[TrainingSession, str]]) -> str:
    by_start = sorted(pairs, key=lambda pair: pair[0].started_at)
    names = list_words([f"{session.id}{where}" for session, where in by_start])
    return f"The same weights stand behind {names}: count that score once."


_Row = tuple[datetime, str, str, str, str, str, str, str]


def _of_sessions(sessions: list[TrainingSession]) -> Iterator[_Row]:
    for session in sessions:
        together: dict[tuple[str, ...], list[Score]] = defaultdict(list)
        for score in sorted(session.scores, key=lambda score: score.metric != session.metric):
            hashes = _short(score.weights_sha256), _short(score.data_sha256)
            together[score.model, score.part, *hashes].append(score)
        for (model, part, weights, data), scores in together.items():
            values = {score.metric: score.value for score in scores}
            told = (score for score in scores if says_more(score.metric, values))
            words = ", ".join(_words(score.metric, score.value) for score in told)
            at = session.ended_at or session.started_at
            yield at, session.id, _MODELS.get(model, model), part, words, weights, data, session.data_words


def _by_hand(results: list[Result]) -> Iterator[_Row]:
    for result in results:
        if result.session_id is None:
            words = f"{metric_name(result.metric)} {score_number(result.value)}"
            yield result.logged_at, BY_HAND, "", "", words, "", "", result.note


def _words(metric: str, value: float) -> str:
    return f"{metric_words(metric)} {score_number(value)}"


def _short(digest: str | None) -> str:
    return (digest or "")[:HASH_LETTERS]
