"""A table that the nodes of a cluster see themselves: a path on a disk that they share, or a file in a bucket."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_LONGEST_REASON = 200  # characters
_SECRET = re.compile(r"(?<=://)[^/@]*@")  # a name and a key in an address
_BUCKET = re.compile(r"[a-z][a-z0-9+.-]*://")


class TableNotThere(ValueError):
    """A node cannot read the table that only nodes see; one sentence for a person."""


def is_in_a_bucket(there: str) -> bool:
    """Whether it has to be copied before it can be read.

    >>> is_in_a_bucket("s3://texts/tweets.csv"), is_in_a_bucket("/shared/tweets.csv")
    (True, False)
    """
    return _BUCKET.match(there) is not None


def table_name(there: str) -> str:
    """The name that screens use for it.

    >>> table_name("s3://texts/2026/tweets.csv?scheme=http"), table_name("/shared/tweets.csv")
    ('tweets.csv', 'tweets.csv')
    """
    path = there.partition("?")[0] if is_in_a_bucket(there) else there
    return PurePosixPath(path).name or there


def seen_here(there: str, run_folder: Path) -> Path:
    """The table as this node reads it.

    Raises
    ------
    TableNotThere
        It cannot be read here, or the bucket gives nothing.
    """
    if not is_in_a_bucket(there):
        if not Path(there).is_file():
            raise TableNotThere(_not_there_words(there, "there is no such file"))
        return Path(there)
    from pyarrow import fs

    target = run_folder.with_name(run_folder.name + "-given") / table_name(there)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        fs.copy_files(there, str(target))
    except (OSError, ValueError, ImportError) as error:
        raise TableNotThere(_not_there_words(there, _reason(error))) from error
    return target


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return str(error).partition("\n")[0][:_LONGEST_REASON].rstrip(".")


def _not_there_words(there: str, why: str) -> str:
    shown = _SECRET.sub("", there.partition("?")[0] if is_in_a_bucket(there) else there)
    return (
        f"The node cannot read {shown} ({why}). Name the table as the nodes see it, and what they need to be let in "
        "in the shell in which their 'ray start' runs."
    )
