"""A network's sizes and arrays, apart from Keras: what is hashed, saved, and delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import FloatArrays, Shapes
from model.network.bilstm import BilstmShape, Network, build_average, build_bilstm


@dataclass(frozen=True, slots=True)
class NetworkWeights:
    """The sizes of a network and its arrays by name (see `array_shapes`)."""

    shape: BilstmShape
    arrays: Mapping[str, NDArray[np.float32]]

    def build(self, name: str = "callit") -> Network:
        """The Keras network with these weights."""
        network = build_bilstm(self.shape, name=name)
        set_arrays(network, self.arrays)
        return network


def build_together(networks: Sequence[NetworkWeights]) -> Network:
    """The Keras network of one, or of several the one that is their average."""
    if len(networks) == 1:
        return networks[0].build()
    return build_average([weights.build(f"network_{number}") for number, weights in enumerate(networks, start=1)])


def array_shapes(shape: BilstmShape) -> Shapes:
    """Name, type and shape of each array that a network of these sizes has."""
    sizes: dict[str, tuple[int, ...]] = {"embedding.embeddings": (shape.vocabulary, shape.embedding)}
    for direction in ("forward", "backward"):
        sizes[f"{direction}.kernel"] = (shape.embedding, 4 * shape.units)
        sizes[f"{direction}.recurrent_kernel"] = (shape.units, 4 * shape.units)
        sizes[f"{direction}.bias"] = (4 * shape.units,)
    sizes["benchmark_scale.kernel"] = (shape.classes,)
    sizes["benchmark_scale.bias"] = (shape.classes,)
    sizes["correction.kernel"] = (4 * shape.units, shape.classes)
    sizes["correction.bias"] = (shape.classes,)
    return {name: ("float32", size) for name, size in sizes.items()}


def get_arrays(network: Network) -> FloatArrays:
    """Copies of a network's arrays by name."""
    return {name: np.array(np.asarray(variable), np.float32) for name, variable in _variables(network).items()}


def set_arrays(network: Network, arrays: Mapping[str, NDArray[np.float32]]) -> None:
    """Give a network the arrays that `get_arrays` took."""
    for name, variable in _variables(network).items():
        variable.assign(arrays[name])


def _variables(network: Network) -> dict[str, Any]:
    bilstm = network.get_layer("bilstm")
    parts = {
        "embedding": (network.get_layer("embedding"), ("embeddings",)),
        "forward": (bilstm.forward_layer.cell, ("kernel", "recurrent_kernel", "bias")),
        "backward": (bilstm.backward_layer.cell, ("kernel", "recurrent_kernel", "bias")),
        "benchmark_scale": (network.get_layer("benchmark_scale"), ("kernel", "bias")),
        "correction": (network.get_layer("correction"), ("kernel", "bias")),
    }
    return {f"{part}.{name}": getattr(owner, name) for part, (owner, names) in parts.items() for name in names}
