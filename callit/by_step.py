"""A box for libraries that tell of each step, validation and end of a training: what their callbacks have in common."""

from __future__ import annotations

import atexit
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from callit.box_folder import Manifest
from callit.call import Call
from callit.ended import Ended
from callit.endings import Ending
from callit.errors import BoxError, SaveFailed
from callit.lengths import Length
from callit.metrics import is_number, lower_is_better
from callit.timebox import SAVE, Timebox
from callit.whole import Save

STEP, FIRST_STEP, VALIDATION, VALIDATION_BATCH, RESTORE = "step", "first step", "validation", "batch of one", "restore"
_END = (VALIDATION, SAVE, RESTORE)
_MODES = {"auto": None, "min": True, "max": False}
_SMOKE = "test-run"


class StepCallback:
    """The callback of such a library: made alike for all of them, and asked alike for what became of its box."""

    usual_monitor = "val_loss"

    def __init__(
        self,
        length: Length,
        *,
        monitor: str | None = None,
        mode: str = "auto",
        restore_best_weights: bool = True,
        box: Timebox | None = None,
        **settings: Any,
    ) -> None:
        """A callback with a box of its own.

        Parameters
        ----------
        length
            As of `callit.Timebox`: "20m", "1h30m", "90s", a `timedelta`, or a number of seconds. The clock starts here.
        monitor, mode
            The score that counts, as it is logged, the loss of validation by default; "min", "max", or "auto": by the
            name.
        restore_best_weights
            Whether the best weights are put back when the training ends in time.
        settings
            As of `callit.Timebox`: phase, project, folder, started, reserve, data_sha256, log, quiet.

        Raises
        ------
        BoxError
            A setting that cannot be.
        """
        super().__init__()
        self._asked = monitor
        self._by_step = ByStep(length, monitor=monitor or self.usual_monitor, mode=mode, box=box, settings=settings)
        self._restores = restore_best_weights

    @property
    def box(self) -> Timebox:
        """The box itself."""
        return self._by_step.box

    @property
    def ended(self) -> Ended | None:
        """How it ended; None while it is open."""
        return self.box.ended

    @property
    def best(self) -> Manifest | None:
        """What is kept."""
        return self.box.best

    def _repr_html_(self) -> str:
        return self.box._repr_html_()


