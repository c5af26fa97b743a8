"""The test run: a few steps, then the whole way to the end, before any long training is begun.

The network is saved and reloaded in a fresh process, and must predict the same there; so must the model that lies in
the run folder already, which is proven from here on. What that took tells at first what the end will take.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.errors import ModelError, ModelFolderError
from model.events import Stage
from model.folder.artifact import Delivered, save_model
from model.folder.predictor import Predictor, load_model
from model.folder.reload import Reloaded, agrees
from model.network.bilstm import BilstmShape
from model.run_folder import batch_size_of
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context, provenance
from model.session.proofs import CANDIDATE_FOLDER, Proofs
from model.text.encode import Vocabulary, tokens_to_cover
from model.text.word_vectors import word_vectors
from model.training.learner import Learner
from model.training.plan import ProofTimes
from model.training.training_set import TrainingSet, TrainingTime

SMOKE_ROWS = 128
SMOKE_TEXTS = 32
WORD_VECTOR_TOKENS_PER_S = 10_000  # of the box: about one second in a hundred
LEAST_END_S = 3.0  # kept for delivering the benchmark alone, should the test run take too long


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a network of this session learns from and is steered by, and its sizes."""

    vocabulary: Vocabulary
    max_tokens: int
    shape: BilstmShape
    training: TrainingSet
    validation: TrainingSet


@dataclass(slots=True)
class Trial:
    """A network that is known to be saved and reloaded, and what that took."""

    learner: Learner
    encoded: Encoded
    times: ProofTimes


def run_smoke(
    context: Context, fitted: FittedBenchmark, proofs: Proofs, encoded: Encoded | None = None
) -> Trial | None:
    """Prove that the output is saved and reloads; None, and the reason told, where it is not or time is too short.

    `encoded` is what an earlier session has encoded already.
    """
    with context.diary.stage(Stage.SMOKE) as stage:
        context.fresh.start()
        if not context.backend.wait(context.box.left_s(LEAST_END_S)):
            context.diary.warn("TensorFlow took too long to start in this box: the benchmark is delivered.")
            return None
        context.measured["start_s"] = context.backend.started_s
        trial = new_trial(context, fitted, encoded or encode_texts(fitted, context.config.units), ProofTimes(0.0, 0.0))
        try:
            _prove_saving(context, fitted, trial, proofs)
        except ModelError as error:
            context.diary.warn(f"The test run did not reload its output ({error}): what is saved already is delivered.")
            return None
        except OSError as error:
            context.diary.warn(f"The test run could not save ({error.strerror}): what is saved already is delivered.")
            return None
        stage.summary = "the output is saved, and reloads in a fresh process with the same predictions"
        return trial


def encode_texts(fitted: FittedBenchmark, units: int) -> Encoded:
    """Texts as numbers, once, beside what the benchmark says of them."""
    data = fitted.data
    vocabulary = Vocabulary.build(data.train.texts)
    max_tokens = tokens_to_cover(vocabulary.encode(data.train.texts).lengths)
    training, validation = (
        TrainingSet(vocabulary.encode(part.texts, max_tokens=max_tokens), part.labels, logits)
        for part, logits in (
            (data.train, fitted.out_of_fold_logits),
            (data.validation, fitted.model.logits(data.validation.texts)),
        )
    )
    shape = BilstmShape(vocabulary=len(vocabulary), classes=len(data.classes), units=units)
    return Encoded(vocabulary, max_tokens, shape, training, validation)


def new_trial(context: Context, fitted: FittedBenchmark, encoded: Encoded, times: ProofTimes) -> Trial:
    """A new network with the learner that trains it."""
    tokens, shape = encoded.training.tokens, encoded.shape
    most_tokens = int(min(1_000_000, WORD_VECTOR_TOKENS_PER_S * context.box.timebox_s))
    learner = Learner(
        shape,
        encoded.training,
        encoded.validation,
        metric=context.config.metric,
        decision_shift=fitted.model.decision_shift,
        seed=context.config.seed,
        batch_size=batch_size_of(context.folder),
        compiled=context.compiled,
        word_vectors=word_vectors(tokens, shape.vocabulary, shape.embedding, most_tokens=most_tokens),
    )
    return Trial(learner, encoded, times)


def _prove_saving(context: Context, fitted: FittedBenchmark, trial: Trial, proofs: Proofs) -> None:
    """One small epoch, save, reload, compare; afterwards the network is as new."""
    initial, folder = trial.learner.snapshot(), context.work / CANDIDATE_FOLDER
    few = TrainingTime(SMOKE_ROWS, lambda: 0.5, epochs=1, validate_every_share=1.0)
    trial.learner.train(few)
    network = trial.learner.current()
    begun_s = context.box.elapsed_s()
    save_model(
        folder,
        Delivered(fitted.data.classes, fitted.model, trial.encoded.vocabulary, network, trial.encoded.max_tokens),
        scores={},
        provenance=provenance(context, fitted.data.sha256, fitted.data.left_off),
    )
    saved_s = context.box.elapsed_s()
    texts = fitted.data.validation.texts[:SMOKE_TEXTS]
    first, tried = context.fresh.label_with_each(
        [context.folder, folder], texts, scratch=context.work, timeout_s=context.box.left_s(LEAST_END_S)
    )
    whole_s = tried.start_s + tried.label_s
    trial.times = ProofTimes(saved_s - begun_s, tried.label_s if context.fresh.is_allowed else whole_s)
    context.measured.update(save_s=trial.times.save_s, reload_s=whole_s, fresh_start_s=tried.start_s)
    for place, reloaded in ((context.folder, first), (folder, tried)):
        _compare(reloaded, load_model(place), texts)
    proofs.note_first(first.weights_sha256, len(texts))
    trial.learner.restore(initial)


def _compare(reloaded: Reloaded, here: Predictor, texts: list[str]) -> None:
    is_same = reloaded.weights_sha256 == here.weights_sha256
    if not is_same or not agrees(reloaded.probabilities, here.probabilities(texts, normalised=True)):
        raise ModelFolderError("it predicts something else after reloading")
