"""Try batch sizes on the longest texts of the run, so that no step of the training takes more memory than was tried."""

from __future__ import annotations

import psutil

from model.network.backend import has_accelerator
from model.protocol.events import Stage
from model.protocol.run_folder import batch_size_of, has_batch_size, set_batch_size
from model.session.context import Context
from model.session.smoke_stage import Trial
from model.training.batch_size import BatchTried, find_batch

BATCH_SHARE = 0.04  # of the box
LEAST_BOX_TO_COMPARE_S = 60.0  # comparing takes two seconds


def run_batch(context: Context, trial: Trial) -> None:
    """Give the learner the batch that suits this machine; a worker that follows a dead one tries no larger.

    What is tried is written down first: should the system kill this worker for it, the next one begins with half.
    """
    with context.log.stage(Stage.FIT_BATCH) as stage:
        _take_quicker_steps(context, trial)
        is_bounded = has_batch_size(context.folder)
        first = min(batch_size_of(context.folder), len(trial.encoded.training))
        tried = find_batch(
            lambda batch_size: _try_out(context, trial, batch_size),
            first=first,
            rows=0 if is_bounded else len(trial.encoded.training),
            memory_bytes=_memory_bytes(context),
            time_left_s=context.box.until_s(context.box.elapsed_s() + BATCH_SHARE * context.box.timebox_s),
            is_accelerated=has_accelerator(),
        )
        chosen = tried[-1]
        trial.learner.batch_size = chosen.batch_size
        set_batch_size(context.folder, chosen.batch_size)
        stage.summary = _summary(context, tried)


def _memory_bytes(context: Context) -> int:
    """What this process may take: its hands take as much each."""
    together = context.config.memory_limit_bytes or psutil.virtual_memory().available
    return together // (1 + context.choices.hands)


def _take_quicker_steps(context: Context, trial: Trial) -> None:
    """Once on a machine: which way of computing a step is the quicker one depends on its processor and libraries."""
    if context.config.compiled is None and context.box.timebox_s >= LEAST_BOX_TO_COMPARE_S:
        compiled = trial.learner.take_quicker_steps()
        if compiled is not None:
            context.measured["compiled"] = compiled


def _try_out(context: Context, trial: Trial, batch_size: int) -> BatchTried:
    set_batch_size(context.folder, batch_size)
    step_s = trial.learner.longest_step_s(batch_size)
    return BatchTried(batch_size, batch_size / step_s, psutil.Process().memory_info().rss)


def _summary(context: Context, tried: list[BatchTried]) -> str:
    chosen, limit = tried[-1], context.config.memory_limit_bytes
    of_limit = f" of {limit / 1e9:.1f} GB" if limit else ""
    memory = f"{chosen.memory_bytes / 1e9:.1f} GB{of_limit} of memory"
    quicker = f", {chosen.texts_per_s / tried[0].texts_per_s:.1f} times as quick as {tried[0].batch_size}"
    return f"{chosen.batch_size} texts a step{quicker if len(tried) > 1 else ''}; {memory}"
