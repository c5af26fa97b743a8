"""How fast a training step is: this project's, stock Keras `fit`, and PyTorch's `nn.LSTM`, side by side in one run.

    CALLIT_DATASETS=... python -m benchmarks.throughput [--rows 4000] [--threads 1,2]

The same network everywhere (vocabulary of the set, embedding 128, 64 units each way, max and mean pooling), batches of
64, Adam, and the same texts, cut to 200 tokens. Stock Keras pads them all to 200, as the LSTM example of its
documentation does; PyTorch (the `bench` extra) gets this project's length buckets. Rounds alternate, and the best of
each counts: the machine may be busy. `--threads` sets TensorFlow's (inside one operation, and side by side); an
environment that sets `OPENBLAS_CORETYPE` may hold the compiled LSTM to older kernels: what it runs on is printed.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_info, threadpool_limits

from benchmarks.shared_sets import TextSet, named
from data.cleaning.clean import clean
from data.reading.read import read_table
from model.network.backend import Threads, start_backend
from model.network.bilstm import BilstmShape, build_bilstm
from model.network.fast_steps import FastSteps
from model.network.layout import Layout, laid_out
from model.network.native_encoder import NativeEncoder
from model.text.buckets import padded_lengths, shuffled_batches
from model.text.encode import TokenRows, Vocabulary, tokens_to_cover

BATCH, MOST_TOKENS, ROUNDS = 64, 200, 3
Epoch = Callable[[], None]


@dataclass(frozen=True)
class Task:
    """Encoded texts with labels, and benchmark logits of zero: what is measured is time, not quality."""

    tokens: TokenRows
    labels: NDArray[np.int64]
    shape: BilstmShape

    @property
    def benchmark(self) -> NDArray[np.float32]:
        return np.zeros((len(self.labels), self.shape.classes), np.float32)

    def batches(self, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        """Rows and their padded tokens (rows, time), in buckets of length."""
        lengths = self.tokens.lengths
        for batch in shuffled_batches(lengths, padded_lengths(lengths), BATCH, np.random.default_rng(seed)):
            yield batch.rows, self.tokens.padded(batch.rows, batch.length)


def load(one: TextSet, rows: int) -> Task:
    """Read, clean and encode some rows of a set."""
    frame = read_table(one.path).frame
    cleaned = clean(frame[one.text], frame[one.label]).frame.iloc[:rows]
    texts, labels = cleaned["text"].tolist(), cleaned["label"].astype("category").cat.codes.to_numpy(np.int64)
    vocabulary = Vocabulary.build(texts)
    max_tokens = min(MOST_TOKENS, tokens_to_cover(vocabulary.encode(texts).lengths))
    shape = BilstmShape(vocabulary=len(vocabulary), classes=int(labels.max()) + 1)
    return Task(vocabulary.encode(texts, max_tokens=max_tokens), labels, shape)


def ours(task: Task, *, compiled: bool) -> Epoch:
    """This project's steps, on the compiled LSTM or on TensorFlow's own operation."""
    steps, benchmark = FastSteps(build_bilstm(task.shape), seed=7, compiled=compiled), task.benchmark

    def epoch() -> None:
        for rows, tokens in task.batches(seed=1):
            steps.train(tokens, benchmark[rows], task.labels[rows], 1e-3)

    return epoch


def lstm_alone(task: Task) -> Epoch:
    """Forward and back through the compiled LSTM and nothing else, on batches laid out before."""
    import tensorflow as tf

    network = build_bilstm(task.shape)
    bilstm, table = network.get_layer("bilstm"), network.get_layer("embedding").embeddings.value
    cells = (bilstm.forward_layer.cell, bilstm.backward_layer.cell)
    encoder = NativeEncoder(cells)
    weights = [variable.value for cell in cells for variable in cell.trainable_variables]
    vector = tf.TensorSpec([None], tf.int32)

    @tf.function(input_signature=(Layout(vector, vector, vector, vector, vector),))
    def there_and_back(batch: Layout) -> list[tf.Tensor]:
        words = tf.gather(table, batch.words)
        with tf.GradientTape() as tape:
            tape.watch(words)
            pooled = encoder.pooled(words, batch, tf.ones((tf.size(batch.lengths), words.shape[1])), keep=True)
        return [tf.convert_to_tensor(found) for found in tape.gradient(pooled, [words, *weights])]

    step = there_and_back.get_concrete_function()
    batches = [tf.nest.map_structure(tf.constant, laid_out(tokens)[0]) for _, tokens in task.batches(seed=1)]

    def epoch() -> None:
        for batch in batches:
            step(*batch)

    return epoch


def stock_keras(task: Task) -> Epoch:
    """`fit` on texts that are all padded to one length."""
    import keras

    network = build_bilstm(task.shape)
    network.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    tokens = task.tokens.padded(np.arange(len(task.labels)), MOST_TOKENS)

    def epoch() -> None:
        network.fit([tokens, task.benchmark], task.labels, batch_size=BATCH, epochs=1, verbose=0)

    return epoch


def pytorch(task: Task) -> Epoch | None:
    """`nn.LSTM` on the same buckets; None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    shape = task.shape
    embedding = torch.nn.Embedding(shape.vocabulary, shape.embedding, padding_idx=0)
    lstm = torch.nn.LSTM(shape.embedding, shape.units, batch_first=True, bidirectional=True)
    dense = torch.nn.Linear(4 * shape.units, shape.classes)
    adam = torch.optim.Adam([*embedding.parameters(), *lstm.parameters(), *dense.parameters()])

    def step(tokens: NDArray[np.int32], labels: NDArray[np.int64]) -> None:
        ids = torch.from_numpy(tokens.astype(np.int64))
        real = (ids != 0).unsqueeze(-1).float()
        states, _ = lstm(torch.nn.functional.dropout(embedding(ids), shape.spatial_dropout))
        largest = (states + (1 - real) * -1e9).max(dim=1).values
        mean = (states * real).sum(dim=1) / real.sum(dim=1).clamp(min=1)
        logits = dense(torch.nn.functional.dropout(torch.cat([largest, mean], dim=1), shape.dropout))
        adam.zero_grad()
        torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels)).backward()
        adam.step()

    def epoch() -> None:
        for rows, tokens in task.batches(seed=1):
            step(tokens, task.labels[rows])

    return epoch


