"""The names in a run folder that supervisor and worker share, and the two ways of asking a session to stop."""

from __future__ import annotations

import re
import shutil
from collections.abc import Container
from pathlib import Path

from model.protocol.config import BATCH_SIZE, CONFIG_FILE, LOCK_FILE, STOP_FILE
from model.protocol.label_answers import LABEL_ANSWERS_FILE
from model.protocol.whole_file import HALF

EVENTS_FILE = "events.jsonl"
BATCH_FILE = "batch-size"  # rows of a step: what is tried or taken, and half of it after a death by memory
STOP_NOW_FILE = "stop-now"  # its presence ends the session at once; what is saved is kept
WORK_FOLDER = "work"  # scratch of a live session: removed at its end
RESUME_FOLDER = "resume"  # what another worker, or a new box, goes on from; no part of the model
PREPARED_FOLDER = f"{RESUME_FOLDER}/prepared"
PREPARED_FACTS = f"{PREPARED_FOLDER}/facts.json"  # there when all of it is
WORKER_LOG = "worker.log"
SUPERVISOR_LOG = "supervisor.log"
RESULT_FILE = "result.json"
CLUSTER_FILE = "cluster.json"  # where a session that was sent to a cluster runs, or ran
CARD_FILE = "card.md"
SUSPECTS_FILE = "suspects.csv"  # labels that look wrong
PREDICTIONS_FILE = "held_out_predictions.csv"  # what the delivered model says of the held-out texts
LABEL_COLUMN, PROBABILITY_COLUMN = "predicted_label", "predicted_probability"  # what a model adds to a table
LABELS_COLUMN = "predicted_labels"  # and this where a text may have several labels
MANIFEST_FILE = "manifest.json"
KERAS_FILE = "model.keras"  # for a person's own use; there when a network is part of the model
HALF_KERAS_FILE = f"half-{KERAS_FILE}"  # while it is written: Keras insists on its own ending

_MODEL_FILE = re.compile(r"(benchmark|network|network_[0-9]{1,2}|vocabulary)-[0-9a-f]{12}\.(npz|json)")
_SCRATCH = (STOP_FILE, STOP_NOW_FILE, LOCK_FILE, BATCH_FILE)
_OWN_FILES = (CONFIG_FILE, LABEL_ANSWERS_FILE, EVENTS_FILE, WORKER_LOG, SUPERVISOR_LOG, CLUSTER_FILE, *_SCRATCH)


def is_model_file(name: str) -> bool:
    """Whether a file of that name is one that a manifest may name.

    >>> is_model_file("network-0123456789ab.npz"), is_model_file("notes.txt")
    (True, False)
    """
    return _MODEL_FILE.fullmatch(name) is not None


def positive_column(name: str) -> str:
    """The column for the probability of one label, or the positive side of a line: `probability_toxic`."""
    return f"probability_{name}"


def wants_to_keep(run_folder: Path) -> bool:
    """Whether the session was asked to stop and keep, or to stop at once."""
    return (run_folder / STOP_FILE).exists() or wants_to_end(run_folder)


def wants_to_end(run_folder: Path) -> bool:
    """Whether the session was asked to stop at once."""
    return (run_folder / STOP_NOW_FILE).exists()


def batch_size_of(run_folder: Path) -> int:
    """Rows of a training step."""
    try:
        return int((run_folder / BATCH_FILE).read_text())
    except (OSError, ValueError):
        return BATCH_SIZE


def has_batch_size(run_folder: Path) -> bool:
    """Whether an earlier worker of this session has tried batches: no larger ones are tried again."""
    return (run_folder / BATCH_FILE).exists()


def set_batch_size(run_folder: Path, rows: int) -> None:
    """Write down the rows of a step."""
    (run_folder / BATCH_FILE).write_text(str(rows))


def has_model(run_folder: Path) -> bool:
    """Whether a saved model lies in the folder: a manifest appears only when all its files are there."""
    return (run_folder / MANIFEST_FILE).exists()


def tidy(run_folder: Path) -> None:
    """Remove what only a live session needs, and logs with nothing in them."""
    shutil.rmtree(run_folder / WORK_FOLDER, ignore_errors=True)
    for name in _SCRATCH:
        (run_folder / name).unlink(missing_ok=True)
    for name in (WORKER_LOG, SUPERVISOR_LOG):
        log = run_folder / name
        if log.exists() and log.stat().st_size == 0:
            log.unlink()


def remove_empty_run(run_folder: Path) -> None:
    """Take back a run folder in which no model was saved: the session's own files, and the folder if it is empty."""
    for folder in (WORK_FOLDER, RESUME_FOLDER):
        shutil.rmtree(run_folder / folder, ignore_errors=True)
    remove_leftovers(run_folder)
    for name in _OWN_FILES:
        (run_folder / name).unlink(missing_ok=True)
    if not any(run_folder.iterdir()):
        run_folder.rmdir()


def remove_leftovers(run_folder: Path, *, kept: Container[str] = ()) -> None:
    """Remove model files, whole or half, that are not among those `kept`: a save that was cut off leaves some."""
    for path in run_folder.iterdir():
        whole = path.name.removesuffix(HALF)
        is_half = path.name != whole and whole == MANIFEST_FILE
        if (is_half or _MODEL_FILE.fullmatch(whole) or path.name == HALF_KERAS_FILE) and path.name not in kept:
            path.unlink(missing_ok=True)
