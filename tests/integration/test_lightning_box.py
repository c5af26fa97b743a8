"""`Trainer.fit` of PyTorch Lightning in a box, with the real library and a clock that each batch moves on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

WHY = 'PyTorch Lightning is not installed here: pip install "callit[lightning]"'
torch = pytest.importorskip("torch", reason=WHY)
lightning = pytest.importorskip("lightning.pytorch", reason=WHY)

from callit import SaveFailed  # noqa: E402
from callit.lightning import Timebox  # noqa: E402
from callit.verifying import checks_of  # noqa: E402
from tests.unit.callit.made_boxes import Hand, made_box  # noqa: E402

BATCH_S, VALIDATION_BATCH_S, ROWS, BATCH = 3.0, 0.5, 256, 32


class Net(lightning.LightningModule):  # type: ignore[misc]
    """A tiny network; each batch moves the hand of the clock."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand, self.validations, self.validation_batch_s = hand, 0, VALIDATION_BATCH_S
        self.layer = torch.nn.Linear(6, 1)
        self.raises: BaseException | None = None

    def loss(self, batch: Any) -> Any:
        return torch.nn.functional.binary_cross_entropy_with_logits(self.layer(batch[0])[:, 0], batch[1])

    def training_step(self, batch: Any, number: int) -> Any:
        self.hand.move(BATCH_S)
        if self.raises is not None and self.validations:
            raise self.raises
        loss = self.loss(batch)
        self.log("train_loss", loss, on_epoch=True, on_step=False)
        return loss

    def validation_step(self, batch: Any, number: int) -> None:
        self.hand.move(self.validation_batch_s)
        self.log("val_loss", self.loss(batch))

    def on_validation_epoch_end(self) -> None:
        self.validations += 1

    def configure_optimizers(self) -> Any:
        return torch.optim.Adam(self.parameters(), 0.05)


def loader(rows: int) -> Any:
    torch.manual_seed(0)
    x = torch.randn(rows, 6)
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, (x[:, 0] > 0).float()), batch_size=BATCH)


def fit(net: Net, timebox: Timebox, place: Path, *, validates: bool = True, epochs: int = -1) -> None:
    quiet = {"enable_progress_bar": False, "enable_model_summary": False, "logger": False}
    trainer = lightning.Trainer(
        max_epochs=epochs,
        callbacks=[timebox],
        enable_checkpointing=False,
        accelerator="cpu",
        default_root_dir=place,
        **quiet,
    )
    trainer.fit(net, loader(ROWS), *([loader(64)] if validates else []))


def made(place: Path, hand: Hand, **settings: Any) -> Timebox:
    return Timebox("100s", box=made_box(place / "box", hand), **settings)


def failed(folder: Path) -> list[str]:
    return [check.words for check in checks_of(folder, load=True) if check.ok is False]


def test_fit_ends_inside_the_box_with_its_last_validation_and_the_best_kept(tmp_path: Path) -> None:
    """3 s a batch, 8 batches an epoch, 1 s a validation: half a further batch, a validation and 1.5 s are kept."""
    hand = Hand()
    net, timebox = Net(hand), made(tmp_path, hand)
    fit(net, timebox, tmp_path)
    assert 88 <= hand.seconds <= 100
    assert timebox.box.ending == "box over"
    assert timebox.best is not None
    assert timebox.best.metric == "val_loss"
    assert timebox.best.value == min(score.value for score in timebox.box.scores)
    assert len(timebox.box.scores) == net.validations - 1  # one was the look at whether validation works
    assert not failed(tmp_path / "box")


def test_the_best_weights_are_put_back_and_load_by_themselves(tmp_path: Path) -> None:
    hand = Hand()
    net, timebox = Net(hand), made(tmp_path, hand)
    fit(net, timebox, tmp_path)
    best = tmp_path / "box" / json.loads((tmp_path / "box" / "manifest.json").read_text())["best_folder"]
    weights = torch.load(best / "weights.pt", weights_only=True)
    assert all(torch.equal(weights[name], value) for name, value in net.state_dict().items())
    assert torch.equal(torch.load(best / "model.ckpt", weights_only=False)["state_dict"]["layer.bias"], net.layer.bias)


def test_a_validation_that_suddenly_takes_longer_is_cut_short_and_does_not_count(tmp_path: Path) -> None:
    hand = Hand()

    class Slow(Net):
        def on_validation_epoch_start(self) -> None:
            self.validation_batch_s = 40.0 if self.validations == 3 else 1.0

    net, timebox = Slow(hand), made(tmp_path, hand)
    fit(net, timebox, tmp_path)
    assert net.validation_batch_s == 40.0
    assert len(timebox.box.scores) == 2
    assert "its score does not count" in timebox.ended.text()  # type: ignore[union-attr]
    assert not failed(tmp_path / "box")


def test_without_validation_a_score_of_training_counts(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made(tmp_path, hand, monitor="train_loss")
    fit(Net(hand), timebox, tmp_path, validates=False, epochs=3)
    assert timebox.box.ending == "finished"
    assert timebox.best is not None
    assert len(timebox.box.scores) == 3


@pytest.mark.parametrize(("error", "ending"), [(RuntimeError("no more"), "failed"), (MemoryError(), "memory")])
def test_a_fit_that_is_left_by_an_error_leaves_the_best_whole(
    tmp_path: Path, error: BaseException, ending: str
) -> None:
    hand = Hand()
    net, timebox = Net(hand), made(tmp_path, hand)

    class LaterWrong(Net):
        def on_validation_epoch_end(self) -> None:
            super().on_validation_epoch_end()
            self.raises = error if self.validations > 2 else None

    net = LaterWrong(hand)
    with pytest.raises(type(error)):
        fit(net, timebox, tmp_path)
    assert timebox.box.ending == ending
    assert timebox.best is not None
    assert not failed(tmp_path / "box")


def test_the_best_is_not_forgotten_when_fit_is_called_again(tmp_path: Path) -> None:
    hand = Hand()
    net, timebox = Net(hand), made(tmp_path, hand)
    fit(net, timebox, tmp_path, epochs=2)
    assert timebox.best is not None
    best = timebox.best.value
    torch.nn.init.zeros_(net.layer.weight)
    fit(net, timebox, tmp_path, epochs=1)
    assert timebox.best.value <= best
    assert not failed(tmp_path / "box")


def test_a_score_that_is_not_logged_is_said_with_those_that_are(tmp_path: Path) -> None:
    hand = Hand()
    timebox = made(tmp_path, hand, monitor="val_auc")
    fit(Net(hand), timebox, tmp_path, epochs=1)
    said = timebox.ended.text()  # type: ignore[union-attr]
    assert "monitor='val_auc' is not among what was measured: " in said
    assert "val_loss" in said
    assert "Nothing was kept" in said


def test_what_cannot_be_saved_is_found_out_before_the_first_batch(tmp_path: Path) -> None:
    hand = Hand()

    class Unsaved(Net):
        def on_save_checkpoint(self, checkpoint: Any) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(SaveFailed, match="No space left"):
        fit(Unsaved(hand), made(tmp_path, hand), tmp_path)
    assert hand.seconds < 2 * BATCH_S
