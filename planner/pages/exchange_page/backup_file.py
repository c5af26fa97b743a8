"""Which backup to restore: an upload, kept on disk at once, or a path on this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import streamlit as st

from planner.backup import backups_folder
from planner.home import UPLOADS
from planner.material.first_look import typed_path
from planner.material.uploads import keep_upload

_ROUND = "restore_round"  # another number empties the fields
_KEPT = "restore_upload"  # {"id", "path"}: an upload is written once, not on each run


def choose_backup(home: Path) -> Path | None:
    """Draw the two ways to name a file; None until one is named."""
    turn = st.session_state.setdefault(_ROUND, 0)
    upload = st.file_uploader("A backup file", type="zip", key=f"restore_file_{turn}")
    if upload is not None:
        kept = st.session_state.get(_KEPT, {})
        if kept.get("id") != upload.file_id:
            _forget_uploads(home)
            kept = {"id": upload.file_id, "path": str(keep_upload(upload, upload.name, backups_folder(home)))}
            st.session_state[_KEPT] = kept
        return Path(kept["path"])
    typed = st.text_input(
        "Or its path on this machine, for a large one", key=f"restore_path_{turn}", placeholder="backups/callit.zip"
    )
    return typed_path(typed) if typed.strip() else None


def forget_chosen(home: Path) -> None:
    """Empty the fields, and remove what was uploaded."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_KEPT, None)
    _forget_uploads(home)


def _forget_uploads(home: Path) -> None:
    shutil.rmtree(backups_folder(home) / UPLOADS, ignore_errors=True)
