"""Text that is laid out by other rules than those of a table, also where a program calls it .xls or .csv."""

from __future__ import annotations

import re

from data.errors import UnreadableFile
from data.reading.encoding import BLANK
from data.reading.table_file import READABLE

_SIGN_CHARACTERS = 2_000  # of the beginning, in which a file says what it is
_MARKUP = r"<(?:!doctype|html|head|body|table|\?xml|rows?|data|root|dataset|records?|items?|corpus|rss)(?=[\s>])"
_SQL = r"(?:--.*\n|/\*[^*]*\*/;?|\s|(?:set|use|begin|pragma|drop)\b[^;]*;)*(?:create\s+table|insert\s+into)\b"
_YAML = r"(?:#.*\n|---\s*\n|\s)*-\s+\w+:\s.*\n[ ]+\w+:\s"
_NO_TABLES = tuple(
    (re.compile(sign, re.IGNORECASE), name)
    for sign, name in (
        (_MARKUP, "a web page or XML"),
        (_SQL, "a list of SQL commands"),
        (r"(?:%.*\n|\s)*@relation\b", "an ARFF file"),
        (_YAML, "YAML"),
    )
)


def refuse_foreign_text(head: str, file_name: str) -> None:
    """Refuse a file that its beginning shows to be no table.

    Raises
    ------
    UnreadableFile
        With what it is.
    """
    beginning = head.lstrip(BLANK)[:_SIGN_CHARACTERS]
    for sign, name in _NO_TABLES:
        if sign.match(beginning):
            raise UnreadableFile(f"{file_name} is {name}, not a table. Save the data as {READABLE}.")
