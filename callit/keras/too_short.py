"""Whether a box is long enough for one batch, a validation and a save: found out before the first batch.

TensorFlow and JAX draw (and compile) the graph of a training batch within the first one, which nothing can interrupt.
"""

from __future__ import annotations

import math
from typing import Any

import keras

from callit.errors import BoxError
from callit.lengths import length_words
from callit.reserve import Reserve

# Fitted to dense, recurrent and convolutional networks of 4 to 42 variables with TensorFlow, within a third of each:
# the gradients are drawn beside the values, and the optimiser draws its step for every variable.
_OF_GRADIENTS, _OF_A_VARIABLE = 2.0, 0.2
_ROOM = 1.3  # what is suggested is longer than what would just do


def first_step_s(first_validation_s: float, variables: int) -> float:
    """What a first batch takes that draws its graph, by what the first batches of validation took, and the number of
    variables that are trained; 0 with PyTorch, which draws none.

    >>> first_step_s(0.5, 4)
    1.4
    """
    if keras.backend.backend() == "torch":
        return 0.0
    return first_validation_s * (_OF_GRADIENTS + _OF_A_VARIABLE * variables)


def check_long_enough(reserve: Reserve, model: Any, first_validation_s: float, *kinds: str) -> None:
    """`kinds`: what has to come after the first batch.

    Raises
    ------
    BoxError
        Box too short: the message says what it needs.
    """
    batch_s = first_step_s(first_validation_s, len(model.trainable_variables))
    left_s = reserve.left_s(*kinds)
    if left_s >= batch_s:
        return
    used_s = reserve.elapsed_s()
    kept_s = reserve.timebox_s - used_s - left_s
    needed_s = math.ceil(_ROOM * (used_s + batch_s + kept_s))
    raise BoxError(
        f"This box of {length_words(reserve.timebox_s)} is too short for this network: {length_words(used_s)} went by "
        f"before the first batch, which takes about {length_words(batch_s)}, and {length_words(kept_s)} are kept for a "
        f"validation, a save and the end. Give it {length_words(needed_s)}."
    )
