"""The test run before a long training, and the proof at its end: both by a fresh process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import keras

from callit.box_folder import BoxFolder
from callit.keras.fit_call import FitCall
from callit.keras.fresh import evaluate, reason
from callit.keras.fresh_process import FreshProcess
from callit.keras.kept_data import KEPT_FILE, KeptData, NotKept, kept_from, write_kept
from callit.keras.saving import Saver
from callit.reserve import Reserve
from callit.whole import file_sha256

SAVE, VALIDATION, PROOF, RESTORE = "save", "validation", "proof", "restore"
FIRST_VALIDATION, SCORING_PART = "first validation", "scoring of the kept part"
_READING_SHARE = 0.05  # of the box, for validation data that comes in batches
LEAST_LEFT_S = 20.0  # a fresh process imports a learning library, for which it and the training share the processor
_SMOKE = "test-run"
_COLD_SHARE = 0.02  # of the box: a first save that took more is done again, as what it loaded for that is loaded once
_FEW_BATCHES = 6  # of validation that the test run tries


class Proving:
    """One for each `fit`. `metric`: what the monitor is called without `val_`, as `evaluate` says it. `proves`:
    whether a fresh process is had, which takes the memory of a second Keras. `first_validation_s`: what the first few
    batches of validation took, the drawing of their graph included; 0 where none was tried."""

    def __init__(
        self, folder: BoxFolder, saver: Saver, reserve: Reserve, metric: str, call: FitCall | None, *, proves: bool
    ) -> None:
        self._folder, self._saver, self._reserve = folder, saver, reserve
        self._batch_size = (call and call.validation_batch_size) or 32
        self._validation_data = None if call is None else call.validation_data
        self._why = ""
        self._kept = self._keep(metric, call)
        self._fresh: FreshProcess | None = None
        self._why_unproven = "no batch was trained" if proves else "prove=False"
        self._proves = proves
        self._smoke_sha256 = ""
        self.first_validation_s = 0.0

    def test_run(self, model: Any) -> None:
        """Validate a little, and save: what cannot be saved is found out now.

        Raises
        ------
        SaveFailed, OSError
            Nothing of the model can be saved.
        """
        self._try_validation(model)
        place = self._folder.path / _SMOKE
        place.mkdir(exist_ok=True)
        first_s = self._saving_s(place)
        is_cold = first_s > _COLD_SHARE * self._reserve.timebox_s
        self._reserve.took(SAVE, min(first_s, self._saving_s(place)) if is_cold else first_s)
        self._reserve.took(RESTORE, self._reserve.longest_s(SAVE) or 0.0)  # to read takes no longer than to write
        if not self._proves:
            shutil.rmtree(place, ignore_errors=True)

    def _saving_s(self, place: Path) -> float:
        began_s = self._reserve.awake_s()
        self._smoke_sha256 = self._saver(place)
        return self._reserve.awake_s() - began_s

    def reload(self) -> None:
        """Have a fresh process reload what the test run saved. Called once a batch is through: that one draws the
        graph, and beside a process that imports Keras it would take twice as long."""
        if not self._proves or self._fresh is not None:
            return
        if self._reserve.left_s() < LEAST_LEFT_S:
            self._proves = False
            self._why_unproven = f"fewer than {LEAST_LEFT_S:.0f} s were left after the first batch"
            shutil.rmtree(self._folder.path / _SMOKE, ignore_errors=True)
            return
        self._fresh = FreshProcess(keras.backend.backend())
        data = {"data": str(self._folder.path), "batch_size": self._batch_size} if self._kept else {}
        place = self._folder.path / _SMOKE
        self._fresh.ask({"do": "load", "folder": str(place), "weights_sha256": self._smoke_sha256, **data})

    def news(self, wait_s: float = 0.0) -> str:
        """What the test run found that a person should know; empty while there is nothing."""
        if self._fresh is None or not self._fresh.is_asked or (told := self._fresh.answer(wait_s)) is None:
            return ""
        shutil.rmtree(self._folder.path / _SMOKE, ignore_errors=True)
        if "took_s" not in told:
            return "The test run could not be reloaded: no fresh process could be had."
        self._reserve.took(PROOF, float(told["took_s"]))
        if told.get("ok") is False:
            return f"The test run was not reloaded as it was saved: {told.get('words')}"
        return f"In a fresh process this model does not load whole: {told['why']}." if told.get("why") else ""

    def prove(self, model: Any, *, is_restored: bool, tell: Callable[[str], None]) -> dict[str, Any]:
        """Have the best loaded and scored again by a fresh process, as long as the box lets it."""
        self._score_part(model, is_restored=is_restored)
        if news := self.news(max(0.0, self._reserve.left_s())):
            tell(news)
        if self._fresh is None:
            return _unproven(self._why_unproven)
        if self._fresh.is_asked:
            return _unproven("no time was left")
        self._fresh.ask({"do": "checks", "folder": str(self._folder.path)})
        told = self._fresh.answer(max(0.0, self._reserve.left_s()))
        if told is None:
            return _unproven("no time was left")
        if "checks" not in told:
            return _unproven(str(told.get("error") or "no fresh process could be had"))
        checks = told["checks"]
        is_proven = all(ok is not False for _, ok, _ in checks)
        words = " ".join(said for _, _, said in checks)
        return {"ok": is_proven, "words": words if is_proven else f"NOT proven. {words}"}

    def proof_of_nothing(self, why: str) -> dict[str, Any]:
        """What is written beside weights whose score nothing can be held against."""
        return {**self._folder.proof, "data": "", "why": why, "is_whole": False}

    def end(self) -> None:
        """Nobody is asked any more."""
        if self._fresh is not None:
            self._fresh.end()
        shutil.rmtree(self._folder.path / _SMOKE, ignore_errors=True)

    def _keep(self, metric: str, call: FitCall | None) -> KeptData | None:
        proof = {
            "kind": "keras",
            "backend": keras.backend.backend(),
            "device": _device(),
            "keras": keras.__version__,
            "metric": metric,
            "batch_size": self._batch_size,
        }
        kept: KeptData | None = None
        try:
            ends_s = self._reserve.elapsed_s() + _READING_SHARE * self._reserve.timebox_s
            steps = None if call is None else call.validation_steps
            kept = kept_from(
                self._validation_data, most_batches=steps, goes_on=lambda: self._reserve.elapsed_s() < ends_s
            )
            write_kept(self._folder.path, kept)
            self._folder.lasting[KEPT_FILE] = file_sha256(self._folder.path / KEPT_FILE)
            proof |= {"data": KEPT_FILE, "rows": kept.rows, "is_whole": kept.is_whole}
        except (NotKept, OSError, ValueError, TypeError) as error:
            kept, self._why = None, reason(error)
            proof |= {"data": "", "why": self._why, "is_whole": False}
        self._folder.proof = proof
        return kept

    def _try_validation(self, model: Any) -> None:
        """Measure a few batches of validation, their compiling apart, and tell from these how long all will take."""
        kept = self._kept
        if kept is None:
            return
        batches = -(-kept.rows // self._batch_size)
        settings = {"sample_weight": kept.sample_weight, "batch_size": self._batch_size, "verbose": 0}
        with suppress(Exception):  # what is wrong with it, fit itself says
            for number in range(2):
                # of all rows, as fit will have them: another data set would draw another graph
                pace = _Pace(self._reserve)
                model.evaluate(kept.x, kept.y, steps=min(batches, _FEW_BATCHES), callbacks=[pace], **settings)
                if number == 0:
                    self.first_validation_s = pace.whole_s
                    if self._reserve.left_s() < pace.whole_s:  # nor will a first batch fit in: that is said at once
                        break
            self._tell_reserve(kept, batches, pace)

    def _tell_reserve(self, kept: KeptData, batches: int, pace: _Pace) -> None:
        part_s = pace.whole_s + max(0, batches - _FEW_BATCHES) * pace.batch_s
        further = max(0, (kept.all_rows or kept.rows) - kept.rows) // self._batch_size
        validation_s = part_s + further * pace.batch_s
        self._reserve.took(VALIDATION, validation_s)
        is_drawn = isinstance(self._validation_data, tuple | list)  # what comes in batches may draw a graph of its own
        self._reserve.took(FIRST_VALIDATION, validation_s + (0 if is_drawn else self.first_validation_s))
        if not kept.is_whole:
            self._reserve.took(SCORING_PART, part_s)

    def _score_part(self, model: Any, *, is_restored: bool) -> None:
        """Where only some rows are kept, the score on those is what can be held against later on."""
        manifest = self._folder.manifest
        if self._kept is None or self._kept.is_whole or manifest is None or not is_restored or not manifest.is_scored:
            return
        value = evaluate(model, self._folder.path, self._batch_size).get(str(manifest.proof["metric"]))
        self._folder.add(proof={**manifest.proof, "value": value})


class _Pace(keras.callbacks.Callback):  # type: ignore[misc]  # Keras tells no types
    """How long an evaluation takes, and a batch of it at least."""

    def __init__(self, reserve: Reserve) -> None:
        super().__init__()
        self._awake_s = reserve.awake_s
        self._began_s, self._before_s = self._awake_s(), 0.0
        self.whole_s, self.batch_s = 0.0, 0.0

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        """The quickest is what the others take, too."""
        now_s = self._awake_s()
        took_s = now_s - self._before_s
        self.batch_s = min(self.batch_s or took_s, took_s) if batch else 0.0
        self._before_s = now_s

    def on_test_end(self, logs: Any = None) -> None:
        """All of it."""
        self.whole_s = self._awake_s() - self._began_s


def _unproven(why: str) -> dict[str, Any]:
    return {"ok": None, "words": f"Not proven in a fresh process: {why}. callit verify does it."}


def _device() -> str:
    backend = keras.backend.backend()
    library = sys.modules.get({"tensorflow": "tensorflow", "jax": "jax", "torch": "torch"}.get(backend, ""))
    if library is None:
        return "cpu"
    if backend == "tensorflow":
        return "gpu" if library.config.list_physical_devices("GPU") else "cpu"
    if backend == "jax":
        return str(library.default_backend())
    return "gpu" if library.cuda.is_available() or library.backends.mps.is_available() else "cpu"
