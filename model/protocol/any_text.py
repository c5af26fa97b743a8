"""Names of files that are no UTF-8, and terminals that cannot show every letter: said as well as it can be, always.

Python keeps the bytes of such a name as lone surrogates, which no UTF-8 file and no page can hold.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata

_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "-"})
_HANDLER = "callit-plain"


def shown(name: object) -> str:
    """A name as it can be shown and kept as text: bytes that are no UTF-8 stand as a mark.

    >>> shown("caf\\udce9.csv")
    'caf\ufffd.csv'
    """
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_text(text: str) -> bool:
    """Whether a text is one: without bytes that are no UTF-8.

    >>> is_text("café"), is_text("caf\\udce9")
    (True, False)
    """
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def speak_plainly() -> None:
    """Let both output streams say any text: a letter that the terminal has not is said by one that is near.

    Bytes of a file's name go out as they are.
    """
    codecs.register_error(_HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter = error.object[error.start]
    if "\udc80" <= letter <= "\udcff":
        return bytes([ord(letter) - 0xDC00]), error.start + 1
    near = unicodedata.normalize("NFKD", letter.translate(_PLAIN))
    return near.encode("ascii", "ignore").decode("ascii") or "?", error.start + 1
