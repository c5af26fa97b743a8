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

# Fitted to dense, recurrent and convolutional networks: of 4 to 42 variables with TensorFlow, within a third of each;
# of 4 to 26 with JAX. The gradients are drawn beside the values, the optimiser draws its step for every variable.
_GRADIENTS_AND_A_VARIABLE = {"tensorflow": (2.0, 0.2), "jax": (1.0, 0.01)}  # PyTorch draws no graph
_ROOM = 1.3  # what is suggested is longer than what would just do


def first_step_s(first_validation_s: float, variables: int) -> float:
    """What a first batch takes that draws its graph, by what the first batches of validation took, and the number of
    variables that are trained; 0 with PyTorch, which draws none.

    >>> first_step_s(0.5, 4)
    1.4
    """
    gradients, a_variable = _GRADIENTS_AND_A_VARIABLE.get(keras.backend.backend(), (0.0, 0.0))
    return first_validation_s * (gradients + a_variable * variables)


def check_long_enough(reserve: Reserve, model: Any, first_validation_s: float, *kinds: str) -> None:
    """`kinds`: what has to come after the first batch. Time before the call of `Timebox`, such as that of imports, is
    named apart: a person can do something about it.

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
    before = f" ({length_words(reserve.before_s)} of it before the box was made)" if reserve.before_s else ""
    call = ", or leave started= out" if reserve.before_s else ""
    raise BoxError(
        f"This box of {length_words(reserve.timebox_s)} is too short for this network: {length_words(used_s)} went by "
        f"before the first batch{before}, which takes about {length_words(batch_s)}, and {length_words(kept_s)} are "
        f"kept for a validation, a save and the end. Give it {length_words(needed_s)}{call}."
    )
