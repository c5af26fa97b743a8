"""The proof on this machine: a fresh process checks what came back, reloads the model, and scores it again."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from model.protocol.events import ModelProven
from model.protocol.manifest import Manifest, ManifestUnreadable, ProofNote
from model.protocol.run_folder import MANIFEST_FILE
from planner.cluster.arrivals import put_manifest


@dataclass(frozen=True, slots=True)
class ProofHere:
    """Whether the model is what it was there; None: it could not be found out, and the words say why."""

    ok: bool | None
    words: str = ""


def prove_here(run_folder: Path, timeout_s: float) -> ProofHere:
    """Look at the model in a run folder, within so many seconds."""
    command = [sys.executable, "-P", "-m", "model.session.verifying", str(run_folder)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=max(0.1, timeout_s)
        )
        checks = json.loads(done.stdout.splitlines()[-1])
        failed = [str(check["words"]) for check in checks if check["ok"] is False]
    except subprocess.TimeoutExpired:
        return ProofHere(None, "there was no time left for it")
    except (OSError, ValueError, IndexError, KeyError, TypeError):
        return ProofHere(None, "the process that should have done it ended early")
    return ProofHere(not failed, " ".join(failed))


def note_proof(run_folder: Path, now_unix: float) -> ModelProven | None:
    """Write down that the model was proven here, now; None where none lies here."""
    try:
        manifest = Manifest.parse((run_folder / MANIFEST_FILE).read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ManifestUnreadable, ValueError):
        return None
    texts = manifest.proven.texts if manifest.proven is not None else 0
    put_manifest(run_folder, replace(manifest, proven=ProofNote(now_unix, texts)))
    return ModelProven("delivered", manifest.weights_sha256, texts)
