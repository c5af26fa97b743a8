"""A table that the nodes of a cluster see themselves: a path on a disk that they share, or a file in a bucket."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

_BUCKET = re.compile(r"[a-z][a-z0-9+.-]*://")


def is_in_a_bucket(there: str) -> bool:
    """Whether it has to be copied before it can be read.

    >>> is_in_a_bucket("s3://texts/tweets.csv"), is_in_a_bucket("/shared/tweets.csv")
    (True, False)
    """
    return _BUCKET.match(there) is not None


def table_name(there: str) -> str:
    """The name that screens use for it.

    >>> table_name("s3://texts/2026/tweets.csv"), table_name("/shared/tweets.csv")
    ('tweets.csv', 'tweets.csv')
    """
    return PurePosixPath(there).name or there


def seen_here(there: str, run_folder: Path) -> Path:
    """The table as this node reads it.

    Raises
    ------
    OSError
        It cannot be read here, or the bucket gives nothing.
    """
    if not is_in_a_bucket(there):
        return Path(there)
    from pyarrow import fs

    target = run_folder.with_name(run_folder.name + "-given") / table_name(there)
    target.parent.mkdir(parents=True, exist_ok=True)
    fs.copy_files(there, str(target))
    return target
