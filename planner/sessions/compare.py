"""The ended sessions of a project beside each other, and which of them may be compared at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from model.protocol.result import About, SessionResult, read_result
from model.protocol.run_folder import RESULT_FILE
from planner.domain.results import gained
from planner.domain.training import Score, SessionState, TrainingSession
from planner.store import Store

MOST_COMPARED = 100
_HASH_LETTERS = 8  # enough to tell one person's models apart
_NAMES_SHOWN = 3

_Difference = tuple[float | None, float | None, float | None]  # value, low, high


@dataclass(frozen=True, slots=True)
class Compared:
    """One ended session with what its result tells; None where it does not.

    `rows` and `epochs` are what the network was trained on; `low` and `high` are the 95 % interval of `difference`,
    which is delivered minus benchmark, or the other way round where a lower score is better.
    """

    session: TrainingSession
    rows: int | None = None
    epochs: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    outcome: str = ""

    @property
    def benchmark(self) -> Score | None:
        """The benchmark's score on the metric aimed at."""
        return self.session.score_of("benchmark")

    @property
    def delivered(self) -> Score | None:
        """The delivered model's score on the metric aimed at."""
        return self.session.score_of("delivered")

    @property
    def weights(self) -> str:
        """The first letters of the hash of the delivered weights; empty where nothing was delivered."""
        return (self.delivered.weights_sha256 or "")[:_HASH_LETTERS] if self.delivered else ""

    @property
    def data(self) -> str:
        """The first letters of the hash of the cleaned and split data; empty where it is not known."""
        return (self.delivered.data_sha256 or "")[:_HASH_LETTERS] if self.delivered else ""

    @property
    def scale(self) -> tuple[str, str, str]:
        """What two sessions must share for their scores to be compared: data with its split, metric and part."""
        part = self.delivered.part if self.delivered else ""
        return self.session.table, self.session.metric, part


def compared_sessions(store: Store, project_id: int | None, *, left_out: int | None = None) -> list[Compared]:
    """The ended sessions of a project, or the newest of all without one, but for a project left out; newest first."""
    if project_id is not None:
        sessions = store.sessions.sessions_of(project_id)[: -MOST_COMPARED - 1 : -1]
    else:
        recent = store.sessions.recent(MOST_COMPARED)
        sessions = [s for s in recent if s.project_id is None or s.project_id != left_out]
    return [_compared(session) for session in sessions if session.state is not SessionState.RUNNING]


def comparable_with(shown: Compared, others: Sequence[Compared]) -> list[Compared]:
    """Those with a score on the same data, metric and part as the one shown, itself among them; the newest first."""
    return [other for other in others if other.delivered is not None and other.scale == shown.scale]


def by_table(compared: Sequence[Compared], shown: Compared | None = None) -> list[list[Compared]]:
    """The sessions of each table, that of the shown one first, else that of the newest; each the newest first.

    One that ended before its data was known stands with those of the same file and columns.
    """
    tables = {_names(run): run.session.table for run in reversed(compared) if run.delivered}
    groups: dict[str, list[Compared]] = {}
    for run in compared:
        table = run.session.table if run.session.scores else tables.get(_names(run), run.session.table)
        groups.setdefault(table, []).append(run)
    return sorted(groups.values(), key=lambda group: shown not in group)


def same_weights(compared: Sequence[Compared]) -> list[list[Compared]]:
    """Groups of sessions that delivered the very same weights."""
    groups: dict[str, list[Compared]] = {}
    for run in compared:
        if run.weights:
            groups.setdefault(run.weights, []).append(run)
    return [group for group in groups.values() if len(group) > 1]


def data_words(compared: Sequence[Compared]) -> str:
    """That scores of different data, metrics or parts are no match, in a sentence; empty where all are alike."""
    scored = [run for run in compared if run.delivered is not None]
    if len({run.scale for run in scored}) < 2:
        return ""
    sources = list(dict.fromkeys(run.session.data_words for run in scored))
    if len({run.scale[0] for run in scored}) > 1:
        named = [*sources[:_NAMES_SHOWN], *(["others"] if len(sources) > _NAMES_SHOWN else [])]
        of = f" ({'; '.join(named)})" if len(sources) > 1 else f" ({sources[0]}, cleaned or split differently)"
        return f"Sessions on different data cannot be compared by score{of}: only those with the same data hash can."
    return "Scores on different metrics, or on different parts of the data, cannot be compared."


def _names(run: Compared) -> tuple[str, ...]:
    session = run.session
    return session.source_name, *session.text_columns, session.label_made or session.label_column


def _compared(session: TrainingSession) -> Compared:
    result = _result(session)
    difference = _difference(session, result)
    return Compared(
        session,
        rows=result.trained_rows if result else None,
        epochs=result.epochs if result else None,
        difference=difference[0],
        low=difference[1],
        high=difference[2],
        outcome=str((result and result.outcome) or session.state.value),
    )


def _difference(session: TrainingSession, result: SessionResult | None) -> _Difference:
    """The paired difference that the session told; without one, that of the scores, without an interval."""
    verdict = result.verdict(About.BENCHMARK) if result is not None else None
    if verdict is not None and verdict.value is not None:
        return verdict.value, verdict.low, verdict.high
    delivered, benchmark = session.score_of("delivered"), session.score_of("benchmark")
    if delivered is None or benchmark is None or delivered.part != benchmark.part:
        return None, None, None
    return gained(session.metric, benchmark.value, delivered.value), None, None


def _result(session: TrainingSession) -> SessionResult | None:
    """What the session's folder tells; None where another session took its place there."""
    try:
        changed_ns = (session.run_folder / RESULT_FILE).stat().st_mtime_ns
    except OSError:
        return None
    result = _read(session.run_folder, changed_ns)
    return result if result is not None and result.session_id == session.id else None


@lru_cache(maxsize=MOST_COMPARED)
def _read(folder: Path, changed_ns: int) -> SessionResult | None:
    """The result in a folder, read once as long as it does not change."""
    return read_result(folder)
