"""The steps of the Dockerfile are those of `make app`, and name what is there: seen where no Docker is."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
from typer.core import TyperOption

from planner.cli.main import app
from tests.places import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NATIVE = re.compile(r"python -P -m (model\.\S+)")


def steps() -> list[tuple[str, str]]:
    """The steps in order: what is done, and with what; lines that go on are put together."""
    whole = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in whole.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def all_of(name: str) -> list[str]:
    """What the steps of one kind are done with."""
    return [words for done, words in steps() if done == name]


@pytest.fixture
def copied() -> list[str]:
    """Every file and folder that is copied into the image."""
    return [source for words in all_of("COPY") for source in shlex.split(words)[:-1]]


@pytest.fixture
def settings() -> dict[str, str]:
    """The environment of whoever runs the container."""
    return dict(pair.split("=", 1) for words in all_of("ENV") for pair in shlex.split(words))


def test_all_that_is_copied_is_there_and_all_that_the_wheel_needs_is_copied(copied: list[str]) -> None:
    assert [source for source in copied if not (ROOT / source).exists()] == []
    needed = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    papers = [PROJECT["project"]["readme"], *PROJECT["project"]["license-files"], "pyproject.toml"]
    assert set(needed) | set(papers) <= set(copied)


def test_docker_is_handed_what_is_copied_and_nothing_else(copied: list[str]) -> None:
    """An environment beside it holds gigabytes, and a person's own data has no place in an image."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(copied)


def test_what_is_installed_is_pinned_and_compiled_as_make_app_does() -> None:
    """The same packages by the same hashes, and the same two compiled parts, without which it goes on."""
    pips = [shlex.split(words)[3:] for words in all_of("RUN") if "pip install" in words]
    assert pips[0] == ["install", "--compile", "--require-hashes", "-r", "requirements/app.txt"]
    assert pips[1] == ["install", "--quiet", "--no-deps", "--no-build-isolation", "."]
    assert f"$(PIP) {shlex.join(pips[0])}" in MAKEFILE.replace("$(1)", "app")
    assert f"$(PIP) {shlex.join(pips[1][:-1])} --editable ." in MAKEFILE
    native = [words for words in all_of("RUN") if NATIVE.search(words)]
    assert NATIVE.findall("\n".join(native)) == NATIVE.findall(MAKEFILE)
    assert all(" || echo " in words for words in native)
    lowest, highest = (f"3.{minor}" for minor in re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"]))
    (base,) = all_of("FROM")
    assert tuple(lowest.split(".")) <= tuple(base.split(":")[1].split("-")[0].split(".")) < tuple(highest.split("."))


def test_whoever_runs_it_is_not_root_and_keeps_the_data_in_a_volume(settings: dict[str, str]) -> None:
    user = all_of("USER")[-1]
    assert user not in ("root", "0")
    assert any(words.startswith("useradd") and user in words for words in all_of("RUN"))
    assert all_of("VOLUME") == [settings["CALLIT_HOME"]]
    order = [done for done, _ in steps()]
    assert order.index("USER") < order.index("CMD")


def test_it_serves_where_it_is_asked_whether_it_is_well(settings: dict[str, str]) -> None:
    """The port that is served, exposed and asked is one; what is set is known to `callit app`."""
    command = json.loads(all_of("CMD")[0])
    assert command == ["callit", "app"]
    group = typer.main.get_command(app)
    options = group.commands["app"].params  # type: ignore[attr-defined]
    known = {option.envvar for option in options if isinstance(option, TyperOption)}
    assert {name for name in settings if name.startswith("CALLIT_")} - {"CALLIT_HOME"} <= known
    assert all_of("EXPOSE") == [settings["CALLIT_PORT"]]
    (asked,) = all_of("HEALTHCHECK")
    assert f"http://127.0.0.1:{settings['CALLIT_PORT']}/_stcore/health" in asked
    compile(json.loads(asked.partition(" CMD ")[2])[2], Path("healthcheck").name, "exec")
