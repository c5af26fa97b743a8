"""Restore: a backup is checked as soon as it is chosen, compared with what is here, and put in place on purpose."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypedDict

import streamlit as st

from planner import timelog
from planner.backup import Contents, backups_folder, checked_backup, go_back, holdings, restore_backup, set_aside
from planner.clock import now
from planner.domain.errors import BackupFailed
from planner.domain.holdings import Holdings
from planner.home import UPLOADS
from planner.material.first_look import typed_path
from planner.material.uploads import keep_upload
from planner.pages.exchange_page.patient_bar import PatientBar
from planner.pages.notice import flash
from planner.pages.press import button, form_button
from planner.pages.words import as_typed, clock_words, day_words, until_words
from planner.store import Store

_WORD = "replace"
_CHECKED = "restore_checked"
_REFUSED = "restore_refused"  # why the last try changed nothing, said on the next run
_ROUND = "restore_round"  # another number empties the fields
_KEPT = "restore_upload"  # {"id", "path"}: an upload is written once, not on each run


class _Checked(TypedDict):
    file: list[str]  # path, size and time of change
    contents: Contents | None
    problem: str


def draw_restoring(store: Store) -> None:
    """Draw what was set aside by the last restore, and the choice of a backup with what it holds."""
    st.subheader("Restore a backup", anchor=False)
    _draw_set_aside(store)
    refused = st.session_state.pop(_REFUSED, "")
    if refused:
        st.error(as_typed(refused), icon=":material/error:")
    file = _choose_backup(store.path.parent)
    if file is None:
        return
    checked = _checked(file)
    if checked["contents"] is None:
        st.error(as_typed(checked["problem"]), icon=":material/error:")
        return
    _draw_comparison(store, file, checked["contents"])
    _draw_replacing(store, file)


def _choose_backup(home: Path) -> Path | None:
    """Draw the two ways to name a file; None until one is named."""
    turn = st.session_state.setdefault(_ROUND, 0)
    upload = st.file_uploader("A backup file", type="zip", key=f"restore_file_{turn}")
    if upload is not None:
        record = st.session_state.get(_KEPT, {})
        if record.get("id") != upload.file_id:
            _forget_uploads(home)
            record = {"id": upload.file_id, "path": str(keep_upload(upload, upload.name, backups_folder(home)))}
            st.session_state[_KEPT] = record
        return Path(record["path"])
    typed = st.text_input(
        "Or its path on this machine, for a large one", key=f"restore_path_{turn}", placeholder="backups/callit.zip"
    )
    return typed_path(typed) if typed.strip() else None


def _forget_chosen(home: Path) -> None:
    """Empty the fields, and remove what was uploaded."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_KEPT, None)
    _forget_uploads(home)


def _forget_uploads(home: Path) -> None:
    shutil.rmtree(backups_folder(home) / UPLOADS, ignore_errors=True)


def _checked(file: Path) -> _Checked:
    """The answer about a file, asked for once as long as it stays the same."""
    checked: _Checked | None = st.session_state.get(_CHECKED)
    identity = _identity(file)
    if checked is None or checked["file"] != identity:
        checked = _check(file, identity)
        st.session_state[_CHECKED] = checked
    return checked


def _identity(file: Path) -> list[str]:
    try:
        status = file.stat()
    except OSError:
        return [str(file)]
    return [str(file), str(status.st_size), str(status.st_mtime_ns)]


def _check(file: Path, identity: list[str]) -> _Checked:
    try:
        contents = checked_backup(file, progress=PatientBar("Checking the file"))
    except BackupFailed as error:
        return {"file": identity, "contents": None, "problem": str(error)}
    return {"file": identity, "contents": contents, "problem": ""}


def _draw_comparison(store: Store, file: Path, contents: Contents) -> None:
    held, instant = holdings(store), now()
    made = (
        f", made on {day_words(contents.made_at, instant)} at {clock_words(contents.made_at)},"
        if contents.made_at
        else ""
    )
    st.markdown(
        f"**{as_typed(file.name)} is whole.** The file{made} holds {_holding_words(contents.holdings)}. "
        f"Here are {_holding_words(held)}."
    )
    notes = [
        "There is work here that is newer than the file; it goes aside with the rest."
        if _is_newer(held, contents)
        else "",
        "A timer runs here; it goes aside with the rest." if timelog.running(store) else "",
        "" if contents.with_models else "The file is without models; those that are here stay.",
    ]
    if any(notes):
        st.markdown(" ".join(note for note in notes if note))


def _holding_words(held: Holdings) -> str:
    last = held.last_work_at
    return held.words + (f", until {day_words(last, now())}" if last else "")


def _is_newer(held: Holdings, contents: Contents) -> bool:
    return bool(held.last_work_at and contents.made_at and held.last_work_at > contents.made_at)


def _draw_replacing(store: Store, file: Path) -> None:
    with st.form("restore_backup"):
        typed = st.text_input(f"Type “{_WORD}” to put it in place of everything here", key="restore_word")
        complaint = st.container()
        sure = form_button(
            "Replace everything here", type="primary", icon=":material/settings_backup_restore:", key="replace_all"
        )
        st.caption("What is here now is kept beside it, and this page can go back to it.")
    if not sure:
        return
    if typed.strip().casefold() != _WORD:
        complaint.error(f"Type “{_WORD}” first; nothing was changed.", icon=":material/error:")
        return
    _restore(store, file)


def _restore(store: Store, file: Path) -> None:
    home = store.path.parent
    store.close()  # the folder is moved: nobody may have the database open, this page neither
    try:
        contents, _ = restore_backup(home, file, now(), progress=PatientBar("Restoring"))
    except BackupFailed as error:
        st.session_state[_REFUSED] = str(error)
    else:
        _forget_chosen(home)
        flash(f"Restored: {contents.holdings.words}.")
    st.rerun()


def _draw_set_aside(store: Store) -> None:
    aside = set_aside(store)
    if aside is None:
        return
    came = f"{as_typed(aside.came)} was restored" if aside.came else "An earlier state came back"
    with st.container(border=True):
        st.markdown(
            f"**{came} {until_words(aside.at, now())} at {clock_words(aside.at)}.** What was here before lies in "
            f"{as_typed(str(aside.place))}; delete that folder when you are sure."
        )
        clicked = button("Go back to it", icon=":material/undo:", key="restore_undo")
    if clicked:
        _go_back(store)


def _go_back(store: Store) -> None:
    home = store.path.parent
    store.close()
    try:
        go_back(home, now())
    except BackupFailed as error:
        st.session_state[_REFUSED] = str(error)
    else:
        flash("Everything is as it was before.")
    st.rerun()
