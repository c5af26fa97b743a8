"""Every forecast of a project that was kept. Rows are only ever added."""

from __future__ import annotations

from planner.domain.forecasts import KeptForecast
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class ForecastRows:
    """The table `forecasts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, forecast: KeptForecast) -> None:
        """Keep a forecast."""
        with self._connection.writing():
            self._connection.insert(
                "forecasts",
                project_id=project_id,
                forecast_at=to_text(forecast.forecast_at),
                logged_hours=forecast.logged_hours,
                left_low_hours=forecast.left_low_hours,
                left_middle_hours=forecast.left_middle_hours,
                left_high_hours=forecast.left_high_hours,
                chance=forecast.chance,
            )

    def of_project(self, project_id: int) -> list[KeptForecast]:
        """A project's forecasts, the oldest first."""
        rows = self._connection.rows("SELECT * FROM forecasts WHERE project_id = ? ORDER BY id", [project_id])
        return [
            KeptForecast(
                from_text(row["forecast_at"]),
                row["logged_hours"],
                row["left_low_hours"],
                row["left_middle_hours"],
                row["left_high_hours"],
                row["chance"],
            )
            for row in rows
        ]
