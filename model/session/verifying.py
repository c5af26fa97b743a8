"""`python -P -m model.session.verifying FOLDER`: whether a model folder holds what it says; a JSON list of checks.

It is a fresh process. Files and arrays are held to the manifest, the manifest's scores to those of `result.json`, and
both to what the reloaded model scores on the held-out texts, where the folder has them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from model.folder.manifest import check_files, read_manifest
from model.protocol.errors import ModelFolderError
from model.protocol.manifest import Manifest
from model.protocol.result import read_result

TOLERANCE = 1e-5
_SCORED_PART = "held_out"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `ok` None: it could not be made, and the words say why."""

    check: str
    ok: bool | None
    words: str


def checks_of(folder: Path) -> Iterator[Check]:
    """Every check of a model folder; those behind a failed one that they need are left out."""
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except (ModelFolderError, OSError) as error:
        yield Check("files", False, str(error))
        return
    count = len(manifest.files)
    yield Check("files", True, f"{count} file{'' if count == 1 else 's'}, each with the hash that was written down.")
    yield _result(folder, manifest)
    yield from _reloaded(folder, manifest)


def _result(folder: Path, manifest: Manifest) -> Check:
    result = read_result(folder)
    if result is None:
        return Check("score", None, "No result.json lies beside the model: its session has not ended, or it is gone.")
    if result.hashes.weights_sha256 != manifest.weights_sha256:
        return Check("score", False, "result.json names the scores of other weights than those that lie here.")
    told, kept = result.scores.delivered.held_out, manifest.scores.get(_SCORED_PART, {})
    for metric in sorted({*told, *kept}):
        one, other = (scores[metric].value if metric in scores else None for scores in (told, kept))
        if not _same(one, other):
            return Check("score", False, f"result.json says {metric} {one}, manifest.json {metric} {other}.")
    words = f"result.json and manifest.json name the same {len(kept)} held-out scores of the same weights."
    return Check("score", True, words) if kept else Check("score", None, "No held-out score was written down.")


def _reloaded(folder: Path, manifest: Manifest) -> Iterator[Check]:
    from model.folder.predictor import load_model
    from model.judging.scores import metric_value
    from model.session.resume import load_held_out_part

    try:
        model = load_model(folder)
    except ModelFolderError as error:
        yield Check("weights", False, str(error))
        return
    yield Check("weights", True, f"Reloaded: its weights are those that were scored, {model.weights_sha256[:12]}.")
    part, named = load_held_out_part(folder), manifest.scores.get(_SCORED_PART, {})
    if part is None or not named:
        yield Check("scored again", None, "Not scored again: no held-out texts lie in the folder.")
        return
    probabilities = model.probabilities(part.texts, normalised=True)
    scored = {metric: metric_value(metric, probabilities, part.labels) for metric in named}
    yield _scored_again({metric: score.value for metric, score in named.items()}, scored, len(part.texts))


def _scored_again(named: Mapping[str, float | None], scored: Mapping[str, float], rows: int) -> Check:
    for metric, value in named.items():
        if not _same(value, scored[metric]):
            words = f"Scored again on {rows:,} held-out texts: {metric} {scored[metric]:.6f}, not {value}."
            return Check("scored again", False, words)
    told = ", ".join(f"{metric} {value:.4f}" for metric, value in scored.items())
    return Check("scored again", True, f"On {rows:,} held-out texts: {told}, as written down.")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(1.0, abs(other))


def main(arguments: list[str]) -> int:
    """Print the checks; exit code 0 where none failed."""
    checks = list(checks_of(Path(arguments[0])))
    print(json.dumps([asdict(check) for check in checks]))
    return 1 if any(check.ok is False for check in checks) else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds
