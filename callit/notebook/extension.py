"""What `%load_ext callit` adds to IPython, and `%unload_ext callit` takes away."""

from __future__ import annotations

from typing import Any

from callit.notebook.cell_rewriting import CellInBox, box_as_a_line
from callit.notebook.magics import cell_magic, line_magic
from callit.notebook.open_boxes import close_left

NAME = "callit"


def load(shell: Any) -> None:
    """Add the magics, and have `%%callit box` leave what stands below it an ordinary cell."""
    unload(shell)
    shell.register_magic_function(line_magic, "line", NAME)
    shell.register_magic_function(cell_magic, "cell", NAME)
    shell.input_transformer_manager.line_transforms.insert(0, box_as_a_line)  # before IPython makes a string of it
    shell.ast_transformers.append(CellInBox(shell))
    shell.events.register("post_run_cell", close_left)


def unload(shell: Any) -> None:
    """Take it all away; nothing where nothing was added."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(NAME, None)
    steps = shell.input_transformer_manager.line_transforms
    steps[:] = [step for step in steps if step is not box_as_a_line]
    shell.ast_transformers[:] = [step for step in shell.ast_transformers if not isinstance(step, CellInBox)]
    if close_left in shell.events.callbacks["post_run_cell"]:
        shell.events.unregister("post_run_cell", close_left)
