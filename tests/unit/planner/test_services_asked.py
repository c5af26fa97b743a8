"""Pages and commands ask services; the store is a handle that they only pass on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.store import Store
from tests.places import ROOT

OF_THE_HANDLE = {"path", "writing", "close"}  # where the data lies, one transaction around services, letting go
IMPORTED = {"planner.store": {"Store", "open_store"}, "planner.store.paths": {"path_of", "storable"}}
_OPENING = {"open_store", "open_page_store"}
_SERVICES = {
    "availability": "planner.availability",
    "awake": "planner.timelog",
    "decisions": "planner.stop_rules",
    "drafts": "planner.drafts",
    "entries": "planner.timelog",
    "estimates": "planner.planning",
    "forecasts": "planner.outlook",
    "holdings": "planner.planning (of projects) or planner.backup (of all)",
    "imports": "planner.exchange",
    "interruptions": "planner.timelog",
    "operations": "planner.timelog",
    "overlaps": "planner.timelog",
    "phases": "planner.planning",
    "projects": "planner.planning",
    "reflections": "planner.retrospective",
    "results": "planner.results",
    "run_folders": "planner.sessions",
    "sessions": "planner.sessions",
    "settings": "planner.preferences",
    "stuck": "planner.timelog",
}
_SCREENS = sorted([*(ROOT / "planner" / "pages").rglob("*.py"), *(ROOT / "planner" / "cli").rglob("*.py")])


@pytest.mark.parametrize("file", _SCREENS, ids=lambda file: str(file.relative_to(ROOT / "planner")))
def test_no_page_or_command_goes_to_the_store_past_the_services(file: Path) -> None:
    """What is stored where is known to services only, so page and command cannot decide it in two ways."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert [*_reached_past_services(tree), *_imported_past_services(tree)] == []


def test_each_family_of_tables_has_a_service(store: Store) -> None:
    """The sentence of the test above can always name one."""
    families = {name for name in vars(store) if not name.startswith("_")}
    assert families == set(_SERVICES)


@pytest.mark.parametrize(
    "line",
    [
        "def draw(store: Store): store.entries.running()",
        "def draw(opened: Store | None): opened.sessions",
        "with open_store() as here: here.drafts.load('x')",
        "here = open_store(home)\nhere.check()",
        "def draw(): getattr(store, 'entries')",
        "from planner.store.imports import EarlierImport",
        "from planner.store import close_for_all",
        "import planner.store.entries",
    ],
)
def test_a_way_past_the_services_is_found(line: str) -> None:
    """Under whatever name the store is passed."""
    tree = ast.parse(line)
    assert [*_reached_past_services(tree), *_imported_past_services(tree)]


@pytest.mark.parametrize(
    "line",
    [
        "def draw(store: Store): planning.phases(store, 1)",
        "with open_store() as store, store.writing(): pass",
        "def draw(store: Store): return store.path.parent",
        "def draw(entries): entries.running()",
        "from planner.store import Store, open_store",
    ],
)
def test_passing_the_handle_on_is_no_way_past_them(line: str) -> None:
    """Services take it, and one transaction may go around several of them."""
    tree = ast.parse(line)
    assert [*_reached_past_services(tree), *_imported_past_services(tree)] == []


def _reached_past_services(tree: ast.Module) -> Iterator[str]:
    """A sentence for each attribute of a store that is not of the handle itself."""
    names = _names_of_stores(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name(name), attribute) if name in names and attribute not in OF_THE_HANDLE:
                service = _SERVICES.get(attribute, "a service of the room that knows it")
                yield f"Line {node.lineno} asks {name}.{attribute}: ask {service} instead, and pass it the store."
            case ast.Call(ast.Name("getattr"), [ast.Name(name), *_]) if name in names:
                yield f"Line {node.lineno} reaches into {name} by a name: ask a service instead."


def _names_of_stores(tree: ast.Module) -> set[str]:
    """`store`, and any other name that a store is taken, opened or assigned under."""
    names = {"store"}
    for node in ast.walk(tree):
        match node:
            case ast.arg(name, ast.expr() as annotation) if "Store" in _words(annotation):
                names.add(name)
            case ast.withitem(ast.Call(ast.Name(opening)), ast.Name(name)) if opening in _OPENING:
                names.add(name)
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name(opening))) if opening in _OPENING:
                names.add(name)
    return names


def _words(annotation: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}


def _imported_past_services(tree: ast.Module) -> Iterator[str]:
    """A sentence for each import out of the store's room that is no handle."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.split(".")[:2] == ["planner", "store"]:
                for name in {alias.name for alias in node.names} - IMPORTED.get(module, set()):
                    yield f"Line {node.lineno} imports {name} of {module}: take it from a service."
            case ast.Import(names):
                for alias in names:
                    if alias.name.startswith("planner.store"):
                        yield f"Line {node.lineno} imports {alias.name}: import Store or open_store of planner.store."