class ByStep:
    """The box of one training: when to stop, what is the best, and how it ended.

    Parameters
    ----------
    monitor, mode
        The score that counts; "min", "max", or "auto": by the name.
    settings
        Those of `callit.Timebox`.
    """

    def __init__(self, length: Length, *, monitor: str, mode: str, box: Timebox | None, settings: Mapping[str, Any]):
        if mode not in _MODES:
            raise BoxError(f'mode={mode!r} is not known. Use "min", "max", or "auto" (by the name of the score).')
        self.monitor, self._mode = monitor, mode
        self.box = box or Timebox(length, **settings)
        self.stopped = False
        self._closing = threading.Lock()
        self._call: Call | None = None
        self._steps = 0
        self._last_s: float | None = None
        self._from_s = self._batch_s = 0.0
        self._last_error: BaseException | None = None

    def begin(self, save: Save, call: Call | None = None) -> None:
        """Open the box, or go on in it, and save once: what cannot be saved is found out now.

        Raises
        ------
        SaveFailed
            It cannot be saved.
        """
        folder = self.box.open() if self.box.ended is None else self.box.open_again()
        self._call, self.stopped, self._steps, self._last_s = call, False, 0, None
        self._last_error = getattr(sys, "last_value", None)
        place = folder.path / _SMOKE
        place.mkdir(exist_ok=True)
        try:
            with self.box.reserve.measured(SAVE):
                save(place)
        except Exception as error:
            self.close(Ending.FAILED, f"{type(error).__name__}: {error}")
            raise SaveFailed(f"The test run could not be saved, so nothing would be kept: {error}") from error
        finally:
            shutil.rmtree(place, ignore_errors=True)
        self.box.reserve.took(RESTORE, self.box.reserve.longest_s(SAVE) or 0.0)
        self.box.looks = [self._look]
        atexit.register(self._close_left)

    def step_began(self) -> None:
        """A step begins; what came since the last one, such as loading its batch, belongs to it."""
        if self._last_s is None:
            self._last_s = self.box.clock.awake_s()

    def step_ended(self) -> bool:
        """Whether it has to be the last one, as no further one would fit in."""
        now_s = self.box.clock.awake_s()
        if self._last_s is not None:
            self.box.reserve.took(STEP if self._steps else FIRST_STEP, now_s - self._last_s)
        self._last_s = now_s
        self._steps += 1
        self.stopped = self.stopped or self.box.should_stop or self.box.reserve.left_s(STEP, *_END) <= 0
        return self.stopped

    def validation_began(self) -> None:
        """What follows is no step."""
        self._from_s, self._last_s = self.box.clock.awake_s(), None

    def validation_fits(self, batch: int) -> bool:
        """Whether a batch of the validation may begin: one that takes longer than ever before is better cut short."""
        now_s = self.box.clock.awake_s()
        if batch:
            self.box.reserve.took(VALIDATION_BATCH, now_s - self._batch_s)
        self._batch_s = now_s
        return not batch or self.box.reserve.left_s(VALIDATION_BATCH, SAVE, RESTORE) > 0

    def validation_ended(self) -> None:
        """Note how long it took."""
        self.box.reserve.took(VALIDATION, self.box.clock.awake_s() - self._from_s)

    def score(self, measured: Mapping[str, Any], save: Save) -> None:
        """Keep the model where it is the best so far, by the monitored score among those that were measured."""
        scores = {name: float(value) for name, value in measured.items() if is_number(value)}
        if self.monitor not in scores:
            names = ", ".join(scores) or "nothing"
            self.box.tell(f"monitor={self.monitor!r} is not among what was measured: {names}. Name one of these.")
            return
        lower, first = _MODES[self._mode], {self.monitor: scores[self.monitor]}
        lower = lower_is_better(self.monitor) if lower is None else lower
        try:
            self.box.score_all({**first, **scores}, save=save, lower=lower)
        except SaveFailed as error:  # the test run was saved: the next best may be as well
            self.box.tell(str(error))
        self._last_s = None

    def end(self, restore: Callable[[Path, Manifest], None] | None) -> None:
        """Put the best weights back, and close the box."""
        best = self.box.best
        if best is None:
            self.box.tell(f"Nothing was kept: {self.monitor} was never measured in this box.")
        elif restore is not None:
            try:
                restore(self.box.folder / best.best_folder, best)
            except Exception as error:
                self.box.tell(f"The best weights could not be put back ({error}): the model has its last ones.")
        self.close(self.box.why_over if self.stopped else Ending.FINISHED)

    def left_by(self, error: BaseException) -> None:
        """An error left the training: the box is closed as what it was."""
        if isinstance(error, KeyboardInterrupt):
            self.close(Ending.INTERRUPTED)
        else:
            ending = Ending.MEMORY if type(error).__name__ in {"MemoryError", "OutOfMemoryError"} else Ending.FAILED
            self.close(ending, f"{type(error).__name__}: {str(error)[:200]}")

    def close(self, ending: Ending, error: str = "") -> None:
        """Once."""
        with self._closing:
            if not self.box.is_open:
                return
            self._call = None
            self.box.close(ending, error)
        atexit.unregister(self._close_left)

    def _look(self) -> None:
        """By the thread of the box, twice a second."""
        if self._call is not None and not self._call.is_running:
            self._close_left()

    def _close_left(self) -> None:
        error = getattr(sys, "last_value", None)
        is_new = error is not None and error is not self._last_error
        self.left_by(error if is_new and error is not None else KeyboardInterrupt())
