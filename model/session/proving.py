"""When, beside a training, the best model so far is proven: early enough to fall back on, seldom enough to be cheap."""

from __future__ import annotations

from collections.abc import Callable

from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.delivery import best_so_far
from model.session.proofs import Check, Proofs
from model.session.smoke_stage import Trial
from model.training.plan import proof_due_s
from model.training.progress import Candidate

NEAR_TIMES = 2.0  # what a proof needs: nearer to the end, the final check is the next one


class ProvingOnTheWay:
    """Looks after the proofs whenever it is asked to, and otherwise takes no time.

    `ends_s` tells when training will end, in elapsed seconds, as it looks now.
    """

    def __init__(
        self, context: Context, fitted: FittedBenchmark, trial: Trial, proofs: Proofs, ends_s: Callable[[], float]
    ) -> None:
        self._context, self._fitted, self._trial = context, fitted, trial
        self._proofs, self._ends_s = proofs, ends_s
        self._last_s = context.box.elapsed_s()
        self._tries, self._has_proven, self._has_failed = 0, False, False
        self._asked_for: Candidate | None = None

    def look_after(self) -> None:
        """Take in an answer; see that a fresh process waits; begin another proof where it is time."""
        check = self._proofs.settle()
        if check is not None:
            self._note(check)
        if self._proofs.asked_about is not None:
            return
        self._context.fresh.start()
        if self._is_due() and not self._is_near() and not self._context.should_stop():
            self._ask()

    def _is_near(self) -> bool:
        left_s = self._ends_s() - self._context.box.elapsed_s()
        return left_s < NEAR_TIMES * self._proofs.needed_s()

    def _is_due(self) -> bool:
        best, box = self._trial.best, self._context.box
        if best is None or best.network is None or best is self._asked_for:
            return False
        needed_s = self._proofs.needed_s()
        return box.elapsed_s() >= proof_due_s(
            self._last_s, needed_s, box.timebox_s, tries=self._tries, is_proven=self._has_proven
        )

    def _ask(self) -> None:
        best = self._trial.best
        if best is None:
            return
        self._tries, self._last_s, self._asked_for = self._tries + 1, self._context.box.elapsed_s(), best
        model = best_so_far(self._context.choices.metric, self._fitted, self._trial, best, what="checkpoint")
        try:
            self._proofs.ask(model, self._context.box.left_s)
        except OSError as error:
            if not self._has_failed:
                self._context.log.warn(f"A checkpoint could not be saved ({error.strerror}); training goes on.")
            self._has_failed = True
            return
        if not self._context.fresh.is_allowed:  # no memory for two that work: the training waits
            check = self._proofs.settle(wait_s=self._ends_s() - self._context.box.elapsed_s())
            self._proofs.give_up()
            self._note(check or Check.UNKNOWN)

    def _note(self, check: Check) -> None:
        if check is Check.PROVEN:
            self._has_proven = self._tries > 0  # else it was the test run, whose answer came late
            return
        self._asked_for = None
        if check is Check.REFUTED:
            self._context.log.warn(f"A checkpoint did not reload as it was saved: {self._proofs.why_not}.")
