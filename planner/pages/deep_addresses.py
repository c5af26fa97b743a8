"""Addresses of several parts, such as `/plan/x`: led to the page that says what to do.

Streamlit answers any address that it does not know with its one page, whose scripts are named relative to the address.
Below `/plan/` there are none, and the browser would stay white. Only those answers are led elsewhere: it is less the
address that decides than what Streamlit answers, so uploads, downloads and its own files stay as they are.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner.pages.addresses import ASKED, UNKNOWN

_PROGRAMS_ASK = ("/_stcore/", "/static/")  # no person does: what is missing there is no page


class DeepAddresses:
    """ASGI middleware around Streamlit: its page at an address of several parts becomes a redirect to `nowhere`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as Streamlit does, but for its page where that cannot load."""
        if not _is_deep(scope):
            await self.app(scope, receive, send)
            return
        is_led_on = False

        async def answer(message: Message) -> None:
            nonlocal is_led_on
            if message["type"] == "http.response.start" and _is_blank(scope, message):
                is_led_on = True
                await _way_on(scope)(scope, receive, send)
            elif not is_led_on:
                await send(message)

        await self.app(scope, receive, answer)


def _is_deep(scope: Scope) -> bool:
    """Whether a page may be asked for at an address of several parts."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    path: str = scope["path"]
    below = path.removeprefix(_base())
    return path.startswith(f"{_base()}/") and below.count("/") > 1 and not below.startswith(_PROGRAMS_ASK)


def _is_blank(scope: Scope, start: Message) -> bool:
    """Whether Streamlit answers with its page for any address, or refuses the address itself (`//plan`)."""
    endpoint = scope.get("endpoint")  # what the answer comes from; put there when the address has found its route
    if endpoint is None:
        return bool(start["status"] == 400)
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return isinstance(endpoint, StaticFiles) and start["status"] == 200 and kind.startswith("text/html")


def _way_on(scope: Scope) -> RedirectResponse:
    """To the page at one part, named from where the browser stands: so it holds behind any other server, too."""
    asked = scope["path"].removeprefix(f"{_base()}/")
    query = scope["query_string"].decode("latin-1")
    parameters = "&".join(part for part in (query, urlencode({ASKED: asked})) if part)
    up = "../" * (_slashes_seen(scope) - 1)
    return RedirectResponse(f"{up}{UNKNOWN}?{parameters}", headers={"Cache-Control": "no-cache"})


def _slashes_seen(scope: Scope) -> int:
    """How many slashes the browser sees below the path of the app: one in `/a%2Fb`, two in `/a/b` and in `//a`."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.count(b"/") - _base().count("/")


def _base() -> str:
    """The path below which the app is served: `/tools`, or nothing."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
