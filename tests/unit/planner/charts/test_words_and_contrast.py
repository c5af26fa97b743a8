"""Every chart tells a screen reader its answer, and every word in it has a contrast of 4.5, on light and on dark."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import altair as alt
import pytest

from planner.charts import confusion, palette
from tests.places import ROOT

CHARTS = sorted((ROOT / "planner" / "charts").glob("*.py"))
DRAWING = sorted([*(ROOT / "planner" / "pages").rglob("*.py"), *(ROOT / "planner" / "report").glob("*.py")])
LOOK = {"palette", "drawn"}  # what charts are made with
CONTRAST = 4.5
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
PAPER = {scheme: THEME[scheme]["backgroundColor"] for scheme in ("light", "dark")}


def functions(file: Path) -> list[ast.FunctionDef]:
    """The functions at the top of a file."""
    return [node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]


def calls(node: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a function or method within."""
    found = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return [call for call in found if ast.unparse(call.func).rpartition(".")[2] == name]


def drawn_by(file: Path, function: ast.FunctionDef) -> list[ast.FunctionDef]:
    """The function, and those of its file that it calls."""
    return [function, *(other for other in functions(file) if other is not function and calls(function, other.name))]


def charts() -> list[tuple[str, list[ast.FunctionDef]]]:
    """Each public function that returns a whole chart, with those that it calls."""
    return [
        (f"{file.stem}.{function.name}", drawn_by(file, function))
        for file in CHARTS
        if file.stem not in LOOK
        for function in functions(file)
        if not function.name.startswith("_") and function.returns and "Chart" in ast.unparse(function.returns)
    ]


@pytest.mark.parametrize("drawing", [pytest.param(drawing, id=name) for name, drawing in charts()])
def test_a_chart_says_its_answer_in_words_made_of_its_data(drawing: list[ast.FunctionDef]) -> None:
    """A description that is the same whatever the data says nothing of it."""
    told = [call for function in drawing for call in calls(function, "readable")]
    assert told, "a chart gets its words by `readable`"
    for call in told:
        (words,) = [keyword.value for keyword in call.keywords if keyword.arg == "description"]
        assert not isinstance(words, ast.Constant)


def test_there_are_charts_to_look_at() -> None:
    assert len(charts()) >= 20


@pytest.mark.parametrize("file", DRAWING, ids=lambda file: file.stem)
def test_a_page_draws_no_chart_of_its_own(file: Path) -> None:
    """Nor one of Streamlit's, which have no words."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    plain = ("line_chart", "bar_chart", "area_chart", "scatter_chart", "pyplot", "map", "graphviz_chart")
    assert not [name for name in plain if any("st." in ast.unparse(call.func) for call in calls(tree, name))]
    assert not calls(tree, "Chart")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, paper: str, opacity: float) -> str:
    """A colour so thick on paper."""
    parts = [
        round(int(colour[place : place + 2], 16) * opacity + int(paper[place : place + 2], 16) * (1 - opacity))
        for place in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def shown(colour: alt.ExprRef, scheme: str) -> str:
    """The colour of an expression that asks for the background."""
    on_dark, on_light = re.findall(r"'(#[0-9a-f]{6})'", str(colour["expr"]))
    return str(on_dark if scheme == "dark" else on_light)


@pytest.mark.parametrize("scheme", PAPER)
def test_words_in_charts_are_read_on_paper_and_on_the_bands_behind_them(scheme: str) -> None:
    """Also the quiet ones, also on a band of a planned range."""
    for colour in (palette.TEXT, palette.QUIET_TEXT):
        assert contrast(shown(colour, scheme), PAPER[scheme]) >= CONTRAST
        assert contrast(shown(colour, scheme), over(palette.PLANNED, PAPER[scheme], 0.22)) >= CONTRAST
    assert contrast(shown(palette.TEXT, scheme), over(palette.PLANNED, PAPER[scheme], 0.3)) >= CONTRAST
    assert contrast("#ffffff", palette.ATTENDED) >= CONTRAST  # names of phases on their blocks


@pytest.mark.parametrize("scheme", PAPER)
def test_figures_are_read_on_each_shade_of_their_squares(scheme: str) -> None:
    """From no text of a class to all of them."""
    lightest, darkest = confusion._LIGHTEST, confusion._DARKEST
    for share in range(101):
        square = over(palette.ATTENDED, PAPER[scheme], lightest + (darkest - lightest) * share / 100)
        assert contrast(shown(palette.TEXT_ON_BLUE, scheme), square) >= CONTRAST, share


def test_words_have_no_other_colours() -> None:
    """Those of the palette, and white on blocks."""
    said = {
        ast.unparse(keyword.value).removeprefix("palette.")
        for file in CHARTS
        for call in calls(ast.parse(file.read_text(encoding="utf-8")), "mark_text")
        for keyword in call.keywords
        if keyword.arg == "color"
    }
    assert said <= {"TEXT", "QUIET_TEXT", "TEXT_ON_BLUE", "PAPER", "'white'"}
