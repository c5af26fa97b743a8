"""The outlook kept with its date, so that it can be seen how it changed."""

from __future__ import annotations

from datetime import datetime, tzinfo

from planner.forecast import keep_forecast
from planner.outlook.outlook import outlook_of
from planner.store import Store


def keep_outlook(store: Store, project_id: int, now: datetime, zone: tzinfo) -> None:
    """Keep what is forecast now, as after hours were logged; nothing for a project without ranges or a finished one."""
    found = outlook_of(store, project_id, now, zone)
    if found is not None and found.project.finished_at is None:
        keep_forecast(store, found.forecast, now, chance=found.chance)
