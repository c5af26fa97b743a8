"""`fit` in a box: it ends in time with the best kept whole, whatever happens on the way."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, ClassVar

import keras
import numpy as np
import pytest

from callit import BoxError
from callit.keras.timebox import Timebox
from callit.keras.weights import model_digests, weights_hash
from callit.verifying import checks_of
from tests.unit.callit.keras.made_fits import (
    RATE,
    ROWS,
    VALIDATION_BATCH,
    VALIDATION_ROWS,
    Moves,
    fit,
    made_data,
    made_network,
    made_timebox,
    new_network,
)
from tests.unit.callit.made_boxes import Hand, made_box

pytestmark = pytest.mark.slow  # to import Keras takes longer than all of this


def failed(folder: Path) -> list[str]:
    return [check.words for check in checks_of(folder) if check.ok is False]


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text())


def wait_until_closed(timebox: Timebox) -> None:
    """The thread of the box looks twice a second whether `fit` was left."""
    ends = time.monotonic() + 20
    while timebox.ended is None and time.monotonic() < ends:
        time.sleep(0.05)


def test_fit_ends_inside_the_box_in_the_middle_of_an_epoch_with_its_validation(tmp_path: Path) -> None:
    """3 s a batch, 8 batches an epoch, 2 s a validation."""
    hand = Hand()
    moves = Moves(hand, 3.0, lambda number: 2.0)
    timebox = made_timebox(tmp_path / "box", hand)
    history = fit(made_network(), timebox, moves)
    assert 85 <= hand.seconds <= 100
    assert moves.batches % 8 != 0
    assert len(history.history["val_auc"]) == len(history.epoch) == moves.batches // 8 + 1
    assert timebox.box.ending == "box over"


def test_the_folder_holds_the_best_and_is_scored_again_as_written_down(tmp_path: Path) -> None:
    hand = Hand()
    model, timebox = made_network(), made_timebox(tmp_path / "box", hand)
    history = fit(model, timebox, Moves(hand))
    best = max(history.history["val_auc"])
    assert manifest(tmp_path / "box")["value"] == pytest.approx(best)
    checks = {check.check: check for check in checks_of(tmp_path / "box")}
    assert all(check.ok for check in checks.values()), checks
    assert "all 64 rows" in checks["scored again"].words
    loaded = keras.saving.load_model(tmp_path / "box" / "model.keras")
    assert weights_hash(model_digests(loaded)) == manifest(tmp_path / "box")["weights_sha256"]
    assert model_digests(model) == model_digests(loaded)  # the best weights were put back


def test_a_score_that_the_weights_do_not_reach_is_found(tmp_path: Path) -> None:
    """Even where everything that can be counted was counted anew: only scoring again tells."""
    from callit.box_folder import _digest

    hand = Hand()
    fit(made_network(), made_timebox(tmp_path / "box", hand), Moves(hand, 5.0))
    told = manifest(tmp_path / "box")
    told["value"] = told["value"] + 0.001
    del told["of_this"], told["files"]["result.json"]
    (tmp_path / "box" / "manifest.json").write_text(json.dumps({**told, "of_this": _digest(told)}))
    (sentence,) = failed(tmp_path / "box")
    assert sentence.startswith("Scored again on all 64 rows")


def test_swapped_weights_are_found_whatever_their_file_says(tmp_path: Path) -> None:
    hand = Hand()
    fit(made_network(), made_timebox(tmp_path / "box", hand), Moves(hand, 5.0))
    told = manifest(tmp_path / "box")
    made_network(seed=9).save(tmp_path / "box" / told["best_folder"] / "model.keras")
    assert "not what was saved" in failed(tmp_path / "box")[0]


def test_a_validation_that_suddenly_takes_longer_is_cut_short_and_does_not_count(tmp_path: Path) -> None:
    hand = Hand()
    moves = Moves(hand, 4.0, lambda number: 40.0 if number == 2 else 1.0)
    timebox = made_timebox(tmp_path / "box", hand)
    fit(made_network(), timebox, moves)
    assert moves.validations >= 2
    assert hand.seconds <= 110  # a batch of it, 10 s, cannot be interrupted
    assert "its score does not count" in timebox.ended.text()  # type: ignore[union-attr]
    assert timebox.best is not None
    assert not failed(tmp_path / "box")


@pytest.mark.parametrize(("validation_freq", "kept_at"), [(1, "32 s"), (2, "2 min")])
def test_a_first_epoch_is_kept_though_its_validation_never_came_to_its_end(
    tmp_path: Path, validation_freq: int, kept_at: str
) -> None:
    """30 s a batch of validation: it is cut short, and no score of it is there. What was trained last is."""
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand)
    fit(made_network(), timebox, Moves(hand, 4.0, lambda number: 120.0), validation_freq=validation_freq)
    assert timebox.box.scores == []
    told = manifest(tmp_path / "box")
    assert told["metric"] == "training auc"
    assert 0 <= told["value"] <= 1
    sentence = timebox.ended.sentence()  # type: ignore[union-attr]
    assert f"the weights at {kept_at} are kept, not validated yet (training auc" in sentence
    checks = {check.check: check for check in checks_of(tmp_path / "box")}
    assert "its validation did not come to its end" in checks["scored again"].words
    assert not failed(tmp_path / "box")


def test_a_model_that_was_never_validated_keeps_its_last_weights_and_these_are_saved(tmp_path: Path) -> None:
    """Those of the first epoch were saved first: nobody is thrown back to them."""
    hand = Hand()
    model, timebox = made_network(), made_timebox(tmp_path / "box", hand)
    fit(model, timebox, Moves(hand, 1.0), epochs=3, validation_freq=10)
    told = manifest(tmp_path / "box")
    assert (told["metric"], told["at_s"]) == ("training auc", 24.0)  # 8 batches of a second an epoch
    assert weights_hash(model_digests(model)) == told["weights_sha256"]
    assert not failed(tmp_path / "box")


def test_the_first_score_takes_the_place_of_an_unscored_epoch_without_a_second_save(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand)
    history = fit(made_network(), timebox, Moves(hand, 1.0), epochs=1)
    told = manifest(tmp_path / "box")
    assert (told["metric"], told["best_folder"]) == ("val_auc", "best-0001")
    assert told["value"] == pytest.approx(history.history["val_auc"][0])
    assert {check.ok for check in checks_of(tmp_path / "box")} == {True}


def test_a_process_that_is_killed_in_its_first_validation_leaves_what_it_trained(tmp_path: Path) -> None:
    """What lies on the disk in that moment is looked at, as a kill would leave it."""
    hand, found = Hand(), []

    class Looks(keras.callbacks.Callback):  # type: ignore[misc]
        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            found.append(manifest(tmp_path / "box")["metric"])

    fit(made_network(), made_timebox(tmp_path / "box", hand), Moves(hand, 1.0), Looks(), epochs=2)
    assert set(found[:4]) == {"training auc"}
    assert set(found[4:]) == {"val_auc"}


def test_the_best_is_never_forgotten_when_fit_is_called_again(tmp_path: Path) -> None:
    hand = Hand()
    model, timebox = made_network(), made_timebox(tmp_path / "box", hand)
    fit(model, timebox, Moves(hand, 1.0), epochs=3)
    assert timebox.box.ending == "finished"
    best = timebox.best.value
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    fit(model, timebox, Moves(hand, 1.0), epochs=1)
    assert timebox.best.value == best
    assert not failed(tmp_path / "box")
    hand.move(100)
    with pytest.raises(BoxError, match="is over"):
        fit(model, timebox, Moves(hand), epochs=1)


@pytest.mark.parametrize(
    ("error", "ending"), [(KeyboardInterrupt(), "interrupted"), (RuntimeError("no more"), "interrupted")]
)
def test_fit_that_is_left_by_an_error_leaves_the_best_whole(tmp_path: Path, error: BaseException, ending: str) -> None:
    class Raises(keras.callbacks.Callback):  # type: ignore[misc]
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            if epoch == 2:
                raise error

    hand = Hand()
    model, timebox = made_network(), made_timebox(tmp_path / "box", hand)
    with pytest.raises(type(error)):
        fit(model, timebox, Moves(hand, 1.0), Raises())
    assert not failed(tmp_path / "box")
    wait_until_closed(timebox)
    assert timebox.box.ending == ending
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    assert timebox.restore_best()
    assert weights_hash(model_digests(model)) == timebox.best.weights_sha256


def test_a_disk_that_is_full_costs_only_the_newer_best(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    model, timebox = made_network(), made_timebox(tmp_path / "box", hand)
    save, calls = model.save, []

    def full_later(path: Any, *args: Any, **settings: Any) -> None:
        calls.append(path)
        if len(calls) > 2:  # the test run and the first best had room
            raise OSError(28, "No space left on device")
        save(path, *args, **settings)

    monkeypatch.setattr(model, "save", full_later)
    fit(model, timebox, Moves(hand, 1.0), epochs=5)
    assert len(calls) > 2
    assert manifest(tmp_path / "box")["best_folder"] == "best-0001"
    assert not failed(tmp_path / "box")
    assert "No space left" in timebox.ended.text()  # type: ignore[union-attr]


class Fresh:
    """A fresh process that says nothing; `born_at`: batches that were through by then."""

    born_at: ClassVar[list[int]] = []
    moves: ClassVar[Moves | None] = None
    is_asked = False

    def __init__(self, backend: str) -> None:
        self.born_at.append(self.moves.batches if self.moves else -1)

    def ask(self, asked: Any) -> None:
        self.is_asked = True

    def answer(self, wait_s: float = 0.0) -> None:
        return None

    def end(self) -> None:
        """Nothing to end."""


@pytest.mark.parametrize(("length", "born_at"), [("100s", [1]), ("18s", [])])
def test_the_fresh_process_waits_for_the_first_batch_and_a_short_box_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: str, born_at: list[int]
) -> None:
    """Both at once would take the first batch, which draws the graph, twice as long."""
    hand = Hand()
    monkeypatch.setattr("callit.keras.proving.FreshProcess", Fresh)
    Fresh.born_at, Fresh.moves = [], Moves(hand, 1.0)
    timebox = made_timebox(tmp_path / "box", hand, length, prove=True)
    fit(made_network(), timebox, Fresh.moves, epochs=2)
    assert Fresh.born_at == born_at
    left = "no time was left" if born_at else "fewer than 20 s were left after the first batch"
    assert f"Not proven in a fresh process: {left}." in timebox.ended.text()  # type: ignore[union-attr]
    assert not (tmp_path / "box" / "test-run").exists()


def test_a_box_too_short_for_one_batch_is_refused_before_it_and_closed(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand, "1s")
    hand.move(0.3)
    moves = Moves(hand)
    with pytest.raises(BoxError, match="too short for this network"):
        fit(made_network(), timebox, moves)
    assert moves.batches == 0
    assert timebox.box.ending == "failed"
    assert "too short" in timebox.ended.sentence()  # type: ignore[union-attr]


def test_a_score_that_is_not_measured_is_said_with_those_that_are(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand, monitor="val_auroc")
    with pytest.raises(BoxError, match="loss, auc, val_loss, val_auc"):
        fit(made_network(), timebox, Moves(hand))
    assert hand.seconds <= 8  # a batch or two
    wait_until_closed(timebox)


def test_a_score_of_validation_without_any_is_said_before_the_first_batch(tmp_path: Path) -> None:
    hand = Hand()
    with pytest.raises(BoxError, match=r"needs validation_data .* or monitor 'auc'"):
        fit(made_network(), made_timebox(tmp_path / "box", hand), Moves(hand), validation_data=None)
    assert hand.seconds == 0
    assert not (tmp_path / "box").exists()


def test_without_a_monitor_and_validation_the_loss_counts_and_less_is_better(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand, monitor=None)
    history = fit(made_network(), timebox, Moves(hand, 1.0), epochs=4, validation_data=None)
    assert timebox.best.metric == "loss"
    assert timebox.best.value == pytest.approx(min(history.history["loss"]))
    assert "with the lowest loss" in timebox.ended.text()  # type: ignore[union-attr]


def test_epochs_without_validation_are_passed_over(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand)
    fit(made_network(), timebox, Moves(hand, 1.0), epochs=4, validation_freq=2)
    assert len(timebox.box.scores) == 2
    assert "not among" not in timebox.ended.text()  # type: ignore[union-attr]


def test_a_learning_rate_by_time_warms_up_falls_to_zero_and_is_put_back(tmp_path: Path) -> None:
    hand = Hand()
    model = made_network()
    moves = Moves(hand, 1.0)
    fit(model, made_timebox(tmp_path / "box", hand, learning_rate="by time"), moves)
    peak = int(np.argmax(moves.rates))
    assert moves.rates[0] < 0.2 * RATE
    assert max(moves.rates) == pytest.approx(RATE, rel=0.05)
    assert peak < len(moves.rates) / 5
    assert all(later <= earlier for earlier, later in zip(moves.rates[peak:], moves.rates[peak + 1 :], strict=False))
    assert moves.rates[-1] < 0.1 * RATE
    assert float(model.optimizer.learning_rate) == pytest.approx(RATE)


def test_a_schedule_and_a_rate_by_time_contradict_each_other(tmp_path: Path) -> None:
    schedule = keras.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)
    model = new_network(0, keras.optimizers.Adam(schedule))
    with pytest.raises(BoxError, match="ExponentialDecay"):
        fit(model, made_timebox(tmp_path / "box", Hand(), learning_rate="by time"))


def test_memory_above_the_limit_stops_and_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = [1_000_000_000]
    monkeypatch.setattr("callit.keras.memory.used_bytes", lambda: used[0])
    hand = Hand()
    timebox = made_timebox(tmp_path / "box", hand, memory_limit="2GB")

    class Grows(keras.callbacks.Callback):  # type: ignore[misc]
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            if epoch == 1:
                used[0] = 3_000_000_000
                timebox._look()  # as the thread does twice a second

    fit(made_network(), timebox, Moves(hand, 1.0), Grows())
    assert timebox.box.ending == "memory"
    assert timebox.best is not None
    assert "3.0 GB of memory were in use, 2.0 GB are allowed" in timebox.ended.text()  # type: ignore[union-attr]
    assert "at a batch size of 32. 8 would fit" in timebox.ended.text()  # type: ignore[union-attr]


@keras.saving.register_keras_serializable("tests")
class Doubles(keras.layers.Layer):  # type: ignore[misc]
    """A layer that a fresh process does not know."""

    def call(self, x: Any) -> Any:
        return 2 * x


def test_more_rows_than_are_kept_are_scored_on_those_that_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callit.keras.kept_data.MOST_ROWS", 40)
    hand = Hand()
    fit(made_network(), made_timebox(tmp_path / "box", hand), Moves(hand), epochs=2)
    checks = {check.check: check for check in checks_of(tmp_path / "box")}
    assert checks["scored again"].ok, checks["scored again"]
    assert "the first 40 rows" in checks["scored again"].words


def test_a_split_of_the_training_data_and_rows_by_number_are_kept_too(tmp_path: Path) -> None:
    for name, settings in (
        ("split", {"validation_data": None, "validation_split": 0.25}),
        ("indexed", {"validation_data": Indexed()}),
    ):
        assert_scored_again(tmp_path / name, **settings)


def test_a_dataset_of_tensorflow_is_kept(tmp_path: Path) -> None:
    tf = pytest.importorskip("tensorflow", reason="tf.data is TensorFlow's, which is not installed here")
    x, y = made_data()
    assert_scored_again(
        tmp_path / "box", validation_data=tf.data.Dataset.from_tensor_slices((x[ROWS:], y[ROWS:])).batch(16)
    )


def test_a_loader_of_pytorch_is_kept(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="DataLoader is PyTorch's, which is not installed here")
    rows = torch.utils.data.TensorDataset(*(torch.from_numpy(part[ROWS:]) for part in made_data()))
    assert_scored_again(tmp_path / "box", validation_data=torch.utils.data.DataLoader(rows, batch_size=16))


def assert_scored_again(folder: Path, **settings: Any) -> None:
    hand = Hand()
    fit(made_network(), made_timebox(folder, hand), Moves(hand), epochs=2, **settings)
    assert all(check.ok for check in checks_of(folder)), list(checks_of(folder))


class Indexed(keras.utils.PyDataset):  # type: ignore[misc]
    """The validation rows by number, noise on top: each validation sees other ones, and what is kept is scored."""

    random = np.random.default_rng(1)

    def __len__(self) -> int:
        return VALIDATION_ROWS // VALIDATION_BATCH

    def __getitem__(self, number: int) -> tuple[Any, Any]:
        x, y = made_data()
        rows = slice(ROWS + number * VALIDATION_BATCH, ROWS + (number + 1) * VALIDATION_BATCH)
        return x[rows] + self.random.normal(size=(VALIDATION_BATCH, 6)).astype("float32"), y[rows]


def test_what_is_asked_for_and_not_known_is_refused() -> None:
    for settings in ({"mode": "best"}, {"learning_rate": "fast"}, {"memory_limit": "much"}):
        with pytest.raises(BoxError):
            Timebox("20m", **settings)  # type: ignore[arg-type]


def test_the_card_is_text_and_html(tmp_path: Path) -> None:
    hand = Hand()
    timebox = Timebox("100s", monitor="val_auc", prove=False, box=made_box(tmp_path / "<box>", hand))
    fit(made_network(), timebox, Moves(hand), epochs=2)
    assert "callit verify" in repr(timebox)
    assert "&lt;box&gt;" in timebox._repr_html_()
    assert "<box>" not in timebox._repr_html_()
