"""Which file to train on: the made sample, an upload, or a path on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data.reading.table_endings import TABLE_ENDINGS
from data.sample.corpus import SAMPLE_NAME, SAMPLE_NOTE
from model.protocol.any_text import shown
from planner.home import home
from planner.material.first_look import typed_path
from planner.material.sample_file import sample_file
from planner.material.uploads import is_upload, keep_upload
from planner.pages.steps import follow
from planner.pages.terms import meaning
from planner.pages.train_page.url_state import SAMPLE, choices, choose
from planner.store.paths import path_of, storable

_SOURCES = {
    "sample": ":material/science: Made sample",
    "upload": ":material/upload_file: Upload",
    "path": ":material/folder_open: File path",
}
_KEPT = "train_kept_upload"  # {"id", "path"}: a large upload is written once, not on each run
_WANTED = (
    "A table with a column of texts and a column of labels: CSV, TSV, JSON Lines or Parquet, also zipped, or a "
    "spreadsheet."
)
_ENDINGS = [ending.removeprefix(".") for ending in TABLE_ENDINGS]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A chosen file, and the name that screens use for it."""

    path: Path
    name: str


def choose_data() -> DataFile | None:
    """Draw the choice of data, the sample first; None until a file is chosen."""
    kept = choices().data
    follow("train_source", _source_of(kept))
    source = st.segmented_control(
        "What to learn from",
        list(_SOURCES),
        required=True,
        format_func=_SOURCES.__getitem__,
        help=meaning("made sample"),
        key="train_source",
    )
    if source == "sample":
        return _sample()
    return _upload(kept) if source == "upload" else _path(kept)


def _source_of(data: str | None) -> str:
    if data is None or data == SAMPLE:
        return "sample"
    return "upload" if is_upload(Path(data), home()) else "path"


def _sample() -> DataFile:
    choose("data", None)  # it is what is chosen where the URL names nothing
    st.caption(SAMPLE_NOTE)
    with st.spinner("Writing the made reviews…"):
        return DataFile(sample_file(home()), SAMPLE_NAME)


def _upload(kept: str | None) -> DataFile | None:
    file = st.file_uploader("File to upload", type=_ENDINGS, key="train_upload", label_visibility="collapsed")
    if file is not None:
        before = st.session_state.get(_KEPT, {})
        if before.get("id") != file.file_id:
            path = keep_upload(file, file.name, home())
            before = st.session_state[_KEPT] = {"id": file.file_id, "path": str(path)}
            kept = None
        if kept is None:  # once the browser went back to another file, that one counts
            kept = before["path"]
            choose("data", kept)
    if kept is None or _source_of(kept) != "upload":
        st.caption(_WANTED)
        return None
    if file is None:
        st.caption(f"Uploaded before: {shown(Path(kept).name)}", width="stretch")
    return DataFile(Path(kept), shown(Path(kept).name))


def _path(kept: str | None) -> DataFile | None:
    before = kept if kept and _source_of(kept) == "path" else ""
    follow("train_path", storable(before))
    typed = st.text_input("Path of the file", placeholder="data/tweets.csv", key="train_path")
    if not typed:
        st.caption(f"{_WANTED} A path without a slash in front starts in {shown(typed_path('.').resolve())}.")
        return None
    path = typed_path(str(path_of(typed)))
    choose("data", str(path))
    return DataFile(path, shown(path.name))
