"""The public record of planned and actual hours that `callit backtest` is measured on, as one CSV.

    CALLIT_DATASETS=... python -m benchmarks.effort_csv sip.csv [--without-planned]

The SiP tasks (Jones and Cullum 2019, arXiv:1901.01621) that were finished or completed, one row for each task number;
a task that several people worked on stands in the file several times. Hours are those of the whole task, the person is
who it was assigned to, and it finished on the last day on which somebody completed it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from benchmarks.shared_sets import folder

STATES = ("FINISHED", "COMPLETED")
_DAY = "%d-%b-%y"
_NAMES = {
    "AssignedToID": "person",
    "SubCategory": "kind",
    "HoursEstimate": "planned_hours",
    "HoursActual": "actual_hours",
}


def sip_tasks(sip: Path) -> pd.DataFrame:
    """Columns planned, finished (ISO days), person, kind, planned_hours, actual_hours; in the order of the file."""
    tasks = pd.read_csv(sip / "Sip-task-info.csv", encoding="cp1252")
    tasks = tasks[tasks["StatusCode"].isin(STATES)].drop_duplicates("TaskNumber")
    whole = tasks.merge(_days(sip), left_on="TaskNumber", right_index=True).rename(columns=_NAMES)
    return whole[["planned", "finished", *_NAMES.values()]]


def _days(sip: Path) -> pd.DataFrame:
    days = pd.read_csv(sip / "est-act-dates.csv")
    for column in ("EstimateOn", "CompletedOn"):
        days[column] = pd.to_datetime(days[column], format=_DAY, errors="coerce")
    of_task = days.groupby("TaskNumber").agg(planned=("EstimateOn", "first"), finished=("CompletedOn", "max"))
    return of_task.apply(lambda column: column.dt.strftime("%Y-%m-%d"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without-planned", action="store_true", help="leave out the day of the estimate")
    asked = parser.parse_args()
    tasks = sip_tasks(folder() / "effort" / "sip")
    if asked.without_planned:
        tasks = tasks.drop(columns="planned")
    tasks.to_csv(asked.out, index=False)
    print(f"{len(tasks):,} tasks in {asked.out}")


if __name__ == "__main__":
    main()
