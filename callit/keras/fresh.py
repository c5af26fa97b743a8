"""What a fresh process finds out of a saved Keras model: `python -P -m callit.keras.fresh` is that process.

It is asked line by line, a JSON object each, and answers in kind. `callit.verifying`, which is a fresh process too,
asks right here.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from callit.box_folder import Manifest, read_manifest
from callit.checks import Check

READY = "ready"
TOLERANCE = 1e-5  # relative, on one kind of processor
ACCELERATOR_TOLERANCE = 1e-3  # between a graphics processor, or another backend, and this one


def keras_checks(folder: Path, manifest: Manifest) -> Iterator[Check]:
    """The model of a box loaded here, its weights held to those that were scored, and scored again."""
    loaded = load_checks(folder / manifest.best_folder, manifest.weights_sha256)
    yield loaded.check
    if loaded.check.ok is False:
        return
    yield _scored_again(folder, manifest, loaded.model, loaded.why)


class Loaded:
    """A model as it was found: None where it could not be made here, and why."""

    def __init__(self, check: Check, model: Any = None, why: str = "") -> None:
        self.check, self.model, self.why = check, model, why


def load_checks(folder: Path, weights_sha256: str) -> Loaded:
    """Whether the model in a folder loads here with the weights of that hash; else whether its file holds them."""
    from callit.keras.weights import MODEL_FILE, model_digests, read_digests, weights_hash

    try:
        named = read_digests(folder)
    except (OSError, ValueError):
        return Loaded(Check("weights", False, "The hashes of its weights are missing."))
    if weights_hash(named) != weights_sha256:
        return Loaded(Check("weights", False, "The weights are not those that were scored."))
    model, why = _load(folder / MODEL_FILE)
    if model is None:
        return Loaded(_raw_check(folder, named, why), None, why)
    if weights_hash(model_digests(model)) != weights_sha256:
        return Loaded(Check("weights", False, "Reloaded, its weights are not those that were scored."))
    words = f"Reloaded in a fresh process: its weights are those that were scored, {weights_sha256[:12]}."
    return Loaded(Check("weights", True, words), model, why)


def _load(path: Path) -> tuple[Any, str]:
    """The model, or why not; with a reason beside a model, it could be loaded only without its loss and metrics."""
    import keras

    if not path.is_file():
        return None, "it could be saved as weights alone"
    try:
        return keras.saving.load_model(path, safe_mode=True), ""
    except Exception as error:
        why = reason(error)
    try:
        return keras.saving.load_model(path, safe_mode=True, compile=False), why
    except Exception as error:
        return None, reason(error)


def reason(error: BaseException) -> str:
    """The first sentence of an error; of one of Keras around another, that of the other.

    >>> reason(TypeError("It could not be made. Exception encountered: Could not locate class 'Doubles'. Make sure …"))
    "Could not locate class 'Doubles'"
    """
    inmost = str(error).rpartition("Exception encountered: ")[2].strip()
    line = (inmost.splitlines() or [type(error).__name__])[0]
    return line.split(". ")[0][:200].rstrip(".")


def _raw_check(folder: Path, named: list[str], why: str) -> Check:
    from collections import Counter

    from callit.keras.weights import BARE_FILE, MODEL_FILE, file_digests

    path = next(path for path in (folder / MODEL_FILE, folder / BARE_FILE) if path.is_file())
    try:
        missing = Counter(named) - file_digests(path)
    except Exception as error:
        return Check("weights", False, f"{path.name} cannot be read: {reason(error)}.")
    if missing:
        return Check(
            "weights", False, f"{path.name} lacks {missing.total()} of the {len(named)} arrays that were scored."
        )
    words = (
        f"It does not load in a fresh process ({why}). Checked instead: {path.name} holds the {len(named)} arrays that"
    )
    return Check("weights", True, f"{words} were scored.")


def _scored_again(folder: Path, manifest: Manifest, model: Any, why: str) -> Check:
    proof = manifest.proof
    if model is None or why:
        return Check("scored again", None, f"Not scored again: {why}.")
    if not proof.get("data"):
        return Check("scored again", None, f"Not scored again: {proof.get('why') or 'no validation data was kept'}.")
    value = evaluate(model, folder, int(proof["batch_size"])).get(str(proof["metric"]))
    named = manifest.value if proof["is_whole"] else proof.get("value")
    if value is None or named is None:
        return Check("scored again", None, f"Not scored again: {proof['metric']} is not among what it measures here.")
    of = "all" if proof["is_whole"] else "the first"
    other = _other_backend(str(proof.get("backend", "")))
    where = f"{of} {int(proof['rows']):,} rows of the validation data{other}"
    if not is_same(value, float(named), "other" if other else str(proof.get("device", "cpu"))):
        return Check("scored again", False, f"Scored again on {where}: {manifest.metric} {value:.6f}, not {named:.6f}.")
    return Check("scored again", True, f"On {where}: {manifest.metric} {value:.6f}, as written down.")


def _other_backend(trained_with: str) -> str:
    """What has to be said where this process computes with another library than the training did."""
    from keras import backend

    here = backend.backend()
    if trained_with in {"", here}:
        return ""
    return f", with {here}, as {trained_with}, which trained it, is not installed here"


def evaluate(model: Any, folder: Path, batch_size: int) -> dict[str, float]:
    """What a compiled model measures on the kept data."""
    from callit.keras.kept_data import read_kept

    kept = read_kept(folder)
    told: Mapping[str, Any] = model.evaluate(
        kept.x, kept.y, sample_weight=kept.sample_weight, batch_size=batch_size, verbose=0, return_dict=True
    )
    return {name: float(value) for name, value in told.items()}


def is_same(one: float, other: float, device: str) -> bool:
    """Whether two scores are one, as far as two kinds of processor can agree."""
    tolerance = TOLERANCE if device == "cpu" else ACCELERATOR_TOLERANCE
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1e-3)


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    folder = Path(asked["folder"])
    if asked["do"] == "load":  # a model that was never scored: the test run
        loaded = load_checks(folder, str(asked["weights_sha256"]))
        if loaded.model is not None and asked.get("data") and not loaded.why:
            evaluate(loaded.model, Path(asked["data"]), int(asked["batch_size"]))
        answer: dict[str, Any] = {"ok": loaded.check.ok, "words": loaded.check.words, "why": loaded.why}
    else:
        manifest = read_manifest(folder)
        checks = [] if manifest is None else list(keras_checks(folder, manifest))
        answer = {"checks": [[check.check, check.ok, check.words] for check in checks]}
    return {**answer, "took_s": time.monotonic() - began}


def main() -> int:
    """Answer what is asked, until nobody asks any more."""
    with os.fdopen(os.dup(1), "w") as spoken:
        os.dup2(2, 1)  # what a library prints is no answer
        import keras

        print(json.dumps({READY: keras.backend.backend()}), file=spoken, flush=True)
        for line in sys.stdin:
            try:
                answer = _answer(json.loads(line))
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {reason(error)}"}
            print(json.dumps(answer), file=spoken, flush=True)
    return 0


if __name__ == "__main__":
    code = main()
    os._exit(code)  # the teardown of a learning library takes seconds
