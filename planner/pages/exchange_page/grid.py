"""Things side by side, row after row: on a narrow screen they stand below each other in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import streamlit as st

_T = TypeVar("_T")


def in_rows(things: Sequence[_T], across: int) -> Iterator[_T]:
    """Each thing in turn; what is drawn meanwhile stands in its place of the grid."""
    for first in range(0, len(things), across):
        row = things[first : first + across]
        for column, thing in zip(st.columns(across, vertical_alignment="bottom"), row, strict=False):
            with column:
                yield thing
