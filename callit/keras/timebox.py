"""`callit.keras.Timebox`: the callback that ends `fit` in time, keeps the best whole, and proves it."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import keras

from callit.clock import Started
from callit.ended import Ended
from callit.endings import Ending
from callit.errors import BoxError, SaveFailed
from callit.keras.fit_call import FitCall, fit_call
from callit.keras.fresh import reason
from callit.keras.memory import MemoryLimit
from callit.keras.monitor import Monitor
from callit.keras.proving import FIRST_VALIDATION, PROOF, RESTORE, SAVE, SCORING_PART, VALIDATION, Proving
from callit.keras.rate import BY_TIME, RateByTime
from callit.keras.saving import Saver
from callit.keras.too_short import check_long_enough
from callit.keras.weights import MODEL_FILE, model_digests, weights_hash
from callit.lengths import Length, Memory, memory_bytes
from callit.timebox import Timebox as Box
from callit.whole import link_whole

STEP, FIRST_STEP, TEST_BATCH = "step", "first step", "batch of a validation"
_END = (SAVE, RESTORE, SCORING_PART, PROOF)
_FIRST_END, _LATER_END = (FIRST_VALIDATION, *_END), (VALIDATION, *_END)
# What comes after a batch of validation that need not be the last: it, one more, and what has to be even so.
_BEHIND_TEST = (TEST_BATCH, TEST_BATCH, SAVE, RESTORE, SCORING_PART)
_NEWS_EVERY_S = 0.5


class Timebox(keras.callbacks.Callback):  # type: ignore[misc]  # Keras tells no types
    """A box of time for `fit`: it ends in time, validation, saving and proof included, and the best lies saved whole.

    Before the first epoch the model is saved, and after the first batch a fresh process reloads it: what cannot be
    saved is found out in the first minute. A box too short for one batch, a validation and a save is refused. Then
    every new best is saved at once, so that Ctrl-C, a restart of the kernel and `kill -9` leave it.

    Parameters
    ----------
    length, phase, project, folder, started, reserve, data_sha256, log, quiet
        As for `callit.Timebox`.
    monitor
        The score that counts, as Keras names it; `val_loss` by default, `loss` where nothing validates.
    mode
        "min", "max", or "auto": by the name.
    restore_best_weights
        Whether the model has its best weights when `fit` ends in time.
    learning_rate
        "by time": warm up, then fall to zero at the end of the box, from the rate that the model was compiled with.
    memory_limit
        "6GB": stop, and keep, when this process and its children hold more, or would at the next look, half a second
        later, by the steps in which they grow.
    prove
        False: have no fresh process beside the training, which takes the memory of a second Keras (0.6 GB with
        TensorFlow); `callit verify` proves it later on. Nor is there one where fewer than 20 s are left.

    Raises
    ------
    BoxError
        What was asked for cannot be, or the box is too short for it: before the first batch where that is known.

    Examples
    --------
    ```python
    model.fit(x, y, validation_data=(xv, yv), epochs=1000, callbacks=[Timebox("20m", monitor="val_auc")])
    ```
    """

    def __init__(
        self,
        length: Length,
        *,
        monitor: str | None = None,
        mode: str = "auto",
        restore_best_weights: bool = True,
        learning_rate: str | None = None,
        memory_limit: Memory | None = None,
        prove: bool = True,
        phase: str | None = None,
        project: str | None = None,
        folder: str | Path | None = None,
        started: Started = None,
        reserve: Length | None = None,
        data_sha256: str = "",
        log: bool = True,
        quiet: bool = False,
        box: Box | None = None,
    ) -> None:
        super().__init__()
        if learning_rate not in {None, BY_TIME}:
            raise BoxError(
                f'learning_rate={learning_rate!r} is not known. Use learning_rate="by time", or leave it out.'
            )
        settings: dict[str, Any] = {"phase": phase, "project": project, "folder": folder, "started": started}
        settings |= {"reserve": reserve, "data_sha256": data_sha256, "log": log, "quiet": quiet}
        self.box = box or Box(length, **settings)
        self._monitor = Monitor(monitor, mode)
        self._proves = prove
        self._restores, self._by_time = restore_best_weights, learning_rate == BY_TIME
        self._limit_bytes = None if memory_limit is None else memory_bytes(memory_limit)
        self._closing = threading.Lock()
        self._call: FitCall | None = None
        self._saver: Saver | None = None
        self._proving: Proving | None = None
        self._rate: RateByTime | None = None
        self._memory: MemoryLimit | None = None
        self._stopped: Ending | None = None
        self._behind = (STEP, STEP, *_FIRST_END)  # a batch, one more (Keras stops behind the next), and the end
        self._from_s = self._news_s = self._test_from_s = self._test_batch_s = 0.0
        self._last_s: float | None = None
        self._steps = 0
        self._is_partial = False
        self._trained: tuple[str, float] | None = None  # what training measured in the last epoch, and its name
        self._last_error: BaseException | None = None

    @property
    def ended(self) -> Ended | None:
        """How it ended; None while it is open."""
        return self.box.ended

    @property
    def best(self) -> Any:
        """What is kept, as of `callit.Timebox`."""
        return self.box.best

    @property
    def folder(self) -> Path:
        """Where the best lies."""
        return self.box.folder

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Open the box, or go on in it, and do the test run."""
        if self.box.is_open:  # an earlier `fit` was left by an error a moment ago
            self._close_left()
        call = self._call = fit_call()
        metric = self._monitor.settle(call)
        self._rate = RateByTime(self.model.optimizer) if self._by_time else None
        folder = self.box.open() if self.box.ended is None else self.box.open_again()
        self.box.looks = [self._look]
        atexit.register(self._close_left)
        self._stopped, self._steps, self._last_error = None, 0, getattr(sys, "last_value", None)
        self._behind = (STEP, STEP, *_FIRST_END)
        self._saver = Saver(self.model)
        self._memory = None if self._limit_bytes is None else MemoryLimit(self._limit_bytes)
        try:
            self._proving = Proving(folder, self._saver, self.box.reserve, metric, call, proves=self._proves)
            self._proving.test_run(self.model)
            check_long_enough(self.box.reserve, self.model, self._proving.first_validation_s, *_FIRST_END)
        except BaseException as error:
            self._close(Ending.FAILED, f"{type(error).__name__}: {reason(error)}")
            raise
        self._say_bare()
        self.box.tell(self._monitor.words())
        self._from_s = self.box.clock.elapsed_s()

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """What comes between epochs is no step."""
        self._last_s = None

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Look at the clock: this batch is the last one where no further one would fit in."""
        clock = self.box.clock
        if self._last_s is not None:
            self.box.reserve.took(FIRST_STEP if self._steps == 1 else STEP, clock.awake_s() - self._last_s)
        if self._steps == 1 and self._proving is not None:
            self._proving.reload()
        self._last_s, now_s = clock.awake_s(), clock.elapsed_s()
        self._steps += 1
        if now_s - self._news_s > _NEWS_EVERY_S:
            self._listen(now_s)
        left_s = self.box.reserve.left_s(*self._behind)
        if left_s <= 0:
            self._stop(self.box.why_over)
        if self._rate is not None:
            span_s = max(1e-6, now_s + left_s - self._from_s)
            self._rate.at((now_s - self._from_s) / span_s, self.model)

    def on_test_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """A validation begins."""
        self._keep_first_epoch()
        self._test_from_s, self._is_partial = self.box.clock.awake_s(), False

    def on_test_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """One that takes longer than ever before is cut short: the box holds."""
        now_s = self.box.clock.awake_s()
        if batch:
            self.box.reserve.took(TEST_BATCH, now_s - self._test_batch_s)
        self._test_batch_s = now_s
        if batch and self.box.reserve.left_s(*_BEHIND_TEST) <= 0:
            self.model.stop_evaluating = self._is_partial = True

    def on_test_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note how long it took."""
        self.box.reserve.took(VALIDATION, self.box.clock.awake_s() - self._test_from_s)
        self._behind = (STEP, STEP, *_LATER_END)

    def _keep_unscored(self, trained: tuple[str, float] | None) -> None:
        """Keep what is not validated (yet), by what training measured; never in place of what is."""
        if trained is not None and self._saver is not None and self._proving is not None:
            proof = self._proving.proof_of_nothing("its validation did not come to its end")
            self.box.keep_unscored(self._saver, metric=trained[0], value=trained[1], proof=proof)

    def _keep_first_epoch(self) -> None:
        """It is through: it is kept before it is validated, as a validation can be cut short or killed."""
        if self.box.best is None:
            if hasattr(self.model, "jax_state_sync"):
                self.model.jax_state_sync()
            self._keep_unscored(self._monitor.training_score(self.model.get_metrics_result()))

    def _is_saved(self) -> bool:
        best = self.box.best
        return best is not None and weights_hash(model_digests(self.model)) == best.weights_sha256

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Keep the model where it is the best so far."""
        self._trained = self._monitor.training_score(logs or {})
        if self._is_partial:
            self._stop(self.box.why_over)
            self.box.tell("The last validation took too long to be finished in time: its score does not count.")
            return
        scores = self._monitor.scores(logs or {})
        if scores is None:
            if self.box.best is None:
                self._keep_unscored(self._trained)
            if words := self._monitor.missing_words(logs or {}):
                self.box.tell(words)
            return
        try:
            self.box.score_all(scores, save=self._saver, lower=self._monitor.lower, is_saved=self._is_saved)
        except SaveFailed as error:  # the test run was saved: the next best may be as well
            self.box.tell(str(error))
        if self.box.reserve.left_s(*self._behind) <= 0:
            self._stop(self.box.why_over)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Put the best weights back, prove them, and close the box."""
        if not self.box.is_open:
            return
        if (self.box.best is None or not self.box.best.is_scored) and not self._is_saved():
            self._keep_unscored(self._trained)
        is_restored = self.box.best is not None and self.box.best.is_scored and self._restore()
        if self._rate is not None:
            self._rate.put_back()
        proof: dict[str, Any] = {}
        if self._proving is not None and self.box.best is not None:
            self._link()
            proof = self._proving.prove(self.model, is_restored=is_restored, tell=self.box.tell)
        if self.box.best is None:
            self.box.tell(f"Nothing was kept: no epoch in this box had a {self._monitor.name}.")
        ending = self._stopped or Ending.FINISHED
        self._close(ending, self._memory_words() if ending is Ending.MEMORY else "", proof)

    def restore_best(self) -> bool:
        """Put the best weights into the model, as after Ctrl-C; False where nothing was kept."""
        best = self.box.best
        if best is None or self._saver is None:
            return False
        if not self._saver.restore(self.folder / best.best_folder, best.weights_sha256):
            self.box.tell("The weights that were put back are not those that were scored.")
            return False
        if self._rate is not None:  # the optimiser came back with the rate of that moment
            self._rate.put_back()
        return True

    def _restore(self) -> bool:
        try:
            return self._restores and self.restore_best()
        except Exception as error:
            self.box.tell(f"The best weights could not be put back ({error}): the model has its last ones.")
            return False

    def _stop(self, ending: Ending) -> None:
        self._stopped = self._stopped or ending
        self.model.stop_training = True

    def _listen(self, now_s: float) -> None:
        self._news_s = now_s
        news = self._proving.news() if self._proving is not None else ""
        if news:
            self.box.tell(news)
        if self.box.should_stop:  # asked for from outside
            self._stop(self.box.why_over)
        self._monitor.check_measured(self.model, self._steps)

    def _say_bare(self) -> None:
        if self._saver is not None and self._saver.why_bare:
            self.box.tell(f"Keras cannot save this model whole ({self._saver.why_bare}): its weights are kept alone.")

    def _look(self) -> None:
        """By the thread of the box, twice a second."""
        if self._memory is not None and self._stopped is None and self._memory.is_over():
            self._stop(Ending.MEMORY)
        if self._call is not None and not self._call.is_running:
            self._close_left()

    def _close_left(self) -> None:
        """`fit` was left without its end: close the box as what it was."""
        error = getattr(sys, "last_value", None)
        is_new = error is not None and error is not self._last_error
        if not is_new or isinstance(error, KeyboardInterrupt):
            self._close(Ending.INTERRUPTED)
        else:
            ending = (
                Ending.MEMORY if type(error).__name__ in {"MemoryError", "ResourceExhaustedError"} else Ending.FAILED
            )
            words = f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}".rstrip(": ")
            found = self._memory_words() if ending is Ending.MEMORY else ""
            self._close(ending, "; ".join(filter(None, (words, found))))

    def _memory_words(self) -> str:
        """What the limit found, and which batch would fit; nothing without a limit."""
        return "" if self._memory is None else self._memory.words(self._batch_size())

    def _close(self, ending: Ending, error: str = "", proof: Mapping[str, Any] | None = None) -> None:
        with self._closing:
            if not self.box.is_open:
                return
            self._call = None
            self._link()
            if self._proving is not None:
                self._proving.end()
            self.box.close(ending, error, proof)
        atexit.unregister(self._close_left)

    def _link(self) -> None:
        """`model.keras` at the top of the folder is the best one."""
        best = self.box.best
        source = None if best is None else self.folder / best.best_folder / MODEL_FILE
        if source is not None and source.is_file():
            with suppress(OSError):
                link_whole(source, self.folder / MODEL_FILE)
                self.box.opened.add(MODEL_FILE)

    def _batch_size(self) -> int | None:
        return None if self._call is None else self._call.batch_size

    def _repr_html_(self) -> str:
        return self.box._repr_html_()

    def __repr__(self) -> str:
        return repr(self.box)
