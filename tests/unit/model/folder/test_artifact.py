"""A model saved whole: it reads back, damage is told in one sentence, and a save cut off costs nothing."""

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.arrays import save_arrays
from model.folder.artifact import Delivered, read_model
from model.folder.manifest import file_sha256
from model.ngram.benchmark import fit_benchmark
from model.ngram.ngrams import Families
from model.ngram.recipe import Recipe
from model.protocol.errors import ModelFolderError
from model.protocol.run_folder import KERAS_FILE, MANIFEST_FILE
from tests.unit.made_models import (
    CLASSES,
    benchmark_alone,
    made_texts,
    made_weights,
    save,
    with_network,
    with_networks,
    with_tail,
)


class _Bomb:
    """Unpickling it would make a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self._path,))


@pytest.fixture(autouse=True)
def _no_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here `model.keras` is a stand-in: what it really holds is tested beside the network."""

    class _Written:
        def save(self, path: Path) -> None:
            with path.open("wb") as file:
                file.write(b"keras")

    monkeypatch.setattr("model.folder.artifact.build_together", lambda networks: _Written())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "model"


def _names(folder: Path) -> set[str]:
    return {path.name.split("-")[0] for path in folder.iterdir()}


def _sentence(folder: Path) -> str:
    with pytest.raises(ModelFolderError) as caught:
        read_model(folder)
    said = str(caught.value)
    assert said.startswith(f"The model in {folder} is damaged: ")
    assert said.endswith(". Copy the folder again, or train again.")
    assert "\n" not in said
    return said


def _file(folder: Path, stem: str) -> Path:
    (path,) = folder.glob(f"{stem}-*")
    return path


def _describe(folder: Path, **changes: Any) -> None:
    """Change what the manifest says of the model's sizes."""
    path = folder / MANIFEST_FILE
    manifest = json.loads(path.read_text())
    for name, value in changes.items():
        owner, key = manifest["description"], name
        if "__" in name:
            owner, key = owner[name.split("__")[0]], name.split("__")[1]
        owner[key] = value
    path.write_text(json.dumps(manifest))


def _put(folder: Path, stem: str, write: Callable[[Path], object]) -> None:
    """Replace a file, and its hash in the manifest: what only a stranger who means it would do."""
    old = _file(folder, stem)
    write(old)
    path = folder / MANIFEST_FILE
    manifest = json.loads(path.read_text())
    manifest["files"][old.name] = file_sha256(old)
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize("make", [benchmark_alone, with_network, with_networks, with_tail])
def test_what_was_saved_is_what_is_read(folder: Path, make: Callable[[], Delivered]) -> None:
    """Classes, words, sizes and every array, and the hash says so."""
    delivered = make()
    saved = save(folder, delivered)
    found, manifest = read_model(folder)
    assert manifest.weights_sha256 == saved.weights_sha256
    assert (found.classes, found.max_tokens) == (delivered.classes, delivered.max_tokens)
    assert found.tail_tokens == delivered.tail_tokens
    texts = list(made_texts(20, seed=5))
    np.testing.assert_array_equal(found.benchmark.probabilities(texts), delivered.benchmark.probabilities(texts))
    if delivered.network is None or delivered.vocabulary is None:
        assert (found.network, found.vocabulary) == (None, None)
        return
    assert found.network is not None
    assert found.vocabulary is not None
    assert found.vocabulary.words == delivered.vocabulary.words
    assert [own.shape for own in found.networks] == [own.shape for own in delivered.networks]
    for own, other in zip(found.networks, delivered.networks, strict=True):
        for name, array in other.arrays.items():
            np.testing.assert_array_equal(own.arrays[name], array)


def test_several_networks_are_a_folder_that_earlier_versions_refuse(folder: Path) -> None:
    """They would take the first for the whole; one network alone is a folder as ever."""
    save(folder, with_networks())
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert told["format_version"] == 2
    assert [sizes["units"] for sizes in told["description"]["further_networks"]] == [6, 4]
    save(folder, with_network())
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert told["format_version"] == 1
    assert "further_networks" not in told["description"]


def test_last_words_make_a_folder_that_earlier_versions_refuse(folder: Path) -> None:
    """They would read the first words alone; a folder that says nothing of last words is read so."""
    save(folder, with_tail())
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert (told["format_version"], told["description"]["tail_words"]) == (2, 4)
    save(folder, with_network())
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert told["format_version"] == 1
    assert "tail_words" not in told["description"]
    assert read_model(folder)[0].tail_tokens == 0


