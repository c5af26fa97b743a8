"""What is printed is light, also for someone who works in the dark."""

from __future__ import annotations

import re
import tomllib

from planner.charts import palette
from tests.places import ROOT

PRINT = (ROOT / "planner" / "pages" / "style.css").read_text().split("@media print {")[1]


def test_each_colour_that_charts_have_on_dark_is_replaced_on_paper() -> None:
    """Of text and of lines; a colour that is changed in the palette is to be changed there too."""
    for colour in (palette.TEXT, palette.QUIET_TEXT, palette.HAIRLINE):
        (on_dark,) = re.findall(r"\? '(#[0-9a-f]{6})'", colour.to_dict()["expr"])
        assert f'[stroke="{on_dark}"]' in PRINT
    assert ".stVegaLiteChart svg text" in PRINT


def test_the_dark_page_itself_is_white_on_paper() -> None:
    """Also where it shows through charts, as a gap between marks."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert f'[stroke="{theme["dark"]["backgroundColor"]}"]' in PRINT
    assert "body, .stApp, .stAppViewContainer, .stMain { background: #fff !important; }" in PRINT
