"""What an average of networks costs at labelling: `callit predict` with several of them, and with one, in turn.

    CALLIT_DATASETS=... python -m benchmarks.prediction_time [--rows 10000] [--networks 3] [--rounds 5] [--model FOLDER]

Whole processes, from the command to its exit, on the texts of a shared set. Without `--model` the model is made here:
an n-gram model of these texts, and networks of the usual size with weights drawn by lot, as seconds do not depend on
what they say. With it, a folder that a session left is taken, and its first network alone beside it. Rounds alternate;
prints a Markdown table of the least processor and wall seconds of each, and the ratio of the two.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.one_split import CALLIT, run
from benchmarks.shared_sets import SETS, TextSet, named
from data.cleaning.clean import clean
from data.reading.read import read_table
from model.folder.artifact import Delivered, read_model, save_model
from model.network.bilstm import BilstmShape
from model.network.network_weights import NetworkWeights, array_shapes
from model.ngram.benchmark import fit_benchmark
from model.protocol.manifest import Provenance
from model.text.encode import Vocabulary, encode_for_training

_FITTED_S = 60.0
_UNITS = 64


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one process: of processors, and by the clock."""

    processor_s: float
    wall_s: float


def main() -> None:
    """Make or read the model, label in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--networks", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--only", choices=[one.name for one in SETS], default="airline_tweets")
    asked = parser.parse_args()
    one = named(asked.only)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        frame = read_table(one.path).frame.head(asked.rows)
        frame.to_csv(folder / "texts.csv", index=False)
        many = read_model(asked.model)[0] if asked.model else made_model(one, asked.networks)
        if len(many.networks) < 2:
            sys.exit(f"The model has {len(many.networks)} networks: name one with two or more.")
        models = {"several": many, "one": replace(many, further=())}
        for name, model in models.items():
            save_model(folder / name, model, scores={}, provenance=Provenance(text_column=one.text))
        print(table(models, dict(_measured(folder, list(models), one.text, asked.rounds))))
    print(f"{len(frame):,} texts of {one.name}")


def made_model(one: TextSet, networks: int) -> Delivered:
    """A model of a set's classes and words, whose networks say nothing in particular."""
    frame = read_table(one.path).frame
    cleaned = clean(frame[one.text], frame[one.label]).frame
    texts, classes = cleaned["text"].tolist(), sorted(set(cleaned["label"]))
    labels = np.array([classes.index(label) for label in cleaned["label"]])
    fitted = fit_benchmark(texts, labels, len(classes), seed=7, time_left_s=_clock(_FITTED_S), every_row=False)
    found = encode_for_training(texts)
    first, *further = (_drawn(found.vocabulary, len(classes), seed) for seed in range(networks))
    return Delivered(tuple(classes), fitted.model, found.vocabulary, first, found.cut.most, tuple(further))


def _clock(seconds: float) -> Callable[[], float]:
    ends = time.perf_counter() + seconds
    return lambda: ends - time.perf_counter()


def _drawn(vocabulary: Vocabulary, classes: int, seed: int) -> NetworkWeights:
    shape = BilstmShape(vocabulary=len(vocabulary), classes=classes, units=_UNITS)
    random = np.random.default_rng(seed)
    arrays = {name: random.normal(0, 0.1, size).astype(dtype) for name, (dtype, size) in array_shapes(shape).items()}
    return NetworkWeights(shape, arrays)


def _measured(folder: Path, names: list[str], text: str, rounds: int) -> Iterator[tuple[str, Took]]:
    """The least of the rounds of each model; the first round, which fills the disk's cache, does not count."""
    took: dict[str, list[Took]] = {name: [] for name in names}
    for _ in range(rounds + 1):
        for name in names:
            took[name].append(_labelled(folder, name, text))
    for name, rounds_of_it in took.items():
        counted = rounds_of_it[1:]
        yield name, Took(min(one.processor_s for one in counted), min(one.wall_s for one in counted))


def _labelled(folder: Path, name: str, text: str) -> Took:
    used, began = _used_s(), time.perf_counter()
    columns = ["--text", text, "--out", str(folder / "said.csv")]
    run(str(CALLIT), "predict", str(folder / name), str(folder / "texts.csv"), *columns)
    return Took(_used_s() - used, time.perf_counter() - began)


def _used_s() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(models: dict[str, Delivered], took: dict[str, Took]) -> str:
    """Both models and the ratio, as Markdown."""
    rows = [f"| {len(models[name].networks)} | {it.processor_s:.2f} | {it.wall_s:.2f} |" for name, it in took.items()]
    several, single = took["several"], took["one"]
    ratio = f"| ratio | {several.processor_s / single.processor_s:.2f} | {several.wall_s / single.wall_s:.2f} |"
    return "\n".join(("| networks | processor s | wall s |", "|---|---|---|", *rows, ratio))


if __name__ == "__main__":
    main()
