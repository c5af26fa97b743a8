"""Why a table cannot be written again, in one sentence."""

from __future__ import annotations

from data.errors import DataError


class CannotRewrite(DataError):
    """The kind of file is not written, or cannot hold what has to stand in it."""
