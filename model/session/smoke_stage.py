"""The test run: a few steps, then the whole way to the end, before any long training is begun.

The network is saved and reloaded in a fresh process, and must predict the same there; so must the model that lies in
the run folder already, which is proven from here on. What that took tells at first what the end will take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from model.folder.artifact import Delivered
from model.network.bilstm import BilstmShape
from model.network.network_weights import NetworkWeights
from model.protocol.errors import ModelError, ModelFolderError
from model.protocol.events import Stage
from model.protocol.result import TextsRead
from model.protocol.run_folder import batch_size_of
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.proofs import Check, Proofs, ToProve, predictions
from model.session.text_cut import CHOOSE_SHARE, WIDEST, cut_words, fit_to_time, with_needed_cut
from model.session.vectors_stage import (
    MOST_TOKENS,
    beginnings,
    encode_further,
    vector_facts,
    vector_words,
    with_given_vectors,
)
from model.text.cut import TextCut
from model.text.encode import NO_ROWS, TokenRows, Vocabulary, encode_for_training
from model.text.given_vectors import GivenVectors
from model.training.lately import Way
from model.training.learner import Learner
from model.training.members import Members
from model.training.plan import ProofTimes
from model.training.progress import Candidate
from model.training.training_set import TrainingSet

SMOKE_STEPS = 2
SMOKE_TEXTS = 32
WORD_VECTOR_TOKENS_PER_S = 10_000  # of the box: about one second in a hundred
RELOADS = "the output is saved, and reloads in a fresh process with the same predictions"
SAVED_ONLY = "the output is saved; that it reloads is proven beside the training, as a fresh process starts slowly here"
WAIT_SHARE = 0.1  # of the box, for the fresh process: on a machine so busy that it takes longer, training goes first
LEAST_WAIT_S = 2.0
LEAST_END_S = 3.0  # kept for delivering the benchmark alone, should the test run take too long
END_PARTS = ("judge_s", "counted_s")  # of what is measured: what the end takes, however a session began
AFTER_SHARE = 0.12  # of the box, at most: trying batch sizes, and measuring the speed
LEAST_NETWORK_S = 8.0  # below this, a test run cannot come to its end before the final check must begin


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a network of this session learns from and is steered by, and its sizes.

    `given` are vectors of its words from a file, `further` texts without a label. At most `max_tokens` words of a text
    are read; of a longer one `tail_tokens` of them are its last, and `shorter` cuts are what a short box may take.
    """

    vocabulary: Vocabulary
    max_tokens: int
    shape: BilstmShape
    training: TrainingSet
    validation: TrainingSet
    given: GivenVectors | None = None
    further: TokenRows = NO_ROWS
    tail_tokens: int = 0
    shorter: tuple[TextCut, ...] = ()
    read: TextsRead | None = None


@dataclass(slots=True)
class Trial:
    """A network that is known to be saved and reloaded, and what that took."""

    learner: Learner
    encoded: Encoded
    times: ProofTimes
    members: Members | None = None

    @property
    def best(self) -> Candidate | None:
        """What would be delivered now: the best moment of a training, or an average that is better."""
        together = None if self.members is None else self.members.best
        known = [one for one in (together, self.learner.best) if one is not None]
        return min(known, key=lambda one: one.validation.log_loss, default=None)


def run_smoke(
    context: Context, fitted: FittedBenchmark, proofs: Proofs, encoded: Encoded | None = None
) -> Trial | None:
    """Prove that the output is saved and reloads; None, and the reason told, where it is not or time is too short.

    `encoded` is what an earlier session has encoded already.
    """
    with context.log.stage(Stage.SMOKE) as stage:
        context.fresh.start()
        if not context.backend.wait(context.box.left_s(LEAST_NETWORK_S + least_end_s(context))):
            context.log.warn("TensorFlow took too long to start in this box: the benchmark is delivered.")
            return None
        context.measured["start_s"] = context.backend.started_s
        if is_late(context):
            return None
        encoded = with_given_vectors(context, encoded or _encode(context, fitted))
        trial = new_trial(context, fitted, encoded, ProofTimes(0.0, 0.0))
        try:
            is_proven = _prove_saving(context, fitted, trial, proofs)
        except ModelError as error:
            context.log.warn(f"The test run did not reload its output ({error}): what is saved already is delivered.")
            return None
        except OSError as error:
            context.log.warn(f"The test run could not save ({error.strerror}): what is saved already is delivered.")
            return None
        fit_to_time(trial, _training_s(context))
        context.texts_read = trial.encoded.read
        stage.summary = (RELOADS if is_proven else SAVED_ONLY) + vector_words(encoded) + cut_words(trial.encoded)
        return trial


def _encode(context: Context, fitted: FittedBenchmark) -> Encoded:
    box, tokens = context.box, vector_tokens(context)
    time_left_s = box.until_s(box.elapsed_s() + CHOOSE_SHARE * box.timebox_s)
    return encode_texts(
        fitted, context.choices.units, vector_tokens=tokens, seed=context.choices.seed, time_left_s=time_left_s
    )


