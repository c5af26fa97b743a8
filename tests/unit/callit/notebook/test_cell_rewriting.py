"""A cell below `%%callit box` does, shows and leaves what it does without that line."""

from __future__ import annotations

import ast
import sys
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from callit.notebook import cell_box as opened
from callit.notebook.cell_rewriting import CellInBox, box_as_a_line

STATEMENTS = (
    "x = 1", "x", "x + 1", "x;", "y = x = 2", "x += 1", "z: int = 3", "def f():\n    return 4", "if x:\n    x",
    "f() if 'f' in dir() else 0", "for n in range(2):\n    n", "from __future__ import annotations", "import math",
    "('a', 'tuple')", "text = '''\n%%callit box 1m\n  two\n'''", "text", "# a comment", "", "None", "print('out')",
)  # fmt: skip
INTERACTIVITIES = ("all", "last", "last_expr", "last_expr_or_assign", "none")


class Ran:
    """What a cell left: the names, what it displayed, and the boxes that it was in."""

    def __init__(self, cell: str, interactivity: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.displayed: list[Any] = []
        self.boxes: list[tuple[str, str]] = []
        self.names: dict[str, Any] = {"x": 0, "text": ""}
        monkeypatch.setattr(sys, "displayhook", lambda value: self.displayed.extend({value} - {None}))
        monkeypatch.setattr(opened, "cell_box", lambda *words: nullcontext(self.boxes.append(words)))
        steps = TransformerManager()
        steps.line_transforms.insert(0, box_as_a_line)
        tree = CellInBox(SimpleNamespace(ast_node_interactivity=interactivity)).visit(
            ast.parse(steps.transform_cell(cell))
        )
        _run(tree, interactivity, self.names)
        self.kept = {
            name: value for name, value in self.names.items() if not callable(value) and name != "__builtins__"
        }


def _run(tree: ast.Module, interactivity: str, names: dict[str, Any]) -> None:
    """As IPython runs a cell: a statement at a time, those to be displayed as in a Python console."""
    body = tree.body
    last = body[-1] if body else None
    if interactivity == "last_expr_or_assign" and isinstance(last, ast.Assign | ast.AugAssign | ast.AnnAssign):
        target = (
            last.targets[0]
            if isinstance(last, ast.Assign) and len(last.targets) == 1
            else getattr(last, "target", None)
        )
        if isinstance(target, ast.Name):
            body = [*body, ast.fix_missing_locations(ast.Expr(ast.Name(target.id, ast.Load())))]
    for number, statement in enumerate(body):
        is_last = number == len(body) - 1 and (interactivity == "last" or isinstance(statement, ast.Expr))
        if interactivity == "all" or (is_last and interactivity != "none"):
            exec(compile(ast.Interactive([statement]), "cell", "single"), names)
        else:
            exec(compile(ast.Module([statement], []), "cell", "exec"), names)


@given(st.lists(st.sampled_from(STATEMENTS), max_size=5), st.sampled_from(INTERACTIVITIES))
def test_any_cell_does_the_same_in_a_box(statements: list[str], interactivity: str) -> None:
    statements.sort(key=lambda one: "__future__" not in one)  # as Python wants them, first
    cell = "\n".join(statements)
    assume(interactivity != "last" or ":\n" not in "".join(statements[-1:]))  # there loops display what stands in them
    with pytest.MonkeyPatch.context() as patched:
        plain = Ran(cell, interactivity, patched)
        boxed = Ran(f"%%callit box 10m --phase Model\n{cell}", interactivity, patched)
    assert (boxed.displayed, boxed.kept) == (plain.displayed, plain.kept)
    if set(statements) - {"# a comment", "", "from __future__ import annotations"}:
        assert [line for line, _ in boxed.boxes] == ["box 10m --phase Model"]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x = 1\nx\n%%callit box 1m", None),
        ("%callit box 1m\nx", None),
        ("%%callit status\nx", None),
        ("%%callit  box   1m\nx", "box   1m"),
        ("\n\n%%callit box 1m\nx", "box 1m"),
        ("    %%callit box 1m\n    x", "box 1m"),
        ("%%callit box\nx", "box"),
        ("%%callit box 1m --phase 'Write up'\nx", "box 1m --phase 'Write up'"),
        ("%%callit boxes 1m\nx", None),
        ("%%callit box 1m\r\nx = 2\r\nx", "box 1m"),
    ],
)
def test_only_a_first_line_that_asks_for_a_box_is_one(
    cell: str, lines: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = TransformerManager()
    steps.line_transforms.insert(0, box_as_a_line)
    try:
        tree = CellInBox(None).visit(ast.parse(steps.transform_cell(cell)))
    except SyntaxError:
        tree = ast.Module([], [])
    found = [node.items[0].context_expr for node in ast.walk(tree) if isinstance(node, ast.With)]
    assert [call.args[0].value for call in found if isinstance(call, ast.Call)] == ([] if lines is None else [lines])


def test_boxes_and_other_magics_over_one_cell_lie_inside_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = Ran("%%callit box 2m\n%%callit box 1m\nx = 7\nx", "last_expr", monkeypatch)
    assert [line for line, _ in ran.boxes] == ["box 2m", "box 1m"]
    assert ran.displayed == [7]
    steps = TransformerManager()
    steps.line_transforms.insert(0, box_as_a_line)
    timed = steps.transform_cell("%%callit box 2m\n\n%%time\nfit()")
    assert "get_ipython().run_cell_magic('time', '', 'fit()\\n')" in timed


def test_the_log_names_a_cell_by_the_code_that_tells_most(monkeypatch: pytest.MonkeyPatch) -> None:
    for cell, words in (("import json\nx = 1\nx", "x = 1"), ("import math", "import math"), ("f'{x}'", "f'{x}'")):
        assert Ran(f"%%callit box 1m\n{cell}", "last_expr", monkeypatch).boxes == [("box 1m", words)]


def test_a_line_is_that_of_the_cell_where_an_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        Ran("%%callit box 1m\nx = 1\n\nx / 0", "last_expr", monkeypatch)
    assert caught.traceback[-1].lineno + 1 == 4


def test_a_terminal_asks_for_further_lines_until_one_is_empty() -> None:
    steps = TransformerManager()
    steps.line_transforms.insert(0, box_as_a_line)
    assert steps.check_complete("%%callit box 10m")[0] == "incomplete"
    assert steps.check_complete("%%callit box 10m\nx = 1")[0] == "incomplete"
    assert steps.check_complete("%%callit box 10m\nx = 1\n\n")[0] == "complete"
