"""The page of commands in the docs is what the commands themselves say."""

from __future__ import annotations

from planner.cli.main import app
from planner.cli.reference import commands_page
from tests.places import ROOT

PAGE = ROOT / "docs" / "commands.md"


def test_the_page_of_commands_says_what_help_says() -> None:
    """A command or option that is new, gone or worded anew is written into the page by `make docs`."""
    assert PAGE.read_text(encoding="utf-8") == commands_page(app)


def test_it_has_every_command_with_its_options() -> None:
    """One heading a command, and options below."""
    page = commands_page(app)
    for name in ("train", "predict", "start", "import", "restore"):
        section = page.split(f"\n## callit {name}\n")[1].split("\n## ")[0]
        assert "--help" in section
        assert "Example: callit" in section
