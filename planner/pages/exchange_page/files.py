"""Which files to import: uploads, which go to disk at once, each with the program it came from."""

from __future__ import annotations

import streamlit as st

from planner.domain.errors import CallItError
from planner.exchange import FORMAT_TITLES, FORMATS, IMPORT_FORMATS
from planner.exchange.formats.registry import PROGRAMS
from planner.material.uploads import keep_upload
from planner.pages.exchange_page.columns import draw_columns, draw_columns_again
from planner.pages.exchange_page.draft import (
    DraftFile,
    ImportDraft,
    keep,
    load_draft,
    save_draft,
    start_over,
    uploads_home,
)
from planner.pages.exchange_page.reading import Reading, Refused
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.pages.words import as_typed
from planner.store import open_store

_MOST_MB = 200  # years of any log
_FOUND = "Found by its content"
_WHERE = "\n".join(f"- **{program.title}**: {program.where}" for program in FORMATS)


def draw_uploader(draft: ImportDraft) -> None:
    """Draw where files are dropped; they are listed below it, by `draw_files`."""
    key = f"import_upload_{draft.turn}_{len(draft.files)}"
    st.file_uploader(
        "More files" if draft.files else "Files of a time tracker",
        accept_multiple_files=True,
        key=key,
        on_change=_take,
        args=(key,),
        max_upload_size=_MOST_MB,
    )
    if draft.files:
        return
    st.caption(
        f"{PROGRAMS}, any table or a calendar. You see what would come in before anything is written, and can take it "
        "back as a whole."
    )
    with st.expander("Where do I get such a file?", icon=":material/help:"):
        st.markdown(_WHERE)


def draw_files(draft: ImportDraft, reading: Reading) -> None:
    """Draw a line for each file, with its format, and below it why it cannot be read, if so."""
    for number, file in enumerate(draft.files):
        refused = reading.refused.get(file.path)
        _draw_file(file, f"{draft.turn}_{number}_{file.path}", reading.words_on(file.path))
        if refused is not None:
            _draw_refused(draft, file, refused)
        elif reading.format_of(file.path) == "csv":
            draw_columns_again(draft, file)


def _draw_file(file: DraftFile, key: str, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", width=520):
        options = [_FOUND, *FORMAT_TITLES]
        st.selectbox(
            f"**{as_typed(file.name)}**: {FORMAT_TITLES.get(words, words)}",
            options,
            index=options.index(file.file_format) if file.file_format in FORMAT_TITLES else 0,
            format_func=_format_words,
            key=f"import_format_{key}",
            on_change=_choose_format,
            args=(file.path, f"import_format_{key}"),
        )
        st.button(
            "Remove",
            key=f"import_remove_{key}",
            icon=":material/close:",
            type="tertiary",
            on_click=_remove,
            args=(file.path,),
            help="Leaves this file out.",
        )


def _draw_refused(draft: ImportDraft, file: DraftFile, refused: Refused) -> None:
    if refused.needs_columns:
        st.info(as_typed(refused.sentence), icon=":material/view_column:")
        draw_columns(draft, file)
    elif not refused.is_asked_below:
        st.error(as_typed(refused.sentence), icon=":material/error:")


def _format_words(name: str) -> str:
    return FORMAT_TITLES.get(name, name)


def _take(key: str) -> None:
    """Keep new uploads; the uploader is empty again, since the files are listed below it."""
    with plain_failures():
        try:
            with open_store() as store:
                draft = load_draft(store)
                for upload in st.session_state.get(key) or []:
                    path = str(keep_upload(upload, upload.name, uploads_home(store)))
                    if draft.file(path) is None:
                        draft.files.append(DraftFile(path, upload.name))
                save_draft(store, draft)
        except CallItError as error:
            flash(str(error), problem=True)


def _choose_format(path: str, key: str) -> None:
    chosen = st.session_state.get(key)

    def change(draft: ImportDraft) -> None:
        if (file := draft.file(path)) is not None:
            file.file_format = chosen if chosen in IMPORT_FORMATS else None

    keep(change)


def _remove(path: str) -> None:
    with plain_failures(), open_store() as store:
        draft = load_draft(store)
        draft.files = [file for file in draft.files if file.path != path]
        if draft.files:
            save_draft(store, draft)
        else:
            start_over(store)
