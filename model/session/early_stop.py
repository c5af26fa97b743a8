"""Why a training ended before its time was over."""

from __future__ import annotations

from dataclasses import dataclass

from model.session.context import Context
from model.session.training_runs import TrainingRuns
from model.training.plan import MOST_EPOCHS, TrainingPlan


@dataclass(frozen=True, slots=True)
class WhyEarly:
    """`reason` is the end of a sentence, empty where time ended it; `no_longer_helps`: more of it would hardly help."""

    reason: str = ""
    no_longer_helps: bool = False


NOTHING_TRAINED = WhyEarly("no network was trained")


def with_tried(why: WhyEarly, runs: TrainingRuns) -> str:
    """The whole reason, with what was tried besides to no avail, as the end of a sentence; empty where time ended it.

    >>> tried = "2 more trainings with other seeds brought nothing"
    >>> with_tried(WhyEarly("as 9 epochs were no better than 3"), TrainingRuns(nothing_more=tried))
    'as 9 epochs were no better than 3, and 2 more trainings with other seeds brought nothing'
    >>> with_tried(WhyEarly(), TrainingRuns(nothing_more=tried))
    'as 2 more trainings with other seeds brought nothing'
    >>> with_tried(WhyEarly("as 9 epochs were no better than 3"), TrainingRuns(no_further_fits=True))
    'as 9 epochs were no better than 3, and a further training did not fit'
    """
    if not why.reason:
        return f"as {runs.nothing_more}" if runs.nothing_more else ""
    no_more = "a further training did not fit" if runs.no_further_fits and not runs.no_longer_fits else ""
    return ", and ".join(reason for reason in (why.reason, runs.nothing_more or no_more) if reason)


def why_early(context: Context, plan: TrainingPlan, runs: TrainingRuns) -> WhyEarly:
    """Why training ended before its time was over."""
    if runs.is_enough:
        return WhyEarly(_no_better(runs.done[-1].epochs, runs.done[-2].epochs), no_longer_helps=True)
    if runs.stalled:
        return WhyEarly("as validation had not got better for half of the training", no_longer_helps=True)
    if runs.no_longer_fits:
        return WhyEarly("as a longer training did not fit any more")
    if not plan.is_capped or runs.passes < plan.epochs - 0.5:
        return WhyEarly()
    asked = context.choices.epochs
    if not asked:
        return WhyEarly(f"after {MOST_EPOCHS:.0f} epochs, the most it tries")
    done = "one epoch asked for was done" if asked == 1 else f"{asked} epochs asked for were done"
    return WhyEarly(f"as the {done}")


def _no_better(longest: float, before: float) -> str:
    """In whole epochs, where these tell the two trainings apart.

    >>> _no_better(9.0, 3.0), _no_better(2.4, 2.0), _no_better(1.0, 0.8)
    ('as 9 epochs were no better than 3', 'as 2.4 epochs were no better than 2', 'as 1 epoch was no better than 0.8')
    """
    digits = 0 if round(longest) != round(before) else 1
    longer, shorter = f"{round(longest, digits):g}", f"{round(before, digits):g}"
    return f"as {longer} {'epoch was' if longer == '1' else 'epochs were'} no better than {shorter}"
