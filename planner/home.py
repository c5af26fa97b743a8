"""Where a person's data lies: one folder, named by `CALLIT_HOME` or by the custom of the system."""

from __future__ import annotations

import os
from pathlib import Path

RUNS = "runs"  # in the data folder: the run folders of training sessions started from the app,
UPLOADS = "uploads"  # tables of texts that were uploaded,
SAMPLES = "samples"  # the made sample corpus,
WORD_VECTORS = "word-vectors"  # what was read from large files of word vectors, for the next session,
LABEL_ANSWERS = "label-answers"  # and what was said of labels that look wrong, a file for each table
WORKING_FOLDER_VARIABLE = "CALLIT_CWD"  # where the person stood when the app was started


def home() -> Path:
    """The data folder: `CALLIT_HOME` where set, else the system's (`~/.local/share/callit` on Linux).

    The folder is not made here; whoever writes first makes it.
    """
    chosen = os.environ.get("CALLIT_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_data_path("callit", appauthor=False)


def runs_folder(root: Path) -> Path:
    """Where training sessions started from the app keep their run folders, below the data folder `root`."""
    return root / RUNS
