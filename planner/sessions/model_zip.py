"""A session's model folder as one file to take away."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from model.protocol.manifest import files_named
from model.protocol.run_folder import CARD_FILE, EVENTS_FILE, KERAS_FILE, MANIFEST_FILE, RESULT_FILE, SUSPECTS_FILE

_BESIDE_THE_MODEL = (MANIFEST_FILE, KERAS_FILE, CARD_FILE, RESULT_FILE, EVENTS_FILE, SUSPECTS_FILE)


def zip_model(run_folder: Path) -> io.BytesIO:
    """The model's files, as the manifest names them, with its card, result and events; scratch stays behind."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in _names(run_folder):
            archive.write(run_folder / name, arcname=name)
    packed.seek(0)
    return packed


def _names(run_folder: Path) -> list[str]:
    names = sorted({*files_named(run_folder), *_BESIDE_THE_MODEL})
    inside = run_folder.resolve()
    return [name for name in names if (inside / name).is_file() and inside in (inside / name).resolve().parents]
