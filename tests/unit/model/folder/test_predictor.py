"""A model as it lies in a folder labels texts as the session that made it would have."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.folder.artifact import Delivered
from model.folder.predictor import load_model
from model.judging.decision import sigmoid, softmax
from model.protocol.errors import ModelFolderError
from model.protocol.run_folder import KERAS_FILE, MANIFEST_FILE
from model.text.encode import TokenRows
from tests.unit.made_models import (
    CLASSES,
    LABELS,
    benchmark_alone,
    labels_alone,
    labels_with_network,
    made_label_texts,
    made_texts,
    save,
    with_network,
    with_networks,
    with_tail,
)

pytestmark = pytest.mark.slow

TEXTS = [*made_texts(12, seed=5), "", "words it has never seen", "GLOOMY room", "好" * 30]

PLAIN_KERAS = """
import json, sys
import keras, numpy as np
said = []
for file, asked in json.load(open(sys.argv[1])):
    network = keras.models.load_model(file)
    assert [tensor.name for tensor in network.inputs] == ["tokens", "benchmark_logits"], network.inputs
    tokens, benchmark = np.array(asked["tokens"], "int32"), np.array(asked["benchmark"], "float32")
    logits = network.predict({"tokens": tokens, "benchmark_logits": benchmark}, verbose=0)
    said.append(logits.tolist())
assert not [name for name in sys.modules if name.split(".")[0] in ("model", "planner", "data")]
print(json.dumps(said))
"""


LABELS_TEXTS = """
import json, sys
from pathlib import Path
from model.folder.predictor import load_model
from model.network.native_encoder import why_not
found = load_model(Path(sys.argv[1])).probabilities(json.loads(sys.argv[2]))
assert why_not() is None, why_not()
assert not [name for name in sys.modules if name.split(".")[0] in ("tensorflow", "keras", "sklearn")]
print(json.dumps(found.tolist()))
"""


def _by_hand(delivered: Delivered, texts: list[str]) -> np.ndarray:
    """Probabilities (texts, classes) through the plain Keras network, where no text is filled up to a longer one."""
    logits = delivered.benchmark.logits(texts)
    if delivered.networks and delivered.vocabulary is not None:
        cut = {"max_tokens": delivered.max_tokens, "tail_tokens": delivered.tail_tokens}
        rows = delivered.vocabulary.encode(texts, **cut)
        logits = np.mean([_corrected(weights.build(), rows, logits) for weights in delivered.networks], axis=0)
    if delivered.benchmark.several_labels:
        return sigmoid(logits)
    return softmax(logits + delivered.benchmark.decision_shift)


def _corrected(network: Any, rows: TokenRows, logits: np.ndarray) -> np.ndarray:
    """What a network makes of a benchmark's logits; only texts of one length go through it together."""
    found = np.empty_like(logits)
    for length in np.unique(rows.lengths):
        alike = np.flatnonzero(rows.lengths == length)
        found[alike] = network([rows.padded(alike, int(length)), logits[alike]])
    return found


@pytest.mark.parametrize("make", [benchmark_alone, with_network, with_networks, with_tail])
def test_a_saved_model_says_what_it_said_before(tmp_path: Path, make: Callable[[], Delivered]) -> None:
    """To a millionth, on known, unknown and blank texts, in whatever order and company they come."""
    delivered = make()
    saved = save(tmp_path, delivered)
    predictor = load_model(tmp_path)
    assert (predictor.classes, predictor.weights_sha256) == (CLASSES, saved.weights_sha256)
    found = predictor.probabilities(TEXTS, normalised=True)
    np.testing.assert_allclose(found, _by_hand(delivered, TEXTS), atol=1e-6)
    np.testing.assert_allclose(predictor.probabilities(TEXTS[::-1], normalised=True)[::-1], found, atol=1e-6)


@pytest.fixture(scope="module")
def tail_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tail")
    save(folder, with_tail())
    return folder


@given(st.lists(st.lists(st.sampled_from(["the", "gloomy", "lovely", "room", "never"]), max_size=30), max_size=5))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_long_and_short_texts_are_cut_as_in_the_session_alone_and_together(
    tail_folder: Path, words: list[list[str]]
) -> None:
    """None, one word, just as many as are read, one more, many more; a text by itself says what it says in company."""
    texts = [" ".join(some) for some in words]
    predictor = load_model(tail_folder)
    found = predictor.probabilities(texts, normalised=True)
    for row, text in enumerate(texts):
        np.testing.assert_allclose(predictor.probabilities([text], normalised=True)[0], found[row], atol=1e-5)
    if texts:
        np.testing.assert_allclose(found, _by_hand(with_tail(), texts), atol=1e-5)


def test_what_stands_in_the_middle_of_a_long_text_is_not_read(tail_folder: Path) -> None:
    """Of seven words, two that are left out, and four: the network says the same whatever the two are."""
    middles = ["", "gloomy", "sunny", "gloomy sunny", "lovely usual"]
    texts = [f"the room was and staff food we {middle} had lovely food staff" for middle in middles]
    none = np.zeros((len(texts), 3), np.float32)
    shorter, one, other, *longer = load_model(tail_folder).probabilities(texts, normalised=True, benchmark=none)
    assert np.abs(one - other).max() > 1e-4  # twelve words are read whole
    np.testing.assert_allclose(longer[0], longer[1], atol=1e-6)
    assert np.abs(longer[0] - shorter).max() > 1e-4


