"""A browser tab on the Train page, and the few ways in which a test looks at it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.places import APP


def opened(**query: object) -> AppTest:
    """A new tab on the Train page; `query` is what its address says."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.switch_page("planner/pages/train.py").run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the one button whose label begins so."""
    (button,) = [button for button in app.button if button.label.startswith(label)]
    return button.click().run()


def labels(app: AppTest) -> list[str]:
    """The labels of all buttons that can be pressed."""
    return [button.label for button in app.button if not button.disabled]


def title(app: AppTest) -> str:
    """The headline, with plain spaces and dashes in place of those that do not break."""
    return str(app.title[0].value).replace("\xa0", " ").replace("\u2060", "")


def said(app: AppTest) -> str:
    """All sentences on the page, with the signs that only protect them from markdown taken out."""
    kinds = (app.title, app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(str(part.value) for kind in kinds for part in kind).replace("\\", "")


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The Vega-Lite specifications of all pictures, from the top."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def chart_titles(app: AppTest) -> list[str]:
    """What the pictures are called, from the top; a title of several lines is one sentence."""
    titles = [chart["title"]["text"] for chart in charts(app)]
    return [" ".join(title) if isinstance(title, list) else title for title in titles]
