"""`callit.log`: what went wrong that no sentence foresaw, in bounded room; and why a process of ours ended."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from model.protocol.any_text import shown
from planner.home import home

LOG_NAME = "callit.log"
_MOST_BYTES = 1_000_000  # of the file, and as many of the one before it


def log_details(what: str, details: str) -> Path:
    """Add what happened, in words, and a traceback to the log of the data folder; returns where that lies.

    Raises
    ------
    OSError
        It cannot be written.
    """
    path = home() / LOG_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8", errors="replace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.Logger("callit")  # not registered: a page must not collect a handler on each run
    logger.addHandler(handler)
    try:
        logger.error("%s\n%s", what, details.rstrip())
    finally:
        handler.close()
    return path


def why_it_ended(work: str, code: int, message: str) -> str:
    """Why a process that did some `work` ended with an exit code other than 0: its own sentence, where it said one.

    `code` below 0 is the signal that ended it; `message` is what it wrote to stderr. A traceback goes to the log.
    """
    if code < 0:
        return f"{work} was stopped by the system (signal {-code}). Try again with more free memory."
    if message and "Traceback (most recent call last)" not in message:
        return message.splitlines()[-1]
    try:
        log_file = log_details(f"{work} ended unexpectedly (exit code {code})", message)
    except OSError:
        return f"{work} ended unexpectedly, and the log could not be written."
    return f"{work} ended unexpectedly. The details are in {shown(log_file)}."
