"""What a session leaves to take away: the model, and the files beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from model.protocol.any_text import shown
from model.protocol.run_folder import CARD_FILE, PREDICTIONS_FILE, RESULT_FILE, SUSPECTS_FILE
from planner.home import home
from planner.pages.train_page.words import project_name_for
from planner.sessions import SessionView
from planner.sessions.model_zip import zip_model
from planner.sessions.prediction import labelled_files

_MOST_LABELLED = 3
_NAMES = {
    PREDICTIONS_FILE: "Predictions on held-out texts",
    CARD_FILE: "Model card",
    SUSPECTS_FILE: "Labels that look wrong",
    RESULT_FILE: "All results",
}
_TYPES = {".md": "text/markdown", ".csv": "text/csv", ".json": "application/json"}


def draw_model_download(view: SessionView) -> None:
    """Draw the button that hands over the model folder as one file."""
    st.download_button(
        "Download the model",
        data=partial(zip_model, view.run_folder),
        file_name=f"callit {project_name_for(view.source_name)}.zip",
        mime="application/zip",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        help="One zip file: the model, its card, scores, events, and the suspicious labels with their texts.",
    )


def draw_other_files(view: SessionView) -> None:
    """Draw the files beside the model behind one button; nothing where there are none."""
    files = other_files(view)
    if not files:
        return
    with st.popover("Other files", icon=":material/folder_zip:"):
        for name, path in files:
            st.download_button(
                name,
                data=path.read_bytes,
                file_name=shown(path.name),
                mime=_TYPES.get(path.suffix, "application/octet-stream"),
                key=f"file_{shown(path.name)}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def other_files(view: SessionView) -> list[tuple[str, Path]]:
    """Name and path of each: predictions on the held-out part, card, suspects, results, and files labelled since."""
    known = [(name, view.run_folder / file) for file, name in _NAMES.items()]
    labelled = labelled_files(home(), view.session_id)[:_MOST_LABELLED]
    return [
        *((name, path) for name, path in known if path.is_file()),
        *((shown(path.stem), path) for path in labelled),
    ]
