"""The delivered model, saved whole and read back: arrays, words and sizes; nothing that could run code.

A folder holds `benchmark-….npz` and, where a network is part of the model, `network-….npz`, `vocabulary-….json` and
`model.keras`; further networks, of which the average is taken, lie in `network_2-….npz` and so on. `model.keras` is for
a person's own use and is never read here: networks are built from the sizes in the manifest, and only arrays of exactly
those sizes are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model.arrays import Arrays, Shapes, UnexpectedArrays, arrays_sha256, load_arrays, save_arrays
from model.folder.manifest import check_files, damaged, file_sha256, read_manifest, write_manifest
from model.network.bilstm import BilstmShape
from model.network.network_weights import NetworkWeights, array_shapes, build_together
from model.ngram.benchmark import Benchmark
from model.ngram.linear import LinearModel
from model.ngram.ngrams import BINS, Families, NgramSpace
from model.ngram.recipe import Recipe
from model.protocol.errors import ModelFolderError
from model.protocol.manifest import Manifest, ModelSizes, NetworkSizes, PartScores, Provenance, format_of
from model.protocol.run_folder import HALF_KERAS_FILE, KERAS_FILE
from model.protocol.whole_file import whole_file
from model.text.cut import TextCut
from model.text.encode import FIRST_WORD, MOST_TOKENS, Vocabulary

_MOST_CLASSES = 100_000
_MOST_NETWORKS = 20
_MOST_SIZE = 1 << 22  # of any side of an array: far above what is ever saved, far below what could hurt


@dataclass(frozen=True, slots=True)
class Delivered:
    """The benchmark, with the network on top of it or (`network` None) alone.

    Where there are `further` networks, of the same words, the average of all is on top of it. They read at most
    `max_tokens` words of a text; of a longer one, `tail_tokens` of them are its last ones.
    """

    classes: tuple[str, ...]
    benchmark: Benchmark
    vocabulary: Vocabulary | None = None
    network: NetworkWeights | None = None
    max_tokens: int = MOST_TOKENS
    further: tuple[NetworkWeights, ...] = ()
    tail_tokens: int = 0

    @property
    def networks(self) -> tuple[NetworkWeights, ...]:
        """All networks whose average is taken; none in the benchmark alone."""
        return () if self.network is None else (self.network, *self.further)


@dataclass(frozen=True, slots=True)
class SavedModel:
    """Where a model was saved, and the hash over its arrays."""

    folder: Path
    weights_sha256: str


def save_model(folder: Path, delivered: Delivered, *, scores: PartScores, provenance: Provenance) -> SavedModel:
    """Save a model into a folder (made if need be); whatever happens on the way, the former one stays usable.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sha256_of = _known_files(folder)
    files = dict(_store_arrays(folder, stem, arrays, sha256_of) for stem, arrays in _parts(delivered).items())
    if delivered.network is not None and delivered.vocabulary is not None:
        files |= [_store_words(folder, delivered.vocabulary, sha256_of)]
        _save_keras(folder, delivered.networks)
    sha256, sizes = weights_sha256(delivered), _description(delivered)
    manifest = Manifest(files, sizes, sha256, scores, provenance, format_version=format_of(sizes))
    write_manifest(folder, manifest)
    if delivered.network is None:
        (folder / KERAS_FILE).unlink(missing_ok=True)  # of a network that is no part of the model any more
    return SavedModel(folder, sha256)


def read_model(folder: Path) -> tuple[Delivered, Manifest]:
    """The model in a folder, every file checked against its hash and every array against its size.

    Raises
    ------
    ModelFolderError
        No model there, damaged, changed since it was saved, or of a newer format.
    """
    manifest = read_manifest(folder)
    while True:
        try:
            return _read_checked(folder, manifest), manifest
        except ModelFolderError:
            former, manifest = manifest, read_manifest(folder)
            if manifest == former:
                raise  # else a session at work has just replaced the model, and its files went


def _read_checked(folder: Path, manifest: Manifest) -> Delivered:
    try:
        check_files(folder, manifest)
        delivered = _read(folder, manifest)
    except OSError as error:
        raise damaged(folder, f"one of its files cannot be read ({error.strerror})") from error
    except UnexpectedArrays as error:
        raise damaged(folder, "its arrays are not of the sizes it names") from error
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(folder, "its description makes no sense") from error
    if weights_sha256(delivered) != manifest.weights_sha256:
        raise damaged(folder, "its arrays are not those that were scored")
    return delivered


def _parts(delivered: Delivered) -> dict[str, Arrays]:
    benchmark = delivered.benchmark
    parts: dict[str, Arrays] = {
        "benchmark": {
            "bins": benchmark.space.bins,
            "weights": benchmark.space.weights,
            "coefficients": benchmark.linear.coefficients,
            "intercepts": benchmark.linear.intercepts,
            "decision_shift": benchmark.decision_shift,
        }
    }
    return parts | {_stem(number): network.arrays for number, network in enumerate(delivered.networks, start=1)}


def _stem(number: int) -> str:
    """What the name of a network's file begins with; the first one's as ever."""
    return "network" if number == 1 else f"network_{number}"


def weights_sha256(delivered: Delivered) -> str:
    """One hash over all arrays of a model: the same wherever and whenever it is saved."""
    named = {f"{stem}/{name}": a for stem, part in _parts(delivered).items() for name, a in part.items()}
    return arrays_sha256(named)


def _store_arrays(folder: Path, stem: str, arrays: Arrays, sha256_of: Mapping[str, str]) -> tuple[str, str]:
    name = f"{stem}-{arrays_sha256(arrays)[:12]}.npz"
    return _store(folder, name, sha256_of, lambda path: save_arrays(path, arrays))


