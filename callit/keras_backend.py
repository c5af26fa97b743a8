"""Which library computes for Keras in a fresh process: that is said before Keras is imported."""

from __future__ import annotations

import importlib.util
import os

BACKENDS = ("tensorflow", "torch", "jax")
_ON_THE_CPU = {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu", "KERAS_TORCH_DEVICE": "cpu"}


def is_installed(backend: str) -> bool:
    """Whether a library can be imported here."""
    return importlib.util.find_spec(backend) is not None


def backend_variables(trained_with: str) -> dict[str, str]:
    """The environment in which Keras computes with what trained the model, whatever a shell or `keras.json` says.

    Where that is not installed, with another one that is. On the CPU: a training beside has the accelerator whole.
    """
    usable = [backend for backend in (trained_with, *BACKENDS) if is_installed(backend)]
    return {
        "KERAS_BACKEND": next(iter(usable), trained_with),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1"),
        **_ON_THE_CPU,
    }