def _training_s(context: Context) -> float:
    """Seconds that training may have, as far as it is known before the speed is measured."""
    return context.box.left_s(least_end_s(context) + AFTER_SHARE * context.box.timebox_s)


def vector_tokens(context: Context) -> int:
    """Words of texts that there is time to make vectors from."""
    return int(min(MOST_TOKENS, WORD_VECTOR_TOKENS_PER_S * context.box.timebox_s))


def encode_texts(
    fitted: FittedBenchmark,
    units: int,
    *,
    vector_tokens: int = MOST_TOKENS,
    seed: int = 0,
    time_left_s: Callable[[], float] = lambda: math.inf,
) -> Encoded:
    """Texts as numbers, once, beside what the benchmark says of them; long ones cut to what their labels need.

    Of the further texts so many that `vector_tokens` words are not exceeded: the training texts come first.
    """
    data = fitted.data
    found = encode_for_training(data.train.texts, widest=WIDEST)
    vocabulary, cut = found.vocabulary, found.cut
    training = TrainingSet(found.rows, data.train.labels, fitted.out_of_fold_logits)
    steering = vocabulary.encode(data.validation.texts, max_tokens=cut.most, tail_tokens=cut.tail)
    validation = TrainingSet(steering, data.validation.labels, fitted.on_validation())
    shape = BilstmShape(vocabulary=len(vocabulary), classes=len(data.classes), units=units)
    encoded = Encoded(vocabulary, cut.most, shape, training, validation, tail_tokens=cut.tail)
    encoded = with_needed_cut(encoded, found.words, seed=seed, time_left_s=time_left_s)
    room = vector_tokens - len(encoded.training.tokens.ids)
    further = encode_further(vocabulary, data.further_texts, most_tokens=room, row_tokens=encoded.max_tokens)
    return replace(encoded, further=further)


def new_trial(context: Context, fitted: FittedBenchmark, encoded: Encoded, times: ProofTimes) -> Trial:
    """A new network with the learner that trains it."""
    begin = beginnings(encoded, encoded.training.tokens, most_tokens=vector_tokens(context))
    context.word_vectors, context.texts_read = vector_facts(encoded), encoded.read
    learner = Learner(
        encoded.shape,
        encoded.training,
        encoded.validation,
        metric=context.choices.metric,
        decision=fitted.model.decision,
        seed=context.choices.seed,
        batch_size=batch_size_of(context.folder),
        compiled=context.compiled,
        word_vectors=begin.usual,
        vectors_without_file=begin.own,
    )
    return Trial(learner, encoded, times)


def least_end_s(context: Context) -> float:
    """Seconds kept for the end where no network is trained: it takes as long as its parts have taken before."""
    return LEAST_END_S + sum(context.measured.get(part, 0.0) for part in END_PARTS)


def is_late(context: Context) -> bool:
    """Whether there is no time left for any training of a network; said, where it is so."""
    if context.box.left_s() >= LEAST_NETWORK_S + least_end_s(context) - LEAST_END_S:
        return False
    context.log.warn("There is no time left for a network in this box: what is saved already is delivered.")
    return True


def _prove_saving(context: Context, fitted: FittedBenchmark, trial: Trial, proofs: Proofs) -> bool:
    """Some steps, save, reload, compare; afterwards the network is as new. False: the answer is still to come."""
    initial, texts = trial.learner.snapshot(), fitted.data.validation.texts[:SMOKE_TEXTS]
    trial.learner.take_steps(SMOKE_STEPS)
    delivered = delivered_with(fitted, trial.encoded, [trial.learner.current()])
    trial.learner.restore(initial)
    begun_s = context.box.awake_s()
    model = ToProve(delivered, predictions(delivered, texts), "trial")
    here_s = context.box.awake_s() - begun_s
    ends_s = context.box.elapsed_s() + WAIT_SHARE * context.box.timebox_s
    proofs.settle(wait_s=ends_s - context.box.elapsed_s())  # of the benchmark, long under way
    proofs.give_up()
    proofs.try_out(model, texts)
    save_s = context.lately.now_s(Way.SAVE)
    check = proofs.settle(wait_s=max(LEAST_WAIT_S, ends_s - context.box.elapsed_s()))
    if check in (Check.REFUTED, Check.UNKNOWN):
        raise ModelFolderError(proofs.why_not)
    trial.times = ProofTimes(save_s, here_s if proofs.trial_s is None else proofs.trial_s)
    context.measured["save_s"] = save_s
    return check is Check.PROVEN


def delivered_with(fitted: FittedBenchmark, encoded: Encoded, networks: Sequence[NetworkWeights]) -> Delivered:
    """The benchmark with the average of networks on top of it; alone where there is none."""
    if not networks:
        return fitted.delivered()
    first, *further = networks
    words, classes = encoded.vocabulary, fitted.data.classes
    cut = {"max_tokens": encoded.max_tokens, "tail_tokens": encoded.tail_tokens}
    return Delivered(classes, fitted.model, words, first, further=tuple(further), **cut)
