"""A box of time for PyTorch Lightning: one callback.

```python
from callit.lightning import Timebox

trainer = Trainer(max_epochs=-1, callbacks=[Timebox("20m", monitor="val_loss")])
trainer.fit(module, loader, validation_loader)
```
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from callit.by_step import StepCallback
from callit.errors import BoxError
from callit.lengths import Length

try:
    import torch

    if "pytorch_lightning" in sys.modules and "lightning.pytorch" not in sys.modules:
        from pytorch_lightning.callbacks import Callback
    else:
        from lightning.pytorch.callbacks import Callback
except ImportError as error:
    raise ImportError(
        'callit.lightning needs PyTorch Lightning, which is not installed here: pip install "callit[lightning]"'
    ) from error

WEIGHTS_FILE, CHECKPOINT_FILE = "weights.pt", "model.ckpt"


class Timebox(StepCallback, Callback):  # type: ignore[misc]  # Lightning is seldom where types are checked
    """A box of time for `Trainer.fit`: it ends in time, validation and save included, and the best lies saved whole.

    Before the first batch the module is saved once, so that what cannot be saved is found out at once. The best by
    `monitor` is kept as `model.ckpt`, which `load_from_checkpoint` and `fit(ckpt_path=…)` take, and `weights.pt`, its
    `state_dict` alone. Give `Trainer` a `max_epochs` that time ends, such as -1.

    Made as `callit.by_step.StepCallback`. A training of several processes is refused.
    """

    def __init__(self, length: Length, **settings: Any) -> None:
        super().__init__(length, **settings)
        self._is_partial = self._is_scored = False

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Open the box."""
        if trainer.world_size > 1:
            raise BoxError(f"A box holds a training of one process, and this one has {trainer.world_size}.")
        self._by_step.begin(lambda folder: _save(trainer, pl_module, folder))

    def on_train_batch_start(self, trainer: Any, pl_module: Any, batch: Any, batch_idx: int) -> None:
        """A step begins."""
        self._by_step.step_began()

    def on_train_batch_end(self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int) -> None:
        """Stop where no further step would fit in; Lightning validates then."""
        if self._by_step.step_ended():
            trainer.should_stop = True

    def on_train_epoch_start(self, trainer: Any, pl_module: Any) -> None:
        """No validation of this epoch was scored yet."""
        self._is_scored = False

    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:
        """A validation begins."""
        self._is_partial = False
        self._by_step.validation_began()

    def on_validation_batch_start(
        self, trainer: Any, pl_module: Any, batch: Any, batch_idx: int, dataloader_idx: int = 0
    ) -> None:
        """One that takes longer than ever before is cut short: the box holds."""
        if self.box.is_open and not self._by_step.validation_fits(batch_idx):
            self._is_partial = True
            raise StopIteration  # as at the end of its data

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        """Keep the module where it is the best so far."""
        if trainer.sanity_checking or not self.box.is_open:
            return
        self._by_step.validation_ended()
        if self._is_partial:
            self._by_step.stopped = trainer.should_stop = True
            self.box.tell("The last validation took too long to be finished in time: its score does not count.")
        elif self._by_step.monitor in trainer.callback_metrics:
            self._score(trainer, pl_module)

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        """A score of training alone is there now."""
        if not self._is_scored and not self._is_partial:
            self._score(trainer, pl_module)

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        """Put the best weights back, and close the box."""
        if self.box.is_open:
            self._by_step.end((lambda folder, _: _restore(pl_module, folder)) if self._restores else None)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Close the box as what it was."""
        self._by_step.left_by(exception)

    def _score(self, trainer: Any, pl_module: Any) -> None:
        self._is_scored = True
        self._by_step.score(trainer.callback_metrics, lambda folder: _save(trainer, pl_module, folder))


def _save(trainer: Any, module: Any, folder: Path) -> None:
    trainer.save_checkpoint(folder / CHECKPOINT_FILE)
    torch.save(module.state_dict(), folder / WEIGHTS_FILE)


def _restore(module: Any, folder: Path) -> None:
    module.load_state_dict(torch.load(folder / WEIGHTS_FILE, map_location="cpu", weights_only=True))
