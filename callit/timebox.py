"""`callit.Timebox`: a box around any training loop."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from callit.box_folder import RESULT_FILE, BoxFolder, Manifest, free_folder
from callit.clock import BoxClock, Started, exit_s
from callit.course import Scored, worth_of_more
from callit.diary import LEAST_GOODBYE_S, LONGEST_GOODBYE_S, Diary, NoDiary, ProcessDiary
from callit.ended import Ended, best_words
from callit.endings import Ending
from callit.errors import BoxError, SaveFailed
from callit.lengths import Length, length_s, length_words, unit_words
from callit.metrics import is_better, lower_is_better, score_words
from callit.progress import NoProgress, NotebookProgress, Progress
from callit.reserve import Reserve
from callit.show import is_notebook, say, show
from callit.time_left import TimeLeft
from callit.watch import Watch
from callit.whole import Save

_Batch = TypeVar("_Batch")
_NO_BATCH: Any = object()
SAVE, BATCH, FIRST_BATCH, LOAD, FIRST_LOAD = "save", "batch", "first batch", "load", "first load"
STOP_FILE = "stop-and-keep"  # in the folder: asks a box to stop, as it does a training session


class Timebox:
    """A box of time for a training loop: it ends in time, and the best is saved whole.

    Parameters
    ----------
    length
        "20m", "1h30m", "90s", "PT20M", a `timedelta`, or a number of seconds. Text without a unit is minutes, "20", and
        what that comes to is said. The clock starts here, at the call.
    phase, project
        Where its time and its score are logged; the current project and its training phase by default. Without any
        project nothing is logged, and nothing asked.
    folder
        Where the best is kept: a folder of this box alone (`callit-boxes/…` by default). Where it holds something
        already, a number is added to its name: nothing is overwritten.
    started
        "kernel" counts from the start of this process, imports included; a `datetime` from that instant.
    reserve
        Time to keep for what comes after the loop.
    data_sha256
        A hash of the data, which is logged with the score.
    log
        False: tell the planner nothing.
    quiet
        True: print nothing.

    Raises
    ------
    BoxError
        A length that cannot be read, a box that is over already (`started=`); at `with`, a folder that cannot be made,
        a project or phase that is not there.

    Examples
    --------
    >>> import tempfile
    >>> place = tempfile.mkdtemp()
    >>> with Timebox("3s", folder=Path(place, "box"), log=False, quiet=True) as box:
    ...     for batch in box.batches([0.2, 0.4, 0.3], epochs=1):
    ...         _ = box.score(accuracy=batch, save=lambda folder: (folder / "net.txt").write_text("…"))
    >>> box.best.metric, box.best.value, sorted(box.best.files)
    ('accuracy', 0.4, ['best-0002/net.txt', 'result.json'])
    """

    def __init__(
        self,
        length: Length,
        *,
        phase: str | None = None,
        project: str | None = None,
        folder: str | Path | None = None,
        started: Started = None,
        reserve: Length | None = None,
        data_sha256: str = "",
        log: bool = True,
        quiet: bool = False,
        clock: BoxClock | None = None,
        diary: Diary | None = None,
    ) -> None:
        self.timebox_s = length_s(length)
        self.clock = clock or BoxClock(started)
        self._refuse_if_over(started)
        fixed_s = 0.0 if reserve is None else length_s(reserve)
        self.reserve = Reserve(self.clock, self.timebox_s, fixed_s=fixed_s)
        self._asked = {"phase": phase, "project": project}
        self._wanted = None if folder is None else Path(folder)
        self._data_sha256 = data_sha256
        self._read_as = unit_words(length)
        self._diary: Diary = diary or (ProcessDiary() if log else NoDiary())
        self._quiet = quiet
        self._folder: BoxFolder | None = None
        self._watch = Watch(self._look)
        self._progress: Progress = NoProgress()
        self._metric: str | None = None
        self._is_over = self._is_asked_to_stop = False
        self._said: list[str] = []
        self.looks: list[Callable[[], None]] = []  # called twice a second by a thread of the box, while it is open
        self.scores: list[Scored] = []
        self.epoch = 0
        self.ended: Ended | None = None

    def _refuse_if_over(self, started: Started) -> None:
        """`started=` counts what was before the call, such as imports: they can use up a short box."""
        before_s = self.clock.before_s
        if 0 < self.timebox_s - exit_s(self.timebox_s) <= before_s:
            since = "since the process began, imports included" if started == "kernel" else "since started="
            raise BoxError(
                f"This box of {length_words(self.timebox_s)} was over before it began: {length_words(before_s)} had "
                f"passed {since}. Give it a longer one, or leave started= out: then it counts from the call."
            )

    @property
    def folder(self) -> Path:
        """Where the best lies."""
        return self._opened().path

    @property
    def best(self) -> Manifest | None:
        """What is kept: its metric, value, files, and the second at which it was reached; None before the first."""
        return None if self._folder is None else self._folder.manifest

    @property
    def ending(self) -> str | None:
        """How it ended, in words of `Ending`; None while it is open."""
        return None if self.ended is None else str(self.ended.ending)

    @property
    def left_s(self) -> float:
        """Seconds of work left: the time for one more save is taken off already. 0 when the box is over."""
        return max(0.0, self.reserve.left_s(SAVE))

    @property
    def share_elapsed(self) -> float:
        """How much of the box has passed, 0 to 1: what a learning rate can be a function of."""
        return min(1.0, self.clock.elapsed_s() / self.timebox_s)

    @property
    def should_stop(self) -> bool:
        """Whether it is time to stop: what one more batch, as long as the longest so far, would not fit in."""
        return self._has_to_stop()

    def _has_to_stop(self, *also: str) -> bool:
        """`also`: what comes before the next batch."""
        self._is_over = self._is_over or self.reserve.left_s(SAVE, BATCH, *also) <= 0
        return self._is_over

    @property
    def why_over(self) -> Ending:
        """As what a box ends that has to stop: its time is over, or somebody asked for it."""
        return Ending.STOPPED if self._is_asked_to_stop else Ending.BOX_OVER

    def batches(self, loader: Iterable[_Batch], *, epochs: int | None = None) -> Iterator[_Batch]:
        """The batches of a loader, over and over until the box ends, or for so many `epochs`.

        How long a batch takes to come, and what the loop does with it, is measured, so that the last one ends in time
        too. An iterator that can be gone through only once is gone through once.
        """
        self._opened()
        while epochs is None or self.epoch < epochs:
            count = 0
            for batch in self._loaded(loader):
                with self.reserve.measured(BATCH if count or self.epoch else FIRST_BATCH):
                    yield batch
                count += 1
            if self._is_over:
                return
            self.epoch += 1
            if not count or isinstance(loader, Iterator):
                return

    def _loaded(self, loader: Iterable[_Batch]) -> Iterator[_Batch]:
        """Those that come while there is time for one to come, and to be worked on."""
        batches: Iterator[_Batch] | None = None
        kind = FIRST_LOAD
        while not self._has_to_stop(kind):
            with self.reserve.measured(kind):
                batches = iter(loader) if batches is None else batches  # some start processes for it
                batch = next(batches, _NO_BATCH)
            if batch is _NO_BATCH or self.should_stop:
                return
            yield cast("_Batch", batch)
            kind = LOAD

    def score(self, *, save: Save | None = None, lower: bool | None = None, **scores: float) -> bool:
        """Say how good the model is now; True where it was the best so far and is kept.

        The first name is the one that counts; whether more or less of it is better is known by its name. `save` is
        called only for the best, and where there is time: it gets a new, empty folder, which is put in place when it is
        whole. `lower`: whether less is better, where the name does not say so.

        Raises
        ------
        BoxError
            No score was given.
        SaveFailed
            The first save failed, or wrote nothing: found out early, as nothing would have been kept.
        """
        if not scores:
            raise BoxError("No score was given. Say one by its name: box.score(val_auc=0.88, save=...).")
        return self.score_all(scores, save=save, lower=lower)

    def score_all(
        self,
        scores: Mapping[str, float],
        *,
        save: Save | None = None,
        lower: bool | None = None,
        is_saved: Callable[[], bool] = lambda: False,
    ) -> bool:
        """The same with the scores as a mapping, for names that Python does not take as such.

        `is_saved`: asked of the best, whether it is what lies there already, kept before it was scored.
        """
        folder = self._opened()
        metric = self._metric = self._metric or next(iter(scores))
        if metric not in scores:
            raise BoxError(f"The first score was of {metric}, and this one has {', '.join(scores)}. Give {metric} too.")
        named = {name: float(value) for name, value in scores.items()}
        value, at_s = named[metric], self.clock.elapsed_s()
        if not math.isfinite(value):
            self.tell(f"{metric} is no finite number any more: such a score is never the best.")
            return False
        is_lower = lower_is_better(metric) if lower is None else lower
        self.scores.append(Scored(at_s, value, is_lower))
        before = folder.manifest.value if folder.manifest and folder.manifest.metric == metric else None
        is_best = is_better(value, before, lower=is_lower)
        if not is_best or save is None:
            return False
        if folder.manifest is not None and not folder.manifest.is_scored and is_saved():
            folder.add(metric=metric, value=value, scores=named, at_s=at_s, proof=folder.proof)
            return True
        return self._kept(save, metric, value, named, at_s)

    def keep_unscored(self, save: Save, *, metric: str, value: float, proof: Mapping[str, Any]) -> None:
        """Keep what is there before its score is known, under what is known of it: an end in this moment finds it.

        The first score takes its place, whatever it is; it takes the place of no other.
        """
        folder = self._opened()
        if (folder.manifest is not None and folder.manifest.is_scored) or not math.isfinite(value):
            return
        at_s = self.clock.elapsed_s()
        try:
            with self.reserve.measured(SAVE):
                folder.keep(save, metric=metric, value=value, scores={}, at_s=at_s, proof=proof)
        except Exception as error:  # the first score will say it, if it fails again
            self.tell(f"A save failed ({_reason(error)}).")

    def _kept(self, save: Save, metric: str, value: float, scores: Mapping[str, float], at_s: float) -> bool:
        folder = self._opened()
        if self.reserve.left_s(SAVE) <= 0 and folder.manifest is not None:
            self.tell(f"{metric} {score_words(value)} came when no time for a save was left: {best_words(self.best)}.")
            return False
        try:
            with self.reserve.measured(SAVE):
                folder.keep(save, metric=metric, value=value, scores=scores, at_s=at_s)
        except Exception as error:
            if folder.manifest is None:
                raise SaveFailed(f"The first save failed, so nothing would be kept: {_reason(error)}") from error
            self.tell(f"A save failed ({_reason(error)}): {best_words(self.best)}.")
            return False
        return True

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self.close(self.why_over if self._is_over else Ending.FINISHED)
        elif isinstance(error, KeyboardInterrupt):
            self.close(Ending.INTERRUPTED)
        else:
            self.close(Ending.MEMORY if isinstance(error, MemoryError) else Ending.FAILED, _reason(error))

    def open(self) -> BoxFolder:
        """Make the folder and begin to log: what `with` does."""
        if self._folder is not None:
            raise BoxError("This box was opened already. Make a new Timebox for another run.")
        if self._read_as:
            self.tell(self._read_as)
        path = free_folder(self._wanted, self.clock.started_unix)
        if self._wanted is not None and path != Path(self._wanted).expanduser().absolute():
            self.tell(f"{self._wanted} holds something already: this box is kept in {path}.")
        order = self._order(path)
        self._folder = BoxFolder(path, order)
        try:
            self._diary.begin(order, wait=any(self._asked.values()))
        except BaseException:  # refused, or Ctrl-C while it waits for an answer: nothing was opened
            self._take_back(self._folder)
            raise
        self._begin_watch()
        return self._folder

    def _take_back(self, folder: BoxFolder) -> None:
        self._diary.end(wait_s=0.0, how="interrupted")
        self._diary, self._folder = type(self._diary)(), None
        folder.discard()

    def open_again(self) -> BoxFolder:
        """Go on in the rest of the box, with the best of before: as `fit` called again does.

        Raises
        ------
        BoxError
            It is over.
        """
        folder = self._opened()
        if self.reserve.left_s(SAVE) <= 0:
            used = length_words(self.clock.elapsed_s())
            raise BoxError(f"This box of {length_words(self.timebox_s)} is over ({used} ago it began). Make a new one.")
        order = {**self._order(folder.path), "started_unix": time.time(), "timebox_s": self.left_s}
        folder.open_again(order)
        (folder.path / STOP_FILE).unlink(missing_ok=True)  # it asked for the stop that was
        self._diary = type(self._diary)()
        try:
            self._diary.begin(order, wait=any(self._asked.values()))
        except BaseException:
            folder.close()
            raise
        self._watch, self.ended, self._is_over, self._is_asked_to_stop = Watch(self._look), None, False, False
        self._begin_watch()
        return folder

    def _begin_watch(self) -> None:
        """In a notebook with a line that tells how much is left; a script prints what it prints, and no more."""
        self._progress = NotebookProgress() if is_notebook() and not self._quiet else NoProgress()
        self._progress.begin(self._time_left(), "")
        self._watch.start()

    def _time_left(self) -> TimeLeft:
        best = self.best
        return TimeLeft(self.timebox_s, self.clock.elapsed_s(), "" if best is None else best_words(best))

    def _order(self, path: Path) -> dict[str, Any]:
        return {
            "folder": str(path),
            "timebox_s": self.timebox_s,
            "started_unix": self.clock.started_unix,
            "data_sha256": self._data_sha256,
            "python": sys.version.split()[0],
            "opened_unix": time.time(),
            **self._asked,
        }

    @property
    def is_open(self) -> bool:
        """Whether it was opened and not closed yet."""
        return self._folder is not None and self.ended is None

    @property
    def opened(self) -> BoxFolder:
        """Its folder, for whoever writes into it beside the best."""
        return self._opened()

    def _opened(self) -> BoxFolder:
        if self._folder is None:
            raise BoxError("This box is not open. Use it as: with callit.Timebox('20m') as box: ...")
        return self._folder

    def _look(self) -> None:
        folder = self._opened()
        folder.touch()
        self._progress.at(self._time_left())
        if (folder.path / STOP_FILE).exists():
            self._is_over = self._is_asked_to_stop = True
        for look in self.looks:
            look()

    def close(self, ending: Ending, error: str = "", proof: Mapping[str, Any] | None = None) -> None:
        """Write down how it ended and let the folder go: what the end of `with` does."""
        folder = self._opened()
        self._watch.stop()
        worth = worth_of_more(self.scores, self._metric) if self._metric else None
        used_s = self.clock.elapsed_s()
        self._say_overrun(used_s)
        said = tuple(self._said)
        ended = Ended(ending, self.timebox_s, used_s, folder.path, folder.manifest, worth, error, proof or {}, said)
        with suppress(OSError):  # a full disk: the best lies there all the same
            folder.write(RESULT_FILE, ended.to_json(self.clock.started_unix + used_s).encode())
        logged = self._diary.end(wait_s=self._goodbye_s())
        folder.close()
        self._progress.end(f"A box of {length_words(self.timebox_s)}, used for {length_words(used_s)}.", ended.colour)
        self.ended = replace(ended, best=folder.manifest, logged=logged)
        if not self._quiet:
            show(self, self.ended.text())

    def _goodbye_s(self) -> float:
        """How long to wait for what the planner says: it has the end already, and logs it in any case."""
        return min(LONGEST_GOODBYE_S, max(LEAST_GOODBYE_S, self.timebox_s - self.clock.elapsed_s() - LEAST_GOODBYE_S))

    def _say_overrun(self, used_s: float) -> None:
        if used_s > self.timebox_s:
            over = length_words(used_s - self.timebox_s)
            self._said.append(f"That is {over} more than the box: what came last took longer than ever before.")

    def tell(self, sentence: str) -> None:
        """Say something once, now and on the card."""
        if sentence not in self._said:
            self._said.append(sentence)
            if not self._quiet:
                say(f"callit: {sentence}")

    def _repr_html_(self) -> str:
        return self.ended.html() if self.ended else f"<pre>{self!r}</pre>"

    def __repr__(self) -> str:
        if self.ended:
            return self.ended.text()
        return f"<Timebox of {length_words(self.timebox_s)}, {length_words(self.left_s)} left>"


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300].rstrip(": ")
