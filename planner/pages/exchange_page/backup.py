"""Backup: everything in one file, made and checked here, and taken away with a click; and restored."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from model.protocol.any_text import shown
from planner.backup import (
    LastBackup,
    backup_name,
    backups_folder,
    checked_backup,
    last_backup,
    model_bytes,
    write_backup,
)
from planner.clock import now
from planner.domain.errors import BackupFailed
from planner.domain.wording.numbers import size_words
from planner.pages.exchange_page.patient_bar import PatientBar
from planner.pages.exchange_page.restoring import draw_restoring
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.words import as_typed, clock_words, own_zone, until_words
from planner.store import Store


def draw_backup(store: Store) -> None:
    """Draw when the last backup was made, the button that makes one, its download, and below it how to restore one."""
    st.subheader("Backup", anchor=False)
    _draw_last(last_backup(store), store.path.parent)
    _draw_making(store)
    st.caption(f"Your data lies in {as_typed(str(store.path.parent))}.")
    draw_restoring(store)


def _draw_last(last: LastBackup | None, home: Path) -> None:
    if last is None:
        st.markdown("**No backup has been made yet.** One file holds all: projects, time, sessions, and models.")
        return
    models = "with models and uploads" if last.with_models else "without models"
    made = f"{until_words(last.made_at, now())} at {clock_words(last.made_at)}"
    is_there = last.path.is_file()
    is_here = is_there and last.path.parent == backups_folder(home)
    place = f" It lies in {as_typed(str(last.path))}." if is_there and not is_here else ""
    st.markdown(f"**The last backup was made {made}.** It holds {last.holds}, {models}; {last.size}.{place}")
    if is_here:
        _draw_download(last)


def _draw_download(last: LastBackup) -> None:
    st.download_button(
        f"Download it ({last.size})",
        data=partial(_opened, last.path),
        file_name=shown(last.path.name),
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help=f"Keep it on another disk. Until the next one is made, it lies in {shown(last.path)}.",
    )


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _draw_making(store: Store) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        clicked = button("Make a backup", type="primary", icon=":material/save:", key="make_backup")
        models = model_bytes(store.path.parent)
        label = f"With models and uploads ({size_words(models)})"
        with_models = bool(models) and st.checkbox(label, value=True, key="backup_models")
    if clicked:
        try:
            _make(store, with_models=with_models or not models)
        except BackupFailed as error:
            st.error(as_typed(str(error)), icon=":material/error:")
            return
        flash("The backup is made and checked. Download it to keep it elsewhere.")
        st.rerun()


def _make(store: Store, *, with_models: bool) -> None:
    """Write a backup, check it, and only then drop the one that was made here before."""
    instant = now()
    out = backups_folder(store.path.parent) / backup_name(instant, own_zone())
    write_backup(store, out, instant, with_models=with_models, progress=PatientBar("Writing the backup"))
    checked_backup(out, progress=PatientBar("Checking the backup"))
    for other in out.parent.glob("callit-*.zip"):
        if other != out:
            other.unlink(missing_ok=True)