def _store_words(folder: Path, vocabulary: Vocabulary, sha256_of: Mapping[str, str]) -> tuple[str, str]:
    content = json.dumps(vocabulary.words, ensure_ascii=False).encode("utf-8", "surrogatepass")
    name = f"vocabulary-{hashlib.sha256(content).hexdigest()[:12]}.json"
    return _store(folder, name, sha256_of, lambda path: _write(path, content))


def _store(folder: Path, name: str, sha256_of: Mapping[str, str], write: Callable[[Path], None]) -> tuple[str, str]:
    """Write a file whose name says what it holds, unless the folder has it: a checkpoint changes the network only."""
    path = folder / name
    if name in sha256_of and path.is_file() and file_sha256(path) == sha256_of[name]:
        return name, sha256_of[name]
    write(path)
    return name, file_sha256(path)


def _known_files(folder: Path) -> Mapping[str, str]:
    try:
        return read_manifest(folder).files
    except ModelFolderError:
        return {}


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as file:
        file.write(content)


def _save_keras(folder: Path, networks: Sequence[NetworkWeights]) -> None:
    half = folder / HALF_KERAS_FILE
    try:
        build_together(networks).save(half)
        half.replace(folder / KERAS_FILE)
    finally:
        half.unlink(missing_ok=True)


def _description(delivered: Delivered) -> ModelSizes:
    space, networks = delivered.benchmark.space, delivered.networks
    sizes = [NetworkSizes(**asdict(network.shape), max_tokens=delivered.max_tokens) for network in networks]
    several, families = delivered.benchmark.several_labels, space.families
    columns = (len(space.bins), space.word_columns)
    first, further = sizes[0] if sizes else None, tuple(sizes[1:])
    tail = delivered.tail_tokens if sizes else 0
    counted = (families.most_words, families.runs)
    return ModelSizes(delivered.classes, *columns, first, several, *counted, further, tail, families.signs)


def _read(folder: Path, manifest: Manifest) -> Delivered:
    classes, sizes = manifest.description.classes, manifest.description.networks
    if not 2 <= len(classes) <= _MOST_CLASSES or len(set(classes)) != len(classes):
        raise ValueError("classes")
    benchmark = _read_benchmark(folder, manifest, len(classes))
    if not sizes and not manifest.description.further_networks:
        return Delivered(classes, benchmark)
    if not 0 < len(sizes) <= _MOST_NETWORKS or any(further.max_tokens != sizes[0].max_tokens for further in sizes):
        raise ValueError("networks")
    cut = TextCut(_size(sizes[0].max_tokens, least=1), manifest.description.tail_words)
    words = _read_words(_file(folder, manifest, "vocabulary"))
    network, *further = _read_networks(folder, manifest, words)
    return Delivered(classes, benchmark, words, network, cut.most, tuple(further), cut.tail)


def _read_networks(folder: Path, manifest: Manifest, words: Vocabulary) -> list[NetworkWeights]:
    networks = []
    for number, sizes in enumerate(manifest.description.networks, start=1):
        shape = _shape(sizes, len(manifest.description.classes))
        if len(words) != shape.vocabulary:
            raise ValueError("vocabulary")
        arrays = load_arrays(_file(folder, manifest, _stem(number)), array_shapes(shape))
        networks.append(NetworkWeights(shape, arrays))
    return networks


def _read_benchmark(folder: Path, manifest: Manifest, classes: int) -> Benchmark:
    columns, word_columns = _size(manifest.description.columns), manifest.description.word_columns
    arrays = load_arrays(_file(folder, manifest, "benchmark"), _benchmark_shapes(columns, classes))
    bins = arrays["bins"]
    if not 0 <= word_columns <= columns or (columns and not 0 <= bins.min() <= bins.max() < 2 * BINS):
        raise ValueError("columns")
    told = manifest.description
    families = Families(told.most_words, told.runs, told.signs)
    space = NgramSpace(bins, arrays["weights"], word_columns, families)
    linear, several = LinearModel(arrays["coefficients"], arrays["intercepts"]), manifest.description.several_labels
    return Benchmark(space, linear, arrays["decision_shift"], several, Recipe(families))


def _benchmark_shapes(columns: int, classes: int) -> Shapes:
    return {
        "bins": ("int64", (columns,)),
        "weights": ("float32", (columns,)),
        "coefficients": ("float32", (columns, classes)),
        "intercepts": ("float32", (classes,)),
        "decision_shift": ("float64", (classes,)),
    }


def _shape(sizes: NetworkSizes, classes: int) -> BilstmShape:
    shape = BilstmShape(
        vocabulary=_size(sizes.vocabulary, least=FIRST_WORD),
        classes=_size(sizes.classes, least=2),
        embedding=_size(sizes.embedding, least=1),
        units=_size(sizes.units, least=1),
        spatial_dropout=sizes.spatial_dropout,
        dropout=sizes.dropout,
    )
    if shape.classes != classes or not 0 <= shape.spatial_dropout < 1 or not 0 <= shape.dropout < 1:
        raise ValueError("network")
    return shape


def _size(value: int, *, least: int = 0) -> int:
    if not least <= value <= _MOST_SIZE:
        raise ValueError("size")
    return value


def _read_words(path: Path) -> Vocabulary:
    words: Sequence[Any] = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError("vocabulary")
    return Vocabulary(words)


def _file(folder: Path, manifest: Manifest, stem: str) -> Path:
    """The one file of the manifest whose name begins so."""
    (name,) = (name for name in manifest.files if name.startswith(f"{stem}-"))
    return folder / name
