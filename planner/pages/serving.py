"""Serving the app: `python -m planner.pages.serving SCRIPT --server.port=8501 …` is `streamlit run`, ended in peace.

Streamlit is imported late: it takes a second, in which Ctrl-C must not leave a traceback either.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit import App


@asynccontextmanager
async def with_browser(_: App) -> AsyncGenerator[dict[str, Any]]:
    """While the app is served; open the browser at its start, unless it is to be without one."""
    import streamlit as st
    from streamlit import cli_util
    from streamlit.web.server import server_util

    if not st.get_option("server.headless"):
        cli_util.open_browser(server_util.get_url(st.get_option("browser.serverAddress")))
    yield {}


def serve(arguments: list[str]) -> None:
    """Serve until Ctrl-C or `kill`, either of which ends without an error and with exit code 0.

    The web server raises the signal again once it has shut down; Python's own answer to it would be an error.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _end)
    from streamlit.web import cli

    cli.main(["run", *arguments], prog_name="streamlit")


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    serve(sys.argv[1:])
