"""One training session: the stages in order, under one clock, each ending in something that is kept."""

from __future__ import annotations

from dataclasses import replace

from model.folder.card import minutes_words, write_card
from model.judging.learning_curve import LearningCurve
from model.protocol.events import CurveDrawn, SessionFinished, SessionStarted, Stage
from model.protocol.result import Outcome, as_facts
from model.session.context import Context
from model.session.curve_stage import draw_curve
from model.session.early_stop import with_tried
from model.session.held_out import keep_predictions
from model.session.network_stages import Trained, train_network
from model.session.prepare import Beginning, begin
from model.session.proofs import Proofs
from model.session.prove_stage import Proof, hand_over, judge
from model.session.result import Ending, write_result
from model.session.stage_log import plain
from model.session.suspects_stage import look_for_suspects

USED_WELL_SHARE = 0.9  # of the box; below it, the session says that it called early


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
    beginning = begin(context)
    fitted = beginning.fitted
    proofs = Proofs(context, fitted)
    proofs.begin()
    trained = train_network(context, beginning, proofs)
    proof, curve = _final_check(context, beginning, proofs, trained)
    keep_predictions(context, fitted, proof)
    ending = _ending(context, trained)
    ending = replace(ending, message=ending.message + _average_words(context, proof))
    result = write_result(context, fitted, proof, trained, ending, curve=curve)
    table = context.order.table
    write_card(context.folder, result, table.text_columns, table.label_words, table.split_column)
    verdict = proof.verdicts[0].text if proof.verdicts else ""
    context.log.emit(SessionFinished(ending.outcome, ending.message, verdict, ending.used_s))


def _final_check(
    context: Context, beginning: Beginning, proofs: Proofs, trained: Trained
) -> tuple[Proof, LearningCurve]:
    """The proof first; what comes from the trainings is worked out while a fresh process is at it."""
    fitted = beginning.fitted
    with context.log.stage(Stage.PROVE) as stage:
        hand_over(context, proofs, trained.delivered)
        curve = draw_curve(context, fitted, trained.short, trained.runs.rungs, trained.early)
        context.log.emit(as_facts(CurveDrawn, plain(curve.as_dict())))
        proof = judge(context, fitted, proofs)
        stage.summary = proof.verdicts[0].text if proof.verdicts else "the benchmark is the delivered model"
        suspects = beginning.suspects or look_for_suspects(context, fitted)
    return replace(proof, suspects=suspects), curve


def _say_start(context: Context) -> None:
    config, order = context.config, context.order
    started = SessionStarted(
        session_id=config.session_id,
        source_name=order.table.source_name,
        text_column=order.table.text_column,
        label_column=order.table.label_column,
        metric=order.choices.metric,
        timebox_s=order.timebox_s,
        started_unix=config.started_unix,
        deadline_unix=context.box.deadline_unix,
        seed=order.choices.seed,
        continued=None if order.continue_from is None else str(order.continue_from),
        further_text_columns=order.table.further_text_columns,
        further_label_columns=order.table.further_label_columns,
        tag_separator=order.table.tag_separator,
    )
    context.log.emit(started)


def _average_words(context: Context, proof: Proof) -> str:
    """How many networks are averaged, and what labelling takes with them; empty where there is one at most."""
    if proof.networks < 2:
        return ""
    seconds = context.measured.get("predict_s", 0.0)
    return f" {proof.networks} networks are averaged; 10,000 such texts are labelled in about {seconds:.0f} s."


def _ending(context: Context, trained: Trained) -> Ending:
    used_s, early = round(context.box.elapsed_s(), 1), with_tried(trained.early, trained.runs)
    spent = f"{minutes_words(used_s)} of {minutes_words(context.box.timebox_s)} used"
    if context.should_stop():
        return Ending(Outcome.STOPPED, f"Stopped as asked and kept: {spent}.", used_s)
    if used_s >= USED_WELL_SHARE * context.box.timebox_s or not early:
        return Ending(Outcome.FINISHED, f"Finished inside its box: {spent}.", used_s)
    given_back = minutes_words(context.box.timebox_s - used_s)
    return Ending(Outcome.CALLED_EARLY, f"Called early, {early}: {given_back} given back.", used_s, early)
