"""How long each page takes over a large time log: on the server, and in a real browser.

    python -m benchmarks.pages [--entries 100000] [--projects 20] [--no-browser]

Made entries of five years with twenty scores, on projects of seven phases, the last one open with a deadline and free
hours said, are written into a folder of their own; each page is then drawn in a fresh session, and again as after a
click. Seconds are the median of three: those of the clock, which other work on the machine makes longer, and those that
the processor worked. An empty log is measured beside it in the same run, and one project that has all entries. In the
browser each page is opened three times: first paint,
the answer (its heading), and the last element that came.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.pages_in_browser import Seen, no_browser_words, seen_in_browser
from planner import planning, results
from planner.availability import Availability, save_availability
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import DEFAULT_PHASES, PhasePlan
from planner.domain.timelog import TimeEntry
from planner.parsing.week_text import parse_week
from planner.store import Store, open_store

ALL_PROJECTS = "all projects"
PAGES = ("plan", "work", "train", "retrospective", ALL_PROJECTS, "exchange")
_FILES = {ALL_PROJECTS: "retrospective"}
_ADDRESSES = {ALL_PROJECTS: "retrospective", "exchange": "import"}
_RUNS = 3
_RESULTS = 20  # of each project
_APP = str(Path(__file__).parents[1] / "streamlit_app.py")
Seconds = tuple[float, float]  # of the clock, of the processor
OnServer = dict[str, tuple[Seconds, Seconds]]  # by page: the first visit, and the run after it


def made_log(store: Store, entries: int, projects: int = 20) -> int:
    """Fill a store with finished projects, the last one open, and their entries; the last project's id."""
    start = now() - timedelta(days=365 * 5)
    step = (now() - start) / max(entries, 1)
    per_project = max(entries // projects, 1)
    project_id = 0
    for number in range(projects if entries else 1):
        first = number * per_project
        project_id = _made_project(store, number, range(first, first + per_project if entries else first), start, step)
        if number < projects - 1 and entries:
            planning.finish_project(store, project_id, now=start + (first + per_project) * step)
    save_availability(store, Availability(parse_week("Mon-Fri 09:00-17:00")))
    open_one = planning.project(store, project_id)
    planning.update_project(store, replace(open_one, deadline=now() + timedelta(days=60)), now=now())
    return project_id


def _made_project(store: Store, number: int, places: range, start: datetime, step: timedelta) -> int:
    plans = [PhasePlan(name, HourRange(50, 200), cap_hours=250) for name in DEFAULT_PHASES]
    project = planning.create_project(store, f"Project {number}", total=HourRange(500, 900), phases=plans, now=start)
    phases = [phase.id for phase in planning.phases(store, project.id)]
    store.entries.add_many([
        TimeEntry(0, phases[(place // 9) % len(phases)], start + place * step, start + (place + 0.9) * step)
        for place in places
    ])  # fmt: skip
    for place in places[:: max(len(places) // _RESULTS, 1)]:
        results.add_result(store, project.id, "macro_f1", 1 - 1 / (place + 2), now=start + place * step)
    return project.id


def seconds_of(page: str, project_id: int) -> tuple[Seconds, Seconds]:
    """Seconds of a first visit, and of the run after it."""
    asked = _asked(page, project_id)
    app = AppTest.from_file(_APP, default_timeout=300)
    app.query_params["project"] = asked
    app.run()
    app.switch_page(f"planner/pages/{_FILES.get(page, page)}.py")
    times = []
    for _ in range(2):
        app.query_params["project"] = asked
        began, worked = time.perf_counter(), time.process_time()
        app.run()
        times.append((time.perf_counter() - began, time.process_time() - worked))
    assert not app.exception, app.exception
    return times[0], times[1]


def _asked(page: str, project_id: int) -> str:
    return "all" if page == ALL_PROJECTS else str(project_id)


def on_server(project_id: int) -> OnServer:
    """Median seconds of each page, first and again."""
    return {page: _both(page, project_id) for page in PAGES}


def _both(page: str, project_id: int) -> tuple[Seconds, Seconds]:
    first, again = zip(*(seconds_of(page, project_id) for _ in range(_RUNS)), strict=True)
    return _middle(first), _middle(again)


def _middle(runs: Sequence[Seconds]) -> Seconds:
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def in_browser(home: Path, project_id: int) -> dict[str, Seen]:
    """The same pages in a browser."""
    addresses = {page: f"{_ADDRESSES.get(page, page)}?project={_asked(page, project_id)}" for page in PAGES}
    return seen_in_browser(home, addresses, runs=_RUNS)


def measure(entries: int, projects: int, *, browser: bool) -> tuple[OnServer, dict[str, Seen]]:
    """Each page on the server, and, where it is asked for, in a browser."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CALLIT_HOME"] = folder
        with open_store(Path(folder)) as store:
            project_id = made_log(store, entries, projects)
        return on_server(project_id), in_browser(Path(folder), project_id) if browser else {}


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--no-browser", action="store_true", help="the server alone")
    asked = parser.parse_args()
    missing = "The browser was not asked." if asked.no_browser else no_browser_words()
    empty, empty_seen = measure(0, 1, browser=not missing)
    full, full_seen = measure(asked.entries, asked.projects, browser=not missing)
    alone, _ = measure(asked.entries, 1, browser=False)
    print(f"On the server, s of the clock (of the processor); {asked.entries:,} entries on {asked.projects} projects")
    print(f"{'page':<15}{'empty log':>16}{'first visit':>16}{'again':>16}{'one has all':>16}{'again':>16}")
    for page in PAGES:
        print(f"{page:<15}{''.join(map(_words, (empty[page][1], *full[page], *alone[page])))}")
    print(f"\n{missing or 'In the browser, s: first paint, answer, last element'}")
    for page in full_seen:
        print(f"{page:<15}{'empty':>8} {empty_seen[page].words}{'filled':>10} {full_seen[page].words}")


def _words(seconds: Seconds) -> str:
    return f"{seconds[0]:>8.2f} ({seconds[1]:.2f})".rjust(16)


if __name__ == "__main__":
    main()
