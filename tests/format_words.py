"""The format of a read file as one line, which tests compare."""

from __future__ import annotations

from data.reading.file_format import FileFormat, FileKind

DELIMITER_NAMES = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "vertical bars", "": "one column"}


def format_words(found: FileFormat) -> str:
    """The format in words, such as "delimited text (commas), utf-8, zip"."""
    names = DELIMITER_NAMES.get(found.delimiter, repr(found.delimiter))
    kind = f"{found.kind} ({names})" if found.kind is FileKind.DELIMITED else str(found.kind)
    return ", ".join(part for part in (kind, found.encoding, found.compression) if part)
