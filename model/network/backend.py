"""Starts Keras' backend with the threads wanted: they cannot be changed once TensorFlow runs."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_STARTING = threading.Lock()
_SELDOM = 200_000  # new objects between two collections
# Each process takes of a GPU what it needs, not all of it: a model is proven beside its training.
_A_SHARED_GPU = {"TF_FORCE_GPU_ALLOW_GROWTH": "true", "XLA_PYTHON_CLIENT_PREALLOCATE": "false"}


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of TensorFlow: inside one operation, and side by side for independent operations.

    Two side by side are one for each direction of the LSTM, which takes nearly all of the time.
    """

    intra_op: int = 1
    inter_op: int = 2


def start_backend(threads: Threads | None = None) -> str:
    """Import Keras and its backend, once and quietly, and say which backend runs.

    May be called from a thread while the data is being read. `KERAS_BACKEND` chooses the backend; without it
    TensorFlow is taken. Where TensorFlow runs already, its threads stay as they are.
    """
    return _start(threads, runs=True)


def load_backend(threads: Threads | None = None) -> str:
    """As `start_backend`, but no operation is run yet: no thread of TensorFlow's runtime lives, and one can fork.

    For a process that does nothing else meanwhile: no other thread may import scikit-learn until this returns.
    """
    with _without_scikit_learn():
        return _start(threads, runs=False)


@contextmanager
def _without_scikit_learn() -> Iterator[None]:
    """Keras imports scikit-learn, where it is there, for wrappers that nobody asks for: a quarter of its start."""
    if "sklearn" in sys.modules:
        yield
        return
    sys.modules["sklearn"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["sklearn"]


def _start(threads: Threads | None, *, runs: bool) -> str:
    with _STARTING:
        os.environ.setdefault("KERAS_BACKEND", "tensorflow")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        for variable, value in _A_SHARED_GPU.items():
            os.environ.setdefault(variable, value)
        if os.environ["KERAS_BACKEND"] == "tensorflow" and "tensorflow" not in sys.modules:
            with _quiet(), seldom_collected():
                _start_tensorflow(threads or Threads(), runs=runs)
            _get_compiled_ready()
        import keras

        return str(keras.backend.backend())


def _start_tensorflow(threads: Threads, *, runs: bool) -> None:
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads.intra_op)
    tf.config.threading.set_inter_op_parallelism_threads(threads.inter_op)
    if runs:
        tf.zeros([1])  # the first operation starts the runtime, which has its own words to say


def has_accelerator() -> bool:
    """Whether the backend that runs computes on a GPU or a TPU."""
    import keras

    if keras.backend.backend() == "torch":  # of which Keras lists no devices
        import torch

        return bool(torch.cuda.is_available())
    return any(not device.startswith("cpu") for device in keras.distribution.list_devices())


def _get_compiled_ready() -> None:
    """Compile the LSTM, or read it from disk, beside other work, so that it is there with the first step."""
    from model.network.native_encoder import why_not

    why_not()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While large libraries are imported, hardly look for garbage; afterwards, never again among what is there now.

    An import of TensorFlow makes 600,000 objects that stay: looking through them takes a third of its processor time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, usual[1], usual[2])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.freeze()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what native code writes to standard error; it comes out only where starting fails.

    TensorFlow greets with lines about processors and missing GPUs that no setting turns off.
    """
    sys.stderr.flush()
    stderr_copy = os.dup(2)
    with tempfile.TemporaryFile() as output:
        os.dup2(output.fileno(), 2)
        try:
            yield
        except BaseException:
            os.dup2(stderr_copy, 2)
            output.seek(0)
            os.write(2, output.read())
            raise
        finally:
            os.dup2(stderr_copy, 2)
            os.close(stderr_copy)
