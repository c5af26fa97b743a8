"""`callit.log`: what went wrong that no sentence foresaw. Pages and commands write it here, and it is bounded."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

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
