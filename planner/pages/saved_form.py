"""A form over what is saved: a form that stayed open in one tab does not overwrite what another tab saved since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import streamlit as st

from planner.pages.press import waiting

COMPLAINT = (
    "Nothing is saved yet: this was changed in another tab meanwhile. The fields show what you typed; send them again "
    "to put them in the place of what is saved, or reload the page to see it."
)
_FILES = "_files"  # an upload cannot be carried over


@dataclass(frozen=True)
class SavedForm:
    """The form of one thing, such as `stops of project 3`.

    `key` begins the keys of its fields: another one as soon as what is saved differs, so that an open form shows it.
    `is_stale` says that the form was sent although something else was saved since it was drawn. Then its fields hold
    what was typed, and nothing may be saved before they were looked at.
    """

    key: str
    is_stale: bool


def saved_form(name: str, saved: object, *, buttons: Sequence[str]) -> SavedForm:
    """The form, before its fields are drawn; `buttons` are the keys of those that send it."""
    key = f"{name} {crc32(repr(saved).encode()):08x}"
    memory, judged = f"{name}: drawn", f"{name}: judged"
    before = st.session_state.get(memory, key)
    st.session_state[memory] = key
    sent = [number for button in buttons if (number := waiting(button)) is not None]
    if before != key and sent:
        st.session_state[judged] = max(sent)  # the run may be cut short, and the press be answered in the next one
        _carry_over(before, key)
    return SavedForm(key, bool(sent) and st.session_state.get(judged) == max(sent))


def _carry_over(before: str, key: str) -> None:
    for field in [str(field) for field in st.session_state]:
        if field.startswith(f"{before}_") and not field.endswith(_FILES):
            st.session_state[key + field.removeprefix(before)] = st.session_state[field]