def test_signs_that_are_blanks_are_so_for_new_texts_too(folder: Path) -> None:
    """And earlier versions, which would count them, refuse the folder."""
    texts, labels = made_texts(), np.arange(len(made_texts())) % 3
    recipe = Recipe(Families(2, (0, 0), signs=False))
    model = fit_benchmark(texts, labels, 3, seed=7, time_left_s=lambda: 60.0, recipe=recipe).model
    save(folder, Delivered(CLASSES, model))
    told = json.loads((folder / MANIFEST_FILE).read_text())
    assert (told["format_version"], told["description"]["signs"]) == (2, False)
    read = read_model(folder)[0].benchmark
    np.testing.assert_array_equal(read.logits(["awful, room", "awful room"]), model.logits(["awful room"] * 2))


@pytest.mark.parametrize("tail", [-1, 13, 1 << 70, "4", None])
def test_more_last_words_than_are_read_at_all_are_refused(folder: Path, tail: object) -> None:
    """Nobody can have saved that."""
    save(folder, with_tail())
    _describe(folder, tail_words=tail)
    _sentence(folder)


def test_what_a_model_of_fewer_networks_has_no_use_for_goes(folder: Path) -> None:
    """The files of the networks that are no part of it any more."""
    save(folder, with_networks())
    assert {"network", "network_2", "network_3"} <= _names(folder)
    save(folder, with_network())
    assert {name for name in _names(folder) if name.startswith("network")} == {"network"}


@pytest.mark.parametrize("stem", ["network", "network_2", "network_3"])
def test_damage_to_any_of_several_networks_is_told(folder: Path, stem: str) -> None:
    """Each is checked against its hash."""
    save(folder, with_networks())
    _file(folder, stem).write_bytes(b"other")
    assert "is not what was saved" in _sentence(folder)


@pytest.mark.parametrize("further", [[], [{"units": 5}], [{"max_tokens": 13}], [{"classes": 2}], [{}] * 30])
def test_further_networks_that_are_not_the_files_are_refused(folder: Path, further: list[dict[str, int]]) -> None:
    """Other sizes, another cut, other classes, or so many that nobody saved them."""
    save(folder, with_networks())
    sizes = json.loads((folder / MANIFEST_FILE).read_text())["description"]["network"]
    _describe(folder, further_networks=[{**sizes, **changes} for changes in further])
    _sentence(folder)


def test_further_networks_without_a_first_are_refused(folder: Path) -> None:
    """Nothing in such a folder is believed."""
    save(folder, with_networks())
    _describe(folder, network=None)
    _sentence(folder)


def test_a_model_has_one_hash_however_often_it_is_saved(tmp_path: Path) -> None:
    """Files differ in their times, the weights do not; other weights have another hash."""
    one, other = (save(tmp_path / name, with_network()).weights_sha256 for name in ("one", "other"))
    assert one == other
    assert save(tmp_path / "one", with_network(seed=1)).weights_sha256 != one


def test_labels_and_words_of_any_script_are_kept(folder: Path) -> None:
    """Half an emoji, left by a sloppy export, included."""
    delivered = replace(benchmark_alone(), classes=("schlecht|", "好\n", "\ud83d"))
    save(folder, delivered)
    assert read_model(folder)[0].classes == delivered.classes


def test_files_of_the_former_model_are_gone(folder: Path) -> None:
    """A folder holds one model, however many checkpoints there were."""
    for seed in range(3):
        save(folder, with_network(seed))
    assert len(list(folder.glob("network-*"))) == 1
    assert _names(folder) == {"benchmark", "network", "vocabulary", KERAS_FILE, MANIFEST_FILE}
    save(folder, benchmark_alone())
    assert _names(folder) == {"benchmark", MANIFEST_FILE}


def test_a_checkpoint_writes_only_what_changed(folder: Path) -> None:
    """The n-gram model and the words stay as they lie there: saving on the way costs little."""
    save(folder, with_network(0))
    before = {stem: _file(folder, stem).stat().st_mtime_ns for stem in ("benchmark", "vocabulary")}
    save(folder, with_network(1))
    assert {stem: _file(folder, stem).stat().st_mtime_ns for stem in before} == before


def test_training_again_into_a_damaged_folder_mends_it(folder: Path) -> None:
    """A file that only looks like the one that was saved is not trusted."""
    save(folder, benchmark_alone())
    _file(folder, "benchmark").write_bytes(b"damaged")
    save(folder, benchmark_alone())
    assert read_model(folder)


@pytest.mark.parametrize("stem", ["benchmark", "network", "vocabulary"])
def test_a_missing_file_and_a_changed_byte_are_told(folder: Path, stem: str) -> None:
    """Each file that prediction needs is checked against its hash."""
    save(folder, with_network())
    path = _file(folder, stem)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert f"{path.name} is not what was saved" in _sentence(folder)
    path.unlink()
    assert f"{path.name} is missing" in _sentence(folder)


