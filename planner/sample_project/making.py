"""The sample project: finished, made, and marked as such, so that every page can be seen full."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from model.protocol.events import Stage
from planner import planning
from planner.domain.local_time import first_instant
from planner.domain.project import NEW, PhasePlan, Project
from planner.domain.timelog import TimeEntry
from planner.domain.training import Score, SessionState, StageTime, TrainingSession
from planner.home import runs_folder
from planner.sample_project import story
from planner.sample_project.notes import add_notes
from planner.sample_project.story import Block, Run
from planner.store import Store

_SEED = 7
_STORY_ENDS_DAYS_AGO = 2
# Shares of a session's time by stage, as measured ones tend to be.
_STAGE_SHARES = {
    Stage.READ: 0.02,
    Stage.CLEAN: 0.03,
    Stage.BENCHMARK: 0.10,
    Stage.SMOKE: 0.06,
    Stage.CALIBRATE: 0.04,
    Stage.TRAIN: 0.67,
    Stage.PROVE: 0.08,
}
_HALF_INTERVAL = 0.006  # of a 95 % interval of ROC AUC on 5,000 texts
# Other metrics of the story's models, from their ROC AUC: only to fill the tables plausibly.
_OTHER_METRICS = {"macro_f1": -0.145, "accuracy": 0.058}


def add_sample_project(store: Store, now: datetime, *, zone: tzinfo = UTC) -> Project:
    """Add the sample project, dated so that it ended two days before `now`; the one that is there, if it is.

    Its mornings and evenings are those of the clocks of `zone`.
    """
    with store.writing():
        sample = store.projects.sample()
        if sample is not None and store.projects.get(sample.id) is not None:
            return sample
        remove_sample_project(store)
        return _Telling(store, now, zone).tell()


def sample_project(store: Store) -> Project | None:
    """The sample project, None while it is not there."""
    sample = store.projects.sample()
    return store.projects.get(sample.id) if sample else None


def remove_sample_project(store: Store) -> None:
    """Remove the sample project with every row of it, for good; does nothing where it is not."""
    with store.writing():
        sample = store.projects.sample()
        if sample is not None:
            store.projects.remove_for_good(sample.id)


class _Telling:
    """Writes the story into a store, with the small irregularities of a real log."""

    def __init__(self, store: Store, now: datetime, zone: tzinfo) -> None:
        self._store = store
        self._zone = zone
        self._first_day = now.astimezone(self._zone).date() - timedelta(days=story.FINISHED_DAY + _STORY_ENDS_DAYS_AGO)
        self._random = random.Random(_SEED)

    def tell(self) -> Project:
        project = self._plan()
        self._phase_ids = {phase.name: phase.id for phase in planning.phases(self._store, project.id)}
        for block in story.BLOCKS:
            self._work(block)
        self._result_by_hand(project)
        for number, run in enumerate(story.RUNS, start=1):
            self._train(project, run, _session_id(number))
        self._replan(project)
        for day, names in story.PHASES_DONE:
            self._finish_phases(names, day)
        add_notes(self._store, project.id, self._phase_ids, self._instant)
        finished = dataclasses.replace(project, finished_at=self._instant(story.FINISHED_DAY, "11:30"))
        return planning.update_project(self._store, finished, now=self._instant(story.FINISHED_DAY, "11:30"))

    def _plan(self) -> Project:
        return planning.create_project(
            self._store,
            self._free_name(),
            total=story.TOTAL,
            deadline=self._instant(story.DEADLINE_DAY, "23:59"),
            done_items=story.DONE_ITEMS,
            target=story.TARGET,
            phases=story.PHASES,
            is_sample=True,
            now=self._instant(0, "09:40"),
        )

    def _free_name(self) -> str:
        taken = {project.name.casefold() for project in planning.projects(self._store)}
        names = [story.NAME, *(f"{story.NAME} {number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if name.casefold() not in taken)

    def _work(self, block: Block) -> None:
        started_at = self._instant(block.day, block.at) + timedelta(seconds=self._random.randrange(240))
        seconds = block.minutes * 60 + self._random.randrange(-120, 121)
        self._store.entries.add(
            TimeEntry(
                id=NEW,
                phase_id=self._phase_ids[block.phase],
                started_at=started_at,
                stopped_at=started_at + timedelta(seconds=seconds),
                attended=block.attended,
                note=block.note,
            )
        )

    def _result_by_hand(self, project: Project) -> None:
        self._store.results.add(
            project.id,
            story.TARGET.metric,
            story.RESULT_VALUE,
            logged_at=self._instant(story.RESULT_DAY, story.RESULT_AT),
            note=story.RESULT_NOTE,
        )

    def _train(self, project: Project, run: Run, session_id: str) -> None:
        started_at = self._instant(run.day, run.at)
        used_s = round(run.timebox_min * 60 * run.used_share, 1)
        session = TrainingSession(
            id=session_id,
            run_folder=runs_folder(self._store.path.parent) / session_id,
            source_name=story.SOURCE_NAME,
            text_column="comment_text",
            label_column="toxic",
            metric=story.TARGET.metric,
            timebox_s=run.timebox_min * 60,
            started_at=started_at,
            state=SessionState.RUNNING,
            project_id=project.id,
            phase_id=self._phase_ids[run.phase],
        )
        self._store.sessions.insert_session(session)
        self._store.sessions.close_session(
            session_id,
            state=run.state,
            ended_at=started_at + timedelta(seconds=used_s),
            used_s=used_s,
            message=run.message,
            stages=self._stages(session.timebox_s, used_s),
            scores=_scores(run, session_id),
        )

    def _stages(self, timebox_s: float, used_s: float) -> tuple[StageTime, ...]:
        """Stages until the used seconds are gone: a run that died has used nothing of the later ones."""
        stages, left_s = [], used_s
        for stage, share in _STAGE_SHARES.items():
            planned_s = round(timebox_s * share, 1)
            wanted_s = planned_s * self._random.uniform(0.85, 1.1)
            spent_s = round(left_s if stage is Stage.PROVE else min(left_s, wanted_s), 1)
            stages.append(StageTime(stage.value, planned_s, spent_s if spent_s > 0 else None))
            left_s = max(0.0, left_s - spent_s)
        return tuple(stages)

    def _replan(self, project: Project) -> None:
        rows = []
        for phase in planning.phases(self._store, project.id):
            new_range, new_cap = story.REPLANNED.get(phase.name, (phase.range, phase.cap_hours))
            rows.append(PhasePlan(phase.name, new_range, new_cap, phase.attended, phase_id=phase.id))
        planning.save_phases(self._store, project.id, rows, now=self._instant(story.REPLAN_DAY, "20:00"))

    def _finish_phases(self, names: Sequence[str], day: int) -> None:
        for name in names:
            self._store.phases.mark_finished(self._phase_ids[name], self._instant(day, "21:45"))

    def _instant(self, day: int, at: str) -> datetime:
        return first_instant(
            datetime.combine(self._first_day + timedelta(days=day), time.fromisoformat(at)), self._zone
        )


def _session_id(number: int) -> str:
    return f"sample-{number:02d}"


def _scores(run: Run, session_id: str) -> tuple[Score, ...]:
    models = {"benchmark": run.benchmark, "delivered": run.delivered}
    made_by = {"benchmark": session_id, "delivered": _session_id(run.scores_again) if run.scores_again else session_id}
    return tuple(
        _score(model, part, metric, value + offset + shift, made_by[model])
        for model, value in models.items()
        if value is not None
        for part, shift in (("validation", 0.003), ("held-out", 0.0))
        for metric, offset in {story.TARGET.metric: 0.0, **_OTHER_METRICS}.items()
    )


def _score(model: str, part: str, metric: str, value: float, session_id: str) -> Score:
    return Score(
        model=model,
        part=part,
        metric=metric,
        value=round(value, 4),
        low=round(value - _HALF_INTERVAL, 4),
        high=round(value + _HALF_INTERVAL, 4),
        weights_sha256=hashlib.sha256(f"{session_id} {model}".encode()).hexdigest(),
        data_sha256=hashlib.sha256(f"{story.SOURCE_NAME} {part}".encode()).hexdigest(),
    )
