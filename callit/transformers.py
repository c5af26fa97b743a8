"""A box of time for the `Trainer` of Hugging Face: one callback.

```python
from callit.transformers import Timebox

Trainer(model, args, train_dataset=…, eval_dataset=…, callbacks=[Timebox("20m", monitor="eval_loss")]).train()
```
"""

from __future__ import annotations

from pathlib import Path
from types import FrameType
from typing import Any

from callit.by_step import StepCallback
from callit.call import outermost_call
from callit.errors import BoxError
from callit.lengths import Length

try:
    import torch
    import transformers
except ImportError as error:
    raise ImportError(
        "callit.transformers needs transformers with PyTorch, which is not installed here: "
        'pip install "callit[transformers]"'
    ) from error

WEIGHTS_FILE = "weights.pt"  # of a model without `save_pretrained`


class Timebox(StepCallback, transformers.TrainerCallback):  # type: ignore[misc]  # seldom where types are checked
    """A box of time for `Trainer.train`: it ends in time, validation and save included, and the best lies saved whole.

    Before the first step the model is saved once, so that what cannot be saved is found out at once. The best by
    `monitor` is kept as `save_pretrained` writes it, its tokenizer beside it. The last validation is added where the
    box ends; a checkpoint of the Trainer's own is not written at that moment.

    Made as `callit.by_step.StepCallback`; `monitor` is `eval_loss` by default, `loss` where nothing validates. A
    training of several processes is refused.
    """

    usual_monitor = "eval_loss"

    def __init__(self, length: Length, **settings: Any) -> None:
        super().__init__(length, **settings)
        self._model: Any = None
        self._processing: Any = None
        self._evaluated_at = -1

    def on_train_begin(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """Open the box."""
        if args.world_size > 1:
            raise BoxError(f"A box holds a training of one process, and this one has {args.world_size}.")
        self._model, self._processing = given["model"], given.get("processing_class")
        self._evaluated_at = -1
        if self._asked is None and not _evaluates(args):
            self._by_step.monitor = "loss"
        self._by_step.begin(self._save, outermost_call(_is_train))

    def on_step_begin(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """A step begins."""
        self._by_step.step_began()

    def on_step_end(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """Stop where no further step would fit in, and have it validated."""
        if self._by_step.step_ended():
            control.should_training_stop = True
            control.should_log, control.should_save = True, False
            control.should_evaluate = _evaluates(args)
        if control.should_evaluate:
            self._by_step.validation_began()

    def on_epoch_end(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """What was validated a moment ago is not validated again."""
        if self._by_step.stopped:
            control.should_save = False
            control.should_evaluate = control.should_evaluate and self._evaluated_at != state.global_step
        if control.should_evaluate:
            self._by_step.validation_began()

    def on_evaluate(self, args: Any, state: Any, control: Any, metrics: Any = None, **given: Any) -> None:
        """Keep the model where it is the best so far."""
        if not self.box.is_open:
            return
        self._evaluated_at = state.global_step
        self._by_step.validation_ended()
        self._by_step.score(metrics or {}, self._save)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **given: Any) -> None:
        """Where nothing validates, what is logged of the training counts."""
        if self.box.is_open and not _evaluates(args) and self._by_step.monitor in (logs or {}):
            self._by_step.score(logs, self._save)

    def on_train_end(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """Put the best weights back, and close the box."""
        if self.box.is_open:
            self._by_step.end((lambda folder, _: self._restore(folder)) if self._restores else None)

    def _save(self, folder: Path) -> None:
        if hasattr(self._model, "save_pretrained"):
            self._model.save_pretrained(folder)
        else:
            torch.save(self._model.state_dict(), folder / WEIGHTS_FILE)
        if hasattr(self._processing, "save_pretrained"):
            self._processing.save_pretrained(folder)

    def _restore(self, folder: Path) -> None:
        if (folder / WEIGHTS_FILE).is_file():
            self._model.load_state_dict(torch.load(folder / WEIGHTS_FILE, map_location="cpu", weights_only=True))
            return
        from safetensors.torch import load_file

        parts = sorted(folder.glob("*.safetensors"))
        for part in parts:  # weights that are tied lie there once
            found = self._model.load_state_dict(load_file(part), strict=False)
            if found.unexpected_keys:
                raise BoxError(f"{part.name} names weights that the model has not, such as {found.unexpected_keys[0]}")
        if not parts:
            raise BoxError(f"no weights lie in {folder.name} that can be put back")


def _evaluates(args: Any) -> bool:
    return str(getattr(args.eval_strategy, "value", args.eval_strategy)) != "no"


def _is_train(frame: FrameType) -> bool:
    return frame.f_code.co_name == "train" and isinstance(frame.f_locals.get("self"), transformers.Trainer)
