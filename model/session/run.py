"""One training session: the stages in order, under one clock, each ending in something that is kept."""

from __future__ import annotations

from model.artifact import Delivered
from model.card import write_card
from model.events import Kind
from model.learning_curve import Rung
from model.plan import MOST_EPOCHS, TrainingPlan
from model.progress import TrainingOutcome
from model.session.benchmark_stage import FittedBenchmark, run_benchmark
from model.session.context import Context
from model.session.curve_stage import Climb, draw_curve, run_curve
from model.session.data_stages import load_data
from model.session.prove_stage import Proof, run_prove
from model.session.result import Ending, Trained, write_result
from model.session.smoke_stage import Trial, run_smoke
from model.session.train_stages import Schedule, delivered_with, run_calibrate, run_train

USED_WELL_SHARE = 0.9  # of the box; below it, the session says that it called early
LEAST_NETWORK_S = 8.0  # below this, a test run cannot come to its end before the final check must begin


def run_session(context: Context) -> None:
    """Run all stages and say the end. What goes wrong on the way is raised; what was saved stays saved.

    Raises
    ------
    DataError
        The data is unusable, with one sentence for a person.
    OSError
        No room on the disk, or the folder cannot be written.
    """
    _say_start(context)
    fitted = run_benchmark(context, load_data(context.config, context.box, context.diary))
    delivered, trained, climb = _train(context, fitted)
    proof = run_prove(context, fitted, delivered)
    main = _main_rung(trained, proof)
    curve = draw_curve(context, fitted, climb, main, trained.why_early, stalled=trained.stalled)
    context.diary.say(Kind.CURVE, **curve.as_dict())
    ending = _ending(context, trained)
    result = write_result(context, fitted, proof, trained, ending, curve=curve)
    write_card(context.folder, result, context.config.text_column, context.config.label_column)
    context.diary.say(
        Kind.FINISHED,
        outcome=ending.outcome,
        message=ending.message,
        verdict=proof.verdicts[0].text if proof.verdicts else "",
        used_s=ending.used_s,
    )


def _say_start(context: Context) -> None:
    config = context.config
    context.diary.say(
        Kind.SESSION_STARTED,
        session_id=config.session_id,
        source_name=config.source_name,
        text_column=config.text_column,
        label_column=config.label_column,
        metric=config.metric,
        timebox_s=config.timebox_s,
        started_unix=config.started_unix,
        deadline_unix=context.box.deadline_unix,
        seed=config.seed,
    )


def _main_rung(trained: Trained, proof: Proof) -> Rung | None:
    """The main training as the last point of the learning curve; None where no network was trained."""
    probabilities = proof.delivered.validation_probabilities
    if not trained.rows or probabilities is None:
        return None
    return Rung(trained.train_s, trained.rows, trained.epochs, probabilities)


def _train(context: Context, fitted: FittedBenchmark) -> tuple[Delivered, Trained, Climb]:
    """The network on top of the benchmark where time, the test run and validation allow it."""
    climb = Climb()
    trial = None if _is_over(context) else run_smoke(context, fitted)
    schedule = None if trial is None or _is_over(context) else run_calibrate(context, fitted, trial)
    if trial is not None and schedule is not None and not context.should_stop():
        schedule, climb = run_curve(context, fitted, trial, schedule)
    if trial is None or schedule is None or context.should_stop():
        return fitted.delivered(), Trained(), climb
    return *_train_network(context, fitted, trial, schedule), climb


def _train_network(
    context: Context, fitted: FittedBenchmark, trial: Trial, schedule: Schedule
) -> tuple[Delivered, Trained]:
    outcome = run_train(context, fitted, trial, schedule)
    correction = trial.learner.deliver()
    if correction.network is None:
        context.diary.warn(correction.sentence)
    plan, train_s = schedule.plan, context.diary.stages[-1].used_s
    why_early = _why_early(context, plan, outcome)
    trained = Trained(outcome.epochs, plan.rows, plan.batch_size, train_s, outcome.stalled, why_early)
    return delivered_with(fitted, trial, correction.network), trained


def _why_early(context: Context, plan: TrainingPlan, outcome: TrainingOutcome) -> str:
    """Why training ended before its time was over; empty where it did not."""
    if outcome.stalled:
        return "as validation had not got better for half of the training"
    if not plan.is_capped or outcome.epochs < plan.epochs:
        return ""
    asked = context.config.epochs
    return (
        f"as the {asked} epochs asked for were done" if asked else f"after {MOST_EPOCHS:.0f} epochs, the most it tries"
    )


def _is_over(context: Context) -> bool:
    if context.should_stop():
        return True
    if context.box.left_s() >= LEAST_NETWORK_S:
        return False
    context.diary.warn("There is no time left for a network in this box: the benchmark is delivered.")
    return True


def _ending(context: Context, trained: Trained) -> Ending:
    used_s = round(context.box.elapsed_s(), 1)
    spent = f"{_clock(used_s)} of {_clock(context.box.timebox_s)} used"
    if context.should_stop():
        return Ending("stopped", f"Stopped as asked and kept: {spent}.", used_s)
    if used_s >= USED_WELL_SHARE * context.box.timebox_s or not trained.why_early:
        return Ending("finished", f"Finished inside its box: {spent}.", used_s)
    given_back = _clock(context.box.timebox_s - used_s)
    return Ending("called early", f"Called early, {trained.why_early}: {given_back} given back.", used_s)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d} min"
