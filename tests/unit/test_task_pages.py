"""The pages of docs/ that go by task: what they say of commands, formats, questions and refusals is so."""

from __future__ import annotations

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import typer
from PIL import Image

from planner.cli.main import app
from planner.exchange.formats.registry import FORMATS, WRITERS
from planner.report.sections import Key
from tests.places import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.glob("*.md") if path.name != "commands.md")]
REFUSALS = DOCS / "when-something-goes-wrong.md"
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_INDENTED = re.compile(r"^ {4}(callit .*)$", re.MULTILINE)
_SAYS_LITTLE = 5  # letters of a part of a sentence that could stand anywhere


def commands(page: Path) -> list[str]:
    """The lines of a page that call `callit`, without what stands behind them as a comment."""
    text = page.read_text(encoding="utf-8")
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines()] + _INDENTED.findall(text)
    return [line.split("  #")[0].strip() for line in lines if line.startswith("callit ")]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_every_command_of_a_page_is_understood(page: Path) -> None:
    """Its command and options are known and their values can be read; nothing is started."""
    group = typer.main.get_command(app)
    for line in commands(page):
        name, *words = shlex.split(line)[1:]
        if name.startswith("-"):
            continue
        group.commands[name].make_context(f"callit {name}", words)  # type: ignore[attr-defined]


def test_the_table_of_formats_is_that_of_the_code() -> None:
    """Each format stands there with the word that the command takes, what to give, and whether it is written too."""
    page = (DOCS / "bring-hours-in.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `") and not line.startswith("| `callit")]
    told = [tuple(cell.strip() for cell in row.strip("|").split(" | ")) for row in rows]
    assert told == [(f"`{it.key}`", it.title, it.where, "yes" if it.key in WRITERS else "") for it in FORMATS]
    assert all(f"`callit export {key}`" in page for key in WRITERS if key not in {it.key for it in FORMATS})


def test_every_question_of_a_retrospective_is_explained_in_its_order() -> None:
    page = (DOCS / "retrospective.md").read_text(encoding="utf-8")
    places = [page.find(f"| {key} |") for key in Key]
    assert -1 not in places
    assert places == sorted(places)


def test_every_refusal_that_is_explained_stands_in_the_code() -> None:
    """What stands between the names and numbers of each, in one and the same sentence of the code."""
    rows = [line for line in REFUSALS.read_text(encoding="utf-8").split("\n## ", 1)[1].splitlines() if "| " in line]
    quoted = [_parts(row) for row in rows if not row.startswith(("| it says", "|---"))]
    assert len(quoted) > 250
    unknown = [parts for parts in quoted if not any(_in_order(parts, sentence) for sentence in sentences())]
    assert unknown == []


def _parts(row: str) -> list[str]:
    words = " ".join(cell.strip() for cell in row.replace("\\|", "\0").strip("|").split(" | "))
    return [part for part in words.strip().replace("\0", "|").split("…") if len(part) >= _SAYS_LITTLE]


def _in_order(parts: list[str], sentence: str) -> bool:
    at = 0
    for part in parts:
        found = sentence.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


@cache
def sentences() -> list[str]:
    """All that the code can say, a text of each place; what is put in when it is said is left out."""
    rooms = ("planner", "model", "data", "callit")
    trees = [ast.parse(file.read_text(encoding="utf-8")) for room in rooms for file in (ROOT / room).rglob("*.py")]
    return [text for tree in trees for node in ast.walk(tree) if (text := _text(node))]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return node.value.replace("\t", "\\t") if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_the_figures_of_readme_are_those_that_were_measured() -> None:
    """Each row of its table stands in docs/training.md."""
    readme, measured = (path.read_text(encoding="utf-8") for path in (ROOT / "README.md", DOCS / "training.md"))
    table = [line for line in readme.splitlines() if re.match(r"\| \w+ \| \.\d", line)]
    assert len(table) >= 3
    assert [row for row in table if row not in measured] == []


def test_the_moving_picture_is_small_and_moves() -> None:
    """`make pictures` takes it; a first screen that takes long to load is no first screen."""
    with Image.open(DOCS / "callit.webp") as picture:
        assert (DOCS / "callit.webp").stat().st_size < 1_000_000
        assert getattr(picture, "n_frames", 1) > 5
