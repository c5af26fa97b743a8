"""What is led to the page for unknown addresses, and what is answered as it stands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from planner.pages.deep_addresses import DeepAddresses


class Pages(StaticFiles):
    """As Streamlit's: one page for whatever it does not know."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """The page."""
        return HTMLResponse("the page")


async def _report(request: Request) -> Response:
    return HTMLResponse("a retrospective", headers={"Content-Disposition": "attachment"})


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = DeepAddresses(
    Starlette(
        routes=[
            Route("/media/{file:path}", _report),
            Route("/_stcore/upload_file/{session}/{file}", _report, methods=["PUT", "DELETE"]),
            WebSocketRoute("/_stcore/stream", _stream),
            Mount("/", app=Pages(directory=Path(__file__).parent)),
        ]
    )
)


def asked(path: str, *, method: str = "GET", query: str = "", kind: str = "http") -> list[dict[str, Any]]:
    """All that is answered to a request; `path` as it stands in it."""
    sent: list[dict[str, Any]] = []
    scope = {"type": kind, "method": method, "path": unquote(path), "raw_path": path.encode(), "headers": []}

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(APP({**scope, "query_string": query.encode(), "http_version": "1.1"}, receive, send))
    return sent


def way_on(path: str, query: str = "") -> str:
    """Where an answer leads, as a browser sees it; empty where it is an answer of its own."""
    start = asked(path, query=query)[0]
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return urljoin(f"http://here{path}", headers["location"]) if start["status"] == 307 else ""


parts = some.text(some.characters(exclude_characters="/", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(some.lists(parts.filter(lambda part: part not in {".", "..", "media"}), min_size=2, max_size=5))
def test_any_address_of_several_parts_leads_to_one_of_one_part_that_says_what_was_asked(names: list[str]) -> None:
    """Whatever signs it has that can be typed."""
    led = urlsplit(way_on("/" + "/".join(quote(name, safe="") for name in names)))
    assert led.path == "/nowhere"
    assert parse_qs(led.query) == {"address": ["/".join(names)]}


def test_a_slash_that_is_written_as_a_sign_is_one_all_the_same() -> None:
    """The browser sees one part in it, and stays where it is."""
    assert way_on("/a%2Fb") == "http://here/nowhere?address=a%2Fb"
    assert way_on("/a%2Fb/c") == "http://here/nowhere?address=a%2Fb%2Fc"


def test_the_project_of_the_address_is_kept_and_the_body_is_sent_once() -> None:
    """One answer, not two."""
    assert way_on("/plan/x", "project=3") == "http://here/nowhere?project=3&address=plan%2Fx"
    assert [message["type"] for message in asked("/plan/x")] == ["http.response.start", "http.response.body"]


@pytest.mark.parametrize(
    "path", ["/", "/plan", "/x", "/_stcore/x", "/static/js/gone.js", "/media/a/retrospective.html"]
)
def test_pages_of_one_part_downloads_and_what_programs_ask_for_are_answered_as_they_are(path: str) -> None:
    """A downloaded report is HTML, too, and no page."""
    start, body = asked(path)[:2]
    assert start["status"] == 200
    assert body["body"] in {b"the page", b"a retrospective"}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_uploads_are_answered_as_they_are(method: str) -> None:
    """They have several parts by their nature."""
    assert asked("/_stcore/upload_file/a/b", method=method)[1]["body"] == b"a retrospective"


def test_the_websocket_of_the_pages_is_let_through() -> None:
    """Without it no page would draw."""
    assert asked("/_stcore/stream", kind="websocket")[0]["type"] == "websocket.accept"


def test_below_a_path_of_the_app_only_what_comes_after_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """`/tools/plan` is one part, and `/tools/plan/x` two."""
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/tools/"}.get)
    assert way_on("/tools/plan") == ""
    assert way_on("/tools/plan/x") == "http://here/tools/nowhere?address=plan%2Fx"
    assert way_on("/elsewhere/plan/x") == ""
