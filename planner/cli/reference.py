"""Every command with what its `--help` says, as one page of Markdown: `make docs` writes it to docs/commands.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

_PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_STYLE: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100, "help_option_names": ["-h", "--help"]}
_HEAD = """# Commands

What `callit COMMAND --help` says, command by command.
This page is written by `make docs`; a test holds it to the commands.
"""


def commands_page(app: typer.Typer) -> str:
    """The page, with the commands in the order in which `callit --help` lists them."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    top = typer.Context(group, info_name="callit", **_STYLE)
    return "\n".join([_HEAD, *map(_section, (top, *_below(top)))])


def _below(context: typer.Context) -> Iterator[typer.Context]:
    """The commands of a group, each followed by its own."""
    group = context.command
    for name, command in group.commands.items() if isinstance(group, TyperGroup) else ():
        if not command.hidden:
            inner = typer.Context(command, info_name=name, parent=context, **_STYLE)
            yield inner
            yield from _below(inner)


def _section(context: typer.Context) -> str:
    lines = [line.rstrip() for line in context.get_help().splitlines()]
    return "\n".join([f"## {context.command_path}", "", "```text", *lines, "```", ""])


if __name__ == "__main__":
    from planner.cli.main import app

    _PAGE.write_text(commands_page(app), encoding="utf-8")
