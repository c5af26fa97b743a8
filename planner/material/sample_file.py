"""The made sample corpus as a file: one place and one name, whoever asks for it."""

from __future__ import annotations

import os
from pathlib import Path

from data.sample.corpus import SAMPLE_FILE_NAME, write_sample_corpus
from planner.domain.errors import CallItError
from planner.home import SAMPLES


class SampleFailed(CallItError):
    """The made sample could not be written: no room on the disk, or a folder that cannot be written."""


def sample_file(home: Path) -> Path:
    """The made sample corpus as a file below the data folder, written whole the first time it is asked for.

    Raises
    ------
    SampleFailed
        With one sentence, when the disk is full or the folder is read-only.
    """
    path = home / SAMPLES / SAMPLE_FILE_NAME
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{os.getpid()}-{path.name}")  # page and command may ask at once
        write_sample_corpus(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise SampleFailed(
            f"The sample could not be written to {path.parent} ({error.strerror or error}). Free some room there, or "
            "train on a file of your own."
        ) from error
    return path
