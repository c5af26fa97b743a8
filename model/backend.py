"""Starts Keras' backend with the threads wanted: they cannot be changed once TensorFlow runs."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass

_STARTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of TensorFlow: inside one operation, and side by side for independent operations.

    One and two were fastest for an LSTM with one operation per direction on two cores.
    """

    intra_op: int = 1
    inter_op: int = 2


def start_backend(threads: Threads | None = None) -> str:
    """Import Keras and its backend, once and quietly, and say which backend runs.

    May be called from a thread while the data is being read. `KERAS_BACKEND` chooses the backend; without it
    TensorFlow is taken. Where TensorFlow runs already, its threads stay as they are.
    """
    with _STARTING:
        os.environ.setdefault("KERAS_BACKEND", "tensorflow")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        if os.environ["KERAS_BACKEND"] == "tensorflow":
            _start_tensorflow(threads or Threads())
        import keras

        return str(keras.backend.backend())


def _start_tensorflow(threads: Threads) -> None:
    import tensorflow as tf

    try:
        tf.config.threading.set_intra_op_parallelism_threads(threads.intra_op)
        tf.config.threading.set_inter_op_parallelism_threads(threads.inter_op)
    except RuntimeError:  # it has run an operation already
        return
