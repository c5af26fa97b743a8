"""Which way of computing a step is taken: the fast one where its backend runs, else plain Keras."""

from __future__ import annotations

from model.network.bilstm import Network
from model.network.forward import Forward
from model.network.network_weights import NetworkWeights
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


def forward_of(weights: NetworkWeights) -> Forward:
    """Forward passes of a saved network: on the compiled LSTM, without a backend, where it runs here."""
    from model.network.native_encoder import why_not

    if why_not() is not None:
        return make_steps(weights.build(), seed=0)
    from model.network.compiled_forward import CompiledForward

    return CompiledForward(weights.arrays)
