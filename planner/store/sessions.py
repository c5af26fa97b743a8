"""Training sessions, with their stages and scores as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from model.protocol.result import PromiseOutcome
from planner.domain.errors import NotFound, SessionRefused
from planner.domain.project import NEW
from planner.domain.timelog import TimeEntry
from planner.domain.training import Score, SessionState, StageTime, TrainingSession
from planner.store.connection import Connection, Value
from planner.store.entries import EntryRows
from planner.store.instants import from_text, to_text
from planner.store.paths import path_of
from planner.store.results import ResultRows


class SessionRows:
    """The tables `training_sessions`, `session_stages`, `scores` and `promises`."""

    def __init__(self, connection: Connection, entries: EntryRows, results: ResultRows) -> None:
        self._connection = connection
        self._entries = entries
        self._results = results

    def insert_session(self, session: TrainingSession) -> None:
        """Add a session, running or already ended, with its stages and scores; no time is logged here."""
        with self._connection.writing():
            self._connection.insert("training_sessions", **_values(session))
            self._write_stages(session.id, session.stages)
            self._write_scores(session.id, session.scores)

    def close_session(
        self,
        session_id: str,
        *,
        state: SessionState,
        ended_at: datetime,
        used_s: float,
        message: str = "",
        stages: Sequence[StageTime] = (),
        scores: Sequence[Score] = (),
        promise: PromiseOutcome | None = None,
    ) -> bool:
        """End a running session: its state, stages, scores, time entry and result, all or nothing.

        Returns
        -------
        bool
            True for the one call that ended it. A supervisor and a recovering page may both try: whoever comes
            second gets False, and nothing is logged twice.
        """
        with self._connection.writing():
            if self.session(session_id).state is not SessionState.RUNNING:
                return False
            self._connection.update(
                "training_sessions",
                session_id,
                state=str(state),
                ended_at=to_text(ended_at),
                used_s=used_s,
                message=message,
            )
            self._write_stages(session_id, stages)
            self._write_scores(session_id, scores)
            closed = self.session(session_id)
            self._write_promise(closed, promise)
            self._log_on_project(closed)
        return True

    def aim_at(self, session_id: str, metric: str) -> None:
        """Say which metric a session aims at, where that is known only when it has scored."""
        with self._connection.writing():
            self._connection.update("training_sessions", session_id, metric=metric)

    def assign(self, session_id: str, project_id: int, phase_id: int | None) -> None:
        """Take a session of no project into one; its time and result are logged there once it has ended.

        Raises
        ------
        SessionRefused
            When the session belongs to a project already: its hours are logged there.
        """
        with self._connection.writing():
            if self.session(session_id).project_id is not None:
                raise SessionRefused("This training session belongs to a project already; its hours are logged there.")
            self._connection.update("training_sessions", session_id, project_id=project_id, phase_id=phase_id)
            self._log_on_project(self.session(session_id))

    def session(self, session_id: str) -> TrainingSession:
        """A session by its id; `NotFound` where there is none."""
        for session in self._where("id = ?", session_id):
            return session
        raise NotFound(f"There is no training session {session_id}. Choose one from the list on the Train page.")

    def running_sessions(self) -> list[TrainingSession]:
        """Sessions that were not closed yet; whether their processes live is for `planner.sessions` to say."""
        return self._where("state = 'running'")

    def sessions_of(self, project_id: int) -> list[TrainingSession]:
        """A project's sessions, the oldest first."""
        return self._where("project_id = ?", project_id)

    def recent(self, limit: int = 20) -> list[TrainingSession]:
        """The newest sessions, with or without a project, the newest first."""
        rows = self._connection.rows("SELECT * FROM training_sessions ORDER BY started_at DESC LIMIT ?", [limit])
        return [self._session(row) for row in rows]

    def promises_kept(self) -> list[bool]:
        """Of all gains that were promised and looked at afterwards, whether each came true; the oldest first."""
        rows = self._connection.rows(
            """SELECT kept FROM promises JOIN training_sessions ON id = session_id
               WHERE kept IS NOT NULL ORDER BY started_at"""
        )
        return [bool(row["kept"]) for row in rows]

    def continued(self) -> dict[str, str]:
        """Sessions that went on from the model of another one: its id by theirs."""
        rows = self._connection.rows("SELECT session_id, continued_session_id FROM promises")
        return {row["session_id"]: row["continued_session_id"] for row in rows}

    def _where(self, condition: str, *parameters: Value) -> list[TrainingSession]:
        rows = self._connection.rows(
            f"SELECT * FROM training_sessions WHERE {condition} ORDER BY started_at, id", parameters
        )
        return [self._session(row) for row in rows]

    def _session(self, row: sqlite3.Row) -> TrainingSession:
        return TrainingSession(
            id=row["id"],
            run_folder=path_of(row["run_folder"]),
            source_name=row["source_name"],
            text_column=row["text_column"],
            label_column=row["label_column"],
            label_made=row["label_made"],
            timebox_s=row["timebox_s"],
            started_at=from_text(row["started_at"]),
            state=SessionState(row["state"]),
            project_id=row["project_id"],
            phase_id=row["phase_id"],
            attended=bool(row["attended"]),
            metric=row["metric"],
            ended_at=from_text(row["ended_at"]),
            used_s=row["used_s"],
            message=row["message"],
            stages=self._stages(row["id"]),
            scores=self._scores(row["id"]),
            further_text_columns=tuple(json.loads(row["further_text_columns"])),
        )

    def _stages(self, session_id: str) -> tuple[StageTime, ...]:
        rows = self._connection.rows(
            "SELECT stage, planned_s, used_s FROM session_stages WHERE session_id = ? ORDER BY position", [session_id]
        )
        return tuple(StageTime(*row) for row in rows)

    def _scores(self, session_id: str) -> tuple[Score, ...]:
        rows = self._connection.rows(
            """SELECT model, part, metric, value, low, high, weights_sha256, data_sha256 FROM scores
               WHERE session_id = ? ORDER BY model, part DESC, metric""",
            [session_id],
        )
        return tuple(Score(*row) for row in rows)

    def _write_stages(self, session_id: str, stages: Sequence[StageTime]) -> None:
        for position, stage in enumerate(stages):
            self._connection.insert(
                "session_stages",
                session_id=session_id,
                position=position,
                stage=stage.stage,
                planned_s=stage.planned_s,
                used_s=stage.used_s,
            )

    def _write_scores(self, session_id: str, scores: Sequence[Score]) -> None:
        for score in scores:
            self._connection.insert(
                "scores",
                session_id=session_id,
                model=score.model,
                part=score.part,
                metric=score.metric,
                value=score.value,
                low=score.low,
                high=score.high,
                weights_sha256=score.weights_sha256,
                data_sha256=score.data_sha256,
            )

    def _write_promise(self, session: TrainingSession, promise: PromiseOutcome | None) -> None:
        if promise is not None and promise.came is not None:
            self._connection.insert(
                "promises",
                session_id=session.id,
                continued_session_id=promise.session_id,
                metric=session.metric,
                promised=promise.promised,
                low=promise.low,
                high=promise.high,
                came=promise.came,
                kept=promise.kept,
            )

    def _log_on_project(self, session: TrainingSession) -> None:
        if session.ended_at is None or session.project_id is None:
            return
        if session.phase_id is not None and session.ended_at > session.started_at:
            self._log_time(session, session.phase_id, session.ended_at)
        reached = session.score_of("delivered")
        if reached is not None:
            self._results.add(
                session.project_id,
                reached.metric,
                reached.value,
                logged_at=session.ended_at,
                note=f"{session.source_name}, {reached.part}",
                session_id=session.id,
            )

    def _log_time(self, session: TrainingSession, phase_id: int, ended_at: datetime) -> None:
        self._entries.add(
            TimeEntry(
                id=NEW,
                phase_id=phase_id,
                started_at=session.started_at,
                stopped_at=ended_at,
                attended=session.attended,
                note=f"Training session on {session.source_name}",
                session_id=session.id,
            )
        )


def _values(session: TrainingSession) -> dict[str, Value]:
    return {
        "id": session.id,
        "run_folder": str(session.run_folder),
        "source_name": session.source_name,
        "text_column": session.text_column,
        "label_column": session.label_column,
        "label_made": session.label_made,
        "metric": session.metric,
        "timebox_s": session.timebox_s,
        "started_at": to_text(session.started_at),
        "state": str(session.state),
        "project_id": session.project_id,
        "phase_id": session.phase_id,
        "attended": int(session.attended),
        "ended_at": to_text(session.ended_at),
        "used_s": session.used_s,
        "message": session.message,
        "further_text_columns": json.dumps(session.further_text_columns),
    }