def matrix_gflops(size: int = 1024, rounds: int = 10) -> float:
    """The best rate of a plain matrix product on this machine, all threads, in GFLOP/s."""
    one = np.random.default_rng(0).normal(size=(size, size)).astype(np.float32)
    with threadpool_limits(os.cpu_count()):  # the compiled LSTM asks for one thread for each of its directions
        best = min(_seconds(lambda: one @ one) for _ in range(rounds))
    return 2 * size**3 / best / 1e9


def lstm_gflop(task: Task) -> float:
    """Work of one epoch inside the LSTM: both directions, forward and back (three times forward), real tokens only."""
    shape = task.shape
    per_token = 2 * 2 * 4 * shape.units * (shape.embedding + shape.units)
    return 3 * per_token * float(task.tokens.lengths.sum()) / 1e9


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(task: Task) -> dict[str, float]:
    """Examples a second of each, the best of some alternating rounds after a first one that does not count."""
    made = {
        "ours": ours(task, compiled=True),
        "LSTM alone": lstm_alone(task),
        "operation": ours(task, compiled=False),
        "stock Keras": stock_keras(task),
        "PyTorch": pytorch(task),
    }
    epochs = {name: epoch for name, epoch in made.items() if epoch is not None}
    for epoch in epochs.values():
        epoch()
    best = dict.fromkeys(epochs, np.inf)
    for _ in range(ROUNDS):
        for name, epoch in epochs.items():
            best[name] = min(best[name], _seconds(epoch))
    return {name: len(task.labels) / seconds for name, seconds in best.items()}


def main() -> None:
    """Measure both sets and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=4_000)
    parser.add_argument("--threads", default="1,2")
    asked = parser.parse_args()
    start_backend(Threads(*map(int, asked.threads.split(","))))
    kernels = {library["architecture"] for library in threadpool_info() if library["internal_api"] == "openblas"}
    print(f"{os.cpu_count()} cores, matrix kernels for {', '.join(kernels) or 'another library than OpenBLAS'}")
    ratios = "/ TensorFlow's operation | / stock Keras | / PyTorch"
    print(f"| set | tokens a text | ours, examples/s | {ratios} | of the matrix product | inside the LSTM |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in ("yelp10k", "airline_tweets"):
        print(row(name, load(named(name), asked.rows)), flush=True)


def row(name: str, task: Task) -> str:
    """One set, as a row of the table: ratios, as the machine's own speed says little."""
    rates = measure(task)
    needed = lstm_gflop(task) / len(task.labels) / matrix_gflops()
    ratios = " | ".join(
        f"{rates['ours'] / rates[other]:.1f}" if other in rates else "not installed"
        for other in ("operation", "stock Keras", "PyTorch")
    )
    shares = " | ".join(f"{needed * rates[part]:.0%}" for part in ("ours", "LSTM alone"))
    return f"| {name} | {task.tokens.lengths.mean():.0f} | {rates['ours']:.0f} | {ratios} | {shares} |"


if __name__ == "__main__":
    main()
