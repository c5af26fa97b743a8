"""`make pictures`: the moving picture of README, from the app as it is, in a real Chromium.

A project that is planned and timed, a real session on the made sample, and the sample project, looked back at. Nothing
but time differs from one run to the next: `python docs/pictures.py --minutes 5` gives the session more of it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from planner import planning, sample_project, timelog
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.store import open_store
from tests.browser.conftest import FLAGS, PATIENCE_MS, ServedApp, chromium, free_port, settle

MOVING = Path(__file__).with_name("callit.webp")
LARGEST_BYTES = 1_000_000
SEEN = {"width": 1280, "height": 800}
KEPT = (960, 600)
LONG_MS, STEP_MS = 3200, 120
RANGES = {"Clean": (2, 4), "Explore": (3, 5), "Model": (8, 12), "Write up": (4, 6)}


@dataclass
class Film:
    """Pictures of a page, each with how long it stands (ms)."""

    page: Page
    frames: list[Image.Image] = field(default_factory=list)
    stands_ms: list[int] = field(default_factory=list)

    def take(self, stands_ms: int = LONG_MS) -> None:
        """One picture of what is on the screen."""
        shot = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        self.frames.append(shot.resize(KEPT, Image.Resampling.LANCZOS))
        self.stands_ms.append(stands_ms)

    def scroll(self, by_px: int, steps: int = 6) -> None:
        """Further down, in steps, and a look at what is there."""
        self.page.mouse.move(SEEN["width"] / 2, SEEN["height"] / 2)
        for _ in range(steps):
            self.page.mouse.wheel(0, by_px / steps)
            self.page.wait_for_timeout(STEP_MS)
            self.take(STEP_MS)
        self.stands_ms[-1] = LONG_MS

    def save(self, file: Path) -> None:
        """The pictures as one that moves; the best that stays small enough."""
        first, *others = self.frames
        for quality in (80, 70, 60, 50, 40):
            settings = {"duration": self.stands_ms, "loop": 0, "quality": quality, "method": 6}
            first.save(file, save_all=True, append_images=others, **settings)
            if file.stat().st_size < LARGEST_BYTES:
                return
        raise SystemExit(f"{file.name} has {file.stat().st_size:,} bytes, more than {LARGEST_BYTES:,}: take fewer.")


def main() -> None:
    """Make the picture anew."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=2, help="the box of the session that is shown")
    minutes = asked.parse_args().minutes
    with tempfile.TemporaryDirectory() as place, served(Path(place) / "home") as (page, app, projects):
        film, (sample, project) = Film(page), projects
        show_plan(film, app, project)
        show_work(film, app, project)
        show_training(film, app, minutes)
        show_looking_back(film, app, sample)
        film.save(MOVING)
    print(f"{MOVING}: {len(film.frames)} pictures, {MOVING.stat().st_size:,} bytes.")


@contextmanager
def served(home: Path) -> Iterator[tuple[Page, ServedApp, tuple[Project, Project]]]:
    """The app with a project that has begun, in a tab of a laptop's size."""
    os.environ["CALLIT_HOME"] = str(home)
    projects = two_projects(home)
    app = ServedApp(home, free_port())
    app.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_page(viewport=SEEN, color_scheme="light")
            page.set_default_timeout(4 * PATIENCE_MS)
            expect.set_options(timeout=4 * PATIENCE_MS)
            yield page, app, projects
            browser.close()
    finally:
        app.kill()


def two_projects(home: Path) -> tuple[Project, Project]:
    """The sample project, and one of two days, due in two weeks, with evenings to work on it and a timer that runs."""
    now = datetime.now(UTC)
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now, zone=UTC)
        phases = [PhasePlan(name, HourRange(*ends)) for name, ends in RANGES.items()]
        due, begun = now + timedelta(days=14), now - timedelta(days=2)
        total = HourRange(20, 30)
        project = planning.create_project(store, "My first model", total=total, deadline=due, phases=phases, now=begun)
        planning.make_current(store, project.id, now=now)
        clean, explore = (planning.phase_named(store, project.id, name) for name in ("Clean", "Explore"))
        timelog.add_entry(store, clean.id, now - timedelta(hours=28), now - timedelta(hours=25, minutes=20), now=now)
        timelog.start(store, explore.id, now=now, at=now - timedelta(minutes=3))
    evenings = ["availability", "--to", str(date.today() + timedelta(days=60)), "--hours", "Mon-Sun 19:00-21:30"]
    callit = str(Path(sys.executable).with_name("callit"))
    subprocess.run([callit, *evenings, "--save"], check=True, stdout=subprocess.DEVNULL)
    return sample, project


def heading(page: Page, words: str) -> None:
    """Wait until the answer of the page has these words, and the page is still."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(words))
    settle(page)
    page.wait_for_timeout(1000)


def show_plan(film: Film, app: ServedApp, project: Project) -> None:
    """Will I finish?"""
    film.page.goto(f"{app.address}/plan?project={project.id}")
    heading(film.page, "Will I finish")
    film.take()


def show_work(film: Film, app: ServedApp, project: Project) -> None:
    """The timer, which runs."""
    film.page.goto(f"{app.address}/work?project={project.id}")
    heading(film.page, "Explore")
    for _ in range(3):
        film.take(900)
        film.page.wait_for_timeout(1000)


def show_training(film: Film, app: ServedApp, minutes: float) -> None:
    """A session on the made sample: before, while it runs, and its verdict."""
    page = film.page
    page.goto(f"{app.address}/train")
    expect(page.get_by_text("Made reviews").first).to_be_visible()
    page.get_by_text("other", exact=True).click()
    page.get_by_role("spinbutton", name="Minutes").fill(f"{minutes:g}")
    page.get_by_role("spinbutton", name="Minutes").press("Enter")
    start = page.get_by_role("button", name=re.compile("Start: ends by"))
    expect(start).to_be_enabled()
    settle(page)
    film.take()
    start.click()
    heading(page, "left, ends by")
    for _ in range(5):
        page.wait_for_timeout(minutes * 9_000)
        settle(page)
        film.take(700)
    expect(page.get_by_role("button", name="Download the model")).to_be_visible(timeout=minutes * 90_000)
    heading(page, "benchmark|kept|delivered")
    film.take()


def show_looking_back(film: Film, app: ServedApp, sample: Project) -> None:
    """The sample project: where the hours went, and what they were worth."""
    film.page.goto(f"{app.address}/retrospective?project={sample.id}")
    heading(film.page, "instead of")
    film.take()
    film.scroll(680)


if __name__ == "__main__":
    main()
