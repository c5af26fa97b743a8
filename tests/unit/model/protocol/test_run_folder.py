"""What a run folder says, and how it is tidied without touching what is a person's own."""

from pathlib import Path

from model.protocol import run_folder
from model.protocol.config import CONFIG_FILE, LOCK_FILE, STOP_FILE
from model.protocol.run_folder import (
    EVENTS_FILE,
    MANIFEST_FILE,
    STOP_NOW_FILE,
    SUPERVISOR_LOG,
    WORK_FOLDER,
    WORKER_LOG,
    has_model,
    remove_empty_run,
    remove_leftovers,
    tidy,
    wants_to_end,
    wants_to_keep,
)


def _fill(folder: Path, *names: str, content: str = "x") -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(content)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_stop_and_keep_asks_to_keep_and_stop_now_asks_for_both(tmp_path: Path) -> None:
    """The presence of a file is all that is needed: it works without a supervisor."""
    assert (wants_to_keep(tmp_path), wants_to_end(tmp_path)) == (False, False)
    _fill(tmp_path, STOP_FILE)
    assert (wants_to_keep(tmp_path), wants_to_end(tmp_path)) == (True, False)
    (tmp_path / STOP_FILE).unlink()
    _fill(tmp_path, STOP_NOW_FILE)
    assert (wants_to_keep(tmp_path), wants_to_end(tmp_path)) == (True, True)


def test_a_model_is_there_when_its_manifest_is(tmp_path: Path) -> None:
    """Other files alone are no model."""
    _fill(tmp_path, "benchmark-0123456789ab.npz")
    assert not has_model(tmp_path)
    _fill(tmp_path, MANIFEST_FILE)
    assert has_model(tmp_path)


def test_tidying_leaves_what_a_person_reads(tmp_path: Path) -> None:
    """Scratch, requests and empty logs go; events, the model and logs with words in them stay."""
    _fill(tmp_path, f"{WORK_FOLDER}/smoke/deep", STOP_FILE, STOP_NOW_FILE, LOCK_FILE, EVENTS_FILE, MANIFEST_FILE)
    _fill(tmp_path, SUPERVISOR_LOG, content="")
    _fill(tmp_path, WORKER_LOG, "notes.txt")
    tidy(tmp_path)
    assert _names(tmp_path) == {EVENTS_FILE, MANIFEST_FILE, WORKER_LOG, "notes.txt"}
    tidy(tmp_path)


def test_a_run_without_a_model_leaves_no_folder(tmp_path: Path) -> None:
    """Nor what a save that failed has left in it."""
    folder = tmp_path / "run"
    _fill(folder, CONFIG_FILE, EVENTS_FILE, LOCK_FILE, WORKER_LOG, f"{WORK_FOLDER}/a")
    _fill(folder, "benchmark-0123456789ab.npz", "benchmark-0123456789ab.npz.half", f"{MANIFEST_FILE}.half")
    remove_empty_run(folder)
    assert not folder.exists()


def test_a_folder_with_a_persons_own_files_is_left_to_them(tmp_path: Path) -> None:
    """`--out` may name a folder that was there before."""
    folder = tmp_path / "run"
    _fill(folder, CONFIG_FILE, EVENTS_FILE, "thesis.md", "network-1.npz", "benchmark-notes.json")
    remove_empty_run(folder)
    assert _names(folder) == {"thesis.md", "network-1.npz", "benchmark-notes.json"}


def test_leftovers_are_model_files_that_are_not_kept(tmp_path: Path) -> None:
    """Whole or half; what is kept, and what only looks like a model file, stays."""
    kept = "network-0123456789ab.npz"
    _fill(tmp_path, kept, "network-ba9876543210.npz", "vocabulary-ba9876543210.json.half", run_folder.HALF_KERAS_FILE)
    _fill(tmp_path, "network-ba9876543210.csv", "manifest.json", "model.keras", "other.half")
    remove_leftovers(tmp_path, kept={kept})
    assert _names(tmp_path) == {kept, "network-ba9876543210.csv", "manifest.json", "model.keras", "other.half"}