def test_the_keras_file_is_no_part_of_the_model(folder: Path) -> None:
    """It is never read here: a changed or missing one does not matter."""
    save(folder, with_network())
    (folder / KERAS_FILE).write_bytes(b"anything")
    assert read_model(folder)
    (folder / KERAS_FILE).unlink()
    assert read_model(folder)


@pytest.mark.parametrize("stem", ["benchmark", "network"])
def test_other_weights_than_those_scored_are_refused(folder: Path, stem: str) -> None:
    """Even where file hashes were mended: the score in the manifest is that of certain weights."""
    save(folder, with_network())

    def change(path: Path) -> None:
        with np.load(path) as arrays:
            changed = {name: arrays[name] + 1 if arrays[name].dtype == np.float32 else arrays[name] for name in arrays}
        save_arrays(path, changed)

    _put(folder, stem, change)
    assert "its arrays are not those that were scored" in _sentence(folder)


@pytest.mark.parametrize("stem", ["benchmark", "network"])
def test_a_pickle_in_place_of_arrays_does_not_run(folder: Path, stem: str) -> None:
    """The file is refused, and the code in it stays asleep."""
    save(folder, with_network())
    ran = folder / "ran"
    _put(folder, stem, lambda path: path.write_bytes(pickle.dumps(_Bomb(ran))))
    assert "its arrays are not of the sizes it names" in _sentence(folder)
    objects = np.array([_Bomb(ran)], dtype=object)
    _put(folder, stem, lambda path: np.savez(path, allow_pickle=True, bins=objects, weights=objects))
    assert "its arrays are not of the sizes it names" in _sentence(folder)
    assert not ran.exists()


@pytest.mark.parametrize(
    "changes",
    [{"columns": value} for value in (-1, 1 << 40, "9", 1.5, None, True, [3])]
    + [{"word_columns": value} for value in (-1, 1 << 40, "9", None)]
    + [{"classes": value} for value in ([], ["one"], ["a", "a", "b"], 3, None, ["a"] * 200_000)]
    + [{"network": value} for value in (3, "x", [], {}, {"units": 1})]
    + [{f"network__{name}": value} for name in ("vocabulary", "units", "embedding", "classes", "max_tokens")
       for value in (0, -1, 1 << 60, "6", None, 1.0)]
    + [{f"network__{name}": 1 << 21} for name in ("vocabulary", "units", "embedding", "classes")]
    + [{f"network__{name}": value} for name in ("dropout", "spatial_dropout") for value in (-0.1, 1.0, "x", None)],
)  # fmt: skip
def test_absurd_sizes_are_refused(folder: Path, changes: dict[str, Any]) -> None:
    """Whatever a stranger's manifest names: one sentence, and no memory is asked for that the files do not fill."""
    save(folder, with_network())
    _describe(folder, **changes)
    _sentence(folder)


@pytest.mark.parametrize("changes", [{"vocabulary": []}, {"network__max_tokens": 1 << 21}, {"network__heads": 2}])
def test_what_is_not_asked_for_does_not_matter(folder: Path, changes: dict[str, Any]) -> None:
    """Names that nobody knows are passed over, and so is a limit that no text reaches."""
    save(folder, with_network())
    _describe(folder, **changes)
    assert read_model(folder)


@pytest.mark.parametrize("words", ["{}", "3", "[1, 2]", '["one"]', "[" * 100_000, "\x00", ""])
def test_words_that_are_none_are_refused(folder: Path, words: str) -> None:
    """The vocabulary is a list of as many words as the network has rows for."""
    save(folder, with_network())
    _put(folder, "vocabulary", lambda path: path.write_text(words))
    _sentence(folder)


def test_bins_outside_the_table_are_refused(folder: Path) -> None:
    """An index that no text can have would end in an error later on."""
    delivered = benchmark_alone()
    bins = delivered.benchmark.space.bins.copy()
    bins[-1] = 1 << 40
    space = replace(delivered.benchmark.space, bins=bins)
    save(folder, replace(delivered, benchmark=replace(delivered.benchmark, space=space)))
    assert "its description makes no sense" in _sentence(folder)


def test_a_file_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's reason."""
    save(folder, benchmark_alone())

    def refuses(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("model.folder.manifest.file_sha256", refuses)
    assert "cannot be read (Permission denied)" in _sentence(folder)


def test_classes_of_the_network_and_of_the_benchmark_must_agree(folder: Path) -> None:
    """A manifest that fits neither is refused, not guessed at."""
    weights = made_weights(classes=4)
    with_four = replace(with_network(), network=weights)
    save(folder, with_four)
    assert with_four.classes == CLASSES
    assert "its description makes no sense" in _sentence(folder)
