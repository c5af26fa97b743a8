"""Folds of the benchmark for hands: the same scores whoever fits them, and nobody is waited for longer than that takes.

The test is the hand: it fits what lies there, with the code of a real one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from model.hand.side_bench import fit_fold
from model.ngram.benchmark import BenchmarkFit, Means, fit_benchmark
from model.ngram.linear import FitTime, LinearModel, fit_linear
from model.protocol.events import FOLD, HandBegun, HandDone, HandReady
from model.protocol.hands import Beat, Hand, hand_folder, order_numbers, write_beat, write_hands
from model.protocol.run_folder import WORK_FOLDER
from model.protocol.side_orders import FOLD_TABLE, FoldOrder, read_side_order
from model.session.folds_elsewhere import FoldsElsewhere
from model.session.side_answers import SideAnswer, write_side_answer
from tests.unit.made_models import made_texts
from tests.unit.proven_sessions import MadeSession

ROWS, FIT_S = 300, 12.0
TEXTS = list(made_texts(ROWS, seed=5))
LABELS = np.arange(ROWS) % 3


@dataclass
class _Benchmark:
    """A benchmark that is fitted on a clock set by hand: each fit takes twelve seconds, a fold two thirds of that."""

    folder: Path
    hands: int = 1
    meanwhile: Callable[[], None] = lambda: None
    slept_s: float = 0.0
    fits: int = 0
    left_s: float = 100.0

    def __post_init__(self) -> None:
        self.session = MadeSession(self.folder, 600.0)
        self.clock = self.session.hands
        write_hands(self.folder, [Hand(f"hand-{n}", f"lab-{n}") for n in range(1, self.hands + 1)])
        for number in range(1, self.hands + 1):
            self.is_up(number)

    def at(self, hand: int) -> Path:
        return hand_folder(self.folder, f"hand-{hand}")

    def is_up(self, hand: int, *, is_up: bool = True) -> None:
        self.at(hand).mkdir(parents=True, exist_ok=True)
        write_beat(self.at(hand), Beat(1, is_up=is_up))

    def fit(self, *, helped: bool = True, measured: FitTime | None = None) -> BenchmarkFit:
        self.ends_s = self.clock.now_s + self.left_s
        means = Means(fit=self._fit, measure=lambda *_: measured or FitTime(ROWS, FIT_S, 1.0))
        fold_help = FoldsElsewhere(self.session.context, sleep=self._sleep) if helped else None
        return fit_benchmark(
            TEXTS, LABELS, 3, seed=7, time_left_s=self._left_s, means=means, metric="accuracy", fold_help=fold_help
        )

    def _left_s(self) -> float:
        return self.ends_s - self.clock.now_s

    def _fit(self, table: object, labels: np.ndarray, *rest: object, **more: object) -> LinearModel:
        self.meanwhile()
        self.fits += 1
        self.clock.now_s += FIT_S * len(labels) / ROWS
        return fit_linear(table, labels, *rest, **more)  # type: ignore[arg-type]

    def _sleep(self, seconds: float) -> None:
        self.clock.now_s += seconds
        self.slept_s += seconds

    def order(self, hand: int) -> FoldOrder | None:
        numbers = order_numbers(self.at(hand))
        order = read_side_order(self.at(hand), numbers[0]) if numbers else None
        assert order is None or isinstance(order, FoldOrder)
        return order

    def answers(self, *hands: int) -> None:
        """These hands have fitted what they were given."""
        for hand in hands:
            order = self.order(hand)
            answer = None if order is None else fit_fold(self.at(hand), order)
            if answer is not None:
                write_side_answer(self.at(hand), answer)


def is_same(fit: BenchmarkFit, other: BenchmarkFit) -> None:
    np.testing.assert_allclose(fit.out_of_fold_logits, other.out_of_fold_logits, atol=1e-5)
    np.testing.assert_allclose(fit.model.linear.coefficients, other.model.linear.coefficients, atol=1e-5)
    np.testing.assert_allclose(fit.model.decision_shift, other.model.decision_shift, atol=1e-5)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> BenchmarkFit:
    """All of it fitted by one process."""
    return _Benchmark(tmp_path_factory.mktemp("alone")).fit(helped=False)


@pytest.mark.parametrize("hands", [1, 2, 3])
def test_folds_that_hands_fitted_are_those_that_would_have_been_fitted_here(
    tmp_path: Path, alone: BenchmarkFit, hands: int
) -> None:
    """Each fold is fitted once: beside the model itself, fewer are left for this process; nobody is waited for."""
    made = _Benchmark(tmp_path, hands)
    made.meanwhile = lambda: made.answers(*range(1, hands + 1))
    is_same(made.fit(), alone)
    assert made.fits == 1 + (3 - hands if hands > 1 else 1)  # a single hand does two of them
    assert made.slept_s == 0.0
    done = made.session.said(HandDone)
    assert len(done) == 4 - made.fits
    assert {(one.work, one.hand) for one in done} == {(FOLD, f"hand-{n}") for n in range(1, hands + 1)}
    assert made.session.said(HandBegun)[0].change == "of the n-gram model without part 1 of 3"


def test_nothing_is_left_lying_there(tmp_path: Path) -> None:
    """Tables are large; orders that are not wanted any more keep a hand from its work."""
    made = _Benchmark(tmp_path, hands=2)
    made.fit()
    assert not list((tmp_path / WORK_FOLDER).rglob(FOLD_TABLE))
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []


def test_what_never_comes_is_fitted_here_after_no_longer_than_that_takes(tmp_path: Path, alone: BenchmarkFit) -> None:
    made = _Benchmark(tmp_path, hands=3)
    is_same(made.fit(), alone)
    assert made.fits == 4
    assert 0 < made.slept_s <= 2 / 3 * FIT_S + 0.5
    assert len(made.session.said(HandReady)) == 3  # their rows are free again


def test_where_time_is_short_nobody_is_waited_for(tmp_path: Path, alone: BenchmarkFit) -> None:
    """What is not there once there is just time to fit it here is fitted here: the stage ends in its time."""
    made = _Benchmark(tmp_path, hands=3, left_s=43.0)  # all four fits take 36 s
    is_same(made.fit(), alone)
    assert 0 < made.slept_s < 7.0
    assert made.clock.now_s < made.ends_s


@pytest.mark.parametrize("bytes_there", [b"", b"PK\x03\x04 no archive"], ids=["empty", "cut off"])
def test_rubbish_is_not_taken_for_scores(tmp_path: Path, alone: BenchmarkFit, bytes_there: bytes) -> None:
    made = _Benchmark(tmp_path, hands=1)

    def rubbish() -> None:
        if made.order(1) is not None:
            (made.at(1) / "001.done.npz").write_bytes(bytes_there)

    made.meanwhile = rubbish
    is_same(made.fit(), alone)
    assert made.fits == 4
    assert made.slept_s == 0.0


def test_neither_are_scores_that_are_none_nor_those_of_another_order(tmp_path: Path, alone: BenchmarkFit) -> None:
    made = _Benchmark(tmp_path, hands=2)

    def rubbish() -> None:
        for hand, number in ((1, 1), (2, 9)):
            order = made.order(hand)
            if order is not None:
                answer = fit_fold(made.at(hand), replace(order, number=number))
                assert answer is not None
                scores = answer.scores * (np.nan if hand == 1 else 1)
                write_side_answer(made.at(hand), SideAnswer(answer.facts, scores))
                if number == 9:
                    (made.at(2) / "009.done.npz").rename(made.at(2) / f"{order.number:03d}.done.npz")

    made.meanwhile = rubbish
    is_same(made.fit(), alone)
    assert made.fits == 4


def test_hands_that_are_not_up_get_none(tmp_path: Path, alone: BenchmarkFit) -> None:
    """They load their libraries: nobody waits for that."""
    made = _Benchmark(tmp_path, hands=1)
    made.is_up(1, is_up=False)
    is_same(made.fit(), alone)
    assert (made.fits, made.slept_s) == (4, 0.0)
    assert made.session.said(HandBegun) == []


def test_what_takes_less_time_here_than_its_way_is_fitted_here(tmp_path: Path) -> None:
    """No table is written for it either."""
    made = _Benchmark(tmp_path, hands=1)
    made.fit(measured=FitTime(ROWS, 2.0, 1.0))
    assert (made.fits, made.session.said(HandBegun)) == (4, [])
    assert not (tmp_path / WORK_FOLDER / FOLD_TABLE).exists()


def test_a_full_disk_costs_the_help_and_not_the_benchmark(
    tmp_path: Path, alone: BenchmarkFit, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _Benchmark(tmp_path, hands=1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("model.session.folds_elsewhere.write_fold_table", full)
    is_same(made.fit(), alone)
    assert made.fits == 4
