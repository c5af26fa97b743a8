"""Why labels cannot be answered here, in one sentence."""

from __future__ import annotations

from planner.domain.errors import CallItError


class RelabelRefused(CallItError):
    """No session, a table that is gone, a number or class that is none, or a file that cannot be written."""
