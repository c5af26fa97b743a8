"""How a session begins: from its file, from what a worker before this one kept, or from an ended session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import DataError
from model.folder.artifact import read_model, save_model
from model.judging.suspects import SuspectLabels
from model.protocol.errors import ModelError
from model.protocol.events import EventReader, ModelSaved, RowsCleaned, RowsRead, Stage
from model.protocol.label_answers import answers_in
from model.protocol.metrics import METRIC_NAMES
from model.session.benchmark_stage import FittedBenchmark, run_benchmark, say_scored
from model.session.context import Context, provenance
from model.session.data_stages import load_data
from model.session.resume import KeptSession, load_session
from model.session.smoke_stage import END_PARTS
from model.session.suspects_stage import look_early


@dataclass(frozen=True, slots=True)
class Beginning:
    """The data and its benchmark; `kept` is what was encoded and measured before, if anything was.

    `is_restart`: a worker before this one had come past its test run, inside the same box. `suspects`: labels that the
    benchmark doubts; None where the box is too short to look for them now.
    """

    fitted: FittedBenchmark
    kept: KeptSession | None = None
    is_restart: bool = False
    suspects: SuspectLabels | None = None


def begin(context: Context) -> Beginning:
    """Read, clean, fit the benchmark and doubt labels with it, or take that over; a usable model is saved by then.

    Raises
    ------
    DataError
        The data is unusable, or the session to continue kept nothing to go on from.
    """
    beginning = _begin(context)
    context.fresh.start()  # the test run is next, should the first one have ended
    return replace(beginning, suspects=look_early(context, beginning.fitted))


def _begin(context: Context) -> Beginning:
    before = EventReader(context.folder).read_new()
    own = load_session(context.folder)
    if own is not None:
        context.log.recall(before)
        context.measured.update(own.measured)
        return Beginning(own.fitted, own, is_restart=True)
    if context.order.continue_from is not None:
        return _take_over(context, context.order.continue_from)
    decided = answers_in(context.folder)
    return Beginning(run_benchmark(context, load_data(context.order, context.box, context.log, decided)))


def _take_over(context: Context, former: Path) -> Beginning:
    with context.log.stage(Stage.READ) as stage:
        session = load_session(former)
        if session is None:
            raise DataError(f"{former} keeps nothing to go on from. Train again from the file instead.")
        _refuse_another_kind(context, former, session)
        context.measured.update({part: s for part, s in session.measured.items() if part in END_PARTS})
        stage.summary = f"{len(session.fitted.data.train):,} texts to train on, taken over from the session continued"
        _say_again(context, former)
    with context.log.stage(Stage.CLEAN) as stage:
        stage.summary = "as in the session continued"
    with context.log.stage(Stage.BENCHMARK) as stage:
        _save_former(context, former, session.fitted)
        fitted, metric = session.fitted, context.choices.metric
        sha256 = fitted.data.sha256
        say_scored(context, "benchmark", "validation", fitted.validation, weights_sha256=None, data_sha256=sha256)
        stage.summary = f"taken over: {METRIC_NAMES[metric]} {fitted.validation[metric].value:.3f} on validation"
    return Beginning(fitted, session)


def _refuse_another_kind(context: Context, former: Path, session: KeptSession) -> None:
    """A session of one class a row is not continued with several labels, nor the other way round."""
    found, asked = session.fitted.model.several_labels, context.order.table.has_several_labels
    if found != asked:
        kinds = {True: "several labels a row", False: "one class a row"}
        raise DataError(
            f"{former} was trained on {kinds[found]}, and this order has {kinds[asked]}. "
            "Train again from the file instead."
        )


def _say_again(context: Context, former: Path) -> None:
    """What was read and cleaned then is what this session learns from."""
    for event in EventReader(former).read_new():
        if isinstance(event.body, RowsRead | RowsCleaned):
            context.log.emit(event.body)


def _save_former(context: Context, former: Path, fitted: FittedBenchmark) -> None:
    """The model continued is the first one saved here: nobody is worse off than before."""
    try:
        delivered, _ = read_model(former)
    except ModelError:
        delivered = fitted.delivered()
    origin = provenance(context, fitted.data.sha256, fitted.data.left_off)
    saved = save_model(context.folder, delivered, scores={}, provenance=origin)
    what = "benchmark" if delivered.network is None else "checkpoint"
    context.log.emit(ModelSaved(what, saved.weights_sha256))
