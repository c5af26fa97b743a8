"""When, beside a training, the best model so far is proven: on a clock set by hand, on quick machines and slow ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from model.protocol.config import STOP_FILE
from model.session import proving
from model.session.proofs import Check
from model.session.proving import ProvingOnTheWay
from model.session.smoke_stage import Trial
from tests.unit.proven_sessions import MadeSession

BOX_S, BEGUN_S, ENDS_S = 120.0, 30.0, 108.0
PROMISED_S = 2 / 3 * BOX_S


class _Proofs:
    """Proofs that take their seconds by the clock, and end as they are told, one after the other."""

    def __init__(self, now_s: Callable[[], float], takes_s: float, ends: tuple[Check, ...] = ()) -> None:
        self.why_not = "it predicts something else after reloading"
        self.asked: list[tuple[float, Any]] = []
        self.proven_s: list[float] = []
        self.has_room = True
        self._now_s, self._takes_s, self._ends = now_s, takes_s, list(ends)
        self._due_s: float | None = None

    @property
    def asked_about(self) -> str | None:
        return None if self._due_s is None else "a hash"

    def needed_s(self) -> float:
        return self._takes_s

    def ask(self, model: Any, timeout_s: Callable[[], float]) -> None:
        if not self.has_room:
            raise OSError(28, "No space left on device")
        self.asked.append((self._now_s(), model))
        self._due_s = self._now_s() + self._takes_s

    def settle(self, wait_s: float = 0.0) -> Check | None:
        if self._due_s is None or self._now_s() + wait_s < self._due_s:
            return None
        self._due_s = None
        check = self._ends.pop(0) if self._ends else Check.PROVEN
        if check is Check.PROVEN:
            self.proven_s.append(self._now_s())
        return check

    def give_up(self) -> None:
        self._due_s = None


class _Training:
    """A training from second 30 to 108 of a box of two minutes, which is looked after twice a second."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, takes_s: float, *ends: Check) -> None:
        self.session = MadeSession(folder, BOX_S)
        self.hands, self.learner = self.session.hands, SimpleNamespace(best=None)
        self.hands.now_s = BEGUN_S
        self.proofs = _Proofs(self.hands, takes_s, ends)
        monkeypatch.setattr(proving, "best_so_far", lambda metric, fitted, trial, best, what: best)
        trial = Trial(cast(Any, self.learner), cast(Any, None), cast(Any, None))
        context, proofs = self.session.context, cast(Any, self.proofs)
        self.way = ProvingOnTheWay(context, self.session.fitted, trial, proofs, lambda: ENDS_S)

    def run(self, *, better_every: int = 8, until_s: float = ENDS_S) -> list[float]:
        """To the end, a better moment every so many looks; the seconds at which a proof was asked for."""
        step = 0
        while self.hands.now_s < until_s:
            if step % better_every == 0:
                seen = SimpleNamespace(log_loss=1 / (1 + self.hands.now_s))
                self.learner.best = SimpleNamespace(network="a network", at_s=self.hands.now_s, validation=seen)
            self.way.look_after()
            self.hands.now_s += 0.5
            step += 1
        return [at_s for at_s, _ in self.proofs.asked]


@pytest.mark.parametrize("takes_s", [0.5, 2.0, 5.0, 9.0, 15.0])
def test_at_two_thirds_of_the_box_the_best_so_far_is_proven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes_s: float
) -> None:
    """Whether a proof takes half a second here or a quarter of a minute."""
    training = _Training(tmp_path, monkeypatch, takes_s)
    training.run()
    assert training.proofs.proven_s[0] <= PROMISED_S


def test_a_quick_machine_proves_again_and_again_but_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time another moment is the best one; a twentieth of the time at most."""
    training = _Training(tmp_path, monkeypatch, 0.5)
    asked = training.run()
    assert len(asked) >= 4
    assert min(later - before for before, later in pairwise(asked)) >= 10.0
    models = [model for _, model in training.proofs.asked]
    assert len({model.at_s for model in models}) == len(models)


def test_what_is_proven_is_not_asked_about_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A training that does not get better has one proof on its way."""
    training = _Training(tmp_path, monkeypatch, 0.5)
    assert len(training.run(better_every=10_000)) == 1


def test_a_proof_that_did_not_come_is_asked_for_again_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system killed the fresh process: the next one is asked in time."""
    training = _Training(tmp_path, monkeypatch, 3.0, Check.UNKNOWN)
    first, second = training.run()[:2]
    assert second - first <= 3 * 3.0
    assert training.proofs.proven_s[0] <= PROMISED_S
    assert not training.session.context.log.warnings


def test_one_that_did_not_reload_as_it_was_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reason; training goes on, and a later one may be proven."""
    training = _Training(tmp_path, monkeypatch, 3.0, Check.REFUTED)
    training.run()
    (warning,) = training.session.context.log.warnings
    assert warning == ("A checkpoint did not reload as it was saved: it predicts something else after reloading.")
    assert training.proofs.proven_s


def test_near_the_end_none_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The final check is the next one, and needs the fresh process for itself."""
    training = _Training(tmp_path, monkeypatch, 3.0)
    assert training.run()[-1] <= ENDS_S - 2 * 3.0


def test_after_stop_and_keep_none_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person waits for the end."""
    (tmp_path / STOP_FILE).touch()
    assert not _Training(tmp_path, monkeypatch, 0.5).run()


def test_without_memory_for_two_the_training_waits_for_its_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is over when the look returns: nothing is at work beside the next step."""
    training = _Training(tmp_path, monkeypatch, 4.0)
    training.session.fresh.is_allowed = False
    training.run()
    assert training.proofs.asked
    assert training.proofs.asked_about is None
    assert training.proofs.proven_s[0] <= PROMISED_S


def test_a_full_disk_costs_the_checkpoint_and_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training goes on."""
    training = _Training(tmp_path, monkeypatch, 3.0)
    training.proofs.has_room = False
    training.run()
    (warning,) = training.session.context.log.warnings
    assert warning == "A checkpoint could not be saved (No space left on device); training goes on."
