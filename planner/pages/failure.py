"""The one place where an error becomes a sentence. No traceback ever reaches a person."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.errors import DataError
from model.protocol.any_text import shown
from planner.domain.errors import CallItError
from planner.error_log import log_details
from planner.pages.words import as_typed


@contextmanager
def plain_failures() -> Iterator[None]:
    """Show an expected error as its sentence; write any other to the log and say where that lies.

    Goes around the whole page, and inside each fragment, which Streamlit runs on its own.
    """
    try:
        yield
    except (CallItError, DataError) as error:
        st.error(as_typed(str(error)), icon=":material/error:")
    except Exception:
        st.error(_unexpected(), icon=":material/error:")


def _unexpected() -> str:
    try:
        log_file = log_details("A page stopped at an unexpected error", traceback.format_exc())
    except OSError:
        return "Something went wrong that Call It did not expect, and the log could not be written. Reload the page."
    return f"Something went wrong that Call It did not expect. Reload the page; the details are in `{shown(log_file)}`."
