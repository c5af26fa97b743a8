"""A real app in a real browser: served on a free port with a data folder of its own, seen in Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.ready_server import ReadyServers

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
SCREENSHOTS = Path(__file__).parent / "screenshots"
PATIENCE_MS = 30_000  # a page on a busy machine
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
Colours = Literal["light", "dark"]
OpenPage = Callable[..., Page]  # (viewport, colours)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser; without one it is skipped, and says so."""
    here = Path(__file__).parent
    skip = pytest.mark.skip(reason=f"needs Chromium, and found none of {', '.join(CHROMIUMS)}")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(skip)


def chromium() -> str | None:
    """The browser on this machine, if there is one."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


class ServedApp:
    """`callit app` as a process; it can be killed as the kernel would, and started again on the same port."""

    def __init__(self, home: Path, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._environment = {**os.environ, "CALLIT_HOME": str(home)}
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: int | None = None

    def start_from(self, servers: ReadyServers) -> None:
        """Serve from a process that has imported everything, and return once the app answers."""
        self._ready = servers.start(self.port, self._environment)
        self._wait_until_it_answers()

    def start(self) -> None:
        """Serve as a person does, and return once the app answers."""
        command = [str(Path(sys.executable).parent / "callit"), "app", "--no-browser", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + 60
        while not _answers(f"{self.address}/_stcore/health"):
            assert time.monotonic() < until, "the app did not start"
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9 on the app."""
        if self._ready is not None:
            os.killpg(self._ready, signal.SIGKILL)
            while psutil.pid_exists(self._ready):
                time.sleep(0.01)
            self._ready = None
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@pytest.fixture(scope="session")
def servers() -> Iterator[ReadyServers]:
    """Where servers come from."""
    ready = ReadyServers()
    yield ready
    ready.end()


@pytest.fixture(scope="session")
def port() -> int:
    """One for all servers, one after the other: what the browser has fetched of it, and compiled, it has at once."""
    return free_port()


@pytest.fixture
def app(home: Path, port: int, servers: ReadyServers) -> Iterator[ServedApp]:
    """The app, served with an empty data folder."""
    served = ServedApp(home, port)
    served.start_from(servers)
    yield served
    served.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One for all pages of all journeys."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def open_page(window: BrowserContext, app: ServedApp) -> Iterator[OpenPage]:
    """Opens empty pages of a size, in light or dark; what they kept in the browser is gone after the test."""

    def opened(viewport: ViewportSize, colours: Colours = "light") -> Page:
        page = window.new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=colours)
        return page

    yield opened
    window.set_offline(False)
    for page in window.pages:
        kept = {"origin": app.address, "storageTypes": "local_storage,cookies,indexeddb"}
        window.new_cdp_session(page).send("Storage.clearDataForOrigin", kept)
        page.close()


@pytest.fixture
def page(open_page: OpenPage, app: ServedApp) -> Page:
    """The app's first page on a laptop's screen."""
    opened = open_page(LAPTOP)
    opened.goto(app.address)
    return opened


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a screenshot of a page, whole, for whoever wants to look at it and says so by `CALLIT_PICTURES=1`."""

    def take(page: Page, name: str) -> None:
        settle(page)
        if not os.environ.get("CALLIT_PICTURES"):
            return
        size = page.viewport_size or LAPTOP
        whole = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")  # the page scrolls inside itself
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], whole)})
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")
        page.set_viewport_size(size)

    return take


def settle(page: Page) -> None:
    """Wait until the script has run and nothing of the former run is left on the page."""
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.wait_for_function("document.querySelectorAll('[data-stale=true]').length === 0")


def free_port() -> int:
    """One that no program listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
