"""Which way of computing a step is taken: the fast one where its backend runs, else plain Keras."""

from __future__ import annotations

from model.network.bilstm import Network
from model.network.steps import Steps


def make_steps(
    network: Network,
    *,
    seed: int,
    fast: bool | None = None,
    compiled: bool | None = None,
    several_labels: bool = False,
) -> Steps:
    """The fast steps where TensorFlow runs (or `fast` says so), else plain Keras.

    `compiled` chooses between the two ways of the fast steps; None takes the compiled one where it runs. With
    `several_labels` each logit is a label of its own to be trained on, with a probability of its own.
    """
    import keras

    if fast is None:
        fast = keras.backend.backend() == "tensorflow"
    if fast:
        from model.network.fast_steps import FastSteps

        return FastSteps(network, seed, compiled=compiled, several_labels=several_labels)
    from model.network.plain_steps import PlainSteps

    return PlainSteps(network, several_labels=several_labels)
