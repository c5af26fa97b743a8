"""What a session keeps so that another worker, or another box, can go on from it: in the run folder's `resume`.

`prepared` holds the texts as they were split and encoded, and the benchmark with its out-of-fold logits: a worker
that follows a dead one reads nothing again, and hands begin from there. `current.npz` is where the training stands,
`best.npz` where validation was best; both are weights with their optimiser. Nothing here is part of the model, and
`predict` never reads it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import UNREADABLE, Floats, save_arrays
from model.folder.artifact import read_model, save_model
from model.judging.intervals import IntervalEstimate
from model.network.bilstm import BilstmShape
from model.network.network_weights import NetworkWeights, array_shapes
from model.protocol.errors import ModelError
from model.protocol.hands import read_hands
from model.protocol.manifest import Provenance
from model.protocol.result import DataFacts, TextsRead, as_facts
from model.protocol.run_folder import PREPARED_FACTS, PREPARED_FOLDER, RESUME_FOLDER
from model.protocol.whole_file import HALF, whole_file
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import Part, SessionData
from model.session.smoke_stage import Encoded, Trial
from model.session.stage_log import plain
from model.text.encode import NO_ROWS, TokenRows, Vocabulary
from model.text.given_vectors import load_given, save_given
from model.training.ladder import RungDone, RungLength
from model.training.plan import ProofTimes
from model.training.progress import Trained
from model.training.training_set import Snapshot, TrainingSet

CURRENT_FILE, BEST_FILE, HELD_OUT_FILE = "current.npz", "best.npz", "held-out.npz"
MEMBERS_FILE = "members.npz"  # networks whose average is delivered
_PARTS = ("train", "validation", "held_out")
_STANDING = "standing"
_FURTHER, _GIVEN = "further-tokens.npz", "given-vectors.npz"  # earlier versions wrote neither
_FACTS = Path(PREPARED_FACTS).name
_BEGINNING, _USUAL = "beginning.npz", "usual"  # what embeddings begin with: there where hands are to train


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the ladder has come: the number of the training it is at, its length, and how much of that is done.

    `is_continued`: the training began from weights that were good already. `is_over`: the ladder is, and further
    trainings are at work.
    """

    length: RungLength
    number: int = 0
    share_done: float = 0.0
    rows_done: int = 0
    done: tuple[RungDone, ...] = ()
    is_continued: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as another worker finds it: what was fitted and encoded, and what the test run took."""

    fitted: FittedBenchmark
    encoded: Encoded
    times: ProofTimes
    measured: dict[str, float]


def keep_session(run_folder: Path, fitted: FittedBenchmark, trial: Trial, measured: Mapping[str, float]) -> None:
    """Write `prepared`, whole or not at all.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    folder = run_folder / PREPARED_FOLDER
    half = folder.with_name(folder.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    try:
        half.mkdir(parents=True)
        _write_parts(half, fitted, trial)
        if read_hands(run_folder):
            _write_beginning(half / _BEGINNING, trial)
        _write_facts(half / _FACTS, fitted, trial, measured)
        shutil.rmtree(folder, ignore_errors=True)
        half.replace(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)  # what room there is belongs to the model
        raise


def make_room(run_folder: Path) -> None:
    """Give up what another worker or box would go on from: the model itself has no room."""
    shutil.rmtree(run_folder / RESUME_FOLDER, ignore_errors=True)


def load_session(run_folder: Path) -> KeptSession | None:
    """What `keep_session` wrote; None where there is nothing, or it cannot be read."""
    return load_prepared(run_folder / PREPARED_FOLDER)


def load_prepared(folder: Path) -> KeptSession | None:
    """The same, of the folder `prepared` itself, wherever it was copied to."""
    with suppress(*UNREADABLE, TypeError, ModelError):
        facts = json.loads((folder / _FACTS).read_bytes().decode("utf-8", "surrogatepass"))
        train, validation, held_out = (_load_part(folder / f"{name}.npz") for name in _PARTS)
        data_facts = as_facts(DataFacts, facts["data"])
        data = SessionData(tuple(facts["classes"]), train, validation, held_out, facts["data_sha256"], data_facts)
        return _load(folder, data, facts)
    return None


def load_beginning(folder: Path) -> Floats | None:
    """The vectors (words, features) that the session's networks begin with; None where `prepared` holds none."""
    with suppress(*UNREADABLE), np.load(folder / _BEGINNING, allow_pickle=False) as arrays:
        vectors: Floats = arrays[_USUAL]
        return vectors
    return None


def keep_current(run_folder: Path, snapshot: Snapshot, standing: Standing) -> None:
    """Write where the training stands."""
    _save_snapshot(run_folder, CURRENT_FILE, snapshot, standing)


def keep_best(run_folder: Path, snapshot: Snapshot) -> None:
    """Write where validation was best."""
    _save_snapshot(run_folder, BEST_FILE, snapshot, None)


def load_current(run_folder: Path) -> tuple[Snapshot, Standing] | None:
    """Where the training of a dead worker stood."""
    stored = _load_snapshot(run_folder, CURRENT_FILE)
    if stored is None or stored[1] is None:
        return None
    return stored[0], _standing(stored[1])


def load_best(run_folder: Path) -> Snapshot | None:
    """Where validation was best."""
    stored = _load_snapshot(run_folder, BEST_FILE)
    return None if stored is None else stored[0]


def keep_members(run_folder: Path, members: Sequence[Trained]) -> None:
    """Write the networks whose average is the best so far, each with its logits on validation."""
    arrays: dict[str, NDArray[Any]] = {"shapes": np.array(json.dumps([asdict(one.network.shape) for one in members]))}
    for number, one in enumerate(members):
        arrays |= trained_arrays(one, f"{number}/")
    (run_folder / RESUME_FOLDER).mkdir(exist_ok=True)
    save_arrays(run_folder / RESUME_FOLDER / MEMBERS_FILE, arrays)


def keep_average(run_folder: Path, members: Sequence[Trained]) -> None:
    """The same where it is an average of several; that a model lies in the folder is seen to by the proofs."""
    if len(members) > 1:
        with suppress(OSError):
            keep_members(run_folder, members)


def load_members(run_folder: Path, encoded: Encoded) -> tuple[Trained, ...]:
    """What `keep_members` wrote; none where there is nothing, it cannot be read, or it is of other texts."""
    with (
        suppress(*UNREADABLE, TypeError),
        np.load(run_folder / RESUME_FOLDER / MEMBERS_FILE, allow_pickle=False) as arrays,
    ):
        shapes = [BilstmShape(**sizes) for sizes in json.loads(str(arrays["shapes"].item()))]
        return tuple(trained_from(arrays, f"{number}/", shape, encoded) for number, shape in enumerate(shapes))
    return ()


def trained_arrays(trained: Trained, prefix: str = "") -> dict[str, NDArray[Any]]:
    """A network with its logits on validation as named arrays, for `trained_from`."""
    weights = {f"{prefix}weights/{name}": array for name, array in trained.network.arrays.items()}
    return {f"{prefix}logits": trained.logits, **weights}


def trained_from(arrays: Mapping[str, NDArray[Any]], prefix: str, shape: BilstmShape, encoded: Encoded) -> Trained:
    """What `trained_arrays` named, where it is a network of that shape and of these texts.

    Raises
    ------
    KeyError, ValueError
        It is something else.
    """
    weights, logits = _under(f"{prefix}weights/", arrays), arrays[f"{prefix}logits"]
    is_of_these = (shape.vocabulary, shape.classes) == (encoded.shape.vocabulary, encoded.shape.classes)
    if not is_of_these or logits.shape != encoded.validation.benchmark.shape:
        raise ValueError("of other texts")
    if {name: array.shape for name, array in weights.items()} != {
        n: size for n, (_, size) in array_shapes(shape).items()
    }:
        raise ValueError("of other sizes")
    return Trained(NetworkWeights(shape, weights), logits)


def keep_held_out(run_folder: Path, probabilities: NDArray[np.float64]) -> None:
    """Write what the delivered model says of the held-out part, (rows, classes): a new box is compared with it."""
    (run_folder / RESUME_FOLDER).mkdir(exist_ok=True)
    save_arrays(run_folder / RESUME_FOLDER / HELD_OUT_FILE, {"probabilities": probabilities})


def load_held_out(run_folder: Path) -> NDArray[np.float64] | None:
    """What `keep_held_out` wrote."""
    with (
        suppress(*UNREADABLE),
        np.load(run_folder / RESUME_FOLDER / HELD_OUT_FILE, allow_pickle=False) as arrays,
    ):
        probabilities: NDArray[np.float64] = arrays["probabilities"]
        return probabilities
    return None


def load_held_out_part(run_folder: Path) -> Part | None:
    """The held-out texts with their labels, as `keep_session` wrote them."""
    with suppress(*UNREADABLE):
        return _load_part(run_folder / PREPARED_FOLDER / "held_out.npz")
    return None


def forget_current(run_folder: Path) -> None:
    """A training that came to its end is not gone on with; its best weights stay for a new box."""
    (run_folder / RESUME_FOLDER / CURRENT_FILE).unlink(missing_ok=True)


def _write_parts(folder: Path, fitted: FittedBenchmark, trial: Trial) -> None:
    for name in _PARTS:
        _save_part(folder / f"{name}.npz", getattr(fitted.data, name))
    save_model(folder / "benchmark", fitted.delivered(), scores={}, provenance=Provenance())
    save_arrays(folder / "logits.npz", _logits(fitted, trial.encoded))
    trial.encoded.training.tokens.save(folder / "training-tokens.npz")
    trial.encoded.validation.tokens.save(folder / "validation-tokens.npz")
    trial.encoded.further.save(folder / _FURTHER)
    if trial.encoded.given is not None:
        save_given(folder / _GIVEN, trial.encoded.given)


def _write_beginning(path: Path, trial: Trial) -> None:
    """So that a training elsewhere begins as one does here: to the last digit, also on another machine."""
    if trial.learner.word_vectors is not None:
        save_arrays(path, {_USUAL: trial.learner.word_vectors})


def _save_part(path: Path, part: Part) -> None:
    lengths = [len(text.encode("utf-8", "surrogatepass")) for text in part.texts]
    joined = "".join(part.texts).encode("utf-8", "surrogatepass")
    arrays = {"bytes": np.frombuffer(joined, np.uint8), "ends": np.cumsum([0, *lengths]), "labels": part.labels}
    save_arrays(path, arrays)


def _load_part(path: Path) -> Part:
    with np.load(path, allow_pickle=False) as arrays:
        joined, ends, labels = arrays["bytes"].tobytes(), arrays["ends"].tolist(), arrays["labels"]
    texts = [joined[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends)]
    return Part(texts, labels)


def _logits(fitted: FittedBenchmark, encoded: Encoded) -> dict[str, NDArray[Any]]:
    return {"out_of_fold": fitted.out_of_fold_logits, "validation": encoded.validation.benchmark}


def _write_facts(path: Path, fitted: FittedBenchmark, trial: Trial, measured: Mapping[str, float]) -> None:
    facts = {
        "classes": list(fitted.data.classes),
        "data_sha256": fitted.data.sha256,
        "data": asdict(fitted.data.facts),
        "note": fitted.note,
        "scores": {metric: asdict(estimate) for metric, estimate in fitted.validation.items()},
        "words": list(trial.encoded.vocabulary.words),
        "max_tokens": trial.encoded.max_tokens,
        "tail_tokens": trial.encoded.tail_tokens,
        "texts_read": None if trial.encoded.read is None else asdict(trial.encoded.read),
        "shape": asdict(trial.encoded.shape),
        "times": asdict(trial.times),
        "measured": dict(measured),
    }
    with whole_file(path) as file:
        file.write(json.dumps(plain(facts), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _load(folder: Path, data: SessionData, facts: Mapping[str, Any]) -> KeptSession:
    delivered, _ = read_model(folder / "benchmark")
    with np.load(folder / "logits.npz", allow_pickle=False) as logits:
        out_of_fold, validation = logits["out_of_fold"], logits["validation"]
    scores = {metric: IntervalEstimate(**_numbers(interval)) for metric, interval in facts["scores"].items()}
    fitted = FittedBenchmark(data, delivered.benchmark, out_of_fold, scores, facts["note"])
    encoded = Encoded(
        Vocabulary(facts["words"]),
        facts["max_tokens"],
        BilstmShape(**facts["shape"]),
        TrainingSet(TokenRows.load(folder / "training-tokens.npz"), data.train.labels, out_of_fold),
        TrainingSet(TokenRows.load(folder / "validation-tokens.npz"), data.validation.labels, validation),
        given=load_given(folder / _GIVEN) if (folder / _GIVEN).is_file() else None,
        further=TokenRows.load(folder / _FURTHER) if (folder / _FURTHER).is_file() else NO_ROWS,
        tail_tokens=facts.get("tail_tokens", 0),  # earlier versions read the first words alone, and did not say so
        read=TextsRead(**facts["texts_read"]) if facts.get("texts_read") else None,
    )
    return KeptSession(fitted, encoded, ProofTimes(**facts["times"]), facts["measured"])


def _numbers(payload: Mapping[str, float | None]) -> dict[str, float]:
    """JSON has no number for what is not one."""
    return {name: np.nan if value is None else value for name, value in payload.items()}


def _save_snapshot(run_folder: Path, name: str, snapshot: Snapshot, standing: Standing | None) -> None:
    folder = run_folder / RESUME_FOLDER
    folder.mkdir(exist_ok=True)
    arrays = {f"weights/{key}": array for key, array in snapshot.weights.items()}
    arrays |= {f"optimiser/{key}": array for key, array in snapshot.optimiser.items()}
    words = "" if standing is None else json.dumps(plain(asdict(standing)))
    save_arrays(folder / name, {**arrays, _STANDING: np.array(words)})


def _load_snapshot(run_folder: Path, name: str) -> tuple[Snapshot, str | None] | None:
    with (
        suppress(*UNREADABLE),
        np.load(run_folder / RESUME_FOLDER / name, allow_pickle=False) as arrays,
    ):
        words = str(arrays[_STANDING].item())
        return Snapshot(_under("weights/", arrays), _under("optimiser/", arrays)), words or None
    return None


def _under(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): arrays[name] for name in arrays if name.startswith(prefix)}


def _standing(words: str) -> Standing:
    payload = json.loads(words)
    done: Sequence[Mapping[str, Any]] = payload.pop("done")
    length = RungLength(**payload.pop("length"))
    return Standing(length, **payload, done=tuple(RungDone(**_numbers(rung)) for rung in done))
