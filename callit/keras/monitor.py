"""The score that counts among those that Keras measures: which one, and which way is better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from callit.box_folder import UNSCORED
from callit.errors import BoxError
from callit.keras.fit_call import FitCall
from callit.metrics import is_number, lower_is_better

VALIDATION = "val_"
_MODES = {"auto": None, "min": True, "max": False}


class Monitor:
    """What was asked for, and what it came to be.

    Raises
    ------
    BoxError
        A mode that is not known.
    """

    def __init__(self, asked: str | None, mode: str = "auto") -> None:
        if mode not in _MODES:
            raise BoxError(f'mode={mode!r} is not known. Use "min", "max", or "auto" (by the name of the score).')
        self._asked, self._mode = asked, mode
        self._is_checked = False
        self.name = asked or "val_loss"

    @property
    def lower(self) -> bool:
        """Whether less of it is better."""
        lower = _MODES[self._mode]
        return lower_is_better(self.name) if lower is None else lower

    def settle(self, call: FitCall | None) -> str:
        """Which it is in this `fit`; its name as `evaluate` says it.

        Raises
        ------
        BoxError
            It is one of validation, and `fit` was given nothing to validate with.
        """
        has_none = call is not None and call.validation_data is None
        if has_none and self._asked is None:
            self.name = "loss"
        elif has_none and self.name.startswith(VALIDATION):
            raise BoxError(
                f"monitor={self.name!r} needs validation_data (or validation_split), and fit was given none. "
                f"Give some, or monitor {self.name.removeprefix(VALIDATION)!r}."
            )
        self._is_checked = False
        return self.name.removeprefix(VALIDATION)

    def words(self) -> str:
        """What was taken, for the card."""
        return f"The best is the one with the {'lowest' if self.lower else 'highest'} {self.name}."

    def check_measured(self, model: Any, steps: int) -> None:
        """Once a batch is through, Keras knows what it measures.

        Raises
        ------
        BoxError
            It is not among that; the message names what is.
        """
        if self._is_checked or steps < 2:
            return
        self._is_checked = True
        if hasattr(model, "jax_state_sync"):
            model.jax_state_sync()
        measured = list(model.get_metrics_result())
        if measured and self.name.removeprefix(VALIDATION) not in measured:
            raise BoxError(self._sentence([*measured, *(f"{VALIDATION}{name}" for name in measured)]))

    def training_score(self, measured: Mapping[str, Any]) -> tuple[str, float] | None:
        """Of what training itself measured in an epoch, what tells of its weights, and its name; None without a number.

        It is of the monitored kind where that is measured, else the loss. No score of validation is mistaken for it.
        """
        name = self.name.removeprefix(VALIDATION)
        name = name if name in measured else "loss"
        if not is_number(measured.get(name)):
            return None
        return f"{UNSCORED}{name}", float(measured[name])

    def scores(self, logs: Mapping[str, Any]) -> dict[str, float] | None:
        """The scores of an epoch, the one that counts in front; None where it is not among them."""
        if self.name not in logs:
            return None
        first = {self.name: float(logs[self.name])}
        return {**first, **{name: float(value) for name, value in logs.items() if is_number(value)}}

    def missing_words(self, logs: Mapping[str, Any]) -> str:
        """Why nothing was kept after an epoch; empty for one without validation among others that have one."""
        if self.name.startswith(VALIDATION) and not any(name.startswith(VALIDATION) for name in logs):
            return ""
        return self._sentence(logs)

    def _sentence(self, names: Iterable[str]) -> str:
        return f"monitor={self.name!r} is not among what Keras measures here: {', '.join(names)}. Name one of these."
