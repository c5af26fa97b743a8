"""`%%callit box 10m` as IPython runs it: what stands below stays an ordinary cell, around which a `with` is put.

A magic usually gets its cell as a string. Here the first line becomes a call, and the others stay what they are:
`await` works, names are those of the notebook, an error shows the person's lines under their own numbers, and the last
expression is displayed. When IPython has parsed the cell, what follows the call is put into `with cell_box(...)`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

_LONGEST_LINE = 120
_ASSIGNMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign)


def box_as_a_line(lines: list[str]) -> list[str]:
    r"""The lines of a cell; a first one that is `%%callit box …` as a call that the syntax tree is searched for.

    >>> box_as_a_line(["%%callit box 10m\n", "x = 1\n"])
    ["get_ipython().run_cell_magic('callit', 'box 10m', '')\n", 'x = 1\n']
    >>> box_as_a_line(["%%time\n", "x = 1\n"])
    ['%%time\n', 'x = 1\n']
    """
    words = lines[0].split() if lines else []
    if words[:2] != ["%%callit", "box"]:
        return lines
    line = lines[0].strip().removeprefix("%%callit").strip()
    return [f"get_ipython().run_cell_magic('callit', {line!r}, '')\n", *_below(lines[1:])]


def _below(lines: list[str]) -> list[str]:
    """Another magic over the same cell, in the next line that is not empty, is one too."""
    from IPython.core.inputtransformer2 import cell_magic

    blank = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return [*lines[:blank], *cell_magic(box_as_a_line(lines[blank:]))]


class CellInBox(ast.NodeTransformer):
    """Puts what follows such a call into its box."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def visit_Module(self, module: ast.Module) -> ast.Module:
        """The syntax tree of a cell."""
        module.body = self._boxed(module.body)
        return module

    def _boxed(self, body: list[ast.stmt]) -> list[ast.stmt]:
        line = _box_line(body[0]) if body else None
        futures = [statement for statement in body[1:] if _is_future(statement)]
        work = [statement for statement in body[1:] if not _is_future(statement)]
        if line is None:
            return body
        if not work:
            return [*futures, _placed(ast.Expr(_call("callit.notebook.magics", "say_empty")), body[0])]
        shown = str(getattr(self._shell, "ast_node_interactivity", "last_expr"))
        box = _call("callit.notebook.cell_box", "cell_box", ast.Constant(line), ast.Constant(code_words(work)))
        whole = ast.With(items=[ast.withitem(context_expr=box)], body=_displayed(self._boxed(work), shown))
        last = [ast.Pass()] if shown == "last" else []  # or IPython would display all that stands in the `with`
        return [*futures, *(_placed(statement, body[0]) for statement in (whole, *last))]


def code_words(statements: Sequence[ast.stmt]) -> str:
    """The line of code by which a person knows the cell again: the first that is no import.

    >>> code_words(ast.parse("import keras\\nmodel.fit(x, y)\\nmodel.save('a')").body)
    'model.fit(x, y)'
    >>> code_words(ast.parse("get_ipython().run_cell_magic('time', '', 'fit()')").body)
    '%%time fit()'
    """
    others = [one for one in statements if not isinstance(one, ast.Import | ast.ImportFrom)]
    first = (others or list(statements))[0]
    magic = _magic_words(first)
    typed = f"%%{magic[0]} {magic[2].strip()}" if magic else ast.unparse(first)
    return typed.splitlines()[0][:_LONGEST_LINE]


def _magic_words(statement: ast.stmt) -> list[str]:
    """Name, line and cell of a magic over a cell; nothing of any other statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "get_ipython().run_cell_magic":
        return []
    words = [str(word.value) for word in call.args if isinstance(word, ast.Constant)]
    return words if len(words) == 3 else []


def _box_line(statement: ast.stmt) -> str | None:
    """The words of `%%callit box …` where a statement is that; None elsewhere."""
    name, line, cell = _magic_words(statement) or ("", "", "")
    return line if name == "callit" and not cell and line.split()[:1] == ["box"] else None


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _displayed(body: list[ast.stmt], interactivity: str) -> list[ast.stmt]:
    """Expressions displayed that IPython would display, were they not inside of a `with`."""
    last = body[-1]
    if interactivity == "last_expr_or_assign" and isinstance(last, _ASSIGNMENTS):
        (target, *others) = last.targets if isinstance(last, ast.Assign) else [last.target]
        if isinstance(target, ast.Name) and not others:
            body = [*body, _placed(ast.Expr(ast.Name(target.id, ast.Load())), last)]
    first = {"all": 0, "none": len(body)}.get(interactivity, len(body) - 1)
    return [*body[:first], *map(_display, body[first:])]


def _display(statement: ast.stmt) -> ast.stmt:
    if not isinstance(statement, ast.Expr):
        return statement
    return _placed(ast.Expr(_call("sys", "displayhook", statement.value)), statement)


def _call(module: str, name: str, *words: ast.expr) -> ast.Call:
    """A call of a module's function that needs no name in the notebook."""
    imported = ast.Call(
        ast.Name("__import__", ast.Load()),
        [ast.Constant(module)],
        [ast.keyword("fromlist", ast.Tuple([ast.Constant(name)], ast.Load()))],
    )
    return ast.Call(ast.Attribute(imported, name, ast.Load()), list(words), [])


def _placed(statement: ast.stmt, there: ast.stmt) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(statement, there))
