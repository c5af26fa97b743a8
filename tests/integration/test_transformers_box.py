"""`Trainer.train` of Hugging Face in a box, with the real library and a clock that each step moves on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

WHY = 'transformers with PyTorch is not installed here: pip install "callit[transformers]"'
torch = pytest.importorskip("torch", reason=WHY)
transformers = pytest.importorskip("transformers", reason=WHY)
pytest.importorskip("accelerate", reason=WHY)

from callit.transformers import Timebox  # noqa: E402
from callit.verifying import checks_of  # noqa: E402
from tests.unit.callit.made_boxes import Hand, made_box  # noqa: E402

STEP_S, VALIDATION_BATCH_S, ROWS, BATCH = 3.0, 0.5, 64, 8


class Moves(transformers.TrainerCallback):  # type: ignore[misc]
    """Moves the hand with each step and each batch of a validation; `at`: what is done at the end of a step."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.error, self.validations = hand, None, 0

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        self.hand.move(STEP_S)

    def on_step_begin(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        if self.error is not None and self.validations > 1:
            raise self.error

    def on_prediction_step(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        self.hand.move(VALIDATION_BATCH_S)

    def on_evaluate(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        self.validations += 1


class Rows(torch.utils.data.Dataset):  # type: ignore[misc]
    """Texts as numbers, and their labels."""

    def __init__(self, count: int) -> None:
        draw = torch.Generator().manual_seed(count)
        self.ids = torch.randint(0, 20, (count, 6), generator=draw)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, number: int) -> dict[str, Any]:
        return {"input_ids": self.ids[number], "labels": (self.ids[number, 0] > 9).long()}


def trainer(place: Path, timebox: Timebox, moves: Moves, **settings: Any) -> Any:
    config = transformers.BertConfig(
        vocab_size=20, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8
    )
    given = {"eval_strategy": "epoch", "save_strategy": "epoch", "num_train_epochs": 1000, **settings}
    sizes = {"per_device_train_batch_size": BATCH, "per_device_eval_batch_size": BATCH}
    quiet = {"report_to": [], "disable_tqdm": True, "use_cpu": True, "logging_steps": 4, "save_total_limit": 1}
    args = transformers.TrainingArguments(str(place / "checkpoints"), **given, **sizes, **quiet)
    transformers.set_seed(0)
    model = transformers.BertForSequenceClassification(config)
    validation = None if given["eval_strategy"] == "no" else Rows(16)
    return transformers.Trainer(
        model, args, train_dataset=Rows(ROWS), eval_dataset=validation, callbacks=[timebox, moves]
    )


def made(place: Path, hand: Hand, **settings: Any) -> Timebox:
    return Timebox("100s", box=made_box(place / "box", hand), **settings)


def failed(folder: Path) -> list[str]:
    return [check.words for check in checks_of(folder) if check.ok is False]


def test_train_ends_inside_the_box_with_its_last_validation_and_the_best_kept(tmp_path: Path) -> None:
    """3 s a step, 8 steps an epoch, 1 s a validation."""
    hand = Hand()
    timebox, moves = made(tmp_path, hand), Moves(hand)
    training = trainer(tmp_path, timebox, moves)
    training.train()
    assert 85 <= hand.seconds <= 100
    assert training.state.global_step % 8 != 0
    assert moves.validations == training.state.global_step // 8 + 1 == len(timebox.box.scores)
    assert timebox.box.ending == "box over"
    assert timebox.best is not None
    assert (timebox.best.metric, timebox.best.value) == ("eval_loss", min(one.value for one in timebox.box.scores))
    assert not failed(tmp_path / "box")


def test_the_best_weights_are_put_back_and_load_by_themselves(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made(tmp_path, hand)
    training = trainer(tmp_path, timebox, Moves(hand), learning_rate=0.05)
    training.train()
    assert timebox.best is not None
    loaded = transformers.BertForSequenceClassification.from_pretrained(timebox.box.folder / timebox.best.best_folder)
    now = training.model.state_dict()
    assert all(torch.equal(value, now[name]) for name, value in loaded.state_dict().items())
    assert training.evaluate()["eval_loss"] == pytest.approx(timebox.best.value, abs=1e-5)


def test_without_validation_the_loss_counts(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made(tmp_path, hand)
    trainer(tmp_path, timebox, Moves(hand), eval_strategy="no", num_train_epochs=2).train()
    assert timebox.box.ending == "finished"
    assert timebox.best is not None
    assert timebox.best.metric == "loss"
    assert not failed(tmp_path / "box")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("no more")])
def test_a_training_that_is_left_by_an_error_leaves_the_best_whole(tmp_path: Path, error: BaseException) -> None:
    """The thread of the box looks twice a second whether `train` was left."""
    hand = Hand()
    timebox, moves = made(tmp_path, hand), Moves(hand)
    moves.error = error  # type: ignore[assignment]
    training = trainer(tmp_path, timebox, moves)
    with pytest.raises(type(error)):
        training.train()
    ends = time.monotonic() + 20
    while timebox.ended is None and time.monotonic() < ends:
        time.sleep(0.05)
    assert timebox.box.ending == "interrupted"
    assert timebox.best is not None
    assert not failed(tmp_path / "box")


def test_a_score_that_is_not_measured_is_said_with_those_that_are(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made(tmp_path, hand, monitor="eval_auc")
    trainer(tmp_path, timebox, Moves(hand), num_train_epochs=1).train()
    said = timebox.ended.text()  # type: ignore[union-attr]
    assert "monitor='eval_auc' is not among what was measured: " in said
    assert "eval_loss" in said
