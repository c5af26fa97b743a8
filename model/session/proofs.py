"""What is proven is what lies in the run folder: a model is saved beside it, and takes its place when it is proven.

A fresh process reloads the model from disk and labels texts of validation, two thousand at most, while this one goes on
with its work. What it says of them must be what the network in memory said when it was chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.arrays import Floats
from model.folder.artifact import Delivered, SavedModel, read_model, save_model, weights_sha256
from model.folder.manifest import read_manifest, with_proof
from model.folder.predictor import Predictor
from model.folder.promotion import put_in_place
from model.folder.reload import FreshProcess, Reloaded, agrees
from model.protocol.errors import ModelError, ModelFolderError, ReloadTimedOut
from model.protocol.events import ModelProven, ModelSaved
from model.protocol.manifest import ProofNote
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context, provenance
from model.training.lately import Way

MOST_TEXTS = 2_000  # that a proof labels: one more says nothing new of files and how they are read
MOST_CHARACTERS, FEWEST_TEXTS = 1_000_000, 200  # of them; fewer where they are long, but no fewer than these
CANDIDATE_FOLDER = "candidate"  # in the scratch folder of the session

Probabilities = NDArray[np.float64]


class Check(Enum):
    """What a fresh process said of a saved model."""

    PROVEN = "the same predictions"
    UNKNOWN = "nothing"
    REFUTED = "it does not load, or predicts something else"


@dataclass(frozen=True, slots=True)
class ToProve:
    """A model, and what it says of validation here in memory, (rows, classes). `score`: the metric aimed at, there."""

    delivered: Delivered
    validation: Probabilities
    what: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """The model in the run folder, and when it was proven; `model` is None where a worker before this one proved it."""

    weights_sha256: str
    unix_s: float
    model: ToProve | None = None

    @property
    def clock(self) -> str:
        """The time of day, where this machine stands."""
        return time.strftime("%H:%M", time.localtime(self.unix_s))


@dataclass(frozen=True, slots=True)
class _Asked:
    """`rows` of what the model says of validation are asked about.

    `is_trial`: it is about the way alone; the model is not to take any place.
    """

    model: ToProve
    rows: NDArray[np.integer]
    saved: SavedModel
    answer: Future[Reloaded]
    end: Callable[[], None]
    is_trial: bool = False


class Proofs:
    """One proof at a time. Nothing here blocks but the saving: the answer is taken in by `settle`.

    `proven` is what lies in the run folder, where that is proven; `why_not` says why the last one asked about was not.
    `trial_s` is what loading a network and labelling a few texts took in a fresh process, None before it is known.
    """

    def __init__(self, context: Context, fitted: FittedBenchmark) -> None:
        self.why_not = ""
        self.trial_s: float | None = None
        self.proven = _proven_before(context.folder)
        self._context, self._fitted, self._data = context, fitted, fitted.data
        self._candidate = context.work / CANDIDATE_FOLDER
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="proof")
        self._asked: _Asked | None = None

    @property
    def asked_about(self) -> str | None:
        """The hash of the weights that are to be put in place when a fresh process has answered; None where it has."""
        return None if self._asked is None or self._asked.is_trial else self._asked.saved.weights_sha256

    @property
    def model_asked_about(self) -> ToProve | None:
        """The model of that hash."""
        return None if self._asked is None or self._asked.is_trial else self._asked.model

    def needed_s(self) -> float:
        """Seconds that a proof takes now, the start of its process included where none waits."""
        start = () if self._context.fresh.is_ready else (Way.START,)
        return sum(self._context.lately.now_s(way) for way in (*start, Way.SAVE, Way.LABEL))

    def is_proven(self, sha256: str) -> bool:
        """Whether the model of that hash lies in the run folder and is proven."""
        return self.proven is not None and self.proven.weights_sha256 == sha256

    def begin(self) -> None:
        """Have the benchmark proven in the run folder, by the process that waits, or by one for it alone."""
        manifest = read_manifest(self._context.folder)
        if self.proven is not None or manifest.has_network:
            return
        probabilities = self._fitted.model.decision.probabilities(self._fitted.on_validation())
        model = ToProve(self._fitted.delivered(), probabilities, "benchmark")
        saved = SavedModel(self._context.folder, manifest.weights_sha256)
        if self._context.fresh.is_allowed:
            self._submit(model, saved, self._label, self._context.fresh.give_up, timeout_s=self._context.box.left_s)
            return
        with suppress(OSError):  # no process to be had now: the final check asks again
            light = FreshProcess(for_networks=False)
            self._submit(model, saved, light.label, light.kill, timeout_s=self._context.box.left_s)

    def try_out(self, model: ToProve, texts: list[str]) -> None:
        """Save a network that has learned nothing, and have it reloaded: `model.validation` is what it says of `texts`.

        Raises
        ------
        OSError
            No room to save it.
        """
        saved = self._save(model)
        give_up, left_s = self._context.fresh.give_up, self._context.box.left_s
        self._submit(model, saved, self._label, give_up, trial_texts=texts, timeout_s=left_s)

    def ask(self, model: ToProve, timeout_s: Callable[[], float]) -> None:
        """Save a model beside that of the run folder, and have a fresh process label with it.

        Raises
        ------
        OSError
            No room to save it, or no process to be had.
        """
        self.give_up()
        self._submit(model, self._save(model), self._label, self._context.fresh.give_up, timeout_s=timeout_s)

    def _label(self, folder: Path, texts: list[str], *, timeout_s: float, scratch: Path) -> Reloaded:
        return self._context.fresh.label_with_each([folder], texts, timeout_s=timeout_s, scratch=scratch)[0]

    def _submit(
        self,
        model: ToProve,
        saved: SavedModel,
        label: Callable[..., Reloaded],
        end: Callable[[], None],
        *,
        timeout_s: Callable[[], float],
        trial_texts: list[str] | None = None,
    ) -> None:
        every = self._data.validation.texts if trial_texts is None else trial_texts
        rows, scratch = proven_rows(every), self._context.work
        texts = [every[row] for row in rows]
        answer = self._pool.submit(lambda: label(saved.folder, texts, scratch=scratch, timeout_s=timeout_s()))
        self._asked = _Asked(model, rows, saved, answer, end, is_trial=trial_texts is not None)

    def settle(self, wait_s: float = 0.0) -> Check | None:
        """Take in the answer that has come within `wait_s` seconds; None where there is none yet."""
        asked = self._asked
        if asked is None or not wait([asked.answer], timeout=max(0.0, wait_s)).done:
            return None
        self._asked = None
        return self._check(asked)

    def give_up(self) -> None:
        """Ask no more about the model that is asked about; the process that was asked answers the next question."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.end()

    def _save(self, model: ToProve) -> SavedModel:
        """Where the very model lies in the run folder, it need not be saved again."""
        sha256 = weights_sha256(model.delivered)
        if read_manifest(self._context.folder).weights_sha256 == sha256:
            return SavedModel(self._context.folder, sha256)
        began_s = self._context.box.awake_s()
        origin = provenance(self._context, self._data.sha256, self._data.left_off)
        saved = save_model(self._candidate, model.delivered, scores={}, provenance=origin)
        networks = max(1, len(model.delivered.networks))
        self._context.lately.note(Way.SAVE, self._context.box.awake_s() - began_s, networks)
        return saved

    def _check(self, asked: _Asked) -> Check:
        try:
            reloaded = asked.answer.result()
            self._note_times(asked, reloaded)
            is_same = agrees(np.asarray(reloaded.probabilities), asked.model.validation[asked.rows])
            if reloaded.weights_sha256 != asked.saved.weights_sha256 or not is_same:
                raise ModelFolderError("it predicts something else after reloading")
            if not asked.is_trial:
                self._put_in_place(asked)
            return Check.PROVEN
        except (ReloadTimedOut, OSError) as error:
            self.why_not = str(error)
            return Check.UNKNOWN
        except ModelFolderError as error:
            self.why_not = str(error)
            return Check.REFUTED

    def _note_times(self, asked: _Asked, reloaded: Reloaded) -> None:
        """Only a network tells what a network takes."""
        if asked.model.delivered.network is None:
            return
        lately, start_s = self._context.lately, 0.0 if self._context.fresh.is_allowed else reloaded.start_s
        lately.note(Way.START, reloaded.start_s)
        self._context.measured.update(fresh_start_s=reloaded.start_s, reload_s=reloaded.start_s + reloaded.label_s)
        if asked.is_trial:
            self.trial_s = reloaded.label_s + start_s
        else:
            lately.note(Way.LABEL, reloaded.label_s + start_s, len(asked.model.delivered.networks))

    def _put_in_place(self, asked: _Asked) -> None:
        sha256, texts = asked.saved.weights_sha256, len(asked.rows)
        proven = Proven(sha256, self._context.box.clock.unix(), asked.model)
        note = ProofNote(round(proven.unix_s, 3), texts)
        if asked.saved.folder == self._context.folder:
            with_proof(self._context.folder, note)
        else:
            put_in_place(self._candidate, self._context.folder, proven=note)
            self._context.log.emit(ModelSaved(asked.model.what, sha256, asked.model.score))
        self.proven = proven
        self._context.log.emit(ModelProven(asked.model.what, sha256, texts))


def predictions(delivered: Delivered, texts: list[str], *, benchmark: Floats | None = None) -> Probabilities:
    """What a model says in this process of texts that were mended already, (texts, classes).

    `benchmark`: the logits of its n-gram model, where somebody has them.
    """
    predictor = Predictor(delivered, weights_sha256(delivered))
    return predictor.probabilities(texts, normalised=True, benchmark=benchmark)


def proven_rows(texts: list[str]) -> NDArray[np.integer]:
    """Which of the texts a proof labels, from the first to the last."""
    fitting = MOST_CHARACTERS * len(texts) // max(1, sum(map(len, texts)))
    most = min(len(texts), MOST_TEXTS, max(FEWEST_TEXTS, fitting))
    return np.linspace(0, len(texts) - 1, most).round().astype(np.int64)


def _proven_before(folder: Path) -> Proven | None:
    """What a worker before this one has proven."""
    try:
        _, manifest = read_model(folder)
        return Proven(manifest.weights_sha256, manifest.proven.unix_s) if manifest.proven else None
    except ModelError:
        return None
