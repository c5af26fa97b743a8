"""How long each page takes to render over a large time log.

    python -m benchmarks.pages [--entries 100000]

Made entries of several years, on projects of seven phases, are written into a folder of their own; each page is then
rendered in a fresh session, and again as after a click. Seconds are the median of three; an empty log is measured
beside it in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from planner import planning
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import DEFAULT_PHASES, PhasePlan
from planner.domain.timelog import TimeEntry
from planner.store import Store, open_store

PAGES = ("plan", "work", "train", "retrospective", "exchange")
_PROJECTS = 20
_RUNS = 3
_APP = str(Path(__file__).parents[1] / "streamlit_app.py")


def made_log(store: Store, entries: int) -> int:
    """Fill a store with finished projects, the last one open, and their entries; the last project's id."""
    start = now() - timedelta(days=365 * 5)
    step = (now() - start) / max(entries, 1)
    per_project = max(entries // _PROJECTS, 1)
    project_id = 0
    for number in range(_PROJECTS if entries else 1):
        plans = [PhasePlan(name, HourRange(50, 200), cap_hours=250) for name in DEFAULT_PHASES]
        project = planning.create_project(
            store, f"Project {number}", total=HourRange(500, 900), phases=plans, now=start
        )
        project_id = project.id
        phases = [phase.id for phase in planning.phases(store, project_id)]
        first = number * per_project
        places = range(first, first + per_project if entries else first)
        store.entries.add_many([
            TimeEntry(0, phases[(place // 9) % len(phases)], start + place * step, start + (place + 0.9) * step)
            for place in places
        ])  # fmt: skip
        if number < _PROJECTS - 1 and entries:
            planning.finish_project(store, project_id, now=start + (first + per_project) * step)
    return project_id


def seconds_of(page: str, project_id: int) -> tuple[float, float]:
    """Seconds of a first visit, and of the run after it."""
    app = AppTest.from_file(_APP, default_timeout=300)
    app.query_params["project"] = str(project_id)
    app.run()
    app.switch_page(f"planner/pages/{page}.py")
    times = []
    for _ in range(2):
        began = time.perf_counter()
        app.run()
        times.append(time.perf_counter() - began)
    assert not app.exception, app.exception
    return times[0], times[1]


def measure(entries: int) -> dict[str, tuple[float, float]]:
    """Median seconds of each page, first and again."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CALLIT_HOME"] = home
        with open_store(Path(home)) as store:
            project_id = made_log(store, entries)
        found = {page: [seconds_of(page, project_id) for _ in range(_RUNS)] for page in PAGES}
    return {page: (_median(runs, 0), _median(runs, 1)) for page, runs in found.items()}


def _median(runs: list[tuple[float, float]], place: int) -> float:
    return statistics.median(run[place] for run in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    asked = parser.parse_args()
    empty, full = measure(0), measure(asked.entries)
    print(f"{'page':<15}{'empty log':>12}{f'{asked.entries:,} entries':>18}{'again':>9}")
    for page in PAGES:
        print(f"{page:<15}{empty[page][1]:>10.2f} s{full[page][0]:>16.2f} s{full[page][1]:>7.2f} s")


if __name__ == "__main__":
    main()
