"""The one place where an error becomes a sentence. No traceback ever reaches a person."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import streamlit as st

from data.errors import DataError
from model.protocol.any_text import shown
from planner.domain.errors import CallItError
from planner.home import home
from planner.pages.words import as_typed

LOG_NAME = "callit.log"
_MOST_LOG_BYTES = 1_000_000


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
    log_file = home() / LOG_NAME
    try:
        _write_traceback(log_file)
    except OSError:
        return "Something went wrong that Call It did not expect, and the log could not be written. Reload the page."
    return f"Something went wrong that Call It did not expect. Reload the page; the details are in `{shown(log_file)}`."


def _write_traceback(log_file: Path) -> None:
    log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(log_file, maxBytes=_MOST_LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.Logger("callit")  # not registered: a page must not collect a handler on each run
    logger.addHandler(handler)
    try:
        logger.exception("A page stopped at an unexpected error")
    finally:
        handler.close()
