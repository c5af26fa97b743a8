"""Who reads the clock: pages and commands alone, which hand the instant and the zone down; and who names months."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.places import ROOT

PLANNER = ROOT / "planner"
RIM = ("pages", "cli")
ZONE_IS_READ = {"clock.py", "pages/words.py", "cli/words.py"}
CLOCKS = re.compile(r"(^|\.)(datetime\.(now|today|utcnow)|date\.today|time\.(time|time_ns|localtime|strftime|ctime))$")
MONTHS_AND_DAYS = re.compile(r"%-?[aAbB]")


def files(*, rim: bool) -> dict[str, str]:
    """Text by name of the files of pages and commands, or of all that lies below them."""
    found = {path.relative_to(PLANNER).as_posix(): path for path in PLANNER.rglob("*.py")}
    return {name: path.read_text("utf-8") for name, path in found.items() if name.startswith(RIM) == rim}


def test_only_pages_and_commands_read_the_clock() -> None:
    """Services and the domain take `now` and `zone`."""
    imports = re.compile(r"\bplanner\.clock\b|from planner import .*\bclock\b")
    assert {name for name, text in files(rim=False).items() if imports.search(text)} == set()


def test_the_zone_of_the_machine_is_asked_for_in_one_place_of_pages_and_one_of_commands() -> None:
    """All others ask there."""
    everything = files(rim=True) | files(rim=False)
    assert {name for name, text in everything.items() if re.search(r"\blocal_zone\b", text)} == ZONE_IS_READ


def test_no_clock_is_read_behind_the_back_of_who_calls() -> None:
    """Nor the machine's zone, as `astimezone()` does; the rim counts seconds of a session that runs by `time.time`."""
    below = {name: hidden_clocks(text) for name, text in files(rim=False).items() if name != "clock.py"}
    rim = {name: hidden_clocks(text) - {"time.time()"} for name, text in files(rim=True).items()}
    assert {name: found for name, found in (below | rim).items() if found} == {}


def test_what_reads_a_clock_is_seen() -> None:
    """And what is handed a zone is not."""
    reads = ["datetime.now(UTC)", "at.astimezone()", "datetime.fromtimestamp(round(unix_s, 3))", "date.today()"]
    assert all(hidden_clocks(line) == {line} for line in reads)
    assert not hidden_clocks("datetime.fromtimestamp(round(unix_s, 3), UTC); at.astimezone(zone); clock.now()")


@pytest.mark.slow
def test_months_and_days_of_the_week_are_named_in_one_room() -> None:
    """But for the question whether 3/4 is April or March, where the order of the words is what is asked."""
    named = {name for name, text in (files(rim=True) | files(rim=False)).items() if names_months(text)}
    assert named == {"domain/wording/days.py", "parsing/dates.py"}


def hidden_clocks(text: str) -> set[str]:
    """The calls that read a clock, or put an instant on the clocks of the machine."""
    return {ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and is_hidden(node)}


def is_hidden(call: ast.Call) -> bool:
    """By the name of what is called; two only where no zone is given."""
    name, given = ast.unparse(call.func), len(call.args) + len(call.keywords)
    without_zone = (name.endswith(".astimezone") and given == 0) or (name.endswith(".fromtimestamp") and given == 1)
    return without_zone or bool(CLOCKS.search(name))


def names_months(text: str) -> bool:
    """Whether a moment is written with the name of its month or day of the week."""
    nodes = list(ast.walk(ast.parse(text)))
    formats = [node.format_spec for node in nodes if isinstance(node, ast.FormattedValue) and node.format_spec]
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("strftime")]
    return any(MONTHS_AND_DAYS.search(ast.unparse(node)) for node in (*formats, *calls))


def test_whoever_can_hand_the_zone_down_does() -> None:
    """A service that words a moment takes UTC unless told, so that a test may leave it out; the program never does."""
    calls = [call for text in (files(rim=True) | files(rim=False)).values() for call in calls_in(text)]
    asked = [(name, given) for name, given in calls if takes_a_zone(name)]
    assert len(asked) > 20
    assert [name for name, given in asked if not given] == []


def calls_in(text: str) -> Iterator[tuple[str, bool]]:
    """The whole name of each function of the project that is called, and whether `zone` is given by its name."""
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planner")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        first, _, rest = called.partition(".")
        if first in names:
            whole = f"{names[first]}.{rest}" if rest else names[first]
            yield whole, any(keyword.arg == "zone" for keyword in node.keywords)


@cache
def takes_a_zone(name: str) -> bool:
    """Whether a function has a zone that may be left out; what draws is not asked, as it would draw when imported."""
    module, _, attribute = name.rpartition(".")
    if module.startswith(("planner.pages", "planner.cli")) or not is_module(module):
        return False
    found = getattr(importlib.import_module(module), attribute, None)
    if not inspect.isfunction(found):
        return False
    zone = inspect.signature(found).parameters.get("zone")
    return zone is not None and zone.default is not zone.empty


def is_module(name: str) -> bool:
    """Whether there is a file, or a folder, of that name."""
    path = Path(ROOT, *name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()