@pytest.mark.parametrize("make", [labels_alone, labels_with_network])
def test_a_saved_model_of_several_labels_says_what_it_said_before(
    tmp_path: Path, make: Callable[[], Delivered]
) -> None:
    """Each label with a probability of its own, and the thresholds from which it is said."""
    delivered = make()
    saved = save(tmp_path, delivered)
    predictor = load_model(tmp_path)
    assert (predictor.classes, predictor.weights_sha256) == (LABELS, saved.weights_sha256)
    assert predictor.several_labels
    np.testing.assert_allclose(predictor.thresholds, sigmoid([-0.8, 0.5, -0.2]))
    texts = [*made_label_texts(40, seed=5), *TEXTS]
    found = predictor.probabilities(texts, normalised=True)
    np.testing.assert_allclose(found, _by_hand(delivered, texts), atol=1e-6)
    assert not np.allclose(found.sum(axis=1), 1, atol=0.1)


def test_a_model_of_classes_has_no_thresholds(tmp_path: Path) -> None:
    """The most probable class is said."""
    save(tmp_path, benchmark_alone())
    predictor = load_model(tmp_path)
    assert not predictor.several_labels
    assert predictor.thresholds is None


def test_the_network_matters() -> None:
    """The tiny network of these tests changes probabilities, or the test above would prove nothing."""
    with_it, without = _by_hand(with_network(), TEXTS), _by_hand(benchmark_alone(), TEXTS)
    assert np.abs(with_it - without).max() > 0.1


@pytest.mark.parametrize("make", [benchmark_alone, with_network])
def test_no_texts_have_no_probabilities(tmp_path: Path, make: Callable[[], Delivered]) -> None:
    """An empty table of the right width."""
    save(tmp_path, make())
    assert load_model(tmp_path).probabilities([]).shape == (0, 3)


def _rules_off(folder: Path, off: object) -> None:
    """Let the manifest name other rules."""
    path = folder / MANIFEST_FILE
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "provenance": {"cleaning_rules_off": off}}))


def test_new_texts_are_mended_as_those_of_the_session_were(tmp_path: Path) -> None:
    """HTML and entities go before the model looks, unless the rule was off when it was trained."""
    save(tmp_path, benchmark_alone())
    raw, mended = ["<b>the room</b> was &amp; had"], ["the room was & had"]
    predictor = load_model(tmp_path)
    np.testing.assert_array_equal(predictor.probabilities(raw), predictor.probabilities(mended, normalised=True))
    assert not np.array_equal(predictor.probabilities(raw, normalised=True), predictor.probabilities(raw))
    _rules_off(tmp_path, ["markup"])
    off = load_model(tmp_path)
    np.testing.assert_array_equal(off.probabilities(raw), predictor.probabilities(raw, normalised=True))


@pytest.mark.parametrize("off", [3, "markup", ["no such rule", 7, ["markup"]], {"markup": 1}, None])
def test_rules_that_are_none_are_left_out(tmp_path: Path, off: object) -> None:
    """A stranger's manifest cannot make prediction fail later."""
    save(tmp_path, benchmark_alone())
    _rules_off(tmp_path, off)
    assert load_model(tmp_path).probabilities(["gloomy"]).shape == (1, 3)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """With the sentence of the manifest."""
    with pytest.raises(ModelFolderError, match="holds no model"):
        load_model(tmp_path)


def _plain_inputs(delivered: Delivered) -> dict[str, np.ndarray]:
    """What plain Keras is asked: words by their numbers, and the benchmark's logits."""
    assert delivered.vocabulary is not None
    rows = delivered.vocabulary.encode(TEXTS, max_tokens=delivered.max_tokens)
    return {"tokens": rows.padded(np.arange(len(rows)), 12), "benchmark": delivered.benchmark.logits(TEXTS)}


@pytest.fixture(scope="module")
def said_by_plain_keras(tmp_path_factory: pytest.TempPathFactory) -> dict[Callable[[], Delivered], np.ndarray]:
    """What one process that knows nothing of this project makes of the files of two models."""
    folder, makes = tmp_path_factory.mktemp("plain"), (with_network, with_networks)
    asked = []
    for make in makes:
        delivered = make()
        save(folder / make.__name__, delivered)
        inputs = {name: array.tolist() for name, array in _plain_inputs(delivered).items()}
        asked.append((str(folder / make.__name__ / KERAS_FILE), inputs))
    (folder / "asked.json").write_text(json.dumps(asked))
    command = [sys.executable, "-P", "-c", PLAIN_KERAS, str(folder / "asked.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return dict(zip(makes, map(np.array, json.loads(done.stdout)), strict=True))


@pytest.mark.parametrize("make", [with_network, with_networks])
def test_the_keras_file_is_plain_keras(
    make: Callable[[], Delivered], said_by_plain_keras: dict[Callable[[], Delivered], np.ndarray]
) -> None:
    """It says the logits that are found here, the average of all networks."""
    tokens, benchmark = _plain_inputs(make()).values()
    here = np.mean([weights.build()([tokens, benchmark]) for weights in make().networks], axis=0)
    np.testing.assert_allclose(said_by_plain_keras[make], here, atol=1e-5)


def test_labelling_loads_no_tensorflow(tmp_path: Path) -> None:
    """Seconds that neither `predict` nor a proof has to wait for, where the LSTM can be compiled."""
    delivered = with_network()
    save(tmp_path, delivered)
    command = [sys.executable, "-P", "-c", LABELS_TEXTS, str(tmp_path), json.dumps(TEXTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(json.loads(done.stdout), load_model(tmp_path).probabilities(TEXTS), atol=1e-7)
