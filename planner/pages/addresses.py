"""The names at which pages answer, and what was probably meant by a name at which none does."""

from __future__ import annotations

from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

import streamlit as st

PAGE_FILES = {
    "plan": "plan.py",
    "work": "work.py",
    "train": "train.py",
    "retrospective": "retrospective.py",
    "import": "exchange.py",
}
UNKNOWN = "nowhere"  # the page for addresses of several parts; such as have one part keep their own
ASKED = "address"  # the parameter of its URL that has what was asked for
_FIRST = "plan"
_OTHER_WORDS = {
    "timer": "work",
    "log": "work",
    "model": "train",
    "session": "train",
    "retro": "retrospective",
    "review": "retrospective",
    "exchange": "import",
    "export": "import",
    "backup": "import",
    "restore": "import",
}


def asked_address() -> str:
    """The name in the browser's address, the last part of its path; empty at the root, and without a browser."""
    return last_part(st.context.url or "")


def last_part(url: str) -> str:
    """The last part of a URL's path.

    >>> last_part("http://127.0.0.1:8501/plan"), last_part("http://127.0.0.1:8501/"), last_part("http://a/x/caf%C3%A9/")
    ('plan', '', 'café')
    """
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]


def meant(address: str) -> str:
    """The page's name that an address comes closest to, its first part before others; else that of the first page.

    >>> meant("Plans"), meant("retro"), meant("backup"), meant("xyz"), meant("projects/3/works")
    ('plan', 'retrospective', 'import', 'plan', 'work')
    """
    words = {**{name: name for name in PAGE_FILES}, **_OTHER_WORDS}
    close = (get_close_matches(part, words, n=1) for part in address.casefold().split("/"))
    return words[next((matches[0] for matches in close if matches), _FIRST)]
